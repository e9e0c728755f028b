"""`--anthology`: several articles named, one book made, or one error that says which of them it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from publish.cli import app

if TYPE_CHECKING:
    from pathlib import Path

FERRY = """The ferry of the two banks

The ferry leaves the northern bank at seven in the morning. It carries bread, letters and whoever is awake.

Share this article on social networks

El transbordador de las dos orillas

El transbordador sale de la orilla norte a las siete de la mañana. Lleva pan, cartas y a quien esté despierto.
"""
CLOCKS = """Los relojes de la plaza

El relojero dice que todos tienen razón. Cada uno fue traído de un pueblo diferente, y nadie quiso cambiarlo.

The clocks of the square

The clockmaker says that all of them are right. Each was brought from a different village, and stayed as it was.
"""
BAKER = """The baker who could not sleep

She kept the oven warm all night and read by its light. In the morning the bread was always ready.
"""
TITLED = ("--anthology", "Short Walks")
TONE = ("--voice", "en=tone", "--voice", "es=tone", "--workers", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENFACE_MEMORY", str(tmp_path / "memory"))
    for name, text in (("ferry.txt", FERRY), ("clocks.txt", CLOCKS), ("baker.txt", BAKER)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_two_articles_become_one_book_with_one_narration_a_language(folder: Path) -> None:
    done = run("make", "ferry.txt", "clocks.txt", "baker.txt", *TITLED, *TONE)
    assert done.exit_code == 0, done.stderr
    assert "Warning: baker.txt is not in Spanish" in done.stderr
    assert "Bound 3 articles as “Short Walks”" in done.stderr
    made = folder / "output" / "short-walks"
    assert sorted(path.relative_to(made).as_posix() for path in made.rglob("*.*")) == [
        "audio/short-walks.en.mp3",
        "audio/short-walks.en.vtt",
        "audio/short-walks.es.mp3",
        "audio/short-walks.es.vtt",
        "colophon.json",
        "short-walks.epub",
    ]
    again = run("make", "ferry.txt", "clocks.txt", "baker.txt", *TITLED, *TONE)
    assert "Nothing has changed" in again.stdout


def test_inspect_shows_the_whole_with_ids_that_run_on() -> None:
    done = run("inspect", "ferry.txt", "clocks.txt", *TITLED, "--json")
    facts = json.loads(done.stdout)
    titles = [(b["id"], b["part"], b["lines"][0], b["text"]) for b in facts["blocks"] if b["kind"] == "title"]
    assert titles == [
        ("en-p1", 1, 1, "The ferry of the two banks"),
        ("en-p3", 2, 5, "The clocks of the square"),
        ("es-p1", 1, 7, "El transbordador de las dos orillas"),
        ("es-p3", 2, 1, "Los relojes de la plaza"),
    ]
    assert [(row["part"], row["lines"]) for row in facts["removed"]] == [(1, [5, 5])]


def test_a_line_is_kept_by_its_file_now_and_next_time(folder: Path) -> None:
    first = run("inspect", "baker.txt", "ferry.txt", *TITLED, "--keep", "ferry.txt:5")
    assert "Overruled: keep ferry.txt:5" in first.stdout
    assert not (folder / "baker.overrides.toml").exists()
    second = run("inspect", "baker.txt", "ferry.txt", *TITLED, "--json")
    assert "Followed ferry.overrides.toml: keep 5" in second.stderr
    assert json.loads(second.stdout)["removed"] == []


def test_an_alignment_beside_an_article_is_followed_within_the_whole(folder: Path) -> None:
    (folder / "ferry.alignment.tsv").write_text("en-p1\t\nen-p2\tes-p1 es-p2\n", "utf-8")
    done = run("inspect", "clocks.txt", "ferry.txt", *TITLED, "--json")
    sides = [(b["left"], b["right"]) for b in json.loads(done.stdout)["beads"] if b["level"] == "paragraph"]
    assert sides[-2:] == [([], ["en-p3"]), (["es-p3", "es-p4"], ["en-p4"])]


def test_an_alignment_of_the_whole_can_be_edited_but_pairs_no_two_articles(folder: Path) -> None:
    sources = ("ferry.txt", "clocks.txt", "baker.txt", *TITLED)
    first = json.loads(run("inspect", *sources, "--alignment-out", "whole.tsv", "--json").stdout)
    again = json.loads(run("inspect", *sources, "--alignment", "whole.tsv", "--json").stdout)
    sides = [[(b["left"], b["right"]) for b in facts["beads"]] for facts in (first, again)]
    assert sides[0] == sides[1]
    rows = "en-p1\tes-p3\nen-p2\tes-p2\nen-p3\tes-p1\nen-p4\tes-p4\nen-p5\t\nen-p6\t\n"
    (folder / "crossed.tsv").write_text(rows, "utf-8")
    done = run("inspect", *sources, "--alignment", "crossed.tsv")
    assert (done.exit_code, done.stderr.splitlines()[-2]) == (
        3,
        "Error: crossed.tsv: en-p1 and es-p3 are of different articles",
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ferry.txt",), 3, "Error: --anthology: An anthology is two articles or more"),
        (("--sample",), 3, "Error: --anthology: An anthology is two articles or more"),
        (("ferry.txt", "ferry.txt"), 3, "Error: ferry.txt: The same article stands twice in this anthology"),
        (("ferry.txt", "./ferry.txt"), 3, "Error: ./ferry.txt: It holds the same text as ferry.txt"),
        (("ferry.txt", "baker.txt", "--title", "X"), 3, "Error: --title: An anthology has its own title"),
        (("ferry.txt", "baker.txt", "--keep", "5"), 3, "Error: --keep: Each article of an anthology has a line 5"),
        (("ferry.txt", "baker.txt", "--keep", "x.txt:5"), 3, "Error: --keep: There is no source called x.txt"),
        (("ferry.txt", "gone.txt"), 4, "Error: gone.txt: "),
        (("ferry.txt", "empty.txt"), 4, "Error: empty.txt: There is nothing in it"),
        (("ferry.txt", "bad.epub"), 4, "Error: bad.epub: "),
        (("ferry.txt", "signs.txt"), 5, "Error: signs.txt: No language can be told"),
    ],
)
def test_what_cannot_be_bound_is_named_and_nothing_is_written(
    folder: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (folder / "empty.txt").write_text("\n", "utf-8")
    (folder / "bad.epub").write_bytes(b"PK\x03\x04 and nothing more")
    (folder / "signs.txt").write_text("* * *\n", "utf-8")
    before = sorted(folder.iterdir())
    done = run("make", *words, *TITLED, "--drop", "ferry.txt:3", *TONE)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert sorted(folder.iterdir()) == before
