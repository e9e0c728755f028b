"""The same book in each layout: what stands where, in which order it is read, and that nothing is lost."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.completeness import check_epub
from publish.design import Design
from publish.editing.labels import with_labels
from publish.markup import parse_xml
from publish.model import Bead, Book, Cue, Metadata, Piece, Track
from publish.writing.leaves import grouped, leaves
from publish.writing.pages import page
from publish.writing.proof import coverage, problems
from publish.writing.runs import cut, runs
from publish.writing.twins import twins

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    from publish.model import Publication

X = "{http://www.w3.org/1999/xhtml}"
DESIGNS = [
    Design(),
    Design("interleaved"),
    Design("interleaved", "sentence"),
    Design("facing"),
    Design("reveal"),
    Design(links="none"),
    Design(links="sentence"),
    Design("facing", links="sentence"),
]


@pytest.fixture
def paired(bilingual: Book) -> Book:
    """With sentence beads too: the first paragraph's two sentences each have one twin."""
    sentences = [
        *[(("en-p1-s1", "en-p2-s1"), ("es-p1-s1",)), (("en-p3-s1",), ("es-p2-s1",)), (("en-p3-s2",), ("es-p2-s2",))],
        *[((f"en-p{a}-s1",), (f"es-p{b}-s1",)) for a, b in ((4, 3), (6, 4), (7, 5), (8, 6), (9, 7), (10, 8))],
        (("en-p5-s1",), ()),
    ]
    more = tuple(Bead(("en", "es"), left, right, "sentence", 0.9) for left, right in sentences)
    return replace(bilingual, beads=(*bilingual.beads, *more))


def shown(book: Book, design: Design) -> Any:
    pages = leaves(book, design)
    return parse_xml(page(pages[0], twins(book, pages, design.links)))


def outline(root: Any) -> list[str]:
    """The ids of blocks and sentences in the order of the page, those of one kind."""
    return [e.get("id") for e in root.iter() if e.get("id")]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_no_layout_loses_a_sentence_or_breaks_a_rule(
    paired: Book, design: Design, bound: Callable[..., io.BytesIO]
) -> None:
    made = bound(paired, design=design)
    check_epub(paired, made, spoken=("en", "es"))
    assert problems(made) == ()
    counted = coverage(made)
    assert counted.visible == counted.spoken + counted.named


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_a_paragraphs_twin_comes_right_after_it_under_the_id_it_always_has(paired: Book, layout: Any) -> None:
    names = [n for n in outline(shown(paired, Design(layout))) if n.count("-") == 1 and "-c" not in n]
    assert names == [
        *["en-p1", "en-p2", "es-p1", "en-p3", "es-p2", "en-p4", "es-p3", "en-p5", "en-p6", "es-p4"],
        *["en-p7", "es-p5", "en-p8", "es-p6", "en-p9", "es-p7", "en-p10", "es-p8"],
    ]


def test_sentence_by_sentence_each_sentence_is_followed_by_its_twin(paired: Book) -> None:
    names = [n for n in outline(shown(paired, Design("interleaved", "sentence"))) if "-s" in n]
    assert names[3:7] == ["en-p3-s1", "es-p2-s1", "en-p3-s2", "es-p2-s2"]


def test_every_block_in_another_language_than_its_page_says_so(paired: Book) -> None:
    root = shown(paired, Design("interleaved"))
    for name in outline(root):
        if name.startswith("es-p") and name.count("-") == 1:
            assert next(e for e in root.iter() if e.get("id") == name).get("lang") == "es", name


def test_the_second_title_is_a_subtitle_so_that_the_page_has_one_top(paired: Book) -> None:
    root = shown(paired, Design("facing"))
    assert [e.get("id") for e in root.iter(f"{X}h1")] == ["en-p1"]
    second = next(e for e in root.iter() if e.get("id") == "es-p1")
    assert second.get("role") == "doc-subtitle"


def test_what_was_not_translated_says_so_where_its_twin_would_stand(paired: Book) -> None:
    root = shown(paired, Design("facing"))
    row = next(e for e in root.iter() if e.get("id") == "en-p5").getparent().getparent()
    assert "".join(row[1].itertext()).strip() == "This paragraph has no translation into Spanish."


