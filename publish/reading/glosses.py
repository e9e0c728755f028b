"""What a page's elements say of their words: expansions, dates, readings; and which of its texts are code."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from publish.markup import html_name
from publish.model import Gloss
from publish.reading.decode import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_BREAK: Final = "\u2028"
"""What readers hand on, as a text of its own, where the author broke the line."""

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<hour>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?:Z|[+-]\d\d:?\d\d)?)?|"
    r"\d{4}(?:-(?:0[1-9]|1[0-2]))?|(?P<alone>\d\d:\d\d(?::\d\d)?)"
)
_LONGEST = 300
"""Characters of an expansion or a reading; more is no such thing."""
_CODED = frozenset({"code", "kbd", "samp", "tt"})
_CODE_SIGN = re.compile(r"[{}<>=;$|\\]|\w\(|^\s*(?:#|//)", re.MULTILINE)
_CODE_NAME = re.compile(r"\b(?:code|highlight|source|lang(?:uage)?-\w+|prettyprint|terminal)\b", re.IGNORECASE)


def gloss(element: Any, tag: str) -> Gloss | None:
    """Return what an `<abbr title>` or a `<time datetime>` says of its words."""
    if tag in {"abbr", "acronym"}:
        expansion = " ".join((element.get("title") or "").split())
        return Gloss("abbreviation", expansion) if 0 < len(expansion) <= _LONGEST else None
    moment = (element.get("datetime") or "").strip() if tag == "time" else ""
    return Gloss("time", moment) if moment and is_moment(moment) else None


def is_moment(text: str) -> bool:
    """Whether this is a date or a time as HTML has it (ISO 8601), and there is such a day."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return False
    try:
        if match["day"]:
            date.fromisoformat(match["day"])
        hour = match["hour"] or match["alone"]
        if hour:
            time.fromisoformat(hour)
    except ValueError:
        return False
    return text[:4] != "0000"


def ruby(element: Any) -> Iterator[tuple[str, Gloss | None]]:
    """Yield the words of a `<ruby>`, each base with its reading in brackets: `漢字(かんじ)`."""
    bases: list[str] = []
    readings: list[str] = []
    for is_reading, text in _parts(element):
        if not is_reading and readings:
            yield from _paired(bases, readings)
            bases, readings = [], []
        (readings if is_reading else bases).append(text)
    yield from _paired(bases, readings)


def _parts(element: Any) -> Iterator[tuple[bool, str]]:
    """Yield the texts of a ruby in order, and whether each is a reading."""
    nodes = [(False, element.text)]
    for child in element:
        tag = html_name(child) or "rp"
        if tag == "rtc":
            nodes += [(True, "".join(child.itertext()))]
        elif tag != "rp":
            nodes += [(tag == "rt", "".join(child.itertext()))]
        nodes += [(False, child.tail)]
    yield from ((is_reading, " ".join(text.split())) for is_reading, text in nodes if text and text.strip())


def _paired(bases: list[str], readings: list[str]) -> Iterator[tuple[str, Gloss | None]]:
    if len(bases) != len(readings):
        bases, readings = (["".join(texts)] if texts else [] for texts in (bases, readings))
    if not bases or not readings or len(max(readings, key=len)) > _LONGEST:
        yield from ((text, None) for text in (*bases, *readings))
        return
    yield from (read_as(base, reading) for base, reading in zip(bases, readings, strict=True))


def read_as(base: str, reading: str) -> tuple[str, Gloss | None]:
    """Return a word with its reading in brackets, `漢字(かんじ)`, and what these are; whichever there is, alone."""
    return (f"{base}({reading})", Gloss("ruby", reading)) if base and reading else (base or reading, None)


def texts(element: Any) -> Iterator[str | None]:
    """Yield the texts within an element in order; None for a line break."""
    from lxml import etree

    for event, each in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield None if html_name(each) == "br" else each.text or ""
        elif each is not element:
            yield each.tail or ""


def preformatted(element: Any) -> tuple[bool, tuple[str, ...]]:
    """Return whether a `<pre>` is code, and not a poem or a letter that keeps its lines; and these, tidied."""
    text = "".join("\n" if each is None else each for each in texts(element))
    return _is_code(element, text), lines(text)


def _is_code(element: Any, text: str) -> bool:
    if any(html_name(below) in _CODED for below in element.iter()):
        return True
    names = " ".join(each.get("class") or "" for each in (element, element.getparent()) if each is not None)
    return bool(_CODE_NAME.search(names) or _CODE_SIGN.search(text))


def code(text: str) -> str:
    """Return code as a block holds it: its lines and their indents, no tabs, no empty lines at its ends."""
    lines = [line.rstrip() for line in text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


def doubled(element: Any) -> bool:
    """Whether this is one of several line breaks with nothing between them."""
    following, before = element.getnext(), element.getprevious()
    if following is not None and following.tag == "br" and not (element.tail or "").strip():
        return True
    return before is not None and before.tag == "br" and not (before.tail or "").strip()
