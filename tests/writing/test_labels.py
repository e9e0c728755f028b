"""The contents list, heard: each entry in its own voice, as the chapter says it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_epub
from publish.design import Design
from publish.editing.labels import with_labels
from publish.markup import parse_xml
from publish.model import Piece
from publish.writing.binding import played
from publish.writing.proof import coverage, problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Publication, Track

X, S = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/ns/SMIL}"
TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture
def labelled(bilingual: Book) -> Book:
    return with_labels(bilingual)


def opened(epub: Any, name: str) -> Any:
    return parse_xml(zipfile.ZipFile(epub).read(f"EPUB/{name}"))


def _one_for_each_cue(track: Track) -> tuple[Piece, ...]:
    return tuple(Piece(cue.sentence, (cue.end_ms - cue.begin_ms) * track.rate_hz // 1000) for cue in track.cues)


def test_each_entry_of_the_contents_list_is_heard_in_the_order_of_the_page(
    labelled: Book, bound: Callable[..., Any]
) -> None:
    made = bound(labelled)
    texts = {e.get("id"): e.text for e in opened(made, "nav.xhtml").iter(f"{X}span")}
    heard = [text.get("src").partition("#")[2] for text in opened(made, "nav.smil").iter(f"{S}text")]
    assert [texts[name] for name in heard] == [
        *["Contents", "Índice", "A Path and a River", "(English)", "The second winter"],
        *["Un sendero y un río", "(Español)", "El segundo invierno", "About this book", "About this book"],
    ]
    assert problems(made) == ()
    check_epub(labelled, made, spoken=("en", "es"))


def test_a_title_in_the_contents_list_is_the_sound_of_its_chapter(
    labelled: Book, published: Callable[..., Publication]
) -> None:
    publication = published(labelled)
    keyed = tuple(
        replace(n, tracks=tuple(replace(t, pieces=_one_for_each_cue(t)) for t in n.tracks))
        for n in publication.narrations
    )
    runs = played(replace(publication, narrations=keyed))["nav"]
    assert [[piece.key for piece in run.track.pieces] for run in runs] == [
        ["en-labels-p1-s1", "en-p1-s1", "en-labels-p2-s1", "en-p4-s1", "en-colophon-p1-s1"],
        ["es-labels-p1-s1", "es-p1-s1", "es-labels-p2-s1", "es-p3-s1", "es-colophon-p1-s1"],
    ]
    assert [run.track.section for run in runs] == ["nav-en", "nav-es"]
    # Five labels of 300 ms each, one after the other: contents, title, language, heading, colophon.
    assert [(cue.begin_ms, cue.end_ms) for cue in runs[0].track.cues] == [(n * 300, n * 300 + 300) for n in range(5)]


def test_the_contents_list_can_be_left_early(labelled: Book, bound: Callable[..., Any]) -> None:
    kinds = {e.get("id"): e.get(TYPE) for e in opened(bound(labelled), "nav.smil").iter(f"{S}seq")}
    assert kinds["toc-seq"] == "toc"
    assert kinds["toc-list-seq"] == "list"
    assert kinds["es-c1-entry-seq"] == "list-item"


def test_what_the_contents_list_hides_is_neither_seen_nor_missed(labelled: Book, bound: Callable[..., Any]) -> None:
    counted = coverage(bound(labelled))
    assert counted.visible == counted.spoken + counted.named


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_where_languages_share_pages_each_is_named_once(
    labelled: Book, published: Callable[..., Publication], layout: Any
) -> None:
    cues = [c for run in played(replace(published(labelled), design=Design(layout)))["nav"] for c in run.track.cues]
    assert [c.sentence for c in cues if "labels-p2" in c.sentence] == ["en-labels-p2-s1", "es-labels-p2-s1"]


def test_a_word_for_contents_that_two_languages_share_is_said_once(bilingual: Book) -> None:
    first, second = bilingual.editions
    book = with_labels(replace(bilingual, editions=(first, replace(second, language="fy"))))
    said = [[s.text for s in e.labels.sentences] for e in book.editions if e.labels]
    assert said == [["Contents", "(English)"], ["(Frysk)"]]


def test_a_title_that_stands_in_no_chapter_is_a_label_of_its_own(bilingual: Book) -> None:
    (first, second) = bilingual.editions
    named = replace(first, sections=(replace(first.sections[0], title="Another name"),))
    (labels, _) = (e.labels for e in with_labels(replace(bilingual, editions=(named, second))).editions)
    assert labels is not None
    assert [s.text for s in labels.sentences] == ["Contents", "(English)", "Another name"]


def test_a_book_without_sound_has_the_same_contents_list(labelled: Book, bound: Callable[..., Any]) -> None:
    made = bound(labelled, spoken=False)
    assert "EPUB/nav.smil" not in zipfile.ZipFile(made).namelist()
    assert [e.get("id") for e in opened(made, "nav.xhtml").iter(f"{X}span") if e.get("id")][:2] == [
        "en-labels-p1-s1",
        "es-labels-p1-s1",
    ]
    assert problems(made) == ()
