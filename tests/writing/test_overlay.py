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
from publish.writing.runs import Clip, Run, clips
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


def test_sequences_nest_as_the_page_does(bilingual: Book, track: Track) -> None:
    root = parse_xml(overlaid(bilingual, track))
    above = {e.get("id"): e.getparent().get("id") for e in root.iter(f"{S}seq", f"{S}par")}
    assert above["en-c1-seq"] is None
    assert above["en-p6-quote-seq"] == "en-c1-seq"
    assert above["en-p6-seq"] == "en-p6-quote-seq"
    assert above["en-p8-seq"] == "en-p8-list-seq"
    assert above["en-p8-list-seq"] == "en-p7-seq"
    assert above["en-p7-seq"] == "en-p7-list-seq"


PAGE_OF_ALL_KINDS = b"""<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<section id="c1" epub:type="chapter"><figure id="f"><img id="f-s1" src="a.png" alt="A boat."/>
<figcaption id="g"><span id="g-s1">The boat.</span></figcaption></figure>
<table id="t"><tbody><tr id="r"><td id="d"><span id="r-s1">One</span></td></tr></tbody></table>
<aside id="n" epub:type="footnote"><p id="m"><span id="m-s1">A note.</span></p></aside>
<aside id="k"><p id="q"><span id="q-s1">Beside it.</span></p></aside>
<p id="e" epub:type="endnote"><span id="e-n" epub:type="pagebreak"/><span id="e-s1">The end.</span></p>
</section></body></html>"""


def test_what_can_be_skipped_or_left_early_says_so_whatever_it_is() -> None:
    heard = {name: Clip("c1", n, n + 1) for n, name in enumerate(("f-s1", "g-s1", "r-s1", "m-s1", "q-s1", "e-s1"))}
    root = parse_xml(overlay(PAGE_OF_ALL_KINDS, "c1.xhtml", heard, {"c1": "audio/c1.mp3"}))
    assert {e.get("id"): e.get(TYPE) for e in root.iter(f"{S}seq")} == {
        "c1-seq": "chapter",
        "f-seq": "figure",
        "g-seq": None,
        "t-seq": "table",
        "r-seq": "table-row",
        "d-seq": "table-cell",
        "n-seq": "footnote",
        "m-seq": None,
        "k-seq": "aside",
        "q-seq": None,
        "e-seq": "endnote",
    }
    assert next(root.iter(f"{S}text")).get("src") == "c1.xhtml#f-s1"


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
