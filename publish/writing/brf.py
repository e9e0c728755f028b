"""An edition as pages of braille: lines of so many cells, in the forms that braille gives to blocks.

The forms are those of the Braille Authority of North America (Braille Formats, 2016), which other countries know too:
headings are centred, the first line of a paragraph begins in cell 3, what runs over in a list begins further in. A
page has the title on its first line, and its number on the last, at the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from publish.model import Span
from publish.phrases import as_said
from publish.writing.plain import RULE, marker, whole
from publish.writing.tables import cells, parted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publish.model import Braille, Edition, Paragraph, Sentence

    Write: TypeAlias = Callable[[Sequence[Span]], str]

# Where the first line of a block begins, and where the others do, in blank cells before it.
_MARGINS: Final = {"quote": (4, 2), "note": (6, 4), "figure": (6, 4), "caption": (6, 4), "row": (0, 2)}
_PARAGRAPH: Final = (2, 0)
_HEADINGS: Final = {3: (4, 4), 4: (6, 6)}
"""By their level, those that are not centred."""
_SET_OFF: Final = frozenset({"quote", "item", "row", "code", "figure"})
"""Kinds with an empty line before the first of a group and after the last."""
_AROUND_CENTRED: Final = 6
"""Blank cells, three at least on either side."""
_FEWEST: Final = 2
"""Lines of what follows a heading that must stand under it on its page."""


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    apart: bool = False
    """Whether an empty line stands before it and after it."""
    leads: bool = False
    """Whether it may not be the last on its page."""


def document(edition: Edition, braille: Braille, grade: int, page: tuple[int, int]) -> bytes:
    """Return an edition with its colophon as a file for an embosser or a braille display.

    Lines end in CR and LF, pages in a form feed. Every page has as many lines as a page can have.

    Args:
        edition: what is written.
        braille: writes it; it knows the language.
        grade: 1 uncontracted, 2 contracted.
        page: cells in a line, and lines.
    """
    width, height = page
    write = partial(_written, braille, edition.language, grade)
    setting = _Setting(write, edition.language, width, braille.continues(edition.language))
    head = setting.centred((Span(edition.title),))[0]
    made = []
    for number, lines in enumerate(_pages(_blocks(edition, setting), height - 2), 1):
        # The title stands on the first page itself.
        first = [head if number > 1 else "", *lines]
        count = write((Span(str(number)),)).rjust(width)
        made.append("".join(f"{line}\r\n" for line in [*first, *[""] * (height - 1 - len(first)), count]) + "\f")
    return "".join(made).encode("ascii")


def _written(braille: Braille, language: str, grade: int, runs: Sequence[Span]) -> str:
    return braille(runs, language, grade)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How lines are made of runs of text."""

    write: Write
    language: str
    width: int
    continues: str

    def centred(self, runs: Sequence[Span]) -> tuple[str, ...]:
        """Return runs on lines of their own, in the middle."""
        lines = replace(self, width=self.width - _AROUND_CENTRED).lines(runs, (0, 0))
        return tuple(" " * ((self.width - len(line)) // 2) + line for line in lines)

    def lines(self, runs: Sequence[Span], margins: tuple[int, int]) -> tuple[str, ...]:
        """Return runs in lines; where the author ended a line, one ends."""
        first, rest = margins
        made: list[str] = []
        for line in _broken(runs):
            line_words = self.write(_tidied(line)).split()
            made += self._filled(line_words, rest if made else first, rest)
        return tuple(made)

    def _filled(self, line_words: Iterable[str], first: int, rest: int) -> Iterator[str]:
        line, empty = " " * first, True
        for word in line_words:
            if not empty and len(line) + 1 + len(word) > self.width:
                yield line
                line, empty = " " * rest, True
            line += word if empty else f" {word}"
            empty = False
            while len(line) > self.width:
                cut = self.width - len(self.continues)
                yield line[:cut] + self.continues
                line = " " * rest + line[cut:]
        if not empty:
            yield line


def _broken(runs: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield the runs of each line that the author set."""
    line: list[Span] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for other in others:
            yield line
            line = [replace(run, text=other)]
    yield line


def _tidied(runs: Iterable[Span]) -> list[Span]:
    """Return runs with one blank where there is white space, and their calls of notes in brackets."""
    made = []
    for run in runs:
        text = " ".join(f"|{run.text}|".split())[1:-1]
        if run.calls and text[:1].isalnum():
            text = f"[{text}]"
        if text:
            made.append(replace(run, text=text))
    return made


def _runs(sentences: Iterable[Sentence]) -> list[Span]:
    # Tabs part the cells of a row, and here each cell is by itself.
    return [span for s in sentences for span in (*s.spans, Span(s.after.replace("\t", ""))) if span.text]


def _blocks(edition: Edition, setting: _Setting) -> Iterator[_Block]:
    under_rule = edition.colophon.paragraphs[:1] if edition.colophon else ()
    if edition.sections[0].part:
        # The title of an anthology stands on no line of its articles.
        yield _Block(setting.centred((Span(edition.title),)), apart=True, leads=True)
    for kind, run in groupby(whole(edition), key=lambda p: p.kind if p.kind in {"item", "row"} else p.id):
        group = list(run)
        if group[0].breaks or group[0] in under_rule:
            yield _Block(setting.centred((Span(RULE),)), apart=True)
        if kind == "item":
            yield _Block(tuple(_items(group, setting)), apart=True)
        elif kind == "row":
            yield from (_Block(tuple(_rows(rows, setting)), apart=True) for rows in parted(group))
        else:
            yield _block(group[0], setting)


def _block(paragraph: Paragraph, setting: _Setting) -> _Block:
    runs = _runs(as_said(paragraph, setting.language))
    if paragraph.kind in {"title", "heading"}:
        margins = _HEADINGS.get(min(paragraph.level, 4)) if paragraph.kind == "heading" else None
        lines = setting.lines(runs, margins) if margins else setting.centred(runs)
        return _Block(lines, apart=True, leads=True)
    if paragraph.kind == "figure":
        runs = [Span("["), *runs, Span("]")]
    if paragraph.kind == "code":
        runs = [replace(run, styles=("code", *run.styles)) for run in runs]
    margins = _MARGINS.get(paragraph.kind, _PARAGRAPH)
    return _Block(setting.lines(runs, margins), apart=paragraph.kind in _SET_OFF)


def _items(items: Sequence[Paragraph], setting: _Setting) -> Iterator[str]:
    """Yield items, deeper ones further in; what runs over stands further in than any item begins."""
    # However deep a list goes, half the line is left to its words.
    deepest = min(max(max(item.level, 1) for item in items), setting.width // 4)
    for item in items:
        number = [Span(marker(item))] if item.number else []
        level = min(max(item.level, 1), deepest)
        yield from setting.lines([*number, *_runs(item.sentences)], (2 * (level - 1), 2 * deepest))


def _rows(rows: Sequence[Paragraph], setting: _Setting) -> Iterator[str]:
    """Yield the rows of a table one below the other: each cell after the first says under which head it stands."""
    heads = cells(rows[0]) if rows[0].level else []
    for row in rows:
        runs: list[Span] = []
        for place, cell in enumerate(cells(row)):
            if runs:
                runs.append(Span("; "))
            if place and not row.level and place < len(heads) and heads[place]:
                runs += [*_runs(heads[place]), Span(": ")]
            runs += _runs(cell)
        yield from setting.lines(runs, _MARGINS["row"])


def _pages(blocks: Iterable[_Block], height: int) -> Iterator[list[str]]:
    """Yield the lines of each page, without an empty one where it begins or ends."""
    page: list[str] = []
    held: list[str] = []
    """The lines of headings that wait for what follows them."""
    after = False
    # At the end, nothing is left to wait for.
    for block in chain(blocks, (_Block(()),)):
        lines = [""] if after or block.apart else []
        lines += block.lines
        after = block.apart
        if block.leads:
            held += lines
            continue
        # A heading moves to the next page with what follows it.
        if held and len(page) + len(held) + min(len(lines), _FEWEST + 1) > height:
            yield _trimmed(page)
            page = []
        for line in (*held, *lines):
            if len(page) == height:
                yield _trimmed(page)
                page = []
            if line or page:
                page.append(line)
        held = []
    if _trimmed(page):
        yield page


def _trimmed(page: list[str]) -> list[str]:
    while page and not page[-1]:
        page.pop()
    return page
