"""What is in a zip container, the same bytes whenever and wherever it is made."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.model import Encoded

# An entry must have a date; the first one that a zip can hold says nothing about when it was made.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_STORED: Final = (".jpg", ".png", ".mp3", ".m4a", ".opus")
"""What is packed already."""


def entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a file, dated to nothing."""
    found = zipfile.ZipInfo(name, _NO_DATE)
    # mimetype must be first and stored, not deflated (EPUB 3.3, OCF ZIP container).
    found.compress_type = zipfile.ZIP_STORED if name == "mimetype" or name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    found.create_system = _UNIX
    found.external_attr = _PLAIN_FILE
    return found


def pour(sound: Encoded, name: str, container: zipfile.ZipFile) -> None:
    """Write sound into a container, a little at a time."""
    own = entry(name)
    own.file_size = sound.size
    with container.open(own, "w") as stream:
        for chunk in sound.chunks():
            stream.write(chunk)


def contain(files: Iterable[tuple[str, bytes | Encoded]], out: BinaryIO) -> None:
    """Write a container of these files, by name and in their order."""
    with zipfile.ZipFile(out, "w") as container:
        for name, content in files:
            if isinstance(content, bytes):
                container.writestr(entry(name), content)
            else:
                pour(content, name, container)
