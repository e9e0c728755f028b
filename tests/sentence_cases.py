"""Hard cases for sentence splitters, written by hand before any splitter was asked."""

from __future__ import annotations

import random
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "sentences"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.txt")))
# A line break, and the blank that does not break, as they are written in the files.
_SHOWN = str.maketrans({"⏎": "\n", "⍽": "\u00a0"})


def cases(language: str) -> list[tuple[str, ...]]:
    """The cases of a language: the sentences of one paragraph each, with the white space behind them."""
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    return [tuple(line.translate(_SHOWN).replace(" | ", " |").split("|")) for line in lines if line]


def half(language: str) -> set[int]:
    """The numbers of the cases, from 0, that rules may be written after; the others say what the rules are worth."""
    count = len(cases(language))
    return set(random.Random(f"sentences {language}").sample(range(count), count // 2))


def same(found: tuple[str, ...] | list[str], expected: tuple[str, ...]) -> bool:
    """Whether two splits agree, white space apart: some splitters drop it."""
    bare = ["".join(sentence.split()) for sentence in found]
    return [sentence for sentence in bare if sentence] == ["".join(sentence.split()) for sentence in expected]
