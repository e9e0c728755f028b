"""Print by WeasyPrint itself: tags, languages and bookmarks as other programs see them, the same bytes each time."""

from __future__ import annotations

import socketserver
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from publish import inquiries, pipeline
from publish.config import order
from publish.console import Kept
from publish.outside import weasyprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

ARABIC = """المركب والكتب

يحمل المركب الأخضر ثلاثة آلاف كتاب إلى القرى البعيدة كل شهر.

عاد المركب مساء الخميس وكانت كتبه مبللة.

The boat and the books

The green boat carries three thousand books to far villages every month.

The boat came back on Thursday evening, and its books were wet.
"""


RICH = """# Boats and tables

The green boat carries many *books* to far villages,[^1] and [this page](https://example.org/x) tells of its keeper.

- One long boat with oars
    - A spare oar of oak, for bad days
- Two lamps for the evening

| Place | Boats |
| --- | --- |
| North quay | 12 |

Every evening the keeper says <span lang="ar">سلام عليكم</span> to the children of the village.

[^1]: They were counted in 1911.
"""


def printed(folder: Path, **options: Any) -> Path:
    made = pipeline.make(order({**options, "to": ["print"], "out": folder, "retrieved": "2026-03-01"}), Kept()).folder
    assert inquiries.check(made, Kept()).findings == ()
    (pdf,) = made.glob("print/*.pdf")
    return pdf


@pytest.fixture(scope="module", autouse=True)
def tools(able: Callable[[str], None], package: Callable[[str], Any]) -> None:
    """What prints, and what looks into it."""
    able("print")
    for name in ("pikepdf", "pdfua"):
        package(name)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(tmp_path_factory.mktemp("sample"), sample=True)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arabic")
    source = folder / "boat.txt"
    source.write_text(ARABIC, "utf-8")
    return printed(folder, sources=(str(source),))


def elements(element: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(element, pikepdf.Array):
        for kid in element:
            yield from elements(kid)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        yield from elements(element.get("/K"))


def test_it_says_what_it_is_and_in_which_languages(sample: Path) -> None:
    import pikepdf

    with pikepdf.open(sample) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title) == "The Boat That Lends Books · El barco que presta libros"
        assert str(pdf.docinfo.CreationDate).startswith("D:20260301")
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        with pdf.open_outline() as outline:
            (title,) = outline.root
            assert title.title == "The Boat That Lends Books · El barco que presta libros"
            assert [each.title for each in title.children] == ["About this book · Acerca de este libro"]
        # Titles and numbers of pages are no part of the text.
        assert all(b"/Type /Pagination" in page.Contents.read_bytes() for page in pdf.pages)
        tags = [str(element.S) for element in elements(pdf.Root.StructTreeRoot.K)]
        assert (tags.count("/H1"), tags.count("/BlockQuote")) == (1, 2)
        spanish = [e for e in elements(pdf.Root.StructTreeRoot.K) if str(e.get("/Lang", "")) == "es"]
        # The column of each row, and the names in the English text.
        assert {str(element.S) for element in spanish} == {"/Div", "/Span"}


def test_another_checker_finds_nothing(sample: Path, arabic: Path) -> None:
    import pdfua

    for pdf in (sample, arabic):
        assert list(pdfua.validate(pdf).findings) == []
        subprocess.run(["qpdf", "--check", str(pdf)], check=True, capture_output=True)


def test_lists_tables_and_notes_keep_their_structure_and_languages(tmp_path: Path) -> None:
    import pdfua
    import pikepdf

    source = tmp_path / "boat.md"
    source.write_text(RICH, "utf-8")
    pdf = printed(tmp_path, sources=(str(source),), languages=["en"])
    assert list(pdfua.validate(pdf).findings) == []
    with pikepdf.open(pdf) as opened:
        found = list(elements(opened.Root.StructTreeRoot.K))
        assert [str(e.Lang) for e in found if "/Lang" in e] == ["ar"]
        assert [str(e.A.Scope) for e in found if str(e.S) == "/TH"] == ["/Column", "/Column"]
        assert [str(e.S) for e in found].count("/L") == 2


def test_a_column_from_right_to_left_is_whole_and_says_its_language(arabic: Path) -> None:
    import pikepdf

    with pikepdf.open(arabic) as opened:
        named = {str(e.Lang) for e in elements(opened.Root.StructTreeRoot.K) if "/Lang" in e}
        assert {str(opened.Root.Lang), *named} == {"ar", "en"}
    text = subprocess.run(["pdftotext", str(arabic), "-"], check=True, capture_output=True, text=True).stdout
    assert "carries three thousand books" in " ".join(text.split())


def test_the_same_book_is_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    assert printed(tmp_path, sample=True).read_bytes() == sample.read_bytes()


def test_a_page_fetches_nothing_from_the_web_or_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", "utf-8")
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        server.timeout = 0.1
        asked: list[Any] = []
        server.verify_request = lambda request, _: bool(asked.append(request))  # type: ignore[method-assign]  # it listens
        addresses = (f"http://127.0.0.1:{server.server_address[1]}/x", secret.as_uri())
        shown = "".join(
            f'<link rel="stylesheet" href="{a}"><link rel="attachment" href="{a}"><style>@import url({a});</style>'
            f'<img alt="x" src="{a}"><object data="{a}"></object>'
            for a in addresses
        )
        html = f'<!DOCTYPE html><html lang="en"><title>Rain</title><body><h1>Rain</h1><p>It rains.</p>{shown}</html>'
        pdf = weasyprint.tool()(html, b"rain")
        server.handle_request()
    assert asked == []
    assert b"/EmbeddedFile" not in pdf
