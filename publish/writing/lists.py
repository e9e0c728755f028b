"""Items of an article as lists of a page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from publish.markup import Markup, element, joined
from publish.writing.twins import list_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publish.model import Paragraph

    Attributes = Mapping[str, str | None]


def lists(
    items: Sequence[Paragraph],
    classed: Callable[[Paragraph], Attributes],
    said: Callable[[Paragraph], Markup],
    tags: Attributes = MappingProxyType({}),
) -> Markup:
    """Return items nested by level; a deeper item belongs to the last one above it.

    Items with numbers are an ordered list under the numbers that they were given; where numbers
    end or begin, or begin anew, another list begins.

    Args:
        items: neighbours.
        classed: gives the attributes of an item beside its id.
        said: gives what stands in an item, above the list within it.
        tags: of each outermost list, where it runs the other way than its page.
    """
    return joined(*(_list(run, classed, said, 0, tags) for run in _runs(items)))


def _lists(
    items: Sequence[Paragraph],
    classed: Callable[[Paragraph], Attributes],
    said: Callable[[Paragraph], Markup],
    above: int,
) -> Markup:
    """Return items as the lists within an item of the level `above`."""
    return joined(*(_list(run, classed, said, above) for run in _runs(items)))


def _runs(items: Sequence[Paragraph]) -> Iterator[list[list[Paragraph]]]:
    """Yield lists: of each item, itself and the deeper ones that belong to it."""
    run: list[list[Paragraph]] = []
    for place, item in enumerate(items):
        if run and item.level > run[-1][0].level:
            run[-1].append(item)
            continue
        if run and not _follows(_counted(run), item, items[place + 1 :]):
            yield run
            run = []
        run.append([item])
    if run:
        yield run


def _counted(run: Sequence[Sequence[Paragraph]]) -> int:
    return next((own[0].number for own in reversed(run) if own[0].number), 0)


def _follows(last: int, item: Paragraph, rest: Sequence[Paragraph]) -> bool:
    """Whether an item belongs to a list that has counted up to `last`; rests of one that was numbered do."""
    if item.number or not last:
        return item.number > last if last else not item.number
    following = next((other for other in rest if other.level == item.level and other.number), None)
    return following is not None and following.number > last


def _list(
    run: Sequence[Sequence[Paragraph]],
    classed: Callable[[Paragraph], Attributes],
    said: Callable[[Paragraph], Markup],
    above: int,
    tags: Attributes = MappingProxyType({}),
) -> Markup:
    first = run[0][0]
    rows: list[Markup] = []
    expected = first.number
    for item, *below in run:
        rest = {"class": "rest"} if first.number and not item.number else {}
        nested = _lists(below, classed, said, item.level) if below else Markup()
        # Said only where counting on would give another.
        value = str(item.number) if item.number not in {0, expected} else None
        rows.append(element("li", {"id": item.id, "value": value, **classed(item), **rest}, said(item), nested))
        # A browser counts those without a number too.
        expected = (item.number or expected) + 1 if first.number else 0
    # Apart from the item that it belongs to, as in two columns, a list is set in all the same.
    name = {"id": list_id(first), "class": "deeper" if first.level > above + 1 else None, **tags}
    if not first.number:
        return element("ul", name, *rows)
    return element("ol", {**name, "start": str(first.number) if first.number > 1 else None}, *rows)
