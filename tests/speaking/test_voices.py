"""Cards, and which voice speaks a language."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from publish.errors import ConfigError, VoiceError
from publish.model import Voice
from publish.speaking.voices import card, choose, companions, missing, speaks

CARDS = {
    path.stem: card(path.stem, path.read_text("utf-8"))
    for path in (Path(__file__).parents[2] / "voices").glob("*.toml")
}

TOML = """
engine = "tone"
language = "es-PE"
says = "A beep from Lima"
tier = "fast"
licence = "CC0-1.0"
"""


def voice(name: str, language: str, *, tier: str = "fast", engine: str = "tone") -> Voice:
    text = TOML.replace('"es-PE"', f'"{language}"').replace('"fast"', f'"{tier}"').replace('"tone"', f'"{engine}"')
    return card(name, text)


def folder(*voices: Voice) -> dict[str, Voice]:
    return {each.name: each for each in voices}


def test_a_card_becomes_a_voice() -> None:
    whole = card("lima", TOML + "synthetic = false\noptions = { speed = 1.5, loud = true }\n")
    assert whole == Voice(
        name="lima",
        engine="tone",
        language="es-PE",
        says="A beep from Lima",
        tier="fast",
        licence="CC0-1.0",
        options={"speed": 1.5, "loud": True},
        synthetic=False,
    )


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("engine =", "lima.toml: This is not TOML"),
        (TOML + "colour = 1", "lima.toml: colour is not a key of a voice card"),
        (TOML.replace('says = "A beep from Lima"', ""), "lima.toml: says must be there, as a text"),
        (TOML.replace('"tone"', "3"), "lima.toml: engine must be there, as a text"),
        (TOML.replace('"fast"', '"quick"'), "lima.toml: tier is 'quick'"),
        (TOML + "options = 3", "lima.toml: options must be a table"),
        (TOML + "options = { speed = [1] }", "lima.toml: options.speed must be a text, a number, true or false"),
        (TOML + "lexicon = 3", "lima.toml: lexicon must be a text"),
        (TOML + 'gender = "soft"', "lima.toml: gender is 'soft'"),
        (TOML + "preference = -1", "lima.toml: preference must be a whole number"),
        (TOML + "size_mb = true", "lima.toml: size_mb must be a whole number"),
        (TOML + 'synthetic = "yes"', "lima.toml: synthetic must be true or false"),
        (TOML + 'languages = ["es"]', 'lima.toml: languages goes only with language = "mul"'),
        (TOML.replace("es-PE", "mul") + "languages = 3", "lima.toml: languages must be a list of language tags"),
    ],
)
def test_a_wrong_card_is_told_by_file_and_key(toml: str, message: str) -> None:
    with pytest.raises(ConfigError) as told:
        card("lima", toml)
    assert str(told.value).startswith(message)


def test_every_card_of_ours_names_an_engine_that_there_is() -> None:
    assert {each.engine for each in CARDS.values()} == {"pico", "espeak", "gtts", "tone", "hibari", "kokoro"}


def test_the_embedded_voice_speaks_its_five_languages() -> None:
    pico = {name: each.language for name, each in CARDS.items() if each.engine == "pico"}
    assert pico == {
        "en-pico": "en-US",
        "en-gb-pico": "en-GB",
        "es-pico": "es-ES",
        "fr-pico": "fr-FR",
        "de-pico": "de-DE",
        "it-pico": "it-IT",
    }


def test_the_exact_variety_is_preferred_then_the_plain_name() -> None:
    voices = folder(voice("en-gb-beep", "en-GB"), voice("en-beep", "en-US"))
    assert choose(voices, "en").name == "en-beep"
    assert choose(voices, "en-GB").name == "en-gb-beep"
    assert choose(voices, "en-AU").name == "en-beep"


def test_fast_comes_before_best_before_last_resort() -> None:
    last, best, fast = voice("a", "es-ES", tier="last-resort"), voice("b", "es-ES", tier="best"), voice("c", "es-MX")
    assert choose(folder(last, best, fast), "es-ES").name == "c"
    assert choose(folder(last, best), "es-ES").name == "b"
    assert choose(folder(last), "es-ES").name == "a"


def test_an_online_voice_speaks_only_when_named() -> None:
    voices = folder(voice("cloud", "es-MX", tier="online"))
    with pytest.raises(VoiceError, match="No voice speaks es"):
        choose(voices, "es")
    assert choose(voices, "es", name="cloud").name == "cloud"


def test_a_test_voice_speaks_only_when_named() -> None:
    with pytest.raises(VoiceError, match="No voice speaks br") as told:
        choose(folder(CARDS["tone"]), "br")
    assert told.value.hint == "No card speaks br: add one as voices/README.md shows."
    assert choose(CARDS, "br", name="tone").language == "br"


def test_a_voice_for_many_becomes_the_voice_of_one(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        chosen = choose(folder(CARDS["espeak"]), "bg-BG")
    assert (chosen.language, dict(chosen.options)) == ("bg-BG", {"words_per_minute": 160})
    assert "robotic" in caplog.text


def test_a_voice_for_many_does_not_claim_the_rest() -> None:
    assert speaks(CARDS["espeak"], "zh-TW")
    assert not speaks(CARDS["espeak"], "xx")


def test_an_unknown_voice_is_an_error_that_lists_those_for_the_language() -> None:
    with pytest.raises(VoiceError, match="There is no voice called nobody") as told:
        choose(folder(voice("es-beep", "es-ES"), voice("fr-beep", "fr-FR")), "es", name="nobody")
    assert told.value.hint == "For es there are: es-beep. Ask for one: --voice es=es-beep."


def test_a_voice_for_another_language_is_an_error() -> None:
    with pytest.raises(VoiceError, match="The voice fr-beep speaks fr-FR, not es") as told:
        choose(folder(voice("es-beep", "es-ES"), voice("fr-beep", "fr-FR")), "es", name="fr-beep")
    assert told.value.exit_code == 6
    with pytest.raises(VoiceError, match="The voice espeak speaks other languages, not xx"):
        choose(CARDS, "xx", name="espeak")


def test_no_voice_for_a_language_is_an_error() -> None:
    with pytest.raises(VoiceError, match="No voice speaks br"):
        choose(folder(voice("es-beep", "es-ES")), "br")


def test_a_voice_that_cannot_speak_here_is_passed_over_with_a_line(caplog: pytest.LogCaptureFixture) -> None:
    voices = folder(voice("es", "es", engine="nowhere"), voice("es-beep", "es-ES", tier="last-resort"))
    with caplog.at_level(logging.WARNING):
        assert choose(voices, "es").name == "es-beep"
    assert caplog.messages == [
        "The voice for es, es-beep, is robotic; no better one is installed (es: there is no engine called nowhere)"
    ]


def test_a_voice_of_an_extra_that_is_not_here_costs_no_line_where_another_of_its_tier_speaks(
    caplog: pytest.LogCaptureFixture,
) -> None:
    voices = folder(voice("es", "es", engine="nowhere"), voice("es-beep", "es-ES"))
    with caplog.at_level(logging.WARNING):
        assert choose(voices, "es").name == "es-beep"
    assert caplog.messages == []


def test_the_best_voices_speak_where_they_are_asked_for() -> None:
    voices = folder(voice("es-beep", "es-ES"), voice("es-best", "es-ES", tier="best"))
    assert [choose(voices, "es", quality=quality).name for quality in ("fast", "best")] == ["es-beep", "es-best"]


def test_a_language_without_a_best_voice_is_spoken_by_the_next_tier_and_one_line_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    voices = folder(voice("es-beep", "es-ES"), voice("es-best", "es-ES", tier="best", engine="nowhere"))
    with caplog.at_level(logging.WARNING):
        assert choose(voices, "es", quality="best").name == "es-beep"
    assert caplog.messages == [
        "No voice of the tier best speaks es here (es-best: there is no engine called nowhere); es-beep does"
    ]


def test_of_two_voices_of_a_tier_the_one_that_its_card_prefers_speaks() -> None:
    preferred = card("es-another", TOML + "preference = 1\n")
    assert choose(folder(voice("es-beep", "es-PE"), preferred), "es").name == "es-another"


def test_a_named_voice_that_cannot_speak_here_is_an_error() -> None:
    with pytest.raises(VoiceError, match="The voice es cannot speak here: there is no engine called nowhere"):
        choose(folder(voice("es", "es", engine="nowhere")), "es", name="es")


def test_nothing_is_missing_for_the_tone() -> None:
    assert missing(CARDS["tone"]) == ""


def test_another_language_is_said_by_the_same_engine() -> None:
    cards = folder(voice("a-es", "es", engine="pico"), voice("z-es", "es"), voice("en", "en"))
    assert companions(cards, cards["en"], ["es"], named={}) == {"es": cards["z-es"]}


def test_another_language_is_said_by_the_voice_of_its_edition_where_that_fits() -> None:
    cards = folder(voice("a-es", "es"), voice("z-es", "es"), voice("en", "en"))
    assert companions(cards, cards["en"], ["es"], named={"es": cards["z-es"]}) == {"es": cards["z-es"]}


def test_a_woman_does_not_turn_into_a_man_for_a_name() -> None:
    woman = card("en", TOML.replace("es-PE", "en") + 'gender = "female"')
    cards = folder(card("a", TOML + 'gender = "male"'), card("b", TOML + 'gender = "female"'), woman)
    assert companions(cards, woman, ["es"], named={}) == {"es": cards["b"]}
    assert companions(folder(cards["a"]), woman, ["es"], named={}) == {}


def test_a_name_is_said_no_faster_than_its_sentence() -> None:
    slow, quick = (card(name, TOML + f"options = {{ speed = {speed} }}") for name, speed in (("a", 0.9), ("b", 1.1)))
    assert companions(folder(slow), quick, ["es"], named={})["es"].options == {"speed": 0.9}
    assert companions(folder(quick), slow, ["es"], named={})["es"].options == {"speed": 0.9}


def test_nothing_is_sent_online_for_a_name() -> None:
    cards = folder(voice("es", "es", tier="online"), voice("en", "en"))
    assert companions(cards, cards["en"], ["es"], named={"es": cards["es"]}) == {}


def test_an_online_voice_says_all_of_its_edition() -> None:
    cards = folder(voice("es", "es"), voice("en", "en", tier="online"))
    assert companions(cards, cards["en"], ["es"], named={"es": cards["es"]}) == {}


def test_a_voice_for_many_languages_stands_in_as_the_voice_of_one() -> None:
    cards = folder(voice("many", "mul", tier="last-resort"), voice("en", "en"))
    assert companions(cards, cards["en"], ["ru"], named={})["ru"].language == "ru"


def test_a_card_that_calls_google_fast_is_not_chosen_by_itself() -> None:
    fast = voice("free", "es-MX", engine="gtts")
    with pytest.raises(VoiceError, match="No voice speaks es"):
        choose(folder(fast), "es")
    assert choose(folder(fast), "es", name="free") == fast
    beep = voice("beep", "en")
    assert companions(folder(fast, beep), beep, ("es",), named={}) == {}
