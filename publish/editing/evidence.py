"""What is known of two runs of texts before they are paired: length, anchors and meaning."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from publish.editing.anchors import Anchors, anchors
from publish.editing.brackets import cut_in_brackets
from publish.editing.meaning import centred

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from publish.editing.meaning import Vectors
    from publish.model import Kind

    Matrix: TypeAlias = NDArray[np.floating]

_KINDS: tuple[tuple[Kind, ...], ...] = (
    ("title", "standfirst", "heading"), ("paragraph", "row"), ("quote",), ("item",), ("caption", "note", "figure"),
    ("code",),
)  # fmt: skip
"""Kinds that stand for each other in a translation."""
_NEIGHBOURS = 4
_USUAL_NOISE = 0.35
"""Where there is only one item over there, and so no neighbour to tell."""
_DOUBT = 4
"""So many likely twins weigh as much as the whole lengths do."""
DECIMALS = 5
"""Likenesses are rounded here, so that another machine's arithmetic finds the same path."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of one item, or the item itself where it was not looked at closely."""

    vectors: Vectors
    """Unit rows, centred as those of the items are."""
    noise: Matrix
    """How like each is to items of the other side that do not say the same."""


@dataclass(frozen=True, slots=True)
class Side:
    """A run of items of one language, with all that is known of each."""

    anchors: tuple[Anchors, ...]
    vectors: Vectors | None
    """Unit rows, centred; None where meaning is not at hand."""
    kinds: Matrix
    """A row for each item, with a 1 in the column of its kind; no columns where items are not paragraphs."""
    noise: Matrix
    """How like each item is to items of the other side that do not say the same; zeros without vectors."""
    clauses: tuple[Clauses, ...] = ()
    """Of each item; none before doubtful ones are looked at closely (`closer.py`)."""

    def __len__(self) -> int:
        return len(self.anchors)

    def only(self, items: Sequence[int]) -> Side:
        """Return a side of these items; what was learnt from the whole stays known."""
        vectors = None if self.vectors is None else self.vectors[list(items)]
        kept = list(items)
        clauses = tuple(self.clauses[item] for item in kept) if self.clauses else ()
        return Side(tuple(self.anchors[item] for item in kept), vectors, self.kinds[kept], self.noise[kept], clauses)

    @property
    def lengths(self) -> Matrix:
        """Characters of each item."""
        return np.array([each.length for each in self.anchors], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two sides, and what is measured over both."""

    left: Side
    right: Side
    ratio: float
    """Characters on the right for one on the left."""
    rarity: Mapping[str, float]
    """Of each number and gram: the log of how many items there are for one that holds it."""

    def only(self, left: Sequence[int], right: Sequence[int]) -> Evidence:
        """Return the evidence for these items of both sides."""
        return Evidence(self.left.only(left), self.right.only(right), self.ratio, self.rarity)

    @property
    def closely(self) -> bool:
        """Whether the clauses of some items are known."""
        return bool(self.left.clauses and self.right.clauses)

    def cut(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether any of these items is known in more than one clause."""
        sides = ((self.left, left), (self.right, right))
        return any(len(side.clauses[item].noise) > 1 for side, items in sides if side.clauses for item in items)

    def at_first(self) -> Evidence:
        """Return the evidence as it was before any item was looked at closely."""
        return replace(self, left=replace(self.left, clauses=()), right=replace(self.right, clauses=()))


def evidence(
    left: Sequence[str],
    right: Sequence[str],
    *,
    left_vectors: Vectors | None,
    right_vectors: Vectors | None,
    left_kinds: Sequence[Kind] = (),
    right_kinds: Sequence[Kind] = (),
) -> Evidence:
    """Gather what is known of two runs of texts; the vectors are as the model gave them."""
    lefts, rights = _anchored(left, left_kinds), _anchored(right, right_kinds)
    kinds = _kinds(left_kinds, len(left)), _kinds(right_kinds, len(right))
    if left_vectors is None or right_vectors is None:
        sides = (
            Side(lefts, None, kinds[0], np.zeros(len(left))),
            Side(rights, None, kinds[1], np.zeros(len(right))),
        )
    else:
        ours, theirs = centred(left_vectors, right_vectors)
        sides = (
            Side(lefts, ours, kinds[0], noise(ours, theirs)),
            Side(rights, theirs, kinds[1], noise(theirs, ours)),
        )
    return Evidence(*sides, _ratio(*sides), _rarity((*lefts, *rights)))


def _anchored(texts: Sequence[str], kinds: Sequence[Kind]) -> tuple[Anchors, ...]:
    """The anchors of each text. Titles and headings end without a full stop, and break nothing off."""
    found = [anchors(text) for text in texts]
    for at in cut_in_brackets(texts):
        found[at] = replace(found[at], unclosed=True)
    for at, kind in enumerate(kinds):
        if kind in _KINDS[0]:
            found[at] = replace(found[at], open=False)
    return tuple(found)


def _kinds(kinds: Sequence[Kind], count: int) -> Matrix:
    if not kinds:
        return np.zeros((count, 0))
    return np.array([[float(kind in alike) for alike in _KINDS] for kind in kinds])


def _ratio(left: Side, right: Side) -> float:
    """Characters on the right for one on the left: the median of likely twins, for much may be untranslated."""
    whole = math.log((right.lengths.sum() + 50) / (left.lengths.sum() + 50))
    if left.vectors is None or right.vectors is None:
        return math.exp(whole)
    twins = [math.log(right.lengths[j] / left.lengths[i]) for i, j in mutual(left.vectors, right.vectors)]
    if not twins:
        return math.exp(whole)
    return math.exp((float(np.median(twins)) * len(twins) + whole * _DOUBT) / (len(twins) + _DOUBT))


def mutual(ours: Vectors, theirs: Vectors) -> list[tuple[int, int]]:
    """Return the pairs of rows that are each other's nearest, in the order of ours."""
    if not len(ours) or not len(theirs):
        return []
    there, back = _nearest(ours, theirs), _nearest(theirs, ours)
    return [(i, j) for i, j in enumerate(there) if back[j] == i]


def _nearest(ours: Vectors, theirs: Vectors) -> list[int]:
    found: list[int] = []
    for first in range(0, len(ours), 256):
        likeness = np.round(ours[first : first + 256] @ theirs.T, DECIMALS)
        found += [int(at) for at in likeness.argmax(axis=1)]
    return found


def noise(ours: Vectors, theirs: Vectors) -> Matrix:
    """Mean likeness of each of our items to its nearest neighbours over there but the first, its likely twin."""
    few = min(_NEIGHBOURS, len(theirs) - 1)
    if few < 1:
        return np.full(len(ours), _USUAL_NOISE)
    means = []
    for first in range(0, len(ours), 256):
        near = ours[first : first + 256] @ theirs.T
        nearest = np.partition(near, len(theirs) - few - 1, axis=1)[:, -few - 1 :]
        means.append((nearest.sum(axis=1, dtype=np.float64) - nearest.max(axis=1)) / few)
    return np.concatenate(means) if means else np.zeros(0)


def _rarity(items: Sequence[Anchors]) -> dict[str, float]:
    holding: Counter[str] = Counter()
    for each in items:
        holding.update({*each.grams, *each.numbers})
    return {anchor: math.log((len(items) + 1) / count) for anchor, count in holding.items()}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What sentences say of the paragraphs that hold them, for each paragraph on the left and on the right."""

    left: Matrix
    """The share of the left one's characters that the right one says again, 0..1."""
    right: Matrix
    """The share of the right one's that the left one says."""
