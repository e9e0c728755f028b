"""The numbers of a page's ordered lists."""

from __future__ import annotations

from typing import Any

_LARGEST = 100_000


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _said(element: Any, attribute: str) -> int | None:
    said = (element.get(attribute) or "").strip()
    return int(said) if said.isascii() and said.isdigit() and 0 < int(said[:9]) < _LARGEST else None


class Numbering:
    """Counts the items of one list, as a browser does; those of no ordered list have none (0)."""

    def __init__(self, list_: Any) -> None:
        """Begin a list (lxml)."""
        ordered = _name(list_) == "ol" and list_.get("reversed") is None
        self._next = (_said(list_, "start") or 1) if ordered else 0

    def item(self, element: Any) -> int:
        """Return the number of the next item."""
        if not self._next:
            return 0
        number = _said(element, "value") or self._next
        self._next = number + 1
        return number
