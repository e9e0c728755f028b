"""Whatever bytes come, a reader gives a document or says in words why not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]

SUFFIXES = ["html", "rss", "txt", "md", "docx", "odt", "rtf", "epub", "pdf"]


@pytest.fixture(scope="module")
def spoiling() -> Any:
    spec = importlib.util.spec_from_file_location("spoiling", Path(__file__).parent / "spoiling.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def holds(read: Read, content: bytes, suffix: str) -> None:
    refused = None
    try:
        blocks = read(content, suffix).blocks
    except SourceError as error:
        refused, blocks = error, ()
    assert refused is None or (refused.what and refused.where and refused.hint)
    assert all(block.text.strip() or block.picture for block in blocks)
    assert [b.first_line for b in blocks] == sorted(b.first_line for b in blocks)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=2000))
def test_any_bytes_are_a_document_or_an_error_in_words(read: Read, suffix: str, content: bytes) -> None:
    holds(read, content, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoiled_file_is_a_document_or_an_error_in_words(
    samples: Any, spoiling: Any, read: Read, suffix: str, seed: int
) -> None:
    holds(read, spoiling.spoiled(samples.ALL[suffix](), suffix, Random(seed)), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_fifty_megabytes_in_one_line_are_refused(read: Read, suffix: str) -> None:
    with pytest.raises(SourceError):
        read(b"word " * 10_000_000, suffix)


def test_an_entity_bomb_is_not_unfolded(samples: Any, read: Read) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f"<!DOCTYPE x [{entities}]><html><body><p>Before &e11; after.</p></body></html>"
    found = " ".join(block.text for block in read(samples.epub({"a.xhtml": bomb}), "epub").blocks)
    assert "haha" not in found


def test_a_zip_bomb_is_refused_before_it_is_unpacked(samples: Any, read: Read) -> None:
    with pytest.raises(SourceError, match="too large once unpacked"):
        read(samples.epub({"a.xhtml": "a" * 30_000_000}), "epub")


def test_words_of_a_division_in_markdown_that_are_too_many_do_not_vanish(read: Read) -> None:
    lines = "\n".join(["row " * 20_000] * 14)
    with pytest.raises(SourceError, match="One paragraph of it is longer than 1,000,000 characters"):
        read(f"It rained.\n\n<div>\n{lines}\n</div>\n".encode(), "md")


def test_deep_elements_keep_their_words(samples: Any, read: Read) -> None:
    deep = samples.page("<div>" * 200 + "Deep." + "</div>" * 200)
    assert [block.text for block in read(samples.epub({"a.xhtml": deep}), "epub").blocks] == ["Deep."]
