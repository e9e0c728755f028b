"""An edition, handed to workers sentence by sentence until all of it is spoken.

Nothing here holds more than one sentence's samples. A worker writes the sound of a sentence into the
memory and sends back only its length; tracks are lists of lengths; `stream` reads the sounds back one by one.
"""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from publish import registry
from publish.errors import EngineError
from publish.model import Narration, Piece
from publish.speaking import memory as memories
from publish.speaking.sound import trimmed
from publish.speaking.tracks import stream, track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping
    from concurrent.futures import Executor, Future

    from publish.model import Edition, Engine, Section, Voice

__all__ = ["Line", "Recital", "Spoken", "begin", "speak", "stream"]

log = logging.getLogger(__name__)

_BATCH_CHARACTERS = 1200
"""About 80 s of speech: half a second's work for Pico, against some 2 ms to hand a job over."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as the engine is given it."""

    sentence: str
    """Its id."""
    text: str
    """Normalised: what is said, not what is shown. Without any letter or figure it is heard as a pause."""
    key: str
    """Where the memory keeps its sound."""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to say."""
        return any(character.isalnum() for character in self.text)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a worker sends back of a sentence: all but the sound."""

    key: str
    samples: int
    rate_hz: int


def begin(edition: Edition, voice: Voice, *, memory: MutableMapping[str, bytes], executor: Executor) -> Recital:
    """Hand every sentence of an edition, its colophon's too, to the executor; those remembered stay unspoken.

    A sentence that stands twice is spoken once. Workers in other processes get the memory pickled: it must
    lead to the same place from there.
    """
    lines = tuple(_lines(edition, voice))
    known: dict[str, Spoken] = {}
    fresh: dict[str, Line] = {}
    for line in lines:
        if line.key in known or line.key in fresh or not line.has_words:
            continue
        sound = memories.recalled(memory, line.key)
        if sound is None:
            fresh[line.key] = line
        else:
            known[line.key] = Spoken(line.key, len(sound.pcm) // 2, sound.rate_hz)
    jobs = {batch: executor.submit(speak, voice, batch, memory) for batch in _batches(fresh.values())}
    return Recital(edition, voice, lines=lines, known=known, jobs=jobs, memory=memory, executor=executor)


class Recital:
    """An edition while it is being spoken."""

    def __init__(
        self,
        edition: Edition,
        voice: Voice,
        *,
        lines: tuple[Line, ...],
        known: dict[str, Spoken],
        jobs: dict[tuple[Line, ...], Future[tuple[Spoken, ...]]],
        memory: MutableMapping[str, bytes],
        executor: Executor,
    ) -> None:
        self._edition = edition
        self._voice = voice
        self._lines = lines
        self._known = known
        self._jobs = jobs
        self._memory = memory
        self._executor = executor

    @property
    def pending(self) -> Mapping[Future[tuple[Spoken, ...]], int]:
        """The jobs, in reading order, with the number of sentences in each. Empty where all is remembered."""
        return {future: len(batch) for batch, future in self._jobs.items()}

    def cancel(self) -> None:
        """Take back the jobs that have not begun."""
        for future in self._jobs.values():
            future.cancel()

    def narration(self) -> Narration:
        """Wait for the last sentence and return the tracks, one for each section, the colophon's last.

        Raises:
            EngineError: a sentence could not be spoken; `where` is its id. The other jobs are taken back.
            BrokenExecutor: a worker died, and the executor begins no new one.
        """
        try:
            self._collect()
        except BaseException:
            self.cancel()
            raise
        rate_hz = self._rate_hz()
        sounds = {
            line.sentence: Piece(line.key, self._known[line.key].samples) if line.has_words else Piece("", 0)
            for line in self._lines
            if line.key in self._known or not line.has_words
        }
        tracks = tuple(track(section, sounds, rate_hz) for section in _sections(self._edition))
        return Narration(self._edition.language, self._voice, tracks)

    def _collect(self) -> None:
        stopped: list[Line] = []
        for batch, future in self._jobs.items():
            try:
                self._known.update((spoken.key, spoken) for spoken in future.result())
            except BrokenExecutor:
                stopped.extend(batch)
        if stopped:
            log.warning("A worker of the voice %s died; %d sentences go again", self._voice.name, len(stopped))
        # One at a time: with a worker every job in flight dies, and it is the guilty sentence that must be named.
        for line in stopped:
            again = self._executor.submit(speak, self._voice, (line,), self._memory)
            try:
                spoken = again.result()
            except BrokenExecutor as error:
                msg = f"The voice {self._voice.name} died twice at “{line.text}”"
                raise EngineError(
                    msg, where=line.sentence, hint="Choose another voice, or mend the sentence."
                ) from error
            self._known.update((each.key, each) for each in spoken)

    def _rate_hz(self) -> int:
        rates = {spoken.rate_hz for spoken in self._known.values()}
        if len(rates) == 1:
            return rates.pop()
        what = f"changed its sample rate: {sorted(rates)} Hz" if rates else "found nothing to say"
        msg = f"The voice {self._voice.name} {what}"
        raise EngineError(msg, where=self._edition.sections[0].id if self._edition.sections else "")


def speak(voice: Voice, batch: tuple[Line, ...], memory: MutableMapping[str, bytes]) -> tuple[Spoken, ...]:
    """Speak a few sentences into the memory: the job that runs in a worker.

    Raises:
        EngineError: a sentence failed twice; `where` is its id.
    """
    engine = _engine(voice)
    return tuple(_spoken(engine, line, memory) for line in batch)


def _spoken(engine: Engine, line: Line, memory: MutableMapping[str, bytes]) -> Spoken:
    try:
        sound = engine.speak(line.text)
    except EngineError as first:
        log.info("%s goes again: %s", line.sentence, first.what)
        try:
            sound = engine.speak(line.text)
        except EngineError as error:
            what = error.what if line.text in error.what else f"{error.what}: “{line.text}”"
            raise EngineError(what, where=line.sentence, hint=error.hint) from error
    sound = trimmed(sound)
    if not sound.pcm:
        msg = f"The voice was silent for “{line.text}”"
        raise EngineError(msg, where=line.sentence, hint="Choose another voice, or mend the sentence.")
    memory[line.key] = memories.packed(sound)
    return Spoken(line.key, len(sound.pcm) // 2, sound.rate_hz)


_engines: dict[str, Engine] = {}
_loading = Lock()


def _engine(voice: Voice) -> Engine:
    """Return the engine of a voice, built once in a process."""
    identity = memories.key(voice, version="", text="")
    with _loading:
        if identity not in _engines:
            _engines[identity] = registry.load("engines", voice.engine)(voice)
        return _engines[identity]


def _sections(edition: Edition) -> tuple[Section, ...]:
    return edition.sections if edition.colophon is None else (*edition.sections, edition.colophon)


def _lines(edition: Edition, voice: Voice) -> Iterator[Line]:
    from publish.speaking.normalise import spoken

    version = _engine(voice).version
    for section in _sections(edition):
        for sentence in section.sentences:
            text = spoken(sentence.text, edition.language)
            yield Line(sentence.id, text, memories.key(voice, version=version, text=text))


def _batches(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if sum(len(each.text) for each in batch) >= _BATCH_CHARACTERS:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
