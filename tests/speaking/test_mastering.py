"""The gain, the limiter, and the loop that listens to what was encoded."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.speaking.loudness import measure
from publish.speaking.mastering import Level, finish, mastered, plan
from publish.speaking.profiles import ANY, PODCAST, PROFILES

if TYPE_CHECKING:
    from collections.abc import Iterable

RATE_HZ = 16000


def pcm(wave: np.ndarray) -> bytes:
    return np.rint(wave).astype("<i2").tobytes()


def samples(chunks: Iterable[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(chunks), dtype="<i2").astype(float)


def hum(seconds: float, *, height: float, pitch_hz: float = 200.0) -> np.ndarray:
    """A wave that begins and ends softly, so that only its own peaks count."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    fade = np.clip(np.minimum(times, times[::-1]) / 0.02, 0, 1)
    return height * fade * np.sin(2 * np.pi * pitch_hz * times)


def shouts() -> np.ndarray:
    """Five seconds of quiet, with a tenth of a second in the middle ten times as loud."""
    wave = hum(5, height=1500)
    wave[40000:41600] += hum(0.1, height=15000, pitch_hz=700)
    return wave


def master(wave: np.ndarray, **how: float) -> np.ndarray:
    return samples(mastered([pcm(wave)], RATE_HZ, gain_db=how["gain_db"], ceiling_dbtp=how["ceiling_dbtp"]))


def test_under_the_ceiling_it_is_the_gain_alone_rounded_to_nearest() -> None:
    assert list(master(np.array([0, 1, -1, 1000, -1001, 4]), gain_db=6.0206, ceiling_dbtp=-1)) == [
        0,
        2,
        -2,
        2000,
        -2002,
        8,
    ]


def test_no_peak_passes_the_ceiling() -> None:
    loud = master(shouts(), gain_db=12, ceiling_dbtp=-2)

    heard = measure([pcm(loud)], RATE_HZ)
    assert -2.1 < heard.true_peak_dbtp <= -1.99


def test_a_peak_between_samples_is_limited_too() -> None:
    # A quarter of the sampling rate: the samples stand 3 dB under the wave.
    times = np.arange(RATE_HZ)
    fade = np.clip(np.minimum(times, times[::-1]) / 2000, 0, 1)
    wave = 20000 * fade * np.sin(np.pi / 2 * times + np.pi / 4)

    loud = master(wave, gain_db=0, ceiling_dbtp=-6)

    assert measure([pcm(loud)], RATE_HZ).true_peak_dbtp == pytest.approx(-6, abs=0.02)


def test_thirty_milliseconds_from_a_peak_the_limiter_rests() -> None:
    wave = shouts()
    loud, gain = master(wave, gain_db=6, ceiling_dbtp=-6), 10 ** (6 / 20)

    untouched = np.r_[0 : 40000 - 480, 41600 + 480 : len(wave)]
    assert np.abs(loud[untouched] - np.rint(wave)[untouched] * gain).max() <= 0.5
    assert np.abs(loud[40400:41200]).max() < 17000


def test_the_gain_never_jumps() -> None:
    wave = np.full(RATE_HZ, 1000.0)
    wave[8000:8003] = 30000

    loud = master(wave, gain_db=0, ceiling_dbtp=-12)

    gain = np.delete(loud / wave, slice(8000, 8003))
    assert gain.min() == pytest.approx(8231 / 30000, abs=0.02)
    # Down and up again within 15 ms each way: 240 steps, the steepest of a triangular window twice the mean.
    assert np.abs(np.diff(gain)).max() < 0.008


def test_as_many_samples_come_out_as_went_in() -> None:
    for count in (0, 1, 479, 480, 16383, 16384, 16385, 17360, 17361, 70000):
        assert len(master(np.zeros(count), gain_db=0, ceiling_dbtp=-1)) == count


@settings(deadline=None, max_examples=30)
@given(cuts=st.lists(st.integers(0, 80000), max_size=8))
def test_the_result_does_not_depend_on_how_the_sound_is_cut(cuts: list[int]) -> None:
    sound = pcm(shouts())
    places = [0, *sorted(2 * cut for cut in cuts), len(sound)]
    chunks = [sound[begin:end] for begin, end in pairwise(places)]

    assert b"".join(mastered(chunks, RATE_HZ, gain_db=9, ceiling_dbtp=-3)) == WHOLE


WHOLE = b"".join(mastered([pcm(shouts())], RATE_HZ, gain_db=9, ceiling_dbtp=-3))


@settings(deadline=None, max_examples=25)
@given(
    heights=st.lists(st.integers(-32768, 32767), min_size=1, max_size=400),
    gain_db=st.floats(-20, 30),
    ceiling_dbtp=st.floats(-12, -1),
)
def test_no_sample_of_any_noise_passes_the_ceiling(heights: list[int], gain_db: float, ceiling_dbtp: float) -> None:
    loud = master(np.array(heights), gain_db=gain_db, ceiling_dbtp=ceiling_dbtp)

    assert np.abs(loud).max() <= 32768 * 10 ** (ceiling_dbtp / 20) + 0.5


