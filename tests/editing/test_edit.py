from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing import signs, structure, telling
from publish.editing.edit import edit
from publish.errors import LanguageError, SourceError
from publish.model import Book, Document, Source
from publish.reading.decode import lines
from publish.reading.formats.text import read

ENGLISH = (
    "The Ferry With One Oar",
    (
        "The ferry of San Telmo has one oar and two opinions. The ferryman rows on the left, his sister steers on the"
        " right, and between them they have crossed the river every morning for thirty years."
    ),
    (
        "When the bridge was opened, people said that the ferry would be gone by winter. It was not, because the bridge"
        " does not stop in the middle to let the passengers look at the herons."
    ),
)
SPANISH = (
    "El transbordador de un solo remo",
    (
        "El transbordador de San Telmo tiene un remo y dos opiniones. El barquero rema por la izquierda, su hermana"
        " guía por la derecha, y entre los dos han cruzado el río cada mañana durante treinta años."
    ),
    (
        "Cuando se inauguró el puente, la gente dijo que el transbordador no llegaría al invierno. Llegó, porque"
        " el puente no se detiene en el medio para que los pasajeros miren las garzas."
    ),
)


def document(text: str, name: str = "ferry.txt") -> Document:
    return read(Source(name, ".txt", text.encode(), name, date(2026, 3, 1)))


def paste(*blocks: str) -> Document:
    return document("\n\n".join(blocks))


def texts(book: Book) -> dict[str, list[str]]:
    return {edition.language: [paragraph.text for paragraph in edition.paragraphs] for edition in book.editions}


def test_two_languages_with_a_marker_make_two_editions() -> None:
    book = edit((paste("Skip to content", *ENGLISH, "**En Español**", *SPANISH, "Share this:"),))
    assert texts(book) == {"en": list(ENGLISH), "es": list(SPANISH)}
    assert [edition.title for edition in book.editions] == [
        "The Ferry With One Oar",
        "El transbordador de un solo remo",
    ]
    assert [(m.first_line, m.language) for m in book.markers] == [(9, "es")]
    assert [r.first_line for r in book.removals] == [1, 17]


def test_languages_that_take_turns_are_taken_apart() -> None:
    turns = [line for pair in zip(SPANISH, ENGLISH, strict=True) for line in pair]
    book = edit((document("\n".join(turns)),))
    assert texts(book) == {"es": list(SPANISH), "en": list(ENGLISH)}


def test_columns_side_by_side_are_pulled_apart() -> None:
    rows = [f"{left}\t{right}" for left, right in zip(SPANISH, ENGLISH, strict=True)]
    assert texts(edit((document("\n".join(rows)),))) == {"es": list(SPANISH), "en": list(ENGLISH)}


def test_ids_run_through_the_edition_and_its_sentences() -> None:
    (edition,) = edit((paste(*ENGLISH),)).editions
    assert [p.id for p in edition.paragraphs] == ["en-p1", "en-p2", "en-p3"]
    assert [s.id for s in edition.paragraphs[1].sentences] == ["en-p2-s1", "en-p2-s2"]
    assert [s.id for s in edition.sections] == ["en-c1"]


def test_sentences_give_back_the_paragraph_with_its_styles() -> None:
    (edition,) = edit(
        (paste(*ENGLISH, "The **herons do not** care. They *stand*, and the river goes round them."),)
    ).editions
    last = edition.paragraphs[-1]
    assert last.text == "The herons do not care. They stand, and the river goes round them."
    assert [span.text for span in last.sentences[0].spans if span.styles] == ["herons do not"]


def test_one_document_per_language_counts_its_lines_on() -> None:
    book = edit((paste(*ENGLISH), document("\n\n".join(SPANISH), "barca.txt")))
    assert texts(book) == {"en": list(ENGLISH), "es": list(SPANISH)}
    assert [p.first_line for p in book.editions[1].paragraphs] == [6, 8, 10]
    assert book.metadata.origin == "ferry.txt, barca.txt"
    assert len(book.metadata.sha256.split()) == 2


def test_overrides_are_obeyed_and_remembered() -> None:
    book = edit((paste("Skip to content", *ENGLISH),), keep=frozenset({1, 90}), drop=frozenset({7}))
    assert book.overrides == ("keep 1", "drop 7")
    assert [(r.first_line, r.rule) for r in book.removals] == [(7, "by-hand")]
    assert any(p.first_line == 1 for p in book.editions[0].paragraphs)


def test_a_long_edition_breaks_at_its_headings() -> None:
    part = ("How it began", *[ENGLISH[1]] * 1, *[f"{ENGLISH[2]} Number {n} says so." for n in range(60)])
    book = edit(
        (paste(ENGLISH[0], ENGLISH[1], *part, "How it goes on", *[f"{ENGLISH[2]} So does {n}." for n in range(60)]),)
    )
    assert [(s.id, s.title) for s in book.editions[0].sections] == [
        ("en-c1", "The Ferry With One Oar"),
        ("en-c2", "How it began"),
        ("en-c3", "How it goes on"),
    ]


def test_a_book_without_a_title_is_named_after_its_first_words() -> None:
    (edition,) = edit((paste(*ENGLISH[1:]),)).editions
    assert edition.title == "The ferry of San Telmo has one oar…"


def test_only_furniture_is_a_source_error_that_names_keep() -> None:
    with pytest.raises(SourceError, match="only page furniture") as caught:
        edit((paste("Skip to content", "Menu", "Share this:"),))
    assert "--keep" in caught.value.hint


def test_dropping_every_line_is_a_source_error_that_names_drop() -> None:
    with pytest.raises(SourceError, match="Every line was dropped") as caught:
        edit((paste(*ENGLISH),), drop=frozenset(range(1, 9)))
    assert "--drop" in caught.value.hint


