"""Two voices in one sentence, joined so that nothing but the voice changes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.model import Sound
from publish.speaking.loudness import integrated
from publish.speaking.sound import KEPT_MS, resampled, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.speaking.parts import Part

_JOINT_MS = 15
"""Left standing on each side of a joint: words that follow each other without a mark have no pause."""
_TELLING_MS = 1500
"""With less speech of the edition's voice in the sentence, its level is taken from elsewhere."""
_METER_MS = 400
"""What a meter needs (ITU-R BS.1770-4)."""
_MOST_DB = 20.0
_FULL_SCALE = 32767


@dataclass(frozen=True, slots=True)
class Level:
    """How a voice speaks."""

    lufs: float
    rate_hz: int


def level(sound: Sound) -> Level:
    """Return how loud a sound of speech is, however short, silence around it apart."""
    return Level(_lufs(sound), sound.rate_hz)


def joined(said: Sequence[tuple[Part, Sound]], usual: Callable[[], Level]) -> Sound:
    """Return one sound of several parts, at the rate and the loudness of the edition's voice.

    That is measured on what this voice says of the sentence, or is its `usual` one where it says little.
    The other voices' parts are brought to it one by one; no sample is clipped for it.
    """
    own = [sound for part, sound in said if part.voice is None]
    own_ms = sum(len(sound.pcm) // 2 * 1000 // sound.rate_hz for sound in own)
    rate_hz = own[0].rate_hz if own else usual().rate_hz
    lufs = _lufs(*own) if own_ms >= _TELLING_MS else usual().lufs
    pcm = bytearray()
    for place, (part, sound) in enumerate(said):
        head_ms = KEPT_MS if place == 0 else _JOINT_MS
        tail_ms = KEPT_MS if place == len(said) - 1 else _JOINT_MS
        short = resampled(trimmed(sound, head_ms=head_ms, tail_ms=tail_ms), rate_hz)
        pcm += bytes(2 * (part.pause_ms * rate_hz // 1000))
        pcm += short.pcm if part.voice is None else _at(short, lufs)
    return Sound(rate_hz, bytes(pcm))


def _at(sound: Sound, lufs: float) -> bytes:
    """Return the samples at a loudness, as near to it as leaves every sample whole."""
    import numpy as np

    is_at = _lufs(sound)
    if not (math.isfinite(is_at) and math.isfinite(lufs)):
        return sound.pcm
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64)
    gain = 10 ** (max(-_MOST_DB, min(lufs - is_at, _MOST_DB)) / 20)
    gain = min(gain, _FULL_SCALE / max(1.0, float(np.abs(samples).max(initial=0.0))))
    return np.rint(samples * gain).astype("<i2").tobytes()


def _lufs(*sounds: Sound) -> float:
    """Return the loudness of speech of one rate, said again and again where it is too short for a meter."""
    pcm = b"".join(trimmed(sound, head_ms=0, tail_ms=0).pcm for sound in sounds)
    rate_hz = sounds[0].rate_hz
    least = 2 * (_METER_MS * rate_hz // 1000)
    again = -(-least // len(pcm)) if pcm else 1
    return integrated([pcm * again], rate_hz)
