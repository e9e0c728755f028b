"""A whole page in one language, whatever stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element
from publish.writing.language_tags import tagged
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.design import Layout

STYLE_SHEET: Final = "style/book.css"
PLS: Final = "application/pls+xml"
DOCTYPE: Final = "<!DOCTYPE html>\n"
NAMESPACES: Final = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns:epub": "http://www.idpf.org/2007/ops"}


def html(
    language: str,
    title: str,
    *body: str,
    layout: Layout = "chapters",
    lexicons: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Return a whole page in one language, its title and body given; of lexicons, the language and path of each."""
    return document(
        element(
            "html",
            # Always said: in a book that runs from right to left, readers turn a silent page round.
            {**NAMESPACES, **tagged(language), "dir": direction(language)},
            element("head", {}, element("title", {}, title), _style_link(), *_lexicon_links(lexicons)),
            element("body", {"class": None if layout == "chapters" else layout}, *body),
        ),
        DOCTYPE,
    )


def _lexicon_links(lexicons: Iterable[tuple[str, str]]) -> Iterator[Markup]:
    """Lead to how words are said (EPUB 3 Text-to-Speech Enhancements 1.0, 2.2)."""
    for language, path in lexicons:
        yield element("link", {"rel": "pronunciation", "type": PLS, "href": path, "hreflang": language})


def _style_link() -> Markup:
    return element("link", {"rel": "stylesheet", "type": "text/css", "href": STYLE_SHEET})
