"""Fonts that a book brings along: a tiny one of our own, built here."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.errors import ConfigError
from publish.model import Edition, Font, Paragraph, Section, Sentence, Span
from publish.writing.fonts import covers, cut_down, font, rules
from publish.writing.formats.light import write as text
from publish.writing.formats.web import write as write_web
from publish.writing.proof_web import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, Publication

builder = pytest.importorskip("fontTools.fontBuilder", reason="the extra `font` is not installed")

OFL = "This Font Software is licensed under the SIL Open Font License, Version 1.1."


def built(letters: str = "abcdeñ中文", *, permissions: int = 0, licence: str = OFL) -> bytes:
    """A font in which every letter is the same square."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    made = builder.FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    made.setupGlyf(dict.fromkeys(names, square))
    made.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    words = {"familyName": "Little Sans", "styleName": "Regular", "copyright": "Copyright 2026 Enface"}
    made.setupNameTable({**words, **({"licenseDescription": licence} if licence else {})})
    made.setupOS2(fsType=permissions, usWeightClass=500)
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def edition(language: str, text: str) -> Edition:
    sentence = Sentence(f"{language}-p1-s1", (Span(text),))
    paragraph = Paragraph(f"{language}-p1", "paragraph", (sentence,), 1, 1)
    return Edition(language, text, (Section(f"{language}-c1", text, (paragraph,)),))


def test_a_font_says_who_it_is() -> None:
    own = font(built(), "little.ttf")
    assert (own.family, own.weight, own.italic, own.licence) == ("Little Sans", "500", False, "OFL-1.1")
    assert own.licence_text == f"Copyright 2026 Enface {OFL}"
    assert (own.suffix, own.media_type, "中" in own.letters) == (".ttf", "font/ttf", True)


