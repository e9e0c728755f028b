"""Where each block leads in the other languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.model import Bead, Book, Edition, Paragraph, Section

LINKED = 0.5
"""The least confidence at which two blocks are linked: below it, a link is likelier wrong than right."""


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
    """Among the blocks of its kind in its edition, from 1; the colophon counts anew."""


@dataclass(frozen=True, slots=True)
class Twins:
    """The links between the editions: each has its way back."""

    places: Mapping[str, Place]
    """Every block of the book, colophons too, by its id."""
    links: Mapping[str, tuple[Place, ...]]
    """By the id of the block that the link stands in, in the order of the editions."""
    absent: Mapping[str, tuple[str, ...]]
    """Languages that a block was not translated into, by its id."""
    uncertain: Mapping[str, tuple[str, ...]]
    """Languages in which a block may have a twin, of which we are too unsure to lead there, by its id."""


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
    paired = _both_ways(_pairs(book))
    chapters = _both_ways(pair for one, other in combinations(book.editions, 2) for pair in _chapters(one, other))
    order = {name: position for position, name in enumerate(places)}
    links: dict[str, list[Place]] = {}
    for left, right in sorted(paired | chapters, key=lambda pair: (order[pair[0]], order[pair[1]])):
        place = places[right] if (left, right) in paired else replace(places[right], phrase="section_in")
        links.setdefault(left, []).append(place)
    return Twins(
        places,
        links={name: tuple(found) for name, found in links.items()},
        absent=_without(bead for bead in _of_paragraphs(book) if not (bead.left and bead.right)),
        uncertain=_without(bead for bead in _of_paragraphs(book) if bead.left and bead.right and not linked(bead)),
    )


def linked(bead: Bead) -> bool:
    """Tell whether the two sides of a bead lead to each other."""
    return bool(bead.left and bead.right) and bead.confidence >= LINKED


def _of_paragraphs(book: Book) -> Iterator[Bead]:
    return (bead for bead in book.beads if bead.level == "paragraph")


def _without(beads: Iterable[Bead]) -> dict[str, tuple[str, ...]]:
    """Return the languages that each block of these beads does not lead to."""
    lacking: dict[str, tuple[str, ...]] = {}
    for bead in beads:
        for names, other in zip((bead.left, bead.right), reversed(bead.languages), strict=True):
            lacking |= {name: (*lacking.get(name, ()), other) for name in names}
    return lacking


def _both_ways(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(pairs)
    return found | {(right, left) for left, right in found}


def _places(edition: Edition) -> Iterator[Place]:
    for sections in (edition.sections, sections_of(edition)[len(edition.sections) :]):
        counted: Counter[str] = Counter()
        for section, paragraph in ((s, p) for s in sections for p in s.paragraphs):
            counted[paragraph.kind] += 1
            yield Place(
                id=paragraph.id,
                page=page_of(section),
                language=edition.language,
                phrase=f"{paragraph.kind}_in",
                number=counted[paragraph.kind],
            )


def _pairs(book: Book) -> Iterator[tuple[str, str]]:
    for bead in _of_paragraphs(book):
        if linked(bead):
            yield from ((left, right) for left in bead.left for right in bead.right)


def _chapters(first: Edition, second: Edition) -> Iterator[tuple[str, str]]:
    """Link the tops of chapters that answer each other, and of the colophons."""
    alike = len(first.sections) == len(second.sections)
    pairs = list(zip(first.sections, second.sections, strict=True)) if alike else []
    if first.colophon and second.colophon:
        pairs.append((first.colophon, second.colophon))
    for left, right in pairs:
        if left.paragraphs and right.paragraphs:
            yield left.paragraphs[0].id, right.paragraphs[0].id
