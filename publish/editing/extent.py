"""Where on a page the article begins and ends, as one run of lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from publish.editing.cues import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from publish.editing.signs import Seen

Edges: TypeAlias = "Mapping[str, Mapping[tuple[str, float], float]]"
"""For `begin` and `end`, what it adds, in log odds, that a sign is over a threshold."""

_SIGNS = (
    "words",
    "ends a sentence",
    "prose",
    "date",
    "all cue",
    "strong cue in a short line",
    "cue cover",
    "item",
    "digits",
    "capitals",
    "separators",
    "repeated",
    "words of the text",
    "count",
    "inner stops",
    "address",
    "opens quoted",
)
"""What is looked at, besides the score of the line, before and after each place where the article may begin or end."""
_REACHES = (1, 3, 10, 30)
"""Over so many lines, as a mean."""
_FAR = 100
_SCORE = 4.0
_SURE = 11.5
_PULL = 0.035
_PULL_FROM = 1.0
_PULL_AT_MOST = 3.0
"""What each line inside adds for its score, beside what its ends say; small, for long lists are article too."""


@cache
def edges() -> Edges:
    """Return the table, read once."""
    table: dict[str, dict[tuple[str, float], float]] = {"begin": {}, "end": {}}
    for head, (value,) in resource("edges.txt"):
        edge, _, rest = head.partition(", ")
        sign, _, threshold = rest.partition(" over ")
        table[edge][sign, float(threshold)] = float(value)
    return table


def places(lines: Sequence[Seen], scores: Sequence[float]) -> dict[str, NDArray[np.float64]]:
    """Return what can be seen before the first line, between each two, and after the last, by the name of the sign."""
    import numpy as np

    count = len(lines)
    here = np.arange(count + 1)
    own = np.clip(np.array(scores, dtype=float), -_SCORE, _SCORE)
    columns = {"score": own} | {name: np.array([line.signs[name] for line in lines]) for name in _SIGNS}
    found: dict[str, NDArray[np.float64]] = {}
    for name, column in columns.items():
        sums = np.concatenate([[0.0], np.cumsum(column)])
        for reach in _REACHES:
            before, after = np.maximum(here - reach, 0), np.minimum(here + reach, count)
            found[f"{name} {reach} before"] = (sums[here] - sums[before]) / np.maximum(here - before, 1)
            found[f"{name} {reach} after"] = (sums[after] - sums[here]) / np.maximum(after - here, 1)
    text = np.concatenate([[0.0], np.cumsum(np.maximum(own, 0) * columns["words"])])
    found["text passed"] = text / max(float(text[-1]), 1e-9)
    found["lines passed"] = here / count
    found["lines before"], found["lines left"] = np.minimum(here, _FAR), np.minimum(count - here, _FAR)
    return found


def extent(lines: Sequence[Seen], scores: Sequence[float], table: Edges | None = None) -> range:
    """Return the places of the run of lines that is likeliest the article, by the log odds of each line."""
    import numpy as np

    if not lines:
        return range(0)
    seen = places(lines, scores)
    begin, end = (_odds(seen, (table or edges())[edge]) for edge in ("begin", "end"))
    pull = _PULL * np.clip(np.array(scores, dtype=float) + _PULL_FROM, -_PULL_AT_MOST, _PULL_AT_MOST)
    passed = np.concatenate([[0.0], np.cumsum(pull)])
    # The best beginning for each end is the best so far.
    open_ = begin[:-1] - passed[:-1]
    best = np.maximum.accumulate(open_)
    last = int((best + end[1:] + passed[1:]).argmax())
    return range(int(open_[: last + 1].argmax()), last + 1)


def _odds(seen: Mapping[str, NDArray[np.float64]], table: Mapping[tuple[str, float], float]) -> NDArray[np.float64]:
    """Return the log odds of each place being the edge, kept from a certainty that no table has."""
    import numpy as np

    total = np.zeros(len(seen["text passed"]))
    for (sign, threshold), value in table.items():
        total += value if sign == "always" else value * (seen[sign] > threshold)
    return np.clip(total, -_SURE, _SURE)
