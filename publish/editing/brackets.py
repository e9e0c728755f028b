"""Texts that were cut within a bracket: `( voir Les Alpes, No.` before `4 )`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSED_BY = {"(": ")", "[": "]", "（": "）"}
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()}
_REACH = 3
"""In so many texts a bracket is closed, or it was a slip."""


def cut_in_brackets(texts: Sequence[str]) -> list[int]:
    """Return the places of the texts that end within a bracket which one of the next few closes, in order."""
    cut: set[int] = set()
    waiting: dict[str, list[int]] = {opening: [] for opening in _CLOSED_BY}
    for at, text in enumerate(texts):
        for mark in text:
            if mark in waiting:
                waiting[mark].append(at)
            elif waiting.get(_OPENED_BY.get(mark, "")):
                opened = waiting[_OPENED_BY[mark]].pop()
                if at - opened <= _REACH:
                    cut.update(range(opened, at))
    return sorted(cut)
