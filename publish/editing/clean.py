"""Article from furniture, line by line, with a reason for every line that goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.editing.cues import cues, words
from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What stays, and the receipt for the rest."""

    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]


def clean(
    blocks: Sequence[Block], *, keep: frozenset[int] = frozenset(), drop: frozenset[int] = frozenset()
) -> Cleaned:
    """First version: cues only."""
    kept, gone = [], []
    for b in blocks:
        w = words(b.text)
        c = cues(b.text, w)
        lines = set(range(b.first_line, b.last_line + 1))
        bad = (
            (bool(c.strong) and len(w) < 12)
            or c.cover > 0.6
            or len(c.strong) > 1
            or not any(x.isalnum() for x in b.text)
        )
        if (bad or lines & drop) and not lines & keep:
            rule = "by-hand" if lines & drop else (c.rule or "no-words")
            gone.append(Removal(b.first_line, b.last_line, b.text, rule, f"It looks like {rule}."))
        else:
            kept.append(b)
    return Cleaned(tuple(kept), tuple(gone))
