"""What a person's disk holds for us: sources and settings."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from importlib.resources import files as resources
from pathlib import Path
from typing import BinaryIO

from publish import config
from publish.errors import ConfigError, SourceError
from publish.model import Source

PASTE = "-"
"""The name that stands for standard input."""

LARGEST_BYTES = 20_000_000
"""Of a source: the longest novel as text is a quarter of that, so more is a mistake."""

_SAMPLE_WRITTEN = date(2026, 11, 23)


def source(name: str, stdin: BinaryIO) -> Source:
    """Return what a path holds, or what was pasted where the name is `-`; `feed.xml#guid` is an entry of a feed.

    Taken on the day the file was last changed (UTC), or on SOURCE_DATE_EPOCH where that is set, so that the same file
    makes the same book; a paste is taken today.

    Raises:
        SourceError: there is no such file, or it is a folder, empty, unreadable or over 20 MB.
    """
    if name == PASTE:
        content, changed = _content(stdin, "standard input"), time.time()
        return Source(name="pasted text", suffix="", content=content, origin=PASTE, retrieved=day(changed))
    path = _feed(name) or Path(name)
    try:
        with path.open("rb") as stream:
            content, changed = _content(stream, name), os.fstat(stream.fileno()).st_mtime
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    shown = os.fsencode(path.name).decode("utf-8", "replace")
    return Source(shown, path.suffix.lower(), content, origin=name, retrieved=day(changed))


def sample() -> Source:
    """Return the article that comes with the program."""
    content = (resources("publish") / "sample" / "sample.txt").read_bytes()
    return Source("sample.txt", ".txt", content, origin="sample.txt", retrieved=_SAMPLE_WRITTEN)


def settings(path: Path | None) -> tuple[str, str]:
    """Return the text of publish.toml and its name: the file given, else the working folder's, else nothing.

    Raises:
        ConfigError: the file given is not there, or cannot be read.
    """
    chosen = path or Path(config.FILE)
    if path is None and not chosen.exists():
        return "", config.FILE
    try:
        return chosen.read_text("utf-8"), str(chosen)
    except (OSError, UnicodeDecodeError) as error:
        msg = "The settings cannot be read: " + (error.strerror or "" if isinstance(error, OSError) else "not UTF-8")
        raise ConfigError(msg, where=str(chosen), hint="It is a text file, as README.md shows.") from error


def _content(stream: BinaryIO, where: str) -> bytes:
    content = stream.read(LARGEST_BYTES + 1)
    if not content.strip():
        msg = "There is nothing in it"
        raise SourceError(msg, where=where, hint="Save the article's text in it, or paste it with `publish make -`.")
    if len(content) > LARGEST_BYTES:
        msg = f"It is larger than {LARGEST_BYTES // 1_000_000} MB"
        raise SourceError(msg, where=where, hint="Give one article, as text.")
    return content


def _feed(name: str) -> Path | None:
    """Return the file of `feed.xml#guid`, where the name as a whole is no file."""
    file, mark, _ = name.partition("#")
    path = Path(file)
    return path if mark and file and not os.path.exists(name) and path.is_file() else None  # noqa: PTH110  (never raises)


def _unreadable(name: str, error: OSError | ValueError) -> SourceError:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            what, hint = "There is no such file", "Check its name; `-` reads what you paste."
        case IsADirectoryError():
            what, hint = "It is a folder", "Name the article in it; two files are one per language."
        case PermissionError():
            # Windows says this of a folder, too.
            folder = os.path.isdir(name)  # noqa: PTH112  (Path.is_dir raises where we may not look)
            what, hint = (
                ("It is a folder", "Name the article in it.") if folder else ("It may not be read", "Change it.")
            )
        case OSError():
            what, hint = f"It cannot be read: {error.strerror}", "Copy it to another place and try again."
        case _:
            what, hint = "This is no file name", "Check its name."
    return SourceError(what, where=name, hint=hint)


def day(changed: float) -> date:
    """Return the day of a moment (UTC), or of SOURCE_DATE_EPOCH where that is set.

    Raises:
        ConfigError: SOURCE_DATE_EPOCH is no number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.fromtimestamp(changed, UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{epoch!r} is no number of seconds since 1970"
        raise ConfigError(msg, where="SOURCE_DATE_EPOCH", hint="Unset it, or give a whole number.") from error
