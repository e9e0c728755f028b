"""A podcast, by the commands that a person types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from publish.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RUNNER = CliRunner()
ARTICLE = """A lamp in the window

My grandmother put a lamp in the window every evening. The boats on the river looked for it when they came home.

En Español

Una lámpara en la ventana

Mi abuela ponía una lámpara en la ventana todas las tardes. Los barcos del río la buscaban cuando volvían a casa.
"""
SETTINGS = """
title = "Village Radio"
description = "Stories of the river."
author = "Ana Roe"
language = "en"
category = "Education"
base_url = "https://example.org/podcast/"
"""
TONE = ("--voice", "en=tone", "--voice", "es=tone", "--workers", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENFACE_MEMORY", str(tmp_path / "memory"))
    (tmp_path / "lamp.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "pod").mkdir()
    (tmp_path / "pod" / "show.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return RUNNER.invoke(app, words)


def test_an_article_becomes_an_episode_and_a_book_and_the_feed_is_sound(folder: Path) -> None:
    done = run("make", "lamp.txt", "--to", "epub,feed", "--show", "pod", *TONE)
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Wrote output/a-lamp-in-the-window/a-lamp-in-the-window.epub (")
    assert lines[1] == "Wrote pod/feed.xml, to be found at https://example.org/podcast/feed.xml"
    assert lines[-1] == "To try the podcast, run: publish serve pod"
    assert not (folder / "output" / "a-lamp-in-the-window" / "audio").exists()
    (item,) = etree.parse(folder / "pod" / "feed.es.xml").getroot().iter("item")
    sound = folder / "pod" / item.find("enclosure").get("url").removeprefix("https://example.org/podcast/")
    assert sound.stat().st_size == int(item.find("enclosure").get("length"))

    checked = run("check", "pod", "--rules")
    assert checked.exit_code == 0, checked.stdout
    assert "feed.xml, Podcast: Apple, Spotify, Podcasting 2.0: 12 passed, 1 needs a person" in checked.stdout
    sound.write_bytes(b"cut")
    broken = run("check", "pod")
    assert broken.exit_code == 9
    assert "Its sound is 3 bytes long, not " in broken.stdout


def test_the_same_again_changes_nothing_and_says_so(folder: Path) -> None:
    order = ("make", "lamp.txt", "--to", "feed", "--show", "pod", *TONE)
    assert run(*order).exit_code == 0
    before = {path: path.stat().st_mtime_ns for path in (folder / "pod").rglob("*") if path.is_file()}
    again = run(*order, "--json")
    events = [json.loads(line) for line in again.stdout.splitlines()]
    assert [event["changed"] for event in events if event["event"] == "feed"] == [False, False, False]
    assert {path: path.stat().st_mtime_ns for path in (folder / "pod").rglob("*") if path.is_file()} == before


def test_another_article_of_the_same_title_is_said_to_take_its_place(folder: Path) -> None:
    assert run("make", "lamp.txt", "--to", "feed", "--show", "pod", *TONE).exit_code == 0
    (folder / "other.txt").write_text(ARTICLE.replace("boats", "ferries"), "utf-8")
    done = run("make", "other.txt", "--to", "feed", "--show", "pod", *TONE)
    assert "This takes the place of the book that was made from lamp.txt; --title or --out keeps both" in done.stderr
    assert len(list((folder / "pod" / "episodes").glob("[!.]*"))) == 1


def test_a_feed_without_a_show_says_how_to_name_one() -> None:
    done = run("make", "lamp.txt", "--to", "feed", *TONE)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "Hint: Name its folder: --show podcast" in done.stderr


def test_a_show_that_is_not_begun_is_begun_by_a_command_of_its_own(folder: Path) -> None:
    done = run("make", "lamp.txt", "--to", "feed", "--show", "new", *TONE)
    assert done.exit_code == 3
    assert "Hint: publish show new writes one for you to fill in." in done.stderr
    assert not (folder / "new").exists()
    assert run("show", "new").stdout.splitlines() == [
        "Wrote new/show.toml: fill it in",
        "Then each episode is made so: publish make article.txt --to feed --show new",
    ]
    assert run("show", "new").exit_code == 3
