from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from publish.model import Book, Edition, Metadata
from publish.writing.colours import colour_in, contrast
from publish.writing.cover import _drawable, _face, _pieces, cover, dated, hue, source, undrawn

PAPER = (251, 249, 244)


def book(**titles: str) -> Book:
    editions = tuple(Edition(language, title, ()) for language, title in titles.items())
    return Book(Metadata(site="The Path", retrieved=date(2026, 6, 1)), editions)


def ink(jpeg: bytes, top: int, bottom: int) -> int:
    """How many dark pixels there are between two heights, in a picture a tenth of the size."""
    picture = Image.open(io.BytesIO(jpeg)).convert("L").resize((160, 256))
    return sum(value < 120 for value in picture.crop((0, top, 160, bottom)).tobytes())


def test_a_cover_is_a_jpeg_of_1600_by_2560() -> None:
    picture = Image.open(io.BytesIO(cover(book(en="A Path", es="Un sendero"))))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1600, 2560))


def test_the_same_book_gives_the_same_bytes() -> None:
    assert cover(book(en="A Path", es="Un sendero")) == cover(book(en="A Path", es="Un sendero"))


def test_each_title_is_on_it() -> None:
    one, two = cover(book(en="A Path")), cover(book(en="A Path", es="Un sendero"))
    assert one != two
    assert ink(two, 20, 200) > ink(one, 20, 200) + 500


@pytest.mark.parametrize(
    "titles",
    [
        {"en": "W" * 300},
        {"en": "word " * 60, "es": "palabra " * 60},
        {"en": "", "es": ""},
        {"de": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"},
        {"ru": "Ночная школа", "el": "Το νυχτερινό σχολείο", "he": "בית הספר של הלילה"},
        {"en": "a\x00b\nc"},
    ],
)
def test_any_title_fits_between_the_margins(titles: dict[str, str]) -> None:
    picture = Image.open(io.BytesIO(cover(book(**titles)))).convert("L")
    edge = picture.crop((1460, 0, 1600, 2560)).tobytes() + picture.crop((0, 2420, 1600, 2560)).tobytes()
    assert min(edge) > 200


def test_a_title_that_cannot_be_drawn_makes_room_for_one_that_can() -> None:
    assert cover(book(zh="夜校", en="The Night School")) != cover(book(zh="夜校"))
    assert ink(cover(book(zh="夜校", en="The Night School")), 20, 120) > 500


def test_a_font_that_is_handed_in_is_tried_first() -> None:
    from importlib.resources import files

    other = files("publish.writing").joinpath("style", "fonts", "DejaVuSans-Bold-subset.ttf").read_bytes()
    assert cover(book(en="A Path"), [other]) != cover(book(en="A Path"))


@pytest.mark.parametrize("title", ["", "A Path", "Un sendero", "夜校", *(f"Title {n}" for n in range(40))])
def test_the_one_hue_can_be_read_on_the_paper(title: str) -> None:
    assert contrast(hue(title), PAPER) >= 4.5


def test_source_and_date_are_what_is_known() -> None:
    known = Metadata(url="https://www.example.org/a", published="2026-05-01", retrieved=date(2026, 6, 1))
    assert (source(known), dated(known)) == ("example.org", "2026-05-01")
    assert source(replace(known, site="The Path")) == "The Path"
    assert dated(replace(known, published="")) == "2026-06-01"
    assert (source(Metadata()), dated(Metadata())) == ("", "")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((0xBB, 0xBB, 0xBB), (255, 255, 255)), 2) == 1.92


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#4d3d05", (77, 61, 5)),
        ("0.1em solid rgb(1, 2, 3)", (1, 2, 3)),
        ("Navy url(x.png)", (0, 0, 128)),
        ("inherit", None),
        ("#12345", None),
    ],
)
def test_a_colour_is_found_in_a_css_value(value: str, colour: tuple[int, int, int] | None) -> None:
    assert colour_in(value) == colour


def test_a_persian_title_with_a_joiner_is_on_the_cover() -> None:
    assert undrawn(book(fa="قایق کتاب سه‌شنبه برمی‌گردد", en="The boat")) == ()


def test_an_arabic_name_at_the_foot_has_its_letters_joined() -> None:
    named = Book(Metadata(site="جريدة المدينة"), (Edition("en", "A Path", ()),))
    foot = Image.open(io.BytesIO(cover(named))).convert("L").crop((140, 2300, 1460, 2440))
    drawn = foot.point(lambda value: 255 * (value < 190)).getbbox()
    assert drawn is not None
    line = _drawable("جريدة المدينة", "en", [_face("DejaVuSans-Bold-subset.ttf")])
    assert line is not None
    joined = 62 * sum(word.advance for word in line.words)
    assert abs(drawn[2] - drawn[0] - joined) < 12


def test_the_languages_whose_title_no_font_can_draw_are_named() -> None:
    assert undrawn(book(zh="夜校", en="The Night School", hi="रात")) == ("zh", "hi")


def test_korean_is_broken_between_its_words_chinese_anywhere() -> None:
    assert (_pieces("책 배가"), _pieces("夜校 A b")) == (["책 ", "배가"], ["夜", "校", " ", "A ", "b"])
