"""One sentence's sound: trimmed and faded."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model import Sound
from publish.speaking.sound import trimmed


def wave(samples: int, peak: int = 8000) -> bytes:
    """A square wave of 400 Hz at 16 kHz."""
    return b"".join(struct.pack("<h", peak if n // 20 % 2 else -peak) for n in range(samples))


def silence(milliseconds: int) -> bytes:
    return bytes(2 * 16 * milliseconds)


def test_the_silence_around_a_sound_goes_but_for_30_ms() -> None:
    kept = trimmed(Sound(16000, silence(500) + wave(16000) + silence(700)))
    assert len(kept.pcm) == 2 * 16 * (30 + 1000 + 30)


def test_a_silence_within_a_sound_stays() -> None:
    kept = trimmed(Sound(16000, wave(1600) + silence(400) + wave(1600)))
    assert len(kept.pcm) == 2 * 16 * 600


def test_the_noise_of_an_engine_at_rest_is_silence() -> None:
    kept = trimmed(Sound(16000, wave(3200, peak=40) + wave(16000) + wave(3200, peak=40)))
    assert len(kept.pcm) == 2 * 16 * 1060


def test_a_quiet_voice_is_trimmed_like_a_loud_one() -> None:
    kept = trimmed(Sound(16000, silence(100) + wave(16000, peak=300) + silence(100)))
    assert len(kept.pcm) == 2 * 16 * 1060


def test_both_ends_are_faded_so_that_no_joint_clicks() -> None:
    samples = struct.unpack("<1600h", trimmed(Sound(16000, wave(1600))).pcm)
    assert abs(samples[0]) < 200
    assert abs(samples[-1]) < 200
    assert max(samples) == 8000


def test_a_sound_that_is_silent_throughout_comes_back_empty() -> None:
    assert trimmed(Sound(16000, silence(800))).pcm == b""
    assert trimmed(Sound(16000, b"")).pcm == b""


@given(
    pcm=st.binary(max_size=4000).map(lambda b: b[: len(b) // 2 * 2]),
    rate_hz=st.sampled_from((8000, 11025, 16000, 22050)),
)
def test_trimming_never_lengthens_by_more_than_rounding(pcm: bytes, rate_hz: int) -> None:
    kept = trimmed(Sound(rate_hz, pcm))
    assert kept.rate_hz == rate_hz
    assert len(kept.pcm) % 2 == 0
    assert len(kept.pcm) <= len(pcm) + 2 * rate_hz // 1000


@settings(deadline=None)
@given(
    pcm=st.binary(min_size=800, max_size=3000).map(lambda b: b[: len(b) // 2 * 2]),
    rate_hz=st.sampled_from((8000, 16000, 22050)),
)
def test_whatever_a_voice_gives_begins_and_ends_in_silence(pcm: bytes, rate_hz: int) -> None:
    kept = trimmed(Sound(rate_hz, pcm))
    samples = struct.unpack(f"<{len(kept.pcm) // 2}h", kept.pcm)

    # A fade of 5 ms: its first step and its last are a fortieth of what was there, at the lowest rate.
    if samples:
        assert abs(samples[0]) <= 32768 / 35
        assert abs(samples[-1]) <= 32768 / 35
