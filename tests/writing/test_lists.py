"""Ordered lists on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.markup import parse_xml
from publish.model import Book, Edition, Metadata
from publish.writing.leaves import leaves
from publish.writing.pages import page
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable

X = "{http://www.w3.org/1999/xhtml}"


def shown(make_edition: Callable[..., Edition], *items: tuple[int, int]) -> list[Any]:
    """The lists of a page: tag, start, and the value of each own item; items are given as level and number."""
    made = make_edition(
        "en", [("title", "T"), *(("item", f"Item {n}", level) for n, (level, _) in enumerate(items, 1))]
    )
    (section,) = made.sections
    title, *own = section.paragraphs
    numbered = (replace(p, number=number) for p, (_, number) in zip(own, items, strict=True))
    book = Book(Metadata(), (replace(made, sections=(replace(section, paragraphs=(title, *numbered)),)),))
    pages = leaves(book)
    root = parse_xml(page(pages[0], twins(book, pages)))
    return [
        (e.tag.removeprefix(X), e.get("start"), [item.get("value") for item in e])
        for e in root.iter(f"{X}ol", f"{X}ul")
    ]


def test_an_ordered_list_begins_at_its_number(make_edition: Callable[..., Edition]) -> None:
    assert shown(make_edition, (1, 1), (1, 2)) == [("ol", None, [None, None])]
    assert shown(make_edition, (1, 5), (1, 6)) == [("ol", "5", [None, None])]


def test_a_list_within_an_item_is_ordered_or_not_for_itself(make_edition: Callable[..., Edition]) -> None:
    assert shown(make_edition, (1, 1), (2, 0), (2, 0), (1, 2)) == [
        ("ol", None, [None, None]),
        ("ul", None, [None, None]),
    ]


def test_where_a_list_counts_anew_another_begins(make_edition: Callable[..., Edition]) -> None:
    assert shown(make_edition, (1, 1), (1, 2), (1, 1)) == [("ol", None, [None, None]), ("ol", None, [None])]
    assert shown(make_edition, (1, 0), (1, 1)) == [("ul", None, [None]), ("ol", None, [None])]


def test_a_gap_in_the_numbers_stays_a_gap(make_edition: Callable[..., Edition]) -> None:
    assert shown(make_edition, (1, 1), (1, 4)) == [("ol", None, [None, "4"])]


def test_the_rest_of_an_item_does_not_end_its_list(make_edition: Callable[..., Edition]) -> None:
    assert shown(make_edition, (1, 1), (1, 0), (1, 2)) == [("ol", None, [None, None, "2"])]


def test_a_list_apart_from_the_item_it_belongs_to_is_set_in(make_edition: Callable[..., Edition]) -> None:
    made = make_edition("en", [("title", "T"), ("item", "Bow", 2), ("paragraph", "Then."), ("item", "Net", 1)])
    book = Book(Metadata(), (made,))
    pages = leaves(book)
    root = parse_xml(page(pages[0], twins(book, pages)))
    assert [e.get("class") for e in root.iter(f"{X}ul")] == ["deeper", None]
