"""Which lines of a page are its article: each line in its surroundings, and where the article begins and ends."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from publish.editing.cues import resource
from publish.editing.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from publish.editing.signs import Seen

    Odds = NDArray[np.float64]

Steps: TypeAlias = "Mapping[str, Mapping[tuple[str, float], float]]"
"""For `line`, `begin` and `end`, what it adds, in log odds, that a sign is over a threshold."""

_SURE = 11.5
_SURE_EDGE = 3.0
"""Log odds beyond which no table is believed: that an article does not, or does, begin or end with a line."""
_PULL = 0.05
_PULL_FROM = 0.6
_PULL_AT_MOST = 3.0
"""What each line inside adds for its score, beside what its ends say; small, for long lists are article too."""
_INSIDE = 3.0
_OUTSIDE = 4.0
"""What a line has in its favour between the article's beginning and end; against it, beyond them."""


@cache
def steps() -> Steps:
    """Return the table, read once."""
    table: dict[str, dict[tuple[str, float], float]] = {"line": {}, "begin": {}, "end": {}}
    for head, (value,) in resource("steps.txt"):
        what, _, rest = head.partition(", ")
        sign, _, threshold = rest.rpartition(" over ")
        table[what][sign, float(threshold)] = float(value)
    return table


def on_page(lines: Sequence[Seen], scores: Sequence[float], table: Steps | None = None) -> list[float]:
    """Return the log odds of each line being article, where the lines are a whole page.

    The scores are those by the signs of each line alone. A table serves for tuning.
    """
    import numpy as np

    if not lines:
        return []
    seen = surroundings(lines, scores)
    own, begin, end = (odds(seen, (table or steps())[what]) for what in ("line", "begin", "end"))
    first, last = extent(own, begin, end)
    here = np.arange(len(lines))
    found = own + np.where((here >= first) & (here <= last), _INSIDE, -_OUTSIDE)
    return [float(score) for score in found]


def odds(seen: Mapping[str, Odds], table: Mapping[tuple[str, float], float]) -> Odds:
    """Return for each line the sum of what its signs add."""
    import numpy as np

    total = np.zeros(len(seen["score"]))
    for (sign, threshold), value in table.items():
        total += value if sign == "always" else value * (seen[sign] > threshold)
    return total


def extent(own: Odds, begin: Odds, end: Odds) -> tuple[int, int]:
    """Return the first and the last place of the run of lines that is likeliest the article.

    Each argument has the log odds of every line: of being article, the article's first and its last.
    """
    import numpy as np

    pull = _PULL * np.clip(own + _PULL_FROM, -_PULL_AT_MOST, _PULL_AT_MOST)
    passed = np.concatenate([[0.0], np.cumsum(pull)])
    # The best beginning for each end is the best so far.
    opening = np.clip(begin, -_SURE, _SURE_EDGE) - passed[:-1]
    best = np.maximum.accumulate(opening)
    last = int((best + np.clip(end, -_SURE, _SURE_EDGE) + passed[1:]).argmax())
    return int(opening[: last + 1].argmax()), last
