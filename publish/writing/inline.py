"""Runs of text as a page's inline elements."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, element, escaped, joined
from publish.writing.bidi import isolated
from publish.writing.language_tags import foreign
from publish.writing.links import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.model import Gloss, Sentence, Span, Word

_STYLES: Final = {
    "emphasis": "em", "strong": "strong", "code": "code",
    "strikethrough": "del", "superscript": "sup", "subscript": "sub",
}  # fmt: skip


def sentence_words(sentence: Sentence, within: str, note: Callable[[str], str], told: Sequence[Word] = ()) -> Markup:
    """Return the words of a sentence with all that is known of them.

    Args:
        sentence: whose runs they are.
        within: the language of its block.
        note: gives the address of a note by its id.
        told: words that are lit one by one, each under its id; each stands in one run.
    """
    calls = iter(sentence.calls)
    begins = accumulate((len(span.text) for span in sentence.spans), initial=0)
    linked = groupby(sentence.spans, key=lambda span: "" if span.calls else address(span.href))
    parts: list[Markup] = []
    for href, run in linked:
        said = joined(
            *(
                _call(*next(calls), note) if span.calls else words(span, within, list(_own(told, begin, span)))
                for span, begin in zip(run, begins, strict=False)
            )
        )
        parts.append(element("a", {"href": href}, said) if href else said)
    return joined(*parts)


def lined(text: str) -> Markup:
    """Return text with a line break where the author set one; white space too, for whoever takes the words alone."""
    return Markup(escaped(text).replace("\n", "\n<br/>"))


def _own(told: Sequence[Word], begin: int, span: Span) -> Iterator[tuple[str, int, int]]:
    """Yield the words that stand in a run, by id, with their places in it."""
    for word in told:
        if begin <= word.begin < begin + len(span.text):
            yield word.id, word.begin - begin, word.end - begin


def _shown(text: str, language: str, told: Sequence[tuple[str, int, int]] = ()) -> Markup:
    parts: list[Markup] = []
    place = 0
    for name, begin, end in told:
        parts += [lined(text[place:begin]), element("span", {"id": name}, lined(text[begin:end]))]
        place = end
    return joined(*parts, lined(isolated(text[place:], language)))


def _call(identity: str, span: Span, note: Callable[[str], str]) -> Markup:
    kinds = {"class": "noteref", "epub:type": "noteref", "role": "doc-noteref"}
    return element("a", {"id": identity, **kinds, "href": note(span.calls)}, span.text)


def words(span: Span, within: str, told: Sequence[tuple[str, int, int]] = ()) -> Markup:
    """Return a run in its styles, tagged where it is in another language than its block; without its link.

    Each word in `told` (id, begin and end in the text) is under its id.
    """
    language = span.language or within
    shown = _shown(span.text, language, told)
    said = _glossed(span.text, span.gloss, shown) if span.gloss else shown
    for style in reversed(span.styles):
        said = element(_STYLES[style], {}, said)
    if span.language and span.language != within:
        said = element("span", foreign(span.language, within), said)
    return said


def _glossed(text: str, gloss: Gloss, shown: Markup) -> Markup:
    if gloss.kind == "abbreviation":
        return element("abbr", {"title": gloss.value}, shown)
    if gloss.kind == "time":
        return element("time", {"datetime": gloss.value}, shown)
    base = text.removesuffix(f"({gloss.value})")
    if gloss.kind != "ruby" or base in {"", text}:
        return shown
    # Without brackets (`rp`): EPUBCheck discourages them, for readers show them beside the reading that they set above.
    return element("ruby", {}, base, element("rt", {}, gloss.value))
