"""A paragraph that says its text in two languages, split between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, permutations
from typing import TYPE_CHECKING

from publish.editing.cues import UNSPACED, common_words, words
from publish.editing.language_tables import counted, most, primary, scripts, tables, weight
from publish.editing.languages import tell
from publish.editing.signs import PROSE, line
from publish.editing.telling import likelihoods
from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Block, Span

RULE = "separator"
_REASON = "It stands between two languages on one line."

# In both patterns the mark comes first and what stands before it after: a search for a mark is quick.
_SEPARATOR = re.compile(r"[/|•·／｜](?:(?<!\S.)(?:(?<=/)/|(?<=\|)\|)?(?=\s|$)|(?<=\S[／｜])(?=\S))")
# A sentence ends, and what follows does not begin in lower case; in scripts without spaces, right at the full stop.
_STOP = re.compile(
    rf"[.!?…。！？।॥؟።፧](?:(?<=[.!?…])['\"”’»)\]]*(?:\s+(?=[^\sa-zà-öø-ÿ])|(?={UNSPACED.pattern}))"
    r"|(?<=[。！？।॥؟።፧])['\"”’」』）)]*\s*)"
)
_QUOTED = re.compile(r"\s*[\"“„«‹「『]|.*[:：]\s*$")
"""A part that opens with a quotation mark, or leads over to the next: one text that quotes another."""

_MOST_PIECES = 200
_LONGEST = 20_000
"""Characters of a paragraph beyond which it is not looked into."""
_LEAN_SHARE = 0.2
"""Of the words of a piece that must be the commonest of a language, before it hints at it."""
_LEAN_LETTERS = 8
_BALANCE = 0.4
"""How long the shorter part must be, in letters, beside the longer: a translation is not a phrase."""
_CHANGE = 1.0
"""What it costs to change languages between two sentences, in the units of the likelihoods (natural logarithm)."""
_SURE = 2.5
"""By how much more each part must speak for its own language where no mark parts them, and"""
_SURE_TOGETHER = 5.0
"""all parts together, against any other order of the languages."""
_YIELDING = 0.5
"""How much a part may lean to another part's language where a mark parts them: `Stone Soup` is not much English."""
_PART_LETTERS = 12
_PART_LETTERS_PARTED = 6
_PART_WORDS_PARTED = 2
_CAPITALS = 0.6
"""Of the words of a part after its first, at most, that begin with a capital: more are names."""
_DENSE = frozenset({"Han", "Kana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or what stands between separators, by its place in the text of its block."""

    start: int
    end: int
    text: str
    parted: bool
    """Whether a separator stands before it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of pieces in one language."""

    language: str
    pieces: tuple[_Piece, ...]

    @property
    def text(self) -> str:
        return _joined(self.pieces)


def unmixed(blocks: Sequence[Block], *, wanted: tuple[str, ...] = ()) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the blocks, each that says its text in two languages as one block per part, and the marks between them.

    Only where it is sure: every part speaks clearly for a language that other blocks are in too (or most blocks
    are mixed so), none is much shorter than another, none is a quotation. Parts stay in order, on the same lines.
    """
    if len(wanted) == 1:
        return tuple(blocks), ()
    doubtful = {place: pieces for place, block in enumerate(blocks) if (pieces := _doubtful(block))}
    if not doubtful:
        return tuple(blocks), ()
    languages = _languages(blocks, doubtful, wanted)
    found: list[Block] = []
    marks: list[Removal] = []
    heads = True
    for place, block in enumerate(blocks):
        heads = heads and line(block).prose < PROSE
        named = block.kind == "heading" or heads
        parts = _parts(doubtful[place], languages, named=named) if place in doubtful and len(languages) > 1 else []
        found.extend(_cut(block, parts) if parts else [block])
        marks.extend(_marks(block, parts) if parts else [])
    return tuple(found), tuple(marks)


def _doubtful(block: Block) -> tuple[_Piece, ...]:
    """Return the pieces of a block that may hold two languages: parted by a mark, or leaning two ways."""
    text = block.wording
    if len(text) > _LONGEST or not weight(text):
        return ()
    pieces = tuple(_pieces(text))
    if not 1 < len(pieces) <= _MOST_PIECES:
        return ()
    sides = _sides(pieces)
    if len(sides) > 1:
        return pieces if sum(_is_long_enough(_joined(side), parted=True) for side in sides) > 1 else ()
    leans = _leans(pieces).most_common(2)
    return pieces if len(leans) > 1 and leans[1][1] >= _BALANCE / 2 * leans[0][1] else ()


def _sides(pieces: Sequence[_Piece]) -> list[tuple[_Piece, ...]]:
    """Return the pieces that stand between two separators, together."""
    starts = [0, *(place for place, piece in enumerate(pieces) if piece.parted and place), len(pieces)]
    return [tuple(pieces[start:end]) for start, end in pairwise(starts)]


def _joined(pieces: Sequence[_Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _leans(pieces: Sequence[_Piece]) -> Counter[str]:
    """Return how many letters hint at each language or script."""
    leans: Counter[str] = Counter()
    for piece in pieces:
        name, letters = _lean(piece.text)
        leans[name] += letters
    leans.pop("", None)
    return leans


def _pieces(text: str) -> Iterator[_Piece]:
    start, parted = 0, False
    for mark in (*_SEPARATOR.finditer(text), None):
        end = mark.start() if mark else len(text)
        stops = [stop.end() for stop in _STOP.finditer(text, start, end)]
        for stop in (*stops, end):
            piece = text[start:stop]
            if piece.strip():
                yield _Piece(start, stop, piece.strip(), parted)
                parted = False
            start = stop
        start, parted = (mark.end() if mark else end), True


def _lean(text: str) -> tuple[str, int]:
    """Return the language or script that a piece hints at, empty where it says too little, and its letters."""
    # Of most paragraphs no sentence is asked about again: not remembered.
    found = counted(text)
    letters = sum(found.values())
    script = most(found)
    if found.get(script, 0) < _LEAN_LETTERS:
        return "", letters
    if script != "Latin":
        return script, letters
    share, language = common_words(text, words(text))
    return (language if share >= _LEAN_SHARE else ""), letters


def _languages(
    blocks: Sequence[Block], doubtful: dict[int, tuple[_Piece, ...]], wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the languages of the document: those of blocks in one language, or of all where most are mixed."""
    texts: list[str] = []
    whole: list[bool] = []
    for place, block in enumerate(blocks):
        pieces = [piece.text for piece in doubtful[place]] if place in doubtful else [block.wording]
        texts.extend(pieces)
        whole.extend([place not in doubtful] * len(pieces))
    if not any(map(weight, texts)):
        return ()
    told = tell(texts, wanted=wanted)
    if 2 * len(doubtful) >= sum(1 for block in blocks if weight(block.wording)) and not wanted:
        return _of_pieces([piece for pieces in doubtful.values() for piece in pieces], frozenset(map(primary, told)))
    own = Counter[str]()
    for text, language, is_whole in zip(texts, told, whole, strict=True):
        own[primary(language)] += weight(text) if is_whole or wanted else 0
    return tuple(language for language, letters in own.items() if letters >= _PART_LETTERS)


def _of_pieces(pieces: Sequence[_Piece], told: frozenset[str]) -> tuple[str, ...]:
    """Return the languages where most blocks are mixed: too little for statistics alone, but there are common words."""
    known = tuple(told | {name for name in _leans(pieces) if name in tables().known})
    own = Counter[str]()
    for piece, row in zip(pieces, likelihoods([piece.text for piece in pieces], known), strict=True):
        own[known[int(row.argmax())]] += weight(piece.text)
    return tuple(name for name, letters in own.items() if letters >= _BALANCE * max(own.values()))


def _parts(pieces: Sequence[_Piece], languages: tuple[str, ...], *, named: bool) -> list[_Part]:
    """Return the runs of pieces in one language each; none where there is any doubt.

    A part without a single common word of its language may be a person's name: it counts in a heading or
    before the text (`named`) only.
    """
    sides = _sides(pieces)
    if 1 < len(sides) <= len(languages):
        parts = _facing(sides, languages)
        if parts and (named or all(map(_is_running, parts))):
            return parts
    chosen = _path(pieces, languages)
    runs = groupby(zip(chosen, pieces, strict=True), key=lambda entry: entry[0])
    parts = [_Part(language, tuple(piece for _, piece in run)) for language, run in runs]
    return parts if len(parts) > 1 and _is_sure(parts, languages) else []


def _is_running(part: _Part) -> bool:
    """Whether a part is words, not a row of names: a common word of its language, and few capitals."""
    if most(scripts(part.text)) != "Latin":
        return True
    later = part.text.split()[1:]
    capitals = sum(word[:1].isupper() for word in later)
    return capitals <= _CAPITALS * len(later) and common_words(part.text, words(part.text))[0] > 0


def _facing(sides: Sequence[tuple[_Piece, ...]], languages: tuple[str, ...]) -> list[_Part]:
    """Return one part for each side of the marks, each in a language of its own; none where there is any doubt."""
    texts = [_joined(side) for side in sides]
    if not all(_is_long_enough(text, parted=True) for text in texts) or not _are_balanced(map(weight, texts)):
        return []
    table = likelihoods(texts, languages)
    orders = sorted(
        permutations(range(len(languages)), len(sides)),
        key=lambda order: -sum(float(table[side, column]) for side, column in enumerate(order)),
    )
    best, second = (sum(float(table[s, c]) for s, c in enumerate(order)) for order in orders[:2])
    worst = min(float(table[side, column]) for side, column in enumerate(orders[0]))
    if best - second < _SURE_TOGETHER or worst < -_YIELDING:
        return []
    return [_Part(languages[column], side) for side, column in zip(sides, orders[0], strict=True)]


def _are_balanced(letters: Iterable[int]) -> bool:
    counts = list(letters)
    return min(counts) >= _BALANCE * max(counts)


def _path(pieces: Sequence[_Piece], languages: tuple[str, ...]) -> list[str]:
    """Return the language of each piece, where changing without a mark between costs (Viterbi)."""
    import numpy as np

    table = likelihoods([piece.text for piece in pieces], languages).astype(float)
    best = table[0]
    came = []
    for row, piece in zip(table[1:], pieces[1:], strict=True):
        cost = 0.0 if piece.parted else _CHANGE
        changed = int(best.argmax())
        stays = best >= best[changed] - cost
        came.append(np.where(stays, np.arange(len(languages)), changed))
        best = np.where(stays, best, best[changed] - cost) + row
    path = [int(best.argmax())]
    for step in reversed(came):
        path.append(int(step[path[-1]]))
    return [languages[place] for place in reversed(path)]


def _is_sure(parts: Sequence[_Part], languages: tuple[str, ...]) -> bool:
    by_language = Counter[str]()
    for part in parts:
        by_language[part.language] += weight(part.text)
        if not _is_long_enough(part.text, parted=False) or _QUOTED.match(part.text) or not _is_running(part):
            return False
    if not _are_balanced(by_language.values()):
        return False
    leads = []
    for part, row in zip(parts, likelihoods([part.text for part in parts], languages), strict=True):
        own = languages.index(part.language)
        leads.append(float(row[own] - max(value for place, value in enumerate(row) if place != own)))
    return min(leads) >= _SURE and sum(leads) >= _SURE_TOGETHER


def _is_long_enough(text: str, *, parted: bool) -> bool:
    if not parted:
        return weight(text) >= _PART_LETTERS
    dense = scripts(text).keys() & _DENSE
    return weight(text) >= _PART_LETTERS_PARTED and bool(dense or len(text.split()) >= _PART_WORDS_PARTED)


def _cut(block: Block, parts: Sequence[_Part]) -> Iterator[Block]:
    for part in parts:
        start, end = part.pieces[0].start, part.pieces[-1].end
        found: list[Span] = []
        place = 0
        for span in block.spans:
            low, high = max(start - place, 0), min(end - place, len(span.text))
            if low < high:
                found.append(replace(span, text=span.text[low:high]))
            place += len(span.text)
        # Cells that are translations of each other are no row of data.
        plain = replace(block, kind="paragraph", level=0) if block.kind == "row" else block
        yield replace(plain, spans=_stripped(found), language=part.language)


def _stripped(spans: list[Span]) -> tuple[Span, ...]:
    """Return the runs without white space at either end."""
    while not spans[0].text.strip():
        del spans[0]
    while not spans[-1].text.strip():
        del spans[-1]
    spans[0] = replace(spans[0], text=spans[0].text.lstrip())
    spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def _marks(block: Block, parts: Sequence[_Part]) -> Iterator[Removal]:
    """What stood between the parts, for the receipt."""
    edges = [0, *(edge for part in parts for edge in (part.pieces[0].start, part.pieces[-1].end)), len(block.text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        mark = block.text[start:end].strip()
        if mark:
            yield Removal(block.first_line, block.last_line, mark, RULE, _REASON)
