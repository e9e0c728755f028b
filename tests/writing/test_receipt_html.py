"""The receipt as a web page, as a person and a screen reader meet it."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from publish.model import Bead, Book, Edition, Marker, Metadata, Paragraph, Removal, Section, Sentence, Span
from publish.writing.receipt_html import page


def edition(language: str, *texts: str) -> Edition:
    paragraphs = tuple(
        Paragraph(f"{language}-p{n}", "paragraph", (Sentence(f"{language}-p{n}-s1", (Span(text),)),), n, n)
        for n, text in enumerate(texts, 1)
    )
    return Edition(language, texts[0], (Section(f"{language}-c1", "", paragraphs),))


def bead(left: str, right: str, confidence: float) -> Bead:
    sides = tuple(tuple(side.split()) for side in (left, right))
    return Bead(("en", "ar"), *sides, level="paragraph", confidence=confidence)


BOOK = Book(
    Metadata(origin="rain.txt"),
    (edition("en", "Rain & <wind>", "One\ntwo", "Alone"), edition("ar", "مطر", "واحد")),
    (bead("en-p1", "ar-p1", 0.97), bead("en-p2", "ar-p2", 0.4), bead("en-p3", "", 0.8)),
    (Removal(7, 8, "Share <this>", "call-to-action", "It asks the reader to do something."),),
    (Marker(9, 9, "بالعربية", "ar"),),
    ("keep 4",),
)


@pytest.fixture
def seen() -> Any:
    return html.fromstring(page(BOOK).decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_page_stands_alone(seen: Any) -> None:
    assert seen.xpath("//script") == []
    assert [e.get("href") for e in seen.xpath("//link")] == ["data:,"]
    assert {e.get("href")[0] for e in seen.xpath("//a")} == {"#"}
    assert "color-scheme: light dark" in seen.xpath("//style")[0].text


def test_every_link_leads_somewhere_and_every_id_is_there_once(seen: Any) -> None:
    ids = [e.get("id") for e in seen.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {e.get("href")[1:] for e in seen.xpath("//a")} <= set(ids)


def test_one_h1_and_a_heading_for_each_part(seen: Any) -> None:
    assert [words(e) for e in seen.xpath("//h1")] == ["What Enface did with Rain & <wind>"]
    assert [words(e) for e in seen.xpath("//h2")] == [
        "Kept in English",
        "Kept in Arabic",
        "Dropped",
        "The same in English and Arabic",
    ]


def test_what_was_kept_says_its_language_its_direction_and_its_line(seen: Any) -> None:
    (row,) = seen.xpath("//li[@id='ar-p2']")
    assert [words(p) for p in row.xpath("p")] == ["ar-p2, line 2, paragraph", "واحد"]
    assert (row.xpath("p")[1].get("lang"), row.xpath("p")[1].get("dir")) == ("ar", "rtl")


def test_what_was_dropped_says_why(seen: Any) -> None:
    rows = [words(e) for e in seen.xpath("//section[@id='dropped']//li")]
    assert rows == [
        "lines 7-8, call-to-action: It asks the reader to do something.Share <this>",
        "line 9, says that Arabic followsبالعربية",
    ]
    assert "Overruled by hand: keep 4" in words(seen)


def test_twins_say_how_sure_we_are_in_words_and_numbers(seen: Any) -> None:
    rows = [words(e.xpath("p")[0]) for e in seen.xpath("//section[@id='twins-en-ar']/ol/li")]
    assert rows == ["97% sure: almost certain", "40% sure: doubtful, so not linked", "Not in Arabic, 80% sure"]
    said = words(seen.xpath("//section[@id='twins-en-ar']/p")[0])
    assert said == "2 pairs, of which 1 is linked; 1 place without a translation."


def test_a_line_break_of_the_source_is_kept(seen: Any) -> None:
    assert [br.tail for br in seen.xpath("//li[@id='en-p2']//br")] == ["two"]


def test_a_book_in_one_language_with_nothing_dropped_is_a_page_too() -> None:
    alone = html.fromstring(page(Book(Metadata(), (edition("en", "Rain"),))).decode())
    assert [words(e) for e in alone.xpath("//h2")] == ["Kept in English", "Dropped"]
    assert "Nothing was dropped." in words(alone)
