"""What becomes of a command: what a person can mend is words and an exit code."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from publish import console
from publish.errors import OutputError, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.console import JsonLines, Tell

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""


@contextmanager
def telling(events: JsonLines | None, *, quiet: bool = False) -> Iterator[Tell]:
    """Tell what happens, and turn what a person can mend into words and an exit code.

    Args:
        events: where JSON goes, if it does.
        quiet: standard output is kept for one answer; what happens is not part of it.
    """
    plain = console.teller(sys.stderr)
    tell: Tell = plain if quiet or not events else events
    try:
        with console.listening(tell), _full_disk_explained():
            yield tell
            sys.stdout.flush()
    except PublishError as error:
        if events:
            events.event("error", **console.error_facts(error))
        else:
            for line in console.error_lines(error):
                plain.stage(line)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt:
        plain.stage("Stopped. Earlier books are as they were; what was spoken is kept.")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read us has gone: `publish inspect … | head`. Left open, it would complain once more at the end.
        with suppress(BrokenPipeError):
            sys.stdout.close()
        raise typer.Exit(1) from None


@contextmanager
def _full_disk_explained() -> Iterator[None]:
    """A library of another may fill the temporary folder: no bug of ours."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        msg = "The disk is full"
        hint = "Make room; TMPDIR may name another place for what is kept for a moment."
        raise OutputError(msg, where=str(error.filename or "temporary files"), hint=hint) from error


def print_json(facts: dict[str, object]) -> None:
    """Say one fact, or one answer, as a line of JSON."""
    from json import dumps

    typer.echo(dumps(facts, ensure_ascii=False))
