"""Rows of an article as a table of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.model import Paragraph, Sentence

    Attributes = Mapping[str, str | None]


def cells(row: Paragraph) -> list[list[Sentence]]:
    """Return the sentences of each cell of a row, in order; none for an empty one."""
    found: list[list[Sentence]] = [[] for _ in range(row.empty_cells + 1)]
    for sentence in row.sentences:
        found[-1].append(sentence)
        found.extend([] for _ in range(sentence.after.count("\t")))
    return found


def parted(rows: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield rows that stand together, table by table: column heads begin a new one."""
    group: list[Paragraph] = []
    for row in rows:
        if row.level and group and not group[-1].level:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def table(
    rows: Sequence[Paragraph],
    tags: Attributes,
    classed: Callable[[Paragraph], Attributes],
    said: Callable[[Paragraph, Sequence[Sentence]], Markup],
) -> Markup:
    """Return a table, in a frame that a narrow screen scrolls sideways, by keyboard too.

    Args:
        rows: its rows; a short one is filled up with empty cells.
        tags: what says its language and direction: with that, its columns turn round.
        classed: gives the attributes of a row beside its id.
        said: gives the content of a cell, of which the sentences are given.
    """
    width = max(len(cells(row)) for row in rows)
    heads = next((place for place, row in enumerate(rows) if not row.level), len(rows))

    def line(row: Paragraph) -> Markup:
        own: list[Sequence[Sentence]] = [*cells(row)]
        own += [()] * (width - len(own))
        made = (_cell(row, number, cell, said) for number, cell in enumerate(own, 1))
        return element("tr", {"id": row.id, **classed(row)}, *made)

    named = (("thead", rows[:heads]), ("tbody", rows[heads:]))
    parts = (element(name, {}, *map(line, own)) for name, own in named if own)
    names = " ".join(filter(None, ("table", classed(rows[0]).get("class"))))
    frame = {"class": names, "role": "group", "tabindex": "0", "aria-labelledby": rows[0].id}
    return element("div", frame, element("table", {"id": f"{rows[0].id}-table", **tags}, *parts))


def _cell(
    row: Paragraph,
    number: int,
    sentences: Sequence[Sentence],
    said: Callable[[Paragraph, Sequence[Sentence]], Markup],
) -> Markup:
    name = {"id": f"{row.id}-d{number}"}
    # An empty cell names nothing: as a head, it would be read out as one before every cell below it.
    if row.level and sentences:
        return element("th", {**name, "scope": "col"}, said(row, sentences))
    return element("td", name, said(row, sentences) if sentences else "")
