"""A narration as a file of sound for each section: what players take that want a talking book in pieces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.writing.timeline import moments
from publish.writing.twins import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Encode, Encoded, Narration, Section, Track
    from publish.writing.timeline import Moment


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section of an edition, its sound and when each of its sentences is heard in it."""

    name: str
    """Of its files, as old players can read it: `s001`."""
    section: Section
    track: Track
    encoded: Encoded
    heard: tuple[Moment, ...]

    @property
    def sound(self) -> str:
        """The name of its sound: `s001.mp3`."""
        return self.name + self.encoded.suffix


def stretches(edition: Edition, narration: Narration, encode: Encode) -> Iterator[Stretch]:
    """Yield an edition section by section, its colophon last.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    tracks = {track.section: track for track in narration.tracks}
    for number, section in enumerate(sections_of(edition), 1):
        track = tracks[section.id]
        ((_, heard),) = moments(replace(edition, sections=(section,)), (track,))
        yield Stretch(f"s{number:03}", section, track, encode(narration, (track,)), heard)
