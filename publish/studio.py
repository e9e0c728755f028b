"""Narrations finished as files: each part encoded once, by workers, whoever asks for it."""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from publish import jobs
from publish.errors import OutputError
from publish.model import IN_BOOKS
from publish.speaking.profiles import PROFILES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from typing import Any

    from publish.model import Form, Narration, Track
    from publish.outside.encoders import EncodedFile
    from publish.speaking.mastering import Level

    _Name = tuple[tuple[str, ...], Form]

log = logging.getLogger(__name__)


class Studio:
    """Encodes what writers will ask for as soon as it is spoken, then gives it to them."""

    def __init__(self, executor: Executor, memory: Mapping[str, bytes], work: Path) -> None:
        self._executor = executor
        self._memory = memory
        self._work = work
        self._whole: dict[_Name, Future[tuple[EncodedFile, Level]]] = {}
        self._levels: dict[tuple[str, Form], Future[Level]] = {}
        self._parts: dict[_Name, Future[EncodedFile]] = {}

    @property
    def pending(self) -> tuple[Future[Any], ...]:
        """The jobs that have not ended."""
        started: list[Future[Any]] = [*self._whole.values(), *self._levels.values(), *self._parts.values()]
        return tuple(job for job in started if not job.done())

    def begin(self, narration: Narration, *, joined: tuple[Form, ...], bound: bool) -> None:
        """Start on a narration: the whole article in each form `joined`; `bound` where a book will want its parts."""
        article = article_tracks(narration)
        forms = (*joined, IN_BOOKS) if bound and len(article) == 1 else joined
        for form in dict.fromkeys(forms):
            self._whole[_name(article, form)] = self._started(article, form)
        if bound and IN_BOOKS not in forms:
            self._levels[narration.language, IN_BOOKS] = self._executor.submit(
                jobs.level, article, self._memory, IN_BOOKS
            )

    def prepare(self, narration: Narration, tracks: tuple[Track, ...], form: Form = IN_BOOKS) -> None:
        """Start on tracks of a narration, or parts of them; `begin` has been called.

        Raises:
            OutputError: it is longer than its form may be.
        """
        if _name(tracks, form) not in self._whole:
            self._part(narration, tracks, form)

    def encode(self, narration: Narration, tracks: tuple[Track, ...], form: Form = IN_BOOKS, /) -> EncodedFile:
        """Return these tracks encoded: a writer's `Encode`.

        Raises:
            OutputError: a whole narration, or a part where each counts, is not as loud as it should be, whatever was
                tried; or it is longer than may be.
        """
        if _name(tracks, form) in self._whole:
            encoded, _ = self._article(narration, form)
        else:
            encoded = self._encoded(narration, tracks, form)
            if not PROFILES[form.loudness].parts_too:
                return encoded
        _check(narration, encoded, form)
        return encoded

    def _encoded(self, narration: Narration, tracks: tuple[Track, ...], form: Form) -> EncodedFile:
        try:
            return self._part(narration, tracks, form).result()
        except BrokenExecutor:
            _say_again()
            del self._parts[_name(tracks, form)]
            return self._part(narration, tracks, form).result()

    def _started(self, article: tuple[Track, ...], form: Form) -> Future[tuple[EncodedFile, Level]]:
        return self._executor.submit(jobs.whole, article, self._memory, self._path(article, form), form)

    def _article(self, narration: Narration, form: Form) -> tuple[EncodedFile, Level]:
        tracks = article_tracks(narration)
        try:
            return self._whole[_name(tracks, form)].result()
        except BrokenExecutor:
            _say_again()
            self._whole[_name(tracks, form)] = self._started(tracks, form)
            return self._whole[_name(tracks, form)].result()

    def _part(self, narration: Narration, tracks: tuple[Track, ...], form: Form) -> Future[EncodedFile]:
        name = _name(tracks, form)
        if name not in self._parts:
            _check_length(tracks, form)
            at = self._level(narration, form)
            path = self._path(tracks, form)
            self._parts[name] = self._executor.submit(jobs.part, tracks, self._memory, path, form, at)
        return self._parts[name]

    def _level(self, narration: Narration, form: Form) -> Level:
        article = article_tracks(narration)
        if _name(article, form) in self._whole:
            _, found = self._article(narration, form)
            return found
        key = narration.language, form
        if key not in self._levels:
            self._levels[key] = self._executor.submit(jobs.level, article, self._memory, form)
        try:
            return self._levels[key].result()
        except BrokenExecutor:
            _say_again()
            return self._executor.submit(jobs.level, article, self._memory, form).result()

    def _path(self, tracks: tuple[Track, ...], form: Form) -> Path:
        last = f"_{tracks[-1].section}" if len(tracks) > 1 else ""
        tone = ".roomtone" if form.room_tone else ""
        return self._work / f"{tracks[0].section}{last}.{form.loudness}{tone}.{form.bitrate}.{form.format}"


def article_tracks(narration: Narration) -> tuple[Track, ...]:
    """Return all tracks but the colophon's and the labels'."""
    return tuple(track for track in narration.tracks if not track.section.endswith(("-colophon", "-labels")))


def _say_again() -> None:
    log.warning("A process that works for us died; what it did is done again")


def _name(tracks: tuple[Track, ...], form: Form) -> _Name:
    return tuple(track.section for track in tracks), form


def _check_length(tracks: tuple[Track, ...], form: Form) -> None:
    longest_ms = PROFILES[form.loudness].longest_ms
    if longest_ms and sum(track.duration_ms for track in tracks) > longest_ms:
        msg = f"This chapter is longer than the {longest_ms // 60_000} minutes that {form.loudness} allows"
        raise OutputError(msg, where=tracks[0].section, hint="Give it headings: a chapter begins at each.")


def _check(narration: Narration, encoded: EncodedFile, form: Form) -> None:
    profile = PROFILES[form.loudness]
    # A test tone of a second has no loudness to speak of; a limit that only speech can meet is for speech.
    if encoded.duration_ms < 10_000 or narration.voice.tier == "test" or encoded.is_as_asked:
        return
    msg = f"The narration came out at {encoded.loudness_lufs:.1f} LUFS with peaks of {encoded.true_peak_dbtp:.1f} dBTP"
    what = "dB RMS" if profile.by_rms else "LUFS"
    low, high = profile.limits
    hint = (
        f"It should be between {low:g} and {high:g} {what}, and {profile.highest_peak_dbtp:g} dBTP: "
        "try another voice, and please report it."
    )
    raise OutputError(msg, where=f"{narration.language} ({narration.voice.name})", hint=hint)
