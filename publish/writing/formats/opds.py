"""A catalogue of what was made, for reading apps."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from publish.writing.opds import feeds, pictures
from publish.writing.works import entry, work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, File, Publication

log = logging.getLogger(__name__)


class _Opds:
    """A writer that says of itself that it comes last, to be told what the others made."""

    last: Final = True

    def __call__(self, publication: Publication, _: Encode) -> Iterator[File]:
        """Give `opds.xml` and `opds.json`, which lead to every file of the publication, and its cover in two sizes."""
        known = work(publication)
        listed = entry(known, publication.made)
        if not listed.copies:
            log.warning("There is no catalogue: nothing that was made is one file to fetch; ask for --to epub, too")
            return
        yield from feeds([listed], title=known.title)
        if publication.cover:
            yield from pictures(known.name, publication.cover)


write: Final = _Opds()
