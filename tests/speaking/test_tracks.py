"""Laying out: pauses, cues that touch and fill, a stream as long as promised."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import EngineError
from publish.model import (
    Call,
    Gloss,
    Kind,
    Narration,
    Paragraph,
    Pauses,
    Piece,
    Section,
    Sentence,
    Sound,
    Span,
    Track,
    Voice,
)
from publish.speaking import memory as memories
from publish.speaking.tracks import stream, track
from publish.writing.runs import Clip, Run, clips, cut

VOICE = Voice("tone", "tone", "en", "A test tone", "test", "CC0-1.0")


def section(*paragraphs: tuple[Kind, int]) -> Section:
    """A section with so many sentences in each paragraph, their ids as editing gives them."""
    return Section(
        "en-c1",
        "Rain",
        tuple(
            Paragraph(
                f"en-p{p}", kind, tuple(Sentence(f"en-p{p}-s{s}", (Span("Rain."),)) for s in range(1, n + 1)), p, p
            )
            for p, (kind, n) in enumerate(paragraphs, 1)
        ),
    )


def pauses(*paragraphs: tuple[Kind, int]) -> list[int]:
    """The silences of such a section at 1000 Hz, which are milliseconds, every sentence lasting a second."""
    of = section(*paragraphs)
    laid = track(of, {sentence.id: Piece("k", 1000) for sentence in of.sentences}, 1000)
    return [piece.samples for piece in laid.pieces if not piece.key]


def test_title_pause_standfirst_longer_pause_text() -> None:
    assert pauses(("title", 1), ("standfirst", 1), ("paragraph", 2)) == [600, 1000, 1400, 350, 1600]


def test_a_heading_has_a_breath_before_and_after() -> None:
    assert pauses(("paragraph", 1), ("heading", 1), ("paragraph", 1)) == [600, 1200, 900, 1600]


def test_a_quotation_is_set_off_by_a_slight_pause() -> None:
    assert pauses(("paragraph", 1), ("paragraph", 1), ("quote", 2), ("paragraph", 1)) == [600, 750, 900, 350, 900, 1600]


def test_a_table_is_heard_cell_by_cell_with_a_longer_pause_after_a_row() -> None:
    cells = tuple(Sentence(f"en-p1-s{n}", (Span("Rain."),), after) for n, after in ((1, "\t"), (2, " "), (3, "")))
    row = Paragraph("en-p1", "row", cells, 1, 1)
    of = Section("en-c1", "Rain", (row, Paragraph("en-p2", "row", (Sentence("en-p2-s1", (Span("A"),)),), 2, 2)))
    laid = track(of, {sentence.id: Piece("k", 1000) for sentence in of.sentences}, 1000)
    assert [piece.samples for piece in laid.pieces if not piece.key] == [600, 300, 350, 600, 1600]


def calling() -> Section:
    """Two sentences, of which the first calls a note."""
    note = Span("[1]", gloss=Gloss("note", "en-p2"))
    both = (Sentence("en-p1-s1", (Span("Rain."), note)), Sentence("en-p1-s2", (Span("Sun."),)))
    return Section("en-c1", "Rain", (Paragraph("en-p1", "paragraph", both, 1, 1),))


def test_the_number_of_a_note_is_heard_after_its_sentence_and_within_its_cue() -> None:
    sounds = {"en-p1-s1": Piece("a", 1000), "en-p1-s1-n1": Piece("n", 500), "en-p1-s2": Piece("b", 1000)}
    laid = track(calling(), sounds, 1000)
    assert [(cue.begin_ms, cue.calls, cue.end_ms) for cue in laid.cues] == [
        (0, (Call("en-p1-s1-n1", 1800),), 2650),
        (2650, (), 5250),
    ]


def test_a_call_keeps_its_place_where_its_track_is_cut() -> None:
    sounds = {"en-p1-s1": Piece("a", 1000), "en-p1-s1-n1": Piece("n", 500), "en-p1-s2": Piece("b", 1000)}
    whole = track(calling(), sounds, 1000)
    played = [Run(Narration("en", VOICE, (whole,)), cut(whole, 0, 0, "a")), Run(Narration("en", VOICE, ()), whole)]
    assert clips(played[:1]) == {"en-p1-s1": Clip("a", 0, 1800), "en-p1-s1-n1": Clip("a", 1800, 2650)}
    assert list(clips(played, ("en-p1-s2", "en-p1-s1"))) == ["en-p1-s2", "en-p1-s1", "en-p1-s1-n1"]


def test_a_change_of_scene_is_a_long_pause() -> None:
    first, second = section(("paragraph", 1), ("paragraph", 1)).paragraphs
    of = Section("en-c1", "Rain", (first, replace(second, breaks=True)))
    laid = track(of, {sentence.id: Piece("k", 1000) for sentence in of.sentences}, 1000)
    assert [piece.samples for piece in laid.pieces if not piece.key] == [600, 1600, 1600]


def test_cues_touch_from_the_first_silence_to_the_last() -> None:
    laid = track(section(("paragraph", 2)), {"en-p1-s1": Piece("a", 1000), "en-p1-s2": Piece("b", 500)}, 1000)
    assert [(cue.sentence, cue.begin_ms, cue.end_ms) for cue in laid.cues] == [
        ("en-p1-s1", 0, 1950),
        ("en-p1-s2", 1950, 4050),
    ]


def test_a_sentence_without_words_is_heard_as_its_pause() -> None:
    laid = track(section(("paragraph", 2)), {"en-p1-s1": Piece("", 0), "en-p1-s2": Piece("b", 500)}, 1000)
    assert [(cue.begin_ms, cue.end_ms) for cue in laid.cues] == [(0, 950), (950, 3050)]


def test_a_sentence_that_nobody_spoke_is_named() -> None:
    with pytest.raises(EngineError, match="en-p1-s2: This sentence was not spoken"):
        track(section(("paragraph", 2)), {"en-p1-s1": Piece("a", 1000)}, 1000)


def test_a_section_without_a_sentence_is_named() -> None:
    with pytest.raises(EngineError, match="en-c1: There is no sentence to say"):
        track(Section("en-c1", "Rain", ()), {}, 1000)


@given(
    paragraphs=st.lists(
        st.tuples(st.sampled_from(("title", "standfirst", "heading", "paragraph", "quote", "item")), st.integers(0, 4)),
        min_size=1,
    ).filter(lambda them: any(count for _, count in them)),
    samples=st.lists(st.integers(0, 300_000), min_size=1),
    rate_hz=st.sampled_from((8000, 11025, 16000, 22050, 24000, 44100)),
)
def test_cues_touch_and_fill_the_track(paragraphs: list[tuple[Kind, int]], samples: list[int], rate_hz: int) -> None:
    of = section(*paragraphs)
    sounds = {s.id: Piece("k", samples[n % len(samples)]) for n, s in enumerate(of.sentences)}
    laid = track(of, sounds, rate_hz)
    assert [cue.sentence for cue in laid.cues] == [sentence.id for sentence in of.sentences]
    assert [cue.end_ms for cue in laid.cues[:-1]] == [cue.begin_ms for cue in laid.cues[1:]]
    assert (laid.cues[0].begin_ms, laid.cues[-1].end_ms) == (0, laid.duration_ms)
    assert all(cue.begin_ms < cue.end_ms for cue in laid.cues)


@given(lengths=st.lists(st.integers(1, 40_000), max_size=6), silence=st.integers(1, 100_000))
def test_a_stream_is_as_long_as_its_tracks_and_comes_in_small_pieces(lengths: list[int], silence: int) -> None:
    memory = {str(n): memories.packed(Sound(16000, b"\1\0" * n)) for n in lengths}
    pieces = (Piece("", silence), *(Piece(str(n), n) for n in lengths))
    chunks = list(stream((Track("en-c1", 16000, pieces, ()),), memory))
    assert b"".join(chunks) == bytes(2 * silence) + b"\1\0" * sum(lengths)
    assert max(len(chunk) for chunk in chunks) <= 32768


def test_a_sound_gone_from_the_memory_is_an_error_not_a_silence() -> None:
    with pytest.raises(EngineError, match=r"en-c1: .* gone from the memory \(ab12\)"):
        list(stream((Track("en-c1", 16000, (Piece("", 100), Piece("ab12", 50)), ()),), {}))


def test_a_sound_of_another_length_is_an_error() -> None:
    memory = {"ab12": memories.packed(Sound(16000, bytes(98)))}
    with pytest.raises(EngineError, match="not as long"):
        list(stream((Track("en-c1", 16000, (Piece("ab12", 50),), ()),), memory))


def said(*texts: str) -> Section:
    sentences = tuple(Sentence(f"en-p1-s{n}", (Span(text),), " ") for n, text in enumerate(texts, 1))
    return Section("en-c1", "", (Paragraph("en-p1", "paragraph", sentences, 1, 1),))


def test_the_breath_after_a_sentence_is_that_of_its_last_mark() -> None:
    own = Pauses(head=1, sentence=10, question=20, exclamation=30, ellipsis=40, colon=50, tail=2)
    of = said("Rain.", "Rain?", "“Rain!”", "Rain ... ", "He said (so): ", "雨？", "Rain", "Rain.")
    laid = track(of, {sentence.id: Piece("k", 1000) for sentence in of.sentences}, 1000, own)

    assert [piece.samples for piece in laid.pieces if not piece.key] == [1, 10, 20, 30, 40, 50, 20, 10, 2]


def test_without_any_pause_sentences_follow_each_other_at_once() -> None:
    none = Pauses(*(0 for _ in fields(Pauses)))
    of = said("Rain.", "Rain?")
    laid = track(of, {sentence.id: Piece("k", 1000) for sentence in of.sentences}, 1000, none)

    assert [(cue.begin_ms, cue.end_ms) for cue in laid.cues] == [(0, 1000), (1000, 2000)]
    assert sum(piece.samples for piece in laid.pieces) == 2000
