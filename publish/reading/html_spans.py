"""The texts of a page as spans, with white space as a browser shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publish.model import Span
from publish.reading.decode import lines
from publish.reading.glosses import LINE_BREAK
from publish.reading.likeness import merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.reading.html_walk import Place

BLANKS: Final = re.compile(r"[ \t\n\r\f\v]+")


def shown(pieces: list[tuple[str, Place]], block: Place) -> Iterator[Span]:
    """Yield the pieces with white space as a browser shows it: single blanks, none at the ends."""
    found: list[Span] = []
    for text, place in pieces:
        clean = as_shown(text, verbatim=place.verbatim)
        before = found[-1].text if found else " "
        if clean == "\n" and found:
            found[-1] = replace(found[-1], text=before.rstrip(" "))
        if before.endswith((" ", "\t", "\n")) and (clean != "\n" or not before.strip()):
            clean = clean.lstrip(" \n")
        if clean:
            language = place.language if place.language != block.language else None
            found.append(Span(clean, place.styles, place.href, language, place.gloss))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found and found[-1].text[-1].isspace():
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    yield from merged(found) if len(found) > 1 else found


def as_shown(text: str, *, verbatim: bool = False) -> str:
    """Return characters as text has them in this house (NFC, no invisible marks), blanks made single."""
    if text == "\t" and verbatim:
        return text
    if text == LINE_BREAK:
        return "\n"
    single = BLANKS.sub(" ", text)
    if single.isascii():
        return single
    clean = lines(single)[0]
    return clean + " " if single.endswith(" ") and not clean.endswith(" ") else clean
