from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model import Gloss, Onset, Sentence, Span
from publish.speaking.engines.tone import Tone
from publish.speaking.normalise import spoken
from publish.speaking.words import words

if TYPE_CHECKING:
    from publish.model import Voice


def told(text: str, said: str) -> list[tuple[str, int]]:
    """Each word, or words that are one, as it is shown, with the number of the word said at which it begins."""
    onsets = [Onset(word, number) for number, word in enumerate(said.split())]
    found = words(Sentence("en-p1-s1", (Span(text),)), onsets, first_sample=0, rate_hz=1000)
    return [(text[word.begin : word.end], word.begin_ms) for word in found]


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        ("Rain, (again).", "Rain, (again).", [("Rain", 0), ("again", 1)]),
        ("It held 3,200 books.", "It held three thousand two hundred books.",
         [("It", 0), ("held", 1), ("3,200", 2), ("books", 6)]),
        ("She paid $5 million.", "She paid five million dollars.",
         [("She", 0), ("paid", 1), ("5", 2), ("million", 3)]),
        ("In 1992–95 it rained.", "In nineteen ninety-two to ninety-five it rained.",
         [("In", 0), ("1992–95", 1), ("it", 5), ("rained", 6)]),
        ("Lamps hum.", "lamps, as one hears, hum", [("Lamps", 0), ("hum", 4)]),
    ],
)  # fmt: skip
def test_a_word_begins_where_what_is_said_for_it_begins(text: str, said: str, found: list[tuple[str, int]]) -> None:
    assert told(text, said) == found


def test_words_that_stand_for_others_in_a_row_are_one_rather_than_guessed() -> None:
    assert told("Nearly 3 % 7 km away.", "Nearly a b c d away.") == [("Nearly", 0), ("3 % 7 km", 1), ("away", 5)]


def test_words_that_the_engine_told_as_one_are_one() -> None:
    onsets = [Onset("One", 0), Onset("of the lamps,", 10), Onset("hums", 50)]
    found = words(Sentence("en-p1-s1", (Span("One of the lamps hums."),)), onsets, first_sample=100, rate_hz=1000)
    assert [(word.id, word.begin, word.end, word.begin_ms) for word in found] == [
        ("en-p1-s1-w1", 0, 3, 100),
        ("en-p1-s1-w2", 4, 16, 110),
        ("en-p1-s1-w3", 17, 21, 150),
    ]


def test_the_number_of_a_note_is_no_part_of_the_word_before_it() -> None:
    called = Span("1", ("superscript",), gloss=Gloss("note", "en-p9"))
    sentence = Sentence("en-p1-s1", (Span("It rains"), called, Span(".")))
    onsets = (Onset("It", 0), Onset("rains.", 7))
    assert [(w.begin, w.end) for w in words(sentence, onsets, first_sample=0, rate_hz=1000)] == [(0, 2), (3, 8)]


@pytest.mark.parametrize("text", ["नमस्ते दुनिया", "cafe\u0301 ole\u0301"])
def test_the_accent_or_vowel_sign_that_ends_a_word_is_lit_with_it(text: str) -> None:
    assert told(text, text) == [(word, number) for number, word in enumerate(text.split())]


def test_nothing_is_told_of_words_that_nobody_timed() -> None:
    assert words(Sentence("en-p1-s1", (Span("It rains."),)), (), first_sample=0, rate_hz=1000) == ()


@given(st.text(st.sampled_from("ab 1.2,-'%€\n"), max_size=40), st.sampled_from(["en", "es"]))
def test_every_word_that_is_shown_is_told_once_and_times_only_rise(text: str, language: str) -> None:
    sentence = Sentence("en-p1-s1", (Span(text),))
    onsets = [Onset(word, number) for number, word in enumerate(spoken(text, language).split())]
    found = words(sentence, onsets, first_sample=0, rate_hz=1000)
    told = "".join(sentence.text[word.begin : word.end] for word in found)
    if found:
        assert [c for c in told if c.isalnum()] == [c for c in sentence.text if c.isalnum()]
    assert all(a.end <= b.begin and a.begin_ms < b.begin_ms for a, b in pairwise(found))


def test_the_tone_says_where_each_of_its_beeps_begins(tone: Voice) -> None:
    sound, onsets = Tone(tone).speak_timed([("It's a well-known", "en"), ("lamp", "en")])
    assert sound == Tone(tone).speak("It's a well-known lamp")
    assert onsets == (Onset("It's", 0), Onset("a", 4800), Onset("well-known", 7200), Onset("lamp", 12000))
