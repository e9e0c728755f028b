"""What is wrong with a DAISY 2.02 book: nothing may be missing, and everything must lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from publish.errors import SourceError
from publish.markup import parse_xml
from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_REQUIRED: Final = (
    "dc:creator", "dc:date", "dc:format", "dc:identifier", "dc:language", "dc:publisher", "dc:title", "ncc:charset",
    "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:setInfo", "ncc:tocItems", "ncc:totalTime",
)  # fmt: skip
_TIME: Final = re.compile(r"npt=(\d+)\.(\d{3})s")
_HEADING: Final = re.compile(r"h([1-6])")
NCC: Final = "ncc.html"


def problems(names: Collection[str], read: Callable[[str], bytes]) -> tuple[Problem, ...]:
    """Return what is wrong with a book, file by file.

    Args:
        names: of every file in its folder.
        read: gives the bytes of one.
    """
    pages: dict[str, Any] = {}
    found: list[Problem] = []
    for name in sorted(name for name in names if name.endswith((".html", ".smil"))):
        try:
            pages[name] = parse_xml(read(name))
        except SourceError as error:
            found.append(Problem("daisy-xml", name, error.what))
    if NCC not in pages:
        return (*found, Problem("daisy-ncc", NCC, "There is no Navigation Control Center that can be read"))
    ids = {name: Counter(e.get("id") for e in root.iter("{*}*") if e.get("id")) for name, root in pages.items()}
    found += [
        Problem("daisy-id", f"{name}#{own}", "Two elements have this id")
        for name, counted in ids.items()
        for own, number in counted.items()
        if number > 1
    ]
    for name, root in pages.items():
        found += _loose(name, root, names, ids)
    found += _about(pages[NCC])
    found += _clips(pages)
    found += _unheard(pages)
    return tuple(found)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _loose(name: str, root: Any, names: Collection[str], ids: dict[str, Counter[str]]) -> Iterator[Problem]:
    """Yield what leads nowhere."""
    for element in root.iter("{*}*"):
        for target in filter(None, (element.get("src"), element.get("href"))):
            file, _, place = target.partition("#")
            if file not in names:
                yield Problem("daisy-link", name, f"It leads to {file}, which is not there")
            elif place and place not in ids.get(file, ()):
                yield Problem("daisy-link", name, f"It leads to {target}: there is no such place")


def _about(ncc: Any) -> Iterator[Problem]:
    told = {meta.get("name"): meta.get("content") for meta in ncc.iter("{*}meta")}
    for name in _REQUIRED:
        if not told.get(name):
            yield Problem("daisy-metadata", NCC, f"It does not say {name}")
    levels = [int(match[1]) for e in ncc.iter("{*}*") if (match := _HEADING.fullmatch(_name(e)))]
    if not levels or levels[0] != 1:
        yield Problem("daisy-headings", NCC, "It does not begin with the title")
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield Problem("daisy-headings", NCC, "A level of headings is skipped")
    if str(len(levels)) != told.get("ncc:tocItems"):
        yield Problem("daisy-metadata", NCC, f"It has {len(levels)} entries, and says {told.get('ncc:tocItems')}")


def _clips(pages: dict[str, Any]) -> Iterator[Problem]:
    """Yield clips that have no length, or do not follow the one before."""
    for name, root in pages.items():
        ends: dict[str, int] = {}
        for clip in root.iter("{*}audio"):
            begin, end = (_milliseconds(clip.get(key, "")) for key in ("clip-begin", "clip-end"))
            sound = clip.get("src", "")
            if end <= begin or begin != ends.get(sound, begin):
                yield Problem("daisy-clip", f"{name}#{clip.get('id')}", "It does not follow the clip before it")
            ends[sound] = end


def _milliseconds(time: str) -> int:
    match = _TIME.fullmatch(time)
    return int(match[1]) * 1000 + int(match[2]) if match else 0


def _unheard(pages: dict[str, Any]) -> Iterator[Problem]:
    """Yield sentences that are not heard once, and in their order."""
    shown = [
        f"{name}#{e.get('id')}"
        for name, root in pages.items()
        for e in root.iter("{*}span")
        if e.get("class") == "sentence"
    ]
    heard = [t.get("src") for name in sorted(pages) for t in pages[name].iter("{*}text")]
    known = set(heard)
    for place in shown:
        if place not in known:
            yield Problem("daisy-unheard", place, "This sentence is not heard")
    if sorted(heard) == sorted(shown) and heard != shown:
        yield Problem("daisy-order", "text.html", "What is heard does not follow the text")
    if len(heard) > len(known):
        yield Problem("daisy-order", "text.html", "A sentence is heard twice")
