"""Each chapter of a narration as a file of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from publish.model import Cue, Piece, Track, milliseconds
from publish.writing.chapters import chapters
from publish.writing.runs import cut
from publish.writing.timeline import Moment, article_tracks, moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.model import Edition, Narration

_LONGEST_NAME = 40
"""Characters of a title: with folders and a number there is room under every system's limit."""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as a file of its own."""

    name: str
    """Of the file, without its suffix, in letters and figures that FAT32 knows: `03-the-tide`."""
    number: int
    title: str
    tracks: tuple[Track, ...]
    """What is heard, from head to tail."""
    moments: tuple[Moment, ...]
    """From its own start."""


def parts(edition: Edition, narration: Narration) -> tuple[Part, ...]:
    """Return each chapter of a narration with its own head and tail of silence.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    tracks = article_tracks(edition, narration)
    timeline = moments(edition, tracks)
    found = chapters(edition, timeline)
    width = max(2, len(str(len(found))))
    heard = [
        (track, number, moment)
        for track, (_, some) in zip(tracks, timeline, strict=True)
        for number, moment in enumerate(some)
    ]
    made = []
    for number, chapter in enumerate(found, 1):
        own = [place for place in heard if chapter.begin_ms <= place[2].begin_ms < chapter.end_ms]
        taken = [(track, [n for _, n, _ in some]) for track, some in _by_track(own)]
        title = " ".join(chapter.title.split())
        file = f"{number:0{width}}-{_file_name(title)}".rstrip("-")
        sound = _taken(taken, narration, f"{edition.language}-chapter-{number}")
        made.append(Part(file, number, title, sound, tuple(_retimed([m for _, _, m in own], sound))))
    return tuple(made)


_Place = tuple[Track, int, Moment]


def _by_track(places: Iterable[_Place]) -> Iterator[tuple[Track, list[_Place]]]:
    for _, some in groupby(places, key=lambda place: place[0].section):
        own = list(some)
        yield own[0][0], own


def _taken(taken: list[tuple[Track, list[int]]], narration: Narration, name: str) -> tuple[Track, ...]:
    """Return these cues of these tracks: whole tracks as they are, else with the head and the tail that a cut took."""
    if all(len(numbers) == len(track.cues) for track, numbers in taken):
        return tuple(track for track, _ in taken)
    tracks = [cut(track, numbers[0], numbers[-1], f"{name}-{track.section}") for track, numbers in taken]
    first, last = tracks[0], tracks[-1]
    head = max(0, _samples(narration.pauses.head, first) - _silence(first.pieces))
    tail = max(0, _samples(narration.pauses.tail, last) - _silence(last.pieces[::-1]))
    tracks[0] = _longer(first, head=head)
    tracks[-1] = _longer(tracks[-1], tail=tail)
    return tuple(tracks)


def _samples(pause_ms: int, track: Track) -> int:
    return (pause_ms * track.rate_hz + 500) // 1000


def _silence(pieces: tuple[Piece, ...]) -> int:
    """Return how long nothing is said before the first piece that says something."""
    samples = 0
    for piece in pieces:
        if piece.key:
            break
        samples += piece.samples
    return samples


def _longer(track: Track, *, head: int = 0, tail: int = 0) -> Track:
    """Return a track with more silence at its ends, its first and last cue with it."""
    silences = [(Piece("", samples),) if samples else () for samples in (head, tail)]
    pieces = (*silences[0], *track.pieces, *silences[1])
    later = milliseconds(head, track.rate_hz)
    cues = [
        replace(
            cue,
            begin_ms=cue.begin_ms + later,
            end_ms=cue.end_ms + later,
            calls=tuple(replace(call, begin_ms=call.begin_ms + later) for call in cue.calls),
        )
        for cue in track.cues
    ]
    cues[0] = replace(cues[0], begin_ms=0)
    made = Track(track.section, track.rate_hz, pieces, tuple(cues))
    return replace(made, cues=(*cues[:-1], replace(cues[-1], end_ms=made.duration_ms)))


def _retimed(heard: list[Moment], tracks: tuple[Track, ...]) -> Iterator[Moment]:
    """Yield the sentences of a chapter as they are heard from its start."""
    cues: list[Cue] = []
    samples = 0
    for track in tracks:
        offset = milliseconds(samples, track.rate_hz)
        cues += [replace(cue, begin_ms=cue.begin_ms + offset) for cue in track.cues]
        samples += track.samples
    ends = [cue.begin_ms for cue in cues[1:]] + [milliseconds(samples, tracks[-1].rate_hz)]
    for moment, cue, end_ms in zip(heard, cues, ends, strict=True):
        yield Moment(moment.sentence, cue.begin_ms, end_ms)


def _file_name(title: str) -> str:
    """Return the words of a title; none where it has no letter that FAT32 can keep in one unit of 16 bits."""
    known = "".join(letter if letter <= "\uffff" else " " for letter in unicodedata.normalize("NFC", title.lower()))
    name = "-".join(re.findall(r"[^\W_]+", known))
    whole_words = name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
    return name if len(name) <= _LONGEST_NAME else whole_words
