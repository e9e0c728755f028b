"""One sentence's sound, made ready to stand beside others."""

from __future__ import annotations

import warnings
from functools import cache
from threading import Lock
from typing import Any

from publish.model import Sound

_UNDER_SPEECH_DB = 35.0
"""So far under a sentence's own level is silence: engines differ by 15 dB. The softest consonant is 33 dB under."""
_FLOOR_DBFS = -60.0
"""Nothing louder than this is no sound at all."""
_STEP_MS = 5
KEPT_MS = 30
"""Left standing at both ends: a soft consonant begins under the threshold."""
_FADE_MS = 5
_importing = Lock()


def trimmed(sound: Sound, *, head_ms: int = KEPT_MS, tail_ms: int = KEPT_MS) -> Sound:
    """Return the sound without the silence around it, its ends faded so that no joint clicks.

    So much of what is under the threshold stays before and after it. A sound of silence comes back empty.
    """
    return trimmed_after(sound, head_ms=head_ms, tail_ms=tail_ms)[0]


def trimmed_after(sound: Sound, *, head_ms: int = KEPT_MS, tail_ms: int = KEPT_MS) -> tuple[Sound, int]:
    """Return the same, and how many samples went from before it."""
    # Measured on a seed of 98 sentences: 2 ms each, 2.5 % of what Pico takes to say them.
    segment = _segment(sound)
    if segment.max_dBFS < _FLOOR_DBFS:
        return Sound(sound.rate_hz, b""), 0
    threshold = max(segment.dBFS - _UNDER_SPEECH_DB, _FLOOR_DBFS)
    begin_ms = max(0, _silence_ms(segment, threshold) - head_ms)
    end_ms = len(segment) - _silence_ms(segment.reverse(), threshold) + tail_ms
    kept = segment[begin_ms : min(len(segment), end_ms)]
    fade_ms = min(_FADE_MS, len(kept) // 2)
    faded = kept.fade_in(fade_ms).fade_out(fade_ms) if fade_ms else kept
    return Sound(sound.rate_hz, faded.raw_data), int(segment.frame_count(ms=begin_ms))


def mono(pcm: bytes, rate_hz: int, *, width: int, channels: int) -> Sound:
    """Return samples of so many bytes each, in so many channels, as the sound that the house speaks in."""
    whole = pcm[: len(pcm) - len(pcm) % (width * channels)]
    segment = _pydub()(data=whole, sample_width=width, frame_rate=rate_hz, channels=channels)
    return Sound(rate_hz, segment.set_channels(1).set_sample_width(2).raw_data)


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """Return the sound at another rate, what is over its half taken away, by its spectrum as a whole."""
    if sound.rate_hz == rate_hz:
        return sound
    import numpy as np

    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64)
    count = round(len(samples) * rate_hz / sound.rate_hz)
    if not count:
        return Sound(rate_hz, b"")
    spectrum = np.fft.rfft(samples)
    turned = np.fft.irfft(spectrum[: count // 2 + 1], count) * (count / len(samples))
    return Sound(rate_hz, np.clip(np.rint(turned), -32768, 32767).astype("<i2").tobytes())


def _segment(sound: Sound) -> Any:
    return _pydub()(data=sound.pcm, sample_width=2, frame_rate=sound.rate_hz, channels=1)


def _silence_ms(segment: Any, threshold_dbfs: float) -> int:
    from pydub.silence import detect_leading_silence

    return int(detect_leading_silence(segment, silence_threshold=threshold_dbfs, chunk_size=_STEP_MS))


@cache
def _pydub() -> Any:
    """Return pydub's AudioSegment, which needs no program outside for raw samples."""
    # On import pydub warns that there is no ffmpeg, which is never started here, and that audioop will go,
    # which audioop-lts replaces. Two threads may not change the filters of warnings at once.
    with _importing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment
