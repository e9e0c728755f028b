"""An article in two languages laid out as a lesson: each sentence in one, a pause, and in the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.errors import EngineError
from publish.model import Cue, Heard, Lesson, Narration, Piece, Track, milliseconds
from publish.phrases import as_said
from publish.speaking import memory as memories
from publish.speaking.sound import resampled
from publish.speaking.tracks import silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from publish.model import Bead, Book, Edition, Method, Sentence, Sound

    Pieces = tuple[Piece, ...]
    Part = tuple[Heard, ...]

_HEAD_MS = 600
_TAIL_MS = 1600
_SENTENCE_MS = 350
"""Between sentences that are one in the other language."""
_LEAST_MS = 600
"""Before the other language, however short the pause was asked for."""
_TURN_MS = 1200


@dataclass(frozen=True, slots=True)
class Change:
    """What brings one language's sounds beside the other's."""

    rate_hz: int
    gain_db: float = 0.0
    """Never above 0: no sample is clipped."""
    speed: float = 1.0


def changed(
    pieces: Iterable[Piece],
    change: Change,
    memory: MutableMapping[str, bytes],
    *,
    slowed: Callable[[Sound, float], Sound],
    made_by: str,
) -> dict[str, Piece]:
    """Have remembered sounds changed into the memory, and return them by the key of what they were made from.

    `slowed` changes the tempo and not the pitch, `made_by` tells what it is; a sound that was changed so before is not
    changed again.

    Raises:
        EngineError: a sound has gone from the memory.
    """
    found: dict[str, Piece] = {}
    for piece in pieces:
        if piece.key in found:
            continue
        key = memories.changed_key(piece.key, [change.rate_hz, change.gain_db, change.speed, made_by])
        sound = memories.recalled(memory, key)
        if sound is None:
            spoken = memories.recalled(memory, piece.key)
            if spoken is None:
                msg = f"A spoken sentence is gone from the memory ({piece.key[:12]})"
                raise EngineError(msg, hint="Run the same command again.")
            sound = _quieter(resampled(slowed(spoken, change.speed), change.rate_hz), change.gain_db)
            memory[key] = memories.packed(sound)
        found[piece.key] = Piece(key, len(sound.pcm) // 2)
    return found


def _quieter(sound: Sound, gain_db: float) -> Sound:
    if not gain_db:
        return sound
    import numpy as np

    samples = np.frombuffer(sound.pcm, "<i2") * 10 ** (gain_db / 20)
    return replace(sound, pcm=np.rint(samples).astype("<i2").tobytes())


def turns(book: Book, method: Method, announced: Mapping[str, Sentence]) -> tuple[tuple[Part, ...], ...]:
    """Return what is heard turn by turn, in the order of the first language: in each a part for each language.

    A bead is read whole, whatever it pairs. What stands in one language alone is a turn of one part, once, where the
    method has it said; a run of such turns begins with the sentence that announces it, by language.
    """
    first, second = dict.fromkeys(method.languages)
    said = {
        sentence.id: Heard(sentence, edition.language)
        for edition in book.editions
        for paragraph in edition.paragraphs
        for sentence in as_said(paragraph, edition.language)
    }
    found: list[tuple[Part, ...]] = []
    alone = ""
    for sides in _in_order(book, first, second):
        parts = {language: tuple(said[name] for name in names) for language, names in sides.items() if names}
        if len(parts) == 2:
            found.append(tuple(parts[language] for language in method.languages))
            alone = ""
        elif method.alone == "said":
            ((language, part),) = parts.items()
            opening = () if language == alone else (Heard(announced[language], language),)
            found.append(((*opening, *part),))
            alone = language
    return tuple(found)


def _in_order(book: Book, first: str, second: str) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield the sides of each sentence bead, by language, as the first language is read.

    What the second has alone comes after what stands before it there.
    """
    sides = [_sides(b) for b in book.beads if b.level == "sentence" and set(b.languages) == {first, second}]
    editions = {edition.language: edition for edition in book.editions}
    place = {name: n for n, name in enumerate(_ids(editions[first]))}
    bead = {name: n for n, each in enumerate(sides) for name in each[second]}
    order = {n: (place[each[first][0]], 0) for n, each in enumerate(sides) if each[first]}
    before = (-1, 0)
    for name in _ids(editions[second]):
        before = order.setdefault(bead[name], (before[0], before[1] + 1))
    return (sides[n] for n in sorted(order, key=order.__getitem__))


def _sides(bead: Bead) -> dict[str, tuple[str, ...]]:
    return dict(zip(bead.languages, (bead.left, bead.right), strict=True))


def _ids(edition: Edition) -> Iterator[str]:
    return (sentence.id for paragraph in edition.paragraphs for sentence in paragraph.sentences)


def lesson(
    planned: Sequence[tuple[Part, ...]],
    sounds: Mapping[str, Pieces],
    method: Method,
    narrations: Mapping[str, Narration],
    rate_hz: int,
) -> Lesson:
    """Lay planned turns out as one track.

    Args:
        planned: what is heard, as `turns` gives it.
        sounds: of each sentence by its id, all at `rate_hz`; none for one of signs alone, heard as its pause.
        method: how long the pauses are.
        narrations: by language, whose sounds these are: the first one's voice leads.
        rate_hz: of the lesson.
    """
    heard: list[Heard] = []
    pieces = [silence(_HEAD_MS, rate_hz)]
    cues: list[Cue] = []
    times: Counter[str] = Counter()
    samples, begin_ms = pieces[0].samples, 0
    for each, pause in _paced(planned, sounds, method.pause, rate_hz):
        said = [piece for piece in (*sounds[each.sentence.id], pause) if piece.samples]
        pieces += said
        samples += sum(piece.samples for piece in said)
        end_ms = milliseconds(samples, rate_hz)
        times[each.sentence.id] += 1
        again = times[each.sentence.id]
        heard.append(each)
        cues.append(Cue(f"{each.sentence.id}.{again}" if again > 1 else each.sentence.id, begin_ms, end_ms))
        begin_ms = end_ms
    track = Track(f"{method.name}.learn", rate_hz, tuple(pieces), tuple(cues))
    first, second = (narrations[language] for language in dict.fromkeys(method.languages))
    others = dict.fromkeys((second.voice.name, *(voice.name for n in (first, second) for voice in n.others)))
    known = {voice.name: voice for n in (first, second) for voice in (n.voice, *n.others)}
    return Lesson(
        method,
        tuple(heard),
        Narration(
            method.name, first.voice, (track,), tuple(known[name] for name in others if name != first.voice.name)
        ),
    )


def _paced(
    planned: Sequence[tuple[Part, ...]], sounds: Mapping[str, Pieces], pause: float, rate_hz: int
) -> Iterator[tuple[Heard, Piece]]:
    """Yield each sentence as it comes, with the silence after it."""
    between, turn = (silence(ms, rate_hz) for ms in (_SENTENCE_MS, _TURN_MS))
    for number, parts in enumerate(planned, 1):
        for place, part in enumerate(parts, 1):
            *opening, closing = part
            yield from ((each, between) for each in opening)
            if place < len(parts):
                spoken = sum(piece.samples for each in part for piece in sounds[each.sentence.id])
                yield closing, Piece("", max(silence(_LEAST_MS, rate_hz).samples, round(pause * spoken)))
            else:
                yield closing, turn if number < len(planned) else silence(_TAIL_MS, rate_hz)
