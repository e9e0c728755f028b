"""Learn the weights of publish/editing/weights.py from sets of aligned texts (needs scipy; nothing else does).

    python align_tune.py SETS.jsonl [--paragraphs | --closely] [--cache VECTORS.npz] [--hold-out WORD]
        [--without-meaning] [--iterations N]

Rows of SETS: {"id", "set", "src": [text], "tgt": [text], "gold": [[[0], [0]], [[1, 2], [1]]]}. The weights are
those under which the gold paths are likeliest (a semi-Markov conditional random field, L-BFGS, L2 penalty).
With --hold-out, rows whose id holds WORD are not learnt from. Prints strict F1 and the weights as Python.
With --paragraphs, rows are gathered into paragraphs, of which some are then left untranslated and some
merged; learn the weights of sentences first, for those of paragraphs lean on them. With --closely, the weights are
those for sentences of which some were looked at closely; these are chosen by the weights of sentences, too.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from publish.editing import align, beads, closer, coverage, evidence, meaning, pairing, sentences, weighing

PENALTY = 1.0
VARIANTS = ((0.0, False), (0.1, False), (0.3, False), (0.5, False), (0.1, True), (0.2, True), (0.3, True))
"""How much of a row is lost, and whether it is cut short, when it is gathered into paragraphs."""


def vectors_of(texts: list[str], cache: Path | None) -> dict[str, np.ndarray]:
    known = {}
    if cache and cache.exists():
        stored = np.load(cache, allow_pickle=False)
        known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    missing = sorted(set(texts) - set(known))
    if missing:
        known.update(zip(missing, meaning.embedder()(missing), strict=True))
        if cache:
            np.savez(cache, texts=np.array(list(known)), vectors=np.array(list(known.values())))
    return known


def embedding(cache: Path | None):
    """Embed as the house does, what the cache knows read from there."""
    known: dict[str, np.ndarray] = {}

    def embed(texts) -> np.ndarray:
        if any(text not in known for text in texts):
            known.update(vectors_of(list(texts), cache))
        return np.array([known[text] for text in texts], dtype=np.float32)

    return embed


def gold_path(row: dict) -> list[tuple[int, int, int, int]]:
    """The longest chain of the gold's beads that goes forward only; everything else stands alone."""
    chain = _chain(sorted(_lawful(row["gold"])))
    path, i, j = [], 0, 0
    for left, right, a, b in [*chain, (len(row["src"]), len(row["tgt"]), 0, 0)]:
        path += [(k, j, 1, 0) for k in range(i, left)]
        path += [(left, k, 0, 1) for k in range(j, right)]
        if a:
            path.append((left, right, a, b))
        i, j = left + a, right + b
    return path


def _lawful(gold: list) -> list[tuple[int, int, int, int]]:
    """Beads as (left, right, a, b), those too wide for us as 1-1 beads and a rest."""
    found = []
    for left, right in gold:
        if not left or not right or left[-1] - left[0] >= len(left) or right[-1] - right[0] >= len(right):
            continue
        i, j, a, b = left[0], right[0], len(left), len(right)
        while (a, b) not in beads.SHAPES and a > 1 and b > 1:
            found.append((i, j, 1, 1))
            i, j, a, b = i + 1, j + 1, a - 1, b - 1
        found.append((i, j, min(a, weighing.WIDEST), min(b, weighing.WIDEST)))
    return found


