"""Which tables of a page hold data, and which of their rows name the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish.markup import html_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS_AT_LEAST = 3
"""Where nothing else says that a table holds data."""
_CELL_LETTERS = 100
_WIDEST = 20
"""Columns that one cell may span; more is a slip, or hostile."""


def cells(row: Any) -> list[Any]:
    """Return a row's own cells."""
    return [cell for cell in row if html_name(cell) in {"td", "th"}]


def holds_data(table: Any) -> bool:
    """Whether a table (lxml) is one to its reader: it has heads or a caption, or is several rows of short cells.

    A table that holds a table, or says that it is there for its looks, is layout.
    """
    if (table.get("role") or "").strip().lower() in {"presentation", "none"}:
        return False
    below = [html_name(element) for element in table.iterdescendants()]
    if "table" in below:
        return False
    rows = list(_rows(table))
    widths = {len(cells(row)) for row in rows}
    if max(widths, default=0) < 2:
        return False
    if {"th", "caption", "thead"} & set(below):
        return True
    short = all(len("".join(cell.itertext()).strip()) <= _CELL_LETTERS for row in rows for cell in cells(row))
    return len(rows) >= _ROWS_AT_LEAST and len(widths) == 1 and short


def _rows(table: Any) -> Iterator[Any]:
    return (element for element in table.iterdescendants() if html_name(element) == "tr")


def names_columns(row: Any) -> bool:
    """Whether all cells of a row are heads of columns, or it stands where these do."""
    own = cells(row)
    above = row.getparent()
    return (above is not None and html_name(above) == "thead") or all(html_name(cell) == "th" for cell in own)


def columns(cell: Any) -> int:
    """Return how many columns a cell takes, at least one."""
    said = (cell.get("colspan") or "").strip()
    return min(max(int(said), 1), _WIDEST) if said.isascii() and said.isdigit() and len(said) < 4 else 1
