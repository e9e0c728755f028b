"""The same EPUB without its sound: a few kilobytes for whoever has little data, or listens to a reader of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.writing.binding import bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, File, Publication


class _Text:
    """A writer that says of itself that it wants no sound."""

    silent: Final = True

    def __call__(self, publication: Publication, encode: Encode) -> Iterator[File]:
        """Give `NAME.text.epub`; nothing is encoded for it."""
        yield bound(publication, encode, f"{publication.name}.text.epub")


write: Final = _Text()
