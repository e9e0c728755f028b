"""Ordered lists in every format: each item has the number that its reader sees."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from publish.markup import parse_html
from publish.reading.blocks import blocks
from publish.reading.html_walk import runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]

PAGE = "<ol start='3'><li>Wash it.<ul><li>well</li></ul></li><li>Dry it.</li><li value='9'>Sail.</li></ol>"


def numbers(document: Document) -> list[tuple[int, int, str]]:
    return [(block.level, block.number, block.text) for block in document.blocks if block.kind == "item"]


def test_markdown_counts_from_the_first_number_of_a_list(read: Read) -> None:
    text = "3. Wash it.\n   1. well\n   1. and long\n3. Dry it.\n\n- a boat\n"
    assert numbers(read(text.encode(), "md")) == [
        (1, 3, "Wash it."),
        (2, 1, "well"),
        (2, 2, "and long"),
        (1, 4, "Dry it."),
        (1, 0, "a boat"),
    ]


def test_a_page_counts_as_a_browser_does() -> None:
    assert [(run.level, run.number, run.text) for run in runs(parse_html(PAGE))] == [
        (1, 3, "Wash it."),
        (2, 0, "well"),
        (1, 4, "Dry it."),
        (1, 9, "Sail."),
    ]


def test_html_within_markdown_counts_as_a_browser_does(read: Read) -> None:
    assert [number for _, number, _ in numbers(read(PAGE.encode(), "md"))] == [3, 0, 4, 9]


def test_the_second_paragraph_of_an_item_has_no_number_of_its_own() -> None:
    page = "<ol><li><p>Wash it.</p><p>Take your time.</p></li><li><p>Dry it.</p></li></ol>"
    assert [run.number for run in runs(parse_html(page))] == [1, 0, 2]


@pytest.mark.parametrize("slip", ["-2", "x", "", "99999999999999999999", "²"])
def test_a_slip_in_a_lists_start_counts_from_one(slip: str) -> None:
    page = f"<ol start='{slip}'><li>Wash it.</li></ol>"
    assert [run.number for run in runs(parse_html(page))] == [1]


def test_the_number_of_a_pasted_line_is_structure_and_no_word() -> None:
    found = blocks(["Words before.", "", "2. **Wash** it.", "3. Dry it.", "", "12. Oktober"])
    assert [(block.kind, block.number, block.text) for block in found] == [
        ("paragraph", 0, "Words before."),
        ("item", 2, "Wash it."),
        ("item", 3, "Dry it."),
        ("paragraph", 0, "12. Oktober"),
    ]


def test_word_counts_by_its_lists_and_their_levels(samples: Any, read: Read) -> None:
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    texts = [("Wash it.", 0, 1), ("well", 1, 1), ("long", 1, 1), ("Dry it.", 0, 1), ("Anew.", 0, 2), ("a boat", 0, 3)]
    body = "".join(samples.paragraph(samples.run(text), more=item.format(*place)) for text, *place in texts)
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/></w:lvl>'
    made = (
        f'<w:numbering {samples.W}><w:abstractNum w:abstractNumId="7">{level.format(0, "decimal")}'
        f'{level.format(1, "lowerLetter")}</w:abstractNum><w:abstractNum w:abstractNumId="8">'
        f'{level.format(0, "bullet")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
    )
    assert [
        number for _, number, _ in numbers(read(_with(samples.docx(body), "word/numbering.xml", made), "docx"))
    ] == [
        *(1, 1, 2, 2),
        *(5, 0),
    ]


def test_opendocument_counts_by_its_list_styles(samples: Any, read: Read) -> None:
    style = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        '<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    nested = f"<text:list>{item.format('well', '')}</text:list>"
    first = f'<text:list text:style-name="L1">{item.format("Wash it.", nested)}{item.format("Dry it.", "")}</text:list>'
    more = f'<text:list text:style-name="L1" text:continue-numbering="true">{item.format("Sail.", "")}</text:list>'
    document = read(_styled(samples.odt(), style, f"{first}<text:p>Then:</text:p>{more}"), "odt")
    assert [found for found in numbers(document) if found[2] not in {"oars", "of ash"}] == [
        (1, 1, "Wash it."),
        (2, 0, "well"),
        (1, 2, "Dry it."),
        (1, 3, "Sail."),
    ]


def _styled(archive: bytes, style: str, body: str) -> bytes:
    """The same document with one style more, and this at its end."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "content.xml":
                text = text.replace("</office:automatic-styles>", style)
                text = text.replace("</office:text>", f"{body}</office:text>")
            new.writestr(name, text)
    return out.getvalue()


def _with(archive: bytes, name: str, content: str) -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(name, content)
    return out.getvalue()
