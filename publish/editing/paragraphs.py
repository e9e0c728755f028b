"""A block into a paragraph of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from publish.editing.sentences import split
from publish.model import Paragraph, Sentence, Span
from publish.phrases import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Block, Kind

_CELL = re.compile(r"(\S(?:[^\t]*\S)?)(\s*)")
_LINE = re.compile(r"[^\n]+\n*")


def paragraph(identity: str, block: Block, language: str) -> Paragraph:
    """Return a block as a paragraph of that name, cut into sentences by the rules of its language."""
    if block.picture:
        # A picture is looked at in one go: its alternative text is one sentence.
        spans = block.spans or (said(language, "undescribed"),)
        told = (Sentence(f"{identity}-s1", spans),)
        lines_ = (block.first_line, block.last_line)
        return Paragraph(identity, "figure", told, *lines_, picture=block.picture, undescribed=not block.spans)
    is_row = block.kind == "row"
    spans = block.spans if is_row else _trimmed(block.spans)
    text = "".join(span.text for span in spans)
    begins = [0, *accumulate(len(span.text) for span in spans)]
    sentences: list[Sentence] = []
    place = len(text) - len(text.lstrip()) if is_row else 0
    empty_cells = text.count("\t", 0, place)
    for n, piece in enumerate(_pieces(block.kind, text, language), 1):
        end = place + len(piece)
        words_ = piece.rstrip()
        own = _cut(spans, begins, place, place + len(words_))
        # A line may end where a sentence does.
        sentences.append(Sentence(f"{identity}-s{n}", own, text[place + len(words_) : end]))
        place = end
    return Paragraph(
        identity,
        block.kind,
        tuple(sentences),
        block.first_line,
        block.last_line,
        block.level,
        empty_cells,
        block.number,
        block.breaks,
        block.note,
    )


def _pieces(kind: Kind, text: str, language: str) -> Iterable[str]:
    """Return the sentences of a block, with what stands between them; of code, its lines."""
    if kind == "code":
        return _LINE.findall(text)
    return _by_cell(text, language) if kind == "row" else split(text.replace("\n", " "), language)


def _by_cell(text: str, language: str) -> Iterable[str]:
    """Return the sentences of a row, no sentence in two cells, each with the white space and the tabs after it."""
    for cell in _CELL.finditer(text):
        *others, last = split(cell[1], language)
        yield from others
        yield last + cell[2]


def _trimmed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Columns that turned out to be one text become words with a blank between them."""
    return tuple(replace(span, text=span.text.replace("\t", " ")) for span in spans)


def _cut(spans: tuple[Span, ...], begins: Sequence[int], start: int, end: int) -> tuple[Span, ...]:
    """Return the spans between two places of a text; `begins` says where in it each span begins."""
    first, last = bisect_right(begins, start) - 1, bisect_left(begins, end)
    cut = (
        replace(span, text=span.text[max(start - begin, 0) : end - begin])
        for span, begin in zip(spans[first:last], begins[first:last], strict=False)
    )
    return tuple(span for span in cut if span.text)
