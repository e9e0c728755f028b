"""Publications that stand finished in a folder, as their colophons tell."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from publish.outside.books import within
from publish.outside.shelf import COLOPHON, artifacts_of, colophon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.model import Artifact

_COVER: Final = ("EPUB/cover.jpg", "cover.jpg")
"""Where an EPUB and an audiobook of ours have it."""


def finished(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any], tuple[Artifact, ...]]]:
    """Yield each publication in a folder and its folders, sorted: where it is, its colophon, and its files.

    Only files that are there as long as they were made: what a person took away is in no list.
    """
    for path in within(folder, COLOPHON):
        seen = colophon(path.parent)
        if seen:
            there = (a for a in artifacts_of(seen) if size(path.parent / a.path) == a.size)
            yield path.parent, seen, tuple(there)


def size(path: Path) -> int:
    """Return how many bytes a file has; less than none where there is none."""
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1


def cover(folder: Path, artifacts: Sequence[Artifact]) -> bytes:
    """Return the cover of a publication out of a file that carries it; nothing where none does."""
    for path in (folder / a.path for a in artifacts if a.path.endswith((".epub", ".lpf"))):
        with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as container:
            if found := next((name for name in _COVER if name in container.namelist()), None):
                return container.read(found)
    return b""
