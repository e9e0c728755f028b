"""The cover: both titles, a rule between, source and date below."""

from __future__ import annotations

import colorsys
import hashlib
import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from publish.writing.colours import READABLE, contrast
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PIL.ImageFont import FreeTypeFont

    from publish.model import Book, Metadata

WIDTH, HEIGHT = 1600, 2560
_SQUARE = 3000
"""Pixels: the most that podcast directories take."""
_MARGIN = 150
_TOP = 260
_FOOT = 420
_PAPER: Final = (251, 249, 244)
_INK: Final = (28, 27, 25)
_LARGEST, _SMALLEST, _STEP = 260, 60, 10
_SECOND = 0.84
"""A later title's size beside the first one's."""
_LEADING = 1.18
_RULE = 22
_GAP = 0.6
"""Between a title and the rule on either side of it, in the size of the first title."""
_SPLIT_UNDER = 140
"""Below this size a word that is wider than the page is broken, not made smaller still."""
_SMALL = 62
_QUALITY = 85
# Source Serif for Latin, Greek and Cyrillic; DejaVu Sans for Hebrew, Arabic, Armenian and Georgian.
_FONTS: Final = ("SourceSerifPro-Semibold.otf", "DejaVuSans-Bold-subset.ttf")
_NOT_A_CHARACTER = "\uffff"
# Scripts that are written without spaces: a line may end after any letter (Unicode line breaking, class ID).
_UNSPACED = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
# Scripts whose letters change by their neighbours, from Hebrew to Mongolian: drawn one by one they are misspelt.
_SHAPED = ((0x0590, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA8FF), (0xAA00, 0xAADF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))


@dataclass(frozen=True, slots=True)
class _Word:
    """What stays on one line, with its widths at a size of 1."""

    text: str
    width: float
    """Without the space that it ends in."""
    advance: float


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    language: str
    face: bytes
    words: tuple[_Word, ...]

    @property
    def turned(self) -> bool:
        return direction(self.language) == "rtl"

    @property
    def shaped(self) -> bool:
        return self.turned or _is_shaped(self.text)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn on; every measure is of a page that is 1600 wide."""

    draw: Any
    height: int
    scale: float

    def rule(self, top: int, colour: tuple[int, int, int]) -> None:
        box = (_MARGIN, top, WIDTH - _MARGIN, top + _RULE)
        self.draw.rectangle(tuple(round(each * self.scale) for each in box), fill=colour)

    def text(self, title: _Title, line: str, points: int, *, top: int, fill: tuple[int, int, int]) -> None:
        font = _sized(title.face, round(points * self.scale), shaped=title.shaped)
        way = {"direction": "rtl"} if title.turned else {}
        left, anchor = (WIDTH - _MARGIN, "ra") if title.turned else (_MARGIN, "la")
        at = (round(left * self.scale), round(top * self.scale))
        self.draw.text(at, line, font=font, fill=fill, anchor=anchor, **way)


def undrawn(book: Book, fonts: Sequence[bytes] = ()) -> tuple[str, ...]:
    """Return the languages whose titles no font at hand can draw."""
    faces = (*fonts, *map(_face, _FONTS))
    return tuple(e.language for e in book.editions if e.title and not _drawable(e.title, e.language, faces))


def cover(book: Book, fonts: Sequence[bytes] = ()) -> bytes:
    """Return the cover as JPEG, 1600 x 2560; the same book gives the same bytes.

    A title that no font at hand can draw is left out: no cover shows empty boxes. `fonts`, OpenType
    files, are tried first.
    """
    faces = (*fonts, *map(_face, _FONTS))
    # An anthology has one title in all its languages.
    named = {edition.title: edition.language for edition in reversed(book.editions)}
    titles = [t for t in (_drawable(title, named[title], faces) for title in titles_of(book)) if t]
    rows = [row for row in (source(book.metadata), dated(book.metadata)) if row]
    return _drawn(titles, rows, hue(book.editions[0].title), faces, height=HEIGHT, scale=1)


def artwork(titles: Mapping[str, str], author: str, *, colour_of: str) -> bytes:
    """Return the picture of a podcast as JPEG, 3000 x 3000: its titles by language, and below who makes it.

    A title that no font of ours can draw is left out; see `drawable`.

    Args:
        titles: by the language of each.
        author: who makes it.
        colour_of: the text that its one colour is taken from, so that all pictures of a show are of one.
    """
    faces = tuple(map(_face, _FONTS))
    shown = [title for title in (_drawable(text, each, faces) for each, text in titles.items()) if title]
    return _drawn(shown, [author], hue(colour_of), faces, height=WIDTH, scale=_SQUARE / WIDTH)


def drawable(title: str, language: str) -> bool:
    """Whether a font of ours can draw this."""
    return _drawable(title, language, tuple(map(_face, _FONTS))) is not None


def _drawn(
    titles: Sequence[_Title],
    rows: Sequence[str],
    colour: tuple[int, int, int],
    faces: Sequence[bytes],
    *,
    height: int,
    scale: float,
) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (round(WIDTH * scale), round(height * scale)), _PAPER)
    sheet = _Sheet(ImageDraw.Draw(picture), height, scale)
    _draw_titles(sheet, titles, colour)
    _draw_foot(sheet, rows, faces, colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


def titles_of(book: Book) -> tuple[str, ...]:
    """Return the titles of its editions, each once."""
    return tuple(dict.fromkeys(edition.title for edition in book.editions))


def hue(title: str) -> tuple[int, int, int]:
    """Return the book's one colour, from a hash of its title; at least 4.5:1 on the paper."""
    turn = int.from_bytes(hashlib.sha256(title.encode()).digest()[:2], "big") / 0x10000
    lightness = 0.44
    while True:
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(turn, lightness, 0.62))
        if contrast((red, green, blue), _PAPER) >= READABLE:
            return red, green, blue
        lightness -= 0.02


