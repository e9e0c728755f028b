"""The sign of a web copy on a telephone's screen: an open book, a line for a line, in the book's own colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from publish.writing.colours import Colour

_PAPER: Final = (251, 249, 244)
_GRID: Final = 24
# Two pages of text, left, top, right and bottom on the grid: within the circle that a telephone may cut out.
_LINES: Final = (
    *((left, top, right, top + 1) for left, right in ((6, 11), (13, 18)) for top in (8, 10, 12, 14)),
    (6, 16, 9, 17),
    (13, 16, 16, 17),
)


def drawn(colour: Colour, size: int) -> bytes:
    """Return a square PNG of so many pixels."""
    from PIL import Image, ImageDraw

    picture = Image.new("P", (size, size), 0)
    picture.putpalette([*colour, *_PAPER])
    draw = ImageDraw.Draw(picture)
    for line in _LINES:
        left, top, right, bottom = (round(edge * size / _GRID) for edge in line)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=1)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
