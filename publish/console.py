"""What a person sees or hears while we work: plain lines, or the same facts as JSON lines."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from publish.errors import PublishError
    from publish.model import Artifact

log = logging.getLogger("publish")

Clock = Callable[[], float]
"""Seconds that only go forward: `time.monotonic`."""

_PATIENCE_S = 5.0
"""Without a terminal, a step shorter than this says nothing of its progress."""

_LONG_S = 30.0
"""A line at least this often, however slow the step."""


class Tell(Protocol):
    """Whom the pipeline tells what it does."""

    def stage(self, text: str) -> None:
        """Say one finished fact: `Read rain.txt: 14 paragraphs`."""

    def progress(self, what: str, done: float, total: float) -> None:
        """Say how far a step is: `Speaking`, 12 of 93. Call it as often as you like."""

    def warn(self, text: str) -> None:
        """Say something that a person should know, and that stops nothing."""


def duration(seconds: float) -> str:
    """Return a length of time in words: `14 min 05 s`, `2 h 07 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def size(count: int) -> str:
    """Return a number of bytes in words, in decimal units: `1.2 MB`."""
    if count < 1000:
        return f"{count} bytes"
    if count < 999_950:
        return f"{count / 1e3:.1f} kB"
    return f"{count / 1e6:.1f} MB"


class _Step:
    """How far the step that is running has come, and how long it still takes."""

    def __init__(self, what: str, done: float, total: float, now: float) -> None:
        self.what = what
        self.total = total
        self.first = self.done = self.said = done
        self.begun = self.moved_at = self.said_at = now

    def seconds_left(self, now: float) -> float | None:
        """From the speed until it last moved, counted down since; None while, or once, nobody can tell."""
        gone, took = self.done - self.first, self.moved_at - self.begun
        if gone <= 0 or took < 1:
            return None
        left = took / gone * (self.total - self.done) - (now - self.moved_at)
        return left if left > 0 else None

    def words(self, now: float) -> str:
        """`Speaking: 12 of 93, about 40 s left`."""
        left = self.seconds_left(now)
        rest = "" if left is None else f", about {duration(left)} left"
        return f"{self.what}: {self.done:.0f} of {self.total:.0f}{rest}"


class _Steps:
    """Starts a new step whenever its name or its total changes, or it begins again."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.step: _Step | None = None

    def at(self, what: str, done: float, total: float) -> tuple[_Step, float]:
        now = self.clock()
        step = self.step
        if step is None or (step.what, step.total) != (what, total) or done < step.done:
            step = self.step = _Step(what, done, total, now)
        if done != step.done:
            step.done, step.moved_at = done, now
        return step, now


class Lines:
    """Plain lines: for a log, a pipe, a screen reader."""

    def __init__(self, stream: TextIO, clock: Clock = time.monotonic) -> None:
        self._stream = stream
        self._steps = _Steps(clock)

    def stage(self, text: str) -> None:
        """Write the fact."""
        self._write(text)

    def progress(self, what: str, done: float, total: float) -> None:
        """Write a line at each tenth, or after half a minute; never within five seconds of the last."""
        step, now = self._steps.at(what, done, total)
        waited = now - step.said_at
        if done >= total or waited < _PATIENCE_S or (waited < _LONG_S and done - step.said < total / 10):
            return
        step.said_at, step.said = now, done
        self._write(step.words(now))

    def warn(self, text: str) -> None:
        """Write the warning."""
        self._write(f"Warning: {text}")

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()


class Terminal(Lines):
    """Plain lines, and one line at the bottom that is written over: what is being done, how far, how long still."""

    _EVERY_S = 0.2

    def __init__(self, stream: TextIO, clock: Clock = time.monotonic, width: Callable[[], int] | None = None) -> None:
        super().__init__(stream, clock)
        self._width = width or self._columns
        self._shown = ""

    def progress(self, what: str, done: float, total: float) -> None:
        """Write over the bottom line, five times a second at most; take it away at the end."""
        step, now = self._steps.at(what, done, total)
        if done >= total:
            self._clear()
            return
        if self._shown and now - step.said_at < self._EVERY_S:
            return
        step.said_at, step.said = now, done
        line = step.words(now)[: max(10, self._width() - 1)]
        if line != self._shown:
            self._stream.write("\r\x1b[K" + line)
            self._stream.flush()
            self._shown = line

    def _columns(self) -> int:
        try:
            # Some terminals say 0: they do not know.
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            return 80

    def _clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = ""

    def _write(self, line: str) -> None:
        self._clear()
        super()._write(line)


class JsonLines:
    """One JSON object a line, for machines."""

    _EVERY_S = 0.5

    def __init__(self, stream: TextIO, clock: Clock = time.monotonic) -> None:
        self._stream = stream
        self._steps = _Steps(clock)

    def stage(self, text: str) -> None:
        """Write a `stage` event."""
        self.event("stage", text=text)

    def progress(self, what: str, done: float, total: float) -> None:
        """Write a `progress` event, twice a second at most; every five seconds where nothing moves."""
        step, now = self._steps.at(what, done, total)
        if now - step.said_at < (_PATIENCE_S if done == step.said else self._EVERY_S):
            return
        step.said_at, step.said = now, done
        left = step.seconds_left(now)
        self.event("progress", what=what, done=done, total=total, seconds_left=None if left is None else round(left))

    def warn(self, text: str) -> None:
        """Write a `warning` event."""
        self.event("warning", text=text)

    def event(self, name: str, **facts: object) -> None:
        """Write any event: its name first, then its facts."""
        self._stream.write(json.dumps({"event": name, **facts}, ensure_ascii=False) + "\n")
        self._stream.flush()


class Kept:
    """Nobody yet: what is told here is told again by another process. How far a step is, is not kept."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        """How (`stage`, `warn`) and what."""

    def stage(self, text: str) -> None:
        """Keep the fact."""
        self.told.append(("stage", text))

    def progress(self, what: str, done: float, total: float) -> None:
        """Let it go."""

    def warn(self, text: str) -> None:
        """Keep the warning."""
        self.told.append(("warn", text))

    def repeat(self, tell: Tell) -> None:
        """Tell it all, in order."""
        for how, text in self.told:
            getattr(tell, how)(text)


def teller(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Lines:
    """Return `Terminal` where the stream is one that can write over a line, else `Lines`."""
    able = stream.isatty() and environment.get("TERM") != "dumb" and not environment.get("CI")
    return Terminal(stream) if able else Lines(stream)


class _ToTell(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self._tell.warn(record.getMessage())
        else:
            self._tell.stage(record.getMessage())


@contextmanager
def listening(tell: Tell) -> Iterator[None]:
    """While it lasts, tell what the rooms log: `info` as a stage, `warning` as a warning."""
    handler = _ToTell(tell)
    level, spreads = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = spreads


def error_lines(error: PublishError) -> tuple[str, ...]:
    """Return what happened and where, then what to do next, each on its line."""
    said = (f"Error: {one_line(str(error))}",)
    return (*said, f"Hint: {one_line(error.hint)}") if error.hint else said


def error_facts(error: PublishError) -> dict[str, object]:
    """Return the same as data."""
    return {
        "kind": type(error).__name__,
        "exit_code": error.exit_code,
        "what": error.what,
        "where": error.where,
        "hint": error.hint,
    }


def artifact_facts(artifact: Artifact) -> dict[str, object]:
    """Return what was saved as data."""
    return {
        "path": artifact.path,
        "media_type": artifact.media_type,
        "size": artifact.size,
        "sha256": artifact.sha256,
    }


def one_line(text: str) -> str:
    """Return a text that moves no terminal's cursor: each character that is not printed is a space."""
    # A file name may hold a line break or an escape; a message never does.
    return "".join(char if char.isprintable() else " " for char in text)
