"""What the readers' tests share: samples of each kind, and a document told so that a person can read it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish import registry
from publish.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Block, Document, Span


def _samples() -> Any:
    place = Path(__file__).parent / "samples.py"
    spec = importlib.util.spec_from_file_location("samples", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> Any:
    return _samples()


@pytest.fixture(scope="session")
def read() -> Callable[[bytes, str], Document]:
    """Read bytes as the reader of a suffix does."""

    def reading(content: bytes, suffix: str) -> Document:
        reader: Callable[[Source], Document] = registry.load("readers", suffix)
        return reader(Source(f"boat.{suffix}", f".{suffix}", content, f"/home/someone/boat.{suffix}"))

    return reading


@pytest.fixture(scope="session")
def told() -> Callable[[Document], list[str]]:
    """Return a line for each block: its line, kind, level, language, then its words with their marks."""

    def telling(document: Document) -> list[str]:
        return [_line(block) for block in document.blocks]

    return telling


MARKS = {
    "emphasis": "*{}*", "strong": "**{}**", "code": "`{}`",
    "strikethrough": "~~{}~~", "superscript": "^{}^", "subscript": "~{}~",
}  # fmt: skip


def _line(block: Block) -> str:
    level = str(block.level) if block.level else ""
    said = f" ({block.language})" if block.language else ""
    out = f" [{block.furniture}]" if block.furniture else ""
    return f"{block.first_line} {block.kind}{level}{said}{out}: {''.join(map(_marked, block.spans))}"


def _marked(span: Span) -> str:
    text = span.text.replace("\t", " | ")
    for style in span.styles:
        text = MARKS[style].format(text)
    text = f"<{span.language} {text}>" if span.language else text
    return f"[{text}]({span.href})" if span.href else text
