"""A PDF's text in the order of its pages; lines are joined to paragraphs by guess, for it has none."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from publish.errors import SourceError, ToolError
from publish.model import Span
from publish.reading.drafting import Drafts, document, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Document, Source

needs = ("pypdf",)
LARGEST_BYTES = 20_000_000
MOST_PAGES = 1000
LARGEST_PAGE = 2_000_000
"""Bytes of drawing on one page, unpacked; a page of text has some ten thousand."""
MOST_CHARACTERS = 2_000_000
_FULL = 0.8
"""A line shorter than this share of the usual width ends its paragraph."""
_ENDS = re.compile(r"[.!?…:。！？؟।]['\"”’»)\]]*$")
_HYPHEN = re.compile(r"\b(\w+)[-\u00ad\u2010]$")
_COMPOUND = re.compile(r"\b\w+-\w+")
_LONGEST_WORD = 200
"""Letters: so far from its end is a line looked at for the word that it divides."""
_NUMBER = re.compile(r"(?:\W*\d{1,4}\W*|[ivxlc]{1,6})$")
_BULLET = re.compile(r"[•▪◦‣●○]\s*")
_EDGE = 2
"""Lines at the head and the foot of a page among which running heads stand."""
_RUNNING = "It stands at the edge of several pages."
_PAGE = "It is a page number."


def read(source: Source) -> Document:
    """Return the text of all pages. Blocks are counted from 1; that number is their line.

    Words that were hyphenated at the end of a line are joined; running heads and page numbers
    are furniture.

    Raises:
        SourceError: it is no PDF, broken, locked, too large, or only pictures.
        ToolError: the package pypdf is not here.
    """
    reader = _opened(source)
    pages = _pages(reader, source)
    words = Counter(word.lower() for lines in pages for line in lines for word in _COMPOUND.findall(line))
    edges = _running(pages)
    drafts = Drafts(source.name)
    width = _width(pages)
    rest = ""
    for lines in pages:
        body, furniture = _parted(lines, edges)
        *whole, rest = _paragraphs([rest, *body] if rest else body, width, words) or [""]
        for paragraph in whole:
            _add(drafts, paragraph)
        # What a page ends with may go on over the next.
        if rest and (_ENDS.search(rest) or not body):
            _add(drafts, rest)
            rest = ""
        for line, reason in furniture:
            drafts.add("paragraph", [Span(line)], furniture=reason)
    _add(drafts, rest)
    return document(source, drafts.blocks, **_metadata(reader))


def _add(drafts: Drafts, text: str) -> None:
    item = _BULLET.match(text)
    drafts.add("item" if item else "paragraph", [Span(text[item.end() :] if item else text)], level=1 if item else 0)


def _broken(source: Source, why: str) -> SourceError:
    hint = "Open it, copy the article's text and give that."
    return SourceError(f"It cannot be read as a PDF: {why}", where=source.name, hint=hint)


def _opened(source: Source) -> Any:
    try:
        import pypdf
    except ImportError as error:
        hint = "Install it: pip install 'enface[pdf]'."
        msg = "Reading a PDF needs the package pypdf"
        raise ToolError(msg, where=source.name, hint=hint) from error
    # It tells its own log of every flaw that it gets over.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    if len(source.content) > LARGEST_BYTES or b"%PDF-" not in source.content[:1024]:
        raise _broken(source, "it is too large" if len(source.content) > LARGEST_BYTES else "it does not begin as one")
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except _failures() as error:
        raise _broken(source, "it is broken or locked") from error
    if locked:
        raise _broken(source, "it is locked with a password")
    return reader


def _failures() -> tuple[type[Exception], ...]:
    """What pypdf raises on files that are not as they should be: its own errors, and those of code that trusts them."""
    from pypdf.errors import DependencyError, PyPdfError

    return (
        PyPdfError, DependencyError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
        RecursionError, OverflowError, ZeroDivisionError, OSError, NotImplementedError, EOFError, MemoryError,
    )  # fmt: skip


def _pages(reader: Any, source: Source) -> list[list[str]]:
    pages: list[list[str]] = []
    total = 0
    try:
        if len(reader.pages) > MOST_PAGES:
            raise _broken(source, f"it has more than {MOST_PAGES} pages")
        for page in reader.pages:
            content = page.get_contents()
            if content is not None and len(content.get_data()) > LARGEST_PAGE:
                raise _broken(source, "a page of it is too large")
            text = page.extract_text()
            total += len(text)
            if total > MOST_CHARACTERS:
                raise _broken(source, "its text is too long")
            pages.append([line for row in text.splitlines() if (line := plain(row))])
    except _failures() as error:
        raise _broken(source, "a page of it is broken") from error
    return pages


def _width(pages: Sequence[Sequence[str]]) -> int:
    """Return how many characters a full line has: nine lines in ten are no longer."""
    lengths = sorted(len(line) for lines in pages for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _bare(line: str) -> str:
    return re.sub(r"\d+", "", line).strip().lower()


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines, without their numbers, that stand at the edge of three pages or more."""
    seen = Counter(bare for lines in pages for bare in {_bare(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    return frozenset(line for line, count in seen.items() if line and count >= 3)


def _parted(lines: Sequence[str], running: frozenset[str]) -> tuple[list[str], list[tuple[str, str]]]:
    body: list[str] = []
    furniture: list[tuple[str, str]] = []
    for place, line in enumerate(lines):
        edge = place < _EDGE or place >= len(lines) - _EDGE
        if edge and _NUMBER.fullmatch(line):
            furniture.append((line, _PAGE))
        elif edge and _bare(line) in running:
            furniture.append((line, _RUNNING))
        else:
            body.append(line)
    return body, furniture


def _paragraphs(lines: Sequence[str], width: int, compounds: Counter[str]) -> list[str]:
    found: list[str] = []
    last = ""
    for line in lines:
        if found and _goes_on(last, line, width):
            found[-1] = _joined(found[-1], line, compounds)
        else:
            found.append(line)
        last = line
    return found


def _goes_on(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following):
        return False
    if _divided(line) and following[:1].islower():
        return True
    return len(line) >= _FULL * width or (following[:1].islower() and not _ENDS.search(line))


def _divided(text: str) -> re.Match[str] | None:
    """Find the first half of a word at the end of a text."""
    return _HYPHEN.search(text, max(0, len(text) - _LONGEST_WORD))


def _joined(text: str, line: str, compounds: Counter[str]) -> str:
    hyphen = _divided(text)
    if not hyphen or not line[:1].islower():
        return f"{text} {line}"
    second = re.match(r"\w+", line)
    compound = f"{hyphen[1]}-{second[0]}".lower() if second else ""
    # A word that has its hyphen in the middle of a line, too, keeps it.
    return text + line if compounds[compound] else text[: hyphen.end(1)] + line


def _metadata(reader: Any) -> dict[str, Any]:
    try:
        facts = reader.metadata or {}
        title = str(facts.get("/Title") or "")
        author = str(facts.get("/Author") or "")
    except _failures():
        title, author = "", ""
    worthless = re.search(r"microsoft word|\.\w{2,5}$|untitled", title, re.IGNORECASE)
    return {"title": "" if worthless else title, "authors": [author]}
