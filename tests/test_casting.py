"""Who speaks in a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.casting import Cast, cast
from publish.config import Order, order
from publish.errors import ConfigError, VoiceError
from publish.model import Edition, Paragraph, Section, Sentence, Span

if TYPE_CHECKING:
    from pathlib import Path


class Ear:
    """Hears what a person is told."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def stage(self, line: str) -> None:
        raise AssertionError(line)

    def progress(self, what: str, done: int, total: int) -> None:
        raise AssertionError(what)

    def warn(self, line: str) -> None:
        self.warnings.append(line)


def in_languages(*languages: str) -> tuple[Edition, ...]:
    return tuple(Edition(language, language, ()) for language in languages)


def test_a_language_without_a_voice_leaves_the_others_theirs_and_says_what_to_do() -> None:
    ear = Ear()
    asked = Order(voices={"en": "tone"})
    assert {language: voice.name for language, voice in cast(asked, in_languages("ja", "en"), ear).voices.items()} == {
        "en": "tone"
    }
    assert ear.warnings == [
        (
            "No voice here speaks Japanese, so the Japanese in this book is text only. "
            "For ja there are: gtts-ja. Ask for one: --voice ja=gtts-ja."
        )
    ]


def test_a_language_without_any_card_says_how_to_add_one() -> None:
    ear = Ear()
    assert cast(Order(), in_languages("bo"), ear) == Cast({}, {})
    assert ear.warnings == [
        "No voice here speaks Tibetan, so this book has no sound. No card speaks bo: add one as voices/README.md shows."
    ]


def test_a_voice_that_was_named_and_cannot_speak_is_an_error() -> None:
    with pytest.raises(VoiceError, match="There is no voice called yuki"):
        cast(Order(voices={"ja": "yuki"}), in_languages("en", "ja"), Ear())


def test_where_nothing_but_sound_was_asked_for_a_language_without_a_voice_is_an_error() -> None:
    with pytest.raises(VoiceError, match="No voice speaks bo"):
        cast(Order(to=("audio",)), in_languages("en", "bo"), Ear())


@pytest.mark.parametrize("to", ["feed", "web", "light"])
def test_a_podcast_of_which_one_language_has_no_voice_is_made_of_the_others(to: str) -> None:
    ear = Ear()
    assert list(cast(Order(to=(to,), voices={"en": "tone"}), in_languages("en", "bo"), ear).voices) == ["en"]
    assert len(ear.warnings) == 1


MINE = """
engine = "command"
language = "es"
says = "Mine, that I have already"
tier = "fast"
licence = "none"
options = { command = "touch ran.txt" }
"""


def test_a_settings_file_beside_an_article_runs_no_program_by_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "mine.toml").write_text(MINE)
    by_file = order({}, toml='[voice]\nes = "mine"')
    with pytest.raises(ConfigError, match=r"publish.toml: voice.es: This voice runs a program") as caught:
        cast(by_file, in_languages("es"), Ear())
    assert caught.value.hint == "Type it: --voice es=mine"
    by_command = order({"voices": ["es=mine"]}, toml='[voice]\nes = "mine"')
    assert cast(by_command, in_languages("es"), Ear()).voices["es"].name == "mine"


def test_a_settings_file_beside_an_article_sends_nothing_online_by_a_voice() -> None:
    with pytest.raises(ConfigError, match=r"publish.toml: voice.es: This voice runs a program or goes online"):
        cast(order({}, toml='[voice]\nes = "gtts-es-mx"'), in_languages("es"), Ear())


def test_a_settings_file_that_names_a_spanish_voice_leaves_an_english_article_alone() -> None:
    asked = order({}, toml='[voice]\nes = "tone"\nen = "tone"')
    assert cast(asked, in_languages("en"), Ear()).voices["en"].name == "tone"
    with pytest.raises(ConfigError, match="There is no Spanish in this article to give a voice to"):
        cast(order({"voices": ["es=tone"]}), in_languages("en"), Ear())


CARD = """
engine = "tone"
language = "{0}"
says = "Beep"
tier = "fast"
licence = "CC0-1.0"
preference = 9
lexicon = "names.{0}.pls"
"""
PLS = """<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="{0}">
<lexeme><grapheme>Oruro</grapheme><alias>{0} oruro</alias></lexeme></lexicon>"""


def test_a_spanish_name_in_an_english_article_is_said_as_the_spanish_voices_lexicon_says(tmp_path: Path) -> None:
    for language in ("en", "es"):
        (tmp_path / f"{language}-beep.toml").write_text(CARD.format(language))
        (tmp_path / f"names.{language}.pls").write_text(PLS.format(language))
    name = Sentence("en-p1-s1", (Span("We love "), Span("Oruro de noche", language="es"), Span(".")))
    page = Section("en-c1", "Oruro", (Paragraph("en-p1", "paragraph", (name,), 1, 1),))
    found = cast(Order(voices_folder=tmp_path), (Edition("en", "Oruro", (page,)),), Ear())
    assert found.others["en"]["es"].name == "es-beep"
    assert {language: each.aliases for language, each in found.lexicons.items()} == {
        "en": {"Oruro": "en oruro"},
        "es": {"Oruro": "es oruro"},
    }


def test_a_lexicon_whose_words_are_not_in_the_article_does_not_pass_in_silence(tmp_path: Path) -> None:
    lexicons = tmp_path / "names.es.pls", tmp_path / "names.en.pls"
    for path, language in zip(lexicons, ("es", "en"), strict=True):
        path.write_text(PLS.format(language))
    name = Sentence("es-p1-s1", (Span("Vamos a Oruro."),))
    page = Section("es-c1", "Oruro", (Paragraph("es-p1", "paragraph", (name,), 1, 1),))
    ear = Ear()
    cast(Order(lexicon=lexicons, voices={"es": "tone"}), (Edition("es", "Oruro", (page,)),), ear)
    assert ear.warnings == [
        f"{lexicons[1]}: none of its words stands in this article's English; they are matched letter by letter"
    ]


def test_a_voice_that_cannot_say_when_words_are_heard_leaves_its_language_by_the_sentence_and_says_so() -> None:
    ear = Ear()
    cast(Order(voices={"en": "tone", "es": "es-pico"}, sync="word"), in_languages("en", "es"), ear)
    assert ear.warnings == ["Pico cannot say when each word is heard, so Spanish lights up by the sentence"]
