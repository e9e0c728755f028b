from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.editing.extent import edges, extent, places
from publish.editing.signs import seen
from publish.model import Block, Span

TEXT = (
    "For ninety years the clock above the market ran on rain, and a gutter filled its copper cup.",
    "Nobody minded. The bakers opened when the light reached the second step of the church.",
    "Last spring the council put a battery in it, and since then the market has been on time.",
)


def page(*lines: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", (Span(line),), n, n) for n, line in enumerate(lines, 1))


def test_where_nothing_is_known_of_the_ends_the_scores_alone_decide() -> None:
    lines = seen(page("Menu", *TEXT, "Share this:"))
    assert extent(lines, [-9.0, 2.0, 2.0, 2.0, -9.0], {"begin": {}, "end": {}}) == range(1, 4)


def test_the_table_of_ends_outweighs_a_line_inside() -> None:
    lines = seen(page("Menu", *TEXT, "Share this:"))
    table = {"begin": {("lines before", 1.5): 5.0}, "end": {("lines left", 0.5): 5.0}}
    assert extent(lines, [-9.0, 2.0, 2.0, 2.0, -9.0], table) == range(2, 4)


def test_no_line_has_no_extent() -> None:
    assert extent([], []) == range(0)


def test_each_sign_of_the_table_is_one_that_is_looked_at() -> None:
    known = {*places(seen(page(*TEXT)), [1.0, 1.0, 1.0]), "always"}
    assert {sign for edge in edges().values() for sign, _ in edge} <= known


def test_before_and_after_a_place_are_told_apart() -> None:
    found = places(seen(page("Menu", *TEXT)), [-3.0, 1.0, 1.0, 1.0])
    assert found["score 1 before"].tolist() == [0.0, -3.0, 1.0, 1.0, 1.0]
    assert found["score 3 after"].tolist() == [-1 / 3, 1.0, 1.0, 1.0, 0.0]


@given(st.lists(st.sampled_from([*TEXT, "Menu", "Share this:", "1950"]), min_size=1, max_size=12), st.data())
def test_an_extent_is_a_run_of_the_lines(found: list[str], data: st.DataObject) -> None:
    scores = data.draw(st.lists(st.floats(-9, 9), min_size=len(found), max_size=len(found)))
    run = extent(seen(page(*found)), scores)
    assert 0 <= run.start < run.stop <= len(found)
