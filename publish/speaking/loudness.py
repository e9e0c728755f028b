"""Loudness of speech as EBU R128 counts it."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.speaking.blocks import blocks
from publish.speaking.peaks import REACH, gaps_above, heights

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

SILENCE = -math.inf
"""The loudness, and the peak, of nothing."""

_FULL_SCALE = 32768.0
_STEPS_A_SECOND = 10
_STEPS_A_ROW = 8
"""Filtered at once: one step of run-in, eight that count. 9 steps are a quick length for an FFT at every usual rate."""
_ROWS_AT_ONCE = 8
_STEPS_A_WINDOW = 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LU = -0.691
_AT_ONCE = 1 << 14
# Where the highest sample is under half of the highest peak so far, no wave between samples of speech passes it.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter says of a whole sound."""

    lufs: float
    """Integrated, gated (ITU-R BS.1770-4); -inf for silence and for less than 0.4 s."""
    true_peak_dbtp: float
    rms_dbfs: float
    """Of all samples, silence with them, a full square wave being 0 dB; -inf for silence."""
    samples: int


def measure(chunks: Iterable[bytes], rate_hz: int) -> Loudness:
    """Return how loud mono 16-bit PCM is, reading it once.

    Holds some seconds of sound and eight bytes for each 100 ms of it, however long it is.
    The filter of BS.1770-4 is applied by overlap-save, so any rate will do.
    """
    meter = _Meter(rate_hz)
    for block in blocks(chunks, meter.block_bytes):
        padded = meter.add(block)
        meter.add_peak(padded)
    return meter.reading()


def integrated(chunks: Iterable[bytes], rate_hz: int) -> float:
    """Return the integrated loudness alone, in LUFS, for a third less work than `measure`."""
    meter = _Meter(rate_hz)
    for block in blocks(chunks, meter.block_bytes):
        meter.add(block)
    return meter.reading().lufs


class _Meter:
    """A reading in the making."""

    def __init__(self, rate_hz: int) -> None:
        import numpy as np

        self._step = rate_hz // _STEPS_A_SECOND
        self._run_in = np.zeros(self._step, dtype=np.float32)
        self._weighting = _k_weighting(self._step * (_STEPS_A_ROW + 1), rate_hz)
        self._energies = array("d")
        self._samples = 0
        self._peak = 0.0
        self._squares = 0.0
        self.block_bytes = 2 * self._step * _STEPS_A_ROW * _ROWS_AT_ONCE

    def add(self, block: bytes) -> NDArray[np.float32]:
        """Count a block's energies, and return its samples with the step before them and silence after them."""
        import numpy as np

        samples = np.frombuffer(block, dtype="<i2").astype(np.float32)
        self._samples += len(samples)
        row = self._step * _STEPS_A_ROW
        # Silence after the end lets the last samples through the filter and the interpolator.
        rows = -(-len(samples) // row)
        padded = np.zeros(self._step + rows * row, dtype=np.float32)
        padded[: self._step] = self._run_in
        padded[self._step : self._step + len(samples)] = samples
        self._add_energies(padded, len(samples) // self._step)
        self._run_in = padded[-self._step :]
        return padded

    def _add_energies(self, padded: NDArray[np.float32], steps: int) -> None:
        import numpy as np

        row = self._step * _STEPS_A_ROW
        rows = np.lib.stride_tricks.sliding_window_view(padded, row + self._step)[::row]
        filtered = np.fft.irfft(np.fft.rfft(rows) * self._weighting, row + self._step)
        kept = filtered.reshape(len(rows), -1, self._step)[:, 1:]
        self._energies.extend((np.einsum("ijk,ijk->ij", kept, kept).ravel()[:steps] / self._step).tolist())

    def add_peak(self, padded: NDArray[np.float32]) -> None:
        """Look for a higher peak in what `add` returned, and count its power."""
        import numpy as np

        # What could not be looked into before, for want of samples after it, comes first now.
        fresh = padded[self._step - 2 * REACH :]
        highest = float(np.abs(fresh).max())
        # Silence after the end adds nothing, what stood there before was counted.
        new = padded[self._step :]
        self._squares += float(np.sum(np.square(new), dtype=np.float64))
        self._peak = max(self._peak, highest)
        if self._peak and highest >= self._peak * _NEAR:
            gaps = gaps_above(fresh, self._peak * _NEAR)
            self._peak = max(self._peak, float(heights(fresh, gaps).max(initial=0.0)))

    def reading(self) -> Loudness:
        peak = 20 * math.log10(self._peak / _FULL_SCALE) if self._peak else SILENCE
        mean = self._squares / self._samples / _FULL_SCALE**2 if self._samples else 0.0
        rms = 10 * math.log10(mean) if mean else SILENCE
        return Loudness(_integrated(self._energies), peak, rms, self._samples)


def _integrated(energies: array[float]) -> float:
    """Return the gated loudness of mean squares, one for each 100 ms (BS.1770-4, annex 1). They are used up."""
    import numpy as np

    if len(energies) < _STEPS_A_WINDOW:
        return SILENCE
    steps = np.frombuffer(energies)
    steps /= _FULL_SCALE**2
    windows = steps[: 1 - _STEPS_A_WINDOW]
    # In place: of a long narration one such row is as much as all else that is held.
    for begin in range(0, len(windows), _AT_ONCE):
        some = steps[begin : begin + _AT_ONCE + _STEPS_A_WINDOW - 1]
        means = np.lib.stride_tricks.sliding_window_view(some, _STEPS_A_WINDOW).mean(axis=1)
        windows[begin : begin + len(means)] = means
    audible = _above(windows, _energy(_ABSOLUTE_GATE_LUFS))
    if not audible.size:
        return SILENCE
    gate = _energy(_loudness(float(audible.mean())) + _RELATIVE_GATE_LU)
    return _loudness(float(_above(audible, gate).mean()))


def _above(values: NDArray[np.float64], gate: float) -> NDArray[np.float64]:
    """Return the values above a gate, moved to the front of where they stand."""
    kept = 0
    for begin in range(0, len(values), _AT_ONCE):
        some = values[begin : begin + _AT_ONCE]
        some = some[some > gate]
        values[kept : kept + len(some)] = some
        kept += len(some)
    return values[:kept]


def _loudness(energy: float) -> float:
    return _OFFSET_LU + 10 * math.log10(energy)


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


def _k_weighting(length: int, rate_hz: int) -> NDArray[np.complex64]:
    """Return the response of both filters of BS.1770-4 for a real FFT of that length.

    The standard gives coefficients at 48 kHz only. These are the analogue prototypes behind them,
    as B. De Man found them (Evaluation of Implementations of the EBU R128 Loudness Measurement, 2018).
    """
    import numpy as np

    z = np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    high, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    middle = high**0.4996667741545416
    shelf = _biquad(z, (high + middle * k / q + k * k, 2 * (k * k - high), high - middle * k / q + k * k), k, q)
    k, q = math.tan(math.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    # The standard's second filter has 1, -2, 1 above the line, whatever the rate.
    above = 1 + k / q + k * k
    return np.asarray(shelf * _biquad(z, (above, -2 * above, above), k, q), dtype=np.complex64)


def _biquad(z: Any, above: tuple[float, float, float], k: float, q: float) -> Any:
    below = (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)
    return (above[0] + above[1] * z + above[2] * z * z) / (below[0] + below[1] * z + below[2] * z * z)
