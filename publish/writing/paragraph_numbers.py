"""The number of a paragraph: an article has no pages, so its paragraphs are counted, in each language.

A class that reads together says "paragraph 7", a twin's mark names it so, and the page list leads there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.markup import Markup, element
from publish.phrases import say
from publish.writing.language_tags import phrase_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Paragraph
    from publish.writing.leaves import Leaf
    from publish.writing.twins import Twins


def code_of(language: str, others: Sequence[str]) -> str:
    """Return the short code that stands in a mark: `es`, or the whole tag where two editions share it."""
    primary = language.partition("-")[0]
    sharing = [other for other in others if other.partition("-")[0] == primary]
    return language if len(sharing) > 1 else primary


def number_mark(leaf: Leaf, paragraph: Paragraph, twins: Twins) -> Markup:
    """Mark where a numbered paragraph begins: nothing to see, a place for the page list to lead to."""
    if not _is_numbered(leaf, paragraph):
        return Markup()
    kinds = {"epub:type": "pagebreak", "role": "doc-pagebreak", "aria-label": _label(paragraph, twins)}
    return element("span", {"id": _mark_id(paragraph), **kinds})


def page_list(pages: Iterable[Leaf], twins: Twins, lead: str) -> Markup:
    """Return the page list, in the order of the pages; nothing where no paragraph is numbered."""
    rows = [
        element("li", {}, element("a", {"href": f"{leaf.page}#{_mark_id(paragraph)}"}, _label(paragraph, twins)))
        for leaf in pages
        for paragraph in leaf.paragraphs
        if _is_numbered(leaf, paragraph)
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


def _is_numbered(leaf: Leaf, paragraph: Paragraph) -> bool:
    return paragraph.kind == "paragraph" and leaf.kind != "colophon"


def _label(paragraph: Paragraph, twins: Twins) -> str:
    """Return the number of a paragraph, with its language's code where there are several."""
    place = twins.places[paragraph.id]
    code = f" {code_of(place.language, twins.languages)}" if len(twins.languages) > 1 else ""
    return f"{place.number}{code}"


def _mark_id(paragraph: Paragraph) -> str:
    return f"{paragraph.id}-n"
