"""What decides the bytes of a book, as one name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from publish import fingerprint
from publish.config import Order
from publish.model import Book, Edition, Metadata, Paragraph, Section, Sentence, Span, Voice

PAGE = Section(
    "en-c1", "Rain", (Paragraph("en-p1", "paragraph", (Sentence("en-p1-s1", (Span("It rained."),)),), 1, 1),)
)
BOOK = Book(Metadata(title="Rain", retrieved=date(2026, 5, 4)), (Edition("en", "Rain", (PAGE,)),))
TONE = Voice(name="tone", engine="tone", language="en", says="", tier="test", licence="", options={"speed": 1.0})


def test_the_same_book_in_the_same_voice_has_the_same_name() -> None:
    assert named(BOOK, TONE) == named(replace(BOOK), replace(TONE))


def test_one_letter_of_a_sentence_makes_another_name() -> None:
    page = replace(
        PAGE, paragraphs=(replace(PAGE.paragraphs[0], sentences=(Sentence("en-p1-s1", (Span("It rains."),)),)),)
    )
    assert named(BOOK, TONE) != named(replace(BOOK, editions=(Edition("en", "Rain", (page,)),)), TONE)


def test_a_voice_that_speaks_faster_makes_another_name() -> None:
    assert named(BOOK, TONE) != named(BOOK, replace(TONE, options={"speed": 1.2}))


def named(book: Book, voice: Voice) -> str:
    return fingerprint.of(Order(sources=("rain.txt",)), book, {"voices": [voice]})
