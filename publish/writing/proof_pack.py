"""Our own checks of a finished pack: whether it is whole, and whether it can go anywhere."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from publish.markup import parse_html
from publish.writing.pack import LICENCE, PAGE, PROVENANCE, SUMS
from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIGNATURE: Final = f"{SUMS}.minisig"
LONGEST_PATH: Final = 180
"""Characters: Windows stops at 259, and a card has folders above it."""
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
# What FAT32, Windows, and whoever passes a file on as it is called, leave as it is.
_NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def differences(sums: bytes | None, digests: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return each file of a pack that is not as its sums say, is gone, or that they do not know; empty for a whole one.

    Args:
        sums: what SHA256SUMS holds; None where it is gone.
        digests: the sha256 of each file that is there, by its path; empty where it cannot be read.
    """
    if sums is None:
        return (Problem("pack-sums", SUMS, "It is gone: nothing can be checked"),)
    return tuple(_differences(sums, digests))


def _differences(sums: bytes, digests: Mapping[str, str]) -> Iterator[Problem]:
    rows = _rows(sums)
    if rows is None:
        yield Problem("pack-sums", SUMS, "It is not as it was made: a line is no sum, or they are out of order")
        rows = [match.groups() for match in _LINE.finditer(sums.decode("utf-8", "replace"))]
    said = {name: digest for digest, name in rows}
    for name, digest in said.items():
        if name not in digests:
            yield Problem("pack-gone", name, "It is gone")
        elif digests[name] != digest:
            yield Problem("pack-changed", name, "It is not as it was made")
    for name, digest in digests.items():
        if name in {SUMS, SIGNATURE} and not digest:
            yield Problem("pack-changed", name, "It cannot be read")
        elif name not in said and name not in {SUMS, SIGNATURE}:
            yield Problem("pack-extra", name, "It was not in the pack")


def _rows(sums: bytes) -> list[tuple[str, ...]] | None:
    """Return each digest with its name; None where it is not written as we write it, to the byte."""
    try:
        *lines, end = sums.decode().split("\n")
    except UnicodeDecodeError:
        return None
    found = [_LINE.fullmatch(line) for line in lines]
    rows = [match.groups() for match in found if match]
    names = [name for _, name in rows]
    return rows if not end and rows and all(found) and names == sorted(set(names)) else None


def problems(sums: bytes | None, digests: Mapping[str, str], page: bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a pack: its files, their names, its page."""
    checks = (differences(sums, digests), _names(digests), _page(page, digests))
    return tuple(problem for found in checks for problem in found)


def _names(names: Mapping[str, str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in names:
        parts = PurePosixPath(name).parts
        if len(name) > LONGEST_PATH or any(not _NAME.fullmatch(part) or _DEVICE.fullmatch(part) for part in parts):
            yield Problem("pack-name", name, "Not every card and system can keep this name")
        if (other := seen.setdefault(name.lower(), name)) != name:
            yield Problem("pack-name", name, f"On a card it is the same as {other}")
    for needed in (PAGE, LICENCE, PROVENANCE):
        if needed not in names:
            yield Problem("pack-gone", needed, "A pack has such a file")


def _page(page: bytes, names: Mapping[str, str]) -> Iterator[Problem]:
    root = parse_html(page.decode("utf-8", "replace"))
    if not root.get("lang"):
        yield Problem("pack-page", PAGE, "The page does not say its language")
    linked = [(e, e.get("href") or e.get("src") or "") for e in root.iter("a", "audio", "img", "link", "script")]
    for element, address in linked:
        leads_out = re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE)
        if leads_out and element.tag != "a" and not address.startswith("data:"):
            yield Problem("pack-page", address, "The page would ask for this elsewhere")
        elif not leads_out and unquote(address) not in names:
            yield Problem("pack-page", address, "The file is not there")
