"""Twins: which paragraphs and which sentences of two editions say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from publish.editing.closer import Closer
from publish.editing.coverage import Grouped
from publish.editing.evidence import Evidence, evidence
from publish.editing.figures import with_figures, without
from publish.editing.meaning import Embed, common, unit
from publish.editing.order import in_order
from publish.editing.pairing import Pair, pairs_of
from publish.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.editing.meaning import Vectors
    from publish.model import Edition, Paragraph, Sentence

__all__ = ["Embed", "beads", "pairs"]

_NUMBERED = re.compile(r"\s*\d+[.)]?\t\s*(?=\S)")


def beads(editions: tuple[Edition, ...], embed: Embed | None, given: tuple[Bead, ...] = ()) -> tuple[Bead, ...]:
    """Pair the paragraphs, then the sentences within them, of every two editions, the leading one first.

    For each two: paragraph beads, then sentence beads, in the order of the first; what only the second says
    comes after its neighbour there. Every paragraph and every sentence is in exactly one bead of its level;
    an empty side was not translated. Without `embed`, length and anchors decide, and confidence is lower.
    Each distinct sentence is embedded once, and then clauses of those in doubt. Figures are paired with figures, by
    their pictures.

    `given` are paragraph beads that a person decided (`editing/decided.py`): for their two languages they stand as
    they are, and only the sentences within them are paired here.
    """
    if len(editions) < 2:
        return ()
    known = meanings([s.text for e in editions for p in e.paragraphs for s in p.sentences], embed)
    found: list[Bead] = []
    waiting = list(combinations(editions, 2))
    while waiting:
        left, right = waiting.pop(0)
        own = [b for b in given if b.languages == (left.language, right.language) and b.level == "paragraph"]
        two = _Two.of(left, right, known) if own else _Two.of(without(left), without(right), known)
        if not waiting:
            # Of a long text it is as much as what was made of it.
            known = None
        found += _within(two, own) if own else with_figures(_between(two), left, right)
    return tuple(found)


def pairs(left: Sequence[str], right: Sequence[str], embed: Embed | None) -> list[Pair]:
    """Pair two runs of texts, of whatever grain: `((0,), (0,), 0.99)`, `((1, 2), (1,), 0.8)`, `((3,), (), 0.7)`."""
    left, right = [unnumbered(text) for text in left], [unnumbered(text) for text in right]
    known = meanings([*left, *right], embed)
    looked = _known(left, right, known)
    found = pairs_of(looked.evidence)
    closely = looked.closer and looked.closer.look(looked.evidence, found)
    return pairs_of(closely) if closely else found


def unnumbered(text: str) -> str:
    """Return a text without the number and the tab before it by which lists and exports count their lines.

    It is no anchor: the twin of a line has another number as soon as one line is split or left out.
    """
    numbered = _NUMBERED.match(text)
    return text[numbered.end() :] if numbered else text


@dataclass(frozen=True, slots=True)
class Meanings:
    """The vectors of texts, each text's once."""

    place: Mapping[str, int]
    vectors: Vectors
    embed: Embed

    def of(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text."""
        return self.vectors[[self.place[text] for text in texts]]


def meanings(texts: Sequence[str], embed: Embed | None) -> Meanings | None:
    """Embed each distinct text once."""
    distinct = list(dict.fromkeys(texts))
    if embed is None or not distinct:
        return None
    vectors = np.asarray(embed(distinct), dtype=np.float32)
    return Meanings({text: at for at, text in enumerate(distinct)}, vectors, embed)


def _rows(texts: Sequence[str], known: Meanings | None) -> Vectors | None:
    return known.of(texts) if known is not None and texts else None


@dataclass(frozen=True, slots=True)
class _Text:
    """One edition's paragraphs and sentences, each sentence by its place in the whole."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    """Where each paragraph's sentences begin, and where the last's end."""

    @property
    def runs(self) -> list[range]:
        """The places of each paragraph's sentences."""
        return [range(*ends) for ends in pairwise(self.starts)]

    def within(self, paragraphs: Sequence[int]) -> list[int]:
        """Return the places of these paragraphs' sentences."""
        return [s for p in paragraphs for s in range(self.starts[p], self.starts[p + 1])]


def _text(edition: Edition) -> _Text:
    paragraphs = edition.paragraphs
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph.sentences))
    return _Text(paragraphs, tuple(s for p in paragraphs for s in p.sentences), tuple(starts))


