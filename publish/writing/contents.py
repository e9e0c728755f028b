"""The contents list: navigation document, landmarks, and the NCX of older readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import autonym, say
from publish.writing.bidi import isolated
from publish.writing.leaves import shared
from publish.writing.pages import break_id, code_of, foreign, html, phrase_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Book
    from publish.writing.leaves import Leaf

NAV: Final = "nav.xhtml"
COVER_PAGE: Final = "cover.xhtml"


def nav(book: Book, pages: Sequence[Leaf], *, has_cover: bool) -> bytes:
    """Return the navigation document: each entry in its own language, and the landmarks."""
    lead = book.editions[0].language
    heading = joined(*_titles(book))
    toc = element(
        "nav",
        {"id": "toc", "epub:type": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"},
        element("h1", {"id": "toc-title"}, heading),
        element("ol", {}, *_parts(book, pages), *_colophons(book)),
    )
    landmarks = element(
        "nav",
        {"id": "landmarks", "epub:type": "landmarks", "hidden": "hidden", "aria-labelledby": "landmarks-title"},
        element("h2", {"id": "landmarks-title", **phrase_tags(lead, lead)}, say(lead, "landmarks")),
        element("ol", {}, *_landmarks(book, pages, has_cover=has_cover)),
    )
    return html(lead, say(lead, "contents"), toc, landmarks, _numbers(book, pages))


def _numbers(book: Book, pages: Sequence[Leaf]) -> Markup:
    """Return the page list: an article has no pages, so its paragraphs are counted, in each language.

    A class that reads together says "paragraph 7", and a twin's mark names it so.
    """
    lead = book.editions[0].language
    labels = _labels(book)
    rows = [
        element("li", {}, element("a", {"href": f"{leaf.page}#{break_id(paragraph)}"}, labels[paragraph.id]))
        for leaf in pages
        for paragraph in leaf.paragraphs
        if paragraph.id in labels
    ]
    if not rows:
        return Markup()
    named = {"hidden": "hidden", "aria-labelledby": "paragraphs-title"}
    return element(
        "nav",
        {"id": "paragraphs", "epub:type": "page-list", "role": "doc-pagelist", **named},
        element("h2", {"id": "paragraphs-title", **phrase_tags(lead, lead)}, say(lead, "paragraph_numbers")),
        element("ol", {}, *rows),
    )


def _labels(book: Book) -> dict[str, str]:
    """Return the number of each paragraph of running text, with its language's code where there are several."""
    languages = [edition.language for edition in book.editions]
    labels: dict[str, str] = {}
    for edition in book.editions:
        code = f" {code_of(edition.language, languages)}" if len(languages) > 1 else ""
        own = (paragraph.id for paragraph in edition.paragraphs if paragraph.kind == "paragraph")
        labels |= {name: f"{number}{code}" for number, name in enumerate(own, 1)}
    return labels


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


@dataclass(frozen=True, slots=True)
class _Top:
    """Where a language begins on a page."""

    href: str
    title: str
    language: str


def _tops(book: Book, leaf: Leaf) -> list[_Top]:
    """Return the page's own top, and where each other language has a title or a heading first on it."""
    lead = leaf.language
    tops = [_Top(leaf.page, leaf.title, lead)]
    for edition in book.editions:
        own = {paragraph.id for paragraph in edition.paragraphs}
        first = next((p for p in leaf.paragraphs if p.id in own and p.kind in ("title", "heading")), None)
        if edition.language != lead and first:
            tops.append(_Top(f"{leaf.page}#{first.id}", first.text, edition.language))
    return tops


def _parts(book: Book, pages: Sequence[Leaf]) -> list[Markup]:
    """One entry an edition, named with its language where there are several; its further chapters below it.

    Where the editions share pages, one entry a page, with its titles in the other languages below it.
    """
    lead = book.editions[0].language
    named = len(book.editions) > 1
    chapters = [leaf for leaf in pages if leaf.kind == "chapter"]
    if shared(chapters):
        return [_part(_tops(book, leaf), lead, named=number == 0) for number, leaf in enumerate(chapters)]
    parts = []
    for edition in book.editions:
        own = [_Top(leaf.page, leaf.title, leaf.language) for leaf in chapters if leaf.language == edition.language]
        parts.append(_part(own, lead, named=named))
    return parts


def _part(tops: Sequence[_Top], lead: str, *, named: bool) -> Markup:
    """Make an entry with those below it; `named` by its language, as is each below it in another."""
    first, *more = tops
    below = [element("li", {}, _link(top, lead, named=named and top.language != first.language)) for top in more]
    return element("li", {}, _link(first, lead, named=named), element("ol", {}, *below) if below else Markup())


def _link(top: _Top, lead: str, *, named: bool) -> Markup:
    label = f"{top.title} ({autonym(top.language)})" if named else top.title
    return _entry(top.href, isolated(label, top.language), foreign(top.language, lead))


def _colophons(book: Book) -> list[Markup]:
    lead = book.editions[0].language
    return [
        element(
            "li",
            {},
            _entry(f"{edition.colophon.id}.xhtml", edition.colophon.title, phrase_tags(edition.language, lead)),
        )
        for edition in book.editions
        if edition.colophon
    ]


def _landmarks(book: Book, pages: Sequence[Leaf], *, has_cover: bool) -> list[Markup]:
    lead = book.editions[0].language
    tags = phrase_tags(lead, lead)
    rows = [_entry(COVER_PAGE, say(lead, "cover"), tags, **{"epub:type": "cover"})] if has_cover else []
    rows.append(_entry(f"{NAV}#toc", say(lead, "contents"), tags, **{"epub:type": "toc"}))
    page_of = {paragraph.id: leaf for leaf in pages for paragraph in leaf.paragraphs}
    for edition in book.editions:
        first = edition.sections[0].paragraphs[0]
        leaf = page_of[first.id]
        start = leaf.page if leaf.language == edition.language else f"{leaf.page}#{first.id}"
        own = phrase_tags(edition.language, lead)
        rows.append(_entry(start, say(edition.language, "start"), own, **{"epub:type": "bodymatter"}))
    for edition in book.editions:
        if edition.colophon:
            own = phrase_tags(edition.language, lead)
            rows.append(
                _entry(f"{edition.colophon.id}.xhtml", edition.colophon.title, own, **{"epub:type": "colophon"})
            )
    return [element("li", {}, row) for row in rows]


def ncx(book: Book, pages: Sequence[Leaf], identifier: str) -> bytes:
    """Return the same contents for readers of EPUB 2."""
    points = [_point(top) for leaf in pages for top in _tops(book, leaf)]
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


def _point(top: _Top) -> Markup:
    name = top.href.partition("#")[2] or top.href.removesuffix(".xhtml")
    return element(
        "navPoint",
        {"id": f"{name}-point"},
        element("navLabel", {"xml:lang": top.language}, element("text", {}, top.title)),
        element("content", {"src": top.href}),
    )
