"""The contents list: navigation document, landmarks, and the NCX of older readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import autonym, say
from publish.writing.pages import foreign, html, phrase_tags
from publish.writing.twins import page_of

if TYPE_CHECKING:
    from publish.model import Book, Edition, Section

NAV: Final = "nav.xhtml"
COVER_PAGE: Final = "cover.xhtml"


def nav(book: Book, *, has_cover: bool) -> bytes:
    """Return the navigation document: each entry in its own language, and the landmarks."""
    lead = book.editions[0].language
    heading = joined(*_titles(book))
    toc = element(
        "nav",
        {"id": "toc", "epub:type": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"},
        element("h1", {"id": "toc-title"}, heading),
        element("ol", {}, *_parts(book), *_colophons(book)),
    )
    landmarks = element(
        "nav",
        {"id": "landmarks", "epub:type": "landmarks", "hidden": "hidden", "aria-labelledby": "landmarks-title"},
        element("h2", {"id": "landmarks-title", **phrase_tags(lead, lead)}, say(lead, "landmarks")),
        element("ol", {}, *_landmarks(book, has_cover=has_cover)),
    )
    return html(lead, say(lead, "contents"), toc, landmarks)


def _titles(book: Book) -> list[Markup]:
    """The word for contents, in each language of the book, each once."""
    lead = book.editions[0].language
    words: dict[str, Markup] = {}
    for edition in book.editions:
        said = say(edition.language, "contents")
        words.setdefault(said, element("span", phrase_tags(edition.language, lead), said))
    parts: list[Markup] = []
    for word in words.values():
        parts += [Markup(" · "), word] if parts else [word]
    return parts


def _entry(href: str, text: str, tags: dict[str, str | None], **more: str) -> Markup:
    return element("a", {"href": href, **more, **tags}, text)


def _parts(book: Book) -> list[Markup]:
    """One entry an edition, named with its language where there are several; its further chapters below it."""
    lead = book.editions[0].language
    named = len(book.editions) > 1
    return [_part(edition, foreign(edition.language, lead), named=named) for edition in book.editions]


def _part(edition: Edition, tags: dict[str, str | None], *, named: bool) -> Markup:
    first, *more = edition.sections
    title = first.title or edition.title
    label = f"{title} ({autonym(edition.language)})" if named else title
    below = [element("li", {}, _entry(page_of(section), section.title, tags)) for section in more]
    return element("li", {}, _entry(page_of(first), label, tags), element("ol", {}, *below) if below else Markup())


def _colophons(book: Book) -> list[Markup]:
    lead = book.editions[0].language
    return [
        element(
            "li", {}, _entry(page_of(edition.colophon), edition.colophon.title, phrase_tags(edition.language, lead))
        )
        for edition in book.editions
        if edition.colophon
    ]


def _landmarks(book: Book, *, has_cover: bool) -> list[Markup]:
    lead = book.editions[0].language
    tags = phrase_tags(lead, lead)
    rows = [_entry(COVER_PAGE, say(lead, "cover"), tags, **{"epub:type": "cover"})] if has_cover else []
    rows.append(_entry(f"{NAV}#toc", say(lead, "contents"), tags, **{"epub:type": "toc"}))
    for edition in book.editions:
        start = page_of(edition.sections[0])
        own = phrase_tags(edition.language, lead)
        rows.append(_entry(start, say(edition.language, "start"), own, **{"epub:type": "bodymatter"}))
    for edition in book.editions:
        if edition.colophon:
            own = phrase_tags(edition.language, lead)
            rows.append(_entry(page_of(edition.colophon), edition.colophon.title, own, **{"epub:type": "colophon"}))
    return [element("li", {}, row) for row in rows]


def ncx(book: Book, identifier: str) -> bytes:
    """Return the same contents for readers of EPUB 2."""
    points: list[Markup] = []
    for edition in book.editions:
        inner = [_point(section, edition) for section in edition.sections]
        points += inner
    points += [_point(edition.colophon, edition) for edition in book.editions if edition.colophon]
    lead = book.editions[0]
    return document(
        element(
            "ncx",
            {"xmlns": "http://www.daisy.org/z3986/2005/ncx/", "version": "2005-1", "xml:lang": lead.language},
            element(
                "head",
                {},
                element("meta", {"name": "dtb:uid", "content": identifier}),
                element("meta", {"name": "dtb:depth", "content": "1"}),
                element("meta", {"name": "dtb:totalPageCount", "content": "0"}),
                element("meta", {"name": "dtb:maxPageNumber", "content": "0"}),
            ),
            element("docTitle", {}, element("text", {}, lead.title)),
            element("navMap", {}, *points),
        )
    )


def _point(section: Section, edition: Edition) -> Markup:
    label = element("text", {}, section.title or edition.title)
    return element(
        "navPoint",
        {"id": f"{section.id}-point"},
        element("navLabel", {"xml:lang": edition.language}, label),
        element("content", {"src": page_of(section)}),
    )
