"""Each kind of source, read: the same article in every format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from publish import registry
from publish.errors import SourceError, ToolError
from publish.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]
    Told = Callable[[Document], list[str]]

WORDS = "It lends *books* to those who [ask](https://example.org/a).[1] Every quay has a <fr-FR bon mot>."


def test_markdown_keeps_its_lines_marks_notes_and_languages(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.markdown(), "md")) == [
        "10 heading1 (en): The Boat",
        "12 paragraph (en): It lends *books* to **people** who [ask](https://example.org/a).[1] Always.[2]",
        "12 note (en): [2] On Thursdays.",
        "15 quote (en): A river is a road that nobody paves.",
        "18 item1 (en): oars",
        "19 item2 (en): of *ash*",
        "20 item1 (en): rope",
        "22 row1 (en): Year | Boats",
        "24 row (en): 2017 | one",
        "26 note (en): [1] And to dogs.",
        "30 paragraph (es): El barco presta libros.",
        "34 paragraph (en): Every quay has a <fr bon mot>.",
    ]


def test_docx_is_read_as_its_styles_lists_notes_and_languages_say(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.docx(), "docx")) == [
        "1 heading1: The Boat",
        "2 paragraph [It is the table of contents.]: Contents line 3",
        "3 heading1: Its hull",
        f"4 paragraph: {WORDS}",
        "5 note: [1] And to dogs.",
        "6 quote: We go where the water is.",
        "7 item1: oars",
        "8 item2: of ash",
        "9 paragraph: 2017 | one",
        "10 paragraph (es-ES): El barco presta libros.",
    ]


def test_odt_is_read_as_its_styles_lists_notes_and_languages_say(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.odt(), "odt")) == [
        "1 paragraph [It is the table of contents or an index.]: Its hull 3",
        "2 heading1: The Boat",
        "3 heading2: Its hull",
        f"4 paragraph: {WORDS}",
        "5 note: [1] And to dogs.",
        "6 quote: We go where the water is.",
        "7 item1: oars",
        "8 item2: of ash",
        "9 paragraph: 2017 | one",
        "10 paragraph (es-ES): El barco presta libros.",
    ]


def test_rtf_is_read_as_its_styles_lists_notes_and_languages_say(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.rtf(), "rtf")) == [
        "1 heading1: **The Boat**",
        "2 heading1: Its hull",
        (
            "3 paragraph: It lends *books* to those who [ask](https://example.org/a).[1] "
            "Every café on the quay — has a <fr-FR bon mot>."
        ),
        "4 note: [1] And to dogs.",
        "5 quote: We go where the water is.",
        "6 item1: oars",
        "7 item2: of ash",
        "8 row: 2017 | one",
        "9 paragraph (es-ES): El barco presta libros.",
        "10 paragraph: Привет.",
    ]


def test_epub_is_read_in_the_order_of_its_spine(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.epub(), "epub")) == [
        "1 heading1 (en) [It is the table of contents.]: Contents",
        "2 item1 (en) [It is the table of contents.]: The Boat",
        "3 heading1 (en): The Boat",
        (
            "4 paragraph (en): It lends *books* to those who [ask](https://example.org/a).[1] "
            "Every quay has a <fr *bon mot*>."
        ),
        "5 paragraph (en) [It is a page number of the earlier book.]: 7",
        "6 quote (en): We go where the water is.",
        "7 item1 (en): oars",
        "8 item2 (en): of ash",
        "9 paragraph (en): 2017 | one",
        "10 figure (en): ",
        "11 caption (en): The quay",
        "12 note (en): 1 And to dogs.",
        "13 paragraph (es): El barco presta libros.",
    ]


def test_pdf_lines_are_joined_and_running_heads_told_from_text(samples: Any, read: Read, told: Told) -> None:
    assert told(read(samples.pdf(), "pdf")) == [
        "1 paragraph: The boat lends books to every village on the river, and in exchange it takes old ones home.",
        "2 paragraph: It is never late.",
        "3 paragraph [It stands at the edge of several pages.]: The Quay, 1",
        "4 paragraph [It stands at the edge of several pages.]: The Quay, 2",
        (
            "5 paragraph: On Thursdays the well-known boat lies at the quay, and every well-known reader comes with a "
            "basket full of books that somebody else wants to read next week."
        ),
        "6 paragraph [It stands at the edge of several pages.]: The Quay, 3",
        "7 paragraph [It is a page number.]: 3",
    ]


@pytest.mark.parametrize("suffix", ["md", "docx", "odt", "rtf", "epub"])
def test_every_format_gives_its_title_author_and_file_but_no_folder(samples: Any, read: Read, suffix: str) -> None:
    metadata = read(samples.ALL[suffix](), suffix).metadata
    assert metadata.title in {"The Boat", "Boat"}
    assert metadata.authors[:1] == ("Ana Roe",)
    assert metadata.origin == f"boat.{suffix}"
    assert len(metadata.sha256) == 64


def test_an_epub_says_when_by_whom_and_under_which_licence(samples: Any, read: Read) -> None:
    found = read(samples.epub(), "epub").metadata
    assert found == Metadata(
        title="The Boat",
        authors=("Ana Roe",),
        site="The Quay",
        licence="CC0 1.0",
        published="2026-03-01",
        origin="boat.epub",
        sha256=found.sha256,
    )


def test_word_s_own_title_is_no_title(samples: Any, read: Read) -> None:
    body = samples.paragraph(samples.run("A boat."))
    assert read(samples.docx(body), "docx").metadata.title == ""


def test_a_two_column_table_keeps_both_languages_apart_by_a_tab(samples: Any, read: Read, told: Told) -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = cell(samples.paragraph(samples.run("The boat"))) + cell(samples.paragraph(samples.run("El barco")))
    assert told(read(samples.docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), "docx")) == [
        "1 paragraph: The boat | El barco"
    ]


def test_cells_of_several_paragraphs_are_read_one_after_the_other(samples: Any, read: Read, told: Told) -> None:
    two = samples.paragraph(samples.run("One.")) + samples.paragraph(samples.run("Two."))
    row = f"<w:tc>{two}</w:tc><w:tc>{samples.paragraph(samples.run('Three.'))}</w:tc>"
    assert told(read(samples.docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), "docx")) == [
        "1 paragraph: One.",
        "2 paragraph: Two.",
        "3 paragraph: Three.",
    ]


def test_a_text_box_is_read_once_after_its_paragraph(samples: Any, read: Read, told: Told) -> None:
    box = f"<w:txbxContent>{samples.paragraph(samples.run('In a box.'))}</w:txbxContent>"
    choice = f'<m:A xmlns:m="m"><m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:A>'
    body = samples.paragraph(samples.run("Around it.") + f"<w:r>{choice}</w:r>")
    assert told(read(samples.docx(body), "docx")) == ["1 paragraph: Around it.", "2 paragraph: In a box."]


def test_a_page_that_is_no_xml_is_read_as_browsers_do(samples: Any, read: Read, told: Told) -> None:
    book = samples.epub({"a.xhtml": "<body><p>Fish &nbsp; chips<p>Tea <br> milk & more"})
    assert told(read(book, "epub")) == ["1 paragraph: Fish chips", "2 paragraph: Tea\nmilk & more"]


def test_notes_without_a_number_and_a_square_are_read_as_written(samples: Any, read: Read, told: Told) -> None:
    book = samples.epub({"a.xhtml": samples.page("<p>3 m<sup>2</sup> <ruby>川<rt>かわ</rt></ruby></p>")})
    assert told(read(book, "epub")) == ["1 paragraph (en): 3 m² 川(かわ)"]


def test_a_locked_book_says_so(samples: Any, read: Read) -> None:
    parts = samples.unzipped(samples.epub())
    lock = '<e xmlns:x="http://www.w3.org/2001/04/xmlenc#"><x:CipherReference URI="OPS/b.xhtml"/></e>'
    with pytest.raises(SourceError, match=r"locked \(DRM\)"):
        read(samples.zipped({**parts, "META-INF/encryption.xml": lock}), "epub")


def test_a_book_without_words_says_so(samples: Any, read: Read) -> None:
    with pytest.raises(SourceError, match="There is no text in it") as caught:
        read(samples.epub({"a.xhtml": samples.page("<img src='x.jpg'/>")}), "epub")
    assert caught.value.hint


def test_a_pdf_without_its_package_says_what_to_install(
    samples: Any, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ToolError, match="needs the package pypdf") as caught:
        read(samples.pdf(), "pdf")
    assert "enface[pdf]" in caught.value.hint


def test_every_suffix_has_its_reader() -> None:
    assert {"txt", "md", "markdown", "docx", "odt", "rtf", "epub", "pdf"} <= set(registry.names("readers"))
