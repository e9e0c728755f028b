"""What a zipped format holds, never more than a machine can bear."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from publish.errors import SourceError
from publish.markup import parse_xml

if TYPE_CHECKING:
    from publish.model import Source

LARGEST_PART = 20_000_000
LARGEST_TOTAL = 60_000_000
"""Bytes, unpacked, of all parts that are read."""
MOST_ENTRIES = 20_000
MOST_TAGS = 400_000
"""Opened and closed, of all parts that are read: a long novel, saved by a word processor, has half as many."""
_RATIO = 500
"""Deflate reaches 1032 on bytes that are all the same; text and tags of real files stay below 100."""
_SMALL = 1_000_000
"""Bytes up to which no ratio is a danger."""
_HINT = "Open it in the program that made it and save it again."
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile raises on files that are broken, locked or packed in a way of their own."""


class Archive:
    """A zip container of which parts are read by name, within limits on size, ratio and number."""

    def __init__(self, source: Source, what: str) -> None:
        """Look into the container; `what` names the format in errors: `a DOCX`.

        Raises:
            SourceError: it is no zip container, or one with too many entries.
        """
        self.name = source.name
        self._what = what
        self._taken = 0
        self._held = 0
        """Of `_taken`, but of pictures."""
        self._pictures: dict[str, bytes | str] = {}
        self._tags = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
            self.names = frozenset(self._zip.namelist())
        except _BROKEN as error:
            why = "it is no zip container, or a broken one"
            raise self.broken(why) from error
        if len(self.names) > MOST_ENTRIES:
            why = "it has too many parts"
            raise self.broken(why)

    def broken(self, why: str) -> SourceError:
        """Return the error that says why this file cannot be read."""
        return SourceError(f"It cannot be read as {self._what}: {why}", where=self.name, hint=_HINT)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return one part, unpacked.

        Raises:
            SourceError: it is not there, broken, locked, or too large once unpacked.
        """
        found = self._unpacked(name)
        if isinstance(found, str):
            raise self.broken(found)
        return found

    def _unpacked(self, name: str) -> bytes | str:
        """Return one part, or why it cannot be had."""
        if name not in self.names:
            return f"it has no {name}"
        entry = self._zip.getinfo(name)
        # zipfile never unpacks more than is declared here, and only of these two kinds in small steps.
        self._taken += entry.file_size
        bomb = entry.file_size > _SMALL and entry.file_size > _RATIO * max(entry.compress_size, 1)
        if bomb or entry.file_size > LARGEST_PART or self._taken > LARGEST_TOTAL:
            return f"{name} would be too large once unpacked"
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            return f"{name} is packed in an unusual way"
        try:
            return self._zip.read(name)
        except _BROKEN:
            return f"{name} is broken or locked"

    def held(self, name: str) -> bytes | str:
        """Return one part that is a picture, or as a sentence why not: it is not there, broken or too large.

        Pictures count for themselves, and each once: text is not refused because there are many.
        """
        if name not in self._pictures:
            taken, self._taken = self._taken, self._held
            found = self._unpacked(name)
            self._taken, self._held = taken, self._taken
            if isinstance(found, str):
                found = f"It cannot be taken from its file: {found}."
            self._pictures[name] = found
        return self._pictures[name]

    def xml(self, name: str) -> Any:
        """Return the root element of one part.

        Raises:
            SourceError: as `read`; or it is not well-formed, too deep, or has too many tags.
        """
        content = self.read(name)
        self.check_tags(content, name)
        try:
            return parse_xml(content)
        except SourceError as error:
            why = f"{name} is no good XML"
            raise self.broken(why) from error

    def check_tags(self, content: bytes, name: str) -> None:
        """Refuse a part with which there are more tags than a machine should hold.

        Raises:
            SourceError: there are too many.
        """
        self._tags += max(content.count(b"<"), content.count(b"="))
        if self._tags > MOST_TAGS:
            why = f"{name} has too many tags"
            raise self.broken(why)
