"""The sound of a leaf: which parts of which narrations it plays, and when each sentence is heard in them.

A page that holds two languages plays two narrations in turns, each from a file of its own. A narration is cut
where the page leaves its order (a translator moved a paragraph), so that every file is heard from its start to
its end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from publish.errors import OutputError
from publish.model import Cue, Piece, Track, milliseconds

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from publish.model import Narration
    from publish.writing.leaves import Leaf


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a narration that is heard in one go."""

    narration: Narration
    track: Track
    """Named (`section`) as its file is: `es-c1` for a whole section, `c1-es-2` for a part."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a sentence is heard."""

    sound: str
    """Name of the run's track."""
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Place:
    narration: Narration
    track: Track
    number: int
    """Of its cue in the track."""


def runs(leaves: Iterable[Leaf], narrations: Iterable[Narration]) -> dict[str, tuple[Run, ...]]:
    """Return what each leaf plays, by the leaf's id; nothing for a book without sound.

    Raises:
        OutputError: a sentence of a page has no sound.
    """
    places = _places(narrations)
    return {leaf.id: tuple(_of(leaf, places)) for leaf in leaves} if places else {}


def quoted(page: str, heard: Mapping[str, str], narrations: Iterable[Narration]) -> tuple[Run, ...]:
    """Return what is played by a page that quotes sentences of others, a run for each language: `nav-es`.

    Args:
        page: its id.
        heard: by the id of each of its elements, in its order, the sentence that is heard there.
        narrations: where the sentences are heard.

    Raises:
        OutputError: a sentence has no sound.
    """
    places = _places(narrations)
    tracks: dict[str, Track] = {}
    spoken: dict[str, Narration] = {}
    for element, sentence in heard.items():
        place = _found(places, page, sentence)
        language = place.narration.language
        spoken[language] = place.narration
        own = cut(place.track, place.number, place.number, f"{page}-{language}")
        before = tracks.get(language, replace(own, pieces=(), cues=()))
        begin_ms, pieces = before.duration_ms, (*before.pieces, *own.pieces)
        longer = replace(before, pieces=pieces)
        tracks[language] = replace(longer, cues=(*before.cues, Cue(element, begin_ms, longer.duration_ms)))
    return tuple(Run(spoken[language], track) for language, track in tracks.items())


def _places(narrations: Iterable[Narration]) -> dict[str, _Place]:
    return {
        cue.sentence: _Place(narration, track, number)
        for narration in narrations
        for track in narration.tracks
        for number, cue in enumerate(track.cues)
    }


def _found(places: Mapping[str, _Place], page: str, sentence: str) -> _Place:
    if sentence not in places:
        msg = f"The sound of {page} does not follow its page: {sentence}"
        raise OutputError(msg)
    return places[sentence]


def clips(played: Iterable[Run], sentences: Sequence[str] = (), told: Container[str] = ()) -> dict[str, Clip]:
    """Return where each sentence is heard, and each call of a note after it, by their ids; in this order, if given.

    Of a sentence in `told`, where each of its words is.
    """
    heard: dict[str, dict[str, Clip]] = {}
    for run in played:
        for cue in run.track.cues:
            words = cue.words if cue.sentence in told else ()
            heads = [word.id for word in words] or [cue.sentence]
            names = *heads, *(call.id for call in cue.calls)
            later = *(word.begin_ms for word in words[1:]), *(call.begin_ms for call in cue.calls)
            edges = cue.begin_ms, *later, cue.end_ms
            own = zip(names, pairwise(edges), strict=True)
            heard[cue.sentence] = {name: Clip(run.track.section, *ends) for name, ends in own}
    return {name: clip for sentence in sentences or heard for name, clip in heard[sentence].items()}


def _of(leaf: Leaf, places: Mapping[str, _Place]) -> Iterator[Run]:
    spoken: dict[str, list[_Place]] = {}
    for sentence in leaf.sentences:
        place = _found(places, leaf.id, sentence)
        spoken.setdefault(place.narration.language, []).append(place)
    for language, heard in spoken.items():
        parts = list(_unbroken(heard))
        for number, part in enumerate(parts, 1):
            whole = len(part) == len(part[0].track.cues)
            name = f"{leaf.id}-{language}" if len(parts) == 1 else f"{leaf.id}-{language}-{number}"
            first, last = part[0].number, part[-1].number
            yield Run(part[0].narration, part[0].track if whole else cut(part[0].track, first, last, name))


def _unbroken(heard: Sequence[_Place]) -> Iterator[list[_Place]]:
    part = [heard[0]]
    for before, here in pairwise(heard):
        if here.track is not before.track or here.number != before.number + 1:
            yield part
            part = []
        part.append(here)
    yield part


def cut(track: Track, first: int, last: int, name: str) -> Track:
    """Return the part of a track from its cue `first` to its cue `last`, both included, timed from its own start."""
    own = list(by_cue(track))[first : last + 1]
    cues = []
    samples = begin_ms = 0
    for cue, pieces in zip(track.cues[first : last + 1], own, strict=True):
        samples += sum(piece.samples for piece in pieces)
        end_ms = milliseconds(samples, track.rate_hz)
        later_ms = begin_ms - cue.begin_ms
        calls = tuple(replace(call, begin_ms=call.begin_ms + later_ms) for call in cue.calls)
        words = tuple(replace(word, begin_ms=word.begin_ms + later_ms) for word in cue.words)
        cues.append(Cue(cue.sentence, begin_ms, end_ms, calls, words))
        begin_ms = end_ms
    return Track(name, track.rate_hz, tuple(piece for pieces in own for piece in pieces), tuple(cues))


def by_cue(track: Track) -> Iterator[list[Piece]]:
    """Yield the pieces of each cue; a silence that runs on into the next cue is divided."""
    waiting = list(reversed(track.pieces))
    samples = 0
    for cue in track.cues:
        own: list[Piece] = []
        while waiting and milliseconds(samples, track.rate_hz) < cue.end_ms:
            piece = waiting.pop()
            most = (cue.end_ms * track.rate_hz + 500) // 1000 - samples
            if not piece.key and milliseconds(samples + piece.samples, track.rate_hz) > cue.end_ms:
                waiting.append(replace(piece, samples=piece.samples - most))
                piece = replace(piece, samples=most)
            own.append(piece)
            samples += piece.samples
        yield own
