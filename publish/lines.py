"""Numbers of lines, as a person writes them."""

from __future__ import annotations

import re

from publish.errors import ConfigError

_LINES = re.compile(r"(?P<first>\d{1,7})(?:-(?P<last>\d{1,7}))?")
_MOST_LINES = 1_000_000


def numbers(value: object, where: str) -> dict[str, frozenset[int]]:
    """Return the numbers that a setting names, by their source: a text, a number, or a list of them.

    Raises:
        ConfigError: it is none of these, or names no line.
    """
    items = list(value) if isinstance(value, list | tuple) else [value]
    if not all(isinstance(item, int | str) and not isinstance(item, bool) for item in items):
        msg = "This must be line numbers"
        raise ConfigError(msg, where=where, hint='For example: [3, "5-7"]')
    return lines_by_source(",".join(map(str, items)), where)


def lines(text: str, where: str) -> frozenset[int]:
    """Return the numbers that `3,5-7` names.

    Raises:
        ConfigError: it does not look like that, or counts from 0.
    """
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _LINES.fullmatch(part)
        first = int(match["first"]) if match else 0
        last = int(match["last"] or first) if match else 0
        if not 1 <= first <= last <= _MOST_LINES:
            msg = f"{part} is no line number"
            raise ConfigError(msg, where=where, hint="Lines count from 1: 3 or 3,5-7. `publish inspect` shows them.")
        found.update(range(first, last + 1))
    return frozenset(found)


def lines_by_source(text: str, where: str) -> dict[str, frozenset[int]]:
    """Return the numbers that `3,spanish.txt:5-7` names, by their source; by nothing where they name none.

    Raises:
        ConfigError: it does not look like that, or counts from 0.
    """
    found: dict[str, list[str]] = {}
    for part in text.split(","):
        source, _, numbers = part.strip().rpartition(":")
        found.setdefault(source.strip(), []).append(numbers or part)
    return {source: lines(",".join(parts), where) for source, parts in found.items()}
