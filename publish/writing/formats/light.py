"""The same EPUB without sound, pictures and fonts: a few kilobytes for whoever has little data, or their own reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publish.writing.binding import bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, File, Publication


class _Light:
    """A writer that says of itself that it wants no sound."""

    silent: Final = True

    def __call__(self, publication: Publication, encode: Encode) -> Iterator[File]:
        """Give `NAME.text.epub`; nothing is encoded for it, and no picture or font is in it."""
        book = publication.book
        # Pictures are most of a book's weight; what they show is said in words.
        unseen = tuple(replace(picture, content=b"") for picture in book.pictures)
        light = replace(publication, book=replace(book, pictures=unseen), cover=b"", fonts=())
        yield bound(light, encode, f"{publication.name}.text.epub")


write: Final = _Light()
