"""Whether a clause of a bead is heard better next to its other side than in it."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from publish.editing.evidence import Matrix, Side

_REACH = 2
"""So many items before and after a bead are listened to."""
_LOUD = 1.0
"""What is nearer to the noise than this, in tenths of a cosine, is not heard at all."""
_MOST = 4.0


class Heard:
    """The clauses of two sides, each against the items of the other."""

    def __init__(self, left: Side, right: Side) -> None:
        self._sides = ((left, _margins(left, right)), (right, _margins(right, left)))
        self._known: dict[tuple[int, int], Matrix] = {}

    def elsewhere(self, a: int, b: int) -> Matrix:
        """Return for each bead of a and b items by how much a clause of it is heard better next to it.

        In tenths of a cosine, the most of any clause of each side, and of that the mean; nought where each clause is
        heard best within the bead: a bead that ends amid what a sentence says has one that is not.
        """
        ours, theirs = self._beside(0, b), self._beside(1, a).T
        n, m = len(ours) - a + 1, theirs.shape[1] - b + 1
        mine = reduce(np.maximum, [ours[first : first + n] for first in range(a)])
        yours = reduce(np.maximum, [theirs[:, first : first + m] for first in range(b)])
        return np.asarray((mine + yours) / 2)

    def _beside(self, which: int, size: int) -> Matrix:
        """For each item and each run of so many over there: by how much a clause is heard better beside the run."""
        if (which, size) not in self._known:
            side, margins = self._sides[which]
            runs = margins.shape[1] - size + 1
            inside = reduce(np.maximum, [margins[:, first : first + runs] for first in range(size)])
            beside = np.zeros_like(inside)
            for step in range(1, min(_REACH, runs - 1) + 1):
                beside[:, step:] = np.maximum(beside[:, step:], margins[:, : runs - step])
                beside[:, :-step] = np.maximum(beside[:, :-step], margins[:, size - 1 + step :])
            better = np.clip(beside - np.maximum(inside, 0), 0, _MOST) * (beside > _LOUD)
            self._known[which, size] = np.maximum.reduceat(better, _firsts(side))
        return self._known[which, size]


def _margins(side: Side, other: Side) -> Matrix:
    """How far above the noise about it each clause of a side is like each item of the other, or the likest clause."""
    clauses = np.concatenate([each.vectors for each in side.clauses])
    theirs = np.concatenate([each.vectors for each in other.clauses])
    near = np.maximum.reduceat(clauses @ theirs.T, _firsts(other), axis=1)
    if other.vectors is not None:
        near = np.maximum(near, clauses @ other.vectors.T)
    noise = np.concatenate([each.noise for each in side.clauses])
    return np.asarray(np.round((near - noise[:, None]).astype(np.float64) * 10, 4))


def _firsts(side: Side) -> list[int]:
    """Where the clauses of each item begin."""
    firsts = [0]
    for each in side.clauses[:-1]:
        firsts.append(firsts[-1] + len(each.noise))
    return firsts
