"""The numbers that Word gives to the items of its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNNUMBERED = {"bullet", "none"}


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


class Numbering:
    """Counts items in the order in which they come. Lists that are made alike count on, unless one says otherwise."""

    def __init__(self, root: Any | None) -> None:
        """Begin a document; `root` is its `numbering.xml`, or None where it has no numbers."""
        self._starts: dict[tuple[str, str], int] = {}
        """By list and level, the first number; of numbered levels alone."""
        self._made: dict[str, str] = {}
        self._anew: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, int], int] = {}
        for kind in root.iter(f"{_W}abstractNum") if root is not None else ():
            self._starts |= dict(_levels(kind, kind.get(f"{_W}abstractNumId", "")))
        for one in root.iter(f"{_W}num") if root is not None else ():
            name = one.get(f"{_W}numId", "")
            self._made[name] = _value(one, "abstractNumId")
            for change in one.iter(f"{_W}lvlOverride"):
                start = _count(_value(change, "startOverride"))
                if start is not None:
                    self._anew[name, change.get(f"{_W}ilvl", "")] = start

    def item(self, name: str | None, level: int) -> int:
        """Return the number of the next item of a list (`numId`) at a level from 0; 0 where it has none."""
        made = self._made.get(name or "", "")
        first = self._starts.get((made, str(level)))
        for deeper in [key for key in self._last if key[0] == made and key[1] > level]:
            del self._last[deeper]
        if first is None:
            return 0
        anew = self._anew.pop((name or "", str(level)), None)
        before = self._last.get((made, level), first - 1) if anew is None else anew - 1
        self._last[made, level] = before + 1
        return max(before + 1, 0)


def _levels(kind: Any, name: str) -> Iterator[tuple[tuple[str, str], int]]:
    for level in kind.iter(f"{_W}lvl"):
        if _value(level, "numFmt") not in _UNNUMBERED:
            start = _count(_value(level, "start"))
            yield (name, level.get(f"{_W}ilvl", "")), 1 if start is None else start
