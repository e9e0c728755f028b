"""Rules between two parts of a text: a change of scene."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Block

RULE = "rule"
_REASON = "It is a rule between two parts; in its place, the book has a rule of its own."
_DRAWN = re.compile(r"(?:[*•·~_=—–#-]\s*){2,}|\s*(?:[⁂❦❧☙※]\s*)+")
_WORDLESS = "no-words"
"""The rule that cleaning names where a line has no words."""


def drawn(
    blocks: Sequence[Block], removals: Iterable[Removal], keep: frozenset[int]
) -> tuple[tuple[Block, ...], tuple[Removal, ...], tuple[int, ...]]:
    """Take out the blocks that are rules drawn in signs (`* * *`), and tell where all rules stand.

    Returns:
        The other blocks; the removals, with one for each rule; the lines that a rule stands on or before, in order.
    """
    rules = {place for place, b in enumerate(blocks) if _is_drawn(b) and b.first_line not in keep}
    found = [
        replace(removal, rule=RULE, reason=_REASON)
        if removal.rule == _WORDLESS and _DRAWN.fullmatch(removal.text)
        else removal
        for removal in removals
    ]
    found += [Removal(b.first_line, b.last_line, b.text, RULE, _REASON) for p, b in enumerate(blocks) if p in rules]
    lines = [removal.first_line for removal in found if removal.rule == RULE]
    lines += [block.first_line for block in blocks if block.breaks]
    kept = tuple(replace(b, breaks=False) if b.breaks else b for p, b in enumerate(blocks) if p not in rules)
    return kept, tuple(sorted(found, key=lambda removal: removal.first_line)), tuple(sorted(set(lines)))


def _is_drawn(block: Block) -> bool:
    # A row of a table may hold nothing but dashes.
    return block.kind in {"paragraph", "item"} and _DRAWN.fullmatch(block.text) is not None


def ruled(blocks: Sequence[Block], lines: Iterable[int]) -> list[Block]:
    """Return the blocks of one language, those marked that are the first after a rule.

    A rule holds for all languages, whichever it stands in; but none stands before the first block of one, nor
    before its notes.
    """
    found = list(blocks)
    begins = [block.first_line for block in found]
    for place in (bisect_left(begins, line) for line in lines):
        if 0 < place < len(found) and found[place].kind != "note":
            found[place] = replace(found[place], breaks=True)
    return found
