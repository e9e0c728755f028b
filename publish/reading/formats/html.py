"""A web page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.markup import parse_html
from publish.model import Block, Document, Metadata
from publish.reading.html_metadata import told
from publish.reading.html_opinions import opinions
from publish.reading.html_signs import signs
from publish.reading.html_text import page
from publish.reading.html_walk import runs
from publish.reading.images import Gallery

if TYPE_CHECKING:
    from publish.model import Source
    from publish.reading.html_walk import Run

# XHTML ends an empty element within its start tag; to an HTML parser it would never end.
_CLOSED = re.compile(
    r"<(script|style|title|div|span|a|p|i|b|em|strong|td|th|li|iframe|textarea)\b([^<>]*)/>", re.IGNORECASE
)
_MOST_TAGS = 200_000
"""Forty times what the largest pages of news have; read in 5 s."""
_HINT = "Copy the article in a browser, and take it with --paste."
# Declarations inside the doctype are nothing to an HTML parser, which would show them as text.
_DOCTYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.IGNORECASE)


def _without_subset(text: str) -> str:
    # At the first doctype alone: from very many that never end, each would be looked for to the end.
    doctype = _DOCTYPE.search(text)
    found = _SUBSET.match(text, doctype.start()) if doctype else None
    return text[: found.start()] + text[found.end() :] if found else text


def read(source: Source) -> Document:
    """Return every text of the page as blocks, furniture too, each with signs of what it may be.

    Lines are counted as blocks: a page has none that a person sees. A picture is a block of its own,
    and is not fetched here. Scripts and styles are left out.

    Raises:
        SourceError: there is nothing to read, it is not text, or it is too large or nested too deeply.
    """
    text = page(source.content, source.name, source.charset)
    if text.count("<") > _MOST_TAGS:
        msg = f"The page has over {_MOST_TAGS:,} tags"
        raise SourceError(msg, where=source.name, hint=_HINT)
    if text.lstrip().startswith("<?xml"):
        text = _CLOSED.sub(r"<\1\2></\1>", _without_subset(text))
    try:
        root = parse_html(text)
    except SourceError as error:
        raise SourceError(error.what, where=source.name, hint=_HINT) from error
    # lxml makes an element anew each time it is asked for one that nobody holds.
    held = list(root.iter())
    remote = source.origin if source.origin.startswith(("http://", "https://")) else ""
    said = told(root, remote)
    found = runs(root, remote or said.url)
    if all(run.image for run in found):
        msg = "There is no text in the page"
        raise SourceError(msg, where=source.name, hint="Save the article's page whole.")
    marks = signs(root, found, said, opinions(root, held))
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
        language=said.language,
    )
    gallery = Gallery()
    blocks = tuple(
        replace(_block(run, place, gallery, remote), signs=seen)
        for place, (run, seen) in enumerate(zip(found, marks, strict=True), 1)
    )
    return Document(metadata, blocks, tuple(gallery.pictures))


def _block(run: Run, place: int, gallery: Gallery, remote: str) -> Block:
    plain = Block(
        run.kind, run.spans, place, place, run.level, run.language,
        number=run.number, breaks=run.breaks, note=run.note,
    )  # fmt: skip
    if run.image is None:
        return plain
    return replace(plain, picture=gallery.name(run.image.at(remote)), decorative=run.image.alt == "")
