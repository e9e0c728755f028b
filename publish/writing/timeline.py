"""When each sentence of an edition is heard, from the start of its audio file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.errors import OutputError
from publish.model import milliseconds
from publish.phrases import as_said

if TYPE_CHECKING:
    from publish.model import Edition, Narration, Section, Sentence, Track


@dataclass(frozen=True, slots=True)
class Moment:
    """One sentence, and when it is heard. Moments touch: the first begins at 0, the last ends with the file."""

    sentence: Sentence
    """As it is heard."""
    begin_ms: int
    end_ms: int
    language: str = ""
    """Where it is not the file's."""


def article_tracks(edition: Edition, narration: Narration) -> tuple[Track, ...]:
    """Return the tracks of the article's sections, in reading order: all but the colophon's.

    Raises:
        OutputError: a section has no sound.
    """
    tracks = {track.section: track for track in narration.tracks}
    silent = [section.id for section in edition.sections if section.id not in tracks]
    if silent:
        msg = f"It has no sound in {edition.language}"
        raise OutputError(msg, where=silent[0])
    return tuple(tracks[section.id] for section in edition.sections)


def moments(edition: Edition, tracks: tuple[Track, ...]) -> tuple[tuple[Section, tuple[Moment, ...]], ...]:
    """Return each section with its sentences' moments, when these tracks, one a section, are joined in order.

    Raises:
        OutputError: a sentence is not heard, or a cue is of no sentence.
    """
    timeline = []
    samples = 0
    for section, track in zip(edition.sections, tracks, strict=True):
        offset = milliseconds(samples, track.rate_hz)
        samples += track.samples
        end = milliseconds(samples, track.rate_hz)
        timeline.append((section, _section_moments(section, edition.language, track, (offset, end))))
    return tuple(timeline)


def _section_moments(section: Section, language: str, track: Track, ends_ms: tuple[int, int]) -> tuple[Moment, ...]:
    offset_ms, end_ms = ends_ms
    sentences = [sentence for paragraph in section.paragraphs for sentence in as_said(paragraph, language)]
    cues = track.cues
    for sentence, cue in zip(sentences, cues, strict=False):
        if sentence.id != cue.sentence:
            _stop(sentence.id)
    if len(sentences) != len(cues):
        _stop((sentences[len(cues) :] or sentences)[-1].id)
    begins = [offset_ms + cue.begin_ms for cue in cues]
    # The track's place is rounded from the running count of samples, so its end may be a millisecond
    # from where its own last cue puts it.
    ends = [*begins[1:], end_ms]
    return tuple(Moment(*each) for each in zip(sentences, begins, ends, strict=True))


def _stop(sentence: str) -> None:
    msg = "The sound does not follow the text"
    raise OutputError(msg, where=sentence, hint="This is a fault of Enface: please report it, with the source.")
