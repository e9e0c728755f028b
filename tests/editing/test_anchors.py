"""Anchors: what a translation leaves standing."""

import pytest

from publish.editing.anchors import anchors, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost 14,000 in 1997.", ("14000", "1997")),
        ("Costó 14.000 en 1997.", ("14000", "1997")),
        ("Cela coûta 14 000 francs.", ("14000",)),
        ("1,234.5 metres", ("1234.5",)),
        ("1.234,5 metros", ("1234.5",)),
        ("Up 27.4% since May", ("27.4",)),
        ("Sube un 27,4 % desde mayo", ("27.4",)),
        ("١٢٣ كتابا", ("123",)),
        ("October 10-12", ("10", "12")),
        ("007 and 0", ("7", "0")),
        ("no number here", ()),
    ],
)
def test_a_number_is_the_same_in_every_writing_style(text: str, expected: tuple[str, ...]) -> None:
    assert numbers(text) == expected


def test_a_name_keeps_its_letters_without_accents_and_case() -> None:
    assert anchors("PERÚ").grams == anchors("Peru").grams == ("_per", "peru")


def test_a_word_of_two_letters_is_no_anchor() -> None:
    assert anchors("It is so").grams == ()


def test_marks_count_whatever_their_script() -> None:
    assert anchors("¿Qué?").marks == anchors("什么？").marks == anchors("ماذا؟").marks == (1, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rains.", False),
        ("“It rains.”", False),
        ("«Llueve».", False),
        ("下雨了。", False),
        ("The town hall was full;", True),
        ("Rain in the hills", True),
    ],
)
def test_a_text_whose_last_mark_ends_no_sentence_breaks_off(text: str, expected: bool) -> None:  # noqa: FBT001 (a table)
    assert anchors(text).open is expected


def test_a_line_of_marks_is_hardly_words() -> None:
    assert anchors("* * * 12").bare
    assert not anchors("नमस्ते दुनिया").bare


@pytest.mark.parametrize("text", [".-^ !", "r \\", "A", "* * *", ""])
def test_a_speck_says_nothing(text: str) -> None:
    assert anchors(text).stray


@pytest.mark.parametrize("text", ["No.", "7", "好。", "§ 5", "네."])
def test_a_short_answer_a_number_or_a_whole_word_says_something(text: str) -> None:
    assert not anchors(text).stray


def test_an_empty_text_has_a_length_of_one() -> None:
    assert anchors("").length == anchors("  ").length == 1
