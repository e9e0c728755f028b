"""The contents list: navigation document, landmarks, and the NCX of older readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import autonym, say
from publish.writing.language_tags import foreign, phrase_tags
from publish.writing.outline import Entry, outline
from publish.writing.paragraph_numbers import page_list
from publish.writing.sheet import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Book
    from publish.writing.labels import Labels
    from publish.writing.leaves import Leaf
    from publish.writing.twins import Twins

NAV: Final = "nav.xhtml"
COVER_PAGE: Final = "cover.xhtml"


def nav(book: Book, pages: Sequence[Leaf], links: Twins, labels: Labels, *, has_cover: bool) -> bytes:
    """Return the navigation document: each entry in its own language, the landmarks, and paragraphs by number."""
    lead = book.editions[0].language
    heading = joined(*_titles(book, labels))
    toc = element(
        "nav",
        {"id": "toc", "epub:type": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"},
        element("h1", {"id": "toc-title"}, heading),
        element("ol", {"id": "toc-list"}, *_parts(book, outline(book, pages), labels), *_colophons(book, labels)),
    )
    landmarks = element(
        "nav",
        {"id": "landmarks", "epub:type": "landmarks", "hidden": "hidden", "aria-labelledby": "landmarks-title"},
        element("h2", {"id": "landmarks-title", **phrase_tags(lead, lead)}, say(lead, "landmarks")),
        element("ol", {}, *_landmarks(book, pages, has_cover=has_cover)),
    )
    return html(lead, say(lead, "contents"), toc, landmarks, page_list(pages, links, lead))


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


def _listed(name: str, *inner: Markup) -> Markup:
    """Return an entry that the ear can come back to, or leave: the page's or the heading's name with `-entry`."""
    return element("li", {"id": f"{name}-entry"}, *inner)


def _parts(book: Book, entries: Sequence[Entry], labels: Labels) -> list[Markup]:
    """Return the entries; the first of each edition is named with its language where there are several.

    In an anthology whose languages stand apart, the editions' own entries are their names.
    """
    named_already = entries[0].name.endswith("-edition")
    unnamed = {edition.language for edition in book.editions if len(book.editions) > 1 and not named_already}
    return [_part(entry, book.editions[0].language, labels, unnamed) for entry in entries]


def _part(entry: Entry, lead: str, labels: Labels, unnamed: set[str]) -> Markup:
    """Make an entry with those below it; the first in each language of `unnamed` is named by it."""
    # What is heard of the list is kept as it is made: what stands above is made first.
    own = _link(entry, lead, labels, unnamed)
    below = [_part(each, lead, labels, unnamed) for each in entry.below]
    return _listed(entry.name, own, element("ol", {"id": f"{entry.name}-entries"}, *below) if below else Markup())


def _link(entry: Entry, lead: str, labels: Labels, unnamed: set[str]) -> Markup:
    title = labels.spans(entry.title, entry.language)
    if entry.language in unnamed:
        unnamed.discard(entry.language)
        title = joined(title, " ", labels.spans(f"({autonym(entry.language)})", entry.language))
    return _entry(entry.href, title, foreign(entry.language, lead))


def _colophons(book: Book, labels: Labels) -> list[Markup]:
    lead = book.editions[0].language
    return [
        _listed(
            edition.colophon.id,
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
    ends = (Entry(leaf.id, leaf.page, leaf.title, leaf.language) for leaf in pages if leaf.kind == "colophon")
    entries = (*outline(book, pages), *ends)
    lead = book.editions[0]
    return document(
        element(
            "ncx",
            {"xmlns": "http://www.daisy.org/z3986/2005/ncx/", "version": "2005-1", "xml:lang": lead.language},
            element(
                "head",
                {},
                element("meta", {"name": "dtb:uid", "content": identifier}),
                element("meta", {"name": "dtb:depth", "content": str(_depth(entries))}),
                element("meta", {"name": "dtb:totalPageCount", "content": "0"}),
                element("meta", {"name": "dtb:maxPageNumber", "content": "0"}),
            ),
            element("docTitle", {}, element("text", {}, lead.title)),
            element("navMap", {}, *map(_point, entries)),
        )
    )


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.below) for entry in entries), default=-1)


def _point(entry: Entry) -> Markup:
    return element(
        "navPoint",
        {"id": f"{entry.name}-point"},
        element("navLabel", {"xml:lang": entry.language}, element("text", {}, entry.title)),
        element("content", {"src": entry.href}),
        *map(_point, entry.below),
    )
