"""What a spoken sentence is remembered under, and the form it is kept in.

The mapping itself is handed in: a dict in a test, a folder on a desk, a bucket in a cluster.
"""

from __future__ import annotations

import json
import logging
import struct
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from publish.model import Onset, Sound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.model import Voice

log = logging.getLogger(__name__)

# Rises when sentences are trimmed, faded or kept in another way, so that no old sound is taken for a new one.
_FORM = 1
# And this one when parts are joined in another way.
_JOINT_FORM = 2
_HEADER = struct.Struct("<4sIII")
"""Mark, sample rate in Hz, number of samples, CRC-32 of the samples."""
_MARK = b"enf1"


def key(voice: Voice, *, version: str, text: str) -> str:
    """Return the name under which this text, in this voice, is remembered.

    Two cards that ask the same of the same engine share their sounds, whatever they are called.
    The text is the one given to the engine, normalised, not the one shown.
    """
    parts = [_FORM, voice.engine, version, voice.language, sorted(voice.options.items()), text]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def joint_key(own: str, joined: Sequence[tuple[str, int]]) -> str:
    """Return the name under which a sentence of several voices is remembered.

    Args:
        own: the key of the edition's voice, at whose level and rate the others are joined.
        joined: the key of each part, and the pause before it in milliseconds.
    """
    return sha256(json.dumps([_JOINT_FORM, own, *joined]).encode()).hexdigest()


def changed_key(key: str, change: Sequence[str | float]) -> str:
    """Return the name under which a sound made of a remembered one is remembered: its key, and what was done to it."""
    return sha256(json.dumps([key, *change]).encode()).hexdigest()


def onsets_key(key: str) -> str:
    """Return the name under which is remembered where the words of a sound begin, given the sound's own."""
    return changed_key(key, ["onsets"])


def packed_onsets(onsets: Sequence[Onset]) -> bytes:
    """Return them as they are kept: JSON."""
    return json.dumps([[onset.text, onset.sample] for onset in onsets], ensure_ascii=False).encode()


def recalled_onsets(memory: Mapping[str, bytes], key: str) -> tuple[Onset, ...] | None:
    """Return where the words of a remembered sound begin; None where that is not remembered, or damaged."""
    try:
        return tuple(Onset(text, sample) for text, sample in json.loads(memory[onsets_key(key)]))
    except (KeyError, ValueError, TypeError):
        return None


def packed(sound: Sound) -> bytes:
    """Return a sound as it is kept: a header that tells its rate and proves it whole, then its samples."""
    samples = len(sound.pcm) // 2
    return _HEADER.pack(_MARK, sound.rate_hz, samples, zlib.crc32(sound.pcm)) + sound.pcm


def recalled(memory: Mapping[str, bytes], name: str) -> Sound | None:
    """Return the sound remembered under a key; None where there is none, or it is damaged.

    A damaged one is told in the log, and is made again by whoever asked.
    """
    try:
        kept = memory[name]
    except KeyError:
        return None
    if len(kept) >= _HEADER.size:
        mark, rate_hz, samples, checksum = _HEADER.unpack_from(kept)
        pcm = kept[_HEADER.size :]
        if mark == _MARK and samples * 2 == len(pcm) and zlib.crc32(pcm) == checksum:
            return Sound(rate_hz, pcm)
    log.warning("A remembered sentence is damaged and is spoken again (%s)", name[:12])
    return None