def _chain(found: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    best: list[tuple[int, int]] = []
    for at, (i, j, a, b) in enumerate(found):
        before = [(best[k][0], k) for k, (p, q, c, d) in enumerate(found[:at]) if p + c <= i and q + d <= j]
        most, whence = max(before, default=(0, -1))
        best.append((most + a + b, whence))
    at = max(range(len(found)), key=lambda k: best[k][0])
    chain = []
    while at >= 0:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


class Document:
    """One row, its features stacked in the order of the names."""

    def __init__(
        self, row: dict, known: dict[str, np.ndarray] | None, closely: evidence.Evidence | None = None
    ) -> None:
        self.row, self.path = row, gold_path(row)
        self.n, self.m = len(row["src"]), len(row["tgt"])
        if "paragraphs" not in row:
            self.features = dict(weighing.all_features(closely or _evidence(row["src"], row["tgt"], known)))
            return
        left, right = row["paragraphs"]
        grouped = coverage.Grouped(
            _evidence([s for p in left for s in p], [s for p in right for s in p], known), _runs(left), _runs(right)
        )
        told = known and align.meanings(list(known), lambda texts: np.array([known[text] for text in texts]))
        rows = [None if told is None else align.of_paragraphs(side, told) for side in (left, right)]
        whole = evidence.evidence(row["src"], row["tgt"], left_vectors=rows[0], right_vectors=rows[1])
        self.features = dict(weighing.all_features(whole, covered=grouped.cover(range(self.n), range(self.m))))

    def stack(self, names: list[str]) -> None:
        self.stacked = {}
        for (a, b), features in self.features.items():
            shape = (self.n - a + 1, self.m - b + 1)
            used = [k for k, name in enumerate(names) if name in features]
            full = np.array([np.broadcast_to(features[names[k]], shape) for k in used], dtype=np.float32)
            self.stacked[a, b] = (used, full)

    def likelihood(self, weights: np.ndarray, gradient: np.ndarray) -> float:
        """Log probability of the gold path; its gradient is added."""
        scores = {s: np.tensordot(weights[used], full, 1) for s, (used, full) in self.stacked.items()}
        steps = beads._skewed(scores, self.n, self.m)
        ways = beads._forward(steps, self.n, self.m, np.logaddexp)
        onward = beads._onward(steps, self.n, self.m)
        total = onward[0, 0]
        weight = 0.0
        for i, j, a, b in self.path:
            used, full = self.stacked[a, b]
            weight += scores[a, b][i, j]
            gradient[used] += full[:, i, j]
        for (a, b), (used, full) in self.stacked.items():
            i, j = np.indices((self.n - a + 1, self.m - b + 1))
            share = ways[i + j, i] + steps[a, b][i + j + a + b, i + a] + onward[i + j + a + b, i + a] - total
            gradient[used] -= np.tensordot(full, np.exp(np.minimum(share, 0)), 2)
        return float(weight - total)

    def beads(self, weights: np.ndarray) -> list[tuple[list[int], list[int], float]]:
        scores = {s: np.tensordot(weights[used], full, 1) for s, (used, full) in self.stacked.items()}
        return [
            (list(range(i, i + a)), list(range(j, j + b)), p) for i, j, a, b, p in beads.path(scores, self.n, self.m)
        ]


def _evidence(left: list[str], right: list[str], known: dict[str, np.ndarray] | None) -> evidence.Evidence:
    rows = [None if known is None else np.array([known[text] for text in side]) for side in (left, right)]
    return evidence.evidence(left, right, left_vectors=rows[0], right_vectors=rows[1])


def _looked_at(row: dict, known: dict[str, np.ndarray], cache: Path | None) -> evidence.Evidence | None:
    """What is known of a row after a closer look; None where nothing was in doubt."""
    left, right = (np.array([known[text] for text in row[side]]) for side in ("src", "tgt"))
    first = _evidence(row["src"], row["tgt"], known)
    looked = closer.Closer((row["src"], row["tgt"]), (left, right), embedding(cache))
    return looked.look(first, pairing.pairs_of(first))


def _runs(paragraphs: list[list[str]]) -> list[range]:
    runs, first = [], 0
    for paragraph in paragraphs:
        runs.append(range(first, first + len(paragraph)))
        first += len(paragraph)
    return runs


def in_paragraphs(row: dict, lost: float, short: bool, luck: random.Random) -> dict:  # noqa: FBT001 (a column of a table)
    """A row of paragraphs, few if `short`: a few beads each, some without a twin (`lost` of them), some merged."""
    groups = []
    waiting = ([], [])
    for i, j, a, b in gold_path(row):
        if row["level"] == "para":
            left = [_sentences(row, 0, k) for k in range(i, i + a)]
            groups.append([left, [_sentences(row, 1, k) for k in range(j, j + b)]])
            continue
        waiting[0].extend(row["src"][i : i + a])
        waiting[1].extend(row["tgt"][j : j + b])
        if luck.random() < 0.3:
            groups.append([[side] if side else [] for side in waiting])
            waiting = ([], [])
    groups.append([[side] if side else [] for side in waiting])
    if short:
        first = luck.randrange(max(1, len(groups) - 3))
        groups = groups[first : first + luck.randint(3, 10)]
    groups = [_changed(group, lost, luck) for group in groups]
    groups = _merged([g for g in groups if g[0] or g[1]], luck)
    sides = [[p for group in groups for p in group[side]] for side in (0, 1)]
    gold, at = [], [0, 0]
    for left, right in groups:
        gold.append([list(range(at[0], at[0] + len(left))), list(range(at[1], at[1] + len(right)))])
        at = [at[0] + len(left), at[1] + len(right)]
    texts = [[" ".join(p) for p in side] for side in sides]
    return {**row, "src": texts[0], "tgt": texts[1], "gold": gold, "paragraphs": sides}


def _sentences(row: dict, side: int, at: int) -> list[str]:
    text = row[("src", "tgt")[side]][at]
    return [s for piece in sentences.split(text, row["langs"][side]) if (s := piece.strip())]


def _changed(group: list, lost: float, luck: random.Random) -> list:
    chance = luck.random()
    if chance < lost:
        return [group[0], []]
    return [[], group[1]] if chance < lost * 1.5 else group


def _merged(groups: list, luck: random.Random) -> list:
    done = [groups[0]]
    for group in groups[1:]:
        last = done[-1]
        if luck.random() < 0.12 and all(len(side) == 1 for side in (*last, *group)):
            side = luck.randrange(2)
            both = [[*last[k], *group[k]] for k in (0, 1)]
            both[side] = [[*last[side][0], *group[side][0]]]
            done[-1] = both
        else:
            done.append(group)
    return done


def learn(documents: list[Document], names: list[str], iterations: int) -> np.ndarray:
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        gradient = np.zeros_like(weights)
        likelihood = sum(document.likelihood(weights, gradient) for document in documents)
        return PENALTY * weights @ weights / 2 - likelihood, PENALTY * weights - gradient

    options = {"maxiter": iterations}
    return minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options=options).x


