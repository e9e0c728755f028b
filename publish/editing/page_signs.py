"""What can be seen of a block of a web page: its words, its place, two opinions, its neighbours, as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from publish.editing.signs import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block

_GRADES = {"all": 1.0, "most": 0.7, "some": 0.3, "few": 0.05}
_STANDING = ("inside ", "like ")
_LABEL, _COVERED = 12, 0.6
"""Words of a label at most; the share of them that furniture's phrases make up."""
_VOICES = {(True, True): "both", (True, False): "trafilatura", (False, True): "readability", (False, False): "none"}
_FAR = 999
_TITLE_NEAR, _TITLE_FAR, _TITLE_FARTHEST = 3, 12, 40
"""Blocks below a title."""


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """One block among its neighbours."""

    size: int
    """Words."""
    label: str
    """The rule of the table of cues that a short line fits; empty where it fits none."""
    signs: dict[str, float]
    """By name, most of them between 0 and 1; a name that is not there is 0."""
    inside: tuple[int, ...] = ()
    """The element that it stands in and the one around that, by number."""
    like: int = -1
    """The number of what it is made like, by tag and class."""
    repeated: bool = False
    """Whether its words stand on the page more than once."""
    again: bool = False
    """Whether they stand above it already."""


def seen_page(blocks: Sequence[Block]) -> list[SeenBlock]:
    """Return what can be seen of each block of a page, as reading marked it."""
    lines = [line(block) for block in blocks]
    opinions = [tuple(_grade(block.signs, name) for name in ("trafilatura", "readability")) for block in blocks]
    links = [_grade(block.signs, "links") for block in blocks]
    sizes = [entry.size for entry in lines]
    around = _around(blocks, opinions, links, sizes, [entry.ends for entry in lines])
    texts = [block.text.casefold() for block in blocks]
    copies, told = Counter(texts), set[str]()
    found = []
    nears = (dict(zip(around, values, strict=True)) for values in zip(*around.values(), strict=True))
    for place, (block, entry, near) in enumerate(zip(blocks, lines, nears, strict=True)):
        own = {
            **entry.own,
            **{f"@{sign}": 1.0 for sign in block.signs if not sign.startswith(_STANDING)},
            **near,
            **_crossed(block, entry.size, opinions[place], links[place], near),
        }
        label = entry.rule if entry.size <= _LABEL and (entry.strong or entry.cover >= _COVERED) else ""
        text = texts[place]
        found.append(SeenBlock(entry.size, label, own, *_standing(block.signs), copies[text] > 1, text in told))
        told.add(text)
    return found


def _standing(signs: Sequence[str]) -> tuple[tuple[int, ...], int]:
    """Return what `inside 7.3` and `like 5` say."""
    inside, like = (next((sign[len(name) :] for sign in signs if sign.startswith(name)), "") for name in _STANDING)
    return tuple(map(int, inside.split("."))) if inside else (), int(like or -1)


def _grade(signs: Sequence[str], name: str) -> float:
    """Return what share a sign like `links-most` stands for."""
    known = _graded(name)
    return next((known[sign] for sign in signs if sign in known), 0.0)


@cache
def _graded(name: str) -> dict[str, float]:
    return {f"{name}-{grade}": share for grade, share in _GRADES.items()}


def _crossed(
    block: Block, size: int, opinions: tuple[float, ...], links: float, near: dict[str, float]
) -> dict[str, float]:
    """The same evidence counts differently for a label, a line and a paragraph."""
    length = "short" if size < 5 else "long" if size > 12 else "middling"
    # A table's rows were weighed as what they are without their table, and code as the paragraph that it was.
    kind = "paragraph" if block.kind in {"row", "code"} else block.kind
    said = _VOICES[opinions[0] >= 0.5, opinions[1] >= 0.5]
    values = (
        1.0,
        float(block.kind == "heading"),
        1.0,
        1.0,
        1.0,
        links,
        float("in-narrow-core" in block.signs),
        near["opinions near"],
        near["sparse page"],
        near["title 12 above"],
        near["text share around"],
        near["after the opinions"],
        near["before the opinions"],
    )
    return dict(zip(_crossings(kind, block.level, length, said), values, strict=True))


