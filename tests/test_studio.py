"""The studio: what it gives, and what it refuses to give."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from publish.errors import OutputError
from publish.model import IN_BOOKS, Cue, Form, Narration, Piece, Sound, Track, Voice
from publish.outside.encoders import rate_of
from publish.speaking.memory import packed
from publish.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOICE = Voice("loud", "tone", "en", "A voice", "fast", "CC0-1.0")
RATE_HZ = 16000


def speech(seconds: float) -> np.ndarray:
    """Syllables: a hum that swells and ends four times a second."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return 6000 * np.sin(2 * np.pi * 180 * times) * np.sin(2 * np.pi * 4 * times) ** 2


MEMORY = {"said": packed(Sound(RATE_HZ, np.rint(speech(11)).astype("<i2").tobytes()))}


def narration(*, silence_s: int = 0) -> Narration:
    pieces = (Piece("", RATE_HZ), Piece("said", 11 * RATE_HZ), Piece("", (2 + silence_s) * RATE_HZ))
    cue = Cue("en-p1-s1", 0, 1000 * (14 + silence_s))
    return Narration("en", VOICE, (Track("en-c1", RATE_HZ, pieces, (cue,)),))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with ThreadPoolExecutor(1) as executor:
        yield Studio(executor, MEMORY, tmp_path)


def test_each_form_is_encoded_by_itself_and_once(studio: Studio) -> None:
    told = narration()
    studio.begin(told, joined=(IN_BOOKS, Form("opus"), Form("mp3", "vbr")), bound=True)
    made = [studio.encode(told, told.tracks, form) for form in (IN_BOOKS, Form("opus"), Form("mp3", "vbr"))]

    assert [file.suffix for file in made] == [".mp3", ".opus", ".mp3"]
    assert len({file.path for file in made}) == 3
    assert all(-19.5 <= file.loudness_lufs <= -18.5 for file in made)
    assert studio.encode(told, told.tracks) is made[0]


def test_a_form_that_nobody_announced_is_made_as_loud_as_the_whole(studio: Studio) -> None:
    told = narration()
    studio.begin(told, joined=(), bound=False)

    assert studio.encode(told, told.tracks, Form("flac")).loudness_lufs == pytest.approx(-19, abs=0.1)


def test_a_chapter_for_acx_has_its_rate_and_its_level(studio: Studio) -> None:
    told = narration()
    file = studio.encode(told, told.tracks, Form("mp3", loudness="acx", room_tone=True))

    assert file.is_as_asked
    assert rate_of(file.path) == 44100
    assert file.duration_ms == 14_000
    # 14 s at 192 kbit/s.
    assert 336_000 <= file.size <= 338_000


def test_a_chapter_of_more_than_two_hours_is_not_for_acx(studio: Studio) -> None:
    told = narration(silence_s=7200)

    with pytest.raises(OutputError, match="en-c1: This chapter is longer than the 120 minutes that acx allows"):
        studio.encode(told, told.tracks, Form("mp3", loudness="acx"))
