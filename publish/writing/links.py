"""Where a link of the article may lead."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

# What a reader may follow out of a book. A relative address, or a script, leads nowhere from here.
_SCHEMES: Final = ("http", "https", "mailto", "tel")
_IN_AN_ADDRESS: Final = "!#$%&'()*+,/:;=?@[]~"


def address(href: str) -> str:
    """Return a link's address fit for a book, or nothing where it leads nowhere from there."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
        return ""
    if parts.scheme.lower().startswith("http") and not parts.hostname:
        return ""
    return quote(href.strip(), safe=_IN_AN_ADDRESS)
