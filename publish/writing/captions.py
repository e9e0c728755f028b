"""What is heard, as captions: WebVTT and back, and LRC."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.writing.timeline import Moment


def webvtt(moments: Iterable[Moment], *, language: str, title: str, notes: Iterable[str] = ()) -> str:
    """Return a caption for each sentence, under its id (https://www.w3.org/TR/webvtt1/).

    The format has no field for the language: it stands in a NOTE, with the title and what else there is to say.
    """
    note = "\n".join(("NOTE", f"Language: {language}", *map(_one_line, (title, *notes))))
    cues = (f"{m.sentence.id}\n{clock(m.begin_ms)} --> {clock(m.end_ms)}\n{_shown(m)}" for m in moments)
    return "\n\n".join(("WEBVTT", note, *cues)) + "\n"


class Caption(NamedTuple):
    """A caption as it stands in a file."""

    id: str
    begin_ms: int
    end_ms: int
    text: str
    """Without tags."""


_CUE = re.compile(r"^(?P<id>\S+)\n(?P<begin>[\d:.]+) --> (?P<end>[\d:.]+)\n(?P<text>.+)$", re.MULTILINE)
_VTT_TAG = re.compile(r"</?[a-z][^>]*>")


def captions(vtt: str) -> Iterator[Caption]:
    """Yield the captions of a WebVTT as `webvtt` writes it: an id, its times, one line."""
    for cue in _CUE.finditer(vtt.replace("\r\n", "\n")):
        text = html.unescape(_VTT_TAG.sub("", cue["text"]))
        yield Caption(cue["id"], milliseconds_of(cue["begin"]), milliseconds_of(cue["end"]), text)


def lrc(moments: Iterable[Moment], *, title: str, artist: str, end_ms: int) -> str:
    """Return lyrics with the time of each line, as players of music show them: LRC, hundredths of a second."""
    head = [("ti", title), ("ar", artist), ("length", _minutes(end_ms)[:-3])]
    tags = [f"[{name}:{_plain(value)}]" for name, value in head if value]
    lines = (f"[{_minutes(moment.begin_ms)}]{_plain(moment.sentence.text)}" for moment in moments)
    return "\n".join((*tags, *lines)) + "\n"


def _minutes(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds // 10, 6000)
    return f"{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def _plain(text: str) -> str:
    """Keep a bracket at its start from being taken for a time, and a text on its line."""
    line = " ".join(text.replace("\0", "\ufffd").split())
    return f" {line}" if line.startswith("[") else line


def milliseconds_of(clock: str) -> int:
    """Return what `clock` wrote."""
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def clock(milliseconds: int) -> str:
    """Return `01:02:03.456`; more digits for the hours where there are more."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _shown(moment: Moment) -> str:
    text = _one_line(moment.sentence.text)
    return f"<lang {moment.language}>{text}</lang>" if moment.language else text


def _one_line(text: str) -> str:
    """Escape text, and keep a blank line or an arrow in it from ending the caption."""
    legal = " ".join(text.replace("\0", "\ufffd").split())
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
