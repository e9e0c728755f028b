"""What a pack gives up, step by step, so that it fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from publish.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

PACK: Final = "pack"
"""The word for a pack after --to."""
LIMITS: Final[Mapping[str, int]] = {
    # Of a sound file that is sent as one: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
    # ("Audio 16 MB"). A document may be 100 MB there and 2 GB between telephones, but who gets it pays for the data,
    # and so small a pack can be taken apart and each file of it sent on in any way.
    "whatsapp": 16_000_000,
    # No limit in the profile (OBEX counts 32 bits); a minute or two of standing side by side. A packet of type DH5
    # carries 723 kbit/s and one of 3-DH5 2178 (Bluetooth Core Specification, vol. 2, part B, 6.7): 110 s, or 37 s.
    "bluetooth": 10_000_000,
    # A disc of 74 minutes: 333,000 blocks of 2,048 bytes (ECMA-130) make 682 MB; the rest is for the file system.
    "cd": 670_000_000,
}
_SIZE: Final = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kmg]?)(i?)b?", re.IGNORECASE)
_POWERS: Final = {"": 0, "k": 1, "m": 2, "g": 3}


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to make a pack smaller."""

    book_kbps: int | None = 0
    """Of the sound in the talking book, MP3; 0 as it was made, None where that book is left out."""
    sound: Literal["", "mp3", "opus"] = ""
    """What narrations are made into; nothing where they stay as they were made."""
    kbps: int = 0
    heard: Literal["all", "first", "none"] = "all"
    """Which languages have a narration."""


LADDER: Final = (
    Rung(),
    Rung(32, "mp3", 32),
    Rung(32, "opus", 16),
    Rung(24, "opus", 16),
    Rung(None, "mp3", 32),
    Rung(None, "opus", 24),
    Rung(None, "opus", 20),
    Rung(None, "opus", 16),
    Rung(None, "opus", 12),
    Rung(None, "opus", 10),
    Rung(None, "opus", 8),
    Rung(None, "opus", 16, "first"),
    Rung(None, "opus", 12, "first"),
    Rung(None, "opus", 10, "first"),
    Rung(None, "opus", 8, "first"),
    Rung(None, heard="none"),
)
"""From everything to the words alone. MP3 plays everywhere, Opus in what was made since 2015 and at half the size. A
talking book with poor sound goes before a narration does, for without it the text and the sound are still there; below
8 kbit/s one language well is more than two badly."""


def limit(value: object, where: str) -> int:
    """Return how many bytes `--fit` names: `5MB`, `700 kB`, `4.7GB`, `2MiB`, or one of `LIMITS`.

    Raises:
        ConfigError: it is neither.
    """
    word = str(value).strip().lower()
    if word in LIMITS:
        return LIMITS[word]
    found = _SIZE.fullmatch(word)
    bytes_ = int(float(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2]]) if found else 0
    if not bytes_:
        msg = f"This is no size: {value}"
        raise ConfigError(msg, where=where, hint=f"For example: 5MB, 700kB, {', '.join(LIMITS)}.")
    return bytes_


def given_up(rung: Rung) -> tuple[str, ...]:
    """Return what this gives up, a sentence each; nothing for a pack that holds everything."""
    found = []
    if rung.book_kbps is None:
        found.append("The talking book is left out; the book without sound is there")
    elif rung.book_kbps:
        found.append(f"The talking book's sound is MP3 at {rung.book_kbps} kbit/s, and its pictures are smaller")
    if rung.heard == "none":
        found.append("No sound is there, nor its transcript: the words alone")
    elif rung.sound:
        found.append(f"Narrations are {'Opus' if rung.sound == 'opus' else 'MP3'} at {rung.kbps} kbit/s")
    if rung.heard == "first":
        found.append("Only the first language of each article is heard; the others are there to read")
    return tuple(found)
