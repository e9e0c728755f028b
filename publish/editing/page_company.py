"""What the blocks of a page say of each other, once each was looked at by itself: the second look, as numbers.

A block that could be anything by itself is likelier article where the blocks beside it, around it
and made like it are, and likelier furniture below a heading such as `Comments`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from publish.editing.page_signs import SeenBlock

    Column: TypeAlias = NDArray[np.float64]

_CLEAR = 4.0
"""Log odds beyond which a first look is no surer."""
_DOUBTFUL = 0.3
"""Likelihood below which a block's words count nothing."""
_SURE, _SURE_WORDS = 0.5, 10
_CLOSE, _NEAR, _FAR = 3, 12, 20
"""Blocks beyond which all is far."""
_REACHES = (1, 2, 4, 8, 16)
_SHORT, _LINE, _LONG = 5, 6, 12
"""Words."""
_LEVELS = ("parent", "grandparent")
_HEADS = {
    "comments": {"comments"},
    "other pages": {"related", "newsletter", "navigation"},
    "sharing": {"share", "follow"},
}
_BEGUN = 0.2
"""Share of the likely words above a heading from which on it ends the article."""
_LITTLE, _NOTHING = 0.01, 1e-6
_LARGE = 8.0


def company(seen: Sequence[SeenBlock], scores: Sequence[float]) -> dict[str, Column]:
    """Return what each block's company says of it, by the log odds that each block has by itself: by name, a column."""
    import numpy as np

    if not seen:
        return {}
    odds = np.clip(np.array(scores, dtype=float), -_CLEAR, _CLEAR)
    likely = 1 / (1 + np.exp(-odds))
    sizes = np.array([entry.size for entry in seen])
    words = likely * np.maximum(sizes, 1) * (likely > _DOUBTFUL)
    share, many = words / (words.sum() or 1.0), np.log1p(words.sum() or 1.0) / _LARGE
    return {
        "by itself": odds,
        "short, by itself": odds * (sizes < _SHORT),
        "of the largest": words / (words.max() or 1.0),
        **_beside(odds),
        **_alike(seen, odds, np.sqrt(np.maximum(sizes, 1))),
        **_between((likely > _SURE) & (sizes >= _SURE_WORDS), sizes),
        **_passed(seen, share, sizes),
        **_repeated(seen, sizes),
        "likely words": np.full(len(seen), many),
        "likely words, by itself": odds * many,
    }


def _beside(odds: Column) -> dict[str, Column]:
    """The mean of the neighbours up to so many steps away, itself left out, and the very next."""
    import numpy as np

    found = {f"{reach} beside": _near(odds, reach) for reach in _REACHES}
    padded = np.concatenate([[0.0], odds, [0.0]])
    return {**found, "the one before": padded[:-2], "the one after": padded[2:]}


def _near(values: Column, reach: int) -> Column:
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(values)])
    here = np.arange(len(values))
    low, high = np.maximum(0, here - reach), np.minimum(len(values), here + reach + 1)
    near: Column = (sums[high] - sums[low] - values) / np.maximum(1, high - low - 1)
    return near


def _repeated(seen: Sequence[SeenBlock], sizes: NDArray[np.int_]) -> dict[str, Column]:
    """Whether the same words stand on the page twice, as captions and boxes do."""
    import numpy as np

    repeated = np.array([float(entry.repeated) for entry in seen])
    again = np.array([float(entry.again) for entry in seen])
    return {
        "repeated": repeated,
        "repeated, long": repeated * (sizes > _LINE),
        "again": again,
        "again, long": again * (sizes > _LINE),
        "repeated near": _near(repeated, 2),
    }


def _alike(seen: Sequence[SeenBlock], odds: Column, weight: Column) -> dict[str, Column]:
    """The mean of the others in the same element, and of the others that are made alike."""
    import numpy as np

    groups = {
        name: [entry.inside[level] if len(entry.inside) > level else -1 for entry in seen]
        for level, name in enumerate(_LEVELS)
    }
    groups["alike"] = [entry.like for entry in seen]
    found = {}
    for name, members in groups.items():
        _, place = np.unique(members, return_inverse=True)
        others = np.bincount(place, weight)[place] - weight
        sums = np.bincount(place, weight * odds)[place] - weight * odds
        has = others > _NOTHING
        found[f"{name}, others"] = np.where(has, sums / np.where(has, others, 1.0), 0.0)
        found[f"{name}, has others"] = has.astype(float)
    return found


def _between(sure: NDArray[np.bool_], sizes: NDArray[np.int_]) -> dict[str, Column]:
    """How near sure text stands above and below."""
    import numpy as np

    before, after = _distances(sure, _NEAR), _distances(sure[::-1], _NEAR)[::-1]
    between = (before <= _CLOSE) & (after <= _CLOSE)
    return {
        "sure text above": 1 / (1 + before),
        "sure text below": 1 / (1 + after),
        "far from sure text": np.minimum(before, after) / _NEAR,
        "between sure texts": between.astype(float),
        "short, between sure texts": (between & (sizes < _SHORT)).astype(float),
    }


def _distances(marked: NDArray[np.bool_], far: int) -> NDArray[np.int_]:
    """How many blocks stand between each block and the last marked one above it; at most `far`."""
    import numpy as np

    found, distance = [], far
    for is_marked in marked:
        found.append(distance)
        distance = 0 if is_marked else min(far, distance + 1)
    return np.array(found)


def _passed(seen: Sequence[SeenBlock], share: Column, sizes: NDArray[np.int_]) -> dict[str, Column]:
    """How much of the likely words stands above and below, and whether a heading above ended the article."""
    import numpy as np

    until = np.cumsum(share)
    above, below = until - share, 1 - until
    found = {
        "above": np.minimum(1, 5 * above),
        "below": np.minimum(1, 5 * below),
        "nothing above": (above < _LITTLE).astype(float),
        "nothing below": (below < _LITTLE).astype(float),
    }
    for name, rules in _HEADS.items():
        heads = np.array([entry.label in rules for entry in seen])
        past = np.maximum.accumulate(heads & (above > _BEGUN)).astype(float)
        found[f"past {name}"] = past
        found[f"past {name}, long"] = past * (sizes > _LONG)
        found[f"{name} above"] = 1 / (1 + _distances(heads, _FAR))
    return found
