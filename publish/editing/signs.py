"""What can be seen of a line and its neighbours, as numbers: the signs that it is article or furniture."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from publish.editing.cues import UNSPACED, common_words, cues, unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block

_END = re.compile(r"[.!?…。！？؟।॥։።፧]['\"”’»«“)\]）」』]*[*†‡]*(?:\[\d+\])*$")
_OPEN_END = re.compile(r"[:：,，،;；][\"”’»]*$")
# What begins with one set of marks is found quickest; what else must stand there comes after.
_INNER = re.compile(r"[,;，、；،؛፣፤.!?。！？؟።፧।](?:(?<=[,;，、；،؛፣፤])|['\"”’»)\]）」』]*(?=\s+\S|[^\s\W]))")
_SEPARATOR = re.compile(r"[\t |｜»›](?:(?<! )|[|/•·»›→>∙⋅–—-] )")
_GUILLEMETS = re.compile("[«»‹›]")
_ARROW = re.compile(r"[»›→←▼▲►▶◀↑↓⇒]|>>|<<|\.\.\.$|…$|\[…\]|\[\.\.\.\]")
_HAS_ARROW = re.compile(r"[»›→←▼▲►▶◀↑↓⇒<>…]|\.\.\.")
_DOMAIN = re.compile(r"\.(?:com|org|net|info|gr|pl|ru|cn|de|fr|es)\b")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|(?<!\w)[@#]\w{2,}")
_ADDRESS_MARKS = ("@", "#", "://", "www.")
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}\s*[年년]|\b\d{1,2}[:.h]\d\d\b"
    r"|\b\d{1,2}\.? \w{3,12}\.? (?:de )?(?:19|20)\d\d|\w{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
)
_SYMBOL = re.compile(r"[©®™★☆●○■□✓✔✉☎♥❤➤▪◦]|[\U0001f300-\U0001faff]")
_COUNT = re.compile(r"\(\d[\d.,]*\)|^\d[\d.,]*$|\d+ ?/ ?\d+|\d+ (?:votes|comments|views|shares)")
_QUOTED = re.compile(r"^[\"“„«‹「『—–]")
_SENTENCE = re.compile(r"(?<=[.!?。！？؟።፧।])['\"”’»)]*\s*")
_MARKED = re.compile(r"[^\w ]|\d")
"""Where none of these stands, none of the patterns above can: most labels of a page are plain words."""
_INITIAL = re.compile(r"[^\W\d_]")

PROSE = 0.5
"""From this much sentence on, a line is taken for running text."""
_FAR = 12
_CORE_LINES = 60
_CONTENT_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """What one line shows by itself."""

    folded: str
    """Its text, without regard to case."""
    size: int
    """Words; half the letters in scripts without spaces."""
    ends: bool
    prose: float
    """How much of a sentence it is, 0..1."""
    language: str
    rule: str
    """The rule of the table of cues that fits it best."""
    strong: int
    cover: float
    content: tuple[str, ...]
    """Its longer words, each once. They are shared between lines: a long text has many lines, and few words."""
    own: dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """One line among its neighbours."""

    size: int
    prose: float
    rule: str
    strong: int
    cover: float
    signs: dict[str, float]
    """By name, most of them between 0 and 1."""


def line(block: Block) -> Line:
    """Return what a block shows by itself."""
    # Lines were weighed as they are pasted, with their numbers, and blocks of a page as they are read.
    numbered = block.number and not block.signs
    return _line(f"{block.number}. {block.text}" if numbered else block.text, block.kind)


@lru_cache(maxsize=16384)
def _line(text: str, kind: str) -> Line:
    tokens = words(text)
    units = len(unspaced(text))
    spaced = [t for t in tokens if not UNSPACED.search(t)] if units else tokens
    size = len(spaced) + (units + 1) // 2
    cue = cues(text, tokens)
    stop, language = common_words(text, tokens)
    marked = bool(_MARKED.search(text))
    ends, open_end = marked and bool(_END.search(text)), marked and bool(_OPEN_END.search(text))
    inner = len(_INNER.findall(text)) if marked else 0
    bare = _GUILLEMETS.sub("", text) if "«" in text or "‹" in text or "»" in text[:1] else text
    separators = len(_SEPARATOR.findall(bare)) if marked else 0
    flow = min(1.0, size / 20) * (1.0 if ends else 0.75 if open_end else 0.45 if inner else 0.25)
    prose = flow * min(1.0, stop / 0.15) / (1 + separators)
    original = text.split()
    own = {
        "words": math.log1p(size) / 4,
        "one word": float(size <= 1),
        "under 5 words": float(size < 5),
        "over 12 words": float(size > 12),
        "over 30 words": float(size > 30),
        "ends a sentence": float(ends),
        "ends open": float(open_end),
        "inner stops": min(1.0, inner / 4),
        "common words": min(1.0, stop / 0.4),
        "no common words": float(stop == 0),
        "capitals": sum(word[0].isupper() for word in original[1:]) / max(1, len(original) - 1),
        "all capitals": float(text.isupper() and size > 1),
        "digits": sum(map(text.count, filter(str.isdigit, set(text)))) / max(1, len(text)),
        "no letters": float(not _INITIAL.search(text)),
        "separators": min(1.0, separators / 3),
        "arrows": float(marked and bool(_HAS_ARROW.search(bare) and _ARROW.search(bare))),
        "address": float(marked and _has_address(text)),
        "date": float(marked and size < 16 and bool(_DATE.search(text))),
        "symbol": float(marked and bool(_SYMBOL.search(text))),
        "count": float(marked and size < 12 and bool(_COUNT.search(text))),
        "opens quoted": float(marked and bool(_QUOTED.match(text))),
        "item": float(kind == "item"),
        "marked": float(kind in {"heading", "quote"}),
        "note": float(kind == "note"),
        "strong cues": min(1.0, len(cue.strong) / 2),
        "strong cue in a short line": float(bool(cue.strong) and size <= 12),
        "strong cues per word": min(1.0, 8 * len(cue.strong) / max(1, size)),
        "strong cue first": float(cue.opens and size <= 14),
        "cue cover": cue.cover,
        "all cue": float(cue.cover >= 0.6),
    }
    content = {t for t in spaced if len(t) >= _CONTENT_LETTERS}
    if units:
        content |= _pairs(text)
    shared = tuple(map(intern, content))
    return Line(text.casefold(), size, ends, prose, language, cue.rule, len(cue.strong), cue.cover, shared, own)


def forget() -> None:
    """Give back what is remembered of the lines of one source; they are looked at anew when next asked."""
    _line.cache_clear()
    _pieces.cache_clear()


def _has_address(text: str) -> bool:
    if _DOMAIN.search(text):
        return True
    return any(mark in text for mark in _ADDRESS_MARKS) and bool(_ADDRESS.search(text))


def _pairs(text: str) -> frozenset[str]:
    run = "".join(UNSPACED.findall(text))
    return frozenset(run[i : i + 2] for i in range(len(run) - 1))


def seen(blocks: Sequence[Block]) -> list[Seen]:
    """Return what can be seen of every line, its neighbours in mind."""
    own = [line(block) for block in blocks]
    context = _Context(own)
    return [
        Seen(entry.size, entry.prose, entry.rule, entry.strong, entry.cover, {**entry.own, **context.of(place)})
        for place, entry in enumerate(own)
    ]


class _Context:
    """What the lines around one say about it."""

    def __init__(self, seen: list[Line]) -> None:
        self.seen = seen
        self.prose = [entry.prose for entry in seen]
        self.running = [entry.prose >= PROSE for entry in seen]
        self.weight = [p * entry.size for p, entry in zip(self.prose, seen, strict=True)]
        self.total = sum(self.weight) or 1.0
        self.sums = _running_sum(self.weight)
        self.sizes = _running_sum([float(entry.size) for entry in seen])
        self.proses = _running_sum(self.prose)
        self.cued = _running_sum([float(entry.strong > 0 or entry.cover >= 0.6) for entry in seen])
        self.items = _running_sum([entry.own["item"] for entry in seen])
        self.copies = Counter(entry.folded for entry in seen)
        self.before, self.after = _distances(self.running), _distances(self.running[::-1])[::-1]
        self.languages: dict[str, float] = {}
        for entry, w in zip(seen, self.weight, strict=True):
            if entry.language:
                self.languages[entry.language] = self.languages.get(entry.language, 0.0) + w
        self.core = self._core()
        self.sentences = self._sentences()

    def _core(self) -> tuple[frozenset[str], frozenset[str]]:
        """The longer words of the longest lines, and those that stand in more than one of them."""
        longest = sorted(range(len(self.seen)), key=lambda i: -self.weight[i])[:_CORE_LINES]
        self.in_core = {i for i in longest if self.running[i]}
        core = Counter(word for i in self.in_core for word in self.seen[i].content)
        return frozenset(core), frozenset(word for word, lines in core.items() if lines > 1)

    def _sentences(self) -> frozenset[str]:
        """The sentences of lines that hold more than one."""
        pieces = (_pieces(entry.folded) for entry in self.seen)
        return frozenset(piece for found in pieces if len(found) > 1 for piece in found)

    def _echoed(self, folded: str) -> bool:
        """Whether a line is a sentence of another, or made of sentences that are lines of their own."""
        if folded in self.sentences:
            return True
        pieces = _pieces(folded)
        return len(pieces) > 1 and all(piece in self.copies for piece in pieces)

    def of(self, place: int) -> dict[str, float]:
        """The signs that depend on the neighbours of a line."""
        entry, last = self.seen[place], len(self.seen) - 1
        head = self.sums[place] / self.total
        tail = (self.total - self.sums[place + 1]) / self.total
        short = float(entry.prose < PROSE)
        copies = self.copies[entry.folded]
        echoed = entry.size > 2 and self._echoed(entry.folded)
        shared = self._shared(place, entry)
        language = self.languages.get(entry.language, 0.0) / self.total if entry.language else 0.5
        between = float(self.before[place] <= 3 and self.after[place] <= 3)
        own = {
            "prose": entry.prose,
            "prose before": self._at(place - 1),
            "prose after": self._at(place + 1),
            "prose near": self._mean(self.proses, place, 2),
            "prose around": self._mean(self.proses, place, 6),
            "prose far around": self._mean(self.proses, place, 20),
            "words around": math.log1p(self._mean(self.sizes, place, 4)) / 4,
            "cues near": self._mean(self.cued, place, 2),
            "cues around": self._mean(self.cued, place, 8),
            "cues just before": min(1.0, self._sum(self.cued, place - 3, place)),
            "cues just after": min(1.0, self._sum(self.cued, place + 1, place + 4)),
            "items around": self._mean(self.items, place, 3),
            "before all text": float(head < 0.01),
            "after all text": float(tail < 0.01),
            "head": min(1.0, 10 * head),
            "tail": min(1.0, 10 * tail),
            "near text before": 1 / (1 + self.before[place]),
            "near text after": 1 / (1 + self.after[place]),
            "between texts": between,
            "short between texts": between * short,
            "short item between texts": between * short * entry.own["item"],
            "short after all text": short * float(tail < 0.01),
            "short before all text": short * float(head < 0.01),
            "repeated": float(copies > 1),
            "repeated long": float(copies > 1 and entry.size > 6),
            "echoed": float(echoed),
            "words of the text": shared,
            "short, words of the text": short * shared,
            "language of the text": language,
            "other language": float(language < 0.1),
            "text share of the page": self.total / max(1.0, self.sizes[-1]),
            "short, text share of the page": short * self.total / max(1.0, self.sizes[-1]),
            "lines of the page": math.log1p(last) / 7,
            "first line": float(place == 0),
        }
        prose = entry.prose * self._mean(self.proses, place, 6)
        return {**own, "prose among prose": prose}

    def _at(self, place: int) -> float:
        return self.prose[place] if 0 <= place < len(self.prose) else 0.0

    def _sum(self, sums: list[float], start: int, end: int) -> float:
        return sums[min(max(end, 0), len(self.seen))] - sums[min(max(start, 0), len(self.seen))]

    def _mean(self, sums: list[float], place: int, reach: int) -> float:
        start, end = max(0, place - reach), min(len(self.seen), place + reach + 1)
        return (sums[end] - sums[start]) / (end - start)

    def _shared(self, place: int, entry: Line) -> float:
        if not entry.content:
            return 0.0
        return len(self.core[place in self.in_core].intersection(entry.content)) / len(entry.content)


@lru_cache(maxsize=16384)
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in _SENTENCE.split(text) if piece.strip())


def _running_sum(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def _distances(running: Sequence[bool]) -> list[int]:
    """How many lines back the last running text is, at most _FAR."""
    found, distance = [], _FAR
    for is_text in running:
        found.append(distance)
        distance = 0 if is_text else min(_FAR, distance + 1)
    return found
