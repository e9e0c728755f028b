"""An alignment that a person edited, read against the article it belongs to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing import align
from publish.editing.decided import beads, table
from publish.errors import ConfigError
from publish.model import Bead, Book, Edition, Metadata, Paragraph, Section, Sentence, Span


def edition(language: str, *texts: str) -> Edition:
    paragraphs = tuple(
        Paragraph(
            f"{language}-p{n}",
            "paragraph",
            tuple(Sentence(f"{language}-p{n}-s{k}", (Span(part),), " ") for k, part in enumerate(text.split("|"), 1)),
            n,
            n,
        )
        for n, text in enumerate(texts, 1)
    )
    return Edition(language, "", (Section(f"{language}-c1", "", paragraphs),))


ENGLISH = edition("en", "Rain", "It rains.|We walk 12 miles.", "Only here.")
SPANISH = edition("es", "Lluvia", "Llueve.|Andamos 12 millas.", 'Solo aquí, "dicho" así.')
BOTH = (ENGLISH, SPANISH)


def shapes(found: tuple[Bead, ...]) -> list[Any]:
    return [(b.left, b.right) for b in found]


def test_a_table_is_read_as_it_was_written() -> None:
    found = align.beads(BOTH, None)
    paragraphs = tuple(b for b in found if b.level == "paragraph")
    read = beads(table(Book(Metadata(), BOTH, found)), BOTH, "a.tsv")
    assert shapes(read) == shapes(paragraphs)
    assert {b.confidence for b in read} == {1.0}


def test_a_table_says_to_a_person_how_each_side_begins() -> None:
    bead = Bead(("en", "es"), ("en-p1", "en-p2"), ("es-p1",), "paragraph", 0.5)
    assert table(Book(Metadata(), BOTH, (bead,))).splitlines() == [
        "left\tright\tlanguages\tsure\tleft begins\tright begins",
        "en-p1 en-p2\tes-p1\ten es\t0.50\tRain\tLluvia",
        "# What each paragraph said: once it says something else, the line that it is on above is void.",
        "# en-p1\ta6d20aa6a4c73f0d",
        "# en-p2\t8cba91c60ad86a49",
        "# en-p3\tcd4b153f5c134f2f",
        "# es-p1\t24af7c4cec8294e5",
        "# es-p2\t18ae6ac9f451fccc",
        "# es-p3\tb006d78c10b0d418",
    ]


def test_what_a_person_pairs_stands_and_its_sentences_are_paired_within() -> None:
    tsv = "en-p1\tes-p1\nen-p2\tes-p3\n\tes-p2\nen-p3\n"
    found = align.beads(BOTH, None, beads(tsv, BOTH, "a.tsv"))
    assert shapes(tuple(b for b in found if b.level == "paragraph")) == [
        (("en-p1",), ("es-p1",)),
        ((), ("es-p2",)),
        (("en-p2",), ("es-p3",)),
        (("en-p3",), ()),
    ]
    sentences = [b for b in found if b.level == "sentence"]
    assert {name for b in sentences if b.right for name in b.left} == {"en-p1-s1", "en-p2-s1", "en-p2-s2"} or {
        name for b in sentences if b.left for name in b.right
    } == {"es-p1-s1", "es-p3-s1"}
    named = sorted(name for b in sentences for name in (*b.left, *b.right))
    assert named == sorted(s.id for e in BOTH for p in e.paragraphs for s in p.sentences)


def test_a_line_may_name_its_languages_the_other_way_round() -> None:
    tsv = "es-p1\ten-p1\tes,en\nes-p2 es-p3\ten-p3, en-p2\tes en\n"
    assert shapes(beads(tsv, BOTH, "a.tsv")) == [(("en-p1",), ("es-p1",)), (("en-p2", "en-p3"), ("es-p2", "es-p3"))]


def test_two_languages_that_the_table_does_not_pair_are_left_to_be_aligned() -> None:
    three = (*BOTH, edition("pt", "Chuva"))
    given_ = beads("en-p1\tes-p1\nen-p2\tes-p2\nen-p3\tes-p3\ten es\n", three, "a.tsv")
    assert {b.languages for b in given_} == {("en", "es")}
    found = align.beads(three, None, given_)
    assert {b.languages for b in found} == {("en", "es"), ("en", "pt"), ("es", "pt")}


def edited(*rows: str) -> str:
    """A table of BOTH with these rows instead of its own."""
    written = table(Book(Metadata(), BOTH, ())).splitlines()
    return "\n".join([*rows, *written[1:]])


CROSSED = edited("en-p1\tes-p1", "en-p2\tes-p3", "\tes-p2", "en-p3\t")


def test_a_line_whose_paragraph_changed_is_void_with_a_warning_that_names_it(caplog: pytest.LogCaptureFixture) -> None:
    changed = edition("en", "Rain", "It snows.|We walk 12 miles.", "Only here.")
    given_ = beads(CROSSED, (changed, SPANISH), "rain.alignment.tsv")
    assert shapes(given_) == [(("en-p1",), ("es-p1",)), ((), ("es-p2",)), (("en-p3",), ())]
    assert caplog.messages == [
        "rain.alignment.tsv, line 2: en-p2 has changed since; the line is void, its paragraphs are paired anew"
    ]


def test_paragraphs_of_a_void_line_are_paired_anew_and_all_others_stand() -> None:
    changed = edition("en", "Rain", "It snows.|We walk 12 miles.", "Only here.")
    found = align.beads((changed, SPANISH), None, beads(CROSSED, (changed, SPANISH), "a.tsv"))
    assert shapes(tuple(b for b in found if b.level == "paragraph")) == [
        (("en-p1",), ("es-p1",)),
        ((), ("es-p2",)),
        (("en-p2",), ("es-p3",)),
        (("en-p3",), ()),
    ]


def test_a_paragraph_that_moved_is_followed_and_a_new_one_is_paired_anew(caplog: pytest.LogCaptureFixture) -> None:
    longer = edition("en", "A new line stands before.", "Rain", "It rains.|We walk 12 miles.", "Only here.")
    given_ = beads(CROSSED, (longer, SPANISH), "a.tsv")
    assert shapes(given_) == [
        (("en-p2",), ("es-p1",)),
        ((), ("es-p2",)),
        (("en-p3",), ("es-p3",)),
        (("en-p4",), ()),
    ]
    assert caplog.messages == []
    named = [n for b in align.beads((longer, SPANISH), None, given_) if b.level == "paragraph" for n in b.left]
    assert named == ["en-p1", "en-p2", "en-p3", "en-p4"]


def test_a_line_whose_paragraph_is_gone_is_void(caplog: pytest.LogCaptureFixture) -> None:
    shorter = edition("en", "Rain", "It rains.|We walk 12 miles.")
    given_ = beads(edited("en-p1\tes-p1", "en-p2\tes-p2", "en-p3\tes-p3"), (shorter, SPANISH), "a.tsv")
    assert shapes(given_) == [(("en-p1",), ("es-p1",)), (("en-p2",), ("es-p2",))]
    assert caplog.messages == [
        "a.tsv, line 3: en-p3 has changed since; the line is void, its paragraphs are paired anew"
    ]


WHOLE = "left\tright\n# a note\n\nen-p1\tes-p1\ten es\nen-p2\tes-p2\nen-p3\nes-p3\n"


@pytest.mark.parametrize(
    ("tsv", "where", "what"),
    [
        ("en-p1\tes-p1\nen-p9\tes-p2\n", "line 2", "There is no paragraph en-p9"),
        ("en-p1\tes-p1\nen-p2\tes-p1\n", "line 2", "es-p1 is here and on line 1"),
        ("en-p1 en-p1\tes-p1\n", "line 1", "en-p1 is here and on line 1"),
        ("en-p1\tes-p1\nen-p2\tes-p2\nen-p3\n", "line 3", "es-p3 is on no line for en and es"),
        ("en-p1\tes-p1\ten fr\n", "line 1", "The third column must name two languages of the article"),
        ("en-p1\tes-p1\ten\n", "line 1", "The third column must name two languages of the article"),
        ("en-p1\tes-p1\tes en\n", "line 1", "en-p1 is not in es"),
        ("en-p1\ten-p2\n", "line 1", "The third column must name two languages of the article"),
        ("en-p1 es-p1\tes-p2\n", "line 1", "es-p1 is not in en"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_its_line(tsv: str, where: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        beads(tsv, BOTH, "rain.alignment.tsv")
    assert (caught.value.where, caught.value.what) == (f"rain.alignment.tsv, {where}", what)
    assert "--alignment-out" in caught.value.hint


def test_a_heading_a_note_and_an_empty_line_are_passed_over() -> None:
    assert len(beads(WHOLE, BOTH, "a.tsv")) == 4


def test_with_three_languages_a_line_with_one_side_says_which_two() -> None:
    three = (*BOTH, edition("pt", "Chuva"))
    with pytest.raises(ConfigError, match="third column"):
        beads("en-p1\n", three, "a.tsv")


@given(st.text(alphabet="en-sp123 \t\n\"'\r#", max_size=60))
@settings(max_examples=200, deadline=None)
def test_whatever_the_table_it_is_read_or_refused(tsv: str) -> None:
    try:
        found = beads(tsv, BOTH, "a.tsv")
    except ConfigError:
        return
    named = sorted(name for b in found for name in (*b.left, *b.right))
    assert named in ([], ["en-p1", "en-p2", "en-p3", "es-p1", "es-p2", "es-p3"])
