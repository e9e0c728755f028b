"""What a person sees while we work."""

from __future__ import annotations

import io
import json
import logging

import pytest

from publish.console import (
    JsonLines,
    Kept,
    Lines,
    Terminal,
    artifact_facts,
    duration,
    error_facts,
    error_lines,
    listening,
    size,
    teller,
)
from publish.errors import SourceError, VoiceError
from publish.model import Artifact


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(tell: Lines | JsonLines, clock: Clock, *, seconds: int, total: int) -> None:
    """One step of work a second, told ten times."""
    for i in range(seconds * 10 + 1):
        tell.progress("Speaking", i / 10, total)
        clock.now += 0.1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (845, "14 min 05 s"), (7620, "2 h 07 min"), (-1, "0 s")],
)
def test_a_length_of_time_is_said_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (1_234_567, "1.2 MB"),
    ],
)
def test_a_size_is_said_in_words(count: int, words: str) -> None:
    assert size(count) == words


def test_a_stage_and_a_warning_are_a_line_each() -> None:
    stream = io.StringIO()
    tell = Lines(stream)
    tell.stage("Read rain.txt: 14 paragraphs")
    tell.warn("espeak sounds like a robot")
    assert stream.getvalue() == "Read rain.txt: 14 paragraphs\nWarning: espeak sounds like a robot\n"


def test_a_short_step_says_nothing_of_its_progress() -> None:
    stream, clock = io.StringIO(), Clock()
    run(Lines(stream, clock), clock, seconds=4, total=4)
    assert stream.getvalue() == ""


def test_a_step_of_a_minute_says_how_far_it_is_and_how_long_still() -> None:
    stream, clock = io.StringIO(), Clock()
    run(Lines(stream, clock), clock, seconds=60, total=60)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Speaking: 6 of 60, about 54 s left"
    assert len(lines) == 9


def test_a_very_slow_step_is_heard_of_every_half_minute() -> None:
    stream, clock = io.StringIO(), Clock()
    run(Lines(stream, clock), clock, seconds=100, total=10_000)
    assert [line.split(",")[0] for line in stream.getvalue().splitlines()] == [
        "Speaking: 30 of 10000",
        "Speaking: 60 of 10000",
        "Speaking: 90 of 10000",
    ]


def test_each_step_has_its_own_time_left() -> None:
    stream, clock = io.StringIO(), Clock()
    tell = Lines(stream, clock)
    tell.progress("Speaking", 0, 10)
    clock.now += 100
    tell.progress("Encoding", 0, 10)
    clock.now += 5
    tell.progress("Encoding", 5, 10)
    assert stream.getvalue() == "Encoding: 5 of 10, about 5 s left\n"


def test_the_time_left_counts_down_between_two_large_pieces() -> None:
    stream, clock = io.StringIO(), Clock()
    tell = Lines(stream, clock)
    tell.progress("Speaking", 0, 3)
    clock.now += 40
    tell.progress("Speaking", 1, 3)
    clock.now += 30
    tell.progress("Speaking", 1, 3)
    clock.now += 100
    tell.progress("Speaking", 1, 3)
    assert stream.getvalue().splitlines() == [
        "Speaking: 1 of 3, about 1 min 20 s left",
        "Speaking: 1 of 3, about 50 s left",
        "Speaking: 1 of 3",
    ]


def test_nothing_to_do_is_no_division_by_zero() -> None:
    stream = io.StringIO()
    for tell in (Lines(stream), JsonLines(stream), Terminal(stream)):
        tell.progress("Speaking", 0, 0)
    assert stream.getvalue() == ""


def test_a_terminal_writes_over_one_line_and_takes_it_away_before_the_next() -> None:
    stream, clock = Screen(), Clock()
    tell = Terminal(stream, clock, width=lambda: 40)
    tell.progress("Speaking", 0, 10)
    clock.now += 2
    tell.progress("Speaking", 5, 10)
    tell.stage("Spoke 10 sentences")
    assert stream.getvalue() == (
        "\r\x1b[KSpeaking: 0 of 10\r\x1b[KSpeaking: 5 of 10, about 2 s left\r\x1b[KSpoke 10 sentences\n"
    )


