"""A publication as an EPUB 3.3, with its sound where it has some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.writing.binding import bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, File, Publication


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Give `NAME.epub`.

    Raises:
        OutputError: a track does not follow its page.
    """
    yield bound(publication, encode, f"{publication.name}.epub")
