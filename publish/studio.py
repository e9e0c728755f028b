"""Narrations finished as files: each part encoded once, by workers, whoever asks for it."""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from publish import jobs
from publish.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from typing import Any

    from publish.model import Narration, Track
    from publish.outside.encoders import EncodedFile
    from publish.speaking.mastering import Level

log = logging.getLogger(__name__)

QUIETEST_LUFS, LOUDEST_LUFS = -19.5, -18.5
HIGHEST_PEAK_DBTP = -1.0


class Studio:
    """Encodes what writers will ask for as soon as it is spoken, then gives it to them."""

    def __init__(self, executor: Executor, memory: Mapping[str, bytes], work: Path) -> None:
        self._executor = executor
        self._memory = memory
        self._work = work
        self._whole: dict[tuple[str, ...], Future[tuple[EncodedFile, Level]]] = {}
        self._levels: dict[str, Future[Level]] = {}
        self._parts: dict[tuple[str, ...], Future[EncodedFile]] = {}

    @property
    def pending(self) -> tuple[Future[Any], ...]:
        """The jobs that have not ended."""
        started: list[Future[Any]] = [*self._whole.values(), *self._levels.values(), *self._parts.values()]
        return tuple(job for job in started if not job.done())

    def begin(self, narration: Narration, *, joined: bool) -> None:
        """Start on a narration; `joined` where somebody wants the whole article in one file."""
        article = article_tracks(narration)
        if joined or len(article) == 1:
            job = self._executor.submit(jobs.whole, article, self._memory, self._path(article))
            self._whole[_name(article)] = job
        else:
            self._levels[narration.language] = self._executor.submit(jobs.level, article, self._memory)

    def prepare(self, narration: Narration, track: Track) -> None:
        """Start on a track of a narration, or a part of one, by itself; `begin` has been called."""
        if (track.section,) not in self._whole:
            self._part(narration, (track,))

    def encode(self, narration: Narration, tracks: tuple[Track, ...]) -> EncodedFile:
        """Return these tracks encoded: a writer's `Encode`.

        Raises:
            OutputError: a whole narration is not as loud as it should be, whatever was tried.
        """
        if _name(tracks) not in self._whole:
            return self._encoded(narration, tracks)
        encoded, _ = self._article(narration)
        _check(narration, encoded)
        return encoded

    def _encoded(self, narration: Narration, tracks: tuple[Track, ...]) -> EncodedFile:
        try:
            return self._part(narration, tracks).result()
        except BrokenExecutor:
            _say_again()
            del self._parts[_name(tracks)]
            return self._part(narration, tracks).result()

    def _article(self, narration: Narration) -> tuple[EncodedFile, Level]:
        tracks = article_tracks(narration)
        try:
            return self._whole[_name(tracks)].result()
        except BrokenExecutor:
            _say_again()
            self._whole[_name(tracks)] = self._executor.submit(jobs.whole, tracks, self._memory, self._path(tracks))
            return self._whole[_name(tracks)].result()

    def _part(self, narration: Narration, tracks: tuple[Track, ...]) -> Future[EncodedFile]:
        name = _name(tracks)
        if name not in self._parts:
            at = self._level(narration)
            self._parts[name] = self._executor.submit(jobs.part, tracks, self._memory, self._path(tracks), at)
        return self._parts[name]

    def _level(self, narration: Narration) -> Level:
        level = self._levels.get(narration.language)
        if level is None:
            _, found = self._article(narration)
            return found
        try:
            return level.result()
        except BrokenExecutor:
            _say_again()
            return self._executor.submit(jobs.level, article_tracks(narration), self._memory).result()

    def _path(self, tracks: tuple[Track, ...]) -> Path:
        last = f"_{tracks[-1].section}" if len(tracks) > 1 else ""
        return self._work / f"{tracks[0].section}{last}.mp3"


def article_tracks(narration: Narration) -> tuple[Track, ...]:
    """Return all tracks but the colophon's and the labels'."""
    return tuple(track for track in narration.tracks if not track.section.endswith(("-colophon", "-labels")))


def _say_again() -> None:
    log.warning("A process that works for us died; what it did is done again")


def _name(tracks: tuple[Track, ...]) -> tuple[str, ...]:
    return tuple(track.section for track in tracks)


def _check(narration: Narration, encoded: EncodedFile) -> None:
    # A test tone of a second has no loudness to speak of; a limit that only speech can meet is for speech.
    if encoded.duration_ms < 10_000 or narration.voice.tier == "test":
        return
    loud_enough = QUIETEST_LUFS <= encoded.loudness_lufs <= LOUDEST_LUFS
    if loud_enough and encoded.true_peak_dbtp <= HIGHEST_PEAK_DBTP:
        return
    msg = f"The narration came out at {encoded.loudness_lufs:.1f} LUFS with peaks of {encoded.true_peak_dbtp:.1f} dBTP"
    hint = "It should be -19 LUFS within half a unit, and -1 dBTP: try another voice, and please report it."
    raise OutputError(msg, where=f"{narration.language} ({narration.voice.name})", hint=hint)
