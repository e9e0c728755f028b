"""Language of parts: which runs in another language are found, against marks made by hand.

usage: python tests/bench/foreign.py [ARTICLES_FOLDER] [--json] [--runs]

The marks are in tests/data/foreign/ARTICLE.tsv: line, first and last character, language, kind, and whether the run
is wanted (`yes`) or may be tagged or not (`either`: a single surname, a place that both languages know). The text is
not there; a line whose sha256 is not the one that was marked is an error. A found run is right where its language is
that of a mark and the two share at least half of the characters that either covers (blanks apart); a wanted mark is
found where a right run stands on it. Precision is over found runs, those on `either` left out of both counts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publish.editing.edit import edit
from publish.outside.files import source
from publish.reading.formats.text import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Book

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("ENFACE_SHARED", ROOT.parent / "shared"))
MARKS = ROOT / "tests" / "data" / "foreign"
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a line, blanks apart."""

    line: int
    places: frozenset[int]
    language: str
    wanted: bool = True
    text: str = ""

    def meets(self, other: Run) -> bool:
        """Tell whether two runs are one, near enough."""
        same = self.line == other.line and self.language.partition("-")[0] == other.language.partition("-")[0]
        return same and len(self.places & other.places) >= SHARE * len(self.places | other.places)


def marks(article: Path) -> list[Run]:
    """Return the marks of an article.

    Raises:
        SystemExit: a line is not the one that was marked.
    """
    lines = article.read_text("utf-8").split("\n")
    found = []
    with (MARKS / f"{article.stem}.tsv").open(encoding="utf-8", newline="") as file:
        for number, begin, end, language, _, wanted, digest in csv.reader(file, delimiter="\t"):
            if number.startswith("#"):
                continue
            line = lines[int(number) - 1]
            if hashlib.sha256(line.encode()).hexdigest() != digest:
                sys.exit(f"{article.name}: line {number} is not the one that was marked")
            places = frozenset(range(_solid(line[: int(begin)]), _solid(line[: int(end)])))
            found.append(Run(int(number), places, language, wanted == "yes", line[int(begin) : int(end)]))
    return found


def _solid(text: str) -> int:
    return sum(not character.isspace() for character in text)


def tagged(book: Book, article: Path) -> Iterator[Run]:
    """Yield the runs that the book tags, placed in the article's lines."""
    lines = ["".join(line.split()) for line in article.read_text("utf-8").split("\n")]
    for edition in book.editions:
        for paragraph in edition.paragraphs:
            if not paragraph.first_line:
                continue
            whole = "".join(paragraph.text.split())
            begin = lines[paragraph.first_line - 1].find(whole)
            place = max(begin, 0)
            for sentence in paragraph.sentences:
                for span in sentence.spans:
                    end = place + _solid(span.text)
                    if span.language and begin >= 0:
                        yield Run(paragraph.first_line, frozenset(range(place, end)), span.language, text=span.text)
                    place = end


def score(folder: Path) -> dict[str, float | int | list[str]]:
    """Return precision, recall, and the runs that are wrong or missed, over all articles that are marked."""
    right = wrong = found = wanted = 0
    faults: list[str] = []
    for article in sorted(folder.glob("*.txt")):
        if not (MARKS / f"{article.stem}.tsv").exists():
            continue
        with article.open("rb") as stdin:
            book = edit((read(source(str(article), stdin)),))
        gold, runs = marks(article), list(tagged(book, article))
        for run in runs:
            met = [mark for mark in gold if run.meets(mark)]
            right += any(mark.wanted for mark in met)
            wrong += not met
            faults += [] if met else [f"{article.stem} {run.line}: {run.language} is wrong for {run.text!r}"]
        for mark in gold:
            hit = any(mark.meets(run) for run in runs)
            wanted += mark.wanted
            found += mark.wanted and hit
            if mark.wanted and not hit:
                faults.append(f"{article.stem} {mark.line}: {mark.language} is missed for {mark.text!r}")
    return {
        "precision": right / (right + wrong) if right + wrong else 1.0,
        "recall": found / wanted if wanted else 1.0,
        "tagged": right + wrong,
        "wanted": wanted,
        "faults": faults,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "data" / "articles")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", action="store_true", help="name the runs that are wrong or missed")
    options = parser.parse_args()
    figures = score(options.folder)
    faults = figures.pop("faults")
    if options.json:
        print(json.dumps(figures))
    else:
        print(
            " ".join(
                f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"
                for name, value in figures.items()
            )
        )
    if options.runs and isinstance(faults, list):
        print(*faults, sep="\n")


if __name__ == "__main__":
    main()
