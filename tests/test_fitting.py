"""What `--fit` may say, and what is given up for it."""

from __future__ import annotations

import pytest

from publish.errors import ConfigError
from publish.fitting import LADDER, given_up, limit


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("5MB", 5_000_000),
        ("700 kB", 700_000),
        ("4.7GB", 4_700_000_000),
        ("2MiB", 2_097_152),
        ("1000", 1000),
        ("WhatsApp", 16_000_000),
        ("bluetooth", 10_000_000),
        ("cd", 670_000_000),
    ],
)
def test_a_size_is_said_as_people_say_it(text: str, size: int) -> None:
    assert limit(text, "--fit") == size


@pytest.mark.parametrize("text", ["", "0", "small", "5 elephants", "-3MB", "5MBps"])
def test_what_is_no_size_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="This is no size") as caught:
        limit(text, "--fit")
    assert caught.value.hint == "For example: 5MB, 700kB, whatsapp, bluetooth, cd."


def test_nothing_is_given_up_at_first_and_the_words_are_left_at_last() -> None:
    assert given_up(LADDER[0]) == ()
    assert given_up(LADDER[-1]) == (
        "The talking book is left out; the book without sound is there",
        "No sound is there, nor its transcript: the words alone",
    )
