from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.extent import extent, on_page, steps
from publish.editing.signs import Seen, seen
from publish.editing.surroundings import surroundings
from publish.model import Block, Span

TEXT = (
    "For ninety years the clock above the market ran on rain, and a gutter filled its copper cup.",
    "Nobody minded. The bakers opened when the light reached the second step of the church.",
    "Last spring the council put a battery in it, and since then the market has been on time.",
)
NOTHING: dict[tuple[str, float], float] = {}


def lines(*texts: str) -> list[Seen]:
    return seen(tuple(Block("paragraph", (Span(text),), n, n) for n, text in enumerate(texts, 1)))


def found(own: list[float], begin: list[float], end: list[float]) -> tuple[int, int]:
    return extent(np.array(own), np.array(begin), np.array(end))


def test_where_nothing_is_known_of_the_ends_the_lines_alone_decide() -> None:
    assert found([-9.0, 2.0, 2.0, 2.0, -9.0], [0.0] * 5, [0.0] * 5) == (1, 3)


def test_where_an_article_begins_and_ends_outweighs_a_line_inside() -> None:
    assert found([-9.0, 2.0, 2.0, 2.0, -9.0], [0.0, 0.0, 3.0, 0.0, 0.0], [0.0, 0.0, 0.0, 3.0, 0.0]) == (2, 3)


def test_no_end_stands_before_its_beginning() -> None:
    assert found([0.0] * 4, [-5.0, -5.0, -5.0, 3.0], [3.0, -5.0, -5.0, -5.0]) in ((0, 0), (3, 3))


def test_a_line_beyond_the_article_has_much_against_it() -> None:
    table = {"line": NOTHING, "begin": {("lines before", 0.5): 3.0}, "end": {("lines left", 1.5): 3.0}}
    scores = on_page(lines("Menu", *TEXT, "Share this:"), [0.0] * 5, table)
    assert scores == [-4.0, 3.0, 3.0, 3.0, -4.0]


def test_no_line_has_no_score() -> None:
    assert on_page([], []) == []


def test_each_sign_of_the_table_is_one_that_is_looked_at() -> None:
    known = {*surroundings(lines(*TEXT), [1.0, 1.0, 1.0]), "always"}
    assert {sign for own in steps().values() for sign, _ in own} <= known


ODDS = st.lists(st.tuples(*[st.floats(-20, 20)] * 3), min_size=1, max_size=12)


@settings(deadline=None)
@given(ODDS)
def test_an_extent_is_a_run_of_the_lines(odds: list[tuple[float, float, float]]) -> None:
    first, last = extent(*(np.array(column) for column in zip(*odds, strict=True)))
    assert 0 <= first <= last < len(odds)
