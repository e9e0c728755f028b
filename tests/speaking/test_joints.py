"""Two voices in one sentence: no click, no step in level, no pause that no mark asks for."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise

import pytest

from publish.model import Sound, Voice
from publish.speaking.engines.pico import Pico
from publish.speaking.joints import Level, joined, level
from publish.speaking.loudness import integrated
from publish.speaking.parts import Part
from publish.speaking.sound import trimmed

OTHER = Voice(name="es", engine="tone", language="es", says="", tier="test", licence="")


def hum(milliseconds: int, *, peak: int = 8000, rate_hz: int = 16000, silence_ms: int = 300) -> Sound:
    """A tone of 400 Hz between two silences."""
    around = [0] * (silence_ms * rate_hz // 1000)
    wave = [round(peak * math.sin(2 * math.pi * 400 * n / rate_hz)) for n in range(milliseconds * rate_hz // 1000)]
    return Sound(rate_hz, array("h", [*around, *wave, *around]).tobytes())


def own(text: str = "a", pause_ms: int = 0) -> Part:
    return Part(text, "en", None, pause_ms)


def foreign(text: str = "b", pause_ms: int = 0) -> Part:
    return Part(text, "es", OTHER, pause_ms)


def never() -> Level:
    raise AssertionError


def samples(sound: Sound) -> array[int]:
    return array("h", sound.pcm)


def lufs(sound: Sound, begin_ms: int, end_ms: int) -> float:
    a, b = (2 * (ms * sound.rate_hz // 1000) for ms in (begin_ms, end_ms))
    return integrated([sound.pcm[a:b]], sound.rate_hz)


def test_the_silence_of_the_engines_goes_at_the_joints() -> None:
    sound = joined([(own(), hum(1000)), (foreign(), hum(1000)), (own(), hum(1000))], never)
    # 30 ms at both ends of the sentence, 15 on each side of both joints.
    assert len(sound.pcm) / 2 / sound.rate_hz == pytest.approx(3.120, abs=0.015)


def test_a_mark_gives_its_pause() -> None:
    near = joined([(own(), hum(2000)), (foreign(), hum(500))], never)
    apart = joined([(own(), hum(2000)), (foreign(pause_ms=180), hum(500))], never)
    assert len(apart.pcm) - len(near.pcm) == 2 * 180 * 16


@pytest.mark.parametrize("peak", [1000, 2000, 8000, 20000])
def test_the_other_voice_is_as_loud_as_the_edition_s(peak: int) -> None:
    sound = joined([(own(), hum(2000)), (foreign(), hum(1000, peak=peak)), (own(), hum(1000))], never)
    assert lufs(sound, 2200, 2900) == pytest.approx(lufs(sound, 500, 1500), abs=0.3)


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
@pytest.mark.parametrize("name", ["Comité de los Remeros del Lago", "Pedro Castillo", "Sí"])
def test_a_name_in_spanish_is_within_one_unit_of_its_english_sentence(name: str) -> None:
    english, spanish = (Pico(replace(OTHER, engine="pico", language=tag)) for tag in ("en-US", "es-ES"))
    before = english.speak("On Monday morning the people of the whole valley and the")
    run = spanish.speak(name)
    sound = joined([(own(), before), (foreign(), run)], never)
    length = len(trimmed(before, tail_ms=15).pcm)
    sentence, said = (Sound(16000, pcm) for pcm in (sound.pcm[:length], sound.pcm[length:]))
    assert level(said).lufs == pytest.approx(level(sentence).lufs, abs=1.0)


def test_a_run_of_a_tenth_of_a_second_is_as_loud_too() -> None:
    sound = joined([(own(), hum(2000)), (foreign(), hum(100, peak=1000))], never)
    assert max(samples(sound)[-100 * 16 :]) == pytest.approx(8000, rel=0.1)


def test_where_the_edition_s_voice_says_nothing_its_usual_level_counts() -> None:
    usual = level(hum(2000, peak=4000, rate_hz=22050))
    sound = joined([(foreign(), hum(2000, peak=12000))], lambda: usual)
    assert sound.rate_hz == 22050
    assert level(sound).lufs == pytest.approx(usual.lufs, abs=0.1)


def test_nothing_is_clipped_to_be_as_loud() -> None:
    sound = joined([(foreign(), hum(1000, peak=10000))], lambda: Level(0.0, 16000))
    assert max(samples(sound)) == 32767
    assert samples(sound).count(32767) <= 400


def test_there_is_no_click_at_a_joint() -> None:
    sound = joined([(own(), hum(1500)), (foreign(), hum(1500, peak=9000, rate_hz=22050)), (own(), hum(1500))], never)
    heights = samples(sound)
    # A sine of 400 Hz and a peak of 8000 moves by at most 1257 from one sample to the next.
    assert max(abs(b - a) for a, b in pairwise(heights)) < 1400


def test_another_rate_keeps_pitch_and_length() -> None:
    sound = joined([(own(), hum(1500)), (foreign(), hum(2000, rate_hz=22050))], never)
    second = samples(sound)[16000 * 2 : 16000 * 3]
    crossings = sum(1 for a, b in pairwise(second) if a < 0 <= b)
    assert sound.rate_hz == 16000
    assert crossings == pytest.approx(400, abs=2)
    assert len(sound.pcm) / 2 / 16000 == pytest.approx(3.590, abs=0.02)
