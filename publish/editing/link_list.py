"""Where the links of an edition lead, as a list for paper and for the ear."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from publish.model import Paragraph, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition

_WEB = ("http://", "https://")


def link_list(edition: Edition, names: Iterator[str]) -> tuple[Paragraph, ...]:
    """Return an item for each web address that an edition links to, numbered from 1 in the order of the text.

    An item is two sentences, what the text says there and the address below it, or one where the text says the
    address. An address that stands twice is listed once. `names` are the ids of the items.
    """
    found: dict[str, tuple[Span, ...]] = {}
    for spans in (sentence.spans for paragraph in edition.paragraphs for sentence in paragraph.sentences):
        for href, run in groupby(spans, key=lambda span: span.href):
            words = tuple(Span(span.text.replace("\n", " "), language=span.language) for span in run if not span.calls)
            if href.startswith(_WEB) and any(character.isalnum() for span in words for character in span.text):
                found.setdefault(href, words)
    listed = zip(names, found.items(), strict=False)
    return tuple(_item(name, number, href, words) for number, (name, (href, words)) in enumerate(listed, 1))


def _item(name: str, number: int, href: str, words: tuple[Span, ...]) -> Paragraph:
    address = Sentence(f"{name}-s1", (Span(href, href=href),))
    said = "".join(span.text for span in words).strip()
    sentences: tuple[Sentence, ...] = (address,)
    if said.rstrip("/") != href.rstrip("/"):
        sentences = Sentence(f"{name}-s1", words, "\n"), replace(address, id=f"{name}-s2")
    return Paragraph(name, "item", sentences, 0, 0, level=1, number=number)
