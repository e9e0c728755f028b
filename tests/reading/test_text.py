from __future__ import annotations

from datetime import date

import pytest

from publish.errors import SourceError
from publish.model import Source
from publish.reading.formats.text import read


def source(content: bytes, origin: str = "/home/someone/boat.txt") -> Source:
    return Source("boat.txt", ".txt", content, origin, date(2026, 3, 1))


def test_a_document_names_its_file_but_never_its_folder() -> None:
    metadata = read(source(b"A boat.")).metadata
    assert metadata.origin == "boat.txt"
    assert metadata.retrieved == date(2026, 3, 1)
    assert metadata.sha256 == "3830d9d685549b63df5bea558b60a9730f1f7a1257474eeca2c9e23c3024f64a"


def test_a_document_from_the_web_names_its_address() -> None:
    metadata = read(source(b"A boat.", "https://example.org/boat")).metadata
    assert (metadata.origin, metadata.url) == ("https://example.org/boat", "https://example.org/boat")


def test_a_source_of_invisible_marks_is_empty() -> None:
    with pytest.raises(SourceError, match="boat.txt: There is only white space in it"):
        read(source("\u200b\n\ufeff\u00ad".encode()))
