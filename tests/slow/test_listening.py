"""`publish check --listen` on a narration by the embedded voice, with a real recogniser."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from publish.cli import app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("faster_whisper") is None, reason='enface[listen] is not installed: pip install "enface[listen]"'
    ),
]
ARTICLE = """Rain in the hills

It rains in the hills above our village every winter. The river rises, and the children watch it from the bridge.

Nobody remembers a winter without rain. The old people say that the hills would be a desert.

They planted trees along the river in the spring. Every family waters one of them until the rain comes back.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listen")
    (folder / "rain.txt").write_text(ARTICLE, "utf-8")
    call = ["make", str(folder / "rain.txt"), "--to", "audio,epub", "--voice", "en=en-pico"]
    done = CliRunner().invoke(app, [*call, "--out", str(folder / "out"), "--memory", str(folder / "memory")])
    assert done.exit_code == 0, done.output
    return next((folder / "out").iterdir())


def listen(book: Path, *, captions: str | None = None) -> tuple[int, str]:
    vtt = next(book.rglob("*.vtt"))
    before = vtt.read_text("utf-8")
    try:
        vtt.write_text(captions or before, "utf-8")
        done = CliRunner().invoke(app, ["check", str(book), "--listen"])
    finally:
        vtt.write_text(before, "utf-8")
    return done.exit_code, done.stdout


def later(captions: str, milliseconds: int) -> str:
    """Every time of a transcript, so much later."""

    def moved(match: re.Match[str]) -> str:
        hours, minutes, seconds, rest = map(int, re.split("[:.]", match[0]))
        total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest + milliseconds
        return f"{total // 3600000:02}:{total // 60000 % 60:02}:{total // 1000 % 60:02}.{total % 1000:03}"

    return re.sub(r"\d\d:\d\d:\d\d\.\d\d\d", moved, captions)


def test_a_narration_that_is_as_it_should_be_has_no_findings(book: Path) -> None:
    assert listen(book)[0] == 0


def test_a_transcript_seven_tenths_of_a_second_late_is_found(book: Path) -> None:
    exit_code, said = listen(book, captions=later(next(book.rglob("*.vtt")).read_text("utf-8"), 700))
    assert exit_code == 9
    assert "out-of-step" in said


def test_a_sentence_that_is_not_what_is_said_is_named(book: Path) -> None:
    captions = (
        next(book.rglob("*.vtt"))
        .read_text("utf-8")
        .replace("Nobody remembers a winter without rain.", "The mayor has promised every family a new boat.")
    )
    exit_code, said = listen(book, captions=captions)
    assert exit_code == 9
    assert "en-p3-s1" in said
