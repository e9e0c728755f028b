"""A show's folder on disk: read a line at a time, each of its files replaced whole."""

from __future__ import annotations

import filecmp
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from publish.errors import ConfigError, OutputError
from publish.outside import swapping
from publish.outside.locks import Lock
from publish.outside.shelf import COLOPHON, colophon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_LOCK = ".show.lock"
_PART = ".part"
_PATIENCE_S = 0.05


def settings(folder: Path, name: str) -> str:
    """Return what a show's settings say.

    Raises:
        ConfigError: they are not there, or cannot be read.
    """
    path = folder / name
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        msg = f"There is no {name} here, in which a show says what it is"
        raise ConfigError(
            msg, where=str(folder), hint=f"publish show {folder} writes one for you to fill in."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = "It cannot be read: " + (error.strerror or "" if isinstance(error, OSError) else "not UTF-8")
        raise ConfigError(msg, where=str(path), hint="It is a text file, as README.md shows.") from error


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other runs from changing the show meanwhile; waits for one that does.

    Raises:
        OutputError: the folder cannot be written.
    """
    lock = Lock(folder / _LOCK)
    with _explained(folder):
        while not lock.try_take():
            time.sleep(_PATIENCE_S)
    try:
        yield
    finally:
        lock.release()


def feeds(folder: Path) -> tuple[Path, ...]:
    """Return the feeds of a show, the one of all languages first."""
    return (*folder.glob("feed.xml"), *sorted(folder.glob("feed.*.xml")))


def there(path: Path) -> bool:
    """Whether a file of the show is there."""
    return path.is_file()


def content(path: Path) -> bytes:
    """Return a whole feed.

    Raises:
        OutputError: it cannot be read.
    """
    return b"".join(lines(path))


def lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file; none where there is no such file.

    Raises:
        OutputError: it cannot be read.
    """
    with _explained(path):
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            return
        with stream:
            yield from stream


def replaced(path: Path, chunks: Iterable[bytes]) -> bool:
    """Put a file in its place in one step, on the disk itself; False where it says what it said.

    The show is held: what a killed run left under the passing name is written over.

    Raises:
        OutputError: it cannot be written; the earlier one is as it was.
    """
    new = path.with_name(f".{path.name}{_PART}")
    with _explained(path):
        with new.open("wb") as stream:
            stream.writelines(chunks)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists() and filecmp.cmp(new, path, shallow=False):
            new.unlink()
            return False
        new.replace(path)
        swapping.settle(path.parent)
    return True


def clear(folder: Path, pattern: str, kept: Collection[str]) -> None:
    """Take away the files of a pattern that are not to be kept."""
    for path in folder.glob(pattern):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def folders(place: Path) -> frozenset[str]:
    """Return the names of the folders in a folder; what an unfinished run left is none."""
    with _explained(place):
        try:
            with os.scandir(place) as entries:
                return frozenset(e.name for e in entries if e.is_dir() and not e.name.startswith("."))
        except FileNotFoundError:
            return frozenset()


def opened(folder: Path, path: str) -> BinaryIO | None:
    """Open a file of a show to read it; nothing where there is none in its folder."""
    try:
        place = (folder / path).resolve()
        return place.open("rb") if place.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):
        return None


def discard(folder: Path) -> None:
    """Take away what we made in a folder, and the folder; what a person laid there stays."""
    made = [str(each["path"]) for each in colophon(folder).get("artifacts", ())]
    # The colophon last: a run that is killed here is followed by one that still knows what is ours.
    for path in [folder / each for each in (*made, COLOPHON)] if made else ():
        path.unlink(missing_ok=True)
        for above in path.parents:
            if above == folder.parent:
                break
            with suppress(OSError):
                above.rmdir()


@contextmanager
def _explained(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        msg = f"The show cannot be changed: {error.strerror}"
        raise OutputError(
            msg, where=str(where), hint="Make room, or see who may write there; the show is as it was."
        ) from error
