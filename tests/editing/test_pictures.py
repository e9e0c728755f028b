"""Pictures on their way into editions: which, where, and with what words."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.completeness import check_editing, check_pictures
from publish.editing.align import beads
from publish.editing.edit import edit
from publish.editing.pictures import renamed
from publish.model import Block, Book, Document, Metadata, Picture, Span

LONG = "The quay was dark for years, and all who walked there at night knew each of its stones by heart."
THEN = "The first lamp was put up in the spring, and nobody in the town asked who had paid for it."
LARGO = "El muelle estuvo a oscuras durante años, y quienes paseaban por allí conocían cada piedra."
LUEGO = "El primer farol se puso en primavera, y nadie del pueblo preguntó quién lo había pagado."


def here(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Bring every picture, of a good size, but those called gone."""
    return tuple(
        replace(p, refused="It is gone.")
        if p.name.startswith("gone")
        else replace(p, content=b"jpeg", media_type="image/jpeg", width=p.width or 600, height=p.height or 400)
        for p in pictures
    )


def figure(name: str, text: str = "", **more: Any) -> Block:
    return Block("figure", (Span(text),) if text else (), 0, 0, picture=name, **more)


def text(words: str, kind: Any = "paragraph", **more: Any) -> Block:
    return Block(kind, (Span(words),), 0, 0, article="signs" not in more, level=int(kind == "heading"), **more)


def source(*blocks: Block, origin: str = "quay.md") -> Document:
    counted = tuple(replace(block, first_line=n, last_line=n) for n, block in enumerate(blocks, 1))
    names = dict.fromkeys(block.picture for block in blocks if block.picture)
    return Document(Metadata(origin=origin), counted, tuple(Picture(name, href=name) for name in names))


def edited(*blocks: Block, languages: tuple[str, ...] = ("en",), **more: Any) -> Book:
    document = source(*blocks)
    book = edit((document,), wanted=languages, see=here, **more)
    check_editing((document,), book)
    check_pictures((document,), book)
    return book


def told(book: Book, language: str = "en") -> list[str]:
    (edition,) = (edition for edition in book.editions if edition.language == language)
    return [
        " ".join(filter(None, (*(f"({name})" for name in p.decorations), p.kind, p.picture)))
        for p in edition.paragraphs
    ]


TITLE = text("The Lamp", "heading")


def test_a_picture_stands_where_its_source_put_it() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", "A lamp, lit"), text("The first lamp", "caption"), text(THEN))
    assert told(book) == ["title", "paragraph", "figure a.jpg", "caption", "paragraph"]
    shown = book.editions[0].paragraphs[2]
    assert [(s.id, s.text) for s in shown.sentences] == [("en-p3-s1", "A lamp, lit")]
    assert [picture.name for picture in book.pictures] == ["a.jpg"]


def test_words_of_several_sentences_about_a_picture_are_one() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", "A lamp. It is lit."), text(THEN))
    assert len(book.editions[0].paragraphs[2].sentences) == 1


def test_no_picture_comes_before_the_title() -> None:
    assert told(edited(figure("a.jpg", "A lamp"), TITLE, text(LONG), text(THEN)))[:2] == ["title", "figure a.jpg"]


def test_a_picture_without_words_is_decoration_of_what_follows_it() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", decorative=True), text(THEN))
    assert told(book) == ["title", "paragraph", "(a.jpg) paragraph"]


def test_that_nobody_described_a_picture_is_not_read_in_english_by_the_basque_voice() -> None:
    written = "Kaia ilun egon zen urte luzez, eta han zebiltzanek harri bakoitza ezagutzen zuten."
    block = text(written, language="eu")
    book = edited(text("Kaiko farola", "heading"), block, figure("a.jpg"), block, languages=("eu",))
    shown = next(p for p in book.editions[0].paragraphs if p.picture)
    assert shown.sentences[0].spans == (Span("Nobody has described what this picture shows.", language="en"),)


def test_a_decoration_that_nothing_follows_is_in_the_receipt() -> None:
    book = edited(TITLE, text(LONG), text(THEN), figure("a.jpg", decorative=True))
    (removal,) = book.removals
    assert (removal.picture, removal.rule, removal.first_line) == ("a.jpg", "picture", 4)


