"""A closer look at the sentences whose pairing is in doubt: what their clauses mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from publish.editing.clauses import clauses
from publish.editing.evidence import Clauses, noise
from publish.editing.meaning import unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.editing.evidence import Evidence, Side
    from publish.editing.meaning import Embed, Vectors
    from publish.editing.pairing import Pair

_SURE = 0.95
"""From this on, a pair is not looked at again."""
_DEAREST = 0.08
"""Of the characters of both texts, what may be embedded again: that is what a closer look costs."""
_ROUNDED = 4
"""Decimals of a probability by which the doubtful are put in order, so that every machine looks at the same ones."""


@dataclass(frozen=True, slots=True)
class Closer:
    """Two runs of texts that can be looked at closely."""

    texts: tuple[Sequence[str], Sequence[str]]
    shared: tuple[Vectors, Vectors]
    """What the texts of each side have in common; see `meaning.common`."""
    known: Embed
    """Gives the rows of these texts, as the model gave them: to keep them here would keep them twice."""
    embed: Embed

    def look(self, known: Evidence, found: Sequence[Pair]) -> Evidence | None:
        """Return the evidence with the clauses of what the pairs are least sure of; None where all is sure.

        The evidence is that of these texts, and the pairs were found by it.
        """
        chosen = self._chosen(found)
        if not any(chosen.values()):
            return None
        wanted = list(dict.fromkeys(piece for pieces in chosen.values() for piece in _asked(pieces)))
        meant = dict(zip(wanted, np.asarray(self.embed(wanted), dtype=np.float32), strict=True))
        cut = [
            {
                item: _vectors(pieces, self.known([self.texts[side][item]])[0], meant)
                for (at, item), pieces in chosen.items()
                if at == side
            }
            for side in (0, 1)
        ]
        return replace(
            known,
            left=_with_clauses(known.left, known.right, cut[0], self.shared[0]),
            right=_with_clauses(known.right, known.left, cut[1], self.shared[1]),
        )

    def _chosen(self, found: Sequence[Pair]) -> dict[tuple[int, int], list[str]]:
        """The clauses of the items to look at, by side and place: the most doubtful first, as far as it may cost."""
        ours, theirs = self.texts
        all_of_it = [
            *(ours[i] for left, _, _ in found for i in left),
            *(theirs[j] for _, right, _ in found for j in right),
        ]
        budget = _DEAREST * sum(map(len, all_of_it))
        chosen: dict[tuple[int, int], list[str]] = {}
        doubtful = sorted((pair for pair in found if pair[2] < _SURE), key=lambda pair: round(pair[2], _ROUNDED))
        for left, right, _ in doubtful:
            places = [*((0, item) for item in left), *((1, item) for item in right)]
            cut = {(side, item): clauses(self.texts[side][item]) for side, item in places}
            cut = {place: pieces for place, pieces in cut.items() if len(pieces) > 1}
            cost = sum(len(piece) for pieces in cut.values() for piece in _asked(pieces))
            if cost <= budget:
                budget -= cost
                chosen |= cut
        return chosen


def _asked(pieces: Sequence[str]) -> list[str]:
    """All clauses but the longest: a sentence is the mean of its words, so that what is left is known."""
    longest = max(range(len(pieces)), key=lambda at: len(pieces[at]))
    return [piece for at, piece in enumerate(pieces) if at != longest]


def _vectors(pieces: Sequence[str], whole: Vectors, meant: dict[str, Vectors]) -> Vectors:
    """A row for each clause."""
    rows = np.array([meant.get(piece, np.zeros_like(whole)) for piece in pieces])
    lengths = np.array([len(piece) for piece in pieces], dtype=np.float32)
    longest = int(lengths.argmax())
    rows[longest] = 0
    rows[longest] = unit((lengths.sum() * whole - lengths @ rows)[None])[0]
    return rows


def _with_clauses(side: Side, other: Side, cut: dict[int, Vectors], shared: Vectors) -> Side:
    if side.vectors is None or other.vectors is None:
        return side
    found = []
    for item in range(len(side)):
        own = slice(item, item + 1)
        if item in cut:
            vectors = unit(cut[item] - shared)
            found.append(Clauses(vectors, noise(vectors, other.vectors)))
        else:
            found.append(Clauses(side.vectors[own], side.noise[own]))
    return replace(side, clauses=tuple(found))
