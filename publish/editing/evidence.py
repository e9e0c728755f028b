"""How much speaks for a bead: length, anchors and meaning, weighed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from publish.editing.anchors import Anchors, anchors
from publish.editing.beads import SHAPES, Shape
from publish.editing.meaning import centred
from publish.editing.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from publish.editing.meaning import Vectors

    Matrix: TypeAlias = NDArray[np.floating]
    Features: TypeAlias = dict[str, Matrix]

WIDEST = max(max(shape) for shape in SHAPES)
_VARIANCE = 6.8
"""Of the length of a translation, per character (Gale & Church, 1993)."""
_NEIGHBOURS = 4
_USUAL_NOISE = 0.35
"""Where there is only one item over there, and so no neighbour to tell."""
_DOUBT = 4
"""So many likely twins weigh as much as the whole lengths do."""
_DECIMALS = 5
"""Likenesses are rounded here, so that another machine's arithmetic finds the same path."""


@dataclass(frozen=True, slots=True)
class Side:
    """A run of items of one language, with all that is known of each."""

    anchors: tuple[Anchors, ...]
    vectors: Vectors | None
    """Unit rows, centred; None where meaning is not at hand."""
    noise: Matrix
    """How like each item is to items of the other side that do not say the same; zeros without vectors."""

    def __len__(self) -> int:
        return len(self.anchors)

    def only(self, items: Sequence[int]) -> Side:
        """Return a side of these items; what was learnt from the whole stays known."""
        vectors = None if self.vectors is None else self.vectors[list(items)]
        return Side(tuple(self.anchors[item] for item in items), vectors, self.noise[list(items)])

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


def evidence(
    left: Sequence[str], right: Sequence[str], *, left_vectors: Vectors | None, right_vectors: Vectors | None
) -> Evidence:
    """Gather what is known of two runs of texts; the vectors are as the model gave them."""
    lefts, rights = tuple(map(anchors, left)), tuple(map(anchors, right))
    if left_vectors is None or right_vectors is None:
        sides = (Side(lefts, None, np.zeros(len(left))), Side(rights, None, np.zeros(len(right))))
    else:
        ours, theirs = centred(left_vectors), centred(right_vectors)
        sides = (Side(lefts, ours, _noise(ours, theirs)), Side(rights, theirs, _noise(theirs, ours)))
    return Evidence(*sides, _ratio(*sides), _rarity((*lefts, *rights)))


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
        likeness = np.round(ours[first : first + 256] @ theirs.T, _DECIMALS)
        found += [int(at) for at in likeness.argmax(axis=1)]
    return found


def _noise(ours: Vectors, theirs: Vectors) -> Matrix:
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


def scores(known: Evidence, *, widest: int = WIDEST, covered: Coverage | None = None) -> dict[Shape, Matrix]:
    """Return, for each shape that fits, the log weight of every bead of that shape (see `beads.path`).

    No bead has more than `widest` items on a side. With `covered` the items are paragraphs.
    """
    weights = WEIGHTS[covered is not None, known.left.vectors is not None]
    weighed = {}
    for shape, features in all_features(known, widest=widest, covered=covered).items():
        total = sum((weights[name] * values for name, values in features.items()), np.zeros(()))
        a, b = shape
        weighed[shape] = np.broadcast_to(total, (len(known.left) - a + 1, len(known.right) - b + 1))
    return weighed


def all_features(known: Evidence, *, widest: int = WIDEST, covered: Coverage | None = None) -> dict[Shape, Features]:
    """Return every feature of every bead that fits, by shape: what `scores` weighs and the tuning learns from."""
    spans = _Spans(known, widest, covered)
    return {
        (a, b): spans.alone(a) if 0 in (a, b) else spans.together(a, b)
        for a, b in SHAPES
        if max(a, b) <= widest and a <= len(known.left) and b <= len(known.right)
    }


@dataclass(frozen=True, slots=True)
class _Run:
    """All runs of so many items on one side."""

    lengths: Matrix
    counts: Matrix
    """How many numbers stand in each."""
    breaks: Matrix
    """How many of its items but the last break off, as if the next went on with their sentence."""
    ends: Matrix
    """1 where the last item breaks off."""
    bare: Matrix
    """How many of its items are hardly words."""
    numbers: Matrix
    grams: Matrix
    marks: Matrix
    vectors: Matrix
    noise: Matrix


