"""What those who take narrations ask of their sound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.speaking.loudness import SILENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.model import LoudnessProfile
    from publish.speaking.loudness import Loudness

ANY = (-math.inf, math.inf)
"""The limits of what may be as loud as it is."""

_TOLERANCE_DB = 0.3
"""A whole narration is brought so near to its target."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How loud a narration is to be, and in what it is to be written."""

    target: float
    """Integrated LUFS (EBU R128), or RMS in dB below full scale where that is asked for."""
    limits: tuple[float, float]
    """Between these it is as asked for; a part that is not is brought to the target by itself."""
    by_rms: bool = False
    highest_peak_dbtp: float = -1.0
    """Of the decoded sound."""
    ceiling_dbtp: float = -1.5
    """Before encoding. MP3 at 48 kbit/s lifted the peaks of speech by 0.5 dB at most, limited as hard as can be, and
    LAME takes 0.45 dB off; AAC lifted them by 0.33 dB, Opus at 24 kbit/s by 0.36: from here one encoding will do."""
    parts_too: bool = False
    """Whether each part has to be within the limits, or the whole alone."""
    rate_hz: int = 0
    """0 for the voice's own."""
    kbps: int = 0
    """Of MP3; 0 for ours."""
    longest_ms: int = 0
    """Of one file; 0 where there is no limit."""

    @property
    def of_whole(self) -> tuple[float, float]:
        """Between what a whole narration needs no other gain."""
        return self.target - _TOLERANCE_DB, self.target + _TOLERANCE_DB

    @property
    def of_part(self) -> tuple[float, float]:
        """The same for a part of it, which is as loud as the whole makes it where nothing else is asked for."""
        return self.limits if self.parts_too else ANY

    def heard(self, sound: Loudness) -> float:
        """Return how loud a sound is, as this profile counts."""
        return sound.rms_dbfs if self.by_rms else sound.lufs

    def is_met(self, sound: Loudness) -> bool:
        """Whether a sound is as loud as asked for, and no peak too high; silence is."""
        low, high = self.limits
        loud = self.heard(sound)
        return loud == SILENCE or (low <= loud <= high and sound.true_peak_dbtp <= self.highest_peak_dbtp)


PROFILES: Mapping[LoudnessProfile, Profile] = {
    # Mono: as loud as -16 LUFS in stereo, which is what Apple and Spotify ask for.
    "podcast": Profile(-19.0, (-19.5, -18.5)),
    # https://www.acx.com/help/acx-audio-submission-requirements: every file by itself; the middle of what is allowed,
    # and its peaks, which are of samples, held between them too.
    "acx": Profile(
        -20.5,
        (-22.5, -18.5),
        by_rms=True,
        highest_peak_dbtp=-3.0,
        ceiling_dbtp=-3.5,
        parts_too=True,
        rate_hz=44100,
        kbps=192,
        longest_ms=120 * 60 * 1000,
    ),
    # EBU R128: -23.0 LUFS within 0.5, -1 dBTP.
    "ebu": Profile(-23.0, (-23.5, -22.5)),
}

PODCAST = PROFILES["podcast"]
