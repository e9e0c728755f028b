"""SVOX Pico: small, quick, clear; English, Spanish, French, German and Italian."""

from __future__ import annotations

import ctypes
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING

from publish.errors import EngineError, ToolError
from publish.model import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Voice

_RATE_HZ = 16000
_M_PERTURB = -6
"""From glibc's malloc.h."""
_speaking = Lock()


class Pico:
    """Pico through py-nanotts, with the traps of both taken out.

    Options: `speed` (0.2 to 5, normal 1) and `volume` (0 to 5, of which 0.5 is what Pico can say without clipping).
    """

    needs = ("py_nanotts",)

    def __init__(self, voice: Voice) -> None:
        try:
            self.version = version("py-nanotts")
        except PackageNotFoundError as error:
            msg = "Pico needs py-nanotts, which is not installed"
            raise ToolError(msg, hint="Choose another voice.") from error
        self._voice = voice.language
        self._speed = float(voice.options.get("speed", 1.0))
        self._volume = float(voice.options.get("volume", 0.5))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time.

        Raises:
            EngineError: Pico failed, or was silent where there are words.
        """
        from py_nanotts import NanoTTS

        said = _plain(text)
        try:
            with _speaking, _fresh_memory():
                pcm = NanoTTS().speak(said, voice=self._voice, speed=self._speed, volume=self._volume)
        except (RuntimeError, ValueError, MemoryError) as error:
            msg = f"Pico failed on “{text}”: {error}"
            raise EngineError(msg) from error
        if not pcm and any(c.isalnum() for c in text):
            msg = f"Pico said nothing for “{text}”"
            raise EngineError(msg)
        return Sound(_RATE_HZ, pcm)


def _plain(text: str) -> str:
    """Return the text without what Pico takes for markup or for the end."""
    for mark, instead in (("<", " "), (">", " "), ("&", " "), ("\0", " ")):
        text = text.replace(mark, instead)
    return text


@contextmanager
def _fresh_memory() -> Iterator[None]:
    """Let the C library hand out zeroed memory for the time of one sentence.

    Pico reads 2.5 MB of its working memory before it writes there, so that its sound differs by a few
    units in the last place from call to call. glibc fills new memory with the complement of M_PERTURB;
    elsewhere a block of that size comes zeroed from the system. The binding holds the interpreter's lock
    throughout, so no other Python thread pays for it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is None:
        yield
        return
    mallopt(_M_PERTURB, 255)
    try:
        yield
    finally:
        mallopt(_M_PERTURB, 0)
