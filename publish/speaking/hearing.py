"""What a recogniser heard of a narration, held against what should be said, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from publish.phrases import primary
from publish.speaking.normalise import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind: TypeAlias = Literal["missing", "repeated", "badly said", "out of step"]

MOST_WRONG = 0.5
"""Share of a sentence's words: a recogniser misses names and small words, not half of what was said."""
FEW_WORDS = 4
"""Below this a recogniser's guess says too little."""
_HEARD_AT_ALL = 0.2
_TWICE = 1.7
"""So many times its words, and it was said twice."""
_OUT_OF_STEP = 0.5
"""Share of the sentences that end with their neighbour's words: then it is the times that are wrong."""
_LEAST_SENTENCES = 3
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my"})
"""Languages that are written without blanks between words: there each character counts as one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, when it is heard, and what was heard then."""

    sentence: str
    """Its id; of a whole narration, its language."""
    begin_ms: int
    text: str
    heard: str


@dataclass(frozen=True, slots=True)
class Misheard:
    """Something that a listener would stumble over."""

    kind: Kind
    told: Told
    wrong: float
    """Share of its words that were not heard as they are; over 1 where more was heard than said."""


def judged(told: Iterable[Told], language: str) -> Iterator[Misheard]:
    """Yield the sentences that a listener would not have understood, then whether the text has drifted from the sound.

    Both sides are compared as words that are said, without case and marks: what the normaliser makes of them.
    """
    leaks = whole = 0
    before: tuple[Told, list[str], list[str]] | None = None
    for each in told:
        words, heard = _words(each.text, language), _words(each.heard, language)
        if len(words) >= FEW_WORDS:
            wrong = _distance(words, heard) / len(words)
            kind = _kind(words, heard, wrong)
            if kind:
                yield Misheard(kind, each, wrong)
        if before is not None and words:
            whole += 1
            leaks += _leaks(before[1], before[2], words)
        before = each, words, heard
    if before is not None and whole >= _LEAST_SENTENCES and leaks > _OUT_OF_STEP * whole:
        yield Misheard("out of step", Told(language, 0, "", ""), leaks / whole)


def _kind(words: list[str], heard: list[str], wrong: float) -> Kind | None:
    from rapidfuzz.distance import LCSseq

    if len(heard) >= _TWICE * len(words) and _has_twice(words, heard):
        return "repeated"
    if LCSseq.similarity(words, heard) < _HEARD_AT_ALL * len(words):
        return "missing"
    return "badly said" if wrong > MOST_WRONG else None


def _has_twice(words: list[str], heard: list[str]) -> bool:
    half = len(heard) // 2
    return all(_distance(words, part) <= MOST_WRONG * len(words) for part in (heard[:half], heard[half:]))


def _leaks(words: list[str], heard: list[str], following: list[str]) -> bool:
    """Whether what was heard of a sentence lacks its first word and ends with the first words of the next."""
    if not (words and heard) or heard[0] == words[0] or heard[-1] == words[-1]:
        return False
    return not {*following[:2]}.isdisjoint(heard[-3:])


def _words(text: str, language: str) -> list[str]:
    words = _WORD.findall(spoken(text, language).casefold())
    return list("".join(words)) if primary(language) in _UNSPACED else words


def _distance(one: list[str], other: list[str]) -> int:
    """Return in how many words two texts differ: put in, left out or another."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(one, other))