def test_the_plan_brings_the_whole_to_minus_19() -> None:
    level = plan(lambda: [pcm(hum(5, height=3000, pitch_hz=997))], RATE_HZ, encoder_gain_db=-0.5)

    # -20.8 dBFS RMS + 3.01 dB for a sine's peak, one channel: -23.8 LUFS.
    assert level.gain_db == pytest.approx(5.3, abs=0.1)


def test_silence_keeps_its_level() -> None:
    assert plan(lambda: [bytes(64000)], RATE_HZ).gain_db == 0


def listened(wave: np.ndarray, encoder: list[float], *, limits: tuple[float, float]) -> tuple[int, float, float]:
    """Finish with an encoder that changes the level, each time by the next factor; return tries and what is heard."""
    tries = 0

    def encode(chunks: Iterable[bytes]) -> bytes:
        nonlocal tries
        tries += 1
        return pcm(np.clip(samples(chunks) * encoder[min(tries, len(encoder)) - 1], -32768, 32767))

    level = plan(lambda: [pcm(wave)], RATE_HZ)
    done = finish(lambda: [pcm(wave)], RATE_HZ, level, limits=limits, encode=encode, decode=lambda sound: [sound])
    return tries, done.heard.lufs, done.heard.true_peak_dbtp


def test_what_is_right_at_once_is_encoded_once() -> None:
    tries, lufs, peak = listened(hum(5, height=3000), [1.0], limits=PODCAST.of_whole)

    assert (tries, peak < -1) == (1, True)
    assert lufs == pytest.approx(-19, abs=0.05)


def test_an_encoder_that_makes_it_quieter_is_answered_with_gain() -> None:
    tries, lufs, _ = listened(hum(5, height=3000), [0.8], limits=PODCAST.of_whole)

    assert tries == 2
    assert lufs == pytest.approx(-19, abs=0.05)


def test_a_peak_that_comes_through_lowers_the_ceiling() -> None:
    tries, _, peak = listened(shouts(), [1.15], limits=ANY)

    assert tries == 2
    assert -1.5 < peak <= -1


def test_a_part_is_not_made_as_loud_as_the_whole() -> None:
    quiet = hum(5, height=300)
    done = finish(
        lambda: [pcm(quiet)],
        RATE_HZ,
        Level(6.0),
        limits=ANY,
        encode=b"".join,
        decode=lambda sound: [sound],
    )

    assert done.heard.lufs < -35
    assert done.level == Level(6.0)


def test_three_tries_are_the_most() -> None:
    tries, lufs, _ = listened(hum(5, height=3000), [0.5, 2.0, 0.5], limits=PODCAST.of_whole)

    assert tries == 3
    assert not math.isnan(lufs)


def test_an_audiobook_is_brought_to_its_rms_and_its_peaks_under_minus_3() -> None:
    acx = PROFILES["acx"]
    level = plan(lambda: [pcm(shouts())], RATE_HZ, profile=acx)
    done = finish(
        lambda: [pcm(shouts())],
        RATE_HZ,
        level,
        encode=b"".join,
        decode=lambda sound: [sound],
        profile=acx,
        limits=acx.of_part,
    )

    assert -22.5 <= done.heard.rms_dbfs <= -18.5
    assert done.heard.true_peak_dbtp <= -3
    assert acx.is_met(done.heard)


def test_a_chapter_of_an_audiobook_that_is_too_quiet_is_brought_to_the_middle_by_itself() -> None:
    acx = PROFILES["acx"]
    done = finish(
        lambda: [pcm(hum(3, height=300))],
        RATE_HZ,
        Level(0.0, acx.ceiling_dbtp),
        encode=b"".join,
        decode=lambda sound: [sound],
        profile=acx,
        limits=acx.of_part,
    )

    assert done.heard.rms_dbfs == pytest.approx(-20.5, abs=0.05)


@pytest.mark.parametrize(("name", "target"), [("podcast", -19.0), ("ebu", -23.0)])
def test_a_whole_narration_is_brought_to_the_target_of_its_profile(name: Any, target: float) -> None:
    profile = PROFILES[name]
    level = plan(lambda: [pcm(hum(5, height=3000))], RATE_HZ, profile=profile)
    done = finish(
        lambda: [pcm(hum(5, height=3000))],
        RATE_HZ,
        level,
        encode=b"".join,
        decode=lambda sound: [sound],
        profile=profile,
        limits=profile.of_whole,
    )

    assert done.heard.lufs == pytest.approx(target, abs=0.05)
    assert profile.is_met(done.heard)