class _Spans:
    """Runs of items on both sides, with their likenesses, each reckoned once."""

    def __init__(self, known: Evidence, widest: int, covered: Coverage | None) -> None:
        self.covered = covered
        self.meant = known.left.vectors is not None
        numbers = _bags([e.numbers for e in known.left.anchors], [e.numbers for e in known.right.anchors], known.rarity)
        grams = _bags([e.grams for e in known.left.anchors], [e.grams for e in known.right.anchors], known.rarity)
        # Lengths are compared half way between the two languages.
        self.left = _runs(known.left, numbers[0], grams[0], known.ratio**0.5, widest)
        self.right = _runs(known.right, numbers[1], grams[1], known.ratio**-0.5, widest)
        self._meanings: dict[Shape, Matrix] = {}
        self._letters: dict[Shape, Matrix] = {}

    def meaning(self, a: int, b: int) -> Matrix:
        """Return the likeness in meaning of runs of a and b items."""
        if (a, b) not in self._meanings:
            self._meanings[a, b] = _cosines(self.left[a].vectors, self.right[b].vectors)
        return self._meanings[a, b]

    def letters(self, a: int, b: int) -> Matrix:
        """Return the likeness in letters of runs of a and b items."""
        if (a, b) not in self._letters:
            self._letters[a, b] = _cosines(self.left[a].grams, self.right[b].grams)
        return self._letters[a, b]

    def alone(self, a: int) -> Features:
        """Return the features of one item that has no twin, of the left where a is 1: a likely one stands against."""
        axis = 1 if a else 0
        run = self.left[1] if a else self.right[1]

        def spread(values: Matrix) -> Matrix:
            return values[:, None] if a else values[None, :]

        features = {
            "alone": spread(np.ones_like(run.lengths)),
            "alone: length": spread(np.log(run.lengths / 100)),
            "alone: bare": spread(run.bare),
            "alone: breaks off": spread(run.ends),
            "alone: number": spread((run.counts > 0).astype(np.float64)),
            "alone: letters": spread(_highest(self.letters(1, 1), axis)),
        }
        if self.meant:
            features["alone: meaning"] = spread(_highest(self.margin(1, 1), axis))
        if self.covered:
            features["alone: covered"] = spread(_highest(self.covered.left if a else self.covered.right, axis))
        return features

    def margin(self, a: int, b: int) -> Matrix:
        """Return how far the likeness in meaning of two runs stands above the noise about them."""
        noise = (self.left[a].noise[:, None] + self.right[b].noise[None, :]) / 2
        return np.asarray((self.meaning(a, b) - noise) * 10)

    def together(self, a: int, b: int) -> Features:
        """Return the features of the beads of a and b items."""
        features = {
            f"{max(a, b)}-{min(a, b)}" if a + b < 5 else "wider": np.ones(()),
            **_length_features(self.left[a], self.right[b]),
            **_number_features(self.left[a], self.right[b]),
            **_mark_features(self.left[a], self.right[b]),
            **_end_features(self.left[a], self.right[b]),
            "letters": self.letters(a, b),
        }
        if a + b > 2:
            features["letters: gain"] = _gain(self.letters, a, b) * 5
        if self.meant:
            features["meaning"] = (self.meaning(a, b) - 0.8) * 10
            features["meaning: margin"] = self.margin(a, b)
            if a + b > 2:
                features["meaning: margin of more"] = features["meaning: margin"] * (a + b - 2) / 2
                features["meaning: gain"] = np.minimum(_gain(self.meaning, a, b) * 20, 2)
        if self.covered:
            features |= _coverage_features(self.covered, self.left, self.right, a, b)
        return features


def _highest(likeness: Matrix, axis: int) -> Matrix:
    return likeness.max(axis=axis) if likeness.size else np.zeros(likeness.shape[1 - axis])


def _bags(
    left: Sequence[Iterable[str]], right: Sequence[Iterable[str]], rarity: Mapping[str, float]
) -> tuple[Matrix, Matrix]:
    """Rows of rarities, one column for each anchor that stands on both sides."""
    shared = sorted({a for item in left for a in item} & {a for item in right for a in item})
    column = {anchor: at for at, anchor in enumerate(shared)}
    bags = (np.zeros((len(left), len(shared)), np.float32), np.zeros((len(right), len(shared)), np.float32))
    for bag, items in zip(bags, (left, right), strict=True):
        for row, item in enumerate(items):
            for anchor in item:
                if anchor in column:
                    bag[row, column[anchor]] = rarity[anchor]
    return bags


