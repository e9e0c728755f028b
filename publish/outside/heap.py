"""Memory given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what was freed and lies between what is still held; elsewhere than under glibc nothing happens.

    The C library keeps it for the next who asks: after the twins of a long article that is 20 MB.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
