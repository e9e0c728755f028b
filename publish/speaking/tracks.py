"""Spoken sentences laid out as tracks: pauses, cues, and the samples in their order."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from publish.errors import EngineError
from publish.model import Call, Cue, Pauses, Piece, Track, milliseconds
from publish.speaking import memory as memories
from publish.speaking.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Kind, Onset, Paragraph, Section, Sentence

AS_EVER = Pauses()

_KINDS: frozenset[Kind] = frozenset({"title", "standfirst", "heading", "quote", "item", "row"})
"""Blocks after which there is a pause of their own."""

# What stands after the mark says nothing of how long to wait: quotation marks, brackets, notes, spaces.
_ENDS = re.compile(r"(?:(?P<ellipsis>…|\.{3})|(?P<question>[?؟？])|(?P<exclamation>[!！])|(?P<colon>[:;：；]))[^\w]*$")

_CHUNK_BYTES = 32768


def track(
    section: Section,
    sounds: Mapping[str, Piece],
    rate_hz: int,
    pauses: Pauses = AS_EVER,
    onsets: Mapping[str, Sequence[Onset]] = MappingProxyType({}),
) -> Track:
    """Lay a section's sentences out with their pauses.

    A cue runs from its sentence to the next, so that cues touch and fill the track, head and tail included.
    `sounds` has a piece for each sentence's id, and may have one for each call of a note, said after its
    sentence; one of no samples is a sentence without words, heard as its pause. `onsets` tells, by sentence, where
    words begin in its sound.

    Raises:
        EngineError: a sentence has no piece, or the section no sentence; `where` is its id.
    """
    pieces = [silence(pauses.head, rate_hz)]
    cues: list[Cue] = []
    samples, begin_ms = pieces[0].samples, 0
    for sentence, pause_ms in _paced(section, pauses):
        if sentence.id not in sounds:
            msg = "This sentence was not spoken"
            raise EngineError(msg, where=sentence.id)
        said = [sounds[sentence.id]]
        calls: list[Call] = []
        timed = words(sentence, onsets.get(sentence.id, ()), first_sample=samples, rate_hz=rate_hz)
        for name in (identity for identity, _ in sentence.calls if identity in sounds):
            said.append(silence(pauses.note, rate_hz))
            calls.append(Call(name, milliseconds(samples + sum(piece.samples for piece in said), rate_hz)))
            said.append(sounds[name])
        said = [piece for piece in (*said, silence(pause_ms, rate_hz)) if piece.samples]
        pieces += said
        samples += sum(piece.samples for piece in said)
        # The running count is rounded, never a sum of rounded times: no drift, however long the track.
        end_ms = milliseconds(samples, rate_hz)
        cues.append(Cue(sentence.id, begin_ms, end_ms, tuple(calls), timed))
        begin_ms = end_ms
    if not cues:
        msg = "There is no sentence to say"
        raise EngineError(msg, where=section.id)
    return Track(section.id, rate_hz, tuple(pieces), tuple(cues))


def _paced(section: Section, pauses: Pauses) -> Iterator[tuple[Sentence, int]]:
    """Yield each sentence with the pause after it, in milliseconds."""
    paragraphs = [paragraph for paragraph in section.paragraphs if paragraph.sentences]
    for here, following in zip(paragraphs, [*paragraphs, None][1:], strict=True):
        for sentence in here.sentences[:-1]:
            yield sentence, pauses.cell if "\t" in sentence.after else _breath(sentence, pauses)
        after_ms = getattr(pauses, here.kind) if here.kind in _KINDS else pauses.paragraph
        if following:
            after_ms = max(after_ms, _before(following, pauses))
        yield here.sentences[-1], after_ms if following else pauses.tail


def _breath(sentence: Sentence, pauses: Pauses) -> int:
    mark = _ENDS.search(sentence.text)
    return int(getattr(pauses, mark.lastgroup or "sentence")) if mark else pauses.sentence


def _before(block: Paragraph, pauses: Pauses) -> int:
    wish = {"heading": pauses.before_heading, "quote": pauses.before_quote}.get(block.kind, 0)
    return max(wish, pauses.rule if block.breaks else 0)


def silence(milliseconds: int, rate_hz: int) -> Piece:
    """Return a silence of that length."""
    return Piece("", (milliseconds * rate_hz + 500) // 1000)


def stream(tracks: tuple[Track, ...], memory: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the samples of these tracks, joined in order, at most 32 KB at a time.

    Raises:
        EngineError: a sound has gone from the memory, or is not the one that was laid out.
    """
    for each in tracks:
        for piece in each.pieces:
            # Silence is made a chunk at a time too: a long pause costs no more than a short one.
            pcm = _remembered(each, piece, memory) if piece.key else None
            for begin_byte in range(0, 2 * piece.samples, _CHUNK_BYTES):
                end_byte = min(begin_byte + _CHUNK_BYTES, 2 * piece.samples)
                yield bytes(end_byte - begin_byte) if pcm is None else pcm[begin_byte:end_byte]


def _remembered(track: Track, piece: Piece, memory: Mapping[str, bytes]) -> bytes:
    sound = memories.recalled(memory, piece.key)
    if sound is None:
        msg = f"A spoken sentence is gone from the memory ({piece.key[:12]})"
        raise EngineError(msg, where=track.section, hint="Run the same command again.")
    if sound.rate_hz != track.rate_hz or len(sound.pcm) != 2 * piece.samples:
        msg = f"A spoken sentence is not as long as it was when it was laid out ({piece.key[:12]})"
        raise EngineError(msg, where=track.section, hint="Run the same command again.")
    return sound.pcm