@dataclass(frozen=True, slots=True)
class _Two:
    """Two editions, with what is known of both."""

    languages: tuple[str, str]
    ours: _Text
    theirs: _Text
    by_sentence: _Sentences
    by_paragraph: Evidence

    @classmethod
    def of(cls, left: Edition, right: Edition, known: Meanings | None) -> _Two:
        ours, theirs = _text(left), _text(right)
        known_of = _known_sentences(ours, theirs, known), _known_paragraphs(ours, theirs, known)
        return cls((left.language, right.language), ours, theirs, *known_of)


def _between(two: _Two) -> list[Bead]:
    grouped = Grouped(two.by_sentence.evidence, two.ours.runs, two.theirs.runs)
    upper, lower = _levels(two, pairs_of(two.by_paragraph, grouped.cover))
    return [*_named(two, upper, "paragraph"), *_named(two, lower, "sentence")]


def _within(two: _Two, given: Sequence[Bead]) -> list[Bead]:
    """Pair the sentences within paragraph beads that stand, and paragraphs that are in none of them with each other."""
    ours, theirs = two.ours, two.theirs
    at = {p.id: place for side in (ours, theirs) for place, p in enumerate(side.paragraphs)}
    stand: list[Pair] = [(tuple(at[name] for name in b.left), tuple(at[name] for name in b.right), 1.0) for b in given]
    rest = [
        sorted(set(range(len(ours.paragraphs))) - {place for pair in stand for place in pair[0]}),
        sorted(set(range(len(theirs.paragraphs))) - {place for pair in stand for place in pair[1]}),
    ]
    upper, lower = _levels(two, _left_open(two, rest))
    inside = _inside(two.by_sentence, [(ours.within(a), theirs.within(b)) for a, b, _ in stand])
    lower += chain.from_iterable(inside)
    return [
        *_named(two, in_order([*stand, *upper]), "paragraph"),
        *_named(two, in_order(lower), "sentence"),
    ]


def _left_open(two: _Two, rest: list[list[int]]) -> list[Pair]:
    """Pair these paragraphs, of the left and of the right, with each other only."""
    if not (rest[0] or rest[1]):
        return []
    grouped = Grouped(
        two.by_sentence.evidence, [two.ours.runs[p] for p in rest[0]], [two.theirs.runs[p] for p in rest[1]]
    )
    found = pairs_of(two.by_paragraph.only(*rest), grouped.cover)
    return [(tuple(rest[0][i] for i in a), tuple(rest[1][j] for j in b), share) for a, b, share in found]


