"""Breaths between sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long nothing is said, in milliseconds; between two blocks the longer wish counts."""

    head: int = 600
    """Before the first sentence of a section."""
    tail: int = 1600
    """After its last one."""
    sentence: int = 350
    """After a sentence within its block; the next four instead where it ends with that mark."""
    question: int = 350
    exclamation: int = 350
    ellipsis: int = 350
    colon: int = 350
    cell: int = 300
    """After a cell of a table."""
    note: int = 200
    """Before the number of a note."""
    paragraph: int = 750
    """After a block; the next six instead after such a one."""
    title: int = 1000
    standfirst: int = 1400
    heading: int = 900
    quote: int = 900
    item: int = 550
    row: int = 600
    before_heading: int = 1200
    before_quote: int = 900
    rule: int = 1600
    """Where a rule stands between two parts."""
