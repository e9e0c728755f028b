"""A source is known by its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model import Source
from publish.reading.kinds import kind


def told(content: bytes, suffix: str = "") -> str:
    return kind(Source(name="a" + suffix, suffix=suffix, content=content, origin="-"))


def zipped(**entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, text in entries.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("META/INF", "META-INF"), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        (b"<!DOCTYPE html><title>A</title>", ".txt", "html"),
        (b"\xef\xbb\xbf\n<!-- saved --><HTML>", "", "html"),
        ("<html><p>A".encode("utf-16"), ".html", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>', ".html", "xhtml"),
        (b"<p>One</p><p>Two</p>", "", "html"),
        (b"Words, then <b>marks</b>.", ".html", "html"),
        (b"Only words.", ".html", "txt"),
        (b"<p>One</p>", ".md", "md"),
        (b"# One", ".markdown", "md"),
        (b"<3 this is a text", "", "txt"),
        (b"<a word in brackets>", ".txt", "txt"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', ".xml", "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "", "atom"),
        (b"%PDF-1.7\n", ".txt", "pdf"),
        (b"{\\rtf1 A}", ".doc", "rtf"),
        (b"PK\x03\x04 broken", ".docx", "zip"),
        (zipped(mimetype="application/epub+zip"), ".zip", "epub"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "", "odt"),
        (zipped(word__document_xml="<w/>"), ".html", "docx"),
        (zipped(other="x"), ".docx", "zip"),
        (b"", "", "txt"),
        (b"", ".html", "txt"),
    ],
)
def test_the_bytes_say_what_they_are(content: bytes, suffix: str, expected: str) -> None:
    assert told(content, suffix) == expected


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"<!--", b"<?xml", b"<!DOCTYPE"]))
def test_any_bytes_are_of_some_kind(content: bytes, start: bytes) -> None:
    assert told(start + content) in {
        "html", "xhtml", "epub", "docx", "odt", "pdf", "rtf", "rss", "atom", "zip", "txt",
    }  # fmt: skip
