from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.signs import Seen, seen
from publish.editing.surroundings import heaviest, surroundings
from publish.model import Block, Span

TEXT = (
    "For ninety years the clock above the market ran on rain, and a gutter filled its copper cup.",
    "Nobody minded. The bakers opened when the light reached the second step of the church.",
)


def lines(*texts: str) -> list[Seen]:
    return seen(tuple(Block("paragraph", (Span(text),), n, n) for n, text in enumerate(texts, 1)))


def test_before_and_after_a_line_are_told_apart() -> None:
    around = surroundings(lines("Menu", *TEXT), [-3.0, 1.5, 3.0])
    assert around["score 1 before"].tolist() == [0.0, -3.0, 1.5]
    assert around["score 3 after"].tolist() == [1.5, 1.0, 0.0]


def test_a_line_knows_its_way_to_the_body_of_the_text() -> None:
    around = surroundings(lines("Menu", "News", *TEXT, "Share this:"), [-3.0, -3.0, 2.0, 2.0, -3.0])
    assert around["lines to the run"].tolist() == [2.0, 1.0, 0.0, 0.0, 0.0]
    assert around["lines into the run"].tolist() == [-1.0, -1.0, 0.0, 1.0, -1.0]
    assert around["lines since the run"].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]


def test_a_row_of_short_lines_is_counted() -> None:
    around = surroundings(lines("Menu", "News", TEXT[0], "Share this:"), [0.0] * 4)
    assert around["short lines in a row"].tolist() == [2.0, 2.0, 0.0, 1.0]
    assert around["short lines in a row before"].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_the_heaviest_run_may_hold_a_light_line() -> None:
    assert heaviest([1.0, -5.0, 2.0, -1.0, 3.0, -4.0]) == (2, 4)
    assert heaviest([-3.0, -1.0, -2.0]) == (1, 1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*TEXT, "Menu", "- 1950", "雨"]), st.floats(-9, 9)), min_size=1, max_size=9))
def test_every_line_has_a_number_for_every_sign(page: list[tuple[str, float]]) -> None:
    texts, scores = zip(*page, strict=True)
    around = surroundings(lines(*texts), scores)
    assert {len(column) for column in around.values()} == {len(page)}
    assert all(np.isfinite(column).all() for column in around.values())
