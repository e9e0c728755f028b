"""A book as pages, in the layout that was asked for: what stands on which page, and in which order it is read.

A leaf is one page, a row what says the same in each language, a side one language of a row. In `chapters` each
section of each edition is a leaf, and a row has one side; in every other layout a leaf is a section of the leading
edition with all that answers it, and blocks keep the ids that editing gave them. The articles of an anthology share
no leaf; one that is in one language alone is laid out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from publish.design import Design
from publish.model import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.model import Bead, Book, Edition, Paragraph, Section, Sentence

_CHAPTERS = Design()


@dataclass(frozen=True, slots=True)
class Side:
    """What one language has in a row; nothing, where it was not translated."""

    language: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Sentences that say the same, in the order of the editions: the paragraph of each, and the sentence."""

    sentences: tuple[tuple[Paragraph, Sentence], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that say the same, in the order of the editions."""

    sides: tuple[Side, ...]
    turns: tuple[Turn, ...] = ()
    """The same, sentence by sentence, where the languages take turns so often; empty elsewhere."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Of all its sides."""
        return tuple(paragraph for side in self.sides for paragraph in side.paragraphs)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the book."""

    id: str
    """`en-c1` where it holds one language, `c1` where it holds all; the colophon is `en-colophon`."""
    language: str
    """Of the page; its blocks may be in another."""
    title: str
    kind: Literal["chapter", "colophon"]
    rows: tuple[Row, ...]
    design: Design
    part: int = 0
    """Of an anthology, the article that it belongs to, from 1; 0 elsewhere."""
    opens: bool = False
    """Whether that article begins here."""
    text_only: frozenset[str] = frozenset()
    """The languages that nobody speaks, of a book in which others are spoken."""
    lexicons: tuple[tuple[str, str], ...] = ()
    """How its words are said: language and path of each file."""

    @property
    def page(self) -> str:
        """File name of its page."""
        return f"{self.id}.xhtml"

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every block, in the order of the page."""
        return tuple(paragraph for row in self.rows for paragraph in row.paragraphs)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The id of every sentence but those in a language that nobody speaks, in the order in which they are read."""
        own = {p.id: side.language for row in self.rows for side in row.sides for p in side.paragraphs}
        read = chain.from_iterable(map(_read, self.rows))
        return tuple(sentence.id for paragraph, sentence in read if own[paragraph.id] not in self.text_only)


def leaves(book: Book, design: Design = _CHAPTERS, text_only: frozenset[str] = frozenset()) -> tuple[Leaf, ...]:
    """Return the pages of a book in their order, colophons last; the languages of `text_only` are not heard on them."""
    if design.layout == "chapters" or len(book.editions) == 1:
        alone = tuple(chain.from_iterable(_chapters(edition, edition.sections) for edition in book.editions))
    else:
        alone = tuple(_together(book, design))
    ends = tuple(_leaf(edition, edition.colophon, "colophon") for edition in book.editions if edition.colophon)
    return tuple(replace(leaf, text_only=text_only) for leaf in alone + ends)


def shared(pages: Iterable[Leaf]) -> bool:
    """Whether these pages hold several languages each."""
    return any(len(row.sides) > 1 for leaf in pages for row in leaf.rows)


def between_rules(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows that no rule parts, together; at the top of a page stands none."""
    part: list[Row] = []
    for row in rows:
        if part and any(paragraph.breaks for paragraph in row.paragraphs):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _read(row: Row) -> Iterator[tuple[Paragraph, Sentence]]:
    if row.turns:
        yield from (each for turn in row.turns for each in turn.sentences)
    else:
        yield from ((paragraph, sentence) for paragraph in row.paragraphs for sentence in paragraph.sentences)


def _leaf(edition: Edition, section: Section, kind: Literal["chapter", "colophon"] = "chapter") -> Leaf:
    rows = tuple(Row((Side(edition.language, (paragraph,)),)) for paragraph in section.paragraphs)
    title = section.title or edition.title
    return Leaf(section.id, edition.language, title, kind, rows, _CHAPTERS, section.part)


def _chapters(edition: Edition, sections: Iterable[Section]) -> Iterator[Leaf]:
    """Yield a leaf for each of these sections."""
    part = 0
    for section in sections:
        yield replace(_leaf(edition, section), opens=section.part != part)
        part = section.part


def _together(book: Book, design: Design) -> Iterator[Leaf]:
    """Yield the leaves of each article in turn; in one language alone, it is laid out as a book of that language is."""
    levels = ("paragraph", "sentence") if design.grain == "sentence" else ("paragraph",)
    links = {level: _links(bead for bead in book.beads if bead.level == level) for level in levels}
    number = 0
    for editions in articles(book.editions):
        own = _shared(editions, links, design) if len(editions) > 1 else _chapters(editions[0], editions[0].sections)
        for leaf in own:
            number += 1
            yield replace(leaf, id=f"c{number}")


def _shared(
    editions: tuple[Edition, ...], links: Mapping[str, Mapping[str, frozenset[str]]], design: Design
) -> Iterator[Leaf]:
    """Yield a leaf for each section of the leading edition of an article, with all that answers it."""
    lead = editions[0]
    begins = {section.paragraphs[0].id: section for section in lead.sections if section.paragraphs}
    pages: list[tuple[Section, list[Row]]] = []
    before: list[Row] = []
    for row in _rows(editions, links, design):
        section = next((begins[p.id] for p in row.sides[0].paragraphs if p.id in begins), None)
        if section:
            pages.append((section, [*before, row]))
            before = []
        else:
            (pages[-1][1] if pages else before).append(row)
    for place, (section, rows) in enumerate(pages):
        title = section.title or lead.title
        opens = bool(section.part) and not place
        yield Leaf(section.id, lead.language, title, "chapter", tuple(rows), design, section.part, opens)


def _rows(
    editions: tuple[Edition, ...], links: Mapping[str, Mapping[str, frozenset[str]]], design: Design
) -> Iterator[Row]:
    held = {paragraph.id: paragraph for edition in editions for paragraph in edition.paragraphs}
    by_sentence = design.layout == "interleaved" and design.grain == "sentence"
    order = [[paragraph.id for paragraph in edition.paragraphs] for edition in editions]
    alike: Iterator[tuple[Side, ...]] = (
        tuple(
            Side(edition.language, tuple(held[name] for name in names))
            for edition, names in zip(editions, group, strict=True)
        )
        for group in grouped(order, links["paragraph"])
    )
    for goes_on in (_in_one_table, _in_one_note, _in_one_figure):
        alike = _whole(alike, goes_on)
    for sides in alike:
        yield Row(sides, tuple(_turns(sides, links["sentence"])) if by_sentence and _talks(sides) else ())


def _whole(
    rows: Iterable[tuple[Side, ...]], goes_on: Callable[[Sequence[Side], Sequence[Side]], bool]
) -> Iterator[tuple[Side, ...]]:
    """Yield the sides of each row, those taken together of which one goes on with the one before it."""
    whole: tuple[Side, ...] = ()
    for sides in rows:
        if whole and goes_on(whole, sides):
            whole = tuple(Side(a.language, a.paragraphs + b.paragraphs) for a, b in zip(whole, sides, strict=True))
            continue
        if whole:
            yield whole
        whole = sides
    if whole:
        yield whole


def _in_one_table(table: Sequence[Side], sides: Sequence[Side]) -> bool:
    """Whether a row is of the same table as the one before it: a table is not cut by its translation."""
    members = [paragraph for side in sides for paragraph in side.paragraphs]
    in_tables = _kinds(table) == _kinds(sides) == {"row"}
    return in_tables and not (members[0].level and not _last(table).level)


def _in_one_note(note: Sequence[Side], sides: Sequence[Side]) -> bool:
    """Whether a row is of the same notes as the one before it: a window shows a note whole."""
    before = {paragraph.note for side in note for paragraph in side.paragraphs}
    return "" not in before and all(paragraph.note in before for side in sides for paragraph in side.paragraphs)


def _in_one_figure(figure: Sequence[Side], sides: Sequence[Side]) -> bool:
    """Whether a row holds the captions of the pictures in the one before it."""
    return _kinds(figure) == {"figure"} and _kinds(sides) == {"caption"}


def _kinds(sides: Iterable[Side]) -> set[str]:
    return {paragraph.kind for side in sides for paragraph in side.paragraphs}


def _last(sides: Sequence[Side]) -> Paragraph:
    return next(side.paragraphs[-1] for side in sides if side.paragraphs)


def _talks(sides: Sequence[Side]) -> bool:
    """Whether a row is running text in at least two languages; a heading or a list item is not cut in two."""
    several = sum(bool(side.paragraphs) for side in sides) > 1
    decorated = any(paragraph.decorations for side in sides for paragraph in side.paragraphs)
    return several and not decorated and _kinds(sides) <= {"paragraph", "standfirst", "quote", "caption"}


def _turns(sides: Sequence[Side], links: Mapping[str, frozenset[str]]) -> Iterator[Turn]:
    held = {sentence.id: (p, sentence) for side in sides for p in side.paragraphs for sentence in p.sentences}
    order = [[sentence.id for p in side.paragraphs for sentence in p.sentences] for side in sides]
    for group in grouped(order, links):
        yield Turn(tuple(held[name] for names in group for name in names))


def _links(beads: Iterable[Bead]) -> dict[str, frozenset[str]]:
    """Return what each member of these beads stands with, on both sides."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    for bead in beads:
        for name in (*bead.left, *bead.right):
            met[name].update(bead.left, bead.right)
    return {name: frozenset(names) for name, names in met.items()}


def grouped(order: Sequence[Sequence[str]], links: Mapping[str, frozenset[str]]) -> list[tuple[tuple[str, ...], ...]]:
    """Return what hangs together, in the order of the first sequence; what has no part in it, after what it follows.

    Args:
        order: the members of each language, in its own order.
        links: by member, the members (itself may be one) that it stands with. Strangers to `order` are passed over.

    Returns:
        For each group its members of each language. Every member of `order` is in exactly one group.
    """
    place = {name: (language, n) for language, names in enumerate(order) for n, name in enumerate(names)}
    after: dict[str, tuple[int, int, int]] = {}
    groups: dict[tuple[int, int, int], list[str]] = {}
    for language, names in enumerate(order):
        for n, name in enumerate(names):
            if name in after:
                continue
            members = sorted(_hanging(name, links, place), key=place.__getitem__)
            # The leading language's groups stand by its order; a stray comes after what it follows in its own.
            before = after[names[n - 1]][0] if n else 0
            at = (before, language, n) if language else (n, 0, 0)
            after |= dict.fromkeys(members, at)
            groups[at] = members
    return [
        tuple(tuple(name for name in groups[at] if place[name][0] == language) for language in range(len(order)))
        for at in sorted(groups)
    ]


def _hanging(name: str, links: Mapping[str, frozenset[str]], place: Mapping[str, object]) -> set[str]:
    """Return a member with all that it stands with, and all that those stand with."""
    found = {name}
    waiting = [name]
    while waiting:
        for other in links.get(waiting.pop(), frozenset()):
            if other in place and other not in found:
                found.add(other)
                waiting.append(other)
    return found
