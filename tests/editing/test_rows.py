"""A table's rows on their way into editions: cut at cells, never across."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.completeness import check_editing
from publish.editing.edit import edit
from publish.model import Block, Document, Metadata, Paragraph, Span

LONG = "The harbour has many boats, and every one of them has a keeper who knows its name by heart."


def edited(*rows: str) -> list[Paragraph]:
    blocks = [
        Block("heading", (Span("The Harbour"),), 1, 1, 1, article=True),
        Block("paragraph", (Span(LONG),), 2, 2, article=True),
        *(Block("row", (Span(row),), n, n, int(n == 3), article=True) for n, row in enumerate(rows, 3)),
    ]
    document = Document(Metadata(origin="harbour.md"), tuple(blocks))
    book = edit((document,), wanted=("en",))
    check_editing((document,), book)
    return [paragraph for paragraph in book.editions[0].paragraphs if paragraph.kind == "row"]


def test_a_cell_is_one_or_more_sentences_and_no_sentence_is_in_two_cells() -> None:
    (_, row) = edited("Quay\tKeeper", "North\tMr. Roe. He sings.")
    assert [(s.text, s.after) for s in row.sentences] == [("North", "\t"), ("Mr. Roe.", " "), ("He sings.", "")]


def test_an_empty_cell_keeps_its_place() -> None:
    head, row = edited("\tBoats\tKeeper", "North\t\tAna")
    assert (head.empty_cells, [(s.text, s.after) for s in head.sentences]) == (1, [("Boats", "\t"), ("Keeper", "")])
    assert (row.empty_cells, [(s.text, s.after) for s in row.sentences]) == (0, [("North", "\t\t"), ("Ana", "")])


def test_a_row_right_after_the_title_is_no_standfirst() -> None:
    assert [row.level for row in edited("Quay\tBoats", "North quay of the town\ttwelve of them")] == [1, 0]


def test_a_table_of_two_languages_side_by_side_is_paragraphs_of_each() -> None:
    pairs = (
        ("The boat lends books to those who ask for them.", "El barco presta libros a los que los piden."),
        ("And every night it goes back to the quay.", "Y cada noche vuelve al muelle de la ciudad."),
        ("There is no other like it on the river.", "No hay otro como este en todo el río."),
    )
    blocks = tuple(Block("row", (Span(f"{a}\t{b}"),), n, n, article=True) for n, (a, b) in enumerate(pairs, 1))
    book = edit((Document(Metadata(origin="boat.docx"), blocks),))
    assert {e.language for e in book.editions} == {"en", "es"}
    assert "row" not in {p.kind for e in book.editions for p in e.paragraphs}


@given(st.lists(st.text("ab. \t", max_size=30).map(str.rstrip).filter(str.strip), min_size=1, max_size=3))
def test_joining_a_rows_sentences_gives_its_text_but_for_the_empty_cells_before_them(texts: list[str]) -> None:
    for text, row in zip(texts, edited(*texts), strict=True):
        assert row.text == text.lstrip()
        assert row.empty_cells == text[: len(text) - len(text.lstrip())].count("\t")
        assert all("\t" not in sentence.text for sentence in row.sentences)
