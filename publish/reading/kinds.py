"""What kind of source some bytes are, told by the bytes."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Source

_HEAD = 16 * 1024
"""Bytes in which a source shows what it is."""
_ENTRY = 200
"""Bytes of a ZIP's `mimetype` that are read: the longest that we know has 47."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What may stand before the first element: white space, comments, instructions, a doctype that is not HTML's own.
_PROLOG = re.compile(
    r"(?:\s+|<!--.*?-->|<\?.*?\?>|<!doctype(?!\s+html)[^>\[]*(?:\[[^\]]*\]\s*)?>)*+", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(!doctype\s+html|[a-z][\w.-]*:?[\w.-]*)", re.IGNORECASE)
_PAGE = frozenset({"html", "head", "body"})
# A page may lack its root (WHATWG MIME Sniffing, 7.1): then its suffix, or an end tag, must speak for it too.
_PIECE = re.compile(
    r"(?:script|style|title|meta|link|div|span|article|section|main|header|nav|table|p|a|b|i|h[1-6]|br|ul|ol|font)$"
)
_TAG = re.compile(r"<[/!]?[a-z]", re.IGNORECASE)
_END_TAG = re.compile(
    r"</(?:p|div|a|span|h[1-6]|ul|ol|li|table|article|section|main|title|b|i|font)\s*>", re.IGNORECASE
)
_FEEDS = {"rss": "rss", "rdf:rdf": "rss", "feed": "atom"}
_BY_SUFFIX = {"md": "md", "markdown": "md"}
_PAGES_BY_SUFFIX = frozenset({"html", "htm", "xhtml"})
_MIMETYPES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
}
_PARTS = {"META-INF/container.xml": "epub", "word/document.xml": "docx"}


def kind(source: Source) -> str:
    """Return which reader a source is for: html, xhtml, epub, docx, odt, pdf, rtf, md, rss, atom, zip or txt.

    The bytes decide, whatever the suffix says; only Markdown, which any text is, is known by its
    suffix. `zip` is a container of nothing that we know.
    """
    suffix = source.suffix.lstrip(".").lower()
    content = source.content
    # A PDF may have dirt before it (ISO 32000-1, annex H.3.4.1).
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(content)
    return _markup(_head(content), suffix) or _BY_SUFFIX.get(suffix, "txt")


def _head(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) : _HEAD].decode(encoding, errors="replace")
    head = content[:_HEAD]
    return (head.replace(b"\0", b"") if b"\0" in head else head).decode("latin-1")


def _markup(head: str, suffix: str) -> str:
    prolog = _PROLOG.match(head)
    start = prolog.end() if prolog else 0
    root = _ROOT.match(head, start)
    if root is None:
        return "html" if suffix in _PAGES_BY_SUFFIX and _TAG.search(head) else ""
    name = root[1].lower()
    if name in _FEEDS:
        return _FEEDS[name]
    if name.startswith("!doctype") or name in _PAGE:
        return "xhtml" if head.lstrip().startswith("<?xml") else "html"
    if suffix in _PAGES_BY_SUFFIX:
        return "html"
    is_piece = suffix not in _BY_SUFFIX and _PIECE.match(name) and _END_TAG.search(head, start)
    return "html" if is_piece else ""


def _container(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
            if "mimetype" in names and container.getinfo("mimetype").file_size <= _ENTRY:
                told = container.read("mimetype").decode("ascii", errors="replace").strip()
                if told in _MIMETYPES:
                    return _MIMETYPES[told]
            return next((kind for part, kind in _PARTS.items() if part in names), "zip")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return "zip"
