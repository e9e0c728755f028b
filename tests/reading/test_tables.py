"""Tables in every format: rows where a reader sees data, paragraphs where a page is only laid out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from publish.markup import parse_html
from publish.reading.html_walk import runs
from publish.reading.tables import columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]
    Told = Callable[[Document], list[str]]


def told_of(page: str) -> list[tuple[str, int, str]]:
    return [(run.kind, run.level, run.text) for run in runs(parse_html(page))]


def test_a_markdown_table_keeps_its_heads_and_its_empty_cells(read: Read, told: Told) -> None:
    table = "| | Boats | Keepers |\n|---|---|---|\n| North quay | 12 | |\n| South quay | | Ana |\n"
    assert told(read(f"Words.\n\n{table}".encode(), "md")) == [
        "1 paragraph: Words.",
        "3 row1:  | Boats | Keepers",
        "5 row: North quay | 12",
        "6 row: South quay |  | Ana",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Quay</th><th>Boats</th></tr><tr><td>North</td><td>12</td></tr></table>",
        "<table><thead><tr><td>Quay</td><td>Boats</td></tr></thead><tr><td>North</td><td>12</td></tr></table>",
    ],
    ids=["th", "thead"],
)
def test_a_pages_table_with_heads_gives_rows(table: str) -> None:
    assert told_of(f"<p>Words.</p>{table}") == [
        ("paragraph", 0, "Words."),
        ("row", 1, "Quay\tBoats"),
        ("row", 0, "North\t12"),
    ]


def test_a_pages_table_of_several_rows_of_short_cells_gives_rows_without_heads() -> None:
    rows = "".join(f"<tr><td>{quay}</td><td>12</td></tr>" for quay in ("North", "South", "West"))
    assert [kind for kind, _, _ in told_of(f"<table>{rows}</table>")] == ["row", "row", "row"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>Menu</td><td>The boat is old.</td></tr></table>",
        '<table role="presentation"><tr><th>Quay</th><th>Boats</th></tr><tr><td>North</td><td>12</td></tr></table>',
        "<table><tr><th>Quay</th><td>12</td></tr><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>",
        "<table>" + f"<tr><td>{'boat ' * 30}</td><td>{'quay ' * 30}</td></tr>" * 3 + "</table>",
    ],
    ids=["one row", "presentation", "nested", "columns of text"],
)
def test_a_table_that_lays_out_a_page_gives_no_rows(table: str) -> None:
    assert "row" not in {kind for kind, _, _ in told_of(table)}


def test_a_cell_that_spans_columns_keeps_the_next_one_under_its_head() -> None:
    page = '<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td colspan="2">ab</td><td>c</td></tr></table>'
    assert [text for _, _, text in told_of(page)] == ["A\tB\tC", "ab\t\tc"]


@pytest.mark.parametrize(("said", "count"), [("", 1), ("2", 2), ("0", 1), ("x", 1), ("999", 20), ("99999", 1)])
def test_a_slip_in_the_width_of_a_cell_makes_no_thousand_columns(said: str, count: int) -> None:
    cell: Any = parse_html(f'<table><tr><td colspan="{said}">a</td></tr></table>').find(".//td")
    assert columns(cell) == count


def test_word_says_which_row_names_the_columns(samples: Any, read: Read, told: Told) -> None:
    def row(*texts: str, more: str = "") -> str:
        cells = "".join(f"<w:tc>{samples.paragraph(samples.run(text) if text else '')}</w:tc>" for text in texts)
        return f"<w:tr>{more}{cells}</w:tr>"

    head = row("", "Boats", more="<w:trPr><w:tblHeader/></w:trPr>")
    assert told(read(samples.docx(f"<w:tbl>{head}{row('North', '12')}</w:tbl>"), "docx")) == [
        "1 row1:  | Boats",
        "2 row: North | 12",
    ]


def test_a_first_row_in_bold_names_the_columns_of_a_word_table(samples: Any, read: Read, told: Told) -> None:
    cell = "<w:tc>{}</w:tc>"
    head = "".join(cell.format(samples.paragraph(samples.run(text, "<w:b/>"))) for text in ("Quay", "Boats"))
    line = "".join(cell.format(samples.paragraph(samples.run(text))) for text in ("North", "12"))
    document = read(samples.docx(f"<w:tbl><w:tr>{head}</w:tr><w:tr>{line}</w:tr></w:tbl>"), "docx")
    assert told(document) == ["1 row1: **Quay** | **Boats**", "2 row: North | 12"]


def test_rtf_says_which_row_names_the_columns(read: Read, told: Told) -> None:
    text = rb"{\rtf1\ansi \trowd\trhdr \cell Boats\cell\row\trowd North\cell 12\cell\row}"
    assert told(read(text, "rtf")) == ["1 row1:  | Boats", "2 row: North | 12"]


def test_opendocument_says_which_row_names_the_columns(samples: Any, read: Read, told: Told) -> None:
    head = "<table:table-header-rows>{}</table:table-header-rows>"
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell>{}</table:table-cell>"
    first = row.format(cell.format("") + cell.format("<text:p>Boats</text:p>"))
    second = row.format(cell.format("<text:p>North</text:p>") + cell.format("<text:p>12</text:p>"))
    table = f"<table:table>{head.format(first)}{second}</table:table>"
    assert told(read(_instead(samples.odt(), table), "odt")) == ["1 row1:  | Boats", "2 row: North | 12"]


def _instead(archive: bytes, body: str) -> bytes:
    """The same document with this as its whole text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "content.xml":
                content = re.sub(
                    rb"(<office:text>).*(</office:text>)",
                    lambda match: match[1] + body.encode() + match[2],
                    content,
                    flags=re.DOTALL,
                )
            new.writestr(name, content)
    return out.getvalue()
