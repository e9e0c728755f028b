"""A web page."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.markup import parse_html
from publish.model import Block, Document, Metadata
from publish.reading.html_metadata import told
from publish.reading.html_opinions import opinions
from publish.reading.html_signs import signs
from publish.reading.html_text import page
from publish.reading.html_walk import runs

if TYPE_CHECKING:
    from publish.model import Source

# XHTML ends an empty element within its start tag; to an HTML parser it would never end.
_CLOSED = re.compile(
    r"<(script|style|title|div|span|a|p|i|b|em|strong|td|th|li|iframe|textarea)\b([^<>]*)/>", re.IGNORECASE
)
# Declarations inside the doctype are nothing to an HTML parser, which would show them as text.
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.IGNORECASE)


def read(source: Source) -> Document:
    """Return every text of the page as blocks, furniture too, each with signs of what it may be.

    Lines are counted as blocks: a page has none that a person sees. Pictures, scripts and styles
    are left out.

    Raises:
        SourceError: there is nothing to read, it is not text, or it is nested too deeply.
    """
    text = page(source.content, source.name)
    if text.lstrip().startswith("<?xml"):
        text = _CLOSED.sub(r"<\1\2></\1>", _SUBSET.sub("", text, count=1))
    try:
        root = parse_html(text)
    except SourceError as error:
        raise SourceError(error.what, where=source.name, hint=error.hint) from error
    remote = source.origin if source.origin.startswith(("http://", "https://")) else ""
    said = told(root, remote)
    found = runs(root, remote or said.url)
    if not found:
        msg = "There is no text in the page"
        raise SourceError(msg, where=source.name, hint="Save the article's page whole.")
    marks = signs(root, found, said, opinions(root))
    metadata = Metadata(
        title=said.title,
        authors=said.authors,
        site=said.site,
        url=said.url or remote,
        licence=said.licence,
        published=said.published,
        origin=remote or source.name,
        retrieved=source.retrieved,
        sha256=hashlib.sha256(source.content).hexdigest(),
    )
    return Document(
        metadata,
        tuple(
            Block(run.kind, run.spans, place, place, run.level, run.language, signs=seen, number=run.number)
            for place, (run, seen) in enumerate(zip(found, marks, strict=True), 1)
        ),
    )
