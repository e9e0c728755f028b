"""The book, read back by programs that know nothing of us: languages, titles, contents and every sentence survive."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

LAYOUTS = ["chapters", "interleaved", "facing", "reveal"]
# mutool knows nothing of languages: it is asked for the rest.
MUTOOL = """
var doc = Document.openDocument ? Document.openDocument(scriptArgs[0]) : new Document(scriptArgs[0]);
function titles(items) {
  var found = [];
  for (var n in items) { found.push(items[n].title); if (items[n].down) found = found.concat(titles(items[n].down)); }
  return found;
}
print(JSON.stringify({title: doc.getMetaData("info:Title"), contents: titles(doc.loadOutline())}));
"""


@dataclass(frozen=True)
class Seen:
    """What a program made of a book."""

    title: str
    languages: set[str]
    contents: list[str]
    text: str
    has_list: bool = True
    """Whether the contents are a list, not the headings."""


@pytest.fixture(params=["calibre", "pandoc", "mutool"])
def reader(request: pytest.FixtureRequest, program: Any, run: Any, tmp_path: Path) -> Callable[[Path], Seen]:
    """One of the programs."""
    programs = {"calibre": "ebook-convert", "pandoc": "pandoc", "mutool": "mutool"}
    own = program(programs[request.param])
    look = {"calibre": by_calibre, "pandoc": by_pandoc, "mutool": by_mutool}[request.param]
    return lambda epub: look(epub, own, run, tmp_path)


def by_calibre(epub: Path, program: Path, run: Any, tmp_path: Path) -> Seen:
    """The book that calibre makes of ours."""
    out = tmp_path / "calibre.epub"
    done = run(program, epub, out, QT_QPA_PLATFORM="offscreen", QTWEBENGINE_DISABLE_SANDBOX="1")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    with zipfile.ZipFile(out) as book:
        package = etree.fromstring(book.read("content.opf"))
        ncx = etree.fromstring(book.read("toc.ncx"))
        pages = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
        spine = [pages[ref.get("idref")] for ref in package.iter("{*}itemref")]
        text = " ".join(html.fromstring(book.read(name)).text_content() for name in spine)
    return Seen(
        package.findtext(".//{*}title"),
        {e.text for e in package.iter("{*}language")},
        [flat(e.text) for e in ncx.findall(".//{*}navPoint/{*}navLabel/{*}text")],
        flat(text),
    )


def by_pandoc(epub: Path, program: Path, run: Any, tmp_path: Path) -> Seen:
    """Pandoc's own tree of the book. It passes over contents lists and makes its own of the headings."""
    done = run(program, epub, "-t", "json")
    assert done.returncode == 0, done.stderr
    tree = json.loads(done.stdout)
    languages = tree["meta"]["language"]
    several = languages["c"] if languages["t"] == "MetaList" else [languages]
    headings = [flat("".join(strings(node["c"][2]))) for node in nodes(tree["blocks"]) if node.get("t") == "Header"]
    return Seen(
        flat("".join(strings(tree["meta"]["title"]["c"]))),
        {"".join(strings(language["c"])) for language in several},
        headings,
        flat("".join(strings(tree["blocks"]))),
        has_list=False,
    )


def nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(child)


def strings(node: Any) -> Iterator[str]:
    """The text of a pandoc tree; blocks and blanks are a space."""
    kind = node.get("t") if isinstance(node, dict) else None
    if kind == "Str":
        yield node["c"]
    elif kind == "Code":
        yield node["c"][1]
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        yield " "
    else:
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from strings(child)
        yield " " if kind in ("Para", "Plain", "Header", "Div") else ""


def by_mutool(epub: Path, program: Path, run: Any, tmp_path: Path) -> Seen:
    """The text of MuPDF's pages, and its outline."""
    script = tmp_path / "look.js"
    script.write_text(MUTOOL, "utf-8")
    told = run(program, "run", script, epub)
    assert told.returncode == 0, told.stderr
    known = json.loads(told.stdout)
    out = tmp_path / "pages.txt"
    drawn = run(program, "draw", "-q", "-F", "txt", "-o", out, epub)
    assert drawn.returncode == 0, drawn.stderr
    return Seen(known["title"], set(), [flat(title) for title in known["contents"]], flat(out.read_text("utf-8")))


def flat(text: str) -> str:
    """The letters alone: a line of Chinese, or a page of any language, may end anywhere."""
    return "".join(text.replace("\u00ad", "").split())


def assert_whole(seen: Seen, inspected: Any, *, shared: bool) -> None:
    first = next(iter(inspected["titles"].values()))
    assert flat(seen.title) == flat(first)
    assert seen.languages in (set(), set(inspected["languages"]))
    # With the language's name behind it, or the mark of its twin. On a shared page a second title is no heading.
    titles = list(inspected["titles"].values())[: 1 if shared and not seen.has_list else None]
    assert [title for title in titles if not any(flat(title) in entry for entry in seen.contents)] == []
    assert [s["id"] for s in inspected["sentences"] if flat(s["text"]) not in seen.text] == []


def test_a_whole_book_is_read_back(made: Any, reader: Callable[[Path], Seen]) -> None:
    assert_whole(reader(made.epub), made.inspected(), shared=False)


@pytest.mark.parametrize("layout", LAYOUTS[1:])
def test_a_book_in_any_layout_is_read_back(
    layout: str, reader: Callable[[Path], Seen], publish: Path, run: Any, tmp_path: Path
) -> None:
    done = run(publish, "make", "--sample", "--out", tmp_path, "--to", "light", "--layout", layout)
    assert done.returncode == 0, done.stderr
    inspected = json.loads(run(publish, "inspect", "--sample", "--json").stdout)
    (book,) = tmp_path.rglob("*.text.epub")
    assert_whole(reader(book), inspected, shared=True)
