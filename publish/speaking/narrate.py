"""An edition, spoken: its sentences handed to workers, their sounds laid out as tracks.

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
from publish.model import Cue, Narration, Piece, Track
from publish.speaking import memory as memories
from publish.speaking.sound import silence_samples, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping
    from concurrent.futures import Executor, Future

    from publish.model import Edition, Engine, Kind, Section, Voice

log = logging.getLogger(__name__)

_HEAD_MS = 600
_TAIL_MS = 1600
_SENTENCE_MS = 350
_BEFORE_MS: dict[Kind, int] = {"heading": 1200, "quote": 900}
"""The breath before a block, where it is longer than a paragraph's."""
_AFTER_MS: dict[Kind, int] = {"title": 1000, "standfirst": 1400, "heading": 900, "quote": 900, "item": 550}
_PARAGRAPH_MS = 750

_BATCH_CHARACTERS = 1200
"""About 80 s of speech: half a second's work for Pico, against some 2 ms to hand a job over."""
_PCM_CHUNK_BYTES = 32768


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as the engine is given it."""

    sentence: str
    """Its id."""
    text: str
    """Normalised: what is said, not what is shown. Without any letter or figure it is a silence."""
    key: str
    """Where the memory keeps its sound."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a worker sends back of a sentence: all but the sound."""

    key: str
    samples: int
    rate_hz: int


