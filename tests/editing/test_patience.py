"""Nobody waits for minutes because of the shape of a text: each of these once took time as the square of its size."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from publish.editing.edit import edit
from publish.editing.sentences import split
from publish.editing.structure import structured
from publish.model import Block, Document, Metadata, Span

if TYPE_CHECKING:
    import pytest

SECONDS = 8.0
"""CPU, on a slow machine; each takes a quarter of that."""


def test_thirty_thousand_chinese_sentences_in_one_line_are_told_apart_in_seconds() -> None:
    began = time.process_time()
    found = split("雨在山上下得很大。" * 30_000, "zh")
    assert time.process_time() - began < SECONDS
    assert set(found) == {"雨在山上下得很大。"}
    assert len(found) == 30_000


def test_a_paragraph_of_very_many_links_is_cut_into_sentences_in_seconds() -> None:
    spans = tuple(Span(f"It rains on hill {n}. ", href="https://example.org" if n % 2 else "") for n in range(10_000))
    block = Block("paragraph", spans, 1, 1)
    began = time.process_time()
    book = edit((Document(Metadata(title="Rain"), (block,)),), wanted=("en",))
    assert time.process_time() - began < SECONDS
    sentences = book.editions[0].paragraphs[1].sentences
    assert [sentence.spans for sentence in sentences[:2]] == [
        (Span("It rains on hill 0."),),
        (Span("It rains on hill 1.", href="https://example.org"),),
    ]
    assert sentences[-1].spans == (Span("It rains on hill 9999.", href="https://example.org"),)


def test_where_a_long_text_is_cut_for_the_splitter_cannot_be_seen() -> None:
    text = "Dr. Roe said: “It rains. It pours.” The river rose 3.5 m. (Nobody saw it.) We went home… Then we slept. "
    assert split(text * 300, "en") == split(text * 10, "en") * 30


def test_keep_everything_is_said_in_one_range_and_answered_in_seconds(caplog: pytest.LogCaptureFixture) -> None:
    blocks = tuple(Block("paragraph", (Span(f"It rains on the hill {n}."),), n, n) for n in range(1, 2_001))
    began = time.process_time()
    book = edit((Document(Metadata(title="Rain"), blocks),), wanted=("en",), keep=frozenset(range(1, 1_000_001)))
    assert time.process_time() - began < SECONDS
    assert book.removals == ()
    assert [record.message for record in caplog.records] == [
        "Line 2001 has nothing on it to keep or drop",
        "Line 2002 has nothing on it to keep or drop",
        "Line 2003 has nothing on it to keep or drop",
        "So it is with 997997 other lines, up to line 1000000",
    ]


def test_the_lines_of_a_very_long_poem_are_structured_in_seconds() -> None:
    prose = Block("paragraph", (Span("It rains in the hills above our village, and the children watch it."),), 1, 1)
    blocks = [prose, *(Block("paragraph", (Span(f"Rain on hill {n}"),), n, n) for n in range(2, 20_001))]
    began = time.process_time()
    assert {block.kind for block in structured(blocks)} == {"paragraph"}
    assert time.process_time() - began < SECONDS
