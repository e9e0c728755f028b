"""Pictures as each format says them: their address, their words, their place."""

from __future__ import annotations

import base64
import io
import zipfile
from random import Random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from publish import registry
from publish.model import Source

if TYPE_CHECKING:
    from publish.model import Block, Document


def png(color: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(out, "PNG")
    return out.getvalue()


def read(content: str | bytes, suffix: str, origin: str = "lamp") -> Document:
    as_bytes = content.encode() if isinstance(content, str) else content
    reader = registry.load("readers", suffix)
    document: Document = reader(Source(f"lamp.{suffix}", f".{suffix}", as_bytes, origin))
    return document


def told(block: Block) -> str:
    return f"{block.kind}{' ' + block.picture if block.picture else ''}: {block.text}"


def shown(content: str | bytes, suffix: str = "html", origin: str = "lamp") -> list[str]:
    """Return the address of each picture."""
    return [picture.href for picture in read(content, suffix, origin).pictures]


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_picture_of_a_page_stands_before_its_caption_and_after_the_text_that_holds_it() -> None:
    page = """<p>The quay was <img src="a.jpg" alt="A quay"> dark.</p>
    <figure><img src="b.jpg" alt="A lamp"><figcaption>The first lamp</figcaption></figure>
    <p><img src="c.jpg" alt="A boat">It came closer.</p>"""
    assert [told(block) for block in read(page, "html").blocks] == [
        "paragraph: The quay was dark.", "figure a.jpg: A quay", "figure b.jpg: A lamp",
        "caption: The first lamp", "figure c.jpg: A boat", "paragraph: It came closer.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "text", "decorative"),
    [
        ('<img src="a.jpg" alt="A  lamp\n lit">', "A lamp lit", False),
        ('<img src="a.jpg" alt="">', "", True),
        ('<img src="a.jpg" alt="A lamp" role="presentation">', "", True),
        ('<img src="a.jpg">', "", False),
        ('<img src="a.jpg" aria-label="A lamp">', "A lamp", False),
        ('<img src="a.jpg" title="A lamp">', "A lamp", False),
        ('<img src="a.jpg" alt="DSC_0042.JPG">', "", False),
        ('<img src="a.jpg" alt="image 3">', "", False),
    ],
)
def test_what_a_picture_says_of_itself_is_its_text_or_that_it_is_decoration(
    tag: str,
    text: str,
    decorative: bool,  # noqa: FBT001  (a row of a table)
) -> None:
    figure = read(f"<p>It is dark.</p>{tag}", "html").blocks[1]
    assert (figure.text, figure.decorative) == (text, decorative)


@pytest.mark.parametrize(
    ("tag", "href"),
    [
        ('<img src="small.jpg" srcset="s.jpg 400w, m.jpg 1800w, l.jpg 4000w">', "m.jpg"),
        ('<img src="small.jpg" srcset="s.jpg 400w, m.jpg 900w">', "m.jpg"),
        ('<img src="small.jpg" srcset="one.jpg, two.jpg 2x, three.jpg 3x">', "two.jpg"),
        ('<img srcset="c/w_400,h_300/a.jpg 400w, c/w_1600,h_900/a.jpg 1600w">', "c/w_1600,h_900/a.jpg"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="late.jpg">', "late.jpg"),
        ('<img src="blank.gif" data-srcset="late.jpg 1200w">', "late.jpg"),
        (
            '<picture><source type="image/avif" srcset="a.avif"><source srcset="a.webp 2x"><img src="a.jpg"></picture>',
            "a.webp",
        ),
    ],
)
def test_of_several_addresses_the_one_fit_for_a_book_is_taken(tag: str, href: str) -> None:
    assert shown(f"<p>It is dark.</p>{tag}") == [href]


def test_an_address_is_made_whole_against_that_of_its_page() -> None:
    page = '<p>It is dark.</p><img src="../img/lamp.jpg" alt="A lamp">'
    assert shown(page, origin="https://example.org/town/quay/") == ["https://example.org/town/img/lamp.jpg"]


def test_a_data_address_is_the_picture_itself() -> None:
    page = f'<p>It is dark.</p><img alt="A lamp" src="data:image/png;base64,{base64.b64encode(png()).decode()}">'
    (picture,) = read(page, "html").pictures
    assert (picture.name, picture.href, picture.content) == ("picture", "", png())


def test_two_pictures_of_one_name_have_two_and_one_picture_shown_twice_has_one() -> None:
    page = '<p>Dark.</p><img src="a/lamp.jpg"><img src="b/lamp.jpg"><p>Light.</p><img src="a/lamp.jpg">'
    document = read(page, "html")
    assert [picture.name for picture in document.pictures] == ["lamp.jpg", "lamp-2.jpg"]
    assert [block.picture for block in document.blocks if block.picture] == ["lamp.jpg", "lamp-2.jpg", "lamp.jpg"]


def test_pictures_that_have_no_name_are_counted_on() -> None:
    page = "<p>It is dark.</p>" + "".join(f'<img alt="A lamp" src="data:,{n}">' for n in range(3))
    assert [picture.name for picture in read(page, "html").pictures] == ["picture", "picture-2", "picture-3"]


def test_a_picture_changes_no_sign_of_the_text_beside_it() -> None:
    text = "<p>The quay was dark for years, and all who walked there at night knew each stone by heart.</p>"
    plain = read(text * 3, "html").blocks
    among = read(text + '<img src="a.jpg" alt="A lamp">' + text * 2, "html").blocks
    assert [block.signs for block in among if not block.picture] == [block.signs for block in plain]


def test_markdown_shows_pictures_where_they_stand_with_their_lines() -> None:
    text = (
        "# Quay\n\nIt was dark.\n\n![A lamp](lamp.jpg)\n\nThen ![](boat.png) came.\n\n"
        '<figure><img src="c.jpg" alt="A net"><figcaption>Nets</figcaption></figure>\n'
    )
    document = read(text, "md")
    assert [(told(block), block.first_line) for block in document.blocks] == [
        ("heading: Quay", 1), ("paragraph: It was dark.", 3), ("figure lamp.jpg: A lamp", 5),
        ("paragraph: Then came.", 7), ("figure boat.png: ", 7), ("figure c.jpg: A net", 9), ("caption: Nets", 9),
    ]  # fmt: skip
    assert not any(block.decorative for block in document.blocks)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = """<w:p><w:r><w:drawing><wp:inline xmlns:wp="w"><wp:docPr id="1" name="Picture 1" {said}/>
<a:graphic xmlns:a="a"><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
r:embed="rId7"/></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def docx(said: str) -> bytes:
    body = f"<w:p><w:r><w:t>It was dark.</w:t></w:r></w:p>{_DRAWING.format(said=said)}"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>'
        "</Relationships>"
    )
    return packed({
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links,
        "word/media/image1.png": png(),
    })  # fmt: skip


def test_a_word_processors_picture_comes_out_of_its_file_with_its_description() -> None:
    document = read(docx('descr="A lamp, lit" title="Lamp"'), "docx")
    assert [told(block) for block in document.blocks] == ["paragraph: It was dark.", "figure image1.png: A lamp, lit"]
    assert document.pictures[0].content == png()


def test_a_word_processors_picture_without_a_description_has_none() -> None:
    figure = read(docx(""), "docx").blocks[1]
    assert (figure.text, figure.decorative) == ("", False)


def test_an_opendocument_picture_comes_out_of_its_file_with_its_description() -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    frame = (
        '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>Lamp</svg:title>'
        "<svg:desc>A lamp, lit</svg:desc></draw:frame>"
    )
    content = (
        f"<office:document-content {names}><office:body><office:text><text:p>It was dark. {frame}</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    document = read(packed({"content.xml": content, "Pictures/1.png": png()}), "odt")
    assert [told(block) for block in document.blocks] == ["paragraph: It was dark.", "figure 1.png: A lamp, lit"]
    assert document.pictures[0].content == png()


def test_a_books_picture_comes_out_of_it_and_one_that_is_gone_is_known_all_the_same() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="text/a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>It was dark.</p><figure><img src="../img/a%20b.png" '
        'alt="A lamp"/></figure><img src="gone.png" alt="A boat"/></body></html>'
    )
    document = read(
        packed(
            {
                "META-INF/container.xml": '<container><rootfile full-path="EPUB/p.opf"/></container>',
                "EPUB/p.opf": package,
                "EPUB/text/a.xhtml": page,
                "EPUB/img/a b.png": png(),
            }
        ),
        "epub",
    )
    assert [(picture.name, picture.content) for picture in document.pictures] == [
        ("a b.png", png()), ("gone.png", b""),
    ]  # fmt: skip
    assert document.pictures[1].refused == "It cannot be taken from its file: it has no EPUB/text/gone.png."


def book_of(body: str, **pictures: bytes) -> bytes:
    """Return an EPUB of two pages: one with this body, and one of a sentence."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>It was dark.</p>{}</body></html>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    return packed({
        "META-INF/container.xml": '<container><rootfile full-path="p.opf"/></container>',
        "p.opf": package,
        "a.xhtml": page.format(body),
        "b.xhtml": page.format(""),
        **{f"{name}.png": content for name, content in pictures.items()},
    })  # fmt: skip


