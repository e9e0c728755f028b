"""Locks that die with their process."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _held(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _held(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class Lock:
    """A file that one process holds while it lives; the system lets go of it, however the process ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    def take(self) -> None:
        """Hold it; the name is new, so that only a sweeping run may be in the way, for a moment.

        Raises:
            OSError: the file cannot be made.
        """
        while not self.try_take():
            pass

    def try_take(self) -> bool:
        """Hold it, unless another process does."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _held(handle):
            os.close(handle)
            return False
        # Between opening and locking, its last holder may have taken the file away.
        if not self._is_there(handle):
            os.close(handle)
            return False
        os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go, and take the file away."""
        if self._handle < 0:
            return
        if sys.platform == "win32":
            # Windows removes no open file.
            os.close(self._handle)
            self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = -1

    def _is_there(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False
