"""One entry of a feed, RSS or Atom."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from publish import registry
from publish.errors import SourceError
from publish.markup import Markup, element, joined
from publish.model import Source
from publish.reading.entries import chosen, entries

if TYPE_CHECKING:
    from publish.model import Document
    from publish.reading.entries import Entry

log = logging.getLogger(__name__)


def read(source: Source) -> Document:
    """Return the entry that the source's fragment names (`feed.xml#guid`), as the page it would be.

    The reader of pages reads it; what the feed says of title, authors, day and licence goes before what the
    page says.

    Raises:
        SourceError: it is no feed, or nobody said which of its entries, or that one is empty.
    """
    address, _, wanted = source.origin.partition("#")
    remote = address if address.startswith(("http://", "https://")) else ""
    try:
        found = entries(source.content, remote)
    except SourceError as error:
        raise SourceError(error.what, where=source.name, hint=error.hint or "Is it a feed?") from error
    entry = chosen(found, wanted, source.name)
    if not (entry.html or entry.title):
        msg = f"There is nothing in the entry {entry.identity}"
        raise SourceError(msg, where=source.name, hint="Give the address of its page.")
    if not entry.whole:
        elsewhere = f"; the article may be at {entry.link}" if entry.link else ""
        log.warning("The feed holds only a summary of this entry%s", elsewhere)
    document: Document = registry.load("readers", "html")(_page(entry, source))
    said = document.metadata
    return replace(
        document,
        metadata=replace(
            said,
            title=entry.title or said.title,
            authors=entry.authors or said.authors,
            site=entry.site or said.site,
            url=entry.link or remote,
            licence=entry.licence or said.licence,
            published=entry.published or said.published,
            origin=entry.link or remote or source.name,
            sha256=hashlib.sha256(source.content).hexdigest(),
        ),
    )


def _page(entry: Entry, source: Source) -> Source:
    head = element("head", {}, element("meta", {"charset": "utf-8"}), element("title", {}, entry.title))
    heading = element("h1", {}, entry.title) if entry.title else ""
    body = element("body", {}, element("article", {}, joined(heading, Markup(entry.html))))
    page = joined(Markup("<!DOCTYPE html>"), element("html", {"lang": entry.language or None}, head, body))
    return Source(source.name, ".html", page.encode("utf-8", "replace"), entry.link or source.origin, source.retrieved)
