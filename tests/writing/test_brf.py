"""Braille: pages that an embosser takes, in the forms that braille readers know, and every word in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model import Edition, Gloss, Section, Sentence, Span
from publish.writing.brf import document
from publish.writing.formats.brf import write
from publish.writing.proof_brf import body, misread, problems, words
from tests.writing.conftest import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.model import Book, Encode, Paragraph, Publication


class Letters:
    """A code of one cell a letter, so that a test can be read: what stands is what was written."""

    def grades(self, language: str) -> tuple[int, ...]:
        return () if language == "zz" else (1,)

    def continues(self, _: str) -> str:
        return "-"

    def __call__(self, runs: Sequence[Span], _language: str, _grade: int) -> str:
        return "".join(run.text for run in runs).upper().translate(str.maketrans("ÍÉ", "IE"))


def pages(*paragraphs: Paragraph, width: int = 20, height: int = 12) -> list[list[str]]:
    edition = Edition("en", "Boats", (Section("en-c1", "Boats", paragraphs),))
    brf = document(edition, Letters(), 1, (width, height))
    assert problems(brf) == ()
    return [page.split("\r\n")[:-1] for page in brf.decode("ascii").split("\f")[:-1]]


def row(name: str, *cells: str, level: int = 0) -> Paragraph:
    sentences = [Sentence(f"{name}-s{n}", (Span(cell),), "\t") for n, cell in enumerate(cells, 1)]
    sentences[-1] = replace(sentences[-1], after="")
    return replace(paragraph(name, "row", "x", level), sentences=tuple(sentences))


def test_a_page_has_its_number_at_its_foot_and_from_the_second_on_the_title_at_its_head() -> None:
    found = pages(paragraph("en-p1", "paragraph", "One two three four five six seven eight nine ten"), height=5)
    assert found == [
        ["", "  ONE TWO THREE FOUR", "FIVE SIX SEVEN EIGHT", "NINE TEN", " " * 19 + "1"],
    ]
    found = pages(paragraph("en-p1", "paragraph", "One two three four five six seven eight"), height=4)
    assert found == [
        ["", "  ONE TWO THREE FOUR", "FIVE SIX SEVEN EIGHT", " " * 19 + "1"],
    ]
    found = pages(paragraph("en-p1", "paragraph", "One two three four five six seven eight nine"), height=4)
    assert found[1] == ["       BOATS", "NINE", "", " " * 19 + "2"]


def test_a_heading_is_centred_and_does_not_stand_alone_at_the_foot_of_a_page() -> None:
    first = paragraph("en-p1", "paragraph", "One two three four five")
    heading = paragraph("en-p2", "heading", "A bridge", 2)
    below = paragraph("en-p3", "paragraph", "Six seven eight nine ten eleven")
    assert pages(first, heading, below, height=12)[0] == [
        "",
        "  ONE TWO THREE FOUR",
        "FIVE",
        "",
        "      A BRIDGE",
        "",
        "  SIX SEVEN EIGHT",
        "NINE TEN ELEVEN",
        "",
        "",
        "",
        " " * 19 + "1",
    ]
    assert [page[1:3] for page in pages(first, heading, below, height=7)] == [
        ["  ONE TWO THREE FOUR", "FIVE"],
        ["      A BRIDGE", ""],
    ]


def test_lower_headings_begin_further_in() -> None:
    (page,) = pages(paragraph("en-p1", "heading", "Boats", 3), paragraph("en-p2", "heading", "Oars", 4))
    assert page[1:4] == ["    BOATS", "", "      OARS"]


def test_quotations_stand_further_in_and_apart() -> None:
    (page,) = pages(paragraph("en-p1", "paragraph", "He says."), paragraph("en-p2", "quote", "We walk because we can."))
    assert page[1:5] == ["  HE SAYS.", "", "    WE WALK BECAUSE", "  WE CAN."]


def test_what_runs_over_in_a_list_stands_further_in_than_any_item_begins() -> None:
    items = [
        replace(paragraph("en-p1", "item", "A long boat with oars", 1), number=1),
        paragraph("en-p2", "item", "A spare oar that is long", 2),
    ]
    (page,) = pages(*items)
    assert page[1:5] == ["1. A LONG BOAT WITH", "    OARS", "  A SPARE OAR THAT", "    IS LONG"]


def test_a_table_is_read_row_by_row_and_each_cell_says_its_head() -> None:
    rows = [row("en-p1", "Place", "Boats", level=1), row("en-p2", "Quay", "12"), row("en-p3", "Bay", "9")]
    (page,) = pages(*rows)
    assert page[1:4] == ["PLACE; BOATS", "QUAY; BOATS: 12", "BAY; BOATS: 9"]


def test_the_call_of_a_note_stands_in_brackets() -> None:
    spans = (Span("A path"), Span("1", gloss=Gloss("note", "en-p2")), Span(" ends."))
    calling = replace(paragraph("en-p1", "paragraph", "x"), sentences=(Sentence("en-p1-s1", spans),))
    (page,) = pages(calling, paragraph("en-p2", "note", "1 In winter."))
    assert page[1:3] == ["  A PATH[1] ENDS.", "      1 IN WINTER."]


def test_a_line_that_the_author_ended_ends_and_a_change_of_scene_is_three_signs() -> None:
    (page,) = pages(
        paragraph("en-p1", "paragraph", "Far\nand near"), replace(paragraph("en-p2", "paragraph", "Later"), breaks=True)
    )
    assert page[1:6] == ["  FAR", "AND NEAR", "", "       * * *", ""]


def test_a_word_that_no_line_holds_goes_on_behind_a_sign() -> None:
    (page,) = pages(paragraph("en-p1", "paragraph", "See abcdefghijklmnopqrstuvwxyz"))
    assert page[1:4] == ["  SEE", "ABCDEFGHIJKLMNOPQRS-", "TUVWXYZ"]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(("paragraph", "heading", "quote", "item", "note")), st.integers(1, 60)),
        min_size=1,
        max_size=6,
    ),
    st.integers(20, 60),
    st.integers(5, 30),
)
def test_every_word_is_on_a_page_and_in_order(blocks: list[tuple[Any, int]], width: int, height: int) -> None:
    said = [" ".join(f"w{n}x{m}" for m in range(count)) for n, (_, count) in enumerate(blocks)]
    own = [paragraph(f"en-p{n}", kind, text, 2) for n, ((kind, _), text) in enumerate(zip(blocks, said, strict=True))]
    edition = Edition("en", "Boats", (Section("en-c1", "Boats", tuple(own)),))
    brf = document(edition, Letters(), 1, (width, height))
    assert problems(brf) == ()
    assert body(brf).split() == " ".join(said).upper().split()


def test_a_language_without_a_table_gets_a_line_that_says_so(
    bilingual: Book,
    published: Callable[..., Publication],
    encode: Encode,
    caplog: pytest.LogCaptureFixture,
) -> None:
    english, spanish = bilingual.editions
    book = replace(bilingual, editions=(english, replace(spanish, language="zz")))
    publication = replace(published(book), braille=Letters())
    assert [file.path.rpartition(".en")[2] for file in write(publication, encode)] == [".g1.brf"]
    assert "There is no braille in zz: no table of liblouis for it is known here" in caplog.text


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda brf: brf[:-1], "brf-pages"),
        (lambda brf: brf.replace(b"ONE", b"one"), "brf-signs"),
        (lambda brf: brf.replace(b"ONE", b"ONE TWO THREE"), "brf-lines"),
        (lambda brf: brf.replace(b"\r\n\r\n", b"\r\n"), "brf-lines"),
        (lambda brf: brf.replace(b" 2\r", b"\r"), "brf-numbers"),
    ],
)
def test_what_an_embosser_would_spoil_is_found(spoil: Callable[[bytes], bytes], rule: str) -> None:
    blocks = tuple(paragraph(f"en-p{n}", "paragraph", "One two three four five six") for n in range(6))
    brf = document(Edition("en", "Boats", (Section("en-c1", "Boats", blocks),)), Letters(), 1, (20, 12))
    assert problems(brf) == ()
    assert rule in {problem.rule for problem in problems(spoil(brf))}


def test_lost_words_are_named() -> None:
    brf = document(
        Edition("en", "Boats", (Section("en-c1", "", (paragraph("en-p1", "paragraph", "A path"),)),)),
        Letters(),
        1,
        (20, 5),
    )
    assert misread(brf, "A path", str.lower) == ()
    (problem,) = misread(brf, "A path and a río", str.lower)
    assert problem.what == "3 of 5 words are not found when it is read back: a, and, rio"
    assert misread(brf, "A path and a río", lambda _: "   ") == ()
    assert words("Él dijo 3 \\46/veces") == ["el", "dijo", "veces"]


def test_a_list_thirty_deep_is_written_and_does_not_go_on_for_ever() -> None:
    items = [paragraph(f"en-p{n}", "item", "Incomprehensibilities stay", n) for n in range(1, 31)]
    lines = [line for page in pages(*items, height=60) for line in page]
    assert lines[:4] == ["", "INCOMPREHENSIBILITI-", "          ES STAY", "  INCOMPREHENSIBILI-"]
    assert lines.count("        INCOMPREHEN-") == 26
