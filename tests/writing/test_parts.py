"""Each chapter as a file of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model import Edition, Narration, Paragraph, Pauses, Piece, Section, Sentence, Span, Voice
from publish.speaking.tracks import track
from publish.writing.parts import parts

VOICE = Voice("tone", "tone", "en", "A test tone", "test", "CC0-1.0")


def block(number: int, kind: str, *texts: str) -> Paragraph:
    sentences = tuple(Sentence(f"en-p{number}-s{n}", (Span(text),), " ") for n, text in enumerate(texts, 1))
    return Paragraph(f"en-p{number}", kind, sentences, number, number)


def narrated(edition: Edition, *, rate_hz: int = 1000, samples: int = 1000) -> Narration:
    """Every sentence lasts a second at 1000 Hz, where samples are milliseconds."""
    tracks = [
        track(section, {s.id: Piece(s.id, samples) for s in section.sentences}, rate_hz) for section in edition.sections
    ]
    return Narration("en", VOICE, tuple(tracks))


RAIN = Edition(
    "en",
    "On Rain",
    (
        Section(
            "en-c1",
            "On Rain",
            (
                block(1, "title", "On Rain"),
                block(2, "paragraph", "It rains.", "It does."),
                block(3, "heading", "Of Drops: a/b?"),
                block(4, "paragraph", "A drop is round."),
            ),
        ),
        Section("en-c2", "水 💧", (block(5, "heading", "水 💧"), block(6, "paragraph", "All is wet."))),
    ),
)


def test_a_chapter_is_named_so_that_every_system_keeps_its_name() -> None:
    assert [part.name for part in parts(RAIN, narrated(RAIN))] == ["01-on-rain", "02-of-drops-a-b", "03-水"]


def test_a_chapter_that_is_a_track_is_that_track() -> None:
    narration = narrated(RAIN)

    assert parts(RAIN, narration)[2].tracks == (narration.tracks[1],)


def test_a_chapter_that_was_cut_out_has_a_head_and_a_tail_of_its_own() -> None:
    first, second, _ = parts(RAIN, narrated(RAIN))

    # 600 ms, title, 1000, sentence, 350, sentence, 1200 before the heading, and 400 to make it a tail.
    assert [(p.key, p.samples) for p in first.tracks[0].pieces] == [
        ("", 600),
        ("en-p1-s1", 1000),
        ("", 1000),
        ("en-p2-s1", 1000),
        ("", 350),
        ("en-p2-s2", 1000),
        ("", 1200),
        ("", 400),
    ]
    assert [(p.key, p.samples) for p in second.tracks[0].pieces] == [
        ("", 600),
        ("en-p3-s1", 1000),
        ("", 900),
        ("en-p4-s1", 1000),
        ("", 1600),
    ]
    assert [(m.sentence.id, m.begin_ms, m.end_ms) for m in second.moments] == [
        ("en-p3-s1", 0, 2500),
        ("en-p4-s1", 2500, 5100),
    ]


@pytest.mark.parametrize("rate_hz", [16000, 22050])
@settings(deadline=None)
@given(samples=st.integers(1, 30_000))
def test_sentences_touch_and_fill_their_chapter_and_none_is_lost(rate_hz: int, samples: int) -> None:
    narration = replace(narrated(RAIN, rate_hz=rate_hz, samples=samples), pauses=Pauses())
    found = parts(RAIN, narration)

    heard = [moment.sentence.id for part in found for moment in part.moments]
    assert heard == [cue.sentence for track in narration.tracks for cue in track.cues]
    for part in found:
        assert part.moments[0].begin_ms == 0
        assert part.moments[-1].end_ms == round(sum(t.samples for t in part.tracks) * 1000 / rate_hz + 1e-9)
        assert all(a.end_ms == b.begin_ms for a, b in pairwise(part.moments))
        assert part.tracks[-1].cues[-1].end_ms == part.tracks[-1].duration_ms
    names = [track.section for part in found for track in part.tracks]
    assert len(set(names)) == len(names)
