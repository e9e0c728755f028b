"""Pictures on the pages of a book, in its sound and in what it says of itself."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from publish.completeness import check_epub, check_web
from publish.design import Design
from publish.markup import parse_xml
from publish.model import Bead, Book, Metadata, Paragraph, Picture, Sentence, Span
from publish.writing.formats.audio import write as audio
from publish.writing.formats.light import write as text
from publish.writing.formats.web import write as write_web
from publish.writing.proof import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Encode, Publication

LAYOUTS = ("chapters", "interleaved", "facing", "reveal")


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG")
    return out.getvalue()


LAMP = Picture("lamp.jpg", "img/lamp.jpg", jpeg(), "image/jpeg", 60, 40)
LINE = Picture("line.jpg", "img/line.jpg", jpeg(), "image/jpeg", 60, 40)
GONE = Picture("gone.jpg", "https://example.org/gone.jpg", refused="It was not fetched: --images does that.")


def block(name: str, kind: Any, words: str, **more: Any) -> Paragraph:
    return Paragraph(name, kind, (Sentence(f"{name}-s1", (Span(words),)),), 1, 1, **more)


@pytest.fixture
def lit(make_edition: Callable[..., Any]) -> Book:
    """A picture in both languages with its caption, a decoration, and one that could not be had."""
    rows = {
        "en": (
            block("en-p2", "figure", "A lamp, lit", picture="lamp.jpg"),
            block("en-p3", "caption", "The first lamp"),
            block("en-p4", "paragraph", "Then came a boat.", decorations=("line.jpg",)),
            block("en-p5", "figure", "A boat", picture="gone.jpg"),
        ),
        "es": (
            block("es-p2", "figure", "Un farol encendido", picture="lamp.jpg"),
            block("es-p3", "caption", "El primer farol"),
            block("es-p4", "paragraph", "Luego vino un barco."),
        ),
    }
    editions = []
    for language, blocks in rows.items():
        plain = make_edition(language, [("title", "Lamp")])
        (section,) = plain.sections
        whole = replace(section, paragraphs=(*section.paragraphs, *blocks))
        editions.append(replace(plain, sections=(whole,)))
    beads = [
        *(Bead(("en", "es"), (f"en-p{n}",), (f"es-p{n}",), "paragraph", 0.9) for n in range(1, 5)),
        Bead(("en", "es"), ("en-p5",), (), "paragraph", 0.9),
    ]
    return Book(Metadata(origin="lamp.md"), tuple(editions), tuple(beads), pictures=(LAMP, LINE, GONE))


def part(epub: io.BytesIO, name: str) -> Any:
    with zipfile.ZipFile(epub) as archive:
        return parse_xml(archive.read(f"EPUB/{name}"))


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_picture_is_shown_and_heard_in_every_layout(
    lit: Book, bound: Callable[..., io.BytesIO], layout: Any
) -> None:
    epub = bound(lit, design=Design(layout))
    check_epub(lit, epub, spoken=("en", "es"))
    assert problems(epub) == ()


def test_a_picture_and_its_caption_are_one_figure(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    figure = part(bound(lit), "en-c1.xhtml").find(".//{*}figure")
    assert figure.get("id") == "en-p2"
    assert dict(figure.find("{*}img").attrib) == {
        "src": "images/picture-1.jpg", "id": "en-p2-s1", "alt": "A lamp, lit", "width": "60", "height": "40",
    }  # fmt: skip
    assert figure.find("{*}figcaption/{*}p").get("id") == "en-p3"


def test_a_decoration_says_nothing_and_nobody_speaks_it(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    page = part(bound(lit), "en-c1.xhtml")
    line = next(image for image in page.iter("{*}img") if image.get("src") == "images/picture-2.jpg")
    assert (line.get("alt"), line.get("role"), line.get("id")) == ("", "presentation", None)


def test_the_web_copy_shows_every_picture(lit: Book, published: Callable[..., Publication], encode: Encode) -> None:
    files = {file.path: file.content for file in write_web(published(lit), encode)}
    assert [path for path in files if "images" in path] == ["web/images/picture-1.jpg", "web/images/picture-2.jpg"]
    page = files["web/index.html"]
    assert isinstance(page, bytes)
    for language, said in (("en", "A lamp, lit"), ("es", "Un farol encendido")):
        shown = f'<img src="images/picture-1.jpg" id="{language}-p2-s1" alt="{said}" width="60" height="40">'
        assert shown in page.decode()
    assert '<span id="en-p5-s1">[Picture: A boat]</span>' in page.decode()
    check_web(lit, io.BytesIO(page), published(lit).narrations)
    (alone,) = write_web(replace(published(lit), single_file=True), encode)
    out = io.BytesIO()
    assert callable(alone.content)
    alone.content(out)
    assert out.getvalue().count(b'<img src="data:image/jpeg;base64,') == 3


def test_a_picture_that_is_not_there_is_its_words(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    figures = part(bound(lit), "en-c1.xhtml").findall(".//{*}figure")
    assert words(figures[1]) == "[Picture: A boat]"


def test_a_listener_may_leave_a_figure(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    overlay = part(bound(lit), "en-c1.smil")
    kind = "{http://www.idpf.org/2007/ops}type"
    figures = [seq for seq in overlay.iter("{*}seq") if seq.get(kind) == "figure"]
    assert [[text.get("src") for text in seq.iter("{*}text")] for seq in figures] == [
        ["en-c1.xhtml#en-p2-s1", "en-c1.xhtml#en-p3-s1"], ["en-c1.xhtml#en-p5-s1"],
    ]  # fmt: skip


@pytest.mark.parametrize(("layout", "times"), [("interleaved", 1), ("reveal", 1), ("facing", 2)])
def test_where_languages_take_turns_a_picture_is_shown_once_and_said_in_both(
    lit: Book, bound: Callable[..., io.BytesIO], layout: Any, times: int
) -> None:
    page = part(bound(lit, design=Design(layout)), "c1.xhtml")
    assert sum(image.get("alt") in {"A lamp, lit", "Un farol encendido"} for image in page.iter("{*}img")) == times
    said = words(page) + " ".join(image.get("alt") for image in page.iter("{*}img"))
    assert "A lamp, lit" in said
    assert "Un farol encendido" in said


def test_nothing_is_missing_beside_a_picture(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    page = part(bound(lit, design=Design("facing")), "c1.xhtml")
    assert "no translation" not in words(page)


def test_the_book_says_that_it_is_looked_at_and_described(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    package = part(bound(lit), "content.opf")
    said = [(meta.get("property") or "", meta.text) for meta in package.iter("{*}meta")]
    assert ("schema:accessMode", "visual") in said
    assert ("schema:accessModeSufficient", "textual") in said
    assert ("schema:accessibilityFeature", "alternativeText") in said
    assert any("Every picture has a description" in (text or "") for _, text in said)


def test_a_picture_that_nobody_described_is_claimed_by_nobody(lit: Book, bound: Callable[..., io.BytesIO]) -> None:
    first = lit.editions[0]
    (section,) = first.sections
    told = tuple(replace(p, undescribed=p.id == "en-p2") for p in section.paragraphs)
    silent = replace(lit, editions=(replace(first, sections=(replace(section, paragraphs=told),)), lit.editions[1]))
    epub = bound(silent)
    said = [(meta.get("property"), meta.text) for meta in part(epub, "content.opf").iter("{*}meta")]
    assert ("schema:accessibilityFeature", "alternativeText") not in said
    assert ("schema:accessModeSufficient", "textual") not in said
    assert ("schema:accessModeSufficient", "textual,visual") in said
    assert [problem.rule for problem in problems(epub)] == ["alternative-text"]


def test_without_sound_pictures_are_words(
    lit: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    epub = finished(published(lit, spoken=False), text)
    page = part(epub, "en-c1.xhtml")
    assert next(words(figure) for figure in page.iter("{*}figure")).startswith("[Picture: A lamp, lit]")
    assert page.find(".//{*}img") is None
    with zipfile.ZipFile(epub) as archive:
        assert not [name for name in archive.namelist() if "/images/" in name]


def test_a_transcript_says_that_words_are_of_a_picture(
    lit: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    captions = next(file for file in audio(published(lit), encode) if file.path.endswith("en.vtt"))
    assert isinstance(captions.content, bytes)
    assert "Picture: A lamp, lit" in captions.content.decode()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_decoration_of_a_list_of_two_languages_is_shown(
    lit: Book, bound: Callable[..., io.BytesIO], layout: Any
) -> None:
    def listed(language: str, *decorations: str) -> Any:
        (edition,) = (each for each in lit.editions if each.language == language)
        (section,) = edition.sections
        item = block(f"{language}-p2", "item", "One boat", level=1, decorations=decorations)
        return replace(edition, sections=(replace(section, paragraphs=(section.paragraphs[0], item)),))

    book = replace(lit, editions=(listed("en"), listed("es", "line.jpg")), beads=lit.beads[:2], pictures=(LINE,))
    check_epub(book, bound(book, design=Design(layout)), spoken=("en", "es"))
