"""The page that says how the book was made."""

from __future__ import annotations

from datetime import date

import pytest

from publish import __version__
from publish.design import Design
from publish.editing.colophon import with_colophons
from publish.model import Book, Edition, Metadata, Paragraph, Removal, Section, Sentence, Span, Voice

PICO = Voice("es-pico", "pico", "es-ES", "Pico, a woman's voice", "fast", "Apache-2.0")


def edition(language: str) -> Edition:
    sentence = Sentence(f"{language}-p1-s1", (Span("Rain"),))
    paragraph = Paragraph(f"{language}-p1", "title", (sentence,), 1, 1)
    return Edition(language, "Rain", (Section(f"{language}-c1", "Rain", (paragraph,)),))


def said(book: Book, language: str, voices: dict[str, Voice] | None = None) -> list[str]:
    told = with_colophons(book, voices or {})
    colophon = next(e.colophon for e in told.editions if e.language == language)
    assert colophon is not None
    return [paragraph.text for paragraph in colophon.paragraphs]


def test_a_pasted_article_says_so_and_keeps_its_rights() -> None:
    book = Book(Metadata(origin="-"), (edition("en"),))
    assert said(book, "en") == [
        "About this book",
        "This book was made from pasted text.",
        "No licence was stated, so all rights stay with its author and its publisher.",
        "This edition is not read aloud.",
        f"Made with Enface {__version__}.",
    ]


def test_everything_known_is_told_in_the_language_of_the_edition() -> None:
    metadata = Metadata(
        authors=("Ana Ruiz", "Luis Paz"),
        site="El Faro",
        url="https://example.org/lluvia",
        licence="CC BY 4.0",
        published="2024-10-18T09:00:00Z",
        origin="lluvia.txt",
        retrieved=date(2026, 11, 3),
    )
    removals = (Removal(1, 1, "Donate now", "call-to-action", "It asks for money."),) * 2
    book = Book(metadata, (edition("en"), edition("es")), removals=removals, overrides=("keep 12", "drop 3"))
    assert said(book, "es", {"es": PICO}) == [
        "Acerca de este libro",
        "Este libro se hizo a partir de lluvia.txt.",
        "El artículo fue publicado por El Faro.",
        "Su dirección es https://example.org/lluvia.",
        "El texto se tomó el 3 de noviembre de 2026.",
        "El artículo lleva fecha del 18 de octubre de 2024.",
        "Fue escrito por Ana Ruiz y Luis Paz.",
        "Se publica con esta licencia: CC BY 4.0.",
        "Esta edición la lee en voz alta Pico, una voz sintética, sin narrador humano.",
        "La licencia de la voz es Apache-2.0.",
        "Pasajes de la fuente omitidos por no ser parte del artículo: 2.",
        "Lo omitido se guarda en el archivo colophon.json, junto a este libro.",
        "Una persona decidió otra cosa sobre estas líneas de la fuente: 12, 3.",
        "Una máquina emparejó los párrafos de los idiomas, y alguna pareja puede estar equivocada.",
        f"Hecho con Enface {__version__}.",
    ]


def test_who_says_the_words_of_other_languages_is_named() -> None:
    pico = Voice("en-pico", "pico", "en-US", "Pico, a woman's voice", "fast", "Apache-2.0")
    robot = Voice("espeak", "espeak", "ru", "eSpeak NG, robotic", "last-resort", "GPL-3.0-or-later")
    book = Book(Metadata(origin="-"), (edition("en"), edition("es")))
    told = with_colophons(book, {"en": pico, "es": pico}, {"en": {"es": pico, "ru": robot}})
    lines = [[p.text for p in e.colophon.paragraphs] for e in told.editions if e.colophon]
    assert lines[0][5] == (
        "Words in other languages are read aloud by Pico (Spanish) and eSpeak NG (Russian, GPL-3.0-or-later)."
    )
    assert not any("otros idiomas" in line for line in lines[1])


def test_what_was_removed_is_never_in_the_book() -> None:
    removal = Removal(1, 1, "Donate now", "call-to-action", "It asks for money.")
    book = Book(Metadata(origin="rain.txt"), (edition("en"), edition("fr")), removals=(removal,))
    assert not [line for language in ("en", "fr") for line in said(book, language) if "Donate" in line]


