"""One sentence's sound, made ready to stand beside others."""

from __future__ import annotations

import warnings
from functools import cache
from threading import Lock
from typing import Any

from publish.model import Sound

_SILENCE_DBFS = -50.0
"""Quieter than this, measured over 5 ms, is silence: 30 dB under the level of speech."""
_STEP_MS = 5
_KEPT_MS = 30
"""Left standing at both ends: a soft consonant begins under the threshold."""
_FADE_MS = 5
_importing = Lock()


def trimmed(sound: Sound) -> Sound:
    """Return the sound without the silence around it, its ends faded so that no joint clicks.

    A sound that is silent throughout comes back empty.
    """
    segment = _pydub()(data=sound.pcm, sample_width=2, frame_rate=sound.rate_hz, channels=1)
    begin = _silence_ms(segment)
    if begin >= len(segment):
        return Sound(sound.rate_hz, b"")
    end = len(segment) - _silence_ms(segment.reverse())
    kept = segment[max(0, begin - _KEPT_MS) : min(len(segment), end + _KEPT_MS)]
    fade_ms = min(_FADE_MS, len(kept) // 2)
    return Sound(sound.rate_hz, kept.fade_in(fade_ms).fade_out(fade_ms).raw_data if fade_ms else kept.raw_data)


def silence_samples(milliseconds: int, rate_hz: int) -> int:
    """Return how many samples a pause has, rounded half up."""
    return (milliseconds * rate_hz + 500) // 1000


def _silence_ms(segment: Any) -> int:
    from pydub.silence import detect_leading_silence

    return int(detect_leading_silence(segment, silence_threshold=_SILENCE_DBFS, chunk_size=_STEP_MS))


@cache
def _pydub() -> Any:
    """Return pydub's AudioSegment; from raw samples it needs no program outside."""
    # On import pydub warns that there is no ffmpeg, which is never started here, and that audioop will go,
    # which audioop-lts replaces. Two threads may not change the filters of warnings at once.
    with _importing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment
