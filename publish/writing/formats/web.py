"""The offline web copy: a page that plays, in a folder with its sound, or all in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publish.writing import web_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, File, Publication

FOLDER: Final = "web"


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Give `web/index.html` with what it shows and plays beside it, or `NAME.html` that holds it all.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    if publication.single_file:
        yield web_copy.alone(publication, encode)
        return
    for file in web_copy.folder(publication, encode):
        yield replace(file, path=f"{FOLDER}/{file.path}")