@pytest.mark.parametrize(("language", "day"), [("de", "3. November 2026"), ("fr", "3 novembre 2026")])
def test_a_day_is_written_as_its_reader_writes_it(language: str, day: str) -> None:
    book = Book(Metadata(origin="-", retrieved=date(2026, 11, 3)), (edition(language),))
    assert day in said(book, language)[2]


def test_ids_count_paragraphs_from_one_and_join_page_and_overlay() -> None:
    told = with_colophons(Book(Metadata(origin="-"), (edition("es"),)), {})
    colophon = told.editions[0].colophon
    assert colophon is not None
    assert (colophon.id, colophon.paragraphs[0].id, colophon.paragraphs[1].sentences[0].id) == (
        "es-colophon",
        "es-colophon-p1",
        "es-colophon-p2-s1",
    )


def test_the_heading_is_a_heading() -> None:
    colophon = with_colophons(Book(Metadata(origin="-"), (edition("es"),)), {}).editions[0].colophon
    assert colophon is not None
    assert (colophon.title, colophon.paragraphs[0].kind, colophon.paragraphs[0].level) == (
        "Acerca de este libro",
        "heading",
        1,
    )


def test_a_language_that_we_lack_is_told_in_english_and_tagged_so() -> None:
    colophon = with_colophons(Book(Metadata(origin="-"), (edition("eu"),)), {}).editions[0].colophon
    assert colophon is not None
    assert colophon.paragraphs[1].sentences[0].spans == (Span("This book was made from pasted text.", language="en"),)


def test_a_region_is_no_foreign_language() -> None:
    colophon = with_colophons(Book(Metadata(origin="-"), (edition("es-MX"),)), {}).editions[0].colophon
    assert colophon is not None
    assert colophon.paragraphs[0].sentences[0].spans == (Span("Acerca de este libro"),)


def test_an_address_is_a_link() -> None:
    book = Book(Metadata(origin="https://example.org/rain"), (edition("en"),))
    colophon = with_colophons(book, {}).editions[0].colophon
    assert colophon is not None
    assert colophon.paragraphs[1].sentences[0].spans == (
        Span("Its address is "),
        Span("https://example.org/rain", href="https://example.org/rain"),
        Span("."),
    )


def test_a_year_alone_is_no_day() -> None:
    book = Book(Metadata(origin="-", published="2024"), (edition("en"),))
    assert not [line for line in said(book, "en") if "dated" in line]


def test_the_links_of_an_edition_are_listed_once_each_with_their_addresses_where_that_is_wanted() -> None:
    lamp, site = "https://example.org/a", "https://example.org/"
    spans = (
        Span("See "), Span("the ", href=lamp), Span("faro", href=lamp, language="es"), Span(", it", href=lamp),
        Span(" and "), Span("https://example.org", href=site), Span(" or "), Span("home", href="/home"),
        Span(" or "), Span("the lamp", href=lamp), Span("."),
    )  # fmt: skip
    page = Section("en-c1", "Rain", (Paragraph("en-p1", "paragraph", (Sentence("en-p1-s1", spans),), 1, 1),))
    book = Book(Metadata(origin="-"), (Edition("en", "Rain", (page,)),))
    plain, listed = (with_colophons(book, {}, design=Design(link_list=wanted)).editions[0] for wanted in (False, True))
    assert plain.colophon
    assert listed.colophon
    heading, *items = listed.colophon.paragraphs[len(plain.colophon.paragraphs) :]
    assert (heading.kind, heading.text) == ("heading", "Links in the text")
    assert [(item.id, item.kind, item.number, item.text) for item in items] == [
        ("en-colophon-p7", "item", 1, "the faro, it\nhttps://example.org/a"),
        ("en-colophon-p8", "item", 2, "https://example.org/"),
    ]
    assert [span.language for span in items[0].sentences[0].spans] == [None, "es", None]


def test_an_edition_without_links_lists_none() -> None:
    book = Book(Metadata(origin="-"), (edition("en"),))
    assert with_colophons(book, {}, design=Design(link_list=True)) == with_colophons(book, {})
