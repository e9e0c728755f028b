"""True peaks: how high the wave rises between its samples."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REACH = 16
"""Samples looked at on each side of the gap between two."""

OVERSAMPLING = 8
"""BS.1770-4 asks for four times at 48 kHz. At 16 kHz speech reaches nearer to the limit; 8 reads it within 0.17 dB."""

_KAISER_BETA = 8.0
# A product any larger would wake the threads of BLAS, which cost more than they save.
_AT_ONCE = 1 << 10


@cache
def _interpolator() -> NDArray[np.float64]:
    """Return weights, 2 * REACH x (OVERSAMPLING - 1): a column for each point between two samples."""
    import numpy as np

    points = np.arange(1, OVERSAMPLING) / OVERSAMPLING
    away = points[None, :] - np.arange(1 - REACH, REACH + 1)[:, None]
    window = np.i0(_KAISER_BETA * np.sqrt(1 - (away / (REACH + 1)) ** 2)) / np.i0(_KAISER_BETA)
    weights = np.sinc(away) * window
    return np.asarray(weights / weights.sum(axis=0), dtype=np.float64)


def gaps_above(samples: NDArray[np.floating], threshold: float) -> NDArray[np.intp]:
    """Return the index of each gap (from sample i to i + 1) beside a summit above the threshold.

    A summit is a sample that neither neighbour surpasses: the wave has its peak at it or next to it. Gaps nearer
    than REACH to an end of `samples` are left out: give that much context.
    """
    import numpy as np

    height = np.abs(samples)
    high = np.flatnonzero(height[1:-1] > threshold) + 1
    summits = high[(height[high] >= height[high - 1]) & (height[high] >= height[high + 1])]
    beside = np.zeros(len(samples), dtype=bool)
    beside[summits - 1] = beside[summits] = True
    return np.flatnonzero(beside[REACH - 1 : -REACH]) + (REACH - 1)


def heights(samples: NDArray[np.floating], gaps: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how high the wave rises in each gap, its two samples included; absolute, in the samples' unit."""
    import numpy as np

    windows = np.lib.stride_tricks.sliding_window_view(samples, 2 * REACH)
    found = np.empty(len(gaps))
    for start in range(0, len(gaps), _AT_ONCE):
        some = gaps[start : start + _AT_ONCE]
        between = windows[some - REACH + 1] @ _interpolator()
        found[start : start + _AT_ONCE] = np.abs(between).max(axis=1)
    ends = np.maximum(np.abs(samples[gaps]), np.abs(samples[gaps + 1]))
    return np.asarray(np.maximum(found, ends), dtype=np.float64)
