"""A book of ours, published again."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.editing.colophon import with_colophons
from publish.editing.edit import edit
from publish.model import Bead, Publication
from publish.outside import files
from publish.reading.formats import text
from publish.writing.formats import epub

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Document


def sentences(book: Book) -> dict[str, list[str]]:
    return {e.language: [s.text for p in e.paragraphs for s in p.sentences] for e in book.editions}


def test_a_book_comes_back_with_every_sentence_in_its_language(read: Callable[[bytes, str], Document]) -> None:
    book = with_colophons(edit((text.read(files.sample()),)), {})
    (file,) = epub.write(Publication("boat", book, (), b""), lambda *_: None)
    out = io.BytesIO()
    assert callable(file.content)
    file.content(out)
    again = edit((read(out.getvalue(), "epub"),))
    assert sentences(again) == sentences(book)
    assert {removal.reason for removal in again.removals} == {
        "It is the table of contents.",
        "It is a mark that leads to a translation in the earlier book.",
        "It says how the earlier book was made.",
    }
    assert [p.kind for e in again.editions for p in e.paragraphs] == [
        p.kind for e in book.editions for p in e.paragraphs
    ]


def test_a_table_comes_back_with_its_cells_and_without_its_marks(read: Callable[[bytes, str], Document]) -> None:
    table = "| | Boats |\n|---|---|\n| North quay | 12 |\n\nAll of them lend books to whoever asks for one.\n\n"
    spanish = "| | Barcos |\n|---|---|\n| Muelle norte | 12 |\n\nTodos ellos prestan libros a quien los pida.\n"
    book = edit((read(f"# The Boat\n\n{table}# El barco\n\n{spanish}".encode(), "md"),))
    beads = tuple(Bead(("en", "es"), (f"en-p{n}",), (f"es-p{n}",), "paragraph", 1) for n in range(1, 5))
    (file,) = epub.write(Publication("boat", replace(book, beads=beads), (), b""), lambda *_: None)
    out = io.BytesIO()
    assert callable(file.content)
    file.content(out)
    again = edit((read(out.getvalue(), "epub"),))
    assert [(p.kind, p.level, p.empty_cells, p.text) for e in again.editions for p in e.paragraphs] == [
        (p.kind, p.level, p.empty_cells, p.text) for e in book.editions for p in e.paragraphs
    ]
