"""Runs of text as a page's inline elements."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, element, escaped, joined
from publish.writing.language_tags import foreign
from publish.writing.links import address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.model import Span

_STYLES: Final = {
    "emphasis": "em", "strong": "strong", "code": "code",
    "strikethrough": "del", "superscript": "sup", "subscript": "sub",
}  # fmt: skip


def words(spans: Iterable[Span], within: str) -> Markup:
    """Return the words of a sentence with all that is known of them; `within` is the language of its block."""
    linked = groupby(spans, key=lambda span: address(span.href))
    said = ((joined(*(_words(span, within) for span in run)), href) for href, run in linked)
    return joined(*(element("a", {"href": href}, own) if href else own for own, href in said))


def _words(span: Span, within: str) -> Markup:
    words = escaped(span.text)
    for style in reversed(span.styles):
        words = element(_STYLES[style], {}, words)
    if span.language and span.language != within:
        words = element("span", foreign(span.language, within), words)
    return words
