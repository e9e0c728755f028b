"""The recital: every sentence spoken once, cues that touch, errors that name the sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from publish.errors import EngineError
from publish.model import Edition, Paragraph, Piece, Section, Sentence, Span, Track
from publish.speaking.narrate import begin, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Kind, Narration, Voice


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def section(name: str, *paragraphs: tuple[Kind, tuple[str, ...]]) -> Section:
    """Build a section whose ids are numbered as editing numbers them."""
    return Section(
        name,
        "Rain",
        tuple(
            Paragraph(
                f"{name}-p{p}",
                kind,
                tuple(Sentence(f"{name}-p{p}-s{s}", (Span(text),), " ") for s, text in enumerate(sentences, 1)),
                p,
                p,
            )
            for p, (kind, sentences) in enumerate(paragraphs, 1)
        ),
    )


RAIN = Edition(
    "en",
    "Rain",
    (section("en", ("title", ("Rain",)), ("paragraph", ("It rained.", "We stayed at home."))),),
    section("en-colophon", ("paragraph", ("Spoken by a tone.",))),
)


def told(edition: Edition, voice: Voice, memory: dict[str, bytes], executor: ThreadPoolExecutor) -> Narration:
    return begin(edition, voice, memory=memory, executor=executor).narration()


def test_a_track_is_head_title_pause_text_and_tail(tone: Voice, executor: ThreadPoolExecutor) -> None:
    narration = told(RAIN, tone, {}, executor)
    track = narration.tracks[0]
    assert [piece.samples for piece in track.pieces if not piece.key] == [9600, 16000, 5600, 25600]
    assert [cue.sentence for cue in track.cues] == ["en-p1-s1", "en-p2-s1", "en-p2-s2"]


def test_the_colophon_is_the_last_track(tone: Voice, executor: ThreadPoolExecutor) -> None:
    narration = told(RAIN, tone, {}, executor)
    assert [track.section for track in narration.tracks] == ["en", "en-colophon"]


def test_a_stream_is_as_long_as_its_tracks(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    narration = told(RAIN, tone, memory, executor)
    length = sum(len(chunk) for chunk in stream(narration.tracks, memory))
    assert length == 2 * sum(track.samples for track in narration.tracks)


def test_a_sound_gone_from_the_memory_is_an_error_not_a_silence() -> None:
    track = Track("en-c1", 16000, (Piece("", 100), Piece("ab12", 50)), ())
    with pytest.raises(EngineError, match="gone from the memory"):
        list(stream((track,), {}))
