"""What surrounds each line of a page, as columns of numbers: the lines near it, its row, its way to the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from publish.editing.signs import Seen

    Column = NDArray[np.float64]

_AROUND = (
    "words",
    "over 12 words",
    "one word",
    "prose",
    "ends a sentence",
    "inner stops",
    "common words",
    "words of the text",
    "opens quoted",
    "item",
    "date",
    "count",
    "digits",
    "capitals",
    "separators",
    "arrows",
    "address",
    "repeated",
    "cue cover",
    "strong cue in a short line",
)
"""The signs whose means before and after a line are looked at, besides its score."""
_REACHES = (1, 3, 10, 30)
"""Over so many lines; where the page ends sooner, what is missing counts as nothing."""
_RUNS = {"narrow run": -1.0, "run": 0.0, "wide run": 1.0}
"""The run of lines with the highest sum of scores, each raised by so much: the likeliest body of the text."""
_SCORE = 6.0
_FAR = 60.0
_LONG = 200.0
_BIG = 25
"""Words from which on a line is hardly ever a label."""
_RUNNING = 0.5
_USUAL_WORDS = 20.0


def surroundings(lines: Sequence[Seen], scores: Sequence[float]) -> dict[str, Column]:
    """Return for each line, by the name of the sign, what it shows itself and what surrounds it.

    The scores are log odds of being article, by the signs of each line. Distances are in lines, no
    more than 60; a page's lengths no more than 200.
    """
    import numpy as np

    found = {name: np.array([line.signs[name] for line in lines]) for name in lines[0].signs}
    own = found["score"] = np.clip(np.array(scores, dtype=float), -_SCORE, _SCORE)
    for name in (*_AROUND, "score"):
        found |= _means(name, found[name])
    for name, raised in _RUNS.items():
        found |= _body(name, own + raised)
    size = np.array([line.size for line in lines], dtype=float)
    running = found["prose"] >= _RUNNING
    return found | _lengths(size, running, own) | _ways(found, size, own) | _series(found, running)


def _means(name: str, column: Column) -> dict[str, Column]:
    """Return the means of a sign over the lines before each line, and over those after it."""
    import numpy as np

    count = len(column)
    here = np.arange(count)
    sums = np.concatenate([[0.0], np.cumsum(column)])
    found = {}
    for reach in _REACHES:
        found[f"{name} {reach} before"] = (sums[here] - sums[np.maximum(here - reach, 0)]) / reach
        found[f"{name} {reach} after"] = (sums[np.minimum(here + 1 + reach, count)] - sums[here + 1]) / reach
    return found


def _body(name: str, scores: Column) -> dict[str, Column]:
    """Return how each line stands to the run of lines with the highest sum of scores (Kadane)."""
    import numpy as np

    first, last = heaviest(scores)
    here = np.arange(len(scores))
    inside = (here >= first) & (here <= last)
    return {
        f"lines to the {name}": np.clip(first - here, 0, _FAR),
        f"lines since the {name}": np.clip(here - last, 0, _FAR),
        f"lines into the {name}": np.where(inside, np.minimum(here - first, _FAR), -1.0),
        f"lines left of the {name}": np.where(inside, np.minimum(last - here, _FAR), -1.0),
        f"lines of the {name}": np.full(len(scores), min(_LONG, last - first + 1.0)),
    }


def heaviest(scores: Sequence[float] | Column) -> tuple[int, int]:
    """Return the first and the last place of the run with the highest sum; of equals, the first."""
    best, total = float("-inf"), 0.0
    start, found = 0, (0, 0)
    for place, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, place
        total += score
        if total > best:
            best, found = total, (start, place)
    return found


def _lengths(size: Column, running: NDArray[np.bool_], own: Column) -> dict[str, Column]:
    """Return how long the page is, how long its running text usually is, and where in both a line stands."""
    import numpy as np

    count = len(size)
    usual = float(np.median(size[running])) if running.any() else _USUAL_WORDS
    mass = np.maximum(0, own + 1) * np.sqrt(size)
    passed = np.concatenate([[0.0], np.cumsum(mass)]) / max(1e-9, float(mass.sum()))
    here = np.arange(count)
    return {
        "length": np.minimum(size, 100.0),
        "length to the usual": np.minimum(3.0, size / usual),
        "usual length": np.full(count, min(usual, 150.0)),
        "lines of prose": np.full(count, min(100.0, float(running.sum()))),
        "score of prose": np.full(count, float(own[running].mean()) if running.any() else -_SCORE),
        "text passed": passed[:-1],
        "text left": 1 - passed[1:],
        "lines passed": here / count,
        "lines before": np.minimum(_LONG, here),
        "lines left": np.minimum(_LONG, count - here),
        "lines": np.full(count, min(800.0, count)),
    }


def _ways(found: dict[str, Column], size: Column, own: Column) -> dict[str, Column]:
    """Return how many lines it is back, and on, to the next line of a kind."""
    kinds = {
        "a good line": own > 0,
        "a cue": (found["strong cue in a short line"] > 0) | (found["all cue"] > 0),
        "a big line": size >= _BIG,
        "a date": found["date"] > 0,
    }
    ways = {}
    for name, flags in kinds.items():
        ways[f"lines back to {name}"] = _way(flags)
        ways[f"lines on to {name}"] = _way(flags[::-1])[::-1]
    return ways


def _way(flags: NDArray[np.bool_]) -> Column:
    import numpy as np

    found, way = np.zeros(len(flags)), _FAR
    for place, flag in enumerate(flags):
        found[place] = way
        way = 0.0 if flag else min(_FAR, way + 1)
    return found


def _series(found: dict[str, Column], running: NDArray[np.bool_]) -> dict[str, Column]:
    """Return how many lines of one kind stand in a row with a line, and how many of them before it."""
    import numpy as np

    kinds = {
        "short lines": ~running,
        "items": found["item"] > 0,
        "prose": running,
        "lines without an end": found["ends a sentence"] == 0,
    }
    series = {}
    for name, flags in kinds.items():
        before, after = _row(flags), _row(flags[::-1])[::-1]
        series[f"{name} in a row"] = np.minimum(_FAR, np.where(flags, before + after + 1, 0.0))
        series[f"{name} in a row before"] = np.minimum(_FAR, before)
    return series


def _row(flags: NDArray[np.bool_]) -> Column:
    """Return how many lines with the flag stand right before each line with the flag; 0 where it has none."""
    import numpy as np

    found, row = np.zeros(len(flags)), 0
    for place, flag in enumerate(flags):
        found[place] = row if flag else 0
        row = row + 1 if flag else 0
    return found
