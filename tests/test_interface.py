"""The words of the web copy's player: every language has them all."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from publish.phrases import interface

TABLE = tomllib.loads(files("publish").joinpath("interface.toml").read_text("utf-8"))
PHRASES = tomllib.loads(files("publish").joinpath("phrases.toml").read_text("utf-8"))


def test_the_player_speaks_every_language_that_the_book_speaks() -> None:
    assert list(TABLE) == list(PHRASES)


@pytest.mark.parametrize("language", TABLE)
def test_every_language_has_every_word_of_the_player(language: str) -> None:
    assert list(TABLE[language]) == list(TABLE["en"])
    assert [key for key, word in TABLE[language].items() if "{n}" in word] == ["minutes"]


@pytest.mark.parametrize("language", TABLE)
def test_what_stands_on_a_button_is_short_enough_for_a_telephone(language: str) -> None:
    assert max(len(TABLE[language][key]) for key in ("back", "play", "pause", "forward", "twin")) <= 12


def test_a_region_does_not_matter_and_an_unknown_language_is_answered_in_english() -> None:
    assert (interface("pt-BR")["play"], interface("eu")["play"]) == ("Ouvir", "Play")