def test_numbers_alone_have_no_language() -> None:
    with pytest.raises(LanguageError):
        edit((paste("1984 2001 17 3.5", "2 4 6 8"),), keep=frozenset({1, 3}))


POOL = st.sampled_from(
    [*ENGLISH, *SPANISH, "**En Español**", "Share this:", "# Boats", "- oars", "12. maps", "", "A\tB", "…"]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(POOL | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30), min_size=1, max_size=10),
    st.sets(st.integers(1, 12), max_size=2),
)
def test_every_line_is_in_an_edition_a_removal_or_a_marker_exactly_once(pool: list[str], keep: set[int]) -> None:
    source = "\n".join([ENGLISH[1], *pool])
    book = edit((document(source),), keep=frozenset(keep))
    places = [
        *((p.first_line, p.last_line) for e in book.editions for p in e.paragraphs),
        *((r.first_line, r.last_line) for r in book.removals),
        *((m.first_line, m.last_line) for m in book.markers),
    ]
    # A title that was made of the first words stands on no line: 0.
    covered = sorted(n for first, last in places for n in range(first, last + 1) if n)
    assert covered == [n for n, line in enumerate(lines(source), 1) if line.strip()]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ([ENGLISH[1], ENGLISH[1], "Share this:", "Share this:"], [1, 2]),
        ([ENGLISH[1], "Share this:", ENGLISH[1], "Share this:"], [1, 3]),
        ([ENGLISH[1], "Share this:", ENGLISH[1], "hello 3", "Share this:"], [1, 3]),
    ],
)
def test_a_paragraph_pasted_twice_with_its_buttons_is_not_only_page_furniture(
    pasted: list[str], kept: list[int]
) -> None:
    blocks = edit((document("\n".join(pasted)),)).editions[0].paragraphs
    assert [block.first_line for block in blocks if block.text == ENGLISH[1]] == kept


def test_keeping_a_button_by_hand_does_not_cost_the_article() -> None:
    book = edit((document("\n".join([ENGLISH[1], "Share this:", "Share this:"])),), keep=frozenset({3}))
    assert [p.first_line for p in book.editions[0].paragraphs if p.first_line] == [1, 3]


def test_an_article_without_a_title_is_called_by_its_first_words_and_says_them() -> None:
    book = edit((document("\n\n".join(ENGLISH[1:3])),))
    title = book.editions[0].paragraphs[0]
    assert (title.kind, title.id, title.first_line) == ("title", "en-p1", 0)
    assert title.text == book.editions[0].title
    assert title.text.endswith("…")


def test_a_title_given_by_hand_names_the_leading_edition_and_is_said_where_there_is_none() -> None:
    read_ = document("\n\n".join(ENGLISH[1:3]))
    book = edit((replace(read_, metadata=replace(read_.metadata, title="The Ferry")),))
    assert book.editions[0].title == "The Ferry"
    assert book.editions[0].paragraphs[0].text == "The Ferry"


def test_one_word_is_not_taken_for_bosnian() -> None:
    with pytest.raises(LanguageError, match="so few words"):
        edit((document("hi"),))
    assert edit((document("hi"),), wanted=("en",)).editions[0].language == "en"


@pytest.mark.parametrize(
    "head",
    [
        ("# The quiet river", "By Ana Lopez"),
        ("# The quiet river", "Por Ana Lopez", "3 March 2026"),
        ("# The quiet river", "*A walk along the banks*", "By Ana Lopez"),
    ],
)
def test_a_title_that_the_source_marks_is_not_thrown_away_above_a_byline(head: tuple[str, ...]) -> None:
    book = edit((paste(*head, *ENGLISH[1:], *[f"{ENGLISH[2]} So does heron {n}." for n in range(4)]),))
    assert book.editions[0].title == "The quiet river"
    assert book.removals == ()


def test_a_book_is_never_called_by_its_byline_or_its_date() -> None:
    (edition,) = edit((paste("By Ana Lopez", "3 March 2026", *ENGLISH[1:]),)).editions
    assert edition.title == "The ferry of San Telmo has one oar…"


def test_a_spanish_quotation_in_the_english_file_stays_in_the_english_edition() -> None:
    english = (*ENGLISH[:2], "He laughed and answered with what his father always said:", SPANISH[2], ENGLISH[2])
    book = edit((document("\n\n".join(english), "en.txt"), document("\n\n".join(SPANISH[:2]), "es.txt")))
    assert texts(book) == {"en": list(english), "es": list(SPANISH[:2])}
    assert [edition.title for edition in book.editions] == [ENGLISH[0], SPANISH[0]]


def test_two_files_in_one_language_are_refused_by_name() -> None:
    with pytest.raises(LanguageError, match="same language") as caught:
        edit((document("\n\n".join(ENGLISH), "one.txt"), document("\n\n".join(ENGLISH[:2]), "two.txt")))
    assert "one.txt, two.txt" in caught.value.where
    assert "one file" in caught.value.hint


def test_a_title_that_is_a_year_is_not_dropped() -> None:
    book = edit((paste("# 1984", *ENGLISH[1:]),))
    assert (book.editions[0].title, book.removals) == ("1984", ())


def test_a_text_that_is_refused_is_not_kept_in_memory_for_the_next() -> None:
    page = paste("Share this article on social networks", "Sign up for our newsletter")
    with pytest.raises(SourceError, match="There is no article in it, only page furniture"):
        edit((page,), wanted=("en",))
    remembered = (signs._line, signs._pieces, telling.scripts, telling.possible, structure.length)
    assert [cache.cache_info().currsize for cache in remembered] == [0, 0, 0, 0, 0]