def test_a_narrow_terminal_never_breaks_the_line() -> None:
    stream = Screen()
    Terminal(stream, Clock(), width=lambda: 12).progress("Speaking", 0, 10)
    assert stream.getvalue() == "\r\x1b[KSpeaking: 0"


def test_a_terminal_is_left_clean_at_the_end() -> None:
    stream = Screen()
    tell = Terminal(stream, Clock(), width=lambda: 40)
    tell.progress("Speaking", 0, 1)
    tell.progress("Speaking", 1, 1)
    assert stream.getvalue() == "\r\x1b[KSpeaking: 0 of 1\r\x1b[K"


@pytest.mark.parametrize(
    ("stream", "environment", "kind"),
    [
        (Screen(), {"TERM": "xterm"}, Terminal),
        (Screen(), {"TERM": "dumb"}, Lines),
        (Screen(), {"CI": "true"}, Lines),
        (io.StringIO(), {"TERM": "xterm"}, Lines),
    ],
    ids=["a terminal", "one that cannot", "a robot's", "a pipe"],
)
def test_lines_are_written_over_only_where_that_can_be_seen(stream, environment, kind) -> None:
    assert type(teller(stream, environment)) is kind


def test_a_machine_hears_the_same_as_data() -> None:
    stream, clock = io.StringIO(), Clock()
    tell = JsonLines(stream, clock)
    tell.stage("Leído")
    tell.warn("slow")
    tell.progress("Speaking", 0, 10)
    clock.now += 2
    tell.progress("Speaking", 5, 10)
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [
        {"event": "stage", "text": "Leído"},
        {"event": "warning", "text": "slow"},
        {"event": "progress", "what": "Speaking", "done": 5, "total": 10, "seconds_left": 2},
    ]


def test_a_machine_hears_that_a_slow_step_still_lives() -> None:
    stream, clock = io.StringIO(), Clock()
    tell = JsonLines(stream, clock)
    for _ in range(41):
        tell.progress("Encoding", 1, 2)
        clock.now += 0.25
    assert [json.loads(line)["done"] for line in stream.getvalue().splitlines()] == [1, 1]


def test_what_rooms_log_is_told_while_someone_listens() -> None:
    stream = io.StringIO()
    room = logging.getLogger("publish.speaking.narrate")
    with listening(Lines(stream)):
        room.info("Spoke %d sentences", 2)
        room.warning("Breton sounds like a robot")
        room.debug("not this")
    room.info("nor this")
    assert stream.getvalue() == "Spoke 2 sentences\nWarning: Breton sounds like a robot\n"


def test_what_another_process_was_told_is_told_again_in_order() -> None:
    told, stream = Kept(), io.StringIO()
    told.warn("No font has its letters")
    told.progress("Reading", 1, 2)
    told.stage("Read rain.txt: 2 paragraphs")
    told.repeat(Lines(stream))
    assert stream.getvalue() == "Warning: No font has its letters\nRead rain.txt: 2 paragraphs\n"


def test_an_error_says_where_what_and_what_next() -> None:
    error = VoiceError("No voice speaks Breton", where="voices/", hint="There are: English, French.")
    assert error_lines(error) == ("Error: voices/: No voice speaks Breton", "Hint: There are: English, French.")
    assert error_facts(error) == {
        "kind": "VoiceError",
        "exit_code": 6,
        "what": "No voice speaks Breton",
        "where": "voices/",
        "hint": "There are: English, French.",
    }


def test_an_error_without_a_hint_is_one_line_whatever_the_file_is_called() -> None:
    assert error_lines(SourceError("It is a folder", where="a\nb\x1b[2J")) == ("Error: a b [2J: It is a folder",)


def test_an_artifact_is_told_as_data() -> None:
    assert artifact_facts(Artifact("rain.epub", "application/epub+zip", 3, "ab")) == {
        "path": "rain.epub",
        "media_type": "application/epub+zip",
        "size": 3,
        "sha256": "ab",
    }
