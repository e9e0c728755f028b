"""The contents list: navigation document, landmarks, and the NCX of older readers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import autonym, say
from publish.writing.language_tags import foreign, phrase_tags
from publish.writing.leaves import shared
from publish.writing.pages import break_id, code_of
from publish.writing.sheet import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publish.model import Book
    from publish.writing.labels import Labels
    from publish.writing.leaves import Leaf

NAV: Final = "nav.xhtml"
COVER_PAGE: Final = "cover.xhtml"


def nav(book: Book, pages: Sequence[Leaf], labels: Labels, *, has_cover: bool) -> bytes:
    """Return the navigation document: each entry in its own language, and the landmarks."""
    lead = book.editions[0].language
    heading = joined(*_titles(book, labels))
    toc = element(
        "nav",
        {"id": "toc", "epub:type": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"},
        element("h1", {"id": "toc-title"}, heading),
        element("ol", {"id": "toc-list"}, *_parts(book, pages, labels), *_colophons(book, labels)),
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


def _titles(book: Book, labels: Labels) -> list[Markup]:
    """The word for contents, in each language of the book, each once; the style sheet puts a point between them."""
    lead = book.editions[0].language
    words: dict[str, Markup] = {}
    for edition in book.editions:
        said = say(edition.language, "contents")
        if said not in words:
            inner = labels.spans(said, edition.language)
            words[said] = element("span", phrase_tags(edition.language, lead), inner)
    return [joined(" " if place else "", word) for place, word in enumerate(words.values())]


def _entry(href: str, text: str, tags: dict[str, str | None], **more: str) -> Markup:
    return element("a", {"href": href, **more, **tags}, text)


def _listed(href: str, *inner: Markup) -> Markup:
    """Return an entry that the ear can come back to, or leave: the page's or the heading's name with `-entry`."""
    return element("li", {"id": f"{_name(href)}-entry"}, *inner)


def _name(href: str) -> str:
    return href.partition("#")[2] or href.removesuffix(".xhtml")


@dataclass(frozen=True, slots=True)
class _Top:
    """Where a language begins on a page."""

    href: str
    title: str
    language: str


def _spoken(book: Book) -> dict[str, str]:
    """Return the language of each title and heading, by its id."""
    headed = ((p, e) for e in book.editions for p in e.paragraphs if p.kind in ("title", "heading"))
    return {paragraph.id: edition.language for paragraph, edition in headed}


def _tops(book: Book, leaf: Leaf, spoken: Mapping[str, str]) -> list[_Top]:
    """Return the page's own top, and where each other language has a title or a heading first on it."""
    tops = {leaf.language: _Top(leaf.page, leaf.title, leaf.language)}
    for paragraph in leaf.paragraphs:
        language = spoken.get(paragraph.id)
        if language:
            tops.setdefault(language, _Top(f"{leaf.page}#{paragraph.id}", paragraph.text, language))
    order = [leaf.language, *(edition.language for edition in book.editions)]
    return [tops[language] for language in dict.fromkeys(order) if language in tops]


def _parts(book: Book, pages: Sequence[Leaf], labels: Labels) -> list[Markup]:
    """One entry an edition, named with its language where there are several; its further chapters below it.

    Where the editions share pages, one entry a page, with its titles in the other languages below it. In an
    anthology, the articles stand below their edition, or have the entry that a page has, and their chapters below them.
    """
    lead = book.editions[0].language
    spoken = _spoken(book)
    unnamed = {edition.language for edition in book.editions if len(book.editions) > 1}
    chapters = [leaf for leaf in pages if leaf.kind == "chapter"]
    if shared(chapters):
        runs = _by_article(chapters) if book.parts else [[leaf] for leaf in chapters]
        return [_shared_part(book, run, spoken, labels, unnamed) for run in runs]
    parts = []
    for edition in book.editions:
        own = [leaf for leaf in chapters if leaf.language == edition.language]
        if book.parts:
            below = [_part([_top(leaf) for leaf in run], lead, labels, set()) for run in _by_article(own)]
            # Its title is in one language, whatever the edition's.
            words = autonym(edition.language) if unnamed else edition.title
            whole = _link(_Top(own[0].page, words, edition.language), lead, labels, set())
            name = f"{edition.language}-edition"
            entries = element("ol", {"id": f"{name}-entries"}, *below)
            parts.append(element("li", {"id": f"{name}-entry"}, whole, entries))
        else:
            parts.append(_part([_top(leaf) for leaf in own], lead, labels, unnamed))
    return parts


def _by_article(chapters: Iterable[Leaf]) -> list[list[Leaf]]:
    return [list(run) for _, run in groupby(chapters, key=lambda leaf: leaf.part)]


def _top(leaf: Leaf) -> _Top:
    return _Top(leaf.page, leaf.title, leaf.language)


def _shared_part(
    book: Book, run: Sequence[Leaf], spoken: Mapping[str, str], labels: Labels, unnamed: set[str]
) -> Markup:
    """Make the entry of a page, or of an article of several: its other languages below it, then its other pages."""
    lead = book.editions[0].language
    first, *further = (_tops(book, leaf, spoken) for leaf in run)
    return _part(first, lead, labels, unnamed, *(_part(tops, lead, labels, set()) for tops in further))


def _part(tops: Sequence[_Top], lead: str, labels: Labels, unnamed: set[str], *entries: Markup) -> Markup:
    """Make an entry with those below it; the first in each language of `unnamed` is named by it."""
    first, *more = tops
    own = _link(first, lead, labels, unnamed)
    below = [*(_listed(top.href, _link(top, lead, labels, unnamed)) for top in more), *entries]
    name = {"id": f"{_name(first.href)}-entries"}
    return _listed(first.href, own, element("ol", name, *below) if below else Markup())


def _link(top: _Top, lead: str, labels: Labels, unnamed: set[str]) -> Markup:
    title = labels.spans(top.title, top.language)
    if top.language in unnamed:
        unnamed.discard(top.language)
        title = joined(title, " ", labels.spans(f"({autonym(top.language)})", top.language))
    return _entry(top.href, title, foreign(top.language, lead))


def _colophons(book: Book, labels: Labels) -> list[Markup]:
    lead = book.editions[0].language
    return [
        _listed(
            f"{edition.colophon.id}.xhtml",
            _entry(
                f"{edition.colophon.id}.xhtml",
                labels.spans(edition.colophon.title, edition.language),
                phrase_tags(edition.language, lead),
            ),
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
    spoken = _spoken(book)
    points = [_point(top) for leaf in pages for top in _tops(book, leaf, spoken)]
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
    name = _name(top.href)
    return element(
        "navPoint",
        {"id": f"{name}-point"},
        element("navLabel", {"xml:lang": top.language}, element("text", {}, top.title)),
        element("content", {"src": top.href}),
    )
