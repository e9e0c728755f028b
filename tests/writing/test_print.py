"""Print: what says the same stands side by side, and a PDF that a screen reader would stumble over is found."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import html
from pypdf import PdfWriter

from publish.writing.formats.print import write
from publish.writing.print_page import print_page
from publish.writing.proof_print import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, Publication


def laid_out(publication: Publication) -> Any:
    return html.fromstring(print_page(publication, lambda picture: picture.path))


def test_each_language_has_a_column_and_nothing_leads_to_what_stands_beside_it(
    bilingual: Book, published: Callable[..., Publication]
) -> None:
    page = laid_out(published(bilingual))
    assert page.get("lang") == "en"
    assert {tuple(side.get("lang") for side in row) for row in page.iterfind(".//div[@class='row']")} == {("en", "es")}
    assert page.xpath("//a[@class='twin']") == []
    assert page.xpath("//span[@id='es-p2-s2']/text()") == ["Nadie sabe quién lo puso."]


def test_a_heading_is_in_the_bookmarks_once_with_its_twin(
    bilingual: Book, published: Callable[..., Publication]
) -> None:
    page = laid_out(published(bilingual))
    assert page.xpath("//@data-listed") == [
        "A Path and a River · Un sendero y un río",
        "The second winter · El segundo invierno",
        "About this book",
    ]
    assert [heading.get("id") for heading in page.xpath("//*[@data-unlisted]")] == ["es-p3", "es-colophon-p1"]


def test_an_anthology_has_its_own_title_above_its_articles(
    bilingual: Book, published: Callable[..., Publication]
) -> None:
    parted = tuple(
        replace(e, title="Two walks", sections=tuple(replace(s, part=1) for s in e.sections))
        for e in bilingual.editions
    )
    page = laid_out(published(replace(bilingual, editions=parted, parts=(bilingual.metadata,))))
    assert page.xpath("//h1/text()") == ["Two walks"]


def test_three_columns_stand_on_a_page_on_its_side(bilingual: Book, published: Callable[..., Publication]) -> None:
    english, spanish = bilingual.editions
    three = replace(bilingual, editions=(english, spanish, replace(spanish, language="fr")), beads=())
    assert laid_out(published(bilingual)).find("body").get("class") is None
    assert laid_out(published(three)).find("body").get("class") == "wide"


def test_the_day_of_a_print_is_the_sources_and_its_name_the_books(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    given: list[tuple[str, bytes]] = []

    def printer(page: str, identifier: bytes) -> bytes:
        given.append((page, identifier))
        return b"%PDF"

    (file,) = write(replace(published(bilingual), printer=printer), encode)
    ((page, identifier),) = given
    assert (file.path, file.media_type, file.content) == ("print/path.pdf", "application/pdf", b"%PDF")
    assert identifier.startswith(b"urn:uuid:")
    assert '<meta name="dcterms.created" content="2026-06-01">' in page


def test_a_pdf_that_says_nothing_of_itself_is_found() -> None:
    bare, out = PdfWriter(), io.BytesIO()
    bare.add_blank_page(100, 100)
    bare.write(out)
    assert [problem.rule for problem in problems(out.getvalue())] == [
        "print-tags",
        "print-language",
        "print-title",
        "print-shows-title",
        "print-claim",
        "print-outline",
        "print-structure",
        "print-structure",
    ]
    assert [problem.rule for problem in problems(b"no PDF")] == ["print-unread"]
