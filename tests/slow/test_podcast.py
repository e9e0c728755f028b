"""A podcast of two articles, through checkers and podcast client libraries that know nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

SETTINGS = """
title = { en = "Village Radio", es = "Radio del pueblo" }
description = { en = "Stories of the river.", es = "Historias del río." }
author = "Ana Roe"
email = "ana@example.org"
language = "en"
category = "Education > Language Learning"
base_url = "https://example.org/podcast/"
licence = "CC-BY-4.0"
"""
BASE = "https://example.org/podcast/"
PARTYTIME = """
const {parseFeed} = require(process.argv[2] + "/podcast-partytime");
console.log(JSON.stringify(parseFeed(require("fs").readFileSync(process.argv[1], "utf8"))));
"""
RSS_PARSER = """
const Parser = require(process.argv[2] + "/rss-parser");
const item = ["dc:language", ["podcast:transcript", "transcripts", {keepArray: true}]];
item.push("podcast:chapters", ["podcast:person", "people", {keepArray: true}]);
item.push(["podcast:contentLink", "contentLinks", {keepArray: true}]);
const feed = ["podcast:guid", "podcast:medium", "podcast:license", ["podcast:locked", "locked", {keepArray: true}]];
feed.push(["atom:link", "links", {keepArray: true}]);
new Parser({customFields: {item, feed}}).parseString(require("fs").readFileSync(process.argv[1], "utf8"))
  .then(found => console.log(JSON.stringify(found)));
"""


@pytest.fixture(scope="module")
def podcast(
    tmp_path_factory: pytest.TempPathFactory, publish: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> Path:
    """The sample, and another article that differs from it by a year and its title."""
    folder = tmp_path_factory.mktemp("podcast")
    (folder / "show.toml").write_text(SETTINGS, "utf-8")
    sample = Path(__file__).parents[2] / "publish" / "sample" / "sample.txt"
    other = folder.parent / "other.txt"
    other.write_text(sample.read_text("utf-8").replace("2017", "2018"), "utf-8")
    for source, title in ((sample, "The Boat"), (other, "The Other Boat")):
        day = ("--retrieved", "2026-05-01")
        done = run(publish, "make", source, "--title", title, *day, "--to", "feed", "--show", folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def client() -> Callable[[str, Path], dict[str, Any]]:
    """What a JavaScript library makes of a feed."""
    modules = os.environ.get("ENFACE_FEED_NM", "")
    if not Path(modules, "podcast-partytime").is_dir():
        message = f"npm podcast-partytime and rss-parser are not here ({modules or 'ENFACE_FEED_NM is not set'})"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(f"{message}; .ci/run installs them")

    def parsed(program: str, feed: Path) -> dict[str, Any]:
        done = subprocess.run(["node", "-e", program, feed, modules], capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)

    return parsed


@pytest.mark.parametrize("name", ["feed.xml", "feed.en.xml", "feed.es.xml"])
def test_no_rule_of_apple_spotify_and_podcasting_2_0_is_broken(
    podcast: Path, name: str, tool: Callable[[str], Path], python_that_measures: Path, run: Callable[..., Any]
) -> None:
    done = run(python_that_measures, tool("check_feed.py"), podcast / name, "--json")
    found = json.loads(done.stdout)
    assert (found["errors"], found["warnings"], found["items"]) == ([], [], 4 if name == "feed.xml" else 2)


def test_our_own_check_agrees(podcast: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "publish", "check", podcast], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("12 passed") == 3


def test_a_podcast_client_reads_every_field_back(podcast: Path, client: Callable[[str, Path], dict[str, Any]]) -> None:
    found = client(PARTYTIME, podcast / "feed.es.xml")
    assert (found["title"], found["author"], found["language"]) == ("Radio del pueblo", "Ana Roe", "es")
    assert found["description"] == "Historias del río."
    assert (found["medium"], found["itunesType"], found["explicit"]) == ("podcast", "episodic", False)
    assert found["itunesCategory"] == ["Education > Language Learning"]
    assert found["owner"] == {"email": "ana@example.org", "name": "Ana Roe"}
    assert found["locked"] is True
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert found["guid"] == "e295516c-58dc-54c7-8650-cd36cf440880"
    assert [each["feedUrl"] for each in found["podroll"]] == [f"{BASE}feed.xml", f"{BASE}feed.en.xml"]
    item = found["items"][0]
    assert (item["title"], item["itunesEpisodeType"]) == ("El barco que presta libros", "full")
    sound = podcast / item["enclosure"]["url"].removeprefix(BASE)
    assert (item["enclosure"]["type"], item["enclosure"]["length"]) == ("audio/mpeg", sound.stat().st_size)
    assert 150 < item["duration"] < 250
    kinds = [(each["language"], each["type"]) for each in item["podcastTranscripts"]]
    assert kinds == [
        (language, f"{kind}")
        for language in ("es", "en")
        for kind in ("text/vtt", "application/srt", "text/html", "application/json")
    ]
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert [(each["name"], each["role"]) for each in item["podcastPeople"]] == [("Pico", "Narrator")]


def test_another_client_reads_what_the_first_does_not_know(
    podcast: Path, client: Callable[[str, Path], dict[str, Any]]
) -> None:
    found = client(RSS_PARSER, podcast / "feed.en.xml")
    assert found["locked"] == [{"_": "yes", "$": {"owner": "ana@example.org"}}]
    assert [(link["$"]["rel"], link["$"].get("hreflang")) for link in found["links"]] == [
        ("self", None),
        ("alternate", None),
        ("alternate", "es"),
    ]
    assert found["itunes"]["categoriesWithSubs"] == [{"name": "Education", "subs": [{"name": "Language Learning"}]}]
    item = found["items"][1]
    assert (item["language"], item["pubDate"]) == ("en", "Fri, 01 May 2026 12:00:00 GMT")
    (book,) = item["contentLinks"]
    assert (podcast / book["$"]["href"].removeprefix(BASE)).is_file()
    assert book["_"] == "EPUB: The Other Boat"
    assert all((podcast / each["$"]["url"].removeprefix(BASE)).is_file() for each in item["transcripts"])
