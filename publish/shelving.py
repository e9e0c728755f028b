"""A shelf: a folder of finished publications, catalogued as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.outside import beside, finished
from publish.writing import opds, works

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.console import Tell
    from publish.model import Artifact, File
    from publish.writing.works import Entry


def catalogued(folder: Path, tell: Tell, *, title: str = "", base_url: str = "") -> Iterator[Artifact]:
    """Write the OPDS catalogues of all publications in a folder, and yield each file as it is written.

    A publication that an earlier version made is left out, and named; so is one that has no file to fetch.

    Args:
        folder: that of the publications' folders.
        tell: hears what is left out.
        title: of the catalogue; the folder's name if empty.
        base_url: where the folder will be found; addresses are relative to the catalogue if empty.

    Raises:
        SourceError: there is no publication.
        OutputError: a file cannot be written.
    """
    entries: list[Entry] = []
    for place, colophon, made in finished.finished(folder):
        try:
            known = works.kept(colophon, str(place))
        except SourceError as error:
            tell.warn(f"Left out: {place}: {error.what}; make it again with --force")
            continue
        at = place.relative_to(folder).as_posix()
        entry = works.entry(replace(known, cover=True), made, "" if at == "." else at)
        if not entry.copies:
            tell.warn(f"Left out: {place}: nothing in it is one file to fetch, such as an EPUB")
            continue
        entries.append(entry)
        for file in opds.pictures(entry.picture, finished.cover(place, made) or opds.plain(known.title)):
            yield _saved(folder, file)
    if not entries:
        msg = "There is no finished publication here"
        raise SourceError(msg, where=str(folder), hint="Name the folder that `publish make` writes to: output")
    for file in opds.feeds(entries, title=title or folder.resolve().name, base_url=base_url):
        yield _saved(folder, file)


def _saved(folder: Path, file: File) -> Artifact:
    assert isinstance(file.content, bytes)
    return beside.saved(folder / file.path, file.content, file.media_type)
