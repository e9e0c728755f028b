"""Plain text, as a person pastes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.model import Document, Metadata
from publish.reading.blocks import blocks
from publish.reading.decode import decoded, lines

if TYPE_CHECKING:
    from publish.model import Source

LARGEST_CHARACTERS = 4_000_000
"""The longest novels have half as many; the Bible fits."""
LONGEST_LINE = 1_000_000
MOST_LINES = 60_000
"""That are not empty. The reader needs two or three seconds for any of these at worst."""


def read(source: Source) -> Document:
    """Return the text as blocks, each with its lines in the source as it was given.

    Raises:
        SourceError: there is nothing to read, it is not text, or a line or the whole is too long.
    """
    text = decoded(source.content, source.name, source.charset)
    _check_length(text, source.name)
    found = blocks(lines(text))
    if not found:
        msg = "There is only white space in it"
        raise SourceError(msg, where=source.name, hint="Paste or save the article's text there.")
    remote = source.origin.startswith(("http://", "https://"))
    metadata = Metadata(
        url=source.origin if remote else "",
        origin=source.origin if remote else source.name,
        retrieved=source.retrieved,
        sha256=hashlib.sha256(source.content).hexdigest(),
    )
    return Document(metadata=metadata, blocks=found)


def _check_length(text: str, name: str) -> None:
    what = ""
    if len(text) > LARGEST_CHARACTERS:
        what = f"It is longer than {LARGEST_CHARACTERS:,} characters"
    else:
        found = text.splitlines()
        if max(map(len, found), default=0) > LONGEST_LINE:
            what = f"A line of it is longer than {LONGEST_LINE:,} characters"
        elif sum(map(bool, found)) > MOST_LINES:
            what = f"It has more than {MOST_LINES:,} lines"
    if what:
        raise SourceError(what, where=name, hint="Give one article, or a part of it at a time.")
