"""A lesson laid out: who is heard when, and what becomes of what has no twin."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import EngineError
from publish.model import (
    Bead,
    Book,
    Edition,
    Metadata,
    Method,
    Narration,
    Paragraph,
    Piece,
    Section,
    Sentence,
    Sound,
    Span,
    Voice,
)
from publish.speaking import memory as memories
from publish.speaking.learning import Change, changed, lesson, turns

VOICE = Voice("tone", "tone", "mul", "A test tone", "test", "CC0-1.0")
NARRATIONS = {language: Narration(language, VOICE, ()) for language in ("en", "es")}
ANNOUNCED = {language: Sentence(f"{language}-learn-p1-s1", (Span("Alone."),)) for language in ("en", "es")}


def edition(language: str, count: int) -> Edition:
    sentences = tuple(Sentence(f"{language}-p1-s{n}", (Span(f"Rain {n}."),), " ") for n in range(1, count + 1))
    return Edition(language, "Rain", (Section(f"{language}-c1", "", (Paragraph("p", "paragraph", sentences, 1, 1),)),))


def book(*beads: tuple[str, str]) -> Book:
    """English leads; `("1 2", "1")` pairs its first two sentences with the first in Spanish."""
    pairs = [
        (tuple(f"en-p1-s{n}" for n in left.split()), tuple(f"es-p1-s{n}" for n in right.split()))
        for left, right in beads
    ]
    counts = [sum(len(pair[side]) for pair in pairs) for side in (0, 1)]
    found = tuple(Bead(("en", "es"), left, right, "sentence", 1.0) for left, right in pairs)
    return Book(Metadata(), (edition("en", counts[0]), edition("es", counts[1])), found)


def heard(found: Book, method: Method) -> list[str]:
    """Turns as `es1 | en1 en2`, an announcement as `!`."""
    return [
        " | ".join(
            " ".join(
                f"{each.language}{'!' if '-learn-' in each.sentence.id else each.sentence.id[-1]}" for each in part
            )
            for part in turn
        )
        for turn in turns(found, method, ANNOUNCED)
    ]


def test_a_sentence_is_heard_in_one_language_and_then_in_the_other() -> None:
    assert heard(book(("1", "1"), ("2", "2")), Method(("es", "en"))) == ["es1 | en1", "es2 | en2"]


def test_what_one_language_says_in_two_sentences_is_read_whole() -> None:
    assert heard(book(("1 2", "1"), ("3", "2 3")), Method(("en", "es"))) == ["en1 en2 | es1", "en3 | es2 es3"]


def test_a_language_may_come_again() -> None:
    assert heard(book(("1", "1")), Method(("es", "en", "es", "es"))) == ["es1 | en1 | es1 | es1"]


def test_a_lesson_follows_the_language_that_is_heard_first() -> None:
    assert heard(book(("1", "2"), ("2", "1")), Method(("es", "en"))) == ["es1 | en2", "es2 | en1"]


def test_what_has_no_translation_is_announced_once_and_heard_once() -> None:
    found = heard(book(("1", "1"), ("2", ""), ("3", ""), ("", "2"), ("4", "3")), Method(("es", "en", "es")))
    assert found == ["es1 | en1 | es1", "en! en2", "en3", "es! es2", "es3 | en4 | es3"]


def test_what_has_no_translation_is_left_out_where_that_was_asked_for() -> None:
    found = book(("1", "1"), ("2", ""), ("", "2"), ("3", "3"))
    assert heard(found, Method(("en", "es"), alone="left-out")) == ["en1 | es1", "en3 | es3"]


def test_the_pause_is_as_long_as_the_sentence_before_it_and_longer_if_asked_for() -> None:
    sounds = {"en-p1-s1": (Piece("a", 2000),), "es-p1-s1": (Piece("b", 1500),)}
    for pause, silences in ((1.0, [600, 2000, 1600]), (1.5, [600, 3000, 1600]), (0.0, [600, 600, 1600])):
        method = Method(("en", "es"), pause)
        planned = turns(book(("1", "1")), method, ANNOUNCED)
        (track,) = lesson(planned, sounds, method, NARRATIONS, 1000).narration.tracks
        assert [piece.samples for piece in track.pieces if not piece.key] == silences


def test_a_sentence_that_is_heard_again_has_a_cue_of_its_own() -> None:
    sounds = {"en-p1-s1": (Piece("a", 2000),), "es-p1-s1": (Piece("b", 1500),)}
    method = Method(("es", "en", "es"), 0.5)
    (track,) = lesson(turns(book(("1", "1")), method, ANNOUNCED), sounds, method, NARRATIONS, 1000).narration.tracks
    assert track.section == "es-en-es.learn"
    assert [(cue.sentence, cue.begin_ms, cue.end_ms) for cue in track.cues] == [
        ("es-p1-s1", 0, 2850),
        ("en-p1-s1", 2850, 5850),
        ("es-p1-s1.2", 5850, 8950),
    ]


@given(
    st.lists(st.sampled_from([("1", "1"), ("2", "1"), ("1", "2"), ("1", ""), ("", "1")]), min_size=1, max_size=12),
    st.sampled_from([("en", "es"), ("es", "en"), ("es", "en", "es")]),
    st.lists(st.integers(0, 90_000), min_size=1, max_size=5),
    st.floats(0, 3),
)
def test_every_sentence_is_heard_and_cues_touch_and_fill_the_track(
    shapes: list[tuple[str, str]], languages: tuple[str, ...], samples: list[int], pause: float
) -> None:
    beads = []
    at = [1, 1]
    for shape in shapes:
        sides = []
        for side, count in enumerate(int(number or 0) for number in shape):
            sides.append(" ".join(str(n) for n in range(at[side], at[side] + count)))
            at[side] += count
        beads.append((sides[0], sides[1]))
    found = book(*beads)
    method = Method(languages, pause)
    planned = turns(found, method, ANNOUNCED)
    names = [sentence.id for each in found.editions for s in each.sections for sentence in s.sentences]
    lengths = dict(zip(names, samples * len(names), strict=False))
    sounds = {name: (Piece("k", lengths[name]),) if lengths[name] else () for name in names}
    sounds |= {each.id: (Piece("k", 500),) for each in ANNOUNCED.values()}
    made = lesson(planned, sounds, method, NARRATIONS, 22050)
    (track,) = made.narration.tracks
    assert {each.sentence.id for each in made.heard} >= set(names)
    assert len({cue.sentence for cue in track.cues}) == len(track.cues) == len(made.heard)
    assert all(a.end_ms == b.begin_ms for a, b in pairwise(track.cues))
    assert (track.cues[0].begin_ms, track.cues[-1].end_ms) == (0, track.duration_ms)


def test_sounds_are_changed_once_and_remembered() -> None:
    loud = Sound(16000, np.full(1600, 8000, "<i2").tobytes())
    memory = {"a": memories.packed(loud)}
    asked: list[float] = []

    def slowed(sound: Sound, speed: float) -> Sound:
        asked.append(speed)
        return Sound(sound.rate_hz, sound.pcm * 2)

    change = Change(24000, gain_db=-6.0, speed=0.5)
    for _ in range(2):
        found = changed([Piece("a", 1600), Piece("a", 1600)], change, memory, slowed=slowed, made_by="test")
    assert asked == [0.5]
    assert list(found) == ["a"]
    assert found["a"].samples == 4800
    sound = memories.recalled(memory, found["a"].key)
    assert sound is not None
    assert sound.rate_hz == 24000
    assert np.frombuffer(sound.pcm, "<i2")[2400] == pytest.approx(4010, abs=10)


def test_a_sound_that_has_gone_is_named() -> None:
    with pytest.raises(EngineError, match="A spoken sentence is gone from the memory"):
        changed([Piece("a", 1)], Change(16000, speed=0.5), {}, slowed=lambda sound, _: sound, made_by="test")
