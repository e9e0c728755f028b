"""Braille, ready for an embosser or a braille display: a file per language and grade."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from publish.model import File
from publish.phrases import language_name
from publish.writing.brf import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, Publication

log = logging.getLogger(__name__)


class _Braille:
    """A writer that says of itself that it wants no sound, and what it uses."""

    silent: Final = True
    uses: Final = "braille"

    def __call__(self, publication: Publication, _: Encode) -> Iterator[File]:
        """Give `brf/NAME.LANG.g1.brf`, uncontracted, and `.g2.brf`, contracted, as far as there are tables."""
        braille = publication.braille
        assert braille
        for edition in publication.book.editions:
            grades = braille.grades(edition.language)
            if not grades:
                name = language_name(edition.language, "en")
                log.warning("There is no braille in %s: no table of liblouis for it is known here", name)
            for grade in grades:
                path = f"brf/{publication.name}.{edition.language}.g{grade}.brf"
                content = document(edition, braille, grade, publication.braille_page)
                yield File(path, "application/x-brf", content)


write: Final = _Braille()
