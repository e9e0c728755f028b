"""Pairs and beads in the order in which they are read. It needs no numpy: who asks for that alone is spared it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.editing.pairing import Pair
    from publish.model import Bead


def in_order(found: list[Pair]) -> list[Pair]:
    """Sort by the left side; a pair without one follows the pair that holds the item before it on the right."""
    place = {item: left[0] for left, right, _ in found if left for item in right}
    before, places = -1, {}
    for item in range(max((right[-1] for _, right, _ in found if right), default=-1) + 1):
        before = place.get(item, before)
        places[item] = before
    return sorted(found, key=lambda pair: (pair[0][0], -1) if pair[0] else (places[pair[1][0]], pair[1][0]))


def beads_in_order(found: Sequence[Bead], place: Mapping[str, int]) -> list[Bead]:
    """Sort beads of one level by the left side; what only the right says comes after its neighbour there."""
    of = {name: bead for bead in found for name in bead.right}
    keys: dict[int, tuple[int, int]] = {id(bead): (place[bead.left[0]], -1) for bead in found if bead.left}
    before = -1
    for name in sorted(of, key=place.__getitem__):
        before = keys.setdefault(id(of[name]), (before, place[name]))[0]
    return sorted(found, key=lambda bead: keys[id(bead)])
