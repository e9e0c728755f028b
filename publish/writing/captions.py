"""What is heard, as WebVTT."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.writing.timeline import Moment


def webvtt(moments: Iterable[Moment], *, language: str, title: str, notes: Iterable[str] = ()) -> str:
    """Return a caption for each sentence, under its id (https://www.w3.org/TR/webvtt1/).

    The format has no field for the language: it stands in a NOTE, with the title and what else there is to say.
    """
    note = "\n".join(("NOTE", f"Language: {language}", *map(_one_line, (title, *notes))))
    cues = (
        f"{moment.sentence.id}\n{clock(moment.begin_ms)} --> {clock(moment.end_ms)}\n{_one_line(moment.sentence.text)}"
        for moment in moments
    )
    return "\n\n".join(("WEBVTT", note, *cues)) + "\n"


def clock(milliseconds: int) -> str:
    """Return `01:02:03.456`; more digits for the hours where there are more."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _one_line(text: str) -> str:
    """Escape text, and keep a blank line or an arrow in it from ending the caption."""
    legal = " ".join(text.replace("\0", "\ufffd").split())
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
