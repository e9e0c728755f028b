"""File names made of titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.outside.slug import slug, slug_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rain in Spain", "rain-in-spain"),
        ("The U.S. military’s «plan»: 27.4%", "the-u-s-militarys-plan-27-4"),
        ("¿Qué pasó en Ñuñoa?", "que-paso-en-nunoa"),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("2020", "2020"),
    ],
)
def test_a_title_can_be_read_in_its_file_name(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\rain", "c-windows-rain"),
        (".hidden", "hidden"),
        ("--force", "force"),
        ("dots and spaces. . .", "dots-and-spaces"),
        ("a\0b\nc", "a-b-c"),
    ],
)
def test_a_title_leads_nowhere_but_to_its_folder(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize("title", ["CON", "nul", "Com1", "LPT9", "Aux", "com¹"])
def test_a_name_that_windows_keeps_for_a_device_is_not_taken(title: str) -> None:
    assert slug(title).startswith("article-")


def test_a_long_title_is_cut_between_words() -> None:
    assert slug("wonderful " * 30) == "wonderful-wonderful-wonderful-wonderful-wonderful-wonderful"


def test_a_long_word_is_cut_all_the_same() -> None:
    assert slug("x" * 300) == "x" * 60


def test_titles_in_other_scripts_stay_apart() -> None:
    assert slug("Дождь") == "article-ec6fa6"
    assert slug("東京 2020") != slug("大阪 2020")


def test_an_empty_title_has_a_name() -> None:
    assert slug("") == "article-e3b0c4"


def test_a_letter_and_its_accent_are_one_however_they_are_written() -> None:
    assert slug("e\u0301te\u0301") == slug("\u00e9t\u00e9") == "ete"


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=100))
def test_every_title_has_a_name_that_every_system_takes(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(title))
    assert len(slug(title)) <= 70


def test_a_book_in_two_scripts_is_named_by_the_title_that_can_be_spelled() -> None:
    assert slug_of(["菜市场里的夜校", "The Night School"]) == "the-night-school"
    assert slug_of(["菜市场里的夜校"]) == "article-5057a6"
