"""The lattice of beads: the best path through it, and how sure each of its steps is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Scores: TypeAlias = NDArray[np.floating]

Shape: TypeAlias = tuple[int, int]
"""How many items a bead has on the left and on the right."""

Step: TypeAlias = tuple[int, int, int, int, float]
"""Where a bead begins, left and right, its shape, and its probability."""

SHAPES: tuple[Shape, ...] = (
    (1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 2), (2, 3), (4, 1), (1, 4), (5, 1), (1, 5),
)  # fmt: skip
"""Of two beads as good as each other the first is taken."""


def path(scores: Mapping[Shape, Scores], lefts: int, rights: int) -> tuple[Step, ...]:
    """Return the best way through `lefts` x `rights` items, every item in exactly one bead.

    `scores[a, b][i, j]` is the log weight of the bead that begins at left i and right j and takes a and b
    items; shapes of which nothing fits are left out. A bead's probability is the weight of all paths through
    it over the weight of all paths (forward-backward; a semi-Markov conditional random field, Sarawagi &
    Cohen, 2004), so that it counts every other way in which these items could be paired.
    """
    import numpy as np

    steps = _skewed(scores, lefts, rights)
    ways = _forward(steps, lefts, rights, np.logaddexp)
    onward = _onward(steps, lefts, rights)
    found = []
    for i, j, a, b in _best(steps, lefts, rights):
        log_share = ways[i + j, i] + steps[a, b][i + j + a + b, i + a] + onward[i + j + a + b, i + a] - onward[0, 0]
        found.append((i, j, a, b, float(np.exp(min(0.0, log_share)))))
    return tuple(found)


def _skewed(scores: Mapping[Shape, Scores], lefts: int, rights: int) -> dict[Shape, Scores]:
    """Turn each shape's scores so that row d, column i holds the bead that ends at left i, right d - i.

    All beads that end on one diagonal then stand in one row, and a whole row is reckoned at once.
    """
    import numpy as np

    skewed = {}
    for a, b in SHAPES:
        if (a, b) not in scores:
            continue
        turned = np.full((lefts + rights + 1, lefts + 1), -np.inf)
        i, j = np.indices((lefts - a + 1, rights - b + 1))
        turned[i + j + a + b, i + a] = scores[a, b]
        skewed[a, b] = turned
    return skewed


def _forward(steps: Mapping[Shape, Scores], lefts: int, rights: int, gather: np.ufunc) -> Scores:
    """Gather, for each cell, the weights of the ways from the start: all (logaddexp) or the best (maximum)."""
    import numpy as np

    ways = np.full((lefts + rights + 1, lefts + 1), -np.inf)
    ways[0, 0] = 0.0
    for d in range(1, lefts + rights + 1):
        row = ways[d]
        for (a, b), ending in steps.items():
            if d >= a + b:
                came = ways[d - a - b, : lefts + 1 - a] + ending[d, a:]
                gather(row[a:], came, out=row[a:])
    return ways


def _onward(steps: Mapping[Shape, Scores], lefts: int, rights: int) -> Scores:
    """Gather, for each cell, the weights of all ways from there to the end."""
    import numpy as np

    onward = np.full((lefts + rights + 1, lefts + 1), -np.inf)
    onward[lefts + rights, lefts] = 0.0
    for d in range(lefts + rights - 1, -1, -1):
        row = onward[d]
        for (a, b), ending in steps.items():
            if d + a + b <= lefts + rights:
                goes = onward[d + a + b, a:] + ending[d + a + b, a:]
                np.logaddexp(row[: lefts + 1 - a], goes, out=row[: lefts + 1 - a])
    return onward


def _best(steps: Mapping[Shape, Scores], lefts: int, rights: int) -> list[tuple[int, int, int, int]]:
    import numpy as np

    ways = _forward(steps, lefts, rights, np.maximum)
    d, i = lefts + rights, lefts
    found = []
    while d:
        a, b = next(
            (a, b)
            for (a, b), ending in steps.items()
            if d >= a + b and i >= a and ways[d - a - b, i - a] + ending[d, i] == ways[d, i] > -np.inf
        )
        d, i = d - a - b, i - a
        found.append((i, d - i, a, b))
    return found[::-1]
