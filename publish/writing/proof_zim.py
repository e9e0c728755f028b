"""Our own checks of a ZIM file: what a reader's list needs of it, where its links lead, and that words are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from publish.markup import parse_html
from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Archived

_FACTS: Final = (
    *("Name", "Title", "Description", "Creator", "Publisher", "Date", "Language"),
    "Illustration_48x48@1",
)
"""What every ZIM file must say (https://wiki.openzim.org/wiki/Metadata)."""


def problems(archived: Archived) -> tuple[Problem, ...]:
    """Return what is wrong with a ZIM file."""
    return tuple(_problems(archived))


def _problems(archived: Archived) -> Iterator[Problem]:
    if archived.broken:
        yield Problem("zim-broken", "", archived.broken)
        return
    for name in _FACTS:
        if not archived.facts.get(name):
            yield Problem("zim-metadata", name, "It does not say this of itself")
    if archived.main not in archived.entries:
        yield Problem("zim-main", archived.main, "It has no first page")
        return
    for path, (kind, content) in archived.entries.items():
        if kind.startswith("text/html"):
            for href in _links(content):
                if href not in archived.entries:
                    yield Problem("zim-link", path, f"It links to {href}, which is not there")
    title = archived.facts.get("Title", b"").decode().rstrip("…")
    if title and archived.main not in archived.found(title.split()[0]):
        yield Problem("zim-search", archived.main, "A word of its title does not find it")


def _links(content: bytes) -> Iterator[str]:
    """Yield where a page at the top leads within the file."""
    root = parse_html(content.decode())
    for element in root.iter():
        for name in ("href", "src"):
            address = urlsplit(str(element.get(name) or ""))
            if address.path and not address.scheme and not address.netloc:
                yield unquote(address.path)
