"""Where a long pair of texts can be cut, so that each block is aligned by itself."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

from publish.editing.evidence import mutual

if TYPE_CHECKING:
    from publish.editing.evidence import Evidence, Side
    from publish.editing.meaning import Vectors

Block: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""A run on the left and a run on the right: (first, end) each."""

LARGEST = 300
"""Items a side of a block; the lattice of a block costs their product."""

_SKETCH = 512
"""Columns of a sketch of the letters, used where meaning is not at hand."""


def blocks(known: Evidence, largest: int = LARGEST) -> list[Block]:
    """Return blocks that cover both sides in order, none longer than `largest` on either side.

    A cut is made where three items in a row are each other's nearest on both sides, within the longest
    rising chain of such pairs; where there is no such place, both sides are halved.
    """
    end = (len(known.left), len(known.right))
    if max(end) <= largest:
        return [((0, end[0]), (0, end[1]))]
    places = _places(_chain(mutual(_vectors(known.left), _vectors(known.right))))
    return _divided((0, end[0]), (0, end[1]), places, largest)


def _divided(left: tuple[int, int], right: tuple[int, int], places: list[tuple[int, int]], largest: int) -> list[Block]:
    """Halve, at the place nearest to the middle, until the blocks are small."""
    done: list[Block] = []
    waiting = [(left, right)]
    while waiting:
        (i, i_end), (j, j_end) = waiting.pop()
        if i_end - i <= largest and j_end - j <= largest:
            done.append(((i, i_end), (j, j_end)))
            continue
        middle = ((i + i_end) // 2, (j + j_end) // 2)
        inside = [(p, q) for p, q in places if i < p < i_end and j < q < j_end]
        p, q = min(inside, key=lambda at: abs(at[0] - middle[0]) + abs(at[1] - middle[1]), default=middle)
        waiting += [((p, i_end), (q, j_end)), ((i, p), (j, q))]
    return done


def _vectors(side: Side) -> Vectors:
    if side.vectors is not None:
        return side.vectors
    sketch = np.zeros((len(side), _SKETCH), np.float32)
    for row, each in enumerate(side.anchors):
        for anchor in (*each.grams, *each.numbers):
            code = crc32(anchor.encode())
            sketch[row, code % _SKETCH] += 1 if code & 0x10000 else -1
    norms = np.linalg.norm(sketch, axis=1, keepdims=True)
    return np.asarray(sketch / np.maximum(norms, 1e-9), dtype=np.float32)


def _chain(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of pairs that rises on both sides."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        rank = bisect_left(ends, j)
        before.append(last[rank - 1] if rank else -1)
        ends[rank : rank + 1], last[rank : rank + 1] = [j], [at]
    at = last[-1] if last else -1
    chain = []
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _places(chain: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs whose neighbours in the text are neighbours in the chain too."""
    known = set(chain)
    return [(i, j) for i, j in chain if (i - 1, j - 1) in known and (i + 1, j + 1) in known]
