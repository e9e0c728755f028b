"""A quiet room under the speech."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.speaking.loudness import measure
from publish.speaking.mastering import mastered
from publish.speaking.roomtone import over

RATE_HZ = 16000


def samples(*chunks: bytes) -> np.ndarray:
    return np.frombuffer(b"".join(over(chunks, RATE_HZ)), "<i2").astype(int)


@pytest.mark.parametrize("rate_hz", [16000, 44100])
def test_silence_becomes_a_room_of_minus_66_db_throughout(rate_hz: int) -> None:
    sound = b"".join(over([bytes(2 * 25 * rate_hz)], rate_hz))

    assert measure([sound], rate_hz).rms_dbfs == pytest.approx(-66, abs=0.2)
    halves = np.frombuffer(sound, "<i2").astype(float)[: 50 * (rate_hz // 2)].reshape(50, -1)
    loudest = 20 * np.log10(np.sqrt((halves**2).mean(axis=1)).max() / 32768)
    assert loudest < -62


def test_the_room_has_no_joint_where_it_begins_anew() -> None:
    room = samples(bytes(2 * 24 * RATE_HZ))

    steps = np.abs(np.diff(room))
    # Five times its RMS of 16: no more than noise does anywhere.
    assert steps.max() < 80
    assert steps[11 * RATE_HZ - 3 : 11 * RATE_HZ + 3].max() < 80


@settings(deadline=None, max_examples=20)
@given(cuts=st.lists(st.integers(0, 400_000), max_size=6))
def test_the_room_is_the_same_however_the_sound_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(2 * (cut // 2) for cut in cuts), 400_000]
    silence = [bytes(b - a) for a, b in pairwise(edges)]

    assert np.array_equal(samples(*silence), samples(bytes(400_000)))


@settings(deadline=None)
@given(
    heights=st.lists(st.integers(-32768, 32767), min_size=1, max_size=3000),
    gain_db=st.floats(-20, 40),
    ceiling_dbtp=st.floats(-12, -1),
)
def test_no_sample_is_ever_clipped(heights: list[int], gain_db: float, ceiling_dbtp: float) -> None:
    loud = mastered([np.array(heights, "<i2").tobytes()], RATE_HZ, gain_db=gain_db, ceiling_dbtp=ceiling_dbtp)
    heard = samples(*loud)

    assert len(heard) == len(heights)
    assert np.abs(heard).max() < 32767