def _named(two: _Two, pairs: Sequence[Pair], level: Literal["paragraph", "sentence"]) -> list[Bead]:
    left, right = (side.paragraphs if level == "paragraph" else side.sentences for side in (two.ours, two.theirs))
    return [
        Bead(
            two.languages,
            tuple(left[at].id for at in ours),
            tuple(right[at].id for at in theirs),
            level=level,
            confidence=round(share, 2),
        )
        for ours, theirs, share in pairs
    ]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What is known of the sentences of two editions, or of two runs of texts."""

    evidence: Evidence
    closer: Closer | None
    """None where their meaning is not known."""


def _known(left: Sequence[str], right: Sequence[str], known: Meanings | None) -> _Sentences:
    rows = _rows(left, known), _rows(right, known)
    closer = None
    if known is not None and rows[0] is not None and rows[1] is not None:
        closer = Closer((left, right), common(rows[0], rows[1]), known.of, known.embed)
    return _Sentences(evidence(left, right, left_vectors=rows[0], right_vectors=rows[1]), closer)


def _known_sentences(ours: _Text, theirs: _Text, known: Meanings | None) -> _Sentences:
    return _known([s.text for s in ours.sentences], [s.text for s in theirs.sentences], known)


def _known_paragraphs(ours: _Text, theirs: _Text, known: Meanings | None) -> Evidence:
    vectors = [
        None if known is None else of_paragraphs([[s.text for s in p.sentences] for p in side.paragraphs], known)
        for side in (ours, theirs)
    ]
    return evidence(
        [p.text for p in ours.paragraphs],
        [p.text for p in theirs.paragraphs],
        left_vectors=vectors[0],
        right_vectors=vectors[1],
        left_kinds=[p.kind for p in ours.paragraphs],
        right_kinds=[p.kind for p in theirs.paragraphs],
    )


def of_paragraphs(paragraphs: Sequence[Sequence[str]], known: Meanings) -> Vectors:
    """Return a row for each paragraph: the mean of its sentences', by their length. Nothing is embedded twice."""
    rows = np.zeros((len(paragraphs), known.vectors.shape[1]), np.float32)
    for at, texts in enumerate(paragraphs):
        if texts:
            rows[at] = np.array([len(text) for text in texts], np.float32) @ known.of(texts)
    return unit(rows)


def _levels(two: _Two, found: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Pair the sentences within each pair of paragraphs, and let go of the paragraphs that have no part in it."""
    ours, theirs = two.ours, two.theirs
    upper: list[Pair] = []
    lower: list[Pair] = []
    within = _inside(two.by_sentence, [(ours.within(left), theirs.within(right)) for left, right, _ in found])
    for (left, right, share), inside in zip(found, within, strict=True):
        idle = _idle(ours, left, inside, 0), _idle(theirs, right, inside, 1)
        kept = tuple(p for p in left if p not in idle[0]), tuple(p for p in right if p not in idle[1])
        upper += [
            *(((p,), (), share) for p in left if p in idle[0] and p < kept[0][0]),
            *(((), (p,), share) for p in right if p in idle[1] and p < kept[1][0]),
            (*kept, share),
            *(((p,), (), share) for p in left if p in idle[0] and p > kept[0][0]),
            *(((), (p,), share) for p in right if p in idle[1] and p > kept[1][0]),
        ]
        lower += [(a, b, p * share) for a, b, p in inside]
    return upper, lower


def _inside(known: _Sentences, groups: Sequence[tuple[list[int], list[int]]]) -> list[list[Pair]]:
    """Pair the sentences of each group with each other only, those in doubt twice; places are those in the whole."""
    first = [_paired(known.evidence, *group) for group in groups]
    closely = known.closer and known.closer.look(known.evidence, list(chain.from_iterable(first)))
    if not closely:
        return first
    return [
        _paired(closely, *group) if closely.cut(*group) else pairs for group, pairs in zip(groups, first, strict=True)
    ]


def _paired(known: Evidence, left: list[int], right: list[int]) -> list[Pair]:
    if len(left) == 1 and len(right) == 1:
        return [(tuple(left), tuple(right), 1.0)]
    found = pairs_of(known.only(left, right))
    return [(tuple(left[i] for i in a), tuple(right[j] for j in b), p) for a, b, p in found]


def _idle(side: _Text, paragraphs: tuple[int, ...], inside: list[Pair], which: Literal[0, 1]) -> set[int]:
    """Return those of several paragraphs none of whose sentences has a twin, unless none of any has one."""
    paired = {s for pair in inside if pair[0] and pair[1] for s in pair[which]}
    idle = {p for p in paragraphs if paired.isdisjoint(side.within([p]))}
    return idle if len(idle) < len(paragraphs) else set()
