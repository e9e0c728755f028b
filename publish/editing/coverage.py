"""How much of each paragraph is said again by the sentences of each paragraph of the other edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from publish.editing.evidence import Coverage
from publish.editing.weighing import scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from publish.editing.beads import Shape
    from publish.editing.evidence import Evidence

    Matrix: TypeAlias = NDArray[np.floating]

_STRICTNESS = 1.0
"""In logs: what a pair of sentences must have in its favour to count for half."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The sentences of two editions, and which paragraph holds which."""

    known: Evidence
    left: Sequence[range]
    """The sentences of each paragraph; none is empty."""
    right: Sequence[range]

    def cover(self, left: Sequence[int], right: Sequence[int]) -> Coverage:
        """Return what these paragraphs say of each other, whatever the order of their sentences."""
        ours, theirs = [self.left[p] for p in left], [self.right[p] for p in right]
        part = self.known.only([s for run in ours for s in run], [s for run in theirs for s in run])
        odds = _odds(part, _first(ours), _first(theirs))
        return Coverage(
            left=_covered(odds, _first(ours), _first(theirs), part.left.lengths),
            right=_covered(
                {(b, a): each.T for (a, b), each in odds.items()}, _first(theirs), _first(ours), part.right.lengths
            ).T,
        )


def _first(runs: Sequence[range]) -> list[int]:
    """Where each run begins when they are laid end to end."""
    firsts = [0]
    for run in runs[:-1]:
        firsts.append(firsts[-1] + len(run))
    return firsts


def _odds(part: Evidence, left: list[int], right: list[int]) -> Mapping[Shape, Matrix]:
    """For each bead of at most two to one: how much likelier it is than that its sentences have no twin."""
    weighed = scores(part, widest=2)
    ours, theirs = weighed[1, 0][:, 0], weighed[0, 1][0, :]
    n, m = len(ours), len(theirs)
    odds: dict[Shape, Matrix] = {(1, 1): weighed[1, 1] - ours[:, None] - theirs[None, :]}
    if (2, 1) in weighed:
        odds[2, 1] = np.full((n, m), -np.inf)
        odds[2, 1][:-1] = weighed[2, 1] - (ours[:-1] + ours[1:])[:, None] - theirs[None, :]
        odds[2, 1][[first - 1 for first in left[1:]]] = -np.inf
    if (1, 2) in weighed:
        odds[1, 2] = np.full((n, m), -np.inf)
        odds[1, 2][:, :-1] = weighed[1, 2] - ours[:, None] - (theirs[:-1] + theirs[1:])[None, :]
        odds[1, 2][:, [first - 1 for first in right[1:]]] = -np.inf
    return odds


def _covered(odds: Mapping[Shape, Matrix], left: list[int], right: list[int], lengths: Matrix) -> Matrix:
    """For each paragraph on the left and on the right: the share of the left one's characters said on the right."""
    best = np.full((len(lengths), len(right)), -np.inf)
    for (a, _), each in odds.items():
        within = np.maximum.reduceat(each, right, axis=1)
        best = np.maximum(best, within)
        if a == 2:
            best[1:] = np.maximum(best[1:], within[:-1])
    said = lengths[:, None] / (1 + np.exp(np.clip(_STRICTNESS - best, -50, 50)))
    return np.asarray(np.add.reduceat(said, left, axis=0) / np.add.reduceat(lengths, left)[:, None])
