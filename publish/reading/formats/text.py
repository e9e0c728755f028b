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


def read(source: Source) -> Document:
    """Return the text as blocks, each with its lines in the source as it was given.

    Raises:
        SourceError: there is nothing to read, or it is not text.
    """
    found = blocks(lines(decoded(source.content, source.name, source.charset)))
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
