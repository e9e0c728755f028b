"""Our own checks of a file of braille."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME: Final = re.compile(r"(?P<name>.+)\.(?P<language>[A-Za-z0-9-]+)\.g(?P<grade>[12])\.brf")
_CELLS: Final = re.compile(r"[ -_]*")
"""North American ASCII braille: 64 characters, none of them a small letter."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_EMPHASIS: Final = re.compile(r"\\\d+/")
"""Dots that liblouis has no word for when it reads back."""
_LOST: Final = 0.1
"""Of the words. Uncontracted braille lost none in Latin letters, and one of 17 where Arabic holds names in them."""


def problems(brf: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a file of braille: signs, line ends, lengths of lines and pages, page numbers."""
    return tuple(_problems(brf.decode("latin-1")))


def _problems(brf: str) -> Iterator[Problem]:
    *pages, rest = brf.split("\f")
    if rest or not pages:
        yield Problem("brf-pages", "the end", "The last page does not end in a form feed")
    height = pages[0].count("\r\n") if pages else 0
    width = 0
    for number, page in enumerate(pages, 1):
        *lines, end = page.split("\r\n")
        if end or len(lines) != height:
            what = f"It has {len(lines)} lines that end in CR and LF; the first page has {height}"
            yield Problem("brf-lines", f"page {number}", what)
        count = lines[-1] if lines else ""
        width = width or len(count)
        if not count.strip() or len(count) != width:
            yield Problem("brf-numbers", f"page {number}", "Its last line does not end in its number, at the right")
        for place, line in enumerate(lines, 1):
            if not _CELLS.fullmatch(line):
                yield Problem("brf-signs", f"page {number}, line {place}", "It is not all North American ASCII braille")
            if len(line) > width:
                what = f"It has {len(line)} cells; the page has room for {width}"
                yield Problem("brf-lines", f"page {number}, line {place}", what)


def body(brf: bytes) -> str:
    """Return the braille of all pages in one line, without their titles and numbers."""
    pages = brf.decode("latin-1").split("\f")
    return " ".join(line for page in pages for line in page.split("\r\n")[1:-2])


def misread(brf: bytes, text: str, read: Callable[[str], str]) -> tuple[Problem, ...]:
    """Return whether the words of a text are lost in its uncontracted braille.

    Args:
        brf: what was written.
        text: what it should say.
        read: reads braille back; what gives no words at all is a code that cannot be read back.
    """
    said, wanted = Counter(words(read(body(brf)))), Counter(words(text))
    lost = wanted - said
    if not said or lost.total() <= _LOST * wanted.total():
        return ()
    few = ", ".join(sorted(lost)[:5])
    what = f"{lost.total()} of {wanted.total()} words are not found when it is read back: {few}"
    return (Problem("brf-words", "", what),)


def words(text: str) -> list[str]:
    """Return words as braille that is read back may have them: no capitals, accents or numbers."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", _EMPHASIS.sub(" ", text)) if not unicodedata.combining(c))
    return _WORD.findall(bare.casefold())
