"""Speech brought to one loudness, no peak above a ceiling, as it is heard after encoding."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from publish.speaking.blocks import blocks
from publish.speaking.loudness import Loudness, integrated, measure
from publish.speaking.peaks import REACH, gaps_above, heights
from publish.speaking.profiles import ANY, PODCAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from publish.speaking.profiles import Profile

_TRIES = 3
_FULL_SCALE = 32768.0
_BLOCK_SAMPLES = 1 << 14
_ATTACK_S = 0.015
"""Longer than one period of the deepest voice, so that a limited vowel keeps the form of its wave."""
# Between two samples that are both under half the ceiling, no wave of speech passes the ceiling.
_NEAR = 0.5
# How much lower than asked for, once a peak has come through, so that the next try is the last.
_SPARE_DB = 0.2

Encoding = TypeVar("Encoding")


@dataclass(frozen=True, slots=True)
class Level:
    """What makes a narration as loud as it should be: one for all its parts."""

    gain_db: float
    ceiling_dbtp: float = PODCAST.ceiling_dbtp


@dataclass(frozen=True, slots=True)
class Master(Generic[Encoding]):
    """An encoding, and what a meter says of it once decoded."""

    encoded: Encoding
    heard: Loudness
    level: Level
    """With which it was made."""


def plan(
    pcm: Callable[[], Iterable[bytes]], rate_hz: int, *, encoder_gain_db: float = 0.0, profile: Profile = PODCAST
) -> Level:
    """Return the level that brings a whole narration to a profile's target; silence stays as it is.

    `encoder_gain_db` is what the encoder adds by itself, below zero where it makes everything quieter.
    """
    loud = measure(pcm(), rate_hz).rms_dbfs if profile.by_rms else integrated(pcm(), rate_hz)
    return Level(profile.target - loud - encoder_gain_db if math.isfinite(loud) else 0.0, profile.ceiling_dbtp)


def finish(
    pcm: Callable[[], Iterable[bytes]],
    rate_hz: int,
    level: Level,
    *,
    encode: Callable[[Iterable[bytes]], Encoding],
    decode: Callable[[Encoding], Iterable[bytes]],
    heard_hz: int = 0,
    profile: Profile = PODCAST,
    limits: tuple[float, float] = ANY,
) -> Master[Encoding]:
    """Encode at this level, listen to the result, and encode again where it is not as it should be.

    `pcm` gives the same mono 16-bit samples from their start each time it is called. Beyond `limits` it is brought to
    the profile's target: those of a whole narration are narrow, a part is as loud as the narration makes it (ANY).
    Peaks are held under the profile's in any case. `heard_hz` is the rate at which it is decoded, where that is
    another one. Encodes three times at most and returns the last; look at `heard` for what was reached.
    """
    for last in (False,) * (_TRIES - 1) + (True,):
        encoded = encode(mastered(pcm(), rate_hz, gain_db=level.gain_db, ceiling_dbtp=level.ceiling_dbtp))
        heard = measure(decode(encoded), heard_hz or rate_hz)
        better = _corrected(level, heard, profile, limits)
        if last or better == level:
            break
        level = better
    return Master(encoded, heard, level)


def _corrected(level: Level, heard: Loudness, profile: Profile, limits: tuple[float, float]) -> Level:
    """Return the level to try next; the same one where nothing is wrong."""
    gain, ceiling = level.gain_db, level.ceiling_dbtp
    loud = profile.heard(heard)
    if math.isfinite(loud) and not limits[0] <= loud <= limits[1]:
        gain += profile.target - loud
    if heard.true_peak_dbtp > profile.highest_peak_dbtp:
        ceiling -= heard.true_peak_dbtp - profile.highest_peak_dbtp + _SPARE_DB
    return Level(gain, ceiling)


def mastered(chunks: Iterable[bytes], rate_hz: int, *, gain_db: float, ceiling_dbtp: float) -> Iterator[bytes]:
    """Yield mono 16-bit PCM, as many samples as came in, louder by the gain and limited to the ceiling.

    The limiter looks ahead: where a wave would pass the ceiling, the gain sinks smoothly before it and rises
    smoothly after it, within 15 ms on each side. Elsewhere it is the gain alone, rounded to nearest. The result
    does not depend on how the stream is cut; some 20,000 samples are held.
    """
    import numpy as np

    gain = 10 ** (gain_db / 20)
    ceiling = _FULL_SCALE * 10 ** (ceiling_dbtp / 20)
    attack = round(_ATTACK_S * rate_hz)
    around = np.zeros(2 * attack + REACH, dtype="<i2")
    held = around
    for block in blocks(chunks, 2 * _BLOCK_SAMPLES):
        held = np.concatenate((held, np.frombuffer(block, dtype="<i2")))
        if len(held) >= _BLOCK_SAMPLES + 2 * len(around):
            yield _limited(held[: _BLOCK_SAMPLES + 2 * len(around)], gain, ceiling, attack)
            held = held[_BLOCK_SAMPLES:]
    if len(held) > len(around):
        yield _limited(np.concatenate((held, around)), gain, ceiling, attack)


def _limited(samples: NDArray[np.int16], gain: float, ceiling: float, attack: int) -> bytes:
    """Return the middle of `samples` as it comes out: 2 * attack + REACH are context at each end."""
    import numpy as np

    context = 2 * attack + REACH
    middle = samples[context:-context] * gain
    if max(int(samples.max()), -int(samples.min())) * gain > ceiling * _NEAR:
        wave = samples * gain
        gaps = gaps_above(wave, ceiling * _NEAR)
        allowed = ceiling / heights(wave, gaps)
        if allowed.min(initial=1.0) < 1.0:
            middle *= _curve(len(samples), gaps, allowed, attack)
    loud: NDArray[np.int16] = np.clip(np.rint(middle), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2")
    return loud.tobytes()


def _curve(length: int, gaps: NDArray[np.intp], allowed: NDArray[np.float64], attack: int) -> NDArray[np.float64]:
    """Return the limiter's gain for the middle of so many samples.

    The lowest gain needed within `attack` on both sides, then the mean over as far with triangular weights:
    what is averaged at a sample was all at or under what that sample needs.
    """
    import numpy as np

    needed = np.ones(length)
    needed[gaps] = np.minimum(allowed, 1.0)
    needed[gaps + 1] = np.minimum(needed[gaps + 1], allowed)
    lowest = _lowest(needed[REACH:-REACH], 2 * attack + 1)
    return np.minimum(_means(_means(lowest, attack + 1), attack + 1), 1.0)


def _lowest(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the least of each `width` neighbours, by windows that double."""
    import numpy as np

    span = 1
    while span < width:
        shift = min(span, width - span)
        values = np.minimum(values[:-shift], values[shift:])
        span += shift
    return values


def _means(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the mean of each `width` neighbours."""
    import numpy as np

    sums = np.cumsum(np.concatenate(([0.0], values)))
    means: NDArray[np.float64] = (sums[width:] - sums[:-width]) / width
    return means
