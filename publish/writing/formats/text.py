"""The words alone: plain text and Markdown per language, and the twins for translators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish.model import File
from publish.writing.markdown import markdown
from publish.writing.plain import text
from publish.writing.tmx import memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, Publication


class _Text:
    """A writer that says of itself that it wants no sound."""

    silent: Final = True

    def __call__(self, publication: Publication, _: Encode) -> Iterator[File]:
        """Give `text/NAME.LANG.txt` and `.md` for each edition and, for two or more, `text/NAME.tmx`."""
        book = publication.book
        for edition in book.editions:
            name = f"text/{publication.name}.{edition.language}"
            yield File(f"{name}.txt", "text/plain", text(edition).encode())
            yield File(f"{name}.md", "text/markdown", markdown(edition, book.metadata).encode())
        if len(book.editions) > 1:
            yield File(f"text/{publication.name}.tmx", "application/x-tmx+xml", memory(book))


write: Final = _Text()
