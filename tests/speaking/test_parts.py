"""A sentence cut where the voice changes: every word has one, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model import Edition, Gloss, Paragraph, Section, Sentence, Span, Voice
from publish.speaking.parts import COMMA_MS, Casting, cut, languages, worded

ENGLISH = Voice(name="en-pico", engine="pico", language="en-US", says="", tier="fast", licence="")
SPANISH = replace(ENGLISH, name="es-pico", language="es-ES")
RUSSIAN = Voice(name="espeak", engine="espeak", language="ru", says="", tier="last-resort", licence="")
PORTUGUESE = replace(RUSSIAN, language="pt")


def latin(text: str) -> bool:
    return all(character < "\u0180" or not character.isalnum() for character in text)


CASTING = Casting(ENGLISH, latin, {"es": SPANISH, "ru": RUSSIAN, "pt": PORTUGUESE})


def sentence(*spans: str | tuple[str, str]) -> Sentence:
    made = tuple(Span(each) if isinstance(each, str) else Span(each[0], language=each[1]) for each in spans)
    return Sentence("en-p1-s1", made)


def said(*spans: str | tuple[str, str], casting: Casting = CASTING) -> list[tuple[str, str]]:
    return [(part.voice.name if part.voice else "", part.text) for part in cut(sentence(*spans), "en", casting)]


def test_a_sentence_in_one_language_is_one_part() -> None:
    assert said("We met ", "at noon.") == [("", "We met at noon.")]


def test_a_word_is_said_once_and_the_call_of_a_note_not_among_the_words() -> None:
    spans = (
        Span("Rain"), Span("[1]", gloss=Gloss("note", "en-p2")), Span(" on "),
        Span("池(いけ)", gloss=Gloss("ruby", "いけ")), Span(" and "),
        Span("汉(hàn)", gloss=Gloss("ruby", "hàn")), Span("."),
    )  # fmt: skip
    assert worded(Sentence("en-p1-s1", spans)).text == "Rain on いけ and 汉."


def test_a_cell_that_is_a_call_alone_is_said() -> None:
    alone = Sentence("en-p1-s1", (Span("[1]", gloss=Gloss("note", "en-p2")),))
    assert worded(alone) is alone


def test_a_run_is_said_by_the_voice_of_its_language() -> None:
    assert said("The ", ("Comité de la Sal", "es"), " met.") == [
        ("", "The "),
        ("es-pico", "Comité de la Sal"),
        ("", " met."),
    ]


def test_a_voice_that_knows_how_a_short_run_sounds_says_it_itself() -> None:
    knows = replace(CASTING, others={"es": SPANISH}, pronounces=("es",))
    assert len(said("The ", ("Paz de Sol", "es"), " met.", casting=knows)) == 3
    parts = cut(sentence("The ", ("Río Seco", "es"), " rose."), "en", knows)
    assert [(part.text, part.language, part.voice) for part in parts] == [
        ("The ", "en", None),
        ("Río Seco", "es", None),
        (" rose.", "en", None),
    ]


def test_marks_alone_go_to_the_part_before_them() -> None:
    assert said("We met “", ("Comité de la Sal", "es"), "”.") == [("", "We met “"), ("es-pico", "Comité de la Sal”.")]


def test_a_mark_that_opens_the_sentence_goes_to_the_first_words() -> None:
    assert said("«", ("Comité de la Sal", "es"), "» met.") == [("es-pico", "«Comité de la Sal"), ("", "» met.")]


def test_a_name_with_a_possessive_is_not_torn_from_it() -> None:
    assert said("It was ", ("Ana Peña", "es"), "’s boat.") == [("", "It was Ana Peña’s boat.")]


@pytest.mark.parametrize(
    ("before", "after", "pauses"),
    [
        ("Then the ", " met.", [0, 0, 0]),
        ("Then, ", " met.", [0, COMMA_MS, 0]),
        ("Then the ", " (CS) met.", [0, 0, COMMA_MS]),
        ("Then – ", ", he said.", [0, COMMA_MS, COMMA_MS]),
        ("Then “", "” met.", [0, 0, 0]),
    ],
)
def test_there_is_a_pause_only_where_a_mark_asks_for_one(before: str, after: str, pauses: list[int]) -> None:
    parts = cut(sentence(before, ("Comité de la Sal", "es"), after), "en", CASTING)
    assert [part.pause_ms for part in parts] == pauses


def test_a_voice_of_a_lesser_tier_does_not_say_what_the_voice_itself_can_read() -> None:
    assert said("Over the ", ("Serra Baixa do Norte", "pt"), " we went.") == [
        ("", "Over the Serra Baixa do Norte we went.")
    ]


def test_another_engine_of_the_same_tier_says_three_words_but_not_two() -> None:
    casting = Casting(ENGLISH, latin, {"es": replace(SPANISH, engine="other")})
    assert said("The ", ("Paz Sol", "es"), " met.", casting=casting) == [("", "The Paz Sol met.")]
    assert len(said("The ", ("Paz de Sol", "es"), " met.", casting=casting)) == 3


def test_letters_that_the_voice_cannot_read_are_said_by_one_that_can() -> None:
    assert said("The sign says Озеро закрыто, today.") == [
        ("", "The sign says "),
        ("espeak", "Озеро закрыто"),
        ("", ", today."),
    ]


def test_letters_that_nobody_reads_stay_in_the_sentence() -> None:
    assert said("The sign says ལྷ་ས today.") == [("", "The sign says ལྷ་ས today.")]


def test_the_languages_of_an_edition_are_those_of_its_tags_and_scripts() -> None:
    sentences = (sentence("A ", ("b c", "pt"), "."), sentence("Озеро 日本 ", ("x", "pt")))
    paragraph = Paragraph("en-p1", "paragraph", sentences, 1, 1)
    edition = Edition("en", "", (Section("en-c1", "", (paragraph,)),))
    assert languages(edition, latin) == ("pt", "ru", "zh")


@given(
    st.lists(
        st.tuples(st.text("aZ é,’-(“Озя́日7", max_size=8), st.sampled_from([None, "es", "ru", "pt", "en"])), max_size=6
    )
)
def test_no_character_is_lost_or_moved(spans: list[tuple[str, str | None]]) -> None:
    given_ = Sentence("en-p1-s1", tuple(Span(text, language=language) for text, language in spans))
    parts = cut(given_, "en", CASTING)
    assert "".join(part.text for part in parts) == given_.text
    assert all(a.voice != b.voice for a, b in pairwise(parts))
