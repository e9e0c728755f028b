"""Nobody waits for minutes because of the shape of a source: each of these once took time as the square of its size."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from publish.errors import SourceError
from publish.markup import parse_html
from publish.reading.html_opinions import affordable, opinions

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]

SECONDS = 5.0
"""CPU, on a slow machine; each takes a tenth of that."""


def page(body: str) -> bytes:
    prose = "It rains in the hills above our village, and the children watch the river from the bridge. " * 5
    return f"<html><body><article><h1>The boat</h1><p>{prose}</p>{body}</article></body></html>".encode()


def seconds(read: Read, content: bytes, suffix: str) -> float:
    began = time.process_time()
    with suppress(SourceError):
        read(content, suffix)
    return time.process_time() - began


def test_one_paragraph_over_twenty_thousand_wrapped_lines_is_read_at_once(read: Read) -> None:
    line = "The boat brings forty books to the quay, and nobody pays for them\n"
    assert seconds(read, (line * 20_000).encode(), "txt") < SECONDS


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "<b>rain</b> on " * 15_000 + "</p>",
        "<p>" + "rain on<br>" * 30_000 + "</p>",
        "<p>" + "rain on the hill " * 50_000 + "<br><b></b>" * 30_000 + "</p>",
        "<table>" + ("<tr><td>" + "rain " * 30 + "</td><td>snow</td></tr>") * 5_000 + "</table>",
        "<p>" + '<b>rain</b><sup><a href="#n">[1]</a></sup> ' * 6_000 + "</p>",
        "<p " + " ".join(f"a{n}=''" for n in range(60_000)) + ">rain</p>",
        "<p>" + "<script" * 100_000 + "</p>",
        "<div>" * 200 + ("<p>" + "rain on the hill " * 150 + "</p>") * 1_000 + "</div>" * 200,
    ],
    ids=[
        "bold words",
        "line breaks",
        "empty line breaks",
        "rows",
        "references",
        "attributes",
        "scripts",
        "deep paragraphs",
    ],
)
def test_a_page_of_very_many_is_read_at_once(read: Read, body: str) -> None:
    assert seconds(read, page(body), "html") < SECONDS


def test_a_page_of_more_tags_than_any_page_has_is_refused(read: Read) -> None:
    with pytest.raises(SourceError, match="over 200,000 tags"):
        read(b"<p>" * 6_000_000, "html")


def test_very_many_doctypes_that_never_end_are_read_at_once(read: Read) -> None:
    assert seconds(read, b'<?xml version="1.0"?>' + b"<!DOCTYPE x [" * 60_000 + page("<p>rain</p>"), "html") < SECONDS


def test_very_many_attributes_are_refused_and_a_long_script_or_picture_is_not(read: Read) -> None:
    with pytest.raises(SourceError, match="over 5,000 attributes"):
        read(page("<p " + " ".join(f"a{n}" for n in range(6_000)) + ">rain</p>"), "html")
    script = "<script>for (i = 0; i<n; i++) {} data = '" + "a = 1 / 2 " * 10_000 + "'</script>"
    drawing = '<svg><path d="' + "M 1 2 L 3 4 " * 10_000 + '"/></svg>'
    assert len(read(page(script + drawing), "html").blocks) == 2


def test_a_page_as_long_as_a_book_still_has_two_opinions() -> None:
    chapter = "<h2>The quay</h2>" + "<p>It lends <i>books</i> to people who ask, and to dogs.</p>" * 40
    root = parse_html(page(f"<section>{chapter}</section>" * 100).decode())
    assert set(opinions(root, list(root.iter()))) == {
        "trafilatura",
        "readability",
    }


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ("<p>rain</p>" * 3_900, True),
        ("<p>rain</p>" * 4_100, False),
        ("<div><p>rain</p></div>" * 9_000, False),
        ("".join(f"<div>{'<p>rain</p>' * 99}</div>" for _ in range(199)), True),
        ("".join(f"<div>{'<p>rain</p>' * 99}</div>" for _ in range(201)), False),
        ("<div>" * 240 + "<p>rain</p>" * 2_200 + "</div>" * 240, False),
        ("<div>" * 100 + "rain " * 20_000 + "</div>" * 100, True),
        ("<div>" * 100 + "rain " * 25_000 + "</div>" * 100, False),
        ("<script>" + "rain " * 1_000_000 + "</script>", True),
    ],
)
def test_what_the_two_libraries_can_afford_is_a_matter_of_size_and_shape(body: str, *, fits: bool) -> None:
    assert affordable(list(parse_html(page(body).decode()).iter())) == fits


def test_a_pdf_of_one_endless_word_is_read_at_once(read: Read, samples: Any) -> None:
    line = "boat" * 8_000
    assert seconds(read, samples.pdf(((line, f"{line}-", line, line),)), "pdf") < SECONDS
