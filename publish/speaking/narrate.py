"""An edition, handed to workers sentence by sentence until all of it is spoken.

Nothing here holds more than one sentence's samples. A worker writes the sound of a sentence into the
memory and sends back only its length; tracks are lists of lengths; `stream` reads the sounds back one by one.
"""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from publish import registry
from publish.errors import EngineError
from publish.model import Narration, Onset, Piece
from publish.phrases import language_of, primary, say
from publish.speaking import memory as memories
from publish.speaking import parts
from publish.speaking.joints import joined, level
from publish.speaking.sound import trimmed_after
from publish.speaking.tracks import AS_EVER, stream, track

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
    from concurrent.futures import Executor, Future

    from publish.model import Edition, Engine, Pauses, Sound, Voice
    from publish.speaking.joints import Level
    from publish.speaking.lexicon import Lexicon
    from publish.speaking.parts import Part

__all__ = ["Line", "Recital", "Spoken", "begin", "languages", "speak", "stream"]

log = logging.getLogger(__name__)

_SHOWN = 5
_BATCH_CHARACTERS = 1200
"""About 80 s of speech: half a second's work for Pico, against some 2 ms to hand a job over."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as the engine is given it."""

    sentence: str
    """Its id."""
    parts: tuple[Part, ...]
    """Normalised: what is said, not what is shown. Without any letter or figure the sentence is heard as a pause."""
    key: str
    """Where the memory keeps its sound."""
    timed: bool = False
    """Whether it is wanted when each word is heard."""

    @property
    def text(self) -> str:
        """All that is said, by whatever voice."""
        return " ".join(part.text for part in self.parts)

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
    onsets: tuple[Onset, ...] = ()


def languages(edition: Edition, voice: Voice) -> tuple[str, ...]:
    """Return the languages beside its own that stand in an edition, tagged or in a script its voice cannot read."""
    return parts.languages(edition, _reading(voice, edition.language))


def heard(edition: Edition, voice: Voice, others: Mapping[str, Voice]) -> dict[str, Voice]:
    """Return those of `others` who say something in an edition, by language, in the order they are first heard."""
    casting = _casting(voice, edition.language, others)
    return {
        part.language: part.voice
        for section in edition.spoken
        for sentence in parts.said(section, edition.language)
        for part in parts.cut(sentence, edition.language, casting)
        if part.voice
    }


