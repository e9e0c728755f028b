"""Folders exchanged in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_AT_FDCWD = -100
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""


def swap(new: Path, place: Path, *, aside: Path) -> None:
    """Put `new` where `place` is, and what was there, if anything, at `aside` or at `new`.

    In one step where the system can (Linux, macOS): at no moment is the place empty. Elsewhere in two; who is killed
    between them finds the earlier one at `aside`.

    Raises:
        OSError: it could not be done; the earlier one is in its place.
    """
    if not os.path.lexists(place):
        new.rename(place)
        return
    if _exchange(new, place):
        return
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise


def settle(folder: Path) -> None:
    """Have the names in a folder on the disk itself, where the system lets a folder be opened (not Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names; False where this system or this disk cannot."""
    call = _system_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _system_call() -> Any:
    if sys.platform == "linux":
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        return rename and (lambda one, other: rename(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE))
    if sys.platform == "darwin":
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        return rename and (lambda one, other: rename(one, other, _EXCHANGE))
    return None
