"""Finished files: found, opened, and single ones saved whole."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from publish.errors import OutputError, SourceError
from publish.model import Artifact

if TYPE_CHECKING:
    from collections.abc import Callable


_HEAD = 8192
"""Bytes of a page in which it says who made it."""


def books(path: Path, pages: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Return the book at a path, or every book in a folder and its folders, sorted.

    Args:
        path: of a file or a folder.
        pages: what is there beside books.

    Raises:
        SourceError: there is none, and no page either.
    """
    if path.is_file():
        return () if path in pages else (path,)
    found = _within(path, "*.epub")
    if not found and not pages:
        msg = "There is no book here" if path.exists() else "There is no such file or folder"
        raise SourceError(msg, where=str(path), hint="Name an EPUB file, or the folder that `publish make` wrote.")
    return found


def pages(path: Path, mark: bytes) -> tuple[Path, ...]:
    """Return the web copy at a path, or every one in a folder and its folders, sorted: pages whose head has this mark.

    Raises:
        SourceError: a page cannot be read.
    """
    found = (path,) if path.is_file() else _within(path, "*.html")
    return tuple(page for page in found if mark in _head(page))


def within(path: Path, pattern: str) -> tuple[Path, ...]:
    """Return the file at a path, if it is such a one, or every one in a folder and its folders, sorted."""
    return ((path,) if path.match(pattern) else ()) if path.is_file() else _within(path, pattern)


def beside(page: Path) -> frozenset[str]:
    """Return the paths of all files in the folder of a page and its folders, from there."""
    return frozenset(found.relative_to(page.parent).as_posix() for found in page.parent.rglob("*") if found.is_file())


def _head(page: Path) -> bytes:
    with opened(page) as stream:
        return stream.read(_HEAD)


def _within(folder: Path, pattern: str) -> tuple[Path, ...]:
    found = sorted(folder.rglob(pattern)) if folder.is_dir() else ()
    # What an unfinished run left is no book.
    return tuple(book for book in found if not any(part.startswith(".") for part in book.relative_to(folder).parts))


def opened(book: Path) -> BinaryIO:
    """Open a book to read it.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        return book.open("rb")
    except OSError as error:
        msg = f"It cannot be read: {error.strerror}"
        raise SourceError(msg, where=str(book), hint="Copy it to another place and try again.") from error


def sha256(book: Path) -> str:
    """Return the sha256 of a book's bytes, read a little at a time.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with book.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        msg = f"It cannot be read: {error.strerror}"
        raise SourceError(msg, where=str(book), hint="Copy it to another place and try again.") from error


def saved(target: Path, media_type: str, write: Callable[[Path], object]) -> Artifact:
    """Save one file whole or not at all: `write` fills a path beside the target, which then takes its place.

    A folder that is not there is made.

    Raises:
        OutputError: it cannot be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".publish.") as folder:
            part = Path(folder) / target.name
            write(part)
            content = part.read_bytes()
            part.replace(target)
    except OSError as error:
        msg = f"It cannot be written: {error.strerror}"
        raise OutputError(msg, where=str(target), hint="Choose another place with --out.") from error
    return Artifact(str(target), media_type, len(content), hashlib.sha256(content).hexdigest())