def begin(edition: Edition, voice: Voice, *, memory: MutableMapping[str, bytes], executor: Executor) -> Recital:
    """Hand every sentence of an edition, its colophon's too, to the executor; those remembered stay unspoken.

    Workers in other processes get the memory pickled: it must lead to the same place from there.
    """
    lines = tuple(_lines(edition, voice))
    known: dict[str, Spoken] = {}
    fresh: dict[str, Line] = {}
    for line in lines:
        if line.key in known or line.key in fresh or not _has_words(line.text):
            continue
        sound = memories.recalled(memory, line.key)
        if sound is None:
            fresh[line.key] = line
        else:
            known[line.key] = Spoken(line.key, len(sound.pcm) // 2, sound.rate_hz)
    batches = tuple(_batches(fresh.values()))
    jobs = {batch: executor.submit(speak, voice, batch, memory) for batch in batches}
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
        self._lines = {line.sentence: line for line in lines}
        self._known = known
        self._jobs = jobs
        self._memory = memory
        self._executor = executor

    @property
    def pending(self) -> tuple[Future[tuple[Spoken, ...]], ...]:
        """The jobs, in reading order: what progress can be counted by. Empty where all is remembered."""
        return tuple(self._jobs.values())

    def cancel(self) -> None:
        """Take back the jobs that have not begun."""
        for future in self._jobs.values():
            future.cancel()

    def narration(self) -> Narration:
        """Wait for the last sentence and return the tracks, one for each section, the colophon's last.

        Raises:
            EngineError: a sentence could not be spoken; `where` is its id. The other jobs are taken back.
        """
        try:
            self._collect()
        except BaseException:
            self.cancel()
            raise
        edition = self._edition
        sections = edition.sections if edition.colophon is None else (*edition.sections, edition.colophon)
        rate_hz = self._rate_hz()
        tracks = tuple(_track(section, self._lines, self._known, rate_hz) for section in sections)
        return Narration(edition.language, self._voice, tracks)

    def _collect(self) -> None:
        stopped: list[Line] = []
        for batch, future in self._jobs.items():
            try:
                self._known.update((spoken.key, spoken) for spoken in future.result())
            except BrokenExecutor:
                stopped.extend(batch)
        if stopped:
            log.warning("A worker of the voice %s stopped; %d sentences go again", self._voice.name, len(stopped))
        # One at a time: when a worker dies, every job in flight dies with it, and the guilty sentence must be named.
        for line in stopped:
            try:
                (spoken,) = self._executor.submit(speak, self._voice, (line,), self._memory).result()
            except BrokenExecutor as error:
                msg = f"The voice {self._voice.name} stopped twice on “{line.text}”"
                raise EngineError(
                    msg, where=line.sentence, hint="Choose another voice, or change the sentence."
                ) from error
            self._known[spoken.key] = spoken

    def _rate_hz(self) -> int:
        rates = {spoken.rate_hz for spoken in self._known.values()}
        if len(rates) == 1:
            return rates.pop()
        what = "spoke nothing" if not rates else f"changed its sample rate: {sorted(rates)} Hz"
        msg = f"The voice {self._voice.name} {what}"
        raise EngineError(msg, where=self._edition.title)


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
        log.warning("%s goes again: %s", line.sentence, first.what)
        try:
            sound = engine.speak(line.text)
        except EngineError as error:
            raise EngineError(error.what, where=line.sentence, hint=error.hint) from error
    sound = trimmed(sound)
    if not sound.pcm:
        msg = f"The voice was silent for “{line.text}”"
        raise EngineError(msg, where=line.sentence)
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


def _lines(edition: Edition, voice: Voice) -> Iterator[Line]:
    from publish.speaking.normalise import spoken

    version = _engine(voice).version
    sections = edition.sections if edition.colophon is None else (*edition.sections, edition.colophon)
    for section in sections:
        for sentence in section.sentences:
            text = spoken(sentence.text, edition.language)
            yield Line(sentence.id, text, memories.key(voice, version=version, text=text))


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _batches(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if sum(len(each.text) for each in batch) >= _BATCH_CHARACTERS:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _track(section: Section, lines: Mapping[str, Line], known: Mapping[str, Spoken], rate_hz: int) -> Track:
    """Lay a section's sentences out with their pauses. A cue runs from its sentence to the next."""
    pieces = [Piece("", silence_samples(_HEAD_MS, rate_hz))]
    cues: list[Cue] = []
    samples, begin_ms = pieces[0].samples, 0
    for sentence, pause_ms in _paced(section):
        line = lines[sentence]
        run = [Piece("", silence_samples(pause_ms, rate_hz))]
        if _has_words(line.text):
            if line.key not in known:
                msg = f"Nothing was spoken for “{line.text}”"
                raise EngineError(msg, where=sentence)
            run.insert(0, Piece(line.key, known[line.key].samples))
        pieces += run
        samples += sum(piece.samples for piece in run)
        # The running count is rounded, never a sum of rounded times: no drift, however long the track.
        end_ms = (samples * 2000 + rate_hz) // (2 * rate_hz)
        cues.append(Cue(sentence, begin_ms, end_ms))
        begin_ms = end_ms
    if not cues:
        msg = "There is no sentence to say"
        raise EngineError(msg, where=section.id)
    return Track(section.id, rate_hz, tuple(pieces), tuple(cues))


def _paced(section: Section) -> Iterator[tuple[str, int]]:
    """Yield each sentence's id with the pause after it, in milliseconds."""
    paragraphs = [paragraph for paragraph in section.paragraphs if paragraph.sentences]
    for here, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        for sentence in here.sentences[:-1]:
            yield sentence.id, _SENTENCE_MS
        last = here.sentences[-1].id
        if following is None:
            yield last, _TAIL_MS
        else:
            yield last, max(_AFTER_MS.get(here.kind, _PARAGRAPH_MS), _BEFORE_MS.get(following.kind, 0))


def stream(tracks: tuple[Track, ...], memory: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the samples of these tracks, joined in order, at most 32 KB at a time.

    Raises:
        EngineError: a sound has gone from the memory, or is not the one that was laid out.
    """
    for track in tracks:
        for piece in track.pieces:
            if piece.key:
                yield from _chunks(_remembered(track, piece, memory))
            else:
                for begin_sample in range(0, piece.samples, _PCM_CHUNK_BYTES // 2):
                    yield bytes(2 * min(_PCM_CHUNK_BYTES // 2, piece.samples - begin_sample))


def _remembered(track: Track, piece: Piece, memory: Mapping[str, bytes]) -> bytes:
    sound = memories.recalled(memory, piece.key)
    if sound is None:
        msg = f"A spoken sentence is gone from the memory ({piece.key[:12]})"
        raise EngineError(msg, where=track.section, hint="Run the same command again.")
    if sound.rate_hz != track.rate_hz or len(sound.pcm) != 2 * piece.samples:
        msg = f"A spoken sentence has another length than when it was laid out ({piece.key[:12]})"
        raise EngineError(msg, where=track.section, hint="Run the same command again.")
    return sound.pcm


def _chunks(pcm: bytes) -> Iterator[bytes]:
    for begin_byte in range(0, len(pcm), _PCM_CHUNK_BYTES):
        yield pcm[begin_byte : begin_byte + _PCM_CHUNK_BYTES]
