"""The sound of a quiet room, under speech and between it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

LEVEL_DBFS = -66.0
"""RMS: audible as air, not as hiss, and well under the -60 dB that audiobooks allow."""

_LOOP_S = 11
_LOWEST_HZ = 60.0
_FULL_SCALE = 32768.0


def over(chunks: Iterable[bytes], rate_hz: int) -> Iterator[bytes]:
    """Yield mono 16-bit PCM with room tone, as many samples as came in.

    It is one recording of a room that never was, the same each time, laid from the first sample to the last: so it has
    no joint with the speech, and none between its rounds. No sum is clipped if there is 1 dB of room above the speech.
    """
    import numpy as np

    tone = _loop(rate_hz)
    at = 0
    for chunk in chunks:
        speech = np.frombuffer(chunk, "<i2").astype(np.int32)
        here = np.take(tone, np.arange(at, at + len(speech)), mode="wrap")
        at = (at + len(speech)) % len(tone)
        yield np.clip(speech + here, -32768, 32767).astype("<i2").tobytes()


@lru_cache(maxsize=2)
def _loop(rate_hz: int) -> NDArray[np.int32]:
    """Return seconds of pink noise that end where they begin: made of whole waves."""
    import numpy as np

    samples = _LOOP_S * rate_hz
    pitch_hz = np.fft.rfftfreq(samples, 1 / rate_hz)
    # numpy promises that this stream stays as it is, which it does not of its newer generators.
    phases = np.random.RandomState(1).uniform(0, 2 * np.pi, len(pitch_hz))
    heights = np.where(pitch_hz >= _LOWEST_HZ, 1 / np.sqrt(np.maximum(pitch_hz, _LOWEST_HZ)), 0)
    wave = np.fft.irfft(heights * np.exp(1j * phases), samples)
    wave *= _FULL_SCALE * 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(wave**2))
    return np.asarray(np.rint(wave), dtype=np.int32)
