"""What EPUBCheck would report of a finished book, held here without it: its scenarios, one law for each family.

`tests/data/epubcheck_scenarios.tsv` says which test holds which scenario; the last test here reads it.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish.editing.labels import with_labels
from publish.markup import parse_xml
from publish.writing.proof_book import joined_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book

TESTS = Path(__file__).parent.parent
OPF, X, S = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/ns/SMIL}"
TYPE = "{http://www.idpf.org/2007/ops}type"
PACKAGE = "EPUB/content.opf"


@pytest.fixture
def files(bilingual: Book, bound: Callable[..., Any]) -> dict[str, bytes]:
    with zipfile.ZipFile(bound(with_labels(bilingual), reviewed_by="Ana Roe")) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture
def package(files: dict[str, bytes]) -> Any:
    return parse_xml(files[PACKAGE])


@pytest.fixture
def pages(files: dict[str, bytes]) -> dict[str, Any]:
    return {name: parse_xml(content) for name, content in files.items() if name.endswith(".xhtml")}


@pytest.fixture
def overlays(files: dict[str, bytes]) -> dict[str, Any]:
    return {name: parse_xml(content) for name, content in files.items() if name.endswith(".smil")}


def ids(root: Any) -> list[str]:
    return [e.get("id").strip() for e in root.iter() if isinstance(e.tag, str) and e.get("id")]


def test_no_id_stands_twice_in_a_file(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith((".opf", ".xhtml", ".smil", ".ncx")):
            assert [n for n, count in Counter(ids(parse_xml(content))).items() if count > 1] == [], name


def test_each_statement_about_a_statement_leads_to_one_and_says_something(package: Any) -> None:
    known = set(ids(package))
    for meta in package.iter(f"{OPF}meta"):
        assert meta.get("refines", "#uid").removeprefix("#") in known
        if meta.get("property"):
            assert re.fullmatch(r"[\w-]+(:[\w-]+)?", meta.get("property"))
            assert (meta.text or "").strip()
    refined = {m.get("id"): m for m in package.iter(f"{OPF}meta") if m.get("id")}
    assert list(refined) == ["conformance"]
    assert refined["conformance"].get("refines") is None, "what others lead to leads to nothing itself"


def test_the_dublin_core_is_whole(package: Any) -> None:
    said = [(e.tag.rpartition("}")[2], (e.text or "").strip()) for e in package[0] if "purl.org/dc" in e.tag]
    assert all(value for _, value in said)
    counted = Counter(name for name, _ in said)
    assert (counted["identifier"], counted["title"], counted["date"]) == (1, 1, 1)
    assert [value for name, value in said if name == "language"] == ["en", "es"]
    assert package.get("unique-identifier") == "uid"
    assert [e.tag.rpartition("}")[2] for e in package] == ["metadata", "manifest", "spine"]


def test_the_manifest_names_every_file_once_and_as_what_it_is(package: Any, files: dict[str, bytes]) -> None:
    kinds = {
        "xhtml": "application/xhtml+xml",
        "smil": "application/smil+xml",
        "mp3": "audio/mpeg",
        "jpg": "image/jpeg",
        "css": "text/css",
        "ncx": "application/x-dtbncx+xml",
    }
    items = list(package.iter(f"{OPF}item"))
    hrefs = [item.get("href") for item in items]
    assert sorted(hrefs) == sorted(
        name.removeprefix("EPUB/") for name in files if name.startswith("EPUB/") and name != PACKAGE
    )
    assert all(re.fullmatch(r"[\w./-]+", href) for href in hrefs)
    assert all(item.get("media-type") == kinds[item.get("href").rpartition(".")[2]] for item in items)
    properties = {item.get("href"): item.get("properties") for item in items if item.get("properties")}
    assert properties == {"nav.xhtml": "nav", "cover.jpg": "cover-image"}


def test_the_spine_has_every_page_once_in_the_order_of_reading(package: Any) -> None:
    named = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    spine = [named[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    assert spine == [
        *["cover.xhtml", "en-c1.xhtml", "es-c1.xhtml", "en-colophon.xhtml", "es-colophon.xhtml", "nav.xhtml"]
    ]
    assert [ref.get("linear", "yes") for ref in package.iter(f"{OPF}itemref")] == ["yes"] * 6


def test_a_page_is_utf_8_html_of_today_without_a_part_that_must_be_declared(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".xhtml"):
            text = content.decode("utf-8")
            assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n')
            assert not re.search(
                r"<(?:script|form|style|svg|math|iframe|object|epub:)|\bstyle=|<!ENTITY|src=\"http", text
            )
            assert "data-" not in text


def test_what_a_page_refers_to_in_itself_is_there(pages: dict[str, Any]) -> None:
    for name, root in pages.items():
        there = set(ids(root))
        for element in root.iter(f"{X}*"):
            wanted = " ".join(element.get(key, "") for key in ("aria-labelledby", "aria-describedby", "for", "headers"))
            assert set(wanted.split()) <= there, name


def test_every_entry_of_the_navigation_document_has_words_and_leads_somewhere(pages: dict[str, Any]) -> None:
    root = pages["EPUB/nav.xhtml"]
    for link in root.iter(f"{X}a"):
        target, _, name = link.get("href").partition("#")
        assert "".join(link.itertext()).strip()
        assert not name or name in ids(pages[f"EPUB/{target}"])
    for item in root.iter(f"{X}li"):
        assert item[0].tag == f"{X}a"
    for nav in root.iter(f"{X}nav"):
        heading, listed = nav
        assert "".join(heading.itertext()).strip()
        assert heading.tag in (f"{X}h1", f"{X}h2")
        assert len(listed) > 0


def test_the_navigation_document_has_one_list_of_each_kind(pages: dict[str, Any]) -> None:
    navs = {nav.get(TYPE): nav for nav in pages["EPUB/nav.xhtml"].iter(f"{X}nav")}
    assert list(navs) == ["toc", "landmarks", "page-list"]
    assert [navs[kind].get("hidden") for kind in navs] == [None, "hidden", "hidden"]
    assert [len(list(navs[kind].iter(f"{X}ol"))) for kind in ("landmarks", "page-list")] == [1, 1]
    marks = [(a.get(TYPE), a.get("href")) for a in navs["landmarks"].iter(f"{X}a")]
    assert all(kind for kind, _ in marks)
    assert len(set(marks)) == len(marks)


def test_contents_and_page_list_follow_the_order_of_the_book(package: Any, pages: dict[str, Any]) -> None:
    named = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    spine = [named[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")]
    for nav in pages["EPUB/nav.xhtml"].iter(f"{X}nav"):
        if nav.get(TYPE) != "landmarks":
            hrefs = [a.get("href").partition("#") for a in nav.iter(f"{X}a")]
            places = [(spine.index(p), ids(pages[f"EPUB/{p}"]).index(n) if n else 0) for p, _, n in hrefs]
            assert places == sorted(places)


def test_an_overlay_is_built_of_sequences_and_pairs(overlays: dict[str, Any]) -> None:
    for root in overlays.values():
        assert [child.tag for child in root] == [f"{S}body"]
        for element in root.iter(f"{S}body", f"{S}seq"):
            assert {child.tag for child in element} <= {f"{S}seq", f"{S}par"}
        for par in root.iter(f"{S}par"):
            assert [child.tag for child in par] == [f"{S}text", f"{S}audio"]


def test_a_clip_is_a_stretch_of_an_mp3_in_the_book(overlays: dict[str, Any], files: dict[str, bytes]) -> None:
    for name, root in overlays.items():
        for sound in root.iter(f"{S}audio"):
            assert joined_path(name, sound.get("src")) in files
            assert sound.get("src").endswith(".mp3")
            begin, end = sound.get("clipBegin"), sound.get("clipEnd")
            assert re.fullmatch(r"\d:\d\d:\d\d\.\d{3}", begin)
            assert re.fullmatch(r"\d:\d\d:\d\d\.\d{3}", end)
            assert begin < end
            assert "#" not in sound.get("src")


def test_each_overlay_is_of_one_page_and_the_manifest_says_so(package: Any, overlays: dict[str, Any]) -> None:
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    over = {i.get("media-overlay"): i.get("href") for i in items.values() if i.get("media-overlay")}
    assert {f"EPUB/{items[name].get('href')}" for name in over} == set(overlays)
    for name, page in over.items():
        root = overlays[f"EPUB/{items[name].get('href')}"]
        assert {text.get("src").partition("#")[0] for text in root.iter(f"{S}text")} == {page}


def test_each_class_of_the_overlays_is_one_name_for_the_whole_book(package: Any) -> None:
    for name in ("media:active-class", "media:playback-active-class"):
        (meta,) = (m for m in package.iter(f"{OPF}meta") if m.get("property") == name)
        assert meta.get("refines") is None
        assert len(meta.text.split()) == 1


def test_the_sounds_of_a_page_follow_each_other(overlays: dict[str, Any]) -> None:
    for root in overlays.values():
        by_file: dict[str, list[Any]] = {}
        for sound in root.iter(f"{S}audio"):
            by_file.setdefault(sound.get("src"), []).append(sound)
        for sounds in by_file.values():
            assert all(a.get("clipEnd") == b.get("clipBegin") for a, b in pairwise(sounds))


def rows() -> list[list[str]]:
    lines = (TESTS / "data" / "epubcheck_scenarios.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[1]}-{row[2][:40]}")
def test_every_scenario_that_a_producer_can_break_is_held_by_a_test_that_there_is(row: list[str]) -> None:
    area, code, _, held = row
    assert area in ("package", "content", "navigation", "overlays", "accessibility")
    assert re.fullmatch(r"[A-Z]{3}-\d{3}[a-z]?", code)
    for name in held.split():
        path, _, test = name.partition("::")
        assert f"def {test}(" in (TESTS / path).read_text("utf-8"), name
