"""Editing holds the figures it reached, a point below each: measured by scorers that are not ours, on texts of others.

Twins by meaning are held on a part of the sets (Text+Berg's test documents and the UDHR), since the rest takes minutes
to embed; without meaning, on all of them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Scored = Callable[..., dict[str, dict[str, float]]]

pytestmark = pytest.mark.slow

BENCH = Path(__file__).parent.parent / "bench" / "editing.py"
FIGURE = re.compile(r"(\w+)=([\d.]+)")


@pytest.fixture
def scored(tmp_path: Path, data: Callable[[str], Path]) -> Scored:
    """What the scorers say of the real pipeline's predictions: figures by name, for each line they print."""

    def predict_and_score(task: str, gold: str, *options: str) -> dict[str, dict[str, float]]:
        ends = [task, str(data(gold)), str(tmp_path / "predictions.jsonl"), *options]
        said = ""
        for what in ("predict", "score"):
            done = subprocess.run([sys.executable, BENCH, what, *ends], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            said = done.stdout
        return figures(said)

    return predict_and_score


def figures(said: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for line in said.splitlines():
        name = re.split(r"\s(?=\w+=)", line, maxsplit=1)[0].strip()
        strict = line.partition("| lax")[0]
        found.setdefault(" ".join(name.split()), {}).update({k: float(v) for k, v in FIGURE.findall(strict)})
    return found


def test_a_pasted_page_keeps_its_article(scored: Scored) -> None:
    whole = scored("plain", "clean/plain_pages.jsonl.xz")["ALL"]
    # A point below what a fifth of the sites, not learnt from, reached (0.867 / 0.923), though these were learnt from.
    assert whole["line_f1"] >= 0.856
    assert whole["word_f1"] >= 0.913


def test_a_web_page_keeps_its_article(scored: Scored) -> None:
    pages = scored("html", "clean/html_pages.jsonl.xz")
    assert pages["ALL"]["word_f1"] >= 0.943
    assert pages["scrapinghub"]["gram4_f1"] >= 0.965


def test_an_article_comes_out_whole_and_without_furniture(scored: Scored) -> None:
    # Both scorers end with a line for all articles.
    whole = scored("articles", "articles")["ALL"]
    assert whole["para_f1"] >= 0.99
    assert whole["title_acc"] == 1.0
    assert whole["chrome_leaked"] == 0
    assert whole["langs_exact"] == 1.0
    assert whole["F1"] >= 0.98


def test_the_languages_of_a_mixed_document_are_told(scored: Scored) -> None:
    whole = scored("mixed", "lang/mixed_docs.jsonl")["ALL"]
    assert whole["para_acc"] >= 0.989
    assert whole["boundary_f1"] >= 0.988
    assert whole["langset_exact"] >= 0.99


def test_the_language_of_one_text_is_told(scored: Scored) -> None:
    whole = scored("segments", "lang/segments.jsonl.xz")
    assert whole["udhr para hbs"]["acc"] >= 0.986
    assert whole["udhr sent hbs"]["acc"] >= 0.984
    assert whole["udhr phrase hbs"]["acc"] >= 0.942


def test_what_is_in_another_language_is_tagged_and_nothing_else(data: Callable[[str], Path]) -> None:
    done = subprocess.run(
        [sys.executable, BENCH.with_name("foreign.py"), data("articles"), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures_ = json.loads(done.stdout)
    assert figures_["precision"] >= 0.95
    assert figures_["recall"] >= 0.75


def test_twins_are_found_by_meaning(scored: Scored) -> None:
    whole = scored("sets", "align/align_sets.jsonl", "--only", "textberg-test", "--only", "udhr")
    assert strict(whole, "textberg") >= 0.936
    assert strict(whole, "udhr") >= 0.982


def test_twins_are_found_without_meaning(scored: Scored) -> None:
    whole = scored("sets", "align/align_sets.jsonl", "--without-meaning")
    assert strict(whole, "ALL") >= 0.911
    assert strict(whole, "textberg") >= 0.876
    assert strict(whole, "parice") >= 0.885
    assert strict(whole, "udhr") >= 0.937
    assert strict(whole, "bible") >= 0.929


def strict(found: dict[str, dict[str, float]], name: str) -> float:
    return found[name]["F1"]
