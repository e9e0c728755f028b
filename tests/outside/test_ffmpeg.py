"""What comes back out of AAC, Opus and FLAC is what went in, at the right time."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from publish.errors import OutputError, ToolError
from publish.outside.encoders import decoded, rate_of
from publish.outside.ffmpeg import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import AudioFormat

FORMATS = ("m4b", "opus", "flac")


def knocks(seconds: float, rate_hz: int) -> np.ndarray:
    """A short beep at every half second, in silence."""
    wave = np.zeros(round(seconds * rate_hz))
    beep = 12000 * np.sin(2 * np.pi * 700 * np.arange(rate_hz // 50) / rate_hz)
    for begin in range(rate_hz // 2, len(wave) - len(beep), rate_hz // 2):
        wave[begin : begin + len(beep)] = beep
    return wave


def pcm(wave: np.ndarray) -> bytes:
    return np.rint(wave).astype("<i2").tobytes()


def heard(path: Path) -> np.ndarray:
    return np.frombuffer(b"".join(decoded(path)), dtype="<i2").astype(float)


@pytest.mark.parametrize("rate_hz", [16000, 22050, 24000, 44100])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_sentence_is_heard_at_the_sample_where_it_stands(kind: AudioFormat, rate_hz: int, tmp_path: Path) -> None:
    path = tmp_path / f"knocks.{kind}"
    encoded([pcm(knocks(1.3, rate_hz))], rate_hz, path, kind)

    back, heard_hz = heard(path), rate_of(path)

    wave = knocks(1.3, heard_hz)
    assert abs(len(back) - len(wave)) <= heard_hz / rate_hz
    size = min(len(back), len(wave)) - 40
    lags = range(-40, 41)
    best = max(lags, key=lambda lag: float(wave[40:size] @ back[40 + lag : size + lag]))
    # At another rate a sample falls between two.
    assert abs(best) <= (0 if heard_hz == rate_hz else 5)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_says_what_it_is(kind: AudioFormat, tmp_path: Path) -> None:
    path = tmp_path / f"two.{kind}"
    file = encoded([pcm(knocks(2.0004, 16000))], 16000, path, kind)

    types = {"m4b": "audio/mp4", "opus": "audio/ogg", "flac": "audio/flac"}
    assert (file.suffix, file.media_type, file.duration_ms) == (f".{kind}", types[kind], 2000)
    assert file.size == path.stat().st_size
    assert b"".join(file.chunks()) == path.read_bytes()


def test_flac_gives_back_every_sample(tmp_path: Path) -> None:
    wave = np.rint(knocks(1.7, 16000))
    encoded([pcm(wave)], 16000, tmp_path / "a.flac", "flac")

    assert np.array_equal(heard(tmp_path / "a.flac"), wave)


def test_a_minute_of_opus_is_180_kb_and_no_more(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 3000, 60 * 16000)

    assert encoded([pcm(noise)], 16000, tmp_path / "a.opus", "opus").size < 240_000


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_sound_gives_the_same_bytes_however_it_is_cut(kind: AudioFormat, tmp_path: Path) -> None:
    sound = pcm(knocks(3, 22050))

    whole = encoded([sound], 22050, tmp_path / f"whole.{kind}", kind)
    cut = encoded((sound[at : at + 1234] for at in range(0, len(sound), 1234)), 22050, tmp_path / f"cut.{kind}", kind)

    digests = {hashlib.sha256(b"".join(file.chunks())).hexdigest() for file in (whole, cut)}
    assert len(digests) == 1
    assert b"Lav" not in b"".join(whole.chunks())


def test_a_rate_that_aac_does_not_know_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="10000 Hz"):
        encoded([bytes(4000)], 10000, tmp_path / "odd.m4b", "m4b")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_folder_that_is_not_there_is_an_output_error(kind: AudioFormat, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file"):
        encoded([bytes(4000)], 16000, tmp_path / "nowhere" / f"a.{kind}", kind)
