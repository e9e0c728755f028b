"""One article that holds every kind of block and run, from its page to the pages of the book."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_editing
from publish.design import Design
from publish.editing.align import beads
from publish.editing.edit import edit
from publish.markup import parse_xml
from publish.model import Source
from publish.reading.formats.html import read
from publish.writing.leaves import leaves
from publish.writing.overlay import overlay
from publish.writing.pages import page
from publish.writing.runs import Clip
from publish.writing.twins import twins

if TYPE_CHECKING:
    from publish.design import Layout
    from publish.model import Book

CASE = Path(__file__).parent / "cases" / "every-kind"
LAYOUTS: tuple[Layout, ...] = ("chapters", "interleaved", "facing", "reveal")
# So that a person can read it: each block on a line of its own.
BLOCK = re.compile(r"(?=<(?:section|h\d|p|blockquote|ul|ol|li|div|details|aside|hr|tr)\b)")
X = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def book() -> Book:
    content = (CASE / "input.html").read_bytes()
    document = read(Source("input.html", ".html", content, "input.html"))
    edited = edit((document,))
    check_editing((document,), edited)
    return replace(edited, beads=beads(edited.editions, None))


def pages(book: Book, layout: Layout) -> dict[str, bytes]:
    found = leaves(book, Design(layout))
    links = twins(book, found)
    return {leaf.page: page(leaf, links) for leaf in found}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_pages_are_those_that_a_person_read(book: Book, layout: Layout, request: pytest.FixtureRequest) -> None:
    for name, content in pages(book, layout).items():
        golden = CASE / "golden" / f"{layout}-{name}"
        seen = BLOCK.sub("\n", content.decode())
        if request.config.getoption("--accept"):
            golden.write_text(seen, "utf-8")
        assert seen == golden.read_text("utf-8")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_call_arrives_at_its_note_and_every_note_leads_back(book: Book, layout: Layout) -> None:
    made = {name: parse_xml(content) for name, content in pages(book, layout).items()}
    ids = {f"{name}#{e.get('id')}": e for name, root in made.items() for e in root.iter() if e.get("id")}
    links: list[Any] = [link for root in made.values() for link in root.iter(f"{X}a")]
    calls = [link for link in links if link.get("role") == "doc-noteref"]
    backs = [link for link in links if link.get("role") == "doc-backlink"]
    assert len(calls) == 4
    assert {ids[call.get("href")].get("role") for call in calls} == {"doc-footnote"}
    assert {ids[back.get("href")].get("role") for back in backs} == {"doc-noteref"}
    assert {back.get("aria-label") for back in backs} >= {"Note 1: back to the text", "Nota 1: volver al texto"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_listener_may_skip_the_notes_and_leave_the_lists_and_tables(book: Book, layout: Layout) -> None:
    seqs: list[str] = []
    for leaf in leaves(book, Design(layout)):
        clips = {name: Clip("a", n * 100, n * 100 + 100) for n, name in enumerate(leaf.sentences)}
        smil = overlay(page(leaf, twins(book, leaves(book, Design(layout)))), leaf.page, clips, {"a": "a.mp3"})
        seqs += [seq.get(TYPE) for seq in parse_xml(smil).iter("{*}seq") if seq.get(TYPE)]
    assert seqs.count("footnote") >= 4
    assert seqs.count("table") == 2
    assert seqs.count("list") >= 2


def test_what_the_page_sets_out_in_large_letters_is_not_read_twice(book: Book) -> None:
    assert [(removal.rule, removal.text) for removal in book.removals] == [
        ("repeated", "Nobody knew where to put it, so it stood on the roof of the bicycle shed."),
    ]


def test_code_is_in_no_language_and_each_edition_has_its_own(book: Book) -> None:
    for edition in book.editions:
        code = next(paragraph for paragraph in edition.paragraphs if paragraph.kind == "code")
        assert [sentence.text for sentence in code.sentences] == [
            "def month(days):",
            "    total = 0",
            "    for day in days:",
            "        total = total + day",
            "    return total",
        ]
