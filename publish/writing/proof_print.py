"""Our own checks of a PDF to print: what a screen reader needs of it, and PDF/UA-1 asks for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = "pypdf"
"""By which a PDF is opened."""
_UA: Final = (b"pdfuaid:part>1<", b'pdfuaid:part="1"')


def problems(pdf: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a PDF: what it says of itself, its structure, its links and pictures.

    The package must be there.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        return (*_said(reader), *_structure(reader), *_links(reader))
    except (PyPdfError, KeyError, ValueError) as error:
        return (Problem("print-unread", "", f"It cannot be read: {error}"),)


def _said(reader: Any) -> Iterator[Problem]:
    """Yield what the document does not say of itself."""
    root = reader.trailer["/Root"]
    known = reader.metadata or {}
    metadata = root["/Metadata"].get_data() if "/Metadata" in root else b""
    said = {
        "print-tags": ("It is not tagged", root.get("/MarkInfo", {}).get("/Marked")),
        "print-language": ("It does not say which language it is in", root.get("/Lang")),
        "print-title": ("It has no title", known.get("/Title")),
        "print-shows-title": (
            "A reader would show its file name, not its title",
            root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        ),
        "print-claim": ("It does not say that it follows PDF/UA-1", any(claim in metadata for claim in _UA)),
        "print-outline": ("It has no bookmarks", reader.outline),
    }
    for rule, (what, there) in said.items():
        if not there:
            yield Problem(rule, "", what)


def _structure(reader: Any) -> Iterator[Problem]:
    tree = reader.trailer["/Root"].get("/StructTreeRoot")
    elements = list(_elements(tree["/K"])) if tree else []
    if not any(element["/S"] == "/H1" for element in elements):
        yield Problem("print-structure", "", "Its structure has no heading of the first level")
    for element in elements:
        if element["/S"] == "/Figure" and not element.get("/Alt"):
            yield Problem("print-alt", "", "A picture has no text that stands for it")
    for number, page in enumerate(reader.pages, 1):
        if "/StructParents" not in page or not page.extract_text().strip():
            yield Problem("print-structure", f"page {number}", "It has no text, or none that the structure leads to")


def _links(reader: Any) -> Iterator[Problem]:
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            if not link.get("/Contents") or "/StructParent" not in link:
                yield Problem("print-link", f"page {number}", "A link has no words, or no place in the structure")


def _elements(kids: Any) -> Iterator[Any]:
    """Yield every element of a structure, from the top."""
    waiting = [kids]
    while waiting:
        kid = waiting.pop()
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, list):
            waiting += reversed(kid)
        elif isinstance(kid, dict) and "/S" in kid:
            yield kid
            waiting.append(kid.get("/K", []))
