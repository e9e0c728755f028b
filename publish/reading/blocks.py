"""Lines into blocks: paragraphs, and what light Markdown marks as heading, quote, item or note."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from publish.model import Block, Span
from publish.reading.glosses import code
from publish.reading.inline import spans, tidied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Kind

_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?$")
_QUOTE = re.compile(r"((?:>\s?)+)\s*(\S.*)$")
_BULLET = re.compile(r"([-*+•·▪◦‣●○・])\s+(\S.*)$")
# A row of tildes is a change of scene in a plain text.
_FENCE = re.compile(r" {0,3}(`{3,})\s*([^`]*)$")
_HYPHENATED = re.compile(r"\w-$")
_MARK = re.compile(r"\d{1,3}[.)]\s*")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+\S")
_NOTE_MARK = re.compile(r"(\*{1,3}|†|‡|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*\S")
# A star that hangs on a word or its full stop: `arrive.*`
_REFERENCE = re.compile(r"(?<=[\w.,;:!?…”\"’»)])(\*{1,3}|†|‡|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]+)(?![\w*])")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

# Hard wrapping: no line is longer than a page column, and the next word would not have fitted.
_WIDTHS = range(30, 101)
_JOINTS_AT_LEAST = 3
_FULL_SHARE = 0.8
_SLACK = 3
"""Characters by which the width may have been missed."""

_NEAR = range(1, 4)
"""How far off the next number of a list may be: two languages may take turns."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that is not empty, its block mark taken off."""

    number: int
    raw: str
    text: str
    kind: Kind = "paragraph"
    level: int = 0
    marked: bool = False
    """It begins something: a heading, an item, a quote."""


def blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks of these lines in order. Every line with something on it is in exactly one block.

    One line is one block, unless the text is hard-wrapped: then the lines of a paragraph are joined.
    """
    fenced = tuple(_fenced(lines))
    within = {number for block in fenced for number in range(block.first_line, block.last_line + 1)}
    read = [_line(n, line) for n, line in enumerate(lines, 1) if line.strip() and n not in within]
    runs = [
        [line for _, line in run] for _, run in groupby(enumerate(read), key=lambda entry: entry[1].number - entry[0])
    ]
    width = _wrapped_at(runs)
    groups = [group for run in runs for group in _paragraphs(run, width)]
    marks = [match[1] if (match := _NOTE_MARK.match(group[0].raw)) else "" for group in groups]
    found = _sequenced(_noted([_block(group) for group in groups], marks))
    return tuple(sorted((*found, *fenced), key=lambda block: block.first_line)) if fenced else found


def _fenced(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the code between two fences of backticks (CommonMark 0.31, 4.5); one that is never closed is none."""
    opened, fence = 0, ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if not fence and mark:
            opened, fence = number, mark[1]
        elif fence and mark and mark[1].startswith(fence) and not mark[2]:
            text = code("\n".join(lines[opened : number - 1]))
            if text.strip():
                yield Block("code", (Span(text),), opened, number, article=True)
            fence = ""


def _line(number: int, line: str) -> _Line:
    text = line.strip()
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    if match := _HEADING.match(text):
        return _Line(number, text, match[2], "heading", len(match[1]), marked=True)
    if match := _QUOTE.match(text):
        return _Line(number, text, match[2], "quote", marked=True)
    if match := _BULLET.match(text):
        return _Line(number, text, match[2], "item", 1 + indent // 4, marked=True)
    if _NUMBER.match(text):
        return _Line(number, text, text, marked=True)
    return _Line(number, text, text)


def _first_word(text: str) -> str:
    return text[0] if _UNSPACED.match(text) else text.split(maxsplit=1)[0]


def _fills(line: _Line, following: _Line, width: int) -> bool:
    return len(line.raw) + 1 + len(_first_word(following.raw)) > width - _SLACK


def _continues(line: _Line, following: _Line) -> bool:
    if line.kind == "heading":
        return False
    return not following.marked or (line.kind == following.kind == "quote")


def _wrapped_at(runs: list[list[_Line]]) -> int:
    """Return the column at which the text was wrapped by hand or machine; 0 where it was not."""
    joints = [joint for run in runs for joint in pairwise(run) if _continues(*joint)]
    width = max((len(line.raw) for run in runs if len(run) > 1 for line in run), default=0)
    if width not in _WIDTHS or len(joints) < _JOINTS_AT_LEAST:
        return 0
    full = sum(_fills(line, following, width) for line, following in joints)
    return width if full >= _FULL_SHARE * len(joints) else 0


def _paragraphs(run: list[_Line], width: int) -> Iterator[list[_Line]]:
    group = run[:1]
    for line, following in pairwise(run):
        if width and _continues(line, following) and _fills(line, following, width):
            group.append(following)
        else:
            yield group
            group = [following]
    yield group


def _block(group: list[_Line]) -> Block:
    first, last = group[0], group[-1]
    rest = (_joint(line.text, following.text) + following.text for line, following in pairwise(group))
    found = spans(tidied(first.text + "".join(rest)))
    kind, level = first.kind, first.level
    if not "".join(span.text for span in found).strip():
        # Nothing but marks: they are what the line says.
        found, kind, level = (Span(first.raw),), "paragraph", 0
    return Block(kind=kind, spans=found, first_line=first.number, last_line=last.number, level=level)


def _joint(before: str, after: str) -> str:
    """Return what joins two lines of a paragraph: a blank, unless their letters need none or a word is parted."""
    unspaced = _UNSPACED.match(before[-1]) and _UNSPACED.match(after)
    return "" if unspaced or (_HYPHENATED.search(before[-2:]) and after[:1].islower()) else " "


def _noted(read: list[Block], marks: list[str]) -> list[Block]:
    """Tell footnotes from list items: a line that begins with the star that an earlier one ended with."""
    awaited: Counter[str] = Counter()
    for place, (block, mark) in enumerate(zip(read, marks, strict=True)):
        if awaited[mark] and block.kind in {"item", "paragraph"}:
            awaited[mark] -= 1
            letters = (Span(f"{mark} "), *block.spans) if block.kind == "item" else block.spans
            read[place] = replace(block, kind="note", spans=letters, level=0)
        else:
            awaited.update(reference[1] for reference in _REFERENCE.finditer(block.text))
    return read


def _sequenced(read: list[Block]) -> tuple[Block, ...]:
    """Make items of the numbered lines that count on (`12. Oktober` alone does not); the number is then no word."""
    numbers = {place: int(match[1]) for place, block in enumerate(read) if (match := _NUMBER.match(block.text))}
    for place, number in numbers.items():
        before = any(numbers.get(place - step) == number - 1 for step in _NEAR)
        after = any(numbers.get(place + step) == number + 1 for step in _NEAR)
        if (before or after) and read[place].kind == "paragraph":
            spans_ = _without_number(read[place].spans) if number else read[place].spans
            read[place] = replace(read[place], kind="item", level=1, number=number, spans=spans_)
    return tuple(read)


def _without_number(found: tuple[Span, ...]) -> tuple[Span, ...]:
    first, *others = found
    rest = _MARK.sub("", first.text, count=1)
    return (replace(first, text=rest), *others) if rest else tuple(others)
