"""What the voices are given: a table of cases per language, and laws that hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.speaking.normalise import spoken

CASES = Path(__file__).parent / "cases" / "normalise"
LANGUAGES = ("en", "es", "fr", "de", "it", "pt")

words = st.text(alphabet="abdeimnoprstuáéñöç", min_size=3, max_size=9).map(lambda w: "x" + w)
marks = st.sampled_from(
    [" ", ", ", " – ", " (", ") ", " “", "” ", "/", "—", "… ", " & ", "; ", "\u00a0", " < ", " 🎉 ", "\x00"]
)


def table(language: str) -> list[tuple[str, str]]:
    lines = (CASES / f"{language}.tsv").read_text("utf-8").splitlines()
    return [(shown, said) for shown, _, said in (line.partition("\t") for line in lines if line[:2] != "# ")]


@pytest.mark.parametrize(
    ("language", "least"), [("en", 150), ("es", 150), ("fr", 60), ("de", 60), ("it", 60), ("pt", 60)]
)
def test_every_case_of_the_table_is_said_as_it_says(language: str, least: int) -> None:
    cases = table(language)
    assert len(cases) >= least
    assert [(shown, spoken(shown, language)) for shown, _ in cases] == cases


def test_a_language_without_a_table_loses_only_what_cannot_be_said() -> None:
    assert spoken("Het is 27,4% (nu) — “ja” <b>.", "nl") == "Het is 27,4%, nu, ja b."
    assert spoken("14 000 людей", "uk") == "14 000 людей"


def test_brazil_and_portugal_count_differently() -> None:
    assert spoken("16 casas", "pt-BR") == "dezesseis casas"
    assert spoken("16 casas", "pt-PT") == "dezasseis casas"


def test_a_numeric_date_is_read_as_its_country_writes_it() -> None:
    assert spoken("On 3/4/2024.", "en-US") == "On March fourth, twenty twenty four."
    assert spoken("On 3/4/2024.", "en-GB") == "On April third, twenty twenty four."


def test_a_thin_or_unbroken_space_groups_thousands() -> None:
    assert spoken("14\u00a0000 and 15\u202f000", "en") == "fourteen thousand and fifteen thousand"


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert spoken("", "en") == ""
    assert spoken("“…” — \x00", "es") == ""


@pytest.mark.parametrize("language", [*LANGUAGES, "nl"])
@settings(max_examples=30, deadline=None)
@given(pairs=st.lists(st.tuples(words, marks), min_size=1, max_size=8))
def test_no_word_is_ever_dropped(language: str, pairs: list[tuple[str, str]]) -> None:
    said = spoken("".join(word + mark for word, mark in pairs), language)
    assert [word for word in re.findall(r"\w+", said) if word.startswith("x")] == [word for word, _ in pairs]


@pytest.mark.parametrize("language", [*LANGUAGES, "nl"])
@settings(max_examples=30, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_can_be_said_and_letters_are_never_silenced(language: str, text: str) -> None:
    said = spoken(text, language)
    assert not re.search(r"[<>\x00\[\]{}“”«»]|\s\s", said)
    if re.search(r"[a-zñáéíóúäöü]", text):
        assert said


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet="0123456789.,:-/%$€ IVXab", max_size=30))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_is_left_to_the_engine(language: str, text: str) -> None:
    assert not re.search(r"[0-9]", spoken(text, language))
