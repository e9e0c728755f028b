"""The book, through checkers and readers that are not ours."""

from __future__ import annotations

import json
import os
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from publish.writing.proof import coverage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def pars(epub: Path) -> int:
    """How many sentences our overlays speak."""
    with zipfile.ZipFile(epub) as book:
        return sum(book.read(n).count(b"<audio ") for n in book.namelist() if n.endswith(".smil"))


_LATE = re.compile(r"EPUB/(\S+): highlighted at audio ([\d.]+) s, clipBegin .*")
_CLIP = re.compile(r'<text src="([^"]+)"/><audio src="([^"]+)" clipBegin="[^"]+" clipEnd="(\d+):(\d+):([\d.]+)"')


def wrong(problems: list[str], epub: Path) -> list[str]:
    """What was wrong in the player, but for a clock of the sound before.

    Where the voice changes, so does the file, and the player's clock is now and then read of the one that has just
    ended: then it stands a moment after the end of the clip before, and says nothing of this one.
    """
    with zipfile.ZipFile(epub) as book:
        overlays = [_CLIP.findall(book.read(name).decode()) for name in book.namelist() if name.endswith(".smil")]
    before = {then[0]: first[2:] for clips in overlays for first, then in pairwise(clips) if first[1] != then[1]}

    def is_of_before(problem: str) -> bool:
        late = _LATE.fullmatch(problem)
        if not late or late[1] not in before:
            return False
        hours, minutes, seconds = map(float, before[late[1]])
        return 0 <= float(late[2]) - (hours * 3600 + minutes * 60 + seconds) < 1

    return [problem for problem in problems if not is_of_before(problem)]


def test_epubcheck_ace_and_the_producer_rules_find_nothing(made: Any, tool: Any, run: Any, tmp_path: Path) -> None:
    done = run("bash", tool("check_epub.sh"), made.epub, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fatal=0 error=0 warning=0 usage=0" in done.stdout
    assert "pass violations=0" in done.stdout
    assert "extra: problems=0" in done.stdout


@pytest.mark.parametrize(
    "layout", [("facing",), ("reveal",), ("interleaved", "--grain", "sentence"), ("chapters", "--links", "sentence")]
)
def test_every_layout_passes_the_same_checks(
    layout: tuple[str, ...], tool: Any, run: Any, publish: Path, tmp_path: Path
) -> None:
    done = run(publish, "make", "--sample", "--out", tmp_path, "--to", "epub,light", "--layout", *layout)
    assert done.returncode == 0, done.stderr
    silent, spoken = sorted(tmp_path.rglob("*.epub"), key=lambda path: not path.name.endswith(".text.epub"))
    for book in (silent, spoken):
        checked = run("bash", tool("check_epub.sh"), book, tmp_path / book.stem)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "fatal=0 error=0 warning=0 usage=0" in checked.stdout
        assert "pass violations=0" in checked.stdout
        assert "extra: problems=0" in checked.stdout
    read = run("node", tool("parse_readium.cjs"), spoken)
    assert sum(page["mo"]["pars"] for page in json.loads(read.stdout)["spine"] if page["mo"]) == pars(spoken)


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_where_languages_take_turns_a_real_reader_follows_them(
    layout: str, tool: Any, run: Any, publish: Path, tmp_path: Path
) -> None:
    # A tone for each word is heard in a third of the time that a voice takes.
    voices = ("--voice", "en=tone", "--voice", "es=tone")
    done = run(publish, "make", "--sample", "--out", tmp_path, "--to", "epub", "--layout", layout, *voices)
    assert done.returncode == 0, done.stderr
    (book,) = tmp_path.rglob("*.epub")
    report = tmp_path / "overlay.json"
    played = run("node", tool("check_overlay.mjs"), book, "--rate", "3", "--json", report)
    seen = json.loads(report.read_text("utf-8"))
    assert wrong(seen["problems"], book) == [], played.stdout[-3000:]
    assert seen["parsExpected"] == pars(book)


def test_all_that_is_seen_is_heard_or_named(made: Any) -> None:
    with made.epub.open("rb") as book:
        seen = coverage(book)
    assert seen.visible == seen.spoken + seen.named
    assert seen.spoken > 0.98 * seen.visible


def test_a_real_reader_lights_every_sentence_in_order(made: Any, tool: Any, run: Any, tmp_path: Path) -> None:
    report = tmp_path / "overlay.json"
    done = run("node", tool("check_overlay.mjs"), made.epub, "--rate", "3", "--max-seconds", "900", "--json", report)
    seen = json.loads(report.read_text("utf-8"))
    assert wrong(seen["problems"], made.epub) == [], done.stdout[-3000:]
    assert seen["parsHighlighted"] == seen["parsExpected"]
    assert seen["parsExpected"] == pars(made.epub)


def test_thoriums_parser_reads_the_same_clips(made: Any, tool: Any, run: Any) -> None:
    done = run("node", tool("parse_readium.cjs"), made.epub)
    assert done.returncode == 0, done.stderr
    spine = json.loads(done.stdout)["spine"]
    assert sum(page["mo"]["pars"] for page in spine if page["mo"]) == pars(made.epub)


@pytest.mark.parametrize("layout", ["chapters", "facing"])
def test_every_broken_copy_is_caught_by_publish_check(
    publish: Path, tool: Any, run: Any, tmp_path: Path, layout: str
) -> None:
    # With a name under its claim, so that the claim can be misspelt too.
    wanted = ("--to", "epub", "--layout", layout, "--reviewed-by", "Ana Roe")
    done = run(publish, "make", "--sample", "--out", tmp_path, *wanted)
    assert done.returncode == 0, done.stderr
    (book,) = tmp_path.rglob("*.epub")
    python = os.environ.get("VALIDATORS_PY", "python3")
    broken = run(python, tool("mutate_epub.py"), book, tmp_path / "broken").stdout.split()
    assert len(broken) == 15
    # Without EPUBCheck: our own rules must see what is broken.
    alone = {"EPUBCHECK_JAR": str(tmp_path / "nowhere.jar")}
    unseen = [copy for copy in broken if run(publish, "check", copy, **alone).returncode != 9]
    assert unseen == []
    assert run(publish, "check", book).returncode == 0
