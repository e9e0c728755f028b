"""Where each block leads in the other languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from publish.model import articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.design import Links
    from publish.model import Bead, Book, Edition, Paragraph, Section
    from publish.writing.leaves import Leaf

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
    """Among the blocks of its kind (the sentences) in its edition, from 1; the colophon counts anew."""


@dataclass(frozen=True, slots=True)
class Twins:
    """The links between the editions: each has its way back."""

    places: Mapping[str, Place]
    """Every block of the book, colophons too, by its id."""
    links: Mapping[str, tuple[Place, ...]]
    """By the id of the block (or, where sentences are linked, the sentence) that the link stands in, in the order of
    the editions."""
    absent: Mapping[str, tuple[str, ...]]
    """Languages that a block was not translated into, by its id."""
    uncertain: Mapping[str, tuple[str, ...]]
    """Languages in which a block may have a twin, of which we are too unsure to lead there, by its id."""
    languages: tuple[str, ...]
    """Of the editions."""


def list_id(first: Paragraph) -> str:
    """Return the id of the list that begins with this item."""
    return f"{first.id}-list"


def sections_of(edition: Edition) -> tuple[Section, ...]:
    """Return an edition's sections, its colophon last."""
    return (*edition.sections, edition.colophon) if edition.colophon else edition.sections


def twins(book: Book, leaves: Iterable[Leaf], by: Links = "paragraph") -> Twins:
    """Return every link between two editions of a book, and every block that has none.

    Args:
        book: with its beads.
        leaves: its pages.
        by: what is linked: blocks, sentences (the tops of chapters as well), or nothing.
    """
    pages = {paragraph.id: leaf.page for leaf in leaves for paragraph in leaf.paragraphs}
    places = {place.id: place for edition in book.editions for place in _places(edition, pages)}
    targets = places | {place.id: place for edition in book.editions for place in _sentences(edition, pages)}
    tops = _both_ways(pair for one, other in combinations(book.editions, 2) for pair in _chapters(one, other))
    pairs = {"paragraph": _pairs, "sentence": _first_of_each, "none": _nothing}[by](book)
    # A top needs no way of its own to one on its page, nor where its first sentence leads there.
    apart = {pair for pair in tops if places[pair[0]].page != places[pair[1]].page and by != "none"}
    led = {left for left, _ in pairs}
    tops = {pair for pair in apart if not {f"{name}-s1" for name in pair} & led}
    order = {name: position for position, name in enumerate(targets)}
    links: dict[str, list[Place]] = {}
    for left, right in sorted(pairs | tops, key=lambda pair: (order[pair[0]], order[pair[1]])):
        place = targets[right] if (left, right) in pairs else replace(targets[right], phrase="section_in")
        links.setdefault(left, []).append(place)
    return Twins(
        places,
        links={name: tuple(found) for name, found in links.items()},
        absent=_without(bead for bead in _of(book, "paragraph") if not (bead.left and bead.right)),
        uncertain=_without(bead for bead in _of(book, "paragraph") if bead.left and bead.right and not linked(bead)),
        languages=tuple(edition.language for edition in book.editions),
    )


def linked(bead: Bead) -> bool:
    """Tell whether the two sides of a bead lead to each other."""
    return bool(bead.left and bead.right) and bead.confidence >= LINKED


def _of(book: Book, level: str) -> Iterator[Bead]:
    """Yield the beads of a level but those of pictures: a picture needs no translation, its caption has its own."""
    figures = {p.id for edition in book.editions for p in edition.paragraphs if p.kind == "figure"}
    names = figures | {f"{name}-s1" for name in figures}
    return (bead for bead in book.beads if bead.level == level and names.isdisjoint((*bead.left, *bead.right)))


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


def _places(edition: Edition, pages: Mapping[str, str]) -> Iterator[Place]:
    for sections in (edition.sections, sections_of(edition)[len(edition.sections) :]):
        counted: Counter[str] = Counter()
        for paragraph in (p for s in sections for p in s.paragraphs):
            counted[paragraph.kind] += 1
            yield Place(
                id=paragraph.id,
                page=pages[paragraph.id],
                language=edition.language,
                phrase=f"{paragraph.kind}_in",
                number=counted[paragraph.kind],
            )


def _sentences(edition: Edition, pages: Mapping[str, str]) -> Iterator[Place]:
    numbered = enumerate(((p, sentence) for p in edition.paragraphs for sentence in p.sentences), 1)
    for number, (paragraph, sentence) in numbered:
        yield Place(sentence.id, pages[paragraph.id], edition.language, "sentence_in", number)


def _pairs(book: Book) -> set[tuple[str, str]]:
    beads = [bead for bead in _of(book, "paragraph") if linked(bead)]
    return _both_ways((left, right) for bead in beads for left in bead.left for right in bead.right)


def _first_of_each(book: Book) -> set[tuple[str, str]]:
    """Lead each sentence of a bead to the first on its other side: where one was made two, they are read together."""
    beads = [bead for bead in _of(book, "sentence") if linked(bead)]
    forth = {(left, bead.right[0]) for bead in beads for left in bead.left}
    return forth | {(right, bead.left[0]) for bead in beads for right in bead.right}


def _nothing(_: Book) -> set[tuple[str, str]]:
    return set()


def _chapters(first: Edition, second: Edition) -> Iterator[tuple[str, str]]:
    """Link the tops of chapters that answer each other, article by article, and of the colophons."""
    pairs: list[tuple[Section, Section]] = []
    for own in articles((first, second)):
        if len(own) > 1 and len(own[0].sections) == len(own[1].sections):
            pairs += zip(own[0].sections, own[1].sections, strict=True)
    if first.colophon and second.colophon:
        pairs.append((first.colophon, second.colophon))
    for left, right in pairs:
        if left.paragraphs and right.paragraphs:
            yield left.paragraphs[0].id, right.paragraphs[0].id
