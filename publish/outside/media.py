"""What a server says that its bytes are."""

from __future__ import annotations

import codecs
from email.message import Message
from pathlib import PurePosixPath

from publish.errors import SourceError

ACCEPTED = "text/html,application/xhtml+xml,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.5"

PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/svg+xml;q=0.9,image/*;q=0.5"

FEEDS = frozenset({".rss", ".atom", ".xml"})

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/rss+xml": ".rss",
    "application/rdf+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
# Servers send these for whatever they do not know: the name knows better.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/zip"})
_KNOWN = frozenset({*_SUFFIXES.values(), ".htm", ".xhtml", ".markdown"})
# Python's codecs that stand for something else than the characters of a text.
_NO_CHARSETS = frozenset(
    {"base64", "bz2", "hex", "idna", "punycode", "quopri", "raw-unicode-escape", "rot13", "undefined"}
    | {"unicode-escape", "utf-7", "uu", "zlib"}
)
_NEVER = ("image/", "audio/", "video/", "font/")


def suffix(content_type: str, name: str) -> str:
    """Return what a file of this type is called, `.html`; where the type is vague, what its name says."""
    kind, _ = _parts(content_type)
    named = PurePosixPath(name).suffix.lower()
    if kind in _VAGUE and named in _KNOWN:
        return named
    return _SUFFIXES.get(kind, "")


def charset(content_type: str) -> str:
    """Return the encoding that was declared, by the name Python knows it; empty where none is, or none is known."""
    _, declared = _parts(content_type)
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    if name in _NO_CHARSETS:
        return ""
    # As browsers do (WHATWG Encoding): who says Latin-1 means Windows-1252.
    return "cp1252" if name in {"ascii", "iso8859-1"} else name


def refuse(content_type: str, where: str) -> None:
    """Let pass what may be an article.

    Raises:
        SourceError: it is a picture, sound, film or font.
    """
    kind, _ = _parts(content_type)
    if kind.startswith(_NEVER):
        msg = f"This is no article ({kind})"
        raise SourceError(msg, where=where, hint="Give the address of the page that shows it.")


def _parts(content_type: str) -> tuple[str, str]:
    header = Message()
    header["content-type"] = "".join(c for c in content_type if c.isprintable())
    kind = content_type.partition(";")[0].strip().lower()
    return kind, str(header.get_param("charset", "") or "").strip("\"' ")
