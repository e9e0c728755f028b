"""The same article of our own in twelve languages and eight scripts, each with a second one as a person pastes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.editing.edit import edit
from publish.model import Source
from publish.reading.formats import markdown, text

TEXTS = Path(__file__).parent.parent / "data" / "scripts"
# Sentences: the Russian quotation goes on after who says it, the Korean one is two.
PAIRS = [
    *((language, "en", 16) for language in ("ar", "he", "fa", "zh", "ja", "el", "hi", "am")),
    ("ko", "en", 17),
    ("ru", "es", 15),
]


def pasted(language: str, other: str) -> bytes:
    return b"\n".join((TEXTS / f"{name}.md").read_bytes() for name in (language, other))


@pytest.mark.parametrize(("language", "other", "sentences"), PAIRS)
def test_an_article_in_every_script_is_told_kept_and_cut(language: str, other: str, sentences: int) -> None:
    book = edit((markdown.read(Source("boat.md", ".md", pasted(language, other), "boat.md")),))
    assert [edition.language for edition in book.editions] == [language, other]
    assert book.removals == ()
    first, second = book.editions
    assert [p.kind for p in first.paragraphs] == [p.kind for p in second.paragraphs]
    assert [p.kind for p in first.paragraphs[:2]] == ["title", "standfirst"]
    assert sum(len(p.sentences) for p in first.paragraphs) == sentences
    assert sum(len(p.sentences) for p in second.paragraphs) == 16


# Not the Russian one: in so short a paste without marks its title is taken for a label.
@pytest.mark.parametrize(("language", "other", "sentences"), PAIRS[:-1])
def test_nothing_is_lost_of_a_paste_without_marks(language: str, other: str, sentences: int) -> None:
    lines = [line.lstrip("#>- ").replace("*", "") for line in pasted(language, other).decode().splitlines()]
    book = edit((text.read(Source("boat.txt", ".txt", "\n".join(lines).encode(), "boat.txt")),))
    assert [edition.language for edition in book.editions] == [language, other]
    assert book.removals == ()
    assert sum(len(p.sentences) for p in book.editions[0].paragraphs) == sentences