def test_the_second_language_is_behind_its_own_name_and_closed(paired: Book) -> None:
    root = shown(paired, Design("reveal"))
    hidden = list(root.iter(f"{X}details"))
    assert {e.find(f"{X}summary").text for e in hidden} == {"Español"}
    assert not any(e.get("open") for e in hidden)


def test_items_share_one_list_each_with_its_twin_inside(paired: Book) -> None:
    root = shown(paired, Design("interleaved"))
    item = next(e for e in root.iter() if e.get("id") == "en-p7")
    assert item.tag == f"{X}li"
    assert next(e for e in item.iter() if e.get("id") == "es-p5").get("lang") == "es"


def test_without_links_no_block_leads_anywhere(paired: Book) -> None:
    assert list(shown(paired, Design(links="none")).iter(f"{X}a")) == []


def test_where_sentences_are_linked_each_leads_to_its_twin_and_back(paired: Book) -> None:
    pages = leaves(paired)
    found = twins(paired, pages, "sentence").links
    assert [place.id for place in found["en-p3-s2"]] == ["es-p2-s2"]
    assert [place.id for place in found["es-p2-s2"]] == ["en-p3-s2"]
    mark = next(a for a in shown(paired, Design(links="sentence")).iter(f"{X}a") if "es-p2-s2" in a.get("href"))
    assert mark.get("aria-label") == "Sentence 3 in Spanish (es)"


def test_a_moved_paragraph_is_heard_from_a_file_of_its_own(
    make_edition: Callable[..., Any], make_beads: Callable[..., Any], published: Callable[..., Publication]
) -> None:
    left = make_edition("en", [("title", "T"), ("paragraph", "One."), ("paragraph", "Two.")])
    right = make_edition("es", [("title", "T"), ("paragraph", "Dos."), ("paragraph", "Uno.")])
    book = Book(Metadata(), (left, right), make_beads("en", "es", [((1,), (1,)), ((2,), (3,)), ((3,), (2,))]))
    pages = leaves(book, Design("facing"))
    played = runs(pages, published(book).narrations)
    assert [run.track.section for run in played["c1"]] == ["en-c1", "c1-es-1", "c1-es-2", "c1-es-3"]
    assert [run.track.cues[0].begin_ms for run in played["c1"]] == [0, 0, 0, 0]


def test_a_part_of_a_track_is_timed_from_its_own_start_and_holds_its_own_sound() -> None:
    pieces = (Piece("", 800), Piece("a", 1600), Piece("", 1600), Piece("b", 3200), Piece("", 800))
    track = Track("es-c1", 16000, pieces, (Cue("s1", 0, 250), Cue("s2", 250, 500)))
    part = cut(track, 1, 1, "c1-es-2")
    assert part == Track("c1-es-2", 16000, (Piece("b", 3200), Piece("", 800)), (Cue("s2", 0, 250),))


@given(st.data())
def test_grouping_keeps_every_member_once_and_the_leading_order(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 6), min_size=1, max_size=3))
    order = [[f"{language}-{n}" for n in range(count)] for language, count in enumerate(counts)]
    names = [name for members in order for name in members]
    some = st.lists(st.sampled_from(names), max_size=4) if names else st.just([])
    links: dict[str, frozenset[str]] = {}
    for bead in data.draw(st.lists(some, max_size=5)):
        for name in bead:
            links[name] = links.get(name, frozenset()) | frozenset(bead)
    groups = grouped(order, links)
    assert sorted(n for group in groups for side in group for n in side) == sorted(names)
    leading = [side[0] for side, *_ in groups if side]
    assert leading == sorted(leading, key=order[0].index)
    for group in groups:
        held = {name for side in group for name in side}
        assert all(links[name] <= held for name in held if name in links)


def test_one_language_is_the_same_in_every_layout(make_edition: Callable[..., Any]) -> None:
    book = Book(Metadata(), (make_edition("en", [("title", "T"), ("paragraph", "P.")]),))
    assert leaves(book, Design("facing")) == leaves(book)


