"""What the contents list says beside the article's own titles, for the ear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import Paragraph, Section, Sentence, Span, articles
from publish.phrases import autonym, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.design import Layout
    from publish.model import Book, Edition

    Line = tuple[Span, ...]


def with_labels(book: Book, layout: Layout = "chapters") -> Book:
    """Return the book with labels in each edition that has any: `es-labels`, one sentence a paragraph.

    In English, tagged so, where we lack the language. The word for contents stands once in the list, however many
    editions have the same.
    """
    # As the contents list is made: where no two editions share a page, each has an entry that holds its articles.
    apart = layout == "chapters" or all(len(own) == 1 for own in articles(book.editions))
    words: set[str] = set()
    editions = []
    for edition in book.editions:
        word, *more = _lines(edition, book, alone=bool(book.parts) and apart)
        lines = more if _text(word) in words else [word, *more]
        words.add(_text(word))
        editions.append(replace(edition, labels=_section(edition.language, lines) if lines else None))
    return replace(book, editions=tuple(editions))


def _lines(edition: Edition, book: Book, *, alone: bool) -> Iterator[Line]:
    language = edition.language
    yield (said(language, "contents"),)
    if len(book.editions) > 1:
        # In an anthology it stands alone, above the articles of its edition; beside a title, in brackets.
        yield (Span(autonym(language) if alone else f"({autonym(language)})"),)
    headings = {paragraph.text for paragraph in edition.paragraphs if paragraph.kind in ("title", "heading")}
    titles = [section.title or edition.title for section in edition.sections]
    if book.parts and len(book.editions) == 1:
        # An anthology in one language has its own title above its articles.
        titles.insert(0, edition.title)
    yield from ((Span(title),) for title in dict.fromkeys(titles) if title not in headings)


def _text(line: Line) -> str:
    return "".join(span.text for span in line)


def _section(language: str, lines: list[Line]) -> Section:
    paragraphs = tuple(
        Paragraph(f"{language}-labels-p{n}", "paragraph", (Sentence(f"{language}-labels-p{n}-s1", line),), 0, 0)
        for n, line in enumerate(lines, 1)
    )
    return Section(f"{language}-labels", _text(lines[0]), paragraphs)
