from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import OutputError
from publish.markup import parse_xml
from publish.model import Narration, Voice
from publish.writing.leaves import leaves
from publish.writing.overlay import clock, duration_ms, overlay
from publish.writing.pages import page
from publish.writing.proof_overlays import milliseconds
from publish.writing.runs import Run, clips
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Publication, Track

TONE = Voice("tone", "tone", "en", "A test tone", "test", "CC0-1.0")
S = "{http://www.w3.org/ns/SMIL}"
TEXTREF = "{http://www.idpf.org/2007/ops}textref"
TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture
def track(bilingual: Book, published: Callable[..., Publication]) -> Track:
    return published(bilingual).narrations[0].tracks[0]


def overlaid(book: Book, track: Track) -> bytes:
    """The overlay of the first English chapter, heard from this track."""
    pages = leaves(book)
    heard = clips([Run(Narration("en", TONE, (track,)), track)])
    return overlay(page(pages[0], twins(book, pages)), pages[0].page, heard, {track.section: "audio/en-c1.mp3"})


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0:00:00.000"), (61_005, "0:01:01.005"), (3_723_004, "1:02:03.004"), (360_000_000, "100:00:00.000")],
)
def test_a_clock_value_is_exact_to_the_millisecond(ms: int, text: str) -> None:
    assert clock(ms) == text


@given(st.integers(0, 10**9))
def test_a_clock_value_reads_back_as_it_was(ms: int) -> None:
    assert milliseconds(clock(ms)) == ms


@pytest.mark.parametrize(("text", "ms"), [("3.5s", 3500), ("02:03", 123_000), ("nonsense", -1)])
def test_other_peoples_clock_values_are_read_too(text: str, ms: int) -> None:
    assert milliseconds(text) == ms


def test_each_sentence_is_a_par_in_the_pages_order(bilingual: Book, track: Track) -> None:
    section = bilingual.editions[0].sections[0]
    root = parse_xml(overlaid(bilingual, track))
    pars = list(root.iter(f"{S}par"))
    assert [p.find(f"{S}text").get("src") for p in pars] == [f"en-c1.xhtml#{s.id}" for s in section.sentences]
    second = pars[1].find(f"{S}audio")
    assert second.attrib == {"src": "audio/en-c1.mp3", "clipBegin": "0:00:00.300", "clipEnd": "0:00:00.600"}


def test_every_seq_names_its_text_and_lists_and_notes_say_what_they_are(bilingual: Book, track: Track) -> None:
    root = parse_xml(overlaid(bilingual, track))
    seqs: dict[str, Any] = {e.get("id"): e for e in root.iter(f"{S}seq")}
    assert all(e.get(TEXTREF) for e in seqs.values())
    assert seqs["en-p7-list-seq"].get(TYPE) == "list"
    assert seqs["en-p8-seq"].get(TYPE) == "list-item"
    assert seqs["en-p10-note-seq"].get(TYPE) == "footnote"


def test_the_duration_is_the_sum_of_the_clips(track: Track) -> None:
    assert duration_ms(clips([Run(Narration("en", TONE, (track,)), track)])) == 3300


@pytest.mark.parametrize("change", ["lost", "swapped", "added"])
def test_sound_that_does_not_follow_its_page_stops_the_build_and_names_the_sentence(
    bilingual: Book, track: Track, change: str
) -> None:
    cues = list(track.cues)
    if change == "lost":
        del cues[3]
    elif change == "swapped":
        cues[3], cues[4] = cues[4], cues[3]
    else:
        cues.append(replace(cues[-1], sentence="en-p99-s1"))
    named = "en-p99-s1" if change == "added" else "en-p3-s2"
    with pytest.raises(OutputError, match=named):
        overlaid(bilingual, replace(track, cues=tuple(cues)))
