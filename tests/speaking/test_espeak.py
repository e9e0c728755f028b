"""eSpeak NG itself, where it has a wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from publish.errors import VoiceError
from publish.model import Voice
from publish.speaking.engines.espeak import Espeak
from publish.speaking.voices import card

pytestmark = pytest.mark.skipif(
    find_spec("espeakng_loader") is None, reason="espeakng-loader has no wheel for this platform"
)

CARD = card("espeak", (Path(__file__).parents[2] / "voices" / "espeak.toml").read_text("utf-8"))


def espeak(language: str, **options: float) -> Espeak:
    return Espeak(
        Voice(
            name="espeak", engine="espeak", language=language, says="", tier="last-resort", licence="", options=options
        )
    )


SAID = {
    "bg": "Цяла нощ валя.",
    "ca": "Va ploure tota la nit.",
    "pt-BR": "Choveu a noite toda.",
    "zh": "昨天晚上下雨了。",
    "zh-HK": "昨晚落雨。",
    "ar": "أمطرت طوال الليل.",
    "hi": "रात भर बारिश हुई।",
    "no": "Det regnet hele natten.",
    "es-MX": "Llovió toda la noche.",
}


@pytest.mark.parametrize("language", SAID)
def test_it_speaks(language: str) -> None:
    sound = espeak(language).speak(SAID[language])
    assert sound.rate_hz == 22050
    assert 0.8 < len(sound.pcm) / 2 / 22050 < 3.0


def test_the_same_sentence_is_the_same_bytes_in_any_order() -> None:
    first = {language: espeak(language).speak(text) for language, text in SAID.items()}
    assert {language: espeak(language).speak(SAID[language]) for language in reversed(SAID)} == first


@pytest.mark.parametrize("language", str(CARD.options["languages"]).split())
def test_every_language_of_its_card_is_one_it_speaks(language: str) -> None:
    assert espeak(language).speak("1").pcm


def test_a_language_it_does_not_have_is_an_error() -> None:
    with pytest.raises(VoiceError, match="espeak does not speak xx"):
        espeak("xx").speak("Rain.")


def test_markup_and_nul_are_text() -> None:
    plain, odd = espeak("en").speak("Rain and sun."), espeak("en").speak("Rain\0and sun.")
    assert plain == odd
    assert len(espeak("en").speak("<b>Rain</b>").pcm) > len(espeak("en").speak("Rain").pcm)


def test_a_sentence_of_two_hundred_words_is_said_to_the_end() -> None:
    ten = "la luna canta sola en la radio de la casa"
    once, often = espeak("es").speak(f"{ten}."), espeak("es").speak(f"{' '.join([ten] * 20)}.")
    assert 0.85 < len(often.pcm) / (20 * len(once.pcm)) < 1.1


def test_it_speaks_slower_when_asked() -> None:
    slow, quick = espeak("en", words_per_minute=100), espeak("en", words_per_minute=250)
    assert len(slow.speak("It rained all night.").pcm) > 1.5 * len(quick.speak("It rained all night.").pcm)


def test_a_sentence_that_failed_changes_nothing_about_the_next() -> None:
    before = espeak("en").speak("Rain.")
    with pytest.raises(VoiceError):
        espeak("xx").speak("Rain.")
    assert espeak("en").speak("Rain.") == before
