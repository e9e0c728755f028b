"""Where each block leads in the other languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Book, Edition, Paragraph, Section

PLAIN = ("title", "standfirst")
"""Kinds of which an edition has one, so that their mark needs no number."""


@dataclass(frozen=True, slots=True)
class Place:
    """A block as a link's target."""

    id: str
    page: str
    """File name of its page."""
    language: str
    phrase: str
    """Key of the words that name it: `paragraph_in`."""
    number: int
    """Among the blocks of its kind in its edition, from 1."""


@dataclass(frozen=True, slots=True)
class Twins:
    """The links between the editions: each has its way back."""

    places: Mapping[str, Place]
    """Every block of the book, colophons too, by its id."""
    links: Mapping[str, tuple[Place, ...]]
    """By the id of the block that the link stands in, in the order of the editions."""
    absent: Mapping[str, tuple[str, ...]]
    """Languages that a block was not translated into, by its id."""


def page_of(section: Section) -> str:
    """Return the file name of a section's page."""
    return f"{section.id}.xhtml"


def list_id(first: Paragraph) -> str:
    """Return the id of the list that begins with this item."""
    return f"{first.id}-list"


def sections_of(edition: Edition) -> tuple[Section, ...]:
    """Return an edition's sections, its colophon last."""
    return (*edition.sections, edition.colophon) if edition.colophon else edition.sections


def twins(book: Book) -> Twins:
    """Return every link between two editions of a book, and every block that has none."""
    places = {place.id: place for edition in book.editions for place in _places(edition)}
    pairs = set(_pairs(book))
    pairs |= {(right, left) for left, right in pairs}
    order = {name: position for position, name in enumerate(places)}
    links: dict[str, list[Place]] = {}
    for left, right in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        links.setdefault(left, []).append(places[right])
    absent: dict[str, list[str]] = {}
    for bead in book.beads:
        if bead.level == "paragraph" and not (bead.left and bead.right):
            missing = bead.languages[1] if bead.left else bead.languages[0]
            for name in (*bead.left, *bead.right):
                absent.setdefault(name, []).append(missing)
    return Twins(
        places,
        {name: tuple(found) for name, found in links.items()},
        {name: tuple(languages) for name, languages in absent.items()},
    )


def _places(edition: Edition) -> Iterator[Place]:
    counted: Counter[str] = Counter()
    for section in sections_of(edition):
        for paragraph in section.paragraphs:
            counted[paragraph.kind] += 1
            yield Place(
                id=paragraph.id,
                page=page_of(section),
                language=edition.language,
                phrase=f"{paragraph.kind}_in",
                number=counted[paragraph.kind],
            )


def _pairs(book: Book) -> Iterator[tuple[str, str]]:
    for bead in book.beads:
        if bead.level == "paragraph":
            yield from ((left, right) for left in bead.left for right in bead.right)
    for first, second in combinations(book.editions, 2):
        yield from _chapters(first, second)


def _chapters(first: Edition, second: Edition) -> Iterator[tuple[str, str]]:
    """Link the tops of chapters, and colophons line by line: what the editing room makes, it makes alike in each."""
    if len(first.sections) == len(second.sections):
        for left, right in zip(first.sections, second.sections, strict=True):
            yield from _tops(left.paragraphs[:1], right.paragraphs[:1])
    if first.colophon and second.colophon:
        alike = len(first.colophon.paragraphs) == len(second.colophon.paragraphs)
        end = None if alike else 1
        yield from _tops(first.colophon.paragraphs[:end], second.colophon.paragraphs[:end])


def _tops(left: tuple[Paragraph, ...], right: tuple[Paragraph, ...]) -> Iterator[tuple[str, str]]:
    yield from ((a.id, b.id) for a, b in zip(left, right, strict=False))
