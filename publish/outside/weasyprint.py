"""A page of HTML set in print by WeasyPrint, where it is installed: a tagged PDF, made to PDF/UA-1."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any, Final

from publish.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Printer

PACKAGE: Final = "weasyprint"
_EXTRA: Final = 'Run: pip install "enface[print]"'
_HINTS: Final = {
    "linux": "Run: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "Run: brew install pango",
    "win32": "In MSYS2, run: pacman -S mingw-w64-x86_64-pango",
}
"""What brings the library that lays out text: no package of Python's does."""
_PRINTED: Final = 4
"""Of an annotation's flags (ISO 32000-1, 12.5.3)."""


def tool() -> Printer:
    """Return what sets pages here.

    Raises:
        ToolError: it is not here.
    """
    _loaded()
    return _printed


def version() -> str:
    """Return the version of WeasyPrint, which decides how a page looks.

    Raises:
        ToolError: it is not here.
    """
    try:
        return version_of(PACKAGE)
    except PackageNotFoundError as error:
        msg = "Print needs the package weasyprint, which is not installed"
        raise ToolError(msg, hint=_EXTRA) from error


def _loaded() -> Any:
    version()
    try:
        import weasyprint
    except OSError as error:
        msg = "Print needs the library pango, which is not here"
        raise ToolError(msg, hint=_HINTS.get(sys.platform, _HINTS["linux"])) from error
    return weasyprint


def _printed(html: str, identifier: bytes) -> bytes:
    """Return a page as a PDF, the same bytes every time; what it shows must stand in it (`data:`).

    Raises:
        ToolError: WeasyPrint is not here.
    """
    weasyprint = _loaded()
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=_finish))


def _finish(document: Any, pdf: Any) -> None:
    """Add what PDF/UA-1 asks for and WeasyPrint leaves out: languages, what a head is of, links in print too."""
    runs = _tell_languages(document, pdf)
    _set_margins_apart(pdf, {owners[-1] for owners in runs})
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/Annot":
            each["F"] = _PRINTED
        elif isinstance(each, dict) and each.get("S") == "/TH" and "A" in each:
            # Tables of an article have heads of columns alone.
            each["A"]["Scope"] = "/Column"


def _set_margins_apart(pdf: Any, structured: set[int]) -> None:
    """Make titles and numbers of pages artifacts: marked content that no element of the structure holds.

    WeasyPrint marks them as it marks text, which a screen reader may then read out on every page.
    """
    import pydyf

    numbers = iter(_object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"])
    # The first of them are pages, each with the elements that its marked content is in.
    for reference, (_, owners) in zip(pdf.page_references, zip(numbers, numbers, strict=True), strict=False):
        stream = _object(pdf, _object(pdf, reference)["Contents"]).stream
        alone = {place for place, owner in enumerate(owners) if int(owner.split()[0]) not in structured}
        for place, part in enumerate(stream):
            if isinstance(part, dict) and part.get("MCID") in alone:
                stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for place in alone:
            owners[place] = b"null"


def _tell_languages(document: Any, pdf: Any) -> list[tuple[int, ...]]:
    """Say in the structure which language each part is in, and return the elements that each run of text stands in.

    WeasyPrint 70 says it of the whole alone.

    Its structure is made from the boxes of its pages in their order, so that the runs of text of both can be told off
    against each other.
    """
    root = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    # A page has no other name for what is on it.
    spoken = [box.style["lang"] for page in document.pages for box in _boxes(page._page_box)]  # noqa: SLF001  (no other name)
    runs = list(_runs(pdf, root))
    if len(runs) != len(spoken):
        msg = "The structure of the PDF does not follow its pages"
        raise ToolError(msg, where=f"WeasyPrint {version()}", hint="Please report it.")
    languages: dict[int, set[str]] = {}
    for owners, language in zip(runs, spoken, strict=True):
        for owner in owners:
            languages.setdefault(owner, set()).add(language)
    _tag(pdf, root, languages, document.metadata.lang)
    return runs


def _tag(pdf: Any, element: Any, languages: dict[int, set[str]], within: str) -> None:
    """Say the language of the largest parts that are all in another one."""
    import pydyf

    own = languages.get(element.number, set())
    if len(own) == 1 and own != {within}:
        (within,) = own
        element["Lang"] = pydyf.String(within)
    if len(own) > 1:
        for kid in _kids(pdf, element):
            _tag(pdf, kid, languages, within)


def _runs(pdf: Any, element: Any, above: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield, for each run of marked content, the elements that it stands in."""
    path = (*above, element.number)
    for kid in element["K"]:
        if isinstance(kid, int):
            yield path
        elif _object(pdf, kid).get("Type") == "/StructElem":
            yield from _runs(pdf, _object(pdf, kid), path)


def _kids(pdf: Any, element: Any) -> Iterator[Any]:
    kids = (_object(pdf, kid) for kid in element["K"] if not isinstance(kid, int))
    return (kid for kid in kids if kid.get("Type") == "/StructElem")


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _boxes(box: Any) -> Iterator[Any]:
    """Yield the boxes of text and the pictures of a page in its order, without what stands in its margins."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001  (it stands in for this one)
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _boxes(child)
