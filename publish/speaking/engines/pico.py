"""SVOX Pico: small, quick, clear; English, Spanish, French, German and Italian."""

from __future__ import annotations

import ctypes
import re
import sys
import unicodedata
from contextlib import contextmanager
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING

from publish.errors import EngineError
from publish.model import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Voice

_RATE_HZ = 16000
_M_PERTURB = -6
"""From glibc's malloc.h."""
_speaking = Lock()

# Each of these was heard or measured with py-nanotts 0.1.1:
_REPAIRS = (
    (re.compile(r"[<>\[\]{}]"), " "),  # <volume level='0'> is obeyed, and brackets are said by name
    (re.compile("[\0-\x1f\x7f]+"), " "),  # the text ends at a NUL
    (re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]"), ""),  # a soft hyphen is said by name
    (
        re.compile("[¿¡]"),
        "",
    ),  # adds half a second's pause in Spanish, the intonation being the same, and is said by name elsewhere
    (re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])"), " "),  # US-backed becomes one unknown word
    (re.compile(r"\s[–—]+\s|[—―]+"), ", "),  # otherwise no pause at all
    (re.compile(r"…"), ". "),
    (re.compile(r"([.!?])(?:\s*[.!?])+"), r"\1"),  # each adds half a second
    (re.compile(r"(?<!\w)['‘’]|['’](?!\w)"), " "),  # a quotation mark on its own is an "apostrophe"
    (re.compile(r"\d{40}(?=\d)"), r"\g<0> "),  # more than 50 figures in a row stop it
    (re.compile(r"[^\W\d_]{100}(?=[^\W\d_])"), r"\g<0> "),  # a word of more than 160 letters loses its end
)
# Pico knows Latin-1; any other letter is left out of its word. What Unicode does not decompose:
_LETTERS = str.maketrans("łŁđĐħĦıŋŧẞə", "lLdDhHintße")
# Letters and figures, without those that only modify one: the ʻ of Hawaiʻi.
_SAID = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe"})


class Pico:
    """Pico through py-nanotts, with the traps of both taken out.

    Options: `speed` (0.2 to 5, normal 1) and `volume` (0 to 5; at 0.5 its loudest vowels stay below clipping).
    """

    needs = ("py_nanotts",)

    def __init__(self, voice: Voice) -> None:
        self.version = version("py-nanotts")
        self._voice = voice.language
        self._speed = float(voice.options.get("speed", 1.0))
        self._volume = float(voice.options.get("volume", 0.5))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time.

        Raises:
            EngineError: Pico failed, or had nothing to say.
        """
        said = self._readable(text)
        if not any(character.isalnum() and character < "\u0180" for character in said):
            msg = f"Pico cannot read “{text}”"
            raise EngineError(msg, hint="Choose a voice that reads this script, as espeak may.")
        return Sound(_RATE_HZ, self._pcm(said))

    def reads(self, text: str) -> bool:
        """Tell whether Pico has a sound for every letter and figure; it leaves out in silence those that it lacks."""
        return not any(c >= "\u0180" and unicodedata.category(c) in _SAID for c in self._readable(text))

    def _pcm(self, text: str) -> bytes:
        from py_nanotts import NanoTTS

        try:
            with _speaking, _zeroed_memory():
                return bytes(NanoTTS().speak(text, voice=self._voice, speed=self._speed, volume=self._volume))
        except (RuntimeError, ValueError) as error:
            # Pico's buffers overflow on a few hundred percentages in a row: nothing is lost by halving them.
            middle = text.find(" ", len(text) // 2)
            if middle == -1:
                msg = f"Pico failed on “{text}”: {error}"
                raise EngineError(msg) from error
        return self._pcm(text[:middle]) + self._pcm(text[middle:].strip())

    def _readable(self, text: str) -> str:
        """Return the text as Pico can read it, without what it takes for markup, drops or says by name."""
        for pattern, instead in _REPAIRS:
            text = pattern.sub(instead, text)
        if not self._voice.startswith("fr"):
            text = text.translate(_LIGATURES)
        return "".join(map(_latin, text.translate(_LETTERS)))


def _latin(character: str) -> str:
    if character < "\u0100" or not character.isalpha() or character in "œŒ":
        return character
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return base if base.isascii() else character


@contextmanager
def _zeroed_memory() -> Iterator[None]:
    """Let the C library hand out zeroed memory for the time of one sentence.

    Pico reads parts of its 2.5 MB of working memory before it writes there, so that its sound differs by a
    few units in the last place from call to call. glibc fills new memory with the complement of M_PERTURB;
    elsewhere a block of that size comes zeroed from the system. The binding holds the interpreter's lock
    while it speaks, so that no other Python thread pays for this.
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