@cache
def _crossings(kind: str, level: int, length: str, said: str) -> tuple[str, ...]:
    """Return the names of what `_crossed` says, in its order."""
    return (
        f"kind {kind}",
        f"level {level}",
        f"said by {said}",
        f"{length}, said by {said}",
        f"{kind}, said by {said}",
        f"{length}, links",
        f"{length}, in core",
        f"{length}, opinions near",
        f"{length}, sparse page",
        f"{length}, under the title",
        f"{length}, text share around",
        f"{length}, after the opinions",
        f"{length}, before the opinions",
    )


def _around(
    blocks: Sequence[Block],
    opinions: Sequence[tuple[float, ...]],
    links: Sequence[float],
    sizes: Sequence[int],
    ends: Sequence[bool],
) -> dict[str, list[float]]:
    """What the neighbours and the whole page say, by name, one value for each block."""
    said = [sum(pair) / 2 for pair in opinions]
    free = [size * (1 - link) for size, link in zip(sizes, links, strict=True)]
    text = [words if end else 0.0 for words, end in zip(free, ends, strict=True)]
    full = [min(1.0, words / 15) for words in text]
    share = _shares(text)
    found = {
        "opinions near": _near(said, 2),
        "opinions around": _near(said, 8),
        "trafilatura beside": _near([pair[0] for pair in opinions], 1),
        "trafilatura near": _near([pair[0] for pair in opinions], 2),
        "readability near": _near([pair[1] for pair in opinions], 2),
        "links near": _near(links, 2),
        "links around": _near(links, 8),
        "core near": _near([float("in-narrow-core" in block.signs) for block in blocks], 4),
        "sentences near": _near(full, 2),
        "sentences around": _near(full, 8),
        "text share": [min(1.0, 3 * value) for value in share],
        "text share around": [min(1.0, 9 * value) for value in _near(share, 4)],
        "sparse page": [1 / (1 + sum(text) / 100)] * len(blocks),
    }
    said_words = [value * words for value, words in zip(said, free, strict=True)]
    for name, (before, after) in {
        "the opinions": _outside(said_words, 0.001),
        "all text": _outside(text, 0.01),
    }.items():
        found[f"before {name}"], found[f"after {name}"] = before, after
    return {**found, **_titles(["is-title" in block.signs for block in blocks])}


def _near(values: Sequence[float], reach: int) -> list[float]:
    """Return the mean of the neighbours of each place up to so many steps away, itself left out."""
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    last = len(values)
    lows = [0] * min(reach, last) + list(range(last - reach))
    highs = list(range(reach + 1, last + 1)) + [last] * min(reach, last)
    return [
        (sums[high] - sums[low] - value) / max(1, high - low - 1)
        for value, low, high in zip(values, lows, highs, strict=True)
    ]


def _shares(values: Sequence[float]) -> list[float]:
    total = sum(values) or 1.0
    return [value / total for value in values]


def _outside(values: Sequence[float], least: float) -> tuple[list[float], list[float]]:
    """Return for each place whether nearly nothing of these values stands before it, and after it."""
    before, after = [], []
    reached = 0.0
    for share in _shares(values):
        before.append(float(reached <= least))
        reached += share
        after.append(float(reached >= 1 - least))
    return before, after


def _titles(titles: Sequence[bool]) -> dict[str, list[float]]:
    """How far above each block the last title stands."""
    distance = _FAR
    distances = []
    for is_title in titles:
        distance = 0 if is_title else distance if distance == _FAR else distance + 1
        distances.append(distance)
    last = max((place for place, is_title in enumerate(titles) if is_title), default=-1)
    return {
        **{
            f"title {reach} above": [float(distance <= reach) for distance in distances]
            for reach in (_TITLE_NEAR, _TITLE_FAR, _TITLE_FARTHEST)
        },
        "title below": [float(distance == _FAR and place <= last) for place, distance in enumerate(distances)],
        "no title": [float(last < 0)] * len(titles),
    }
