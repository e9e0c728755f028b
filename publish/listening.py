"""A made book, listened to: each sentence of each narration by a recogniser, against its transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.outside import narrations, recogniser
from publish.phrases import primary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.console import Tell
    from publish.outside.narrations import Recording
    from publish.speaking.hearing import Misheard, Told


def misheard(path: Path, tell: Tell) -> Iterator[tuple[Path, Misheard]]:
    """Yield what a listener would stumble over in each narration of a book's folder, as it is found.

    Raises:
        SourceError: there is no narration with its transcript.
        ToolError: the recogniser is not installed.
    """
    from publish.speaking.hearing import judged

    for recording in narrations.recordings(path):
        for each in judged(_told(recording, tell), recording.language):
            yield recording.sound, each


def _told(recording: Recording, tell: Tell) -> Iterator[Told]:
    from publish.speaking.hearing import Told
    from publish.speaking.sound import resampled
    from publish.writing.captions import captions

    cues = list(captions(recording.captions))
    clips = narrations.clips(recording.sound, [(cue.begin_ms, cue.end_ms) for cue in cues])
    for number, (cue, clip) in enumerate(zip(cues, clips, strict=True), 1):
        heard = recogniser.heard(resampled(clip, recogniser.RATE_HZ), primary(recording.language))
        tell.progress(f"Listening to {recording.sound.name}", number, len(cues))
        yield Told(cue.id, cue.begin_ms, cue.text, heard)
