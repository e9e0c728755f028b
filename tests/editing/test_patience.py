"""Nobody waits for minutes because of the shape of a text: each of these once took time as the square of its size."""

from __future__ import annotations

import time

from publish.editing.edit import edit
from publish.editing.sentences import split
from publish.model import Block, Document, Metadata, Span

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