@pytest.mark.parametrize("layout", ["facing", "reveal", "interleaved"])
def test_the_marks_of_a_list_and_a_quotation_stand_where_its_own_lines_begin(
    layout: Any, make_edition: Callable[..., Any], make_beads: Callable[..., Any]
) -> None:
    rows = [("title", "ת"), ("quote", "כן."), ("item", "א", 1)]
    editions = (make_edition("he", rows), make_edition("en", [("title", "T"), ("quote", "Yes."), ("item", "A", 1)]))
    pairs = [((n,), (n,)) for n in (1, 2, 3)]
    page = shown(Book(Metadata(), editions, make_beads("he", "en", pairs)), Design(layout))
    assert page.get("dir") == "rtl"
    assert [e.get("dir") for e in page.iter(f"{X}blockquote")] == [None, "ltr"]
    if layout == "facing":
        assert [e.get("dir") for e in page.iter(f"{X}ul")] == [None, "ltr"]
    ways = {e.get("id"): e.get("dir") for e in page.iter() if e.get("id") in {"he-p2", "en-p2", "en-p3"}}
    assert ways == {"he-p2": None, "en-p2": "ltr", "en-p3": "ltr"}


def test_three_languages_take_turns(make_edition: Callable[..., Any], make_beads: Callable[..., Any]) -> None:
    rows = [("title", "T"), ("paragraph", "P.")]
    editions = tuple(make_edition(language, rows) for language in ("en", "es", "fr"))
    pairs = [((1,), (1,)), ((2,), (2,))]
    beads = [bead for a, b in (("en", "es"), ("en", "fr"), ("es", "fr")) for bead in make_beads(a, b, pairs)]
    book = Book(Metadata(), editions, tuple(beads))
    names = [n for n in outline(shown(book, Design("interleaved"))) if n.endswith("p2")]
    assert names == ["en-p2", "es-p2", "fr-p2"]


def test_the_contents_name_both_titles_in_the_order_of_the_page(paired: Book, bound: Callable[..., io.BytesIO]) -> None:
    made = bound(paired, design=Design("facing"))
    nav = parse_xml(zipfile.ZipFile(made).read("EPUB/nav.xhtml"))
    hrefs = [a.get("href") for a in nav.iter(f"{X}a")]
    assert hrefs[:2] == ["c1.xhtml", "c1.xhtml#es-p1"]


def test_a_foreign_name_on_a_page_that_runs_the_other_way_stands_apart(make_edition: Callable[..., Any]) -> None:
    book = Book(Metadata(), (make_edition("ar", [("title", "ت"), ("paragraph", "جمعية Río Abierto، هنا.")]),))
    apart = [(e.get("dir"), e.text) for e in shown(book, Design()).iter(f"{X}bdi")]
    assert apart == [("ltr", "Río Abierto")]


def test_a_caption_in_the_second_language_is_indented_as_far_as_its_figure_and_no_further() -> None:
    sheet = " ".join(files("publish.writing").joinpath("style", "layouts.css").read_text("utf-8").split())
    assert "li > .second, .second .second { margin-inline-start: 0; }" in sheet


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@pytest.mark.parametrize("heard", ["en", "es"])
def test_a_language_without_a_voice_is_text_only_and_the_other_is_heard(
    paired: Book, design: Design, heard: str, bound: Callable[..., io.BytesIO]
) -> None:
    book = with_labels(paired, design.layout)
    made = bound(book, design=design, spoken=(heard,))
    check_epub(book, made, spoken=(heard,))
    assert problems(made) == ()
    counted = coverage(made)
    assert counted.visible == counted.spoken + counted.named


def test_a_book_that_is_heard_in_part_says_which_languages_are_not(
    paired: Book, bound: Callable[..., io.BytesIO]
) -> None:
    package = zipfile.ZipFile(bound(paired, spoken=("es",))).read("EPUB/content.opf").decode()
    assert re.findall(r'accessModeSufficient">([^<]*)', package) == ["textual", "textual,auditory"]
    assert "while it is spoken: Spanish. These have no sound: English." in package
    assert "mientras suena: español. Estos no tienen sonido: inglés." in package
    assert re.findall(r'media:narrator" [^>]*xml:lang="(..)"', package) == ["es"]
