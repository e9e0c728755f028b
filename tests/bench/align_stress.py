"""Remove, swap and merge translated paragraphs of an article with gold, and count the cases aligned without a fault.

    python align_stress.py ARTICLE.gold.json [--cache VECTORS.npz] [--without-meaning] [--show]

The gold: "langs", "paragraphs" [{"id", "lang", "kind", "text"}], "groups" [{lang: [ids]}] and, where known, "sentences"
{id: [text]}. A case is right when every paragraph bead is the gold's, changed as the paragraphs were.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from align_tune import embedding

from publish.editing.align import beads
from publish.editing.sentences import split
from publish.model import Edition, Paragraph, Section, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {"para": "paragraph", "list": "item", "footnote": "note"}


@dataclass(frozen=True)
class Case:
    """What was done to the right side: its paragraphs (id, kind, sentences), and the groups that should come out."""

    name: str
    right: list[tuple[str, str, list[str]]]
    groups: set[tuple[tuple[str, ...], tuple[str, ...]]]


def cases(right: list, groups: list) -> Iterator[Case]:
    """Every removal of one, two and three, every swap and every merger of translated body paragraphs."""
    plain = [g for g in groups if len(g[0]) == len(g[1]) == 1]
    twins = [g[1][0] for g in plain]
    for count in (1, 2, 3):
        for gone in combinations(twins, count):
            yield _removed(f"{count} removed", right, groups, set(gone))
    for first in range(len(twins) - 2):
        yield _removed("3 in a row removed", right, groups, set(twins[first : first + 3]))
    for one, other in combinations(twins, 2):
        at = {p[0]: k for k, p in enumerate(right)}
        moved = list(right)
        moved[at[one]], moved[at[other]] = right[at[other]], right[at[one]]
        name = "2 neighbours swapped" if at[other] - at[one] == 1 else "2 swapped"
        yield Case(name, moved, set(groups))
    for (mine, one), (next_of_mine, other) in pairwise(plain):
        joined = [p for p in right if p[0] != other[0]]
        at = next(k for k, p in enumerate(joined) if p[0] == one[0])
        rest = next(p for p in right if p[0] == other[0])
        joined[at] = (one[0], joined[at][1], [*joined[at][2], *rest[2]])
        kept = {g for g in groups if g[1] not in (one, other)}
        yield Case("2 merged", joined, {*kept, ((*mine, *next_of_mine), one)})


def _removed(name: str, right: list, groups: list, gone: set[str]) -> Case:
    left = [(a, tuple(q for q in b if q not in gone)) for a, b in groups]
    return Case(name, [p for p in right if p[0] not in gone], {g for g in left if any(g)})


def edition(language: str, paragraphs: list[tuple[str, str, list[str]]]) -> Edition:
    built = tuple(
        Paragraph(
            name, kind, tuple(Sentence(f"{name}-s{k}", (Span(s),), " ") for k, s in enumerate(sentences, 1)), 0, 0
        )
        for name, kind, sentences in paragraphs
    )
    return Edition(language, "", (Section(f"{language}-c1", "", built),))


def sides(gold: dict, left: str, right: str) -> tuple[list, list]:
    known = gold.get("sentences", {})
    return tuple(
        [
            (
                p["id"],
                KINDS.get(p["kind"], p["kind"]),
                known.get(p["id"]) or [s.strip() for s in split(p["text"], language) if s.strip()],
            )
            for p in gold["paragraphs"]
            if p["lang"] == language
        ]
        for language in (left, right)
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("gold", type=Path)
    options.add_argument("--cache", type=Path)
    options.add_argument("--without-meaning", action="store_true")
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    gold = json.loads(given.gold.read_text(encoding="utf-8"))
    left, right = gold["langs"][:2]
    ours, theirs = sides(gold, left, right)
    groups = [(tuple(g.get(left, ())), tuple(g.get(right, ()))) for g in gold["groups"]]
    embed = None if given.without_meaning else embedding(given.cache)
    if embed:
        embed([s for side in (ours, theirs) for p in side for s in p[2]])
    told: dict[str, list[int]] = {}
    for case in cases(theirs, groups):
        found = beads((edition(left, ours), edition(right, case.right)), embed)
        pairs = {(b.left, b.right): b.confidence for b in found if b.level == "paragraph"}
        right_now = set(pairs) == case.groups
        count = told.setdefault(case.name, [0, 0])
        count[0] += right_now
        count[1] += 1
        if given.show and not right_now:
            print(case.name, [p[0] for p in case.right])
            print("   ", {p: c for p, c in pairs.items() if p not in case.groups}, "for", case.groups - set(pairs))
    for name, (well, of) in told.items():
        print(f"{name}: {well} of {of}")


if __name__ == "__main__":
    main()
