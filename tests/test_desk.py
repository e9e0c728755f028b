"""From what an order names to the book."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from publish import desk
from publish.config import Order
from publish.console import JsonLines, Kept, Lines, Terminal
from publish.editing.edit import edit
from publish.editing.labels import with_labels
from publish.errors import SourceError
from publish.outside import files
from publish.reading.formats import text

if TYPE_CHECKING:
    from pathlib import Path

    from publish.console import Tell

LONG = "The harbour at night\n\n" + "\n\n".join(
    f"In week {n} the old ferry crossed the bay before dawn, and nobody on the quay could say how many boxes of "
    f"lemons, ropes and lamps the {n} men of the night watch had carried on board while the town was asleep."
    for n in range(1, 520)
)


def test_a_long_text_is_the_same_book_as_if_no_other_process_had_edited_it(tmp_path: Path) -> None:
    source = tmp_path / "harbour.txt"
    source.write_text(f"{LONG}\n\nShare this article\n", "utf-8")
    assert source.stat().st_size > 100_000
    here = with_labels(edit((text.read(files.source(str(source), None)),)), "chapters")
    told = Kept()
    assert desk.edited(Order(sources=(str(source),)), told) == here
    heard: list[str] = []
    told.repeat(_Listener(heard))
    assert heard == [
        "Reading harbour.txt, 108.8 kB",
        "Read harbour.txt: 520 paragraphs, English; 1 line left out",
    ]


def test_what_is_wrong_with_a_long_text_is_said_as_of_a_short_one(tmp_path: Path) -> None:
    source = tmp_path / "links.txt"
    source.write_text("Share\nSubscribe\nLog in\n" * 6000, "utf-8")
    with pytest.raises(SourceError, match="There is no article in it"):
        desk.edited(Order(sources=(str(source),)), Kept())


def test_nobody_waits_in_silence_for_a_long_text(tmp_path: Path) -> None:
    source = tmp_path / "links.txt"
    source.write_text("Share\nSubscribe\nLog in\n" * 6000, "utf-8")
    for teller in (Lines, Terminal, JsonLines):
        stream = io.StringIO()
        with pytest.raises(_StoppedError):
            desk.edited(Order(sources=(str(source),)), _StopsAtFirst(teller(stream)))
        assert "Reading links.txt, 138.0 kB" in stream.getvalue()


class _StoppedError(Exception):
    """Somebody has heard enough."""


class _StopsAtFirst:
    """Stops the work as soon as it has said anything: no process has begun by then."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def stage(self, text: str) -> None:
        self._tell.stage(text)
        raise _StoppedError

    def progress(self, what: str, done: float, total: float) -> None:
        raise AssertionError(what)

    def warn(self, text: str) -> None:
        raise AssertionError(text)


class _Listener:
    def __init__(self, heard: list[str]) -> None:
        self._heard = heard

    def stage(self, text: str) -> None:
        self._heard.append(text)

    def progress(self, what: str, done: float, total: float) -> None:
        raise AssertionError(what)

    def warn(self, text: str) -> None:
        self._heard.append(f"Warning: {text}")
