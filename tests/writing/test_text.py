"""The words alone: what is written can be read back, and no sign of a text is taken for a mark."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.model import Bead, Book, Edition, Gloss, Metadata, Section, Sentence, Source, Span
from publish.reading.formats.markdown import read
from publish.writing.formats.text import write
from publish.writing.markdown import markdown
from publish.writing.plain import text
from publish.writing.tmx import memory
from tests.writing.conftest import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document, Encode, Paragraph, Publication

# What TMX 1.4b says of the elements and attributes that are used here.
DTD = etree.DTD(
    io.StringIO(
        """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | prop | ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note | prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)> <!ELEMENT note (#PCDATA)> <!ELEMENT ude EMPTY>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
"""
    )
)


def of(*paragraphs: Paragraph) -> Edition:
    return Edition("en", "A Path", (Section("en-c1", "A Path", paragraphs),))


def reread(own: Edition) -> Document:
    content = markdown(own, Metadata()).encode()
    return read(Source(name="path.md", suffix=".md", content=content, origin="path.md"))


def spoken(name: str, *spans: Span, kind: Any = "paragraph", **more: Any) -> Paragraph:
    whole = replace(paragraph(name, kind, "x"), sentences=(Sentence(f"{name}-s1", spans),))
    return replace(whole, **more)


def row(name: str, *cells: str, level: int = 0) -> Paragraph:
    last = len(cells)
    own = (Sentence(f"{name}-s{n}", (Span(cell),), "\t" if n < last else "") for n, cell in enumerate(cells, 1))
    return replace(paragraph(name, "row", "x", level), sentences=tuple(own))


def test_an_edition_as_plain_text(bilingual: Book) -> None:
    assert text(bilingual.editions[0]) == (
        "A Path and a River\n\nA short walk with a long memory\n\n"
        "The path begins at the market. Nobody knows who laid it.\n\nThe second winter\n\n"
        "This one was never translated.\n\nWe walk because we can.\n\n"
        "- One boat\n  - A spare oar\n- Two oars\n\n* The stones were counted in 1911.\n\n"
        "* * *\n\nAbout this book\n\nMade with care.\n"
    )


def test_an_edition_as_markdown(bilingual: Book) -> None:
    assert markdown(bilingual.editions[0], bilingual.metadata) == (
        '---\nlang: "en"\nauthor: ["Ana Roe"]\ndate: "2026-05-01"\npublisher: "The Path"\n'
        'source: "https://example.org/path"\nlicense: "CC0-1.0"\n---\n\n'
        "# A Path and a River\n\nA short walk with a long memory\n\n"
        "The path begins at the market. Nobody knows who laid it.\n\n## The second winter\n\n"
        "This one was never translated.\n\n> We walk because we can.\n\n"
        "- One boat\n  - A spare oar\n- Two oars\n\n\\* The stones were counted in 1911.\n\n"
        "* * *\n\n## About this book\n\nMade with care.\n"
    )


def test_runs_links_notes_and_rows_as_markdown() -> None:
    called = Span("1", gloss=Gloss("note", "en-p3"))
    own = of(
        spoken("en-p1", Span("A "), Span("bold", ("strong",)), Span(" word,"), Span("so", ("emphasis",)), called),
        spoken(
            "en-p2",
            Span("See "),
            Span("the law", href="https://example.org/a(b)"),
            Span(" de "),
            Span("Lima", language="es"),
        ),
        spoken("en-p3", Span("1. Counted in 1911."), kind="note", note="en-p3"),
        row("en-p4", "Year", "Boats", level=1),
        row("en-p5", "1911", "a|b"),
        replace(paragraph("en-p6", "item", "Third", 1), number=3),
        spoken("en-p7", Span("x = 1\ny = 2"), kind="code"),
        spoken("en-p8", Span("One line\nand another")),
    )
    assert markdown(own, Metadata()).split("\n\n")[1:] == [
        "A **bold** word,*so*[^1]",
        'See [the law](<https://example.org/a(b)>) de <span lang="es">Lima</span>',
        "[^1]: Counted in 1911.",
        "| Year | Boats |\n| --- | --- |\n| 1911 | a\\|b |",
        "3. Third",
        "```\nx = 1\ny = 2\n```",
        "One line\\\nand another\n",
    ]


def test_what_stands_side_by_side_is_tagged_not_marked() -> None:
    own = of(spoken("en-p1", Span("one", ("emphasis",)), Span("two", ("strong",)), Span("“three”", ("strong",))))
    assert markdown(own, Metadata()).split("\n\n")[1] == "<em>one</em><strong>two</strong><strong>“three”</strong>\n"


def test_a_bar_within_code_parts_no_cells_and_a_link_after_a_call_is_no_picture() -> None:
    piped = replace(row("en-p1", "Do", "ps | grep"), sentences=(Sentence("en-p1-s1", (Span("ps | grep", ("code",)),)),))
    link = spoken("en-p2", Span("Wow!"), Span("here", href="https://example.org/"))
    assert markdown(of(piped, link), Metadata()).split("\n\n")[1:] == [
        "|   |\n| --- |\n| `ps \\| grep` |",
        "Wow\\![here](<https://example.org/>)\n",
    ]


def test_the_title_of_an_anthology_stands_above_its_articles() -> None:
    own = of(paragraph("en-p1", "title", "The ferry"))
    bound = replace(own, title="Short Walks", sections=(replace(own.sections[0], part=1),))
    assert text(bound) == "Short Walks\n\nThe ferry\n"
    assert markdown(bound, Metadata()).split("\n\n")[1:] == ["# Short Walks", "# The ferry\n"]


LINE = st.text(st.sampled_from("ab1 .)-+=#>*_`~[]()<>|!&;:\\^é¿"), min_size=1, max_size=24)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(LINE.map(lambda line: " ".join(line.split())).filter(lambda line: any(map(str.isalnum, line))), min_size=1)
)
def test_no_sign_of_a_paragraph_is_taken_for_a_mark(lines: list[str]) -> None:
    own = of(*(paragraph(f"en-p{n}", "paragraph", line.replace("|", "¦")) for n, line in enumerate(lines, 1)))
    found = reread(own)
    assert [block.text for block in found.blocks] == [p.text for p in own.paragraphs]
    assert {block.kind for block in found.blocks} <= {"paragraph"}


ITEMS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ITEMS)
def test_items_are_read_back_in_their_order(items: list[tuple[int, int]]) -> None:
    own = of(
        *(
            replace(paragraph(f"en-p{n}", "item", f"thing {n}", level), number=number)
            for n, (level, number) in enumerate(items, 1)
        )
    )
    found = reread(own)
    assert [(block.kind, block.text) for block in found.blocks] == [("item", p.text) for p in own.paragraphs]


def twins(*pairs: tuple[tuple[str, ...], tuple[str, ...], float]) -> tuple[Bead, ...]:
    return tuple(Bead(("en", "es"), left, right, "sentence", sure) for left, right, sure in pairs)


@pytest.fixture
def paired(bilingual: Book) -> Book:
    beads = twins(
        (("en-p3-s1", "en-p3-s2"), ("es-p2-s1",), 0.91), (("en-p5-s1",), (), 0.9), (("en-p6-s1",), ("es-p4-s1",), 0.4)
    )
    return replace(bilingual, beads=(*bilingual.beads, *beads))


def test_a_translation_memory_holds_the_twins_that_are_linked(paired: Book) -> None:
    root = etree.fromstring(memory(paired), etree.XMLParser(load_dtd=False, no_network=True))
    assert DTD.validate(root), DTD.error_log
    (unit,) = root.iter("tu")
    assert unit.findtext("prop") == "0.91"
    assert [tuv.findtext("seg") for tuv in unit.iter("tuv")] == [
        "The path begins at the market. Nobody knows who laid it.",
        "El sendero empieza en el mercado.",
    ]


def test_a_translators_program_opens_it(paired: Book) -> None:
    from translate.storage.tmx import tmxfile

    store = tmxfile(io.BytesIO(memory(paired)), "en", "es")
    assert [(unit.source, unit.target) for unit in store.units] == [
        ("The path begins at the market. Nobody knows who laid it.", "El sendero empieza en el mercado.")
    ]


def test_what_it_gives(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> None:
    given_files = list(write(published(bilingual), encode))
    assert [(file.path, file.media_type) for file in given_files] == [
        ("text/path.en.txt", "text/plain"),
        ("text/path.en.md", "text/markdown"),
        ("text/path.es.txt", "text/plain"),
        ("text/path.es.md", "text/markdown"),
        ("text/path.tmx", "application/x-tmx+xml"),
    ]
    alone = replace(bilingual, editions=bilingual.editions[:1], beads=())
    assert [file.path for file in write(published(alone), encode)] == ["text/path.en.txt", "text/path.en.md"]
