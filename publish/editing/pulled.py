"""Sentences of the text that the page shows a second time, in large letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block

_REASON = "It repeats words of the text, set out to be seen."
_WORDS_AT_LEAST = 6
"""Of a quotation: fewer may stand twice by chance."""
_WORD = re.compile(r"\w+")


def without_pulled(blocks: Sequence[Block], keep: frozenset[int]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Take out the quotations whose every word stands in the text itself, in the same order."""
    quotes = {place for place, block in enumerate(blocks) if block.kind == "quote"}
    if not quotes:
        return tuple(blocks), ()
    text = "\n".join(_flat(block) for place, block in enumerate(blocks) if place not in quotes)
    pulled = {p for p in quotes if _is_pulled(_flat(blocks[p]), text) and blocks[p].first_line not in keep}
    removals = (
        Removal(b.first_line, b.last_line, b.text, "repeated", _REASON) for b in map(blocks.__getitem__, sorted(pulled))
    )
    return tuple(block for place, block in enumerate(blocks) if place not in pulled), tuple(removals)


def _flat(block: Block) -> str:
    return f" {' '.join(_WORD.findall(block.text.casefold()))} "


def _is_pulled(quote: str, text: str) -> bool:
    return quote.count(" ") > _WORDS_AT_LEAST and quote in text
