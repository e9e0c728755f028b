"""The contents list of an article with headings of many levels, in each layout, for eye, ear and old readers."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_epub
from publish.design import Design
from publish.editing.labels import with_labels
from publish.markup import parse_xml
from publish.model import Book, Metadata, Section
from publish.writing.leaves import leaves
from publish.writing.outline import Entry, outline
from publish.writing.proof import problems

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    from publish.model import Bead, Edition

ENGLISH = [
    ("title", "The Lamp"),
    ("paragraph", "It was dark."),
    ("heading", "The quay", 2),
    ("heading", "Its stones", 3),
    ("heading", "The oldest", 4),
    ("heading", "Its number", 5),
    ("paragraph", "It has one."),
    ("heading", "The hill", 2),
    ("heading", "A way up", 4),
    ("paragraph", "It is steep."),
]
SPANISH = [
    ("title", "El farol"),
    ("paragraph", "Era de noche."),
    ("heading", "El muelle", 2),
    ("heading", "Sus piedras", 3),
    ("heading", "La más vieja", 4),
    ("heading", "Su número", 5),
    ("paragraph", "Tiene uno."),
    ("heading", "Nota del traductor", 2),
    ("paragraph", "Falta el resto."),
]
PAIRS = [*(((n,), (n,)) for n in range(1, 8)), ((8,), ()), ((9,), ()), ((10,), ()), ((), (8,)), ((), (9,))]


@pytest.fixture
def lamp(make_edition: Callable[..., Edition], make_beads: Callable[..., tuple[Bead, ...]]) -> Book:
    both = make_edition("en", ENGLISH), make_edition("es", SPANISH)
    return with_labels(Book(Metadata(), both, make_beads("en", "es", PAIRS)))


def lines(entries: tuple[Entry, ...], depth: int = 0) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += [". " * depth + entry.title, *lines(entry.below, depth + 1)]
    return found


def listed(listing: Any, depth: int = 0) -> list[str]:
    """What a nested list shows, a line each."""
    found: list[str] = []
    for item in listing.findall("{*}li"):
        found.append(". " * depth + "".join(item.find("{*}a").itertext()))
        for inner in item.findall("{*}ol"):
            found += listed(inner, depth + 1)
    return found


def test_apart_each_language_lists_its_headings_to_the_fourth_level(lamp: Book) -> None:
    assert lines(outline(lamp, leaves(lamp))) == [
        *["The Lamp", ". The quay", ". . Its stones", ". . . The oldest", ". The hill", ". . A way up"],
        *["El farol", ". El muelle", ". . Sus piedras", ". . . La más vieja", ". Nota del traductor"],
    ]


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_on_one_page_a_heading_has_the_one_that_answers_it_below_it(lamp: Book, layout: Any) -> None:
    assert lines(outline(lamp, leaves(lamp, Design(layout)))) == [
        *["The Lamp", ". El farol", ". The quay", ". . El muelle", ". . Its stones", ". . . Sus piedras"],
        *[". . . The oldest", ". . . . La más vieja", ". Nota del traductor", ". The hill", ". . A way up"],
    ]


def test_the_chapters_of_a_long_article_stand_below_its_title_with_their_own_headings(lamp: Book) -> None:
    english = lamp.editions[0]
    rows = english.sections[0].paragraphs
    cuts = (("en-c1", "The Lamp", 0, 2), ("en-c2", "The quay", 2, 7), ("en-c3", "The hill", 7, 10))
    sections = tuple(Section(name, title, rows[a:b]) for name, title, a, b in cuts)
    book = Book(Metadata(), (type(english)("en", english.title, sections),))
    entries = outline(book, leaves(book))
    assert lines(entries) == [
        "The Lamp",
        ". The quay",
        ". . Its stones",
        ". . . The oldest",
        ". The hill",
        ". . A way up",
    ]
    assert [entry.href for entry in entries[0].below] == ["en-c2.xhtml", "en-c3.xhtml"]


@pytest.mark.parametrize("layout", ["chapters", "interleaved", "facing", "reveal"])
def test_the_nested_list_is_shown_heard_and_given_to_old_readers(
    lamp: Book, bound: Callable[..., io.BytesIO], layout: Any
) -> None:
    made = bound(lamp, design=Design(layout))
    assert problems(made) == ()
    check_epub(lamp, made, spoken=("en", "es"))
    archive = zipfile.ZipFile(made)
    wanted = lines(outline(lamp, leaves(lamp, Design(layout))))
    shown = listed(parse_xml(archive.read("EPUB/nav.xhtml")).find(".//{*}ol[@id='toc-list']"))
    assert [line.partition(" (")[0] for line in shown[:-2]] == wanted
    old = parse_xml(archive.read("EPUB/toc.ncx"))
    assert [e.text for e in old.iter("{*}text")][1:-2] == [line.replace(". ", "") for line in wanted]
    (depth,) = (e.get("content") for e in old.iter("{*}meta") if e.get("name") == "dtb:depth")
    assert depth == str(max(line.count(". ") for line in wanted) + 1)
    heard = archive.read("EPUB/nav.smil").decode().count("<par ")
    # Beside the entries: the word for contents and the name of the language, twice each.
    assert heard == len(shown) + 4