def strict_f1(rows: list[tuple[list, list]]) -> float:
    """Precision over all beads, recall over those with both sides, as in vecalign's score.py."""
    right = said = found = there = 0
    for gold, pairs in rows:
        true = {(tuple(a), tuple(b)) for a, b in gold}
        told = {(tuple(a), tuple(b)) for a, b, *_ in pairs}
        right, said = right + len(true & told), said + len(told)
        full = {(a, b) for a, b in true if a and b}
        found, there = found + len(full & told), there + len(full)
    precision, recall = right / max(1, said), found / max(1, there)
    return 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sets", type=Path)
    options.add_argument("--paragraphs", action="store_true")
    options.add_argument("--closely", action="store_true")
    options.add_argument("--cache", type=Path)
    options.add_argument("--hold-out", default="")
    options.add_argument("--without-meaning", action="store_true")
    options.add_argument("--iterations", type=int, default=60)
    given = options.parse_args()
    rows = [json.loads(line) for line in given.sets.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [
        {**row, **{side: [align.unnumbered(text) for text in row[side]] for side in ("src", "tgt")}} for row in rows
    ]
    if given.paragraphs:
        luck = random.Random(1)
        rows = [in_paragraphs(row, lost, short, luck) for row in rows for lost, short in VARIANTS]
        rows = [row for row in rows if any(a and b for a, b in row["gold"])]
    known = None
    if not given.without_meaning:
        texts = [t for row in rows for t in row["src"] + row["tgt"]]
        if given.paragraphs:
            texts = [t for row in rows for side in row["paragraphs"] for p in side for t in p]
        known = vectors_of(texts, given.cache)
    documents = [Document(row, known) for row in rows if not given.closely]
    if given.closely:
        looked = [(row, _looked_at(row, known, given.cache)) for row in rows]
        documents = [Document(row, known, closely) for row, closely in looked if closely]
    names = sorted({name for d in documents for features in d.features.values() for name in features})
    for document in documents:
        document.stack(names)
    held = [d for d in documents if given.hold_out and given.hold_out in d.row["id"]]
    weights = learn([d for d in documents if d not in held], names, given.iterations)
    for kind in ["ALL", *sorted({d.row["set"] for d in documents})]:
        chosen = [d for d in (held or documents) if kind in ("ALL", d.row["set"])]
        if chosen:
            print(kind, round(strict_f1([(d.row["gold"], d.beads(weights)) for d in chosen]), 4))
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
