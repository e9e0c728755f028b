"""The text that goes with the sound of a talking book: XHTML 1.0, each sentence tied to where it is heard."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import as_said
from publish.writing.inline import words
from publish.writing.language_tags import tagged
from publish.writing.lists import lists
from publish.writing.scripts import direction
from publish.writing.tables import cells, parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.model import Edition, Paragraph, Sentence

DOCTYPE: Final = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
_TOGETHER: Final = frozenset({"item", "row"})
_DEEPEST: Final = 6


def page(language: str, head: Iterable[Markup], *body: Markup) -> bytes:
    """Return a page of XHTML 1.0 in a language."""
    root = {"xmlns": "http://www.w3.org/1999/xhtml", **tagged(language), "dir": direction(language)}
    kind = element("meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"})
    return document(element("html", root, element("head", {}, kind, *head), element("body", {}, *body)), DOCTYPE)


def headings(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, int]]:
    """Yield each title and heading with its level, 1 to 6: none is skipped, for a player walks them by level."""
    last = 0
    for paragraph in paragraphs:
        if paragraph.kind in ("title", "heading"):
            own = 1 if paragraph.kind == "title" or not last else max(paragraph.level, 1)
            last = min(own, last + 1, _DEEPEST)
            yield paragraph, last


def text(edition: Edition, paragraphs: Sequence[Paragraph], heard: Mapping[str, str]) -> bytes:
    """Return the whole text of an edition, with its colophon.

    Args:
        edition: in its language.
        paragraphs: all of them, in the order in which they are heard.
        heard: by sentence, where it is heard: `s001.smil#es-p1-s1`.
    """
    levels = {paragraph.id: level for paragraph, level in headings(paragraphs)}
    return page(
        edition.language,
        [element("title", {}, edition.title)],
        *_blocks(paragraphs, _Words(edition.language, heard), levels),
    )


class _Words:
    """Gives what stands in a block."""

    def __init__(self, language: str, heard: Mapping[str, str]) -> None:
        self._language = language
        self._heard = heard

    def of(self, paragraph: Paragraph) -> Markup:
        return self.sentences(as_said(paragraph, self._language))

    def sentences(self, sentences: Sequence[Sentence]) -> Markup:
        last = len(sentences) - 1
        return joined(*(part for n, s in enumerate(sentences) for part in (self._one(s), s.after if n < last else "")))

    def _one(self, sentence: Sentence) -> Markup:
        # No link of the article's own: a player that has no browser can follow none, and links cannot be nested.
        said = (words(replace(span, gloss=None), self._language) for span in sentence.spans)
        link = element("a", {"href": self._heard[sentence.id]}, *said)
        return element("span", {"id": sentence.id, "class": "sentence"}, link)


def _blocks(paragraphs: Iterable[Paragraph], said: _Words, levels: Mapping[str, int]) -> Iterator[Markup]:
    for kind, run in groupby(paragraphs, key=lambda p: p.kind if p.kind in _TOGETHER else p.id):
        group = list(run)
        if kind == "item":
            yield lists(group, lambda _: {}, said.of)
        elif kind == "row":
            yield from (_table(rows, said) for rows in parted(group))
        else:
            yield _block(group[0], said, levels)


def _block(paragraph: Paragraph, said: _Words, levels: Mapping[str, int]) -> Markup:
    name: dict[str, str | None] = {"id": paragraph.id}
    if paragraph.id in levels:
        return element(f"h{levels[paragraph.id]}", name, said.of(paragraph))
    if paragraph.kind == "quote":
        return element("blockquote", name, element("p", {}, said.of(paragraph)))
    if paragraph.kind == "code":
        return element("pre", name, said.of(paragraph))
    return element(
        "p", {**name, "class": None if paragraph.kind == "paragraph" else paragraph.kind}, said.of(paragraph)
    )


def _table(rows: Sequence[Paragraph], said: _Words) -> Markup:
    lines = (
        element(
            "tr", {"id": row.id}, *(element("th" if row.level else "td", {}, said.sentences(c)) for c in cells(row))
        )
        for row in rows
    )
    return element("table", {}, *lines)
