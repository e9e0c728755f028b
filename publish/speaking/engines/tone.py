"""A test voice: one beep a word, the same samples on every machine."""

from __future__ import annotations

import re
import sys
from array import array
from functools import cache
from typing import TYPE_CHECKING

from publish.errors import EngineError
from publish.model import Onset, Sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Voice

_RATE_HZ = 16000
_BEEP_SAMPLES = 1920
"""120 ms: six words a second, quicker than any reader, so that tests are short."""
_GAP_SAMPLES = 480
_PEAK = 8000


class Tone:
    """Speaks every language equally badly. Longer words beep lower."""

    version = "1"

    def __init__(self, voice: Voice) -> None:
        self._name = voice.name

    def speak(self, text: str) -> Sound:
        """Return one beep for each word.

        Raises:
            EngineError: there is no word in the text.
        """
        words = re.findall(r"\w+", text)
        if not words:
            msg = f"{self._name} found no word in “{text}”"
            raise EngineError(msg)
        return Sound(_RATE_HZ, b"".join(_beep(min(len(word), 20)) for word in words))

    def speak_timed(self, runs: Sequence[tuple[str, str]]) -> tuple[Sound, tuple[Onset, ...]]:
        """Return the same, and the sample at which each word begins."""
        text = " ".join(text for text, _ in runs)
        onsets, beeps = [], 0
        for word in text.split():
            onsets.append(Onset(word, beeps * (_BEEP_SAMPLES + _GAP_SAMPLES)))
            beeps += len(re.findall(r"\w+", word))
        return self.speak(text), tuple(onsets)


@cache
def _beep(letters: int) -> bytes:
    # A triangle wave in whole numbers: a sine from the C library may differ by a bit from machine to machine.
    half = 16 + letters
    wave = array("h", (_PEAK - 2 * _PEAK * abs(n % (2 * half) - half) // half for n in range(_BEEP_SAMPLES)))
    wave.extend([0] * _GAP_SAMPLES)
    if sys.byteorder == "big":
        wave.byteswap()
    return wave.tobytes()
