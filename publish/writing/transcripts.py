"""What is heard, in the forms that podcast apps read, in the language that is spoken or in the other one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from publish.markup import element
from publish.phrases import as_said
from publish.writing.captions import clock, webvtt
from publish.writing.scripts import direction
from publish.writing.timeline import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Bead, Book, Edition, Sentence

TYPES = {"vtt": "text/vtt", "srt": "application/x-subrip", "html": "text/html", "json": "application/json"}
"""Suffix and media type of each form (https://podcasting2.org/docs/podcast-namespace/tags/transcript)."""


def transcript(kind: str, moments: Sequence[Moment], *, language: str, title: str, speaker: str) -> bytes:
    """Return sentences with their times in one of the forms of `TYPES`."""
    match kind:
        case "vtt":
            text = webvtt(moments, language=language, title=title)
        case "srt":
            text = "\n".join(_subrip(moments))
        case "html":
            text = _page(moments, language=language, title=title, speaker=speaker)
        case _:
            text = _segments(moments, speaker)
    return text.encode()


def _subrip(moments: Iterable[Moment]) -> Iterator[str]:
    for number, moment in enumerate(moments, 1):
        begin, end = (clock(ms).replace(".", ",") for ms in (moment.begin_ms, moment.end_ms))
        yield f"{number}\n{begin} --> {end}\n{_one_line(moment)}\n"


def _page(moments: Iterable[Moment], *, language: str, title: str, speaker: str) -> str:
    """As the namespace has it: who speaks, then each time with its words."""
    rows = "\n".join(
        element("time", {}, clock(moment.begin_ms)[:8]) + element("p", {"id": moment.sentence.id}, _one_line(moment))
        for moment in moments
    )
    # Written out by hand: a title that is empty has an end tag in HTML.
    head = f'<meta charset="utf-8"><title>{element("b", {}, title)[3:-4]}</title>'
    cite = f"{element('cite', {}, speaker)}\n" if speaker else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction(language)}">\n<head>{head}</head>\n'
        f"<body>\n{cite}{rows}\n</body>\n</html>\n"
    )


def _segments(moments: Iterable[Moment], speaker: str) -> str:
    said_by = {"speaker": speaker} if speaker else {}
    segments = [
        {**said_by, "startTime": m.begin_ms / 1000, "endTime": m.end_ms / 1000, "body": _one_line(m)} for m in moments
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _one_line(moment: Moment) -> str:
    return " ".join(moment.sentence.text.split())


def subtitles(book: Book, heard: Sequence[Moment], *, spoken: str, shown: Edition) -> tuple[Moment, ...]:
    """Return each sentence of another edition with the time at which what it translates is said.

    They come in the order in which they are said. Where several share a time, each has of it by its length. One
    without a twin shares the time of the one before it, up to the next, so that nothing of the edition is lost.

    Args:
        book: with its twins.
        heard: the moments of the edition that is spoken.
        spoken: its language.
        shown: the edition that is read meanwhile.
    """
    said = {moment.sentence.id: number for number, moment in enumerate(heard)}
    twin = dict(_twins(book.beads, spoken, shown.language))
    groups: dict[int, _Group] = {}
    group = _Group(0, 0)
    for sentence in (s for section in shown.sections for p in section.paragraphs for s in as_said(p, shown.language)):
        places = {said[name] for name in twin.get(sentence.id, ()) if name in said}
        if places:
            group = groups.get(min(places)) or _Group(min(places), min(places))
            while group.last + 1 in places:
                group.last += 1
        else:
            group.stray = True
        groups.setdefault(group.first, group).sentences.append(sentence)
    ordered = [groups[first] for first in sorted(groups)]
    nexts = [heard[group.first].begin_ms for group in ordered[1:]] + [heard[-1].end_ms]
    return tuple(moment for group, end in zip(ordered, nexts, strict=True) for moment in group.moments(heard, end))


@dataclass(slots=True)
class _Group:
    """Sentences that share a time."""

    first: int
    """The place among the moments where their time begins."""
    last: int
    """The place where it ends, where all have twins."""
    stray: bool = False
    """Whether one of them has no twin."""
    sentences: list[Sentence] = field(default_factory=list)

    def moments(self, heard: Sequence[Moment], next_ms: int) -> Iterator[Moment]:
        first_ms = begin = heard[self.first].begin_ms
        span = (next_ms if self.stray else heard[self.last].end_ms) - begin
        lengths = [len(sentence.text) for sentence in self.sentences]
        for sentence, gone in zip(self.sentences, accumulate(lengths), strict=True):
            end = first_ms + span * gone // sum(lengths)
            yield Moment(sentence, begin, end)
            begin = end


def _twins(beads: Iterable[Bead], spoken: str, shown: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sentence that is shown, with those that are said meanwhile."""
    for bead in beads:
        if bead.level == "sentence" and set(bead.languages) == {spoken, shown}:
            ours, theirs = (bead.left, bead.right) if bead.languages[0] == spoken else (bead.right, bead.left)
            yield from ((name, ours) for name in theirs)
