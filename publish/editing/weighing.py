"""How much speaks for a bead: what is known of its items, weighed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from publish.editing.beads import SHAPES, Shape
from publish.editing.evidence import DECIMALS
from publish.editing.heard import Heard
from publish.editing.weights import CLOSELY, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.editing.evidence import Coverage, Evidence, Matrix, Side

    Features: TypeAlias = dict[str, Matrix]

WIDEST = max(max(shape) for shape in SHAPES)
_VARIANCE = 6.8
"""Of the length of a translation, per character (Gale & Church, 1993)."""


def scores(known: Evidence, *, widest: int = WIDEST, covered: Coverage | None = None) -> dict[Shape, Matrix]:
    """Return, for each shape that fits, the log weight of every bead of that shape (see `beads.path`).

    No bead has more than `widest` items on a side. With `covered` the items are paragraphs; sentences whose clauses
    are known weigh otherwise.
    """
    weights = CLOSELY if known.closely else WEIGHTS[covered is not None, known.left.vectors is not None]
    weighed = {}
    for shape, features in all_features(known, widest=widest, covered=covered):
        total = sum((weights[name] * values for name, values in features.items()), np.zeros(()))
        a, b = shape
        weighed[shape] = np.broadcast_to(total, (len(known.left) - a + 1, len(known.right) - b + 1))
    return weighed


def all_features(
    known: Evidence, *, widest: int = WIDEST, covered: Coverage | None = None
) -> Iterator[tuple[Shape, Features]]:
    """Give every feature of every bead that fits, shape by shape: what `scores` weighs and the tuning learns from."""
    spans = _Spans(known, widest, covered)
    for a, b in SHAPES:
        if max(a, b) <= widest and a <= len(known.left) and b <= len(known.right):
            yield (a, b), spans.alone(a) if 0 in (a, b) else spans.together(a, b)


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
    unclosed: Matrix
    """1 where the last item was cut within a bracket."""
    bare: Matrix
    """How many of its items are hardly words."""
    kinds: Matrix
    """How many of its items are of each kind."""
    numbers: Matrix
    grams: Matrix
    marks: Matrix
    vectors: Matrix
    noise: Matrix


class _Spans:
    """Runs of items on both sides, with their likenesses, each reckoned once."""

    def __init__(self, known: Evidence, widest: int, covered: Coverage | None) -> None:
        self.covered = covered
        self.heard = Heard(known.left, known.right) if known.closely else None
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
        else:
            features["brackets: apart"] = spread(run.unclosed)
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
        else:
            features["brackets: apart"] = np.abs(self.left[a].unclosed[:, None] - self.right[b].unclosed[None, :])
        if self.heard:
            features["clauses: elsewhere"] = self.heard.elsewhere(a, b)
        if self.left[a].kinds.size and self.right[b].kinds.size:
            shared = self.left[a].kinds @ self.right[b].kinds.T
            features["kinds: none shared"] = (shared == 0).astype(np.float64)
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
    unclosed = np.array([each.unclosed for each in side.anchors], dtype=np.float64)
    bare = np.array([each.bare for each in side.anchors], dtype=np.float64)
    marks = np.array([each.marks for each in side.anchors], dtype=np.float64).reshape(len(side), -1)
    vectors = np.zeros((len(side), 1)) if side.vectors is None else side.vectors * np.sqrt(lengths)[:, None]
    return {
        size: _Run(
            lengths=_sums(lengths, size) * scale,
            counts=_sums(counts, size),
            breaks=_sums(opens, size) - opens[size - 1 :],
            ends=opens[size - 1 :],
            unclosed=unclosed[size - 1 :],
            bare=_sums(bare, size),
            kinds=_sums(side.kinds, size),
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
    return np.round((left @ right.T).astype(np.float64), DECIMALS)


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
    apart, shared = np.zeros((2, len(left.marks), len(right.marks)))
    # Kind by kind: all kinds at once would be as much memory as all other features together.
    for ours, theirs in zip(left.marks.T, right.marks.T, strict=True):
        apart += np.abs(ours[:, None] - theirs[None, :])
        shared += np.minimum(ours[:, None], theirs[None, :])
    return {"marks: apart": np.minimum(apart, 6) / 2, "marks: shared": np.minimum(shared, 6) / 2}


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