def _runs(side: Side, numbers: Matrix, grams: Matrix, scale: float, widest: int) -> dict[int, _Run]:
    lengths = side.lengths
    counts = np.array([len(each.numbers) for each in side.anchors], dtype=np.float64)
    opens = np.array([each.open for each in side.anchors], dtype=np.float64)
    bare = np.array([each.bare for each in side.anchors], dtype=np.float64)
    marks = np.array([each.marks for each in side.anchors], dtype=np.float64).reshape(len(side), -1)
    vectors = np.zeros((len(side), 1)) if side.vectors is None else side.vectors * np.sqrt(lengths)[:, None]
    return {
        size: _Run(
            lengths=_sums(lengths, size) * scale,
            counts=_sums(counts, size),
            breaks=_sums(opens, size) - opens[size - 1 :],
            ends=opens[size - 1 :],
            bare=_sums(bare, size),
            numbers=reduce(np.maximum, _shifted(numbers, size)),
            grams=reduce(np.maximum, _shifted(grams, size)),
            marks=_sums(marks, size),
            vectors=_sums(vectors, size),
            noise=_sums(side.noise * lengths, size) / _sums(lengths, size),
        )
        for size in range(1, min(widest, len(side)) + 1)
    }


def _shifted(rows: Matrix, size: int) -> list[Matrix]:
    runs = len(rows) - size + 1
    return [rows[first : first + runs] for first in range(size)]


def _sums(rows: Matrix, size: int) -> Matrix:
    return np.asarray(sum(_shifted(rows, size)[1:], _shifted(rows, size)[0]))


def _cosines(left: Matrix, right: Matrix) -> Matrix:
    left = left / (np.linalg.norm(left, axis=1, keepdims=True) + 1e-9)
    right = right / (np.linalg.norm(right, axis=1, keepdims=True) + 1e-9)
    return np.round((left @ right.T).astype(np.float64), _DECIMALS)


def _gain(likeness: Callable[[int, int], Matrix], a: int, b: int) -> Matrix:
    """How much liker two runs are than they would be with an item less at either end of either run."""
    joined = likeness(a, b)
    n, m = joined.shape
    fewer = []
    if a > 1:
        fewer += [likeness(a - 1, b)[:n, :m], likeness(a - 1, b)[1 : n + 1, :m]]
    if b > 1:
        fewer += [likeness(a, b - 1)[:n, :m], likeness(a, b - 1)[:n, 1 : m + 1]]
    return np.asarray(joined - reduce(np.maximum, fewer))


def _length_features(left: _Run, right: _Run) -> Features:
    ours, theirs = left.lengths[:, None], right.lengths[None, :]
    deviation = (ours - theirs) ** 2 / (_VARIANCE * (ours + theirs) / 2)
    return {
        "length: deviation": np.minimum(deviation, 16) / 4,
        "length: ratio": np.abs(np.log((ours + 10) / (theirs + 10))),
    }


def _number_features(left: _Run, right: _Run) -> Features:
    ours, theirs = left.counts[:, None], right.counts[None, :]
    both = (ours > 0) & (theirs > 0)
    shared = _cosines(left.numbers, right.numbers)
    return {
        "numbers: shared": shared * both,
        "numbers: none shared": (both & (shared == 0)).astype(np.float64),
        "numbers: more on one side": np.minimum(np.abs(ours - theirs), 3),
    }


def _mark_features(left: _Run, right: _Run) -> Features:
    ours, theirs = left.marks[:, None, :], right.marks[None, :, :]
    return {
        "marks: apart": np.minimum(np.abs(ours - theirs).sum(axis=2), 6) / 2,
        "marks: shared": np.minimum(np.minimum(ours, theirs).sum(axis=2), 6) / 2,
    }


def _end_features(left: _Run, right: _Run) -> Features:
    return {
        "ends: apart": np.abs(left.ends[:, None] - right.ends[None, :]),
        "ends: within": left.breaks[:, None] + right.breaks[None, :],
        "bare": np.minimum(left.bare[:, None] + right.bare[None, :], 2),
    }


def _coverage_features(covered: Coverage, left: dict[int, _Run], right: dict[int, _Run], a: int, b: int) -> Features:
    """How much of the bead is said on both sides, and how much of the item of it that is said least."""
    # What each item on the left has among b items on the right, and the other way round.
    ours = [np.minimum(rows, 1) for rows in _shifted(_sums(covered.left.T, b).T, a)]
    theirs = [np.minimum(rows, 1) for rows in _shifted(_sums(covered.right, a).T, b)]
    lengths = [_shifted(left[1].lengths, a), _shifted(right[1].lengths, b)]
    said = reduce(np.add, [rows * weight[:, None] for rows, weight in zip(ours, lengths[0], strict=True)])
    heard = reduce(np.add, [rows * weight[:, None] for rows, weight in zip(theirs, lengths[1], strict=True)])
    whole = left[a].lengths[:, None] + right[b].lengths[None, :]
    least = np.minimum(reduce(np.minimum, ours), reduce(np.minimum, theirs).T)
    return {"covered": (said + heard.T) / whole, "covered: least": least}
