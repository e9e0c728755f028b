"""The numbers of a page's ordered lists."""

from __future__ import annotations

from typing import Any

from publish.markup import html_name

_LARGEST = 100_000


def _said(element: Any, attribute: str) -> int | None:
    said = (element.get(attribute) or "").strip()
    return int(said) if said.isascii() and said.isdigit() and 0 < int(said[:9]) < _LARGEST else None


class Numbering:
    """Counts the items of one list, as a browser does; those of no ordered list have none (0)."""

    def __init__(self, list_: Any) -> None:
        """Begin a list (lxml)."""
        ordered = html_name(list_) == "ol" and list_.get("reversed") is None
        self._next = (_said(list_, "start") or 1) if ordered else 0

    def item(self, element: Any) -> int:
        """Return the number of the next item."""
        if not self._next:
            return 0
        number = _said(element, "value") or self._next
        self._next = number + 1
        return number
