"""Transcripts in four forms, and subtitles in the other language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model import Bead, Book, Edition, Metadata, Paragraph, Section, Sentence, Span
from publish.writing.timeline import Moment
from publish.writing.transcripts import subtitles, transcript

if TYPE_CHECKING:
    from collections.abc import Sequence


def sentence(name: str, text: str) -> Sentence:
    return Sentence(name, (Span(text),))


HEARD = (
    Moment(sentence("en-p1-s1", "Rain & wind."), 0, 1000),
    Moment(sentence("en-p1-s2", "It fell all day."), 1000, 3723004),
)


def edition(language: str, texts: Sequence[str]) -> Edition:
    some = tuple(sentence(f"{language}-p1-s{n}", text) for n, text in enumerate(texts, 1))
    return Edition(language, "Lluvia", (Section(f"{language}-c1", "", (Paragraph("p", "paragraph", some, 1, 1),)),))


def bead(left: Sequence[int], right: Sequence[int]) -> Bead:
    names = [tuple(f"{language}-p1-s{n}" for n in side) for language, side in (("en", left), ("es", right))]
    return Bead(("en", "es"), names[0], names[1], "sentence", 0.9)


def heard(count: int) -> tuple[Moment, ...]:
    return tuple(Moment(sentence(f"en-p1-s{n}", "x"), (n - 1) * 1000, n * 1000) for n in range(1, count + 1))


def shown(beads: Sequence[Bead], texts: Sequence[str], count: int) -> list[tuple[str, int, int]]:
    spanish = edition("es", texts)
    book = Book(Metadata(), (edition("en", ["x"] * count), spanish), tuple(beads))
    found = subtitles(book, heard(count), spoken="en", shown=spanish)
    return [(moment.sentence.id[6:], moment.begin_ms, moment.end_ms) for moment in found]


def test_subrip_has_commas_and_numbers() -> None:
    made = transcript("srt", HEARD, language="en", title="Rain", speaker="Pico").decode()
    assert made == (
        "1\n00:00:00,000 --> 00:00:01,000\nRain & wind.\n\n2\n00:00:01,000 --> 01:02:03,004\nIt fell all day.\n"
    )


def test_json_has_who_speaks_and_seconds() -> None:
    made = json.loads(transcript("json", HEARD, language="en", title="Rain", speaker="Pico"))
    assert made["version"] == "1.0.0"
    assert made["segments"][0] == {"speaker": "Pico", "startTime": 0.0, "endTime": 1.0, "body": "Rain & wind."}


def test_html_is_a_page_of_times_and_words() -> None:
    made = transcript("html", HEARD, language="ar", title="<Rain>", speaker="Pico").decode()
    assert made.startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    assert "<title>&lt;Rain&gt;</title>" in made
    assert '<cite>Pico</cite>\n<time>00:00:00</time><p id="en-p1-s1">Rain &amp; wind.</p>' in made


def test_a_translation_is_shown_while_what_it_translates_is_said() -> None:
    beads = [bead([1], [1]), bead([2, 3], [2]), bead([4], [])]
    assert shown(beads, ["uno", "dos"], 4) == [("s1", 0, 1000), ("s2", 1000, 3000)]


def test_two_that_translate_one_share_its_time_by_their_lengths() -> None:
    assert shown([bead([1], [1, 2])], ["uno", "dos tres y"], 1) == [("s1", 0, 230), ("s2", 230, 1000)]


def test_one_without_a_twin_is_shown_between_its_neighbours() -> None:
    beads = [bead([1], [1]), bead([], [2]), bead([2], []), bead([3], [3])]
    assert shown(beads, ["uno", "dos", "tres"], 3) == [("s1", 0, 1000), ("s2", 1000, 2000), ("s3", 2000, 3000)]


def test_what_the_translator_moved_is_shown_when_it_is_said() -> None:
    beads = [bead([1], [2]), bead([2], [1])]
    assert shown(beads, ["uno", "dos"], 2) == [("s2", 0, 1000), ("s1", 1000, 2000)]


@settings(deadline=None)
@given(sizes=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6), turned=st.booleans())
def test_every_sentence_is_shown_once_and_times_go_forward(sizes: list[tuple[int, int]], *, turned: bool) -> None:
    sizes = [(1, 1), *sizes]
    left, right = (sum(size[side] for size in sizes) for side in (0, 1))
    ours, theirs = list(range(1, left + 1)), list(range(1, right + 1))
    beads = []
    for a, b in sizes:
        beads.append(bead(ours[:a], theirs[-b:] if turned and b else theirs[:b]))
        ours, theirs = ours[a:], theirs[: len(theirs) - b] if turned else theirs[b:]
    found = shown(beads, ["palabra"] * right, left)
    assert sorted(name for name, _, _ in found) == [f"s{n}" for n in sorted(range(1, right + 1), key=str)]
    times = [time for _, begin, end in found for time in (begin, end)]
    assert times == sorted(times)
    assert all(begin < end <= left * 1000 for _, begin, end in found)
