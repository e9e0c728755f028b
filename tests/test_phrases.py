"""The book's own words: every language says everything, with the same values."""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files

import pytest

from publish.phrases import autonym, counted, language_name, language_of, say

TABLE = tomllib.loads(files("publish").joinpath("phrases.toml").read_text("utf-8"))


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", TABLE)
def test_every_language_says_everything_that_english_says(language: str) -> None:
    assert list(TABLE[language]) == list(TABLE["en"])


@pytest.mark.parametrize("language", TABLE)
def test_a_phrase_takes_the_same_values_in_every_language(language: str) -> None:
    wanted = {key: placeholders(phrase) for key, phrase in TABLE["en"].items()}
    assert {key: placeholders(phrase) for key, phrase in TABLE[language].items()} == wanted


@pytest.mark.parametrize("language", TABLE)
def test_every_sentence_of_the_colophon_ends_as_one(language: str) -> None:
    said = [phrase for key, phrase in TABLE[language].items() if key.startswith(("colophon_", "access_"))]
    assert all(phrase.endswith((".", "。", "।", "።")) for phrase in said)


def test_eighteen_languages_are_spoken() -> None:
    assert " ".join(sorted(TABLE)) == "am ar ca de el en es fa fr he hi it ja ko nl pt ru zh"


def test_a_phrase_is_in_the_language_of_its_reader() -> None:
    assert say("es", "paragraph_in", n=3, language=language_name("en", "es")) == "Párrafo 3 en inglés"


def test_a_region_does_not_matter() -> None:
    assert say("es-MX", "contents") == "Índice"


def test_a_language_without_phrases_is_answered_in_english_and_says_so() -> None:
    assert (say("eu", "contents"), language_of("eu"), language_of("pt-BR")) == ("Contents", "en", "pt")


def test_a_language_is_named_as_its_reader_names_it() -> None:
    assert [language_name("es", within) for within in ("en", "fr", "de", "ar")] == [
        "Spanish",
        "espagnol",
        "Spanisch",
        "الإسبانية",
    ]


def test_a_language_is_named_in_english_where_its_reader_has_no_phrases() -> None:
    assert language_name("es", "eu") == "Spanish"


def test_a_language_names_itself_with_a_capital() -> None:
    assert [autonym(code) for code in ("es", "en", "fr", "pt-BR", "zh")] == [
        "Español",
        "English",
        "Français",
        "Português",
        "中文",
    ]


def test_a_code_without_a_name_stays_a_code() -> None:
    assert (language_name("qqq", "en"), autonym("qqq")) == ("qqq", "qqq")


def test_one_is_not_counted_as_several() -> None:
    assert (counted(1, "line"), counted(2, "line"), counted(0, "line")) == ("1 line", "2 lines", "0 lines")
