"""Locks that die with their process."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
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
        except BlockingIOError:
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
            OSError: the file cannot be made, or this disk knows no locks.
        """
        while not self.try_take():
            pass

    def try_take(self) -> bool:
        """Hold it, unless another process does."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            # Between opening and locking, its last holder may have taken the file away.
            if _held(handle) and self._is_there(handle):
                os.write(handle, f"{os.getpid()}\n".encode())
                self._handle = handle
        finally:
            if self._handle < 0:
                os.close(handle)
        return self._handle >= 0

    def release(self) -> None:
        """Let go, and take the file away."""
        if self._handle < 0:
            return
        # A file that cannot be removed (on Windows, while a sweeping run looks at it) is swept up by the next run.
        if sys.platform == "win32":
            os.close(self._handle)
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        else:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = -1

    def _is_there(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False
