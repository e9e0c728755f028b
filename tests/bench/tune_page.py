"""Learn publish/editing/page_*.txt from pages with their article (needs scikit-learn; nothing else does).

    python tune_page.py PAGES.jsonl[.xz] [--write publish/editing]

Rows of PAGES: {"id", "url", "html", "gold": the article's text}. A logistic regression over the signs of every
block that reading finds (page_signs.txt), and one over those and its company (page_company.txt), as the first says
it of pages that it has not learnt from. A block is article where most of its runs of four words are in the gold.
Blocks weigh by their words, and all pages alike, as the figure has it. Prints that figure, five-fold with whole sites
held out: word F1, mean over pages. Pages that cannot be read are left out and counted.
"""

from __future__ import annotations

import argparse
import json
import lzma
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
from sklearn.linear_model import LogisticRegression

from publish.editing.clean_page import stays, weighed
from publish.editing.page_company import company
from publish.editing.page_signs import SeenBlock, seen_page
from publish.errors import SourceError
from publish.model import Block, Source
from publish.reading.formats.html import read
from publish.reading.html_opinions import words

FOLDS = 5
RARE = 8
"""Pages on which a sign must stand to be learnt."""
FIRST, SECOND = 0.003, 0.03
"""How freely each look learns (C)."""
ALIKE = 0.6

HEADS = (
    "The weight of each sign of a block of a page at first look (page_signs.py)",
    "The weight of each sign of a block of a page at second look, its company in mind (page_signs.py, page_company.py)",
)

Page = tuple[str, list[SeenBlock], np.ndarray, list[list[str]], list[str]]


def pages(path: Path) -> list[Page]:
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")
    found, unread = [], 0
    for row in map(json.loads, filter(None, text.split("\n"))):
        source = Source("page.html", ".html", row["html"].encode("utf-8", "replace"), row.get("url") or "page.html")
        try:
            blocks = list(read(source).blocks)
        except SourceError:
            unread += 1
            continue
        gold = words(row["gold"])
        site = urlparse(row.get("url") or "").netloc or row["id"].split("_")[1 if row["id"].count("_") > 1 else 0]
        bags = [words(block.text) for block in blocks]
        found.append((site, seen_page(blocks), labels(blocks, bags, gold), bags, gold))
    print(f"{len(found)} pages, {unread} not read")
    return found


def labels(blocks: list[Block], bags: list[list[str]], gold: list[str]) -> np.ndarray:
    """1 for each block that is in the gold; a label of a few words only where article is near."""
    runs = set(zip(gold, gold[1:], gold[2:], gold[3:], strict=False))
    flat = f" {' '.join(gold)} "
    own = []
    for bag in bags:
        if len(bag) < 4:
            own.append(float(bool(bag) and f" {' '.join(bag)} " in flat))
        else:
            own.append(sum(run in runs for run in zip(bag, bag[1:], bag[2:], bag[3:], strict=False)) / (len(bag) - 3))
    sure = {place for place, share in enumerate(own) if share >= ALIKE and len(bags[place]) >= 4}
    near = [len(bags[p]) >= 4 or any(q in sure for q in range(p - 3, p + 4)) for p in range(len(blocks))]
    return np.array([share >= ALIKE and is_near for share, is_near in zip(own, near, strict=True)], dtype=float)


def table(learnt: list[Page], rows: list[np.ndarray], names: list[str], strength: float) -> dict[str, float]:
    """The weights of the signs, in log odds, from a row of their values for each block of each page."""
    values = np.concatenate(rows)
    keep = np.concatenate([page[2] for page in learnt])
    sizes = [np.array([max(1, len(bag)) for bag in page[3]]) ** 0.7 for page in learnt]
    weight = np.concatenate([size / size.sum() for size in sizes])
    mean, deviation = values.mean(0), values.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=150)
    model.fit((values - mean) / deviation, keep, sample_weight=weight * len(weight) / weight.sum())
    own = model.coef_[0] / deviation
    return {"always": float(model.intercept_[0] - own @ mean), **dict(zip(names, map(float, own), strict=True))}


def own_signs(page: Page, names: list[str]) -> np.ndarray:
    return np.array([[e.signs.get(name, 0.0) for name in names] for e in page[1]], dtype=np.float32)


def looks(learnt: list[Page], names: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Both tables; the second learns from what the first says of folds of sites that were held out from it."""
    own = [own_signs(page, names) for page in learnt]
    first = table(learnt, own, names, FIRST)
    around: list[dict[str, np.ndarray]] = [{}] * len(learnt)
    for fold in range(FOLDS):
        within = [place for place, page in enumerate(learnt) if fold_of(page) != fold]
        if len(within) == len(learnt):
            continue
        some = table([learnt[place] for place in within], [own[place] for place in within], names, FIRST)
        for place, page in enumerate(learnt):
            if fold_of(page) == fold:
                around[place] = company(page[1], weighed(page[1], some))
    told = list(around[0])
    both = [
        np.hstack([signs, np.array(list(said.values()), dtype=np.float32).T])
        for signs, said in zip(own, around, strict=True)
    ]
    return first, table(learnt, both, [*names, *told], SECOND)


def fold_of(page: Page) -> int:
    return zlib.crc32(page[0].encode()) % FOLDS


def word_f1(page: Page, found: list[bool]) -> float:
    said = Counter(word for bag, stay in zip(page[3], found, strict=True) if stay for word in bag)
    true = Counter(page[4])
    total = said.total() + true.total()
    return 2 * (said & true).total() / total if total else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    found = pages(options.pages)
    common = Counter(name for page in found for name in {name for entry in page[1] for name in entry.signs})
    names = sorted(name for name, count in common.items() if count >= RARE)
    figures = []
    for fold in range(FOLDS):
        learnt = looks([page for page in found if fold_of(page) != fold], names)
        figures += [
            word_f1(page, stays(page[1], *learnt, [False] * len(page[1]))) for page in found if fold_of(page) == fold
        ]
    print(f"{len(names)} signs; word F1 {np.mean(figures):.4f}, each page's site held out")
    if options.write:
        for name, what, learnt in zip(("signs", "company"), HEADS, looks(found, names), strict=True):
            lines = [f"# {what}, log odds: tests/bench/tune_page.py."]
            lines += [f"{sign}: {value:.3f}" for sign, value in learnt.items()]
            (options.write / f"page_{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
