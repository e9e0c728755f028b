"""Runs in another language: what is surely one is tagged, what may not be one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.foreign import tagged
from publish.model import Edition, Paragraph, Section, Sentence, Span

Styled = str | Span


def paragraph(identity: str, *sentences: Styled | tuple[Styled, ...]) -> Paragraph:
    made = []
    for n, spans in enumerate(sentences, 1):
        parts = spans if isinstance(spans, tuple) else (spans,)
        own = tuple(part if isinstance(part, Span) else Span(part) for part in parts)
        made.append(Sentence(f"{identity}-s{n}", own, " " if n < len(sentences) else ""))
    return Paragraph(identity, "paragraph", tuple(made), 1, 1)


def edition(language: str, *paragraphs: tuple[Styled | tuple[Styled, ...], ...] | str) -> Edition:
    made = tuple(
        paragraph(f"{language}-p{n}", *(own if isinstance(own, tuple) else (own,)))
        for n, own in enumerate(paragraphs, 1)
    )
    return Edition(language, "", (Section(f"{language}-c1", "", made),))


def in_english(*editions: Edition) -> list[tuple[str, str, str]]:
    """What is tagged in the English edition alone."""
    return [run for run in runs(*editions) if run[0] == "en"]


def runs(*editions: Edition) -> list[tuple[str, str, str]]:
    return [
        (each.language, span.text, span.language)
        for each in tagged(editions)
        for p in each.paragraphs
        for sentence in p.sentences
        for span in sentence.spans
        if span.language
    ]


SPANISH = edition(
    "es",
    "La Federación de Remeros del Lago pidió más barcas, y los remeros aplaudieron.",
    "El comité de las barcas y el gremio de la sal firmaron. El lago estaba quieto.",
    "El Harbor Trust no respondió a Rosa Lima ni a Tom Hill.",
)


def test_a_body_named_in_the_other_edition_is_tagged() -> None:
    english = edition("en", "The Federación de Remeros del Lago asked for boats.")
    assert in_english(english, SPANISH) == [("en", "Federación de Remeros del Lago", "es")]


def test_a_body_spelt_otherwise_there_is_tagged_by_its_words() -> None:
    english = edition("en", "On Monday the Comité del Gremio de la Sal met again (CGS).")
    assert in_english(english, SPANISH) == [("en", "Comité del Gremio de la Sal", "es")]


def test_an_english_body_in_a_spanish_text_is_tagged() -> None:
    english = edition("en", "The Harbor Trust did not answer.")
    assert ("es", "Harbor Trust", "en") in runs(english, SPANISH)


def test_a_plural_owner_is_part_of_the_name() -> None:
    english = edition("en", "The Salt Workers’ Guild paid for it.")
    spanish = edition("es", "Lo pagó el Salt Workers’ Guild.")
    assert runs(english, spanish) == [("es", "Salt Workers’ Guild", "en")]


@pytest.mark.parametrize(
    "text",
    [
        "Puerto Rico is larger than Costa Rica, said Buenos Aires.",
        "He met Tom Hill in Lima, Perú.",
        "They drove to San Francisco and La Paz.",
        "The European Union and the Committee of the Lake agreed.",
        "Fang Xiulan and Halima al-Qasim spoke with Yoko Ono.",
        "North of Lake Titicaca the National Strike goes on.",
        "They went up Mount Everest and Pico XII.",
    ],
)
def test_what_is_not_surely_spanish_is_not_tagged(text: str) -> None:
    assert [run for run in runs(edition("en", text), SPANISH) if run[0] == "en"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then María de los Ángeles Paz wrote it.", "María de los Ángeles Paz"),
        ("It was read by President Joaquín Zúñiga on Monday.", "Joaquín Zúñiga"),
        ("Nobody saw Guadalupe Núñez’s boat.", "Guadalupe Núñez"),
        ("They drove to Puerto Hondo Viejo by night.", "Puerto Hondo Viejo"),
    ],
)
def test_a_name_spelt_as_only_spanish_spells_is_tagged(text: str, name: str) -> None:
    assert [run for run in runs(edition("en", text), SPANISH) if run[0] == "en"] == [("en", name, "es")]


def test_a_name_that_stands_in_both_editions_needs_less_to_be_tagged() -> None:
    english = edition("en", "It was Diego Moreno who sang.")
    assert in_english(english, SPANISH) == []
    both = edition("es", "La Federación pidió más barcas.", "Cantó Diego Moreno.")
    assert runs(english, both) == [("en", "Diego Moreno", "es")]


def test_an_english_name_needs_no_english_edition() -> None:
    spanish = edition("es", "La emisora Rainy Day FM emite cuando llueve, y The Wet Socks tocan.")
    assert runs(spanish) == [("es", "Rainy Day FM", "en"), ("es", "The Wet Socks", "en")]


def test_an_article_before_the_name_stays_outside_it() -> None:
    english = edition("en", "Then The Federación de Remeros del Lago and the mayor spoke.")
    assert in_english(english, SPANISH) == [("en", "Federación de Remeros del Lago", "es")]


def test_a_name_stops_at_a_comma() -> None:
    english = edition("en", "Speakers came from the Federación de Remeros, Lima and Cusco.")
    assert in_english(english, SPANISH) == [("en", "Federación de Remeros", "es")]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "El cartel dice «We are not open on the days of rain» desde hace años.",
            "We are not open on the days of rain",
        ),
        ("Ella gritó “you can have the boat but not the lake” y se fue.", "you can have the boat but not the lake"),
    ],
)
def test_a_quotation_wholly_in_another_language_is_tagged(text: str, quoted: str) -> None:
    assert runs(edition("es", text)) == [("es", quoted, "en")]


@pytest.mark.parametrize(
    "text",
    [
        "Ella dijo «no iré a la casa de los remeros» y se fue.",
        "Leyó “Romance sonámbulo” de un tirón.",
        "The sign said “La Paz” in blue.",
        "She called it “the end of the line” and left.",
    ],
)
def test_a_quotation_in_the_same_language_or_of_a_place_is_not(text: str) -> None:
    assert runs(edition("en" if text.startswith(("She", "The")) else "es", text)) == []


def test_a_quotation_over_two_sentences_is_tagged_in_both() -> None:
    spanish = edition("es", ("Decía: «We have seen the lake.", "It was not there for us.»"))
    assert runs(spanish) == [("es", "We have seen the lake.", "en"), ("es", "It was not there for us.", "en")]


def test_emphasis_in_another_language_is_tagged_and_stays_emphasis() -> None:
    spanish = edition("es", (("Lo llaman ", Span("the man who was not there", ("emphasis",)), " en el puerto."),))
    told = tagged((spanish,))[0].paragraphs[0].sentences[0].spans[1:-1]
    assert told == (Span("the man who was not there", ("emphasis",), language="en"),)


def test_another_script_is_tagged_as_one_run() -> None:
    greek = edition("el", "Η λίμνη είναι ήσυχη.")
    english = edition("en", "The word for a calm lake is ήσυχη λίμνη there.")
    assert runs(english, greek) == [("en", "ήσυχη λίμνη", "el")]


def test_a_script_of_many_languages_is_not_guessed() -> None:
    assert runs(edition("en", "The sign says Озеро закрыто today.")) == []


def test_a_greek_letter_is_a_symbol() -> None:
    assert runs(edition("en", "The value of π is known.")) == []


def test_what_the_source_tagged_is_kept() -> None:
    english = edition("en", (("The word ", Span("barca", language="ca"), " is old."),))
    assert runs(english) == [("en", "barca", "ca")]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="aB ñ«»“”dela Comité of Ω日", min_size=1, max_size=40), min_size=1, max_size=4))
def test_no_text_and_no_style_changes(texts: list[str]) -> None:
    before = edition("en", tuple((text, Span(text, ("strong",))) for text in texts))
    after = tagged((before, SPANISH))[0]
    assert [(s.id, s.text, s.after) for p in after.paragraphs for s in p.sentences] == [
        (s.id, s.text, s.after) for p in before.paragraphs for s in p.sentences
    ]
    assert [(c, s.styles) for p in after.paragraphs for t in p.sentences for s in t.spans for c in s.text] == [
        (c, s.styles) for p in before.paragraphs for t in p.sentences for s in t.spans for c in s.text
    ]
