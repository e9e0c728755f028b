"""The page that is set in print: the book's text in columns, what says the same side by side."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from publish import __version__
from publish.markup import element
from publish.writing.cover import titles_of
from publish.writing.package import modified
from publish.writing.passages import passages
from publish.writing.scripts import direction
from publish.writing.web_page import as_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Publication
    from publish.writing.figures import Shown

_LISTED: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ABREAST: Final = 2
"""Columns that an upright page has room for."""


def print_page(publication: Publication, picture: Callable[[Shown], str]) -> str:
    """Return the page, its style sheet in it.

    Columns and not facing pages: twins stand at the same height however long they are, and one sheet, printed on one
    side or shown by itself, has both languages.

    Args:
        publication: what is set; nothing in it leads to its twin, which stands beside it.
        picture: gives the address of a picture.
    """
    book = publication.book
    lead = book.editions[0].language
    text = passages(replace(publication, design=replace(publication.design, links="none")), picture)
    for section in text.sections:
        for row in section.iterfind(".//div[@class='row']"):
            _list(row)
    day = f"{modified(book):%Y-%m-%d}"
    known = {"generator": f"Enface {__version__}", "dcterms.created": day, "dcterms.modified": day}
    head = element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        *(element("meta", {"name": name, "content": value}) for name, value in known.items()),
        *(element("meta", {"name": "author", "content": author}) for author in book.metadata.authors),
        element("title", {}, " · ".join(titles_of(book))),
        element("style", {}, files("publish.writing").joinpath("style/print.css").read_text("utf-8")),
    )
    # The articles of an anthology have the headings that come next.
    title = [element("h1", {}, book.editions[0].title)] if text.chapters[0].part else []
    body = element("body", {"class": "wide" if len(book.editions) > _ABREAST else None}, element("main", {}, *title))
    return as_html(element("html", {"lang": lead, "dir": direction(lead)}, head, body), text.sections)


def _list(row: Any) -> None:
    """Have a heading listed once in the bookmarks, with what stands beside it."""
    named = [named for side in row for named in side.iter(*_LISTED, "p") if _names(named)]
    headings = [heading for heading in named if heading.tag in _LISTED]
    if headings:
        words = (" ".join("".join(each.itertext()).split()) for each in named)
        headings[0].set("data-listed", " · ".join(dict.fromkeys(words)))
        for heading in headings[1:]:
            heading.set("data-unlisted", "")


def _names(found: Any) -> bool:
    return found.tag in _LISTED or "subtitle" in found.get("class", "").split()
