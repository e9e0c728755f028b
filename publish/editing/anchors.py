"""What a translation leaves standing: numbers, names, kindred words, marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from sys import intern

from publish.editing.cues import UNSPACED

_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
_GROUPED = re.compile(r"(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+)(?:[.,](\d+))?")
_WORD = re.compile(r"[^\W\d_]+")
_GRAM = 4
"""Letters of a word compared at once: cognates share their beginnings (Simard, Foster & Isabelle, 1992)."""
_SHORTEST = 3
_MARKS = ("?？؟፧", "!！", ":：", '“”«»„"「」『』', "(（", "%٪", ";；፤")
_ENDS = ".!?…。！？؟۔।॥።፧"
_CLOSING = "\"'”’»›)]}）」』 \u00a0"
_MOST = 3
"""More marks than this say no more."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of one text."""

    length: int
    """Characters, white space at the ends apart; at least 1."""
    numbers: tuple[str, ...]
    """In one writing style: `27.4`, `14000`; in order, repeats kept."""
    grams: tuple[str, ...]
    """Beginnings and insides of words, without case and accents, a word's start marked by `_`; sorted, none twice."""
    marks: tuple[int, ...]
    """How often ? ! : quotes ( % ; stand there, whatever their script, 3 at most."""
    open: bool
    """Whether it breaks off: its last mark ends no sentence."""
    bare: bool
    """Whether it is hardly words: less than half of it is letters."""
    stray: bool
    """Whether it says nothing by itself: no digit, and no more than one letter, as a speck that a scanner read."""
    unclosed: bool = False
    """Whether it was cut within a bracket; told from the texts after it (`brackets.py`)."""


def anchors(text: str) -> Anchors:
    """Return what of this text should be found again in its translation."""
    said = text.strip()
    return Anchors(
        length=max(1, len(said)),
        numbers=numbers(said),
        grams=tuple(sorted(_grams(said))),
        marks=_marks(said),
        open=not said.rstrip(_CLOSING).endswith(tuple(_ENDS)),
        bare=2 * sum(c.isalpha() or unicodedata.combining(c) > 0 for c in said) < len(said),
        stray=not any(c.isdigit() for c in said) and sum(map(str.isalpha, said)) <= 1 and not UNSPACED.search(said),
    )


def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text in one style, whatever its digits, its decimal mark and its grouping.

    `1.234,5`, `1,234.5` and `1 234,5` are all `1234.5`. Groups of three digits are read as thousands:
    a decimal number with exactly three decimals is taken for a whole one, in both languages alike.
    """
    return tuple(_number(match.group()) for match in _NUMBER.finditer(text))


def _number(written: str) -> str:
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in written)
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        whole, decimals = re.sub(r"\D", "", grouped[1]), grouped[2]
        digits = f"{whole}.{decimals}" if decimals else whole
    return digits.replace(",", ".").lstrip("0") or "0"


def _grams(text: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    found: set[str] = set()
    for word in _WORD.findall(bare):
        if len(word) >= _SHORTEST:
            marked = f"_{word}"
            # The same few thousand stand in every text: one copy of each is enough.
            found.update(intern(marked[at : at + _GRAM]) for at in range(max(1, len(marked) - _GRAM + 1)))
    return found


def _marks(text: str) -> tuple[int, ...]:
    return tuple(min(_MOST, sum(text.count(mark) for mark in kind)) for kind in _MARKS)
