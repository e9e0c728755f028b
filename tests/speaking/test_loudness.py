"""Loudness as others measure it: EBU Tech 3341's cases, and figures of FFmpeg's ebur128 for the same samples."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.speaking.loudness import Loudness, measure


def sine(dbfs: float, seconds: float, *, rate_hz: int = 48000, pitch_hz: float = 1000.0) -> bytes:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    wave = 10 ** (dbfs / 20) * 32767 * np.sin(2 * np.pi * pitch_hz * times)
    return np.rint(wave).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("levels", "lufs"),
    [
        # Tech 3341 gives these for two channels that are alike; one alone is 3.01 LU quieter.
        ([(-23, 20)], -26.01),
        ([(-33, 20)], -36.01),
        ([(-36, 10), (-23, 60), (-36, 10)], -26.01),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -26.01),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -26.01),
    ],
)
def test_the_cases_of_ebu_tech_3341_read_within_a_tenth(levels: list[tuple[float, float]], lufs: float) -> None:
    sound = [sine(dbfs, seconds) for dbfs, seconds in levels]

    assert measure(sound, 48000).lufs == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize(
    ("rate_hz", "pitch_hz", "lufs"),
    [
        (8000, 100, -24.6),
        (8000, 2000, -20.2),
        (16000, 100, -24.8),
        (16000, 3000, -19.8),
        (22050, 997, -23.0),
        (24000, 3000, -19.8),
        (44100, 100, -24.8),
        (44100, 3000, -19.9),
    ],
)
def test_every_rate_is_weighted_as_ffmpeg_does(rate_hz: int, pitch_hz: float, lufs: float) -> None:
    sound = sine(-20, 20, rate_hz=rate_hz, pitch_hz=pitch_hz)

    assert measure([sound], rate_hz).lufs == pytest.approx(lufs, abs=0.1)


def test_a_peak_between_two_samples_is_found() -> None:
    # A quarter of the sampling rate, half way between its samples: each stands at 0.707 of the wave's height.
    times = np.arange(16000)
    fade = np.minimum(1, np.minimum(times, times[::-1]) / 2000)
    wave = np.rint(16384 * fade * np.sin(np.pi / 2 * times + np.pi / 4)).astype("<i2")

    assert np.abs(wave).max() == 11585
    assert measure([wave.tobytes()], 16000).true_peak_dbtp == pytest.approx(-6.02, abs=0.02)


def test_silence_has_no_loudness_and_no_peak() -> None:
    assert measure([bytes(64000)], 16000) == Loudness(-math.inf, -math.inf, -math.inf, 32000)


def test_nothing_at_all_is_silence() -> None:
    assert measure([], 16000) == Loudness(-math.inf, -math.inf, -math.inf, 0)


def test_less_than_one_window_has_a_peak_but_no_loudness() -> None:
    heard = measure([sine(-20, 0.39, rate_hz=16000)], 16000)

    assert heard.lufs == -math.inf
    assert heard.true_peak_dbtp == pytest.approx(-20, abs=0.5)


def test_a_last_loud_sample_counts_as_a_peak() -> None:
    sound = np.zeros(16000 * 7, dtype="<i2")
    sound[-1] = 20000

    assert measure([sound.tobytes()], 16000).true_peak_dbtp == pytest.approx(-4.29, abs=0.1)


@settings(deadline=None, max_examples=25)
@given(cuts=st.lists(st.integers(0, 16000), max_size=6))
def test_the_reading_does_not_depend_on_how_the_sound_is_cut(cuts: list[int]) -> None:
    sound = sine(-20, 0.3, rate_hz=16000) + sine(-30, 0.7, rate_hz=16000, pitch_hz=233)
    places = [0, *sorted(2 * cut for cut in cuts), len(sound)]
    chunks = [sound[begin:end] for begin, end in pairwise(places)]

    assert measure(chunks, 16000) == measure([sound], 16000)