@cache
def _face(name: str) -> bytes:
    return files("publish.writing").joinpath("style", "fonts", name).read_bytes()


@cache
def _sized(face: bytes, size: int, *, shaped: bool) -> FreeTypeFont:
    from PIL import ImageFont

    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(face), size, layout_engine=layout)


def _drawable(text: str, language: str, faces: Sequence[bytes]) -> _Title | None:
    """Return the title with the first face that has all of its letters, where they can be joined as they must be."""
    from PIL import features

    words = " ".join(text.split())
    shaped = direction(language) == "rtl" or _is_shaped(words)
    if shaped and not features.check("raqm"):
        return None
    # Joiners and marks of direction have no form of their own.
    letters = {letter for letter in words if unicodedata.category(letter) not in {"Zs", "Cf"}}
    for face in faces:
        font = _sized(face, _SMALLEST, shaped=False)
        missing = bytes(font.getmask(_NOT_A_CHARACTER))
        if words and all(bytes(font.getmask(letter)) != missing for letter in letters):
            return _Title(words, language, face, _measured(words, face, shaped=shaped))
    return None


def _is_shaped(text: str) -> bool:
    return any(low <= ord(letter) <= high for letter in text for low, high in _SHAPED)


def _measured(text: str, face: bytes, *, shaped: bool) -> tuple[_Word, ...]:
    """Measure once, at the largest size: breaking into lines is tried at many."""
    font = _sized(face, _LARGEST, shaped=shaped)
    return tuple(
        _Word(piece, font.getlength(piece.rstrip()) / _LARGEST, font.getlength(piece) / _LARGEST)
        for piece in _pieces(text)
    )


def _draw_titles(sheet: _Sheet, titles: Sequence[_Title], colour: tuple[int, int, int]) -> None:
    room = sheet.height - _TOP - _FOOT
    size, laid = next(
        (size, laid)
        for size in range(_LARGEST, 0, -_STEP)
        if (laid := _lay(titles, size)) is not None and (_height(laid, size) <= room or size <= _SMALLEST)
    )
    top = _TOP
    gap = round(size * _GAP)
    for number, (title, lines, points) in enumerate(laid):
        if number:
            top = _draw_rule(sheet, colour, top + gap) + gap
        for line in lines:
            sheet.text(title, line, points, top=top, fill=_INK)
            top += round(points * _LEADING)
    if len(laid) <= 1:
        _draw_rule(sheet, colour, top + gap)


def _draw_rule(sheet: _Sheet, colour: tuple[int, int, int], top: int) -> int:
    sheet.rule(top, colour)
    return top + _RULE


_Laid = list[tuple[_Title, list[str], int]]


def _lay(titles: Sequence[_Title], size: int) -> _Laid | None:
    """Break each title into lines at this size of the first; None where a word is wider than the page."""
    laid: _Laid = []
    for number, title in enumerate(titles):
        points = max(round(size * _SECOND), _SMALLEST) if number else size
        lines = _broken(title, points)
        if lines is None:
            return None
        laid.append((title, lines, points))
    return laid


def _height(laid: _Laid, size: int) -> int:
    lines = sum(round(points * _LEADING) * len(lines) for _, lines, points in laid)
    return lines + (2 * round(size * _GAP) + _RULE) * (len(laid) - 1)


def _broken(title: _Title, points: int) -> list[str] | None:
    room = (WIDTH - 2 * _MARGIN) / points
    words = list(title.words)
    if points < _SPLIT_UNDER and any(word.width > room for word in words):
        words = [part for word in words for part in (_letters(title, word) if word.width > room else (word,))]
    if any(word.width > room for word in words):
        return None
    lines: list[str] = []
    line, used = "", 0.0
    for word in words:
        if line and used + word.width > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += word.text
        used += word.advance
    return [*lines, line.rstrip()]


def _letters(title: _Title, word: _Word) -> tuple[_Word, ...]:
    font = _sized(title.face, _LARGEST, shaped=title.shaped)
    widths = ((letter, font.getlength(letter) / _LARGEST) for letter in word.text)
    return tuple(_Word(letter, width, width) for letter, width in widths)


def _pieces(text: str) -> list[str]:
    """Split a title where a line may end."""
    pieces = [""]
    for letter in text:
        pieces[-1] += letter
        if letter == " " or any(low <= ord(letter) <= high for low, high in _UNSPACED):
            pieces.append("")
    return [piece for piece in pieces if piece]


def _draw_foot(sheet: _Sheet, rows: Sequence[str], faces: Sequence[bytes], colour: tuple[int, int, int]) -> None:
    """Write what is below the titles, in one line each: where the text is from and when, or who makes the show."""
    top = sheet.height - _MARGIN - round(_SMALL * _LEADING * len(rows))
    for row in rows:
        line = _drawable(row, "en", faces)
        points = next((p for p in range(_SMALL, 20, -2) if line and _broken(line, p) == [line.text]), 0)
        if line and points:
            sheet.text(line, line.text, points, top=top, fill=colour)
        top += round(_SMALL * _LEADING)


def source(known: Metadata) -> str:
    """Return the name of the place that published the article, or the host of its address."""
    return known.site or (urlsplit(known.url).hostname or "").removeprefix("www.")


def dated(known: Metadata) -> str:
    """Return the day the article was published, else the day it was taken; ISO 8601, one for all languages."""
    return known.published or (known.retrieved.isoformat() if known.retrieved else "")
