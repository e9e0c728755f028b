"""Captions of quotations, code and films, and code: they look like labels, and stand in the midst of the text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from publish.model import Block, Removal

_LOOKS: Final = frozenset({"not-prose", "outside-the-article"})
"""Rules that go by how a block looks; what its page says of it (a menu, hidden, a box) counts more."""


def brought_back(
    blocks: Sequence[Block], lines: Collection[int], removals: Sequence[Removal]
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the captions and the code that were taken for labels among the text, and the other removals.

    Args:
        blocks: all of the source, in order.
        lines: on which a block that is article begins.
        removals: those of the blocks with words.
    """
    by_look = {removal.first_line for removal in removals if removal.rule in _LOOKS and not removal.picture}
    # What a picture shows is judged with the picture.
    shown = {block.first_line for pair in pairwise(blocks) for block in pair if any(each.picture for each in pair)}
    texts = [block for block in blocks if not block.picture]
    back = tuple(_among_text(texts, lines, {line for line in by_look if line not in shown}))
    found = {block.first_line for block in back}
    return back, tuple(removal for removal in removals if removal.first_line not in found or removal.picture)


def _among_text(blocks: Sequence[Block], lines: Collection[int], by_look: Collection[int]) -> Iterator[Block]:
    """Yield those with article before and after them, whatever others of their kind stand between."""
    waiting: list[Block] = []
    after_article = False
    for block in blocks:
        if block.first_line in by_look and _belongs(block):
            waiting.append(block)
        elif block.first_line in lines:
            yield from waiting if after_article else ()
            waiting, after_article = [], True
        else:
            waiting, after_article = [], False


def _belongs(block: Block) -> bool:
    return bool(block.signs) and (block.kind == "code" or (block.kind == "caption" and "in-figcaption" in block.signs))