def begin(
    edition: Edition,
    voice: Voice,
    *,
    memory: MutableMapping[str, bytes],
    executor: Executor,
    others: Mapping[str, Voice] = MappingProxyType({}),
    lexicons: Mapping[str, Lexicon] = MappingProxyType({}),
    pauses: Pauses = AS_EVER,
    timed: bool = False,
) -> Recital:
    """Hand all that is spoken of an edition to the executor, sentence by sentence; those remembered stay unspoken.

    `others` says the runs in other languages, by language; what it lacks, the voice of the edition says. `lexicons`
    tells, by language as a primary tag, how words are said that no rule knows. A sentence that stands twice is spoken
    once. `timed` asks when each word is heard, of sentences that one voice says which can tell. Workers in other
    processes get the memory pickled: it must lead to the same place from there.
    """
    lines = tuple(_lines(edition, voice, others, lexicons))
    if timed and tells_words(voice):
        lines = tuple(replace(line, timed=_by_one(line)) for line in lines)
    _warn_of_unsaid(lines, voice)
    known: dict[str, Spoken] = {}
    fresh: dict[str, Line] = {}
    for line in lines:
        if line.key in known or line.key in fresh or not line.has_words:
            continue
        sound = memories.recalled(memory, line.key)
        onsets = memories.recalled_onsets(memory, line.key) if line.timed else ()
        if sound is None or onsets is None:
            fresh[line.key] = line
        else:
            known[line.key] = Spoken(line.key, len(sound.pcm) // 2, sound.rate_hz, onsets)
    characters = 1 if getattr(_engine(voice), "slow", False) else _BATCH_CHARACTERS
    jobs = {executor.submit(speak, voice, batch, memory): batch for batch in _batches(fresh.values(), characters)}
    keys = {line.sentence: line.key if line.has_words else "" for line in lines}
    used = {part.voice.language: part.voice for line in lines for part in line.parts if part.voice}
    cast = (voice, *used.values())
    return Recital(edition, cast, keys=keys, known=known, jobs=jobs, memory=memory, executor=executor, pauses=pauses)


class Recital:
    """An edition while it is being spoken. A job that has ended is let go, with all that it was to say."""

    def __init__(
        self,
        edition: Edition,
        cast: tuple[Voice, ...],
        *,
        keys: Mapping[str, str],
        known: dict[str, Spoken],
        jobs: dict[Future[tuple[Spoken, ...]], tuple[Line, ...]],
        memory: MutableMapping[str, bytes],
        executor: Executor,
        pauses: Pauses,
    ) -> None:
        self._edition = edition
        self._voice, *self._others = cast
        self._keys = keys
        """By sentence; empty for one without words."""
        self._known = known
        self._jobs = jobs
        self._memory = memory
        self._executor = executor
        self._pauses = pauses
        for future in tuple(jobs):
            future.add_done_callback(self._ended)

    @property
    def pending(self) -> Mapping[Future[tuple[Spoken, ...]], int]:
        """The jobs not yet done, in reading order, with the number of sentences in each."""
        return {future: len(batch) for future, batch in tuple(self._jobs.items())}

    def cancel(self) -> None:
        """Take back the jobs that have not begun."""
        for future in tuple(self._jobs):
            future.cancel()

    def narration(self) -> Narration:
        """Wait for the last sentence and return the tracks, one for each section, in the order of `Edition.spoken`.

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
            sentence: Piece(key, self._known[key].samples) if key else Piece("", 0)
            for sentence, key in self._keys.items()
            if key in self._known or not key
        }
        onsets = {sentence: self._known[key].onsets for sentence, key in self._keys.items() if key in self._known}
        tracks = tuple(track(section, sounds, rate_hz, self._pauses, onsets) for section in self._edition.spoken)
        return Narration(self._edition.language, self._voice, tracks, tuple(self._others), self._pauses)

    def _ended(self, future: Future[tuple[Spoken, ...]]) -> None:
        """Keep what a job brought; one that failed waits for `_collect`. It is called as each ends, by any thread."""
        if not future.cancelled() and future.exception() is None:
            self._known.update((spoken.key, spoken) for spoken in future.result())
            self._jobs.pop(future, None)

    def _collect(self) -> None:
        stopped: list[Line] = []
        for future, batch in tuple(self._jobs.items()):
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
    return tuple(_spoken(voice, line, memory) for line in batch)


def _spoken(voice: Voice, line: Line, memory: MutableMapping[str, bytes]) -> Spoken:
    runs = [(first, [first, *others]) for _, (first, *others) in groupby(line.parts, key=lambda part: part.voice)]
    said = [(first, *_said(first.voice or voice, run, line)) for first, run in runs]
    onsets: tuple[Onset, ...] = ()
    if _by_one(line):
        sound, gone = trimmed_after(said[0][1])
        onsets = tuple(Onset(onset.text, max(0, onset.sample - gone)) for onset in said[0][2])
    else:
        sound = joined([(part, sound) for part, sound, _ in said], lambda: _level(voice))
    if not sound.pcm:
        msg = f"The voice was silent for “{line.text}”"
        raise EngineError(msg, where=line.sentence, hint="Choose another voice, or mend the sentence.")
    memory[line.key] = memories.packed(sound)
    if line.timed:
        memory[memories.onsets_key(line.key)] = memories.packed_onsets(onsets)
    return Spoken(line.key, len(sound.pcm) // 2, sound.rate_hz, onsets)


def tells_words(voice: Voice) -> bool:
    """Tell whether a voice knows when each word that it says is heard."""
    return hasattr(_engine(voice), "speak_timed")


def _by_one(line: Line) -> bool:
    """Tell whether the edition's own voice says all of a sentence."""
    return all(part.voice is None for part in line.parts)


def _said(voice: Voice, run: Sequence[Part], line: Line) -> tuple[Sound, tuple[Onset, ...]]:
    """Return what one voice says, in one go, and if wanted its words' times; a second time where it failed."""
    engine: Any = _engine(voice)
    text = " ".join(part.text for part in run)
    runs = [(part.text, parts.sounding(part, voice, getattr(engine, "pronounces", ()))) for part in run]
    own = all(tongue == voice.language for _, tongue in runs)

    def speak() -> tuple[Sound, tuple[Onset, ...]]:
        if line.timed:
            timed: tuple[Sound, tuple[Onset, ...]]
            timed = engine.speak_timed([(text, voice.language)] if own else runs)
            return timed
        return (engine.speak(text) if own else engine.speak_runs(runs)), ()

    try:
        return speak()
    except EngineError as first:
        log.info("%s goes again: %s", line.sentence, first.what)
        try:
            return speak()
        except EngineError as error:
            what = error.what if text in error.what else f"{error.what}: “{text}”"
            raise EngineError(what, where=line.sentence, hint=error.hint) from error


def _identity(voice: Voice) -> tuple[str, str]:
    """Return what tells two engines apart: what is asked of them, and where the files lie that a card names."""
    return voice.folder, memories.key(voice, version="", text="")


_engines: dict[tuple[str, str], Engine] = {}
_loading = Lock()


def _engine(voice: Voice) -> Engine:
    """Return the engine of a voice, built once in a process."""
    identity = _identity(voice)
    with _loading:
        if identity not in _engines:
            _engines[identity] = registry.load("engines", voice.engine)(voice)
        return _engines[identity]


_levels: dict[tuple[str, str], Level] = {}


def _level(voice: Voice) -> Level:
    """Return how loud a voice speaks, and at what rate, from a sentence that every book has."""
    identity = _identity(voice)
    if identity not in _levels:
        from publish.speaking.normalise import spoken

        text = say(voice.language, "colophon_twins")
        _levels[identity] = level(_engine(voice).speak(spoken(text, language_of(voice.language))))
    return _levels[identity]


def _reading(voice: Voice, language: str) -> parts.Reads:
    """Return what tells whether a voice can say all of a text. An engine that does not tell can."""
    from publish.speaking.normalise import spoken

    reads = getattr(_engine(voice), "reads", None)
    if reads is None:
        return lambda _text: True
    # A sign that Pico lacks may be written out: 10 kΩ.
    return lambda text: reads(text) or reads(spoken(text, language))


def _casting(voice: Voice, language: str, others: Mapping[str, Voice]) -> parts.Casting:
    return parts.Casting(voice, _reading(voice, language), others, getattr(_engine(voice), "pronounces", ()))


def _lines(
    edition: Edition, voice: Voice, others: Mapping[str, Voice], lexicons: Mapping[str, Lexicon]
) -> Iterator[Line]:
    from publish.speaking.lexicon import said as said_by

    def given(part: Part) -> Part:
        takes_ipa = getattr(_engine(part.voice or voice), "ipa", False)
        known = lexicons.get(primary(part.language))
        return replace(part, text=said_by(part.text, part.language, known, ipa=takes_ipa))

    casting = _casting(voice, edition.language, others)
    for section in edition.spoken:
        for sentence in parts.heard(section, edition.language):
            words = parts.worded(sentence)
            said = tuple(map(given, parts.cut(words, edition.language, casting)))
            yield Line(sentence.id, said, _key(voice, said))
            # A sentence that is nothing else has been said.
            for identity, span in sentence.calls if words is not sentence else ():
                called = (given(parts.Part(parts.called(span.text, edition.language), edition.language)),)
                yield Line(identity, called, _key(voice, called))


def _key(voice: Voice, said: tuple[Part, ...]) -> str:
    """Return the name of a sentence's sound: its one voice's in its own language, else one made of every part."""
    keys = [_part_key(voice, part) for part in said]
    if len(said) == 1 and said[0].voice is None and not parts.borrowed(said[0], voice):
        return keys[0]
    own = memories.key(voice, version=_engine(voice).version, text="")
    return memories.joint_key(own, [(key, part.pause_ms) for key, part in zip(keys, said, strict=True)])


def _part_key(voice: Voice, part: Part) -> str:
    if part.voice:
        return memories.key(part.voice, version=_engine(part.voice).version, text=part.text)
    # Its own voice may say a word as another language does.
    who = replace(voice, language=part.language) if parts.borrowed(part, voice) else voice
    return memories.key(who, version=_engine(voice).version, text=part.text)


def _warn_of_unsaid(lines: Iterable[Line], voice: Voice) -> None:
    """Say once what no voice here can read: it would be left out in silence."""
    reads = getattr(_engine(voice), "reads", None)
    unsaid = [line for line in lines if reads and not all(part.voice or reads(part.text) for part in line.parts)]
    if unsaid:
        names = ", ".join(line.sentence for line in unsaid[:_SHOWN]) + (" and more" if len(unsaid) > _SHOWN else "")
        log.warning("The voice %s cannot read every letter of %s, nor can another voice here", voice.name, names)


def _batches(lines: Iterable[Line], characters: int) -> Iterator[tuple[Line, ...]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if sum(len(each.text) for each in batch) >= characters:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
