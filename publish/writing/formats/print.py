"""A PDF to print, its languages side by side, which a screen reader can read too."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from publish.model import File
from publish.writing.package import identifier
from publish.writing.print_page import print_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Encode, Publication
    from publish.writing.figures import Shown


class _Print:
    """A writer that says of itself that it wants no sound, and what it uses."""

    silent: Final = True
    uses: Final = "printer"

    def __call__(self, publication: Publication, _: Encode) -> Iterator[File]:
        """Give `print/NAME.pdf`."""
        assert publication.printer
        content = publication.printer(print_page(publication, _embedded), identifier(publication).encode())
        yield File(f"print/{publication.name}.pdf", "application/pdf", content)


def _embedded(shown: Shown) -> str:
    return f"data:{shown.picture.media_type};base64,{base64.b64encode(shown.picture.content).decode()}"


write: Final = _Print()
