"""Slower speech at the same pitch."""

from __future__ import annotations

import numpy as np
import pytest

from publish.model import Sound
from publish.outside.tempo import slowed

RATE_HZ = 16000


def tone(hertz: float, seconds: float = 2.0) -> Sound:
    wave = 9000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    return Sound(RATE_HZ, np.rint(wave).astype("<i2").tobytes())


def pitch_hz(sound: Sound) -> float:
    samples = np.frombuffer(sound.pcm, "<i2")
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(np.argmax(spectrum)) * RATE_HZ / (1 << 18)


@pytest.mark.parametrize("speed", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("hertz", [110, 220])
def test_what_is_said_slower_takes_longer_and_is_no_lower(speed: float, hertz: int) -> None:
    found = slowed(tone(hertz), speed)
    assert len(found.pcm) / 2 / RATE_HZ == pytest.approx(2.0 / speed, abs=0.06)
    assert pitch_hz(found) == pytest.approx(hertz, rel=0.01)


def test_full_speed_is_the_very_same_sound() -> None:
    assert slowed(tone(200), 1) == tone(200)


def test_the_same_sound_slowed_twice_is_the_same() -> None:
    assert slowed(tone(200), 0.75) == slowed(tone(200), 0.75)


def test_the_shortest_sound_is_none_the_less_one() -> None:
    assert slowed(Sound(RATE_HZ, b"\x01\x00"), 0.5).rate_hz == RATE_HZ
