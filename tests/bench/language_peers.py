"""What others make of the languages that editing tells: predictions in the form of `editing.py predict`.

usage: python tests/bench/language_peers.py segments GOLD PRED.jsonl [--by py3langid|eldc]
       python tests/bench/language_peers.py mixed    GOLD PRED.jsonl [--each]

segments: the detector alone, limited to the 40 languages of the shared data (py3langid), or with the 60 it has (eldc).
mixed: py3langid limited to those that are best in two paragraphs and a tenth of them at least, then Viterbi with a
switch cost of 1; `--each` takes every paragraph on its own. Score with `editing.py score`.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from editing import rows

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDED = {"nb": "no", "nn": "no"}
# The languages of the shared data's mixed documents, and of its UDHR segments.
FORTY = [
    *("ar", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "eu", "fa", "fi", "fr", "gl", "he", "hi", "hr", "hu"),
    *("id", "it", "ja", "ko", "ms", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk"),
    *("vi", "zh"),
]


def py3langid(languages: list[str]) -> Callable[[str], dict[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(languages)

    def told(text: str) -> dict[str, float]:
        temper = math.sqrt(len(text.encode()) or 1)
        found: dict[str, float] = {}
        for label, score in model.rank(text):
            found.setdefault(FOLDED.get(label, label), score / temper)
        return found

    return told


def eldc(_languages: list[str]) -> Callable[[str], dict[str, float]]:
    import eldc as detector

    detector.init()
    return lambda text: dict(detector.detect_details(text).scores) or {"und": 0.0}


def best(told: dict[str, float]) -> str:
    return max(told, key=told.__getitem__)


def together(tables: list[dict[str, float]]) -> list[str]:
    """The languages of a document's paragraphs: its set first, then the likeliest path."""
    winners = Counter(map(best, tables))
    names = [name for name, times in winners.items() if times >= max(2, 0.1 * len(tables))] or [best(tables[0])]
    table = np.array([[told.get(name, -1e3) for name in names] for told in tables])
    table -= table.max(axis=1, keepdims=True)
    score, came = table[0], []
    for row in table[1:]:
        switched = int(score.argmax())
        stays = score >= score[switched] - 1.0
        came.append(np.where(stays, np.arange(len(names)), switched))
        score = np.where(stays, score, score[switched] - 1.0) + row
    path = [int(score.argmax())]
    for step in reversed(came):
        path.append(int(step[path[-1]]))
    return [names[place] for place in reversed(path)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("segments", "mixed"))
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--by", choices=("py3langid", "eldc"), default="py3langid")
    parser.add_argument("--each", action="store_true")
    given = parser.parse_args()
    told = {"py3langid": py3langid, "eldc": eldc}[given.by](FORTY)
    with given.predictions.open("w", encoding="utf-8") as out:
        for row in rows(given.gold):
            if given.task == "segments":
                found = {"id": row["id"], "lang": best(told(row["text"]))}
            else:
                tables = [told(text) for text in row["paras"]]
                found = {"id": row["id"], "langs": list(map(best, tables)) if given.each else together(tables)}
            out.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
