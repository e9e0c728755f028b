"""Tables on the page, in every layout, and how they are heard."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_epub
from publish.design import Design
from publish.markup import parse_xml
from publish.model import Bead, Book, Edition, Paragraph, Section, Sentence, Span
from publish.writing.formats.epub import write
from publish.writing.leaves import leaves
from publish.writing.overlay import overlay
from publish.writing.pages import page
from publish.writing.proof import problems
from publish.writing.runs import clips, runs
from publish.writing.tables import cells
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Encode, Publication

X = "{http://www.w3.org/1999/xhtml}"
S = "{http://www.w3.org/ns/SMIL}"
TYPE = "{http://www.idpf.org/2007/ops}type"
ENGLISH = [("title", "The Harbour"), ("row", "\tBoats\tKeepers", 1), ("row", "North\t12\tRoe"), ("row", "South\t\tAna")]
SPANISH = [("title", "El puerto"), ("row", "\tBarcos\tGuardianes", 1), ("row", "Norte\t12\tRoe"), ("row", "Sur\t\tAna")]
DESIGNS = [Design(layout) for layout in ("chapters", "interleaved", "facing", "reveal")]
DESIGNS += [Design("interleaved", "sentence"), Design("facing", links="sentence")]


def paragraph(name: str, kind: Any, text: str, level: int = 0) -> Paragraph:
    """`\\tA\\tB` is a row whose first cell is empty."""
    words = [word for word in text.split("\t") if word] if kind == "row" else [text]
    sentences = tuple(Sentence(f"{name}-s{n}", (Span(word),), "\t") for n, word in enumerate(words, 1))
    if "\t\t" in text:
        sentences = (replace(sentences[0], after="\t\t"), *sentences[1:])
    sentences = (*sentences[:-1], replace(sentences[-1], after=""))
    return Paragraph(name, kind, sentences, 1, 1, level, int(text.startswith("\t")))


def edition(language: str, rows: list[Any], like: Edition) -> Edition:
    own = tuple(paragraph(f"{language}-p{n}", *row) for n, row in enumerate(rows, 1))
    return Edition(language, rows[0][1], (Section(f"{language}-c1", rows[0][1], own),), like.colophon)


@pytest.fixture
def harbour(bilingual: Book) -> Book:
    """Two tables, the last row of the English one not translated."""
    editions = (
        edition("en", [*ENGLISH, ("row", "West\t3\tBo"), ("paragraph", "The end.")], bilingual.editions[0]),
        edition("es", [*SPANISH, ("paragraph", "Fin.")], bilingual.editions[1]),
    )
    pairs = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 0), (6, 5)]
    beads = tuple(
        Bead(("en", "es"), (f"en-p{a}",), (f"es-p{b}",) if b else (), "paragraph", 0.9 if b else 0.5) for a, b in pairs
    )
    return replace(bilingual, editions=editions, beads=beads)


def shown(book: Book, design: Design) -> Any:
    pages = leaves(book, design)
    return parse_xml(page(pages[0], twins(book, pages, design.links)))


def lines(table: Any) -> list[list[tuple[str, str]]]:
    """Each row of a table: of each cell its name and the words of its sentences."""
    return [
        [
            (cell.tag.removeprefix(X), " ".join(s.text for s in cell.iter(f"{X}span") if "-s" in s.get("id", "")))
            for cell in row
        ]
        for row in table.iter(f"{X}tr")
    ]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_a_table_loses_nothing_in_any_layout(
    harbour: Book, design: Design, published: Callable[..., Publication], encode: Encode
) -> None:
    (file,) = write(replace(published(harbour), design=design), encode)
    made = io.BytesIO()
    assert callable(file.content)
    file.content(made)
    check_epub(harbour, made, spoken=("en", "es"))
    assert problems(made) == ()


def test_rows_are_a_table_with_heads_and_cells_in_their_columns(harbour: Book) -> None:
    (table,) = shown(harbour, Design()).iter(f"{X}table")
    assert lines(table) == [
        [("td", ""), ("th", "Boats"), ("th", "Keepers")],
        [("td", "North"), ("td", "12"), ("td", "Roe")],
        [("td", "South"), ("td", ""), ("td", "Ana")],
        [("td", "West"), ("td", "3"), ("td", "Bo")],
    ]
    assert [head.get("scope") for head in table.iter(f"{X}th")] == ["col", "col"]


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_each_language_keeps_its_table_whole(harbour: Book, layout: Any) -> None:
    tables = list(shown(harbour, Design(layout)).iter(f"{X}table"))
    assert [[row.get("id") for row in table.iter(f"{X}tr")] for table in tables] == [
        ["en-p2", "en-p3", "en-p4", "en-p5"],
        ["es-p2", "es-p3", "es-p4"],
    ]
    assert [table.get("lang") for table in tables] == [None, "es"]


def test_the_second_languages_table_is_behind_its_name(harbour: Book) -> None:
    _, table = shown(harbour, Design("reveal")).iter(f"{X}table")
    assert f"{X}details" in [above.tag for above in table.iterancestors()]


def test_the_mark_of_a_row_stands_in_its_last_cell_with_words(harbour: Book) -> None:
    root = shown(harbour, Design())
    mark = next(e for e in root.iter(f"{X}a") if e.get("href") == "es-c1.xhtml#es-p3")
    assert mark.get("aria-label") == "Table row 2 in Spanish (es)"
    assert next(e.get("id") for e in mark.iterancestors() if e.get("id")) == "en-p3-d3"


@pytest.mark.parametrize("layout", ["chapters", "interleaved", "facing", "reveal"])
def test_a_row_without_a_translation_says_so_beside_a_table_that_has_one(harbour: Book, layout: Any) -> None:
    row = next(e for e in shown(harbour, Design(layout)).iter(f"{X}tr") if e.get("id") == "en-p5")
    assert "no translation into Spanish" in "".join(row.itertext())


def test_heads_of_columns_begin_another_table(harbour: Book) -> None:
    rows = [*ENGLISH, *ENGLISH[1:]]
    book = replace(harbour, editions=(edition("en", rows, harbour.editions[0]),), beads=())
    assert [table.get("id") for table in shown(book, Design()).iter(f"{X}table")] == ["en-p2-table", "en-p5-table"]


def test_a_listener_may_leave_a_table_a_row_and_a_cell(harbour: Book, published: Callable[..., Publication]) -> None:
    pages = leaves(harbour)
    played = runs(pages, published(harbour).narrations)[pages[0].id]
    heard = clips(played)
    made = page(pages[0], twins(harbour, pages))
    smil = parse_xml(overlay(made, "en-c1.xhtml", heard, {run.track.section: "a.mp3" for run in played}))
    types = {seq.get("id"): seq.get(TYPE) for seq in smil.iter(f"{S}seq")}
    named = [types[f"{name}-seq"] for name in ("en-p2-table", "en-p3", "en-p3-d1")]
    assert named == ["table", "table-row", "table-cell"]


def test_a_rows_cells_are_its_sentences_at_their_tabs() -> None:
    row = paragraph("en-p1", "row", "South\t\tAna")
    assert [[s.text for s in cell] for cell in cells(row)] == [["South"], [], ["Ana"]]
