"""Our own checks of a finished web copy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import unquote

from publish.errors import SourceError
from publish.markup import parse_html
from publish.writing.proof_book import Problem
from publish.writing.web_page import CUES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

# In a text, `<` is never itself: only a player of the page is taken for one.
_SOUND: Final = re.compile(rb'<audio[^<>]{0,200}? src="data:audio/')
_LONGEST_MARK: Final = 256
_BLOCK: Final = 1 << 20
_ADDRESS: Final = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_LOADS: Final = ("src", "srcset", "poster", "data")


def opened(page: BinaryIO) -> Any:
    """Return the root element of a page, its embedded sound left out: that is never held in memory.

    Raises:
        SourceError: it is no page that can be read.
    """
    try:
        return parse_html(b"".join(_without_sound(page)).decode())
    except UnicodeDecodeError as error:
        msg = "The page is not UTF-8"
        raise SourceError(msg) from error


def _without_sound(page: BinaryIO) -> Iterator[bytes]:
    """Yield a page but what its sounds are made of: megabytes of letters, between one quotation mark and the next."""
    rest = b""
    inside = False
    for block in iter(lambda: page.read(_BLOCK), b""):
        rest += block
        while rest:
            if inside:
                _, mark, rest = rest.partition(b'"')
                yield mark
                inside = not mark
                continue
            if found := _SOUND.search(rest):
                yield rest[: found.end()]
                rest, inside = rest[found.end() :], True
                continue
            # The mark may begin at the end of a block.
            yield rest[:-_LONGEST_MARK]
            rest = rest[-_LONGEST_MARK:]
            break
    yield rest


def told(root: Any) -> dict[str, Any]:
    """Return what a page tells its player: its table, empty where there is none that can be read."""
    table = next((e.text for e in root.iter("script") if e.get("id") == CUES), None)
    try:
        found = json.loads(table or "{}")
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def problems(page: BinaryIO, beside: AbstractSet[str]) -> tuple[Problem, ...]:
    """Return what is wrong with a web copy; empty for a sound one.

    Args:
        page: its page.
        beside: the paths of the files that lie beside it, from there.
    """
    try:
        root = opened(page)
    except SourceError as error:
        return (Problem("web-page", "", error.what),)
    checks = (_languages(root), _names(root), _links(root, beside), _outside(root), _policy(root), _cues(root))
    return tuple(problem for found in checks for problem in found)


def _languages(root: Any) -> Iterator[Problem]:
    if not root.get("lang"):
        yield Problem("web-language", "html", "The page does not say its language")
    for side in root.iterfind(".//*[@class='side']"):
        if not side.get("lang"):
            yield Problem("web-language", _at(side), "A side does not say its language")


def _names(root: Any) -> Iterator[Problem]:
    for name, times in Counter(e.get("id") for e in root.iter() if e.get("id")).items():
        if times > 1:
            yield Problem("web-id", f"#{name}", f"{times} elements have this id")


def _links(root: Any, beside: AbstractSet[str]) -> Iterator[Problem]:
    names = {e.get("id") for e in root.iter()}
    for element in root.iter("a", "link", *_loading(root)):
        address = element.get("href") or element.get("src") or ""
        inner = address.startswith("#")
        if inner and unquote(address[1:]) not in names:
            yield Problem("web-link", address, "It leads nowhere in this page")
        elif address and not inner and not _scheme(address) and unquote(address) not in beside:
            yield Problem("web-link", address, "The file is not there")


def _loading(root: Any) -> set[str]:
    return {e.tag for e in root.iter() if isinstance(e.tag, str) and e.get("src")}


def _scheme(address: str) -> str:
    """Return what stands before the colon; something too where an address leaves its server without one."""
    if address.startswith("//"):
        return "//"
    return address.partition(":")[0].lower() if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address) else ""


def _outside(root: Any) -> Iterator[Problem]:
    """Find what a browser would load from elsewhere; a link that a person may follow is none of that."""
    loaded = [value for e in root.iter() for name, value in e.items() if name in _LOADS]
    loaded += [e.get("href", "") for e in root.iter("link", "base")]
    loaded += [found for e in root.iter("style") for found in _ADDRESS.findall(e.text or "")]
    for address in loaded:
        if _scheme(address) not in {"", "data"}:
            yield Problem("web-outside", address, "The page would ask for this elsewhere")


def _policy(root: Any) -> Iterator[Problem]:
    policies = [e.get("content", "") for e in root.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    if not policies or "default-src 'none'" not in policies[0]:
        yield Problem("web-policy", "head", "Its security policy does not keep the page on this machine")
        return
    for element in root.iter("script", "style"):
        if element.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
            if f"'sha256-{digest}'" not in policies[0]:
                yield Problem("web-policy", element.tag, "It is not as it was made, and no browser would use it")


def _cues(root: Any) -> Iterator[Problem]:
    table = told(root)
    if not table:
        yield Problem("web-cues", f"#{CUES}", "The table of the player cannot be read")
    names = {e.get("id"): e.tag for e in root.iter() if e.get("id")}
    for voice in table.get("voices", ()):
        if names.get(f"sound-{voice['language']}") != "audio":
            yield Problem("web-cues", voice["language"], "There is no sound for this voice")
        begins = voice["begins"]
        if len(begins) != len(voice["sentences"]) + 1 or any(a >= b for a, b in pairwise(begins)):
            yield Problem("web-cues", voice["language"], "Its times do not follow each other, one for each sentence")
        for name in voice["sentences"]:
            if name not in names:
                yield Problem("web-cues", f"#{name}", "A cue has no sentence")


def _at(element: Any) -> str:
    return next((f"#{e.get('id')}" for e in element.iter() if e.get("id")), element.tag)