def test_many_large_pictures_keep_no_text_from_being_read() -> None:
    shows = "".join(f'<img src="p{n}.png" alt="A lamp"/>' for n in range(5))
    # Bytes without a pattern: what packs too well is refused for that.
    noise = Random(7)
    document = read(book_of(shows, **{f"p{n}": noise.randbytes(15_000_000) for n in range(5)}), "epub")
    assert [block.text for block in document.blocks if not block.picture] == ["It was dark.", "It was dark."]
    assert [len(picture.content) for picture in document.pictures] == [15_000_000] * 4 + [0]
    assert document.pictures[4].refused == "It cannot be taken from its file: p4.png would be too large once unpacked."


def test_an_ornament_that_is_shown_again_and_again_is_one_picture_and_counts_once() -> None:
    shows = '<img src="leaf.png" alt="A leaf"/><p>A scene.</p>' * 6
    document = read(book_of(shows, leaf=Random(7).randbytes(15_000_000)), "epub")
    assert [block.picture for block in document.blocks if block.picture] == ["leaf.png"] * 6
    assert [(picture.name, picture.refused) for picture in document.pictures] == [("leaf.png", "")]


def test_a_picture_that_a_book_shows_from_elsewhere_is_not_refused_for_that() -> None:
    document = read(book_of('<img src="https://example.org/lamp.png" alt="A lamp"/>'), "epub")
    assert [(picture.href, picture.refused) for picture in document.pictures] == [("https://example.org/lamp.png", "")]
