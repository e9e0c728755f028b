"""Runs of text as a page's inline elements."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, element, escaped, joined
from publish.writing.bidi import isolated
from publish.writing.language_tags import foreign
from publish.writing.links import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Gloss, Sentence, Span

_STYLES: Final = {
    "emphasis": "em", "strong": "strong", "code": "code",
    "strikethrough": "del", "superscript": "sup", "subscript": "sub",
}  # fmt: skip


def sentence_words(sentence: Sentence, within: str, note: Callable[[str], str]) -> Markup:
    """Return the words of a sentence with all that is known of them.

    Args:
        sentence: whose runs they are.
        within: the language of its block.
        note: gives the address of a note by its id.
    """
    calls = iter(sentence.calls)
    linked = groupby(sentence.spans, key=lambda span: "" if span.calls else address(span.href))
    parts: list[Markup] = []
    for href, run in linked:
        said = joined(*(_call(*next(calls), note) if span.calls else words(span, within) for span in run))
        parts.append(element("a", {"href": href}, said) if href else said)
    return joined(*parts)


def lined(text: str) -> Markup:
    """Return text with a line break where the author set one; white space too, for whoever takes the words alone."""
    return Markup(escaped(text).replace("\n", "\n<br/>"))


def _shown(text: str, language: str) -> Markup:
    return lined(isolated(text, language))


def _call(identity: str, span: Span, note: Callable[[str], str]) -> Markup:
    kinds = {"class": "noteref", "epub:type": "noteref", "role": "doc-noteref"}
    return element("a", {"id": identity, **kinds, "href": note(span.calls)}, span.text)


def words(span: Span, within: str) -> Markup:
    """Return a run in its styles, tagged where it is in another language than its block; without its link."""
    language = span.language or within
    said = _glossed(span.text, span.gloss, language) if span.gloss else _shown(span.text, language)
    for style in reversed(span.styles):
        said = element(_STYLES[style], {}, said)
    if span.language and span.language != within:
        said = element("span", foreign(span.language, within), said)
    return said


def _glossed(text: str, gloss: Gloss, language: str) -> Markup:
    if gloss.kind == "abbreviation":
        return element("abbr", {"title": gloss.value}, _shown(text, language))
    if gloss.kind == "time":
        return element("time", {"datetime": gloss.value}, _shown(text, language))
    base = text.removesuffix(f"({gloss.value})")
    if gloss.kind != "ruby" or base in {"", text}:
        return _shown(text, language)
    # Without brackets (`rp`): EPUBCheck discourages them, for readers show them beside the reading that they set above.
    return element("ruby", {}, base, element("rt", {}, gloss.value))
