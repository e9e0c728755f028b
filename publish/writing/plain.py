"""An edition as plain text: what a person forwards in a message, or hands to another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.phrases import as_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Paragraph

RULE: Final = "* * *"
_CLOSE: Final = frozenset({"item", "row"})
"""Kinds whose neighbours stand on the next line, without an empty one between."""


def text(edition: Edition) -> str:
    """Return an edition's words: an empty line between blocks, a bullet or a number before items, tabs between cells.

    Where it is from and what may be done with it stands at its end, under a rule.
    """
    return "\n\n".join(_blocks(edition)) + "\n"


def whole(edition: Edition) -> tuple[Paragraph, ...]:
    """Return an edition's paragraphs and its colophon's, in reading order."""
    return (*edition.paragraphs, *(edition.colophon.paragraphs if edition.colophon else ()))


def marker(item: Paragraph) -> str:
    """Return what stands before an item: `- ` or `3. `."""
    return f"{item.number}. " if item.number else "- "


def _blocks(edition: Edition) -> Iterator[str]:
    under_rule = edition.colophon.paragraphs[:1] if edition.colophon else ()
    if edition.sections[0].part:
        # The title of an anthology stands on no line of its articles.
        yield edition.title
    lines: list[str] = []
    kind = ""
    for paragraph in whole(edition):
        rule = paragraph.breaks or paragraph in under_rule
        if lines and (rule or paragraph.kind != kind or kind not in _CLOSE):
            yield "\n".join(lines)
            lines = []
        if rule:
            yield RULE
        lines.append(_shown(paragraph, edition.language))
        kind = paragraph.kind
    yield "\n".join(lines)


def _shown(paragraph: Paragraph, language: str) -> str:
    if paragraph.kind == "item":
        depth = max(paragraph.level, 1) - 1
        # What goes on below its first line stands under it.
        words = paragraph.text.replace("\n", "\n" + " " * (2 * depth + len(marker(paragraph))))
        return "  " * depth + marker(paragraph) + words
    if paragraph.kind == "figure":
        return f"[{' '.join(sentence.text for sentence in as_said(paragraph, language))}]"
    if paragraph.kind == "row":
        return "\t" * paragraph.empty_cells + paragraph.text
    return paragraph.text
