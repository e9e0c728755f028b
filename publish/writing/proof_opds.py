"""What is wrong with a catalogue: both forms say the same, and all that they lead to is there and as they say."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from publish.errors import SourceError
from publish.markup import parse_xml
from publish.writing.opds import JSON_TYPE, OPEN_ACCESS
from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FEED: Final = ("id", "title", "updated", "author", "link")
_ENTRY: Final = ("id", "title", "updated", "link")


@dataclass(frozen=True, slots=True)
class _Link:
    rel: str
    href: str
    media_type: str
    size: int | None


def problems(atom: bytes, as_json: bytes, size: Callable[[str], int]) -> tuple[Problem, ...]:
    """Return what is wrong with a catalogue.

    Args:
        atom: OPDS 1.2.
        as_json: OPDS 2.0.
        size: gives the bytes of a file by its path from the catalogue; less than none where there is none.
    """
    try:
        return tuple(_problems(parse_xml(atom), json.loads(as_json), size))
    except (SourceError, json.JSONDecodeError, UnicodeDecodeError) as error:
        return (Problem("opds-broken", "", f"It cannot be read: {error}"),)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return (Problem("opds-facts", "", f"It does not say, or not as it should: {error}"),)


def _problems(feed: Any, catalogue: Any, size: Callable[[str], int]) -> Iterator[Problem]:
    yield from _lacking(feed, _FEED, "feed")
    first = {entry.findtext("{*}id"): entry for entry in feed.iterfind("{*}entry")}
    second = {each["metadata"]["identifier"]: each for each in catalogue["publications"]}
    if list(first) != list(second):
        yield Problem("opds-same", "opds.json", "It lists other publications than opds.xml")
    for name, times in Counter(entry.findtext("{*}id") for entry in feed.iterfind("{*}entry")).items():
        if times > 1:
            yield Problem("opds-id", str(name), f"{times} entries have this id")
    for name, entry in first.items():
        yield from _lacking(entry, _ENTRY, str(name))
        links = [_of_atom(link) for link in entry.iterfind("{*}link")]
        yield from _had(links, str(name), size)
        other = second.get(name, {"links": [], "images": []})
        same = [_of_json(link) for link in (*other.get("images", ()), *other["links"])]
        if {replace(link, rel="") for link in links} != {replace(link, rel="") for link in same}:
            yield Problem("opds-same", str(name), "opds.json does not lead where opds.xml does")
        if not entry.findall("{http://schema.org/}accessMode"):
            yield Problem("opds-access", str(name), "It does not say whom it serves")
    own = [_of_atom(link) for link in feed.iterfind("{*}link")]
    if not any(link.rel == "alternate" and link.media_type == JSON_TYPE for link in own):
        yield Problem("opds-link", "feed", "It does not lead to its other form")


def _lacking(element: Any, names: tuple[str, ...], where: str) -> Iterator[Problem]:
    for name in names:
        if element.find(f"{{*}}{name}") is None:
            yield Problem("opds-facts", where, f"It has no {name}")


def _had(links: list[_Link], where: str, size: Callable[[str], int]) -> Iterator[Problem]:
    if not any(link.rel == OPEN_ACCESS for link in links):
        yield Problem("opds-link", where, "It cannot be had in any form")
    for link in links:
        if "://" in link.href:
            continue
        there = size(unquote(link.href))
        if there < 0:
            yield Problem("opds-link", where, f"It leads to {link.href}, which is not there")
        elif link.size not in {None, there}:
            yield Problem("opds-length", where, f"{link.href} has {there:,} bytes, not {link.size:,}")


def _of_atom(link: Any) -> _Link:
    length = link.get("length")
    return _Link(link.get("rel"), link.get("href"), link.get("type"), int(length) if length else None)


def _of_json(link: Any) -> _Link:
    return _Link(link.get("rel", ""), link["href"], link["type"], link.get("size"))
