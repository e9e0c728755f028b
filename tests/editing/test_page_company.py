"""What a block's company says of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.clean_page import tables
from publish.editing.page_company import company
from publish.editing.page_signs import SeenBlock, seen_page
from publish.model import Block, Span


def block(size: int = 20, *, label: str = "", parent: int = 1, like: int = 1) -> SeenBlock:
    return SeenBlock(size, label, {}, (parent, 0), like)


def values(found: dict, name: str) -> list[float]:
    return [round(float(value), 3) for value in found[name]]


def test_a_block_is_told_what_the_others_in_its_element_are() -> None:
    found = company([block(), block(), block(parent=2), block()], [3.0, -1.0, -4.0, 3.0])
    assert values(found, "parent, others") == [1.0, 3.0, 0.0, 1.0]
    assert values(found, "parent, has others") == [1.0, 1.0, 0.0, 1.0]


def test_a_block_is_told_what_those_made_like_it_are_wherever_they_stand() -> None:
    found = company([block(parent=1, like=7), block(parent=2, like=8), block(parent=3, like=7)], [2.0, -3.0, -1.0])
    assert values(found, "alike, others") == [-1.0, 0.0, 2.0]


def test_what_follows_a_heading_of_comments_is_past_the_article() -> None:
    found = company([block(), block(2, label="comments"), block()], [3.0, -3.0, 3.0])
    assert values(found, "past comments") == [0.0, 1.0, 1.0]
    assert values(found, "past comments, long") == [0.0, 0.0, 1.0]


def test_a_button_to_the_comments_above_the_text_ends_nothing() -> None:
    found = company([block(2, label="comments"), block(), block()], [-3.0, 3.0, 3.0])
    assert values(found, "past comments") == [0.0, 0.0, 0.0]


def test_a_short_line_between_two_paragraphs_is_told_so() -> None:
    found = company([block(), block(3), block(), block(3), block(3), block(3), block(3)], [3.0, 0, 3.0, 0, 0, 0, 0])
    assert values(found, "short, between sure texts") == [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_no_block_has_no_company() -> None:
    assert company([], []) == {}


def test_what_says_where_a_block_stands_is_read_and_is_no_sign_of_its_own() -> None:
    (seen,) = seen_page([Block("paragraph", (Span("Rain fell."),), 1, 1, signs=("page", "inside 7.3", "like 5"))])
    assert (seen.inside, seen.like) == ((7, 3), 5)
    assert not {name for name in seen.signs if "inside" in name or "like" in name}


def test_every_name_that_the_second_look_gives_is_in_its_table_and_none_is_a_sign_of_the_first() -> None:
    first, second = tables()
    names = set(company([block(), block()], [1.0, -1.0]))
    assert names <= set(second)
    assert not names & set(first)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.floats(-100, 100), st.integers(0, 3), st.integers(0, 3)), max_size=20))
def test_whatever_the_blocks_each_has_one_number_between_bounds_for_each_name(
    rows: list[tuple[int, float, int, int]],
) -> None:
    found = company(
        [block(size, parent=own, like=kind) for size, _, own, kind in rows], [odds for _, odds, _, _ in rows]
    )
    assert all(len(column) == len(rows) and (abs(column) <= 20).all() for column in found.values())
