"""What a person decided, from one command to the next."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from publish.cli import app

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """Rain in the hills

It rains in the hills above our village every winter. The river rises, and the children watch it from the bridge.

Nobody remembers a winter without rain. The old people say that the hills would be a desert.

En Español

Lluvia en los cerros

Llueve en los cerros sobre nuestro pueblo todos los inviernos. El río crece y los niños lo miran desde el puente.

Nadie recuerda un invierno sin lluvia. Los viejos dicen que los cerros serían un desierto.
"""
TONE = ("--voice", "en=tone", "--voice", "es=tone", "--workers", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENFACE_MEMORY", str(tmp_path / "memory"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "rain.txt").write_text(ARTICLE, "utf-8")
    return tmp_path


def run(*words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, words, input=stdin)


def removed(*words: str) -> list[int]:
    done = run("inspect", "rain.txt", "--json", *words)
    assert done.exit_code == 0, done.stderr
    return [row["lines"][0] for row in json.loads(done.stdout)["removed"]]


def test_a_line_overruled_once_stays_so() -> None:
    first = run("inspect", "rain.txt", "--drop", "5")
    assert "Wrote rain.overrides.toml for next time: drop 5" in first.stderr
    assert removed() == [5]
    assert "Followed rain.overrides.toml: drop 5\n" in run("inspect", "rain.txt").stderr


def test_the_word_of_this_command_counts_more_than_an_earlier_one() -> None:
    assert removed("--drop", "5,13") == [5, 13]
    assert removed("--keep", "5") == [13]
    assert removed() == [13]


def test_a_line_that_changed_since_voids_what_was_said_of_it(folder: Path) -> None:
    run("inspect", "rain.txt", "--drop", "5,13")
    (folder / "rain.txt").write_text(ARTICLE.replace("Nobody remembers", "No one remembers"), "utf-8")
    done = run("inspect", "rain.txt")
    assert "Warning: rain.overrides.toml: line 5 has changed since; “drop 5” is void" in done.stderr
    assert removed() == [13]


def test_what_publish_toml_overrules_is_not_written_twice(folder: Path) -> None:
    (folder / "publish.toml").write_text("drop = 5\n")
    assert removed() == [5]
    assert not (folder / "rain.overrides.toml").exists()


def test_a_paste_and_the_sample_leave_no_file(folder: Path) -> None:
    assert run("inspect", "-", "--drop", "5", stdin=ARTICLE.encode()).exit_code == 0
    assert run("inspect", "--sample", "--drop", "3").exit_code == 0
    assert list(folder.glob("*.overrides.toml")) == []


def test_each_of_two_sources_keeps_its_own_lines(folder: Path) -> None:
    english, spanish = ARTICLE.split("En Español\n\n")
    (folder / "en.txt").write_text(english, "utf-8")
    (folder / "es.txt").write_text(spanish, "utf-8")
    done = run("inspect", "en.txt", "es.txt", "--drop", "3,10")
    assert done.exit_code == 0, done.stderr
    assert "number = 3\n" in (folder / "en.overrides.toml").read_text("utf-8")
    assert "number = 5\n" in (folder / "es.overrides.toml").read_text("utf-8")
    again = json.loads(run("inspect", "en.txt", "es.txt", "--json").stdout)
    assert [row["lines"][0] for row in again["removed"]] == [3, 10]


@pytest.fixture
def two(folder: Path) -> None:
    english, spanish = ARTICLE.split("En Español\n\n")
    (folder / "en.txt").write_text(english, "utf-8")
    (folder / "es.txt").write_text(spanish, "utf-8")


@pytest.mark.usefixtures("two")
def test_a_line_of_the_second_source_may_be_named_by_its_file() -> None:
    done = run("inspect", "en.txt", "es.txt", "--drop", "en.txt:3, es.txt:5", "--json")
    assert [row["lines"][0] for row in json.loads(done.stdout)["removed"]] == [3, 10]
    assert "Wrote es.overrides.toml for next time: drop 5" in done.stderr


@pytest.mark.usefixtures("two")
def test_how_lines_are_counted_over_two_sources_is_said() -> None:
    done = run("inspect", "en.txt", "es.txt")
    said = "Counted on, en.txt is lines 1-5, es.txt is lines 6-10; --keep and --drop take es.txt:1 too\n"
    assert said in done.stderr


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("fr.txt:3", "Error: --drop: There is no source called fr.txt\nHint: There are: en.txt, es.txt."),
        ("es.txt:6", "Error: --drop: es.txt has no line 6\nHint: Its last one with words on it is 5."),
        ("es.txt:", "Error: --drop: es.txt: is no line number\n"),
        ("es.txt:x", "Error: --drop: x is no line number\n"),
    ],
)
def test_a_line_of_no_source_is_refused(lines: str, said: str) -> None:
    done = run("inspect", "en.txt", "es.txt", "--drop", lines)
    assert done.exit_code == 3
    assert said in done.stderr


def test_two_sources_of_one_name_are_told_apart_by_their_folder(folder: Path) -> None:
    english, spanish = ARTICLE.split("En Español\n\n")
    for language, text in (("en", english), ("es", spanish)):
        (folder / language).mkdir()
        (folder / language / "rain.txt").write_text(text, "utf-8")
    names = ("en/rain.txt", "es/rain.txt")
    assert "two sources called rain.txt" in run("inspect", *names, "--drop", "rain.txt:3").stderr
    done = run("inspect", *names, "--drop", "es/rain.txt:3", "--json")
    assert [row["lines"][0] for row in json.loads(done.stdout)["removed"]] == [8]


@pytest.mark.usefixtures("two")
def test_several_files_that_are_bilingual_themselves_are_no_book_of_mixed_up_languages(folder: Path) -> None:
    (folder / "both.txt").write_text(ARTICLE, "utf-8")
    done = run("inspect", "both.txt", "en.txt")
    assert done.exit_code == 5
    assert done.stderr.startswith("Counted on, ")
    assert "Error: both.txt: It is in two languages itself, " in done.stderr
    assert "\nHint: Make a book of it alone, " in done.stderr


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written_is_only_a_warning(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir()
    (closed / "rain.txt").write_text(ARTICLE, "utf-8")
    closed.chmod(0o500)
    done = run("inspect", "closed/rain.txt", "--drop", "5")
    assert done.exit_code == 0
    assert "Warning: " in done.stderr


def test_a_place_that_is_taken_is_only_a_warning(folder: Path) -> None:
    (folder / "rain.overrides.toml").mkdir()
    done = run("inspect", "rain.txt", "--drop", "5")
    assert done.exit_code == 0, done.stderr
    assert "what was overruled is not kept for next time" in done.stderr


def test_a_broken_file_of_overrides_is_said(folder: Path) -> None:
    (folder / "rain.overrides.toml").write_text("[[line]")
    done = run("inspect", "rain.txt")
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: rain.overrides.toml: This is not TOML")


def crossed(folder: Path, name: str) -> None:
    rows = ["en-p1\tes-p1", "en-p2\tes-p3", "en-p3\tes-p2"]
    (folder / name).write_text("\n".join(rows) + "\n", "utf-8")


def paragraphs(*words: str) -> list[tuple[list[str], list[str]]]:
    seen = json.loads(run("inspect", "rain.txt", "--json", *words).stdout)
    return [(b["left"], b["right"]) for b in seen["beads"] if b["level"] == "paragraph"]


@pytest.mark.parametrize("name", ["rain.alignment.tsv", "alignment.tsv"])
def test_an_alignment_beside_the_source_overrules(folder: Path, name: str) -> None:
    crossed(folder, name)
    assert paragraphs() == [(["en-p1"], ["es-p1"]), (["en-p2"], ["es-p3"]), (["en-p3"], ["es-p2"])]


def test_an_alignment_is_written_edited_and_followed_in_the_book(folder: Path) -> None:
    assert run("inspect", "rain.txt", "--alignment-out", "mine.tsv").exit_code == 0
    straight = (folder / "mine.tsv").read_text("utf-8")
    assert straight.splitlines()[2].startswith("en-p2\tes-p2\ten es\t")
    assert run("make", "rain.txt", *TONE, "--to", "epub").exit_code == 0
    crossed(folder, "mine.tsv")
    done = run("make", "rain.txt", *TONE, "--to", "epub", "--alignment", "mine.tsv", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["changed"]
    assert paragraphs("--alignment", "mine.tsv")[1] == (["en-p2"], ["es-p3"])


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "mine.tsv: It cannot be read"), ("en-p7\tes-p1\n", "mine.tsv, line 1: There is no paragraph en-p7")],
)
def test_an_alignment_that_cannot_be_followed_is_refused(folder: Path, content: str | None, said: str) -> None:
    if content:
        (folder / "mine.tsv").write_text(content)
    done = run("inspect", "rain.txt", "--alignment", "mine.tsv")
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-2].startswith(f"Error: {said}")


def test_an_article_in_one_language_has_nothing_to_pair(folder: Path) -> None:
    (folder / "rain.txt").write_text(ARTICLE.partition("En Español")[0], "utf-8")
    crossed(folder, "alignment.tsv")
    assert run("inspect", "rain.txt").exit_code == 3


def test_inspect_writes_its_page(folder: Path) -> None:
    done = run("inspect", "rain.txt", "--html", "rain.html")
    assert done.exit_code == 0, done.stderr
    assert "Wrote rain.html\n" in done.stderr
    assert (folder / "rain.html").read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')
    assert run("inspect", "rain.txt", "--html", "new/rain.html").exit_code == 0
    assert run("inspect", "rain.txt", "--html", "rain.txt/rain.html").exit_code == 9
