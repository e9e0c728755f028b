"""Learn publish/editing/signs.txt and steps.txt from pages with labelled lines (needs scikit-learn and lightgbm;
nothing else does).

    python tune_clean.py PAGES.jsonl[.xz] [--write publish/editing]

Rows of PAGES: {"id", "lines": [text], "keep": [0 or 1]}. A logistic regression over the signs of every line;
beside each page, pastes made from it (the article with a little of the furniture around it, and two such
pastes one after the other, as a bilingual article comes) so that the table knows both. Each source weighs
by the square root of its lines. On whole pages, which line is article, the article's first, and its last, is learnt
with boosted steps, each a sign of the line in its surroundings and a threshold. Prints the figures of the whole
cleaning in fifteen folds, pages of one site in one fold: line F1 over all lines, mean word F1 over pages.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from publish.editing.clean import stays, weighed
from publish.editing.cues import words
from publish.editing.signs import Seen, seen
from publish.editing.surroundings import surroundings
from publish.model import Block
from publish.reading.blocks import blocks
from publish.reading.decode import lines

FOLDS = 15
AROUND = (0, 1, 2, 4, 8, 16)
PAIRS = 250
PASTE_WEIGHT = 0.5
STEPS = {"line": 300, "begin": 90, "end": 90}
BOOSTING = {
    "objective": "binary",
    "num_leaves": 2,
    "learning_rate": 0.2,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 31,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
SAME_LINES = 10
SAME_SHARE = 0.25

Labelled = tuple[list[Block], np.ndarray]


def pages(path: Path) -> list[Labelled]:
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")
    found = []
    for row in map(json.loads, text.splitlines()):
        read = list(blocks(lines("\n".join(" ".join(line.split("\n")) for line in row["lines"]))))
        found.append((read, np.array([row["keep"][block.first_line - 1] for block in read], dtype=float)))
    return found


def pastes(page: Labelled, chance: random.Random) -> list[Labelled]:
    """The article of a page with some of its furniture, twice; nothing where there is hardly an article."""
    read, keep = page
    article = np.flatnonzero(keep)
    if len(article) < 4:
        return []
    made = []
    for _ in range(2):
        first = max(0, article[0] - chance.choice(AROUND))
        last = min(len(read), article[-1] + 1 + chance.choice(AROUND))
        thinned = chance.random() < 0.5
        places = [
            place
            for place in range(first, last)
            if keep[place] or not article[0] < place < article[-1] or not thinned or chance.random() < 0.5
        ]
        made.append(([read[place] for place in places], keep[places]))
    return made


def table(sources: list[tuple[list[Seen], np.ndarray, float]]) -> dict[str, float]:
    """The weights of the signs, in log odds."""
    names = list(sources[0][0][0].signs)
    rows = np.array([[line.signs[name] for name in names] for found, _, _ in sources for line in found])
    keep = np.concatenate([keep for _, keep, _ in sources])
    weight = np.concatenate([np.full(len(keep), share / len(keep) ** 0.5) for _, keep, share in sources])
    mean, deviation = rows.mean(0), rows.std(0) + 1e-9
    model = LogisticRegression(solver="newton-cholesky", max_iter=60)
    model.fit((rows - mean) / deviation, keep, sample_weight=weight * len(weight) / weight.sum())
    own = model.coef_[0] / deviation
    return {"always": float(model.intercept_[0] - own @ mean), **dict(zip(names, map(float, own), strict=True))}


def steps(pages: list[tuple[list[Seen], np.ndarray]], weights: dict[str, float]) -> dict[str, dict]:
    """What each sign over a threshold adds to the log odds of a line being article, its first line, its last."""
    pages = [(found, keep) for found, keep in pages if keep.any()]
    around = [surroundings(found, weighed(found, weights)) for found, _ in pages]
    names = list(around[0])
    rows = np.vstack([np.column_stack([own[name] for name in names]).astype(np.float32) for own in around])
    weight = np.concatenate([np.full(len(keep), len(keep) ** -0.5) for _, keep in pages])
    labels = {
        "line": [keep for _, keep in pages],
        "begin": [np.eye(1, len(keep), np.flatnonzero(keep)[0])[0] for _, keep in pages],
        "end": [np.eye(1, len(keep), np.flatnonzero(keep)[-1])[0] for _, keep in pages],
    }
    return {
        what: boosted(
            names, rows, np.concatenate(labels[what]), weight / weight.mean() if what == "line" else None, count
        )
        for what, count in STEPS.items()
    }


def boosted(names: list[str], rows: np.ndarray, label: np.ndarray, weight: np.ndarray | None, count: int) -> dict:
    """The steps of a boosted model whose every tree asks one thing."""
    model = lightgbm.train(BOOSTING, lightgbm.Dataset(rows, label, weight=weight, params={"max_bin": 31}), count)
    learnt: Counter[tuple[str, float]] = Counter()
    for tree in model.dump_model()["tree_info"]:
        root = tree["tree_structure"]
        if "leaf_value" in root:
            learnt["always", 0.0] += root["leaf_value"]
            continue
        low, high = root["left_child"]["leaf_value"], root["right_child"]["leaf_value"]
        learnt["always", 0.0] += low
        learnt[names[root["split_feature"]], round(root["threshold"], 4)] += high - low
    return dict(learnt)


def cleaned(read: list[Block], weights: dict[str, float], known: dict[str, dict]) -> list[bool]:
    """Which blocks stay in the end: what is left is judged again until nothing goes."""
    left = list(range(len(read)))
    while left:
        found = stays(seen([read[place] for place in left]), weights, steps=known)
        if all(found):
            break
        left = [place for place, stay in zip(left, found, strict=True) if stay]
    return [place in set(left) for place in range(len(read))]


def sites(pages: list[Labelled]) -> list[int]:
    """For each page, the number of the first page that shares its furniture."""
    furniture = [{b.text for b, k in zip(*page, strict=True) if not k and len(b.text) > 3} for page in pages]
    found = list(range(len(pages)))
    for place, own in enumerate(furniture):
        for earlier in range(place):
            shared = len(own & furniture[earlier])
            if shared >= max(SAME_LINES, SAME_SHARE * min(len(own), len(furniture[earlier]))):
                found[place] = found[earlier]
                break
    return found


def f1(hit: float, said: float, true: float) -> float:
    return 2 * hit / (said + true) if said + true else 1.0


def word_f1(page: Labelled, found: list[bool]) -> float:
    bags = [
        Counter(word for block, stay in zip(page[0], chosen, strict=True) if stay for word in words(block.text))
        for chosen in (found, page[1])
    ]
    return f1((bags[0] & bags[1]).total(), bags[0].total(), bags[1].total())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    chance = random.Random(1)
    whole = [page for page in pages(options.pages) if page[0]]
    owned = [((owner,), paste) for owner, page in enumerate(whole) for paste in pastes(page, chance)]
    for _ in range(PAIRS):
        (owner, one), (second, other) = chance.choice(owned), chance.choice(owned)
        owned.append((owner + second, (one[0] + other[0], np.concatenate([one[1], other[1]]))))
    sources = [((owner,), (seen(page[0]), page[1], 1.0)) for owner, page in enumerate(whole)]
    sources += [(owners, (seen(read), keep, PASTE_WEIGHT)) for owners, (read, keep) in owned]
    tally, by_word = Counter(), []
    numbers = {
        site: number for number, site in enumerate(sorted(set(sites(whole)), key=lambda site: site * 7919 % 1009))
    }
    folds = [numbers[site] % FOLDS for site in sites(whole)]
    for fold in range(FOLDS):
        learnt = table([source for owners, source in sources if all(folds[owner] != fold for owner in owners)])
        known = steps([sources[n][1][:2] for n in range(len(whole)) if folds[n] != fold], learnt)
        for place in (n for n in range(len(whole)) if folds[n] == fold):
            found = cleaned(whole[place][0], learnt, known)
            keep = whole[place][1]
            tally.update(hit=int(keep[found].sum()), said=sum(found), true=int(keep.sum()))
            by_word.append(word_f1(whole[place], found))
    print(f"line F1 {f1(tally['hit'], tally['said'], tally['true']):.4f}, word F1 {np.mean(by_word):.4f}")
    if options.write:
        learnt = table([source for _, source in sources])
        write(options.write, learnt, steps([source[:2] for _, source in sources[: len(whole)]], learnt))


def write(folder: Path, weights: dict[str, float], known: dict[str, dict]) -> None:
    by = "tests/bench/tune_clean.py"
    head = f"# The weight of each sign of a line (signs.py), in log odds of being article: {by}.\n"
    rows = "".join(f"{name}: {value:.3f}\n" for name, value in weights.items())
    (folder / "signs.txt").write_text(head + rows, "utf-8")
    head = (
        "# What a sign over a threshold adds to the log odds of a line of a page being article, or the article's\n"
        f"# first or last line (extent.py): {by}.\n"
    )
    rows = "".join(
        f"{what}, {sign} over {threshold:g}: {value:.3f}\n"
        for what, own in known.items()
        for (sign, threshold), value in sorted(own.items(), key=lambda step: (step[0][0] != "always", step[0]))
        if abs(value) >= 0.0005
    )
    (folder / "steps.txt").write_text(head + rows, "utf-8")


if __name__ == "__main__":
    main()
