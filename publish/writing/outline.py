"""What a contents list leads to: titles and headings, each below what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from publish.phrases import autonym
from publish.writing.leaves import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Book
    from publish.writing.leaves import Leaf, Row

_DEEPEST = 4
"""The lowest level of headings that are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a contents list."""

    name: str
    """The id of what it leads to, or of a page: `en-p4`, `en-c1`; `en-edition` for an edition of an anthology."""
    href: str
    title: str
    language: str
    below: tuple[Entry, ...] = ()


def outline(book: Book, pages: Iterable[Leaf]) -> tuple[Entry, ...]:
    """Return the contents of a book, its colophons apart, each level in reading order.

    An edition, or an article of an anthology that several languages share, is one entry: its further chapters and its
    headings, to the fourth level, stand below it, and a title in another language below the one that it answers. In an
    anthology whose languages stand apart, the articles stand below their edition.
    """
    chapters = [leaf for leaf in pages if leaf.kind == "chapter"]
    if shared(chapters):
        return _articles(chapters)
    found: list[Entry] = []
    for edition in book.editions:
        own = [leaf for leaf in chapters if leaf.language == edition.language]
        if book.parts:
            # Its title is in one language, whatever the edition's.
            words = autonym(edition.language) if len(book.editions) > 1 else edition.title
            name = f"{edition.language}-edition"
            found.append(Entry(name, own[0].page, words, edition.language, _articles(own)))
        else:
            found += _articles(own)
    return tuple(found)


def _articles(chapters: Iterable[Leaf]) -> tuple[Entry, ...]:
    runs = (list(run) for _, run in groupby(chapters, key=lambda leaf: leaf.part))
    return tuple(entry for run in runs for entry in _nested(list(_lines(run))))


def _nested(lines: Sequence[tuple[int, Entry]]) -> Iterator[Entry]:
    """Yield those that no line before them is above, each with the deeper ones that follow it."""
    begin = 0
    while begin < len(lines):
        depth, entry = lines[begin]
        end = next((n for n in range(begin + 1, len(lines)) if lines[n][0] <= depth), len(lines))
        yield replace(entry, below=tuple(_nested(lines[begin + 1 : end])))
        begin = end


def _lines(article: Iterable[Leaf]) -> Iterator[tuple[int, Entry]]:
    """Yield each page of an article and each heading on it, with its depth."""
    for place, leaf in enumerate(article):
        top = min(place, 1)
        yield top, Entry(leaf.id, leaf.page, leaf.title, leaf.language)
        sides = (side for row in leaf.rows for side in row.sides if side.language == leaf.language)
        own = next(paragraph.id for side in sides for paragraph in side.paragraphs)
        for row in leaf.rows:
            yield from _headings(leaf, row, top, own)


def _headings(leaf: Leaf, row: Row, top: int, own: str) -> Iterator[tuple[int, Entry]]:
    """Yield the headings of a row but the page's own; those in another language stand below the first of the row."""
    listed = [
        (side.language, paragraph)
        for side in row.sides
        for paragraph in side.paragraphs
        if paragraph.kind == "title" or (paragraph.kind == "heading" and paragraph.level <= _DEEPEST)
    ]
    first = top
    for place, (language, paragraph) in enumerate(listed):
        name = paragraph.id
        # The second level is the first below a title; a title that is not the page's own is one in another language.
        depth = top if name == own else max(paragraph.level - 1, top + (paragraph.kind == "title"), 1)
        first = first if place else depth
        if name != own:
            title = " ".join(paragraph.text.split())
            below = language != listed[0][0]
            yield first + 1 if below else depth, Entry(name, f"{leaf.page}#{name}", title, language)