def test_nobody_described_it_and_the_build_says_where(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        book = edited(TITLE, text(LONG), figure("a.jpg"), text(THEN))
    shown = book.editions[0].paragraphs[2]
    assert (shown.text, shown.undescribed) == ("Nobody has described what this picture shows.", True)
    assert "Line 3: the picture a.jpg has no alternative text" in caplog.text
    assert "--alt FILE" in caplog.text


def test_a_picture_that_cannot_be_had_leaves_its_words_and_its_caption() -> None:
    book = edited(TITLE, text(LONG), figure("gone.jpg", "A lamp"), text("The first lamp", "caption"), text(THEN))
    assert told(book) == ["title", "paragraph", "figure gone.jpg", "caption", "paragraph"]
    assert not book.pictures[0].shown


def test_a_picture_that_cannot_be_had_and_has_no_words_is_in_the_receipt_with_the_reason() -> None:
    book = edited(TITLE, text(LONG), figure("gone.jpg"), text(THEN))
    assert [(r.picture, r.reason) for r in book.removals] == [("gone.jpg", "It is gone.")]


@pytest.mark.parametrize(
    ("sign", "rule"),
    [("picture-pixel", "tracking-pixel"), ("picture-icon", "icon"), ("picture-small", "icon"), ("hidden", "hidden")],
)
def test_pixels_icons_and_avatars_of_a_page_are_furniture(sign: str, rule: str) -> None:
    signs = ("page", "trafilatura-all", "readability-all", "in-narrow-core")
    book = edited(
        text("The Lamp", "heading", signs=(*signs, "is-title")),
        text(LONG, signs=signs),
        figure("a.jpg", "A lamp", signs=("page", sign)),
        text(THEN, signs=signs),
    )
    assert [(r.picture, r.rule) for r in book.removals] == [("a.jpg", rule)]


def test_a_picture_among_furniture_goes_with_it() -> None:
    signs = ("page", "trafilatura-all", "readability-all", "in-narrow-core")
    away = ("page", "in-nav", "far-nav", "links-all", "hidden")
    book = edited(
        text("The Lamp", "heading", signs=(*signs, "is-title")),
        text(LONG, signs=signs),
        text(THEN, signs=signs),
        text("Home", signs=away),
        figure("a.jpg", "More of it", signs=("page", "far-related")),
        text("About us", signs=away),
    )
    assert ("a.jpg", "related") in [(r.picture, r.rule) for r in book.removals]


def test_a_picture_of_a_pixel_counts_readers() -> None:
    tiny = Picture("a.gif", "a.gif", width=1, height=1)
    document = source(TITLE, text(LONG), figure("a.gif"), text(THEN))
    book = edit((replace(document, pictures=(tiny,)),), wanted=("en",), see=here)
    assert [(r.picture, r.rule) for r in book.removals] == [("a.gif", "tracking-pixel")]


def test_only_pictures_of_the_article_are_brought() -> None:
    asked: list[str] = []

    def see(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
        asked.extend(picture.name for picture in pictures)
        return here(pictures)

    document = source(TITLE, text(LONG), figure("a.jpg", "A"), text(THEN), figure("b.jpg", furniture="It is a mark."))
    edit((document,), wanted=("en",), see=see)
    assert asked == ["a.jpg"]


def test_a_person_may_drop_a_picture_and_keep_one() -> None:
    blocks = TITLE, text(LONG), figure("a.jpg", "A"), text(THEN), figure("b.jpg", "B", furniture="It is a mark.")
    book = edited(*blocks, drop=frozenset({3}), keep=frozenset({5}))
    assert told(book) == ["title", "paragraph", "paragraph", "figure b.jpg"]
    assert book.removals[0].rule == "by-hand"


def test_the_same_picture_right_after_itself_is_shown_once() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", "A lamp"), figure("a.jpg", "A lamp"), text(THEN))
    assert told(book).count("figure a.jpg") == 1
    assert [r.rule for r in book.removals] == ["repeated"]


def test_a_picture_does_not_cut_a_table() -> None:
    rows = [text("Quay\tLamps", "row"), figure("a.jpg", "A lamp"), text("North\ttwelve", "row")]
    assert told(edited(TITLE, text(LONG), *rows, text(THEN)))[2:] == ["row", "row", "figure a.jpg", "paragraph"]


BOTH = (TITLE, text(LONG), figure("a.jpg", "A lamp, lit"), text(THEN), text("El farol", "heading"), text(LARGO))


def test_a_picture_stands_in_the_edition_of_its_neighbours() -> None:
    book = edited(*BOTH, text(LUEGO), languages=("en", "es"))
    assert "figure a.jpg" in told(book)
    assert "figure a.jpg" not in told(book, "es")


def test_described_in_another_language_too_it_stands_in_that_edition_at_the_same_place() -> None:
    book = edited(*BOTH, text(LUEGO), languages=("en", "es"), alternatives={"a.jpg": {"es": "Un farol encendido"}})
    assert told(book, "es") == ["title", "paragraph", "figure a.jpg", "paragraph"]
    found = beads(book.editions, None)
    assert [(b.left, b.right) for b in found if "es-p3" in b.right or "es-p3-s1" in b.right] == [
        (("en-p3",), ("es-p3",)), (("en-p3-s1",), ("es-p3-s1",)),
    ]  # fmt: skip


def test_what_a_person_wrote_stands_for_what_the_source_says() -> None:
    written = {"a.jpg": {"en": "A lamp with a globe"}, "b.jpg": {"en": ""}}
    book = edited(TITLE, text(LONG), figure("a.jpg", "x"), figure("b.jpg", "y"), text(THEN), alternatives=written)
    assert told(book) == ["title", "paragraph", "figure a.jpg", "(b.jpg) paragraph"]
    assert book.editions[0].paragraphs[2].text == "A lamp with a globe"


def test_two_sources_may_call_two_pictures_the_same() -> None:
    one = source(TITLE, text(LONG), figure("a.jpg", "A lamp"), text(THEN), origin="en.md")
    other = source(text("El farol", "heading"), text(LARGO), figure("a.jpg", "Un farol"), text(LUEGO), origin="es.md")
    other = replace(other, pictures=(Picture("a.jpg", "a.jpg", b"another"),))
    both = renamed((one, other))
    book = edit(both, wanted=("en", "es"), see=here)
    check_pictures(both, book)
    assert [picture.name for picture in book.pictures] == ["a.jpg", "a-2.jpg"]
    assert "figure a-2.jpg" in told(book, "es")


def test_two_pictures_that_two_sources_show_in_another_order_are_still_two() -> None:
    lamp, boat = Picture("a.jpg", "lamp/a.jpg"), Picture("a-2.jpg", "boat/a.jpg")
    one = Document(Metadata(), (), (lamp, boat))
    other = Document(Metadata(), (), (replace(boat, name="a.jpg"), replace(lamp, name="a-2.jpg")))
    assert [[(p.name, p.href) for p in each.pictures] for each in renamed((one, other))] == [
        [("a.jpg", "lamp/a.jpg"), ("a-2.jpg", "boat/a.jpg")],
        [("a-2.jpg", "boat/a.jpg"), ("a.jpg", "lamp/a.jpg")],
    ]


def test_figures_are_twins_of_figures_whatever_their_words_say() -> None:
    one = source(TITLE, text(LONG), figure("a.jpg", LONG), text(THEN), origin="en.md")
    other = source(text("El farol", "heading"), text(LARGO), figure("b.jpg", "x"), text(LUEGO), origin="es.md")
    found = beads(edit((one, other), wanted=("en", "es"), see=here).editions, None)
    pairs = [(b.left, b.right) for b in found if b.level == "paragraph"]
    assert pairs == [((f"en-p{n}",), (f"es-p{n}",)) for n in (1, 2, 3, 4)]


def test_a_pictures_text_without_anything_else_is_no_article_lost() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", "Quay"), text(THEN))
    assert book.removals == ()


def test_a_picture_brings_its_caption_with_it_though_the_caption_looks_like_a_label() -> None:
    signs = ("page", "trafilatura-all", "readability-all", "in-narrow-core")
    label = ("page", "in-figure", "far-lead", "near-meta", "no-trafilatura")
    blocks = (
        text("The Lamp", "heading", signs=(*signs, "is-title")),
        figure("{}", "A lamp", signs=("page", "in-figure")),
        text("The first of them, in the spring", "caption", signs=label),
        text("12 May", signs=("page", "near-meta")),
        text(LONG, signs=signs),
        text(THEN, signs=signs),
    )
    here_, gone_ = (edited(*(replace(b, picture=b.picture and name) for b in blocks)) for name in ("a.jpg", "gone.jpg"))
    assert told(here_) == ["title", "figure a.jpg", "caption", "paragraph", "paragraph"]
    assert told(gone_) == ["title", "figure gone.jpg", "caption", "paragraph", "paragraph"]


def test_a_caption_above_its_picture_stays_too_but_not_one_of_what_is_no_picture() -> None:
    signs = ("page", "trafilatura-all", "readability-all", "in-narrow-core")
    label = ("page", "in-figure", "far-lead", "near-meta", "no-trafilatura")
    book = edited(
        text("The Lamp", "heading", signs=(*signs, "is-title")),
        text(LONG, signs=signs),
        text("A film of the quay", "caption", signs=label),
        text(THEN, signs=signs),
        text("The first of them", "caption", signs=label),
        figure("gone.jpg", "A lamp", signs=("page", "in-figure")),
        text(LONG[::-1], signs=signs),
    )
    assert told(book) == ["title", "paragraph", "paragraph", "caption", "figure gone.jpg", "paragraph"]
    assert [removal.text for removal in book.removals] == ["A film of the quay"]


def test_a_button_for_sharing_between_two_paragraphs_is_no_picture() -> None:
    signs = ("page", "trafilatura-all", "readability-all", "in-narrow-core")
    book = edited(
        text("The Lamp", "heading", signs=(*signs, "is-title")),
        text(LONG, signs=signs),
        figure("a.jpg", "Share it", signs=("page", "near-share")),
        text(THEN, signs=signs),
    )
    assert [(r.picture, r.rule) for r in book.removals] == [("a.jpg", "share")]


def test_what_the_caption_says_again_is_heard_once() -> None:
    book = edited(TITLE, text(LONG), figure("a.jpg", "The first lamp."), text("The first lamp", "caption"), text(THEN))
    assert told(book) == ["title", "paragraph", "(a.jpg) caption", "paragraph"]


def test_a_drawing_without_a_size_is_no_pixel() -> None:
    def draw(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
        return tuple(replace(picture, content=b"<svg/>", media_type="image/svg+xml") for picture in pictures)

    document = source(TITLE, text(LONG), figure("a.svg", "A circle"), text(THEN))
    assert "figure a.svg" in told(edit((document,), wanted=("en",), see=draw))


ANY = st.sampled_from([
    text(THEN), text("North\ttwelve", "row"), text("One boat", "item"), text("The first lamp", "caption"),
    figure("a.jpg", "A lamp"), figure("b.jpg"), figure("c.jpg", decorative=True), figure("gone.jpg", "A boat"),
    figure("gone-2.jpg"), figure("d.jpg", "A mark", furniture="It is a mark."), figure("a.jpg", "A lamp, again"),
])  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY, max_size=8))
def test_every_picture_is_in_the_book_or_in_the_receipt_and_no_word_of_the_text_changes(blocks: list[Block]) -> None:
    book = edited(TITLE, text(LONG), *blocks)
    plain = edited(TITLE, text(LONG), *(block for block in blocks if not block.picture))
    texts = [[p.text for p in each.editions[0].paragraphs if not p.picture] for each in (book, plain)]
    assert texts[0] == texts[1]


def test_a_new_name_is_none_that_its_source_has_already() -> None:
    one = source(text(LONG), figure("a.jpg"))
    other = source(text(LARGO), figure("a.jpg"), figure("a-2.jpg"))
    other = replace(other, pictures=(Picture("a.jpg", content=b"x"), Picture("a-2.jpg", content=b"y")))
    assert [[p.name for p in each.pictures] for each in renamed((one, other))] == [["a.jpg"], ["a-3.jpg", "a-2.jpg"]]
