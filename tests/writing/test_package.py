from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.design import Design
from publish.markup import XML_LANG, parse_xml
from publish.model import Book, Edition, Metadata
from publish.writing.package import identifier, modified, summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Publication

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def package(epub: Any) -> Any:
    return parse_xml(zipfile.ZipFile(epub).read("EPUB/content.opf"))


def metas(root: Any, name: str) -> list[str]:
    return [m.text for m in root.iter(f"{OPF}meta") if m.get("property") == name and not m.get("refines")]


def test_both_languages_and_both_titles_are_named(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = package(bound(bilingual))
    assert [e.text for e in root.iter(f"{DC}language")] == ["en", "es"]
    assert [(e.text, e.get(XML_LANG)) for e in root.iter(f"{DC}title")] == [("A Path and a River", "en")]
    (other,) = (m for m in root.iter(f"{OPF}meta") if m.get("property") == "alternate-script")
    assert (other.text, other.get(XML_LANG)) == ("Un sendero y un río", "es")
    assert root.get(XML_LANG) == "en"


def test_source_author_rights_and_dates_are_those_of_the_article(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = package(bound(bilingual))
    assert root.findtext(f".//{DC}source") == "https://example.org/path"
    assert root.findtext(f".//{DC}creator") == "Ana Roe"
    assert root.findtext(f".//{DC}rights") == "CC0-1.0"
    assert root.findtext(f".//{DC}date") == "2026-05-01"
    assert metas(root, "dcterms:modified") == ["2026-06-01T00:00:00Z"]
    assert [m.text for m in root.iter(f"{OPF}meta") if m.get("refines") == "#source"] == ["2026-06-01"]


def test_what_is_not_known_is_not_claimed(make_edition: Callable[..., Edition], bound: Callable[..., Any]) -> None:
    root = package(bound(Book(Metadata(), (make_edition("en", [("title", "T")]),)), spoken=False))
    assert root.find(f".//{DC}creator") is None
    assert root.find(f".//{DC}source") is None
    assert metas(root, "dcterms:modified") == ["1980-01-01T00:00:00Z"]


def test_the_identifier_follows_the_source_its_languages_its_layout_and_its_sound(
    bilingual: Book, published: Callable[..., Publication]
) -> None:
    def of(book: Book, layout: Any = "chapters", *, spoken: bool = True) -> str:
        return identifier(replace(published(book, spoken=spoken), design=Design(layout)))

    assert of(bilingual) == of(replace(bilingual, beads=()))
    assert of(bilingual).startswith("urn:uuid:")
    other = replace(bilingual, metadata=replace(bilingual.metadata, sha256="cd" * 32))
    fewer = replace(bilingual, editions=bilingual.editions[:1])
    assert len({of(bilingual), of(fewer), of(other), of(bilingual, "facing"), of(bilingual, spoken=False)}) == 5


def test_the_time_of_change_is_the_day_the_text_was_taken(bilingual: Book) -> None:
    assert modified(bilingual).isoformat() == "2026-06-01T00:00:00+00:00"


def test_a_spoken_book_claims_sound_and_states_each_length(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = package(bound(bilingual))
    assert metas(root, "schema:accessMode") == ["textual", "auditory"]
    assert metas(root, "schema:accessModeSufficient") == ["textual", "textual,auditory", "auditory"]
    assert "synchronizedAudioText" in metas(root, "schema:accessibilityFeature")
    assert metas(root, "media:duration") == ["0:00:07.200"]
    lengths = {m.get("refines"): m.text for m in root.iter(f"{OPF}meta") if m.get("property") == "media:duration"}
    assert lengths["#en-c1-overlay"] == "0:00:03.300"
    assert lengths["#es-colophon-overlay"] == "0:00:00.600"
    assert "synthetic" in metas(root, "media:narrator")[0]


def test_a_book_without_sound_claims_none(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = package(bound(bilingual, spoken=False))
    assert metas(root, "schema:accessMode") == ["textual"]
    assert "synchronizedAudioText" not in metas(root, "schema:accessibilityFeature")
    assert not [m for m in root.iter(f"{OPF}meta") if (m.get("property") or "").startswith("media:")]


def test_no_conformance_is_claimed_that_nobody_certified(bilingual: Book, bound: Callable[..., Any]) -> None:
    assert metas(package(bound(bilingual)), "dcterms:conformsTo") == []


def test_a_picture_in_words_is_claimed_only_where_there_is_a_picture(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    assert "alternativeText" in metas(package(bound(bilingual)), "schema:accessibilityFeature")
    assert "alternativeText" not in metas(package(bound(bilingual, cover=b"")), "schema:accessibilityFeature")


def test_the_summary_is_said_in_each_language_and_says_only_what_is_so(
    bilingual: Book, published: Callable[..., Any], make_edition: Callable[..., Edition]
) -> None:
    said = summaries(published(bilingual))
    assert list(said) == ["en", "es"]
    assert "Where a paragraph was not translated, the book says so." in said["en"]
    alone = Book(Metadata(), (make_edition("en", [("title", "T")]),))
    assert summaries(published(alone, spoken=False)) == {
        "en": "All of the text can be read on screen, with any reading software, at any size. This book has no sound."
        " That no sentence is missing was checked by machine; no person has reviewed this book."
    }


def test_pages_turn_to_the_right_where_the_leading_script_does(
    make_edition: Callable[..., Edition], bound: Callable[..., Any]
) -> None:
    book = Book(Metadata(), (make_edition("ar", [("title", "طائرات")]), make_edition("en", [("title", "Kites")])))
    root = package(bound(book))
    assert root.find(f"{OPF}spine").get("page-progression-direction") == "rtl"


def test_paragraphs_are_numbered_in_each_language_and_no_printed_page_is_claimed(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    made = bound(bilingual)
    root = package(made)
    assert metas(root, "pageBreakSource") == ["none"]
    assert "pageNavigation" in metas(root, "schema:accessibilityFeature")
    nav = parse_xml(zipfile.ZipFile(made).read("EPUB/nav.xhtml"))
    (numbers,) = (e for e in nav.iter("{*}nav") if e.get("{http://www.idpf.org/2007/ops}type") == "page-list")
    rows = [(a.text, a.get("href")) for a in numbers.iter("{*}a")]
    assert rows == [("1 en", "en-c1.xhtml#en-p3-n"), ("2 en", "en-c1.xhtml#en-p5-n"), ("1 es", "es-c1.xhtml#es-p2-n")]