@pytest.mark.parametrize(
    ("permissions", "why"),
    [(0x0002, "may not be embedded"), (0x0100, "may not be cut down"), (0x0200, "as pictures only")],
)
def test_a_font_that_may_not_be_embedded_is_refused(permissions: int, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        font(built(permissions=permissions), "little.ttf")


@pytest.mark.parametrize("permissions", [0x0000, 0x0004, 0x0008])
def test_a_font_that_may_be_embedded_is_taken(permissions: int) -> None:
    assert font(built(permissions=permissions), "little.ttf").family == "Little Sans"


def test_a_font_without_a_licence_is_refused() -> None:
    with pytest.raises(ConfigError, match="does not say under which licence"):
        font(built(licence=""), "little.ttf")


@pytest.mark.parametrize("content", [b"", b"no font", b"ttcf\0\1\0\0", b"\0\1\0\0" + b"\xff" * 60, b"OTTO\0\1"])
def test_what_is_no_font_is_refused(content: bytes) -> None:
    with pytest.raises(ConfigError, match="collection|no font"):
        font(content, "odd.ttf")


def test_a_cut_font_is_smaller_and_the_same_bytes_and_keeps_its_licence() -> None:
    from fontTools.ttLib import TTFont

    whole = font(built("".join(map(chr, range(0x4E00, 0x4E80))) + "ab"), "little.ttf")
    small = cut_down(whole, "ba丁")
    assert cut_down(whole, "丁ab").content == small.content
    assert len(small.content) < len(whole.content) / 2
    opened = TTFont(io.BytesIO(small.content))
    assert sorted(opened.getBestCmap()) == [ord("a"), ord("b"), ord("丁")]
    assert opened["name"].getDebugName(13) == OFL


def test_a_damaged_font_is_an_error_for_people() -> None:
    whole = font(built(), "little.ttf")
    at = whole.content.index(b"glyf") + 8
    outside = whole.content[:at] + b"\0\xff\xff\xff" + whole.content[at + 4 :]
    with pytest.raises(ConfigError, match="The font is damaged"):
        cut_down(replace(whole, content=outside), "ab")


def test_a_web_font_is_unpacked_for_the_cover_and_the_book() -> None:
    pytest.importorskip("brotli")
    from fontTools.ttLib import TTFont

    opened, packed = TTFont(io.BytesIO(built())), io.BytesIO()
    opened.flavor = "woff2"
    opened.save(packed)
    own = font(packed.getvalue(), "little.woff2")
    assert (own.content[:4], own.suffix) == (b"\0\1\0\0", ".ttf")


def test_an_edition_is_set_in_the_fonts_that_have_its_letters() -> None:
    latin, chinese = font(built("abcdeñ"), "a.ttf"), replace(font(built("中文"), "b.ttf"), family="Little Song")
    said = rules((latin, chinese), (edition("es", "abeñ"), edition("zh", "中文中文中文中文中文a"), edition("ru", "я")))
    assert '[lang|="es"] {\n  font-family: "Little Sans", sans-serif;' in said
    assert '[lang|="zh"] {\n  font-family: "Little Song", sans-serif;' not in said
    assert '[lang|="zh"] {\n  font-family: "Little Song", serif;' in said
    assert '* [lang|="ru"] {\n  font-family: initial;' in said
    assert "url(../fonts/font-2.ttf)" in said


def test_a_foreign_name_does_not_keep_an_edition_from_its_font() -> None:
    own = font(built("中文"), "a.ttf")
    assert covers(own, edition("zh", "中文" * 10 + "a"))
    assert not covers(own, edition("zh", "中文abc"))


def test_the_book_brings_its_fonts_unobfuscated(bilingual: Book, bound: Callable[..., Any]) -> None:
    own: Font = font(built("".join(map(chr, range(0x61, 0x7B)))), "little.ttf")
    book = zipfile.ZipFile(bound(bilingual, fonts=(own,)))
    assert book.read("EPUB/fonts/font-1.ttf")[:4] == b"\0\1\0\0"
    assert "META-INF/encryption.xml" not in book.namelist()
    assert b'href="fonts/font-1.ttf" id="font-1" media-type="font/ttf"' in book.read("EPUB/content.opf")
    assert b'font-family: "Little Sans"' in book.read("EPUB/style/book.css")


@pytest.mark.parametrize("single_file", [False, True])
def test_the_web_copy_brings_its_fonts(bilingual: Book, published: Any, encode: Encode, *, single_file: bool) -> None:
    own: Font = font(built("".join(map(chr, range(0x61, 0x7B)))), "little.ttf")
    publication = replace(published(bilingual, fonts=(own,)), single_file=single_file)
    files = {}
    for file in write_web(publication, encode):
        out = io.BytesIO(file.content if isinstance(file.content, bytes) else b"")
        if callable(file.content):
            file.content(out)
        files[file.path.removeprefix("web/")] = out.getvalue()
    page = files["path.html" if single_file else "index.html"]
    assert ("fonts/font-1.ttf" in files) is not single_file
    assert (b"url(fonts/font-1.ttf)" in page) is not single_file
    assert (b"url(data:font/ttf;base64," in page) is single_file
    assert problems(io.BytesIO(page), frozenset(files)) == ()


def test_the_marks_that_the_style_sheet_sets_are_in_the_font_of_the_book(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    from fontTools.ttLib import TTFont

    own = font(built("a·-\u2010ж"), "little.ttf")
    content = zipfile.ZipFile(bound(bilingual, fonts=(own,))).read("EPUB/fonts/font-1.ttf")
    assert sorted(map(chr, TTFont(io.BytesIO(content)).getBestCmap())) == ["-", "a", "·", "\u2010"]


def test_the_book_without_sound_has_no_picture_and_no_font_in_it(
    bilingual: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    out = finished(published(bilingual, spoken=False, fonts=(font(built(), "little.ttf"),)), text)
    names = zipfile.ZipFile(out).namelist()
    assert [name for name in names if name.endswith(".jpg") or "cover" in name or "fonts" in name] == []
