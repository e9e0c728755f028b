"""Two languages side by side in one line, pulled apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.editing.cues import common_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Block, Span

_ROWS_AT_LEAST = 2
_COLUMNS = range(2, 5)


def parted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with every row of language columns as one block per cell, all on the same lines.

    A row is a block with tabs in its text, as reading leaves them. Columns count as languages where
    several rows have as many cells and the words of each column are mostly of another language.
    """
    widths = _language_columns(blocks)
    return tuple(part for block in blocks for part in _cells(block, widths))


def _language_columns(blocks: Sequence[Block]) -> frozenset[int]:
    rows: dict[int, list[list[str]]] = {}
    for block in blocks:
        cells = block.text.split("\t")
        if len(cells) in _COLUMNS:
            rows.setdefault(len(cells), []).append(cells)
    return frozenset(width for width, found in rows.items() if len(found) >= _ROWS_AT_LEAST and _differ(found))


def _differ(rows: list[list[str]]) -> bool:
    languages = []
    for column in zip(*rows, strict=True):
        tally = Counter(common_words(cell, words(cell))[1] for cell in column)
        tally.pop("", None)
        languages.append(tally.most_common(1)[0][0] if tally else "")
    return len(set(languages)) == len(languages) and "" not in languages


def _cells(block: Block, widths: frozenset[int]) -> Iterator[Block]:
    if block.text.count("\t") + 1 not in widths:
        yield block
        return
    cells: list[list[Span]] = [[]]
    for span in block.spans:
        first, *others = span.text.split("\t")
        cells[-1].append(replace(span, text=first))
        cells.extend([replace(span, text=text)] for text in others)
    plain = replace(block, kind="paragraph", level=0) if block.kind == "row" else block
    for cell in cells:
        if own := tuple(span for span in cell if span.text):
            yield replace(plain, spans=own)
