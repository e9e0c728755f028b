"""Which items of two runs say the same, in order first, then across."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from publish.editing.beads import path
from publish.editing.cuts import LARGEST, blocks
from publish.editing.order import in_order
from publish.editing.weighing import scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.editing.evidence import Coverage, Evidence, Matrix

Pair: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], float]
"""Items on the left, items on the right, and the probability that these, no more and no fewer, say the same."""

Cover: TypeAlias = "Callable[[Sequence[int], Sequence[int]], Coverage]"
"""What the sentences of these items say, where the items are paragraphs."""

_CROSSING = 6.0
"""What a pair against the order must have in its favour, in logs: one in four hundred is one."""

_MOST_LEFT_OVER = 500
"""Sentences without a twin, a side, among which pairs against the order are looked for; a third as many paragraphs."""


def pairs_of(known: Evidence, cover: Cover | None = None) -> list[Pair]:
    """Pair off both sides: every item is in exactly one pair; an empty side means that it has no twin.

    Order: by the left side; what stands only on the right comes after its neighbour there.
    """
    largest = LARGEST if cover is None else LARGEST // 3
    found = list(chain.from_iterable(_along(known, cover, *block) for block in blocks(known, largest)))
    # Letters alone are too little to say that a sentence went elsewhere.
    trusted = cover is not None or known.left.vectors is not None
    return in_order(_across(known.at_first(), cover, found) if trusted else found)


def _along(known: Evidence, cover: Cover | None, left: tuple[int, int], right: tuple[int, int]) -> list[Pair]:
    if left[0] == left[1] or right[0] == right[1]:
        return [*(((i,), (), 1.0) for i in range(*left)), *(((), (j,), 1.0) for j in range(*right))]
    part = known.only(range(*left), range(*right))
    weighed = scores(part, covered=cover and cover(range(*left), range(*right)))
    swapped = None
    if (2, 2) in weighed and (cover or part.left.vectors is not None):
        # Two neighbours that changed places look like one bead of two and two.
        swapped = weighed[1, 1][:-1, 1:] + weighed[1, 1][1:, :-1] - _CROSSING
        straight = weighed[2, 2]
        weighed[2, 2] = np.logaddexp(straight, swapped)
        swapped = swapped - weighed[2, 2]
    found: list[Pair] = []
    for i, j, a, b, share in path(weighed, len(part.left), len(part.right)):
        p, q = left[0] + i, right[0] + j
        turned = float(np.exp(swapped[i, j])) if swapped is not None and (a, b) == (2, 2) else 0.0
        if turned > 0.5:
            found += [((p,), (q + 1,), share * turned), ((p + 1,), (q,), share * turned)]
        else:
            found.append((tuple(range(p, p + a)), tuple(range(q, q + b)), share * (1 - turned)))
    return found if cover else list(chain.from_iterable(_without_strays(known, pair) for pair in found))


def _without_strays(known: Evidence, pair: Pair) -> list[Pair]:
    """Let go of items that say nothing beside others that do: specks between two lines of a scan."""
    left, right, share = pair
    kept = (
        tuple(i for i in left if not known.left.anchors[i].stray),
        tuple(j for j in right if not known.right.anchors[j].stray),
    )
    if not all(kept):
        return [pair]
    return [
        (*kept, share),
        *(((i,), (), share) for i in left if i not in kept[0]),
        *(((), (j,), share) for j in right if j not in kept[1]),
    ]


def _across(known: Evidence, cover: Cover | None, found: list[Pair]) -> list[Pair]:
    """Pair what was left over on both sides where it is far likelier one than two, best first."""
    lefts = [left[0] for left, right, _ in found if not right]
    rights = [right[0] for left, right, _ in found if not left]
    most = _MOST_LEFT_OVER if cover is None else _MOST_LEFT_OVER // 3
    if not lefts or not rights or max(len(lefts), len(rights)) > most:
        return found
    odds = _odds(known, cover, lefts, rights) - _CROSSING
    moved: list[Pair] = []
    while odds.size and odds.max() > 0:
        i, j = (int(at) for at in np.unravel_index(odds.argmax(), odds.shape))
        moved.append(((lefts[i],), (rights[j],), float(1 / (1 + np.exp(-odds[i, j])))))
        odds[i, :], odds[:, j] = -np.inf, -np.inf
    taken = {item for pair in moved for item in (("left", *pair[0]), ("right", *pair[1]))}
    kept = [
        pair
        for pair in found
        if (pair[0] and pair[1]) or (("left", *pair[0]) not in taken and ("right", *pair[1]) not in taken)
    ]
    return kept + moved


def _odds(known: Evidence, cover: Cover | None, lefts: list[int], rights: list[int]) -> Matrix:
    weighed = scores(known.only(lefts, rights), widest=1, covered=cover and cover(lefts, rights))
    return weighed[1, 1] - weighed[1, 0][:, :1] - weighed[0, 1][:1, :]
