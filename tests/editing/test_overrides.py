"""Lines overruled, kept with what stood on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.editing.overrides import Override, as_toml, made, merged, read, standing, starts
from publish.errors import ConfigError
from publish.model import Block, Document, Metadata, Span


def document(*lines: str) -> Document:
    blocks = tuple(Block("paragraph", (Span(text),), n, n) for n, text in enumerate(lines, 1) if text)
    return Document(Metadata(origin="rain.txt"), blocks)


RAIN = document("Rain", "", "Share this", "It rains.")


def test_an_override_remembers_how_its_line_began() -> None:
    found = made(RAIN, keep=[3], drop=[1, 2, 9])
    assert [(o.line, o.verdict, o.text) for o in found] == [(1, "drop", "Rain"), (3, "keep", "Share this")]


def test_a_line_that_changed_or_went_voids_its_override() -> None:
    found = made(RAIN, keep=[3], drop=[1, 4])
    kept, void = standing(found, document("Rain", "", "Share  that"))
    assert ([o.line for o in kept], [o.line for o in void]) == ([1], [3, 4])


def test_white_space_alone_changes_no_line() -> None:
    kept, void = standing(made(RAIN, keep=[3]), document("Rain", "", "Share \t this"))
    assert ([o.line for o in kept], void) == ([3], ())


def test_the_later_word_on_a_line_counts() -> None:
    both = merged(made(RAIN, drop=[1, 3]), made(RAIN, keep=[3]))
    assert [(o.line, o.verdict) for o in both] == [(1, "drop"), (3, "keep")]


def test_the_lines_of_the_second_source_are_counted_on() -> None:
    assert starts((RAIN, document(), document("Lluvia"))) == (0, 4, 4)


@given(st.text(max_size=80))
def test_a_file_is_read_as_it_was_written(text: str) -> None:
    override = Override(7, "drop", "ab", text)
    assert read(as_toml((override,), text), "rain.overrides.toml") == (override,)


@pytest.mark.parametrize(
    "toml",
    [
        "[[line]",
        "keep = 3",
        'line = "3"',
        "line = [3]",
        '[[line]]\nnumber = 0\nverdict = "keep"\nsha256 = "a"',
        '[[line]]\nnumber = true\nverdict = "keep"\nsha256 = "a"',
        '[[line]]\nnumber = 3\nverdict = "hide"\nsha256 = "a"',
        '[[line]]\nnumber = 3\nverdict = "keep"',
    ],
)
def test_what_is_no_such_file_is_refused(toml: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(toml, "rain.overrides.toml")
    assert caught.value.where.startswith("rain.overrides.toml")
