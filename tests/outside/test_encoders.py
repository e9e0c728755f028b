"""What comes back out of an MP3 is what went in, at the right time."""

from __future__ import annotations

import hashlib
import math
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from publish.errors import OutputError, ToolError
from publish.outside.encoders import EncodedFile, decoded, mp3, mp3_gain_db

if TYPE_CHECKING:
    from pathlib import Path


def knocks(seconds: float, rate_hz: int) -> np.ndarray:
    """A short beep at every half second, in silence."""
    wave = np.zeros(round(seconds * rate_hz))
    beep = 12000 * np.sin(2 * np.pi * 700 * np.arange(rate_hz // 50) / rate_hz)
    for begin in range(rate_hz // 2, len(wave) - len(beep), rate_hz // 2):
        wave[begin : begin + len(beep)] = beep
    return wave


def encoded(wave: np.ndarray, rate_hz: int, path: Path, **how: Any) -> EncodedFile:
    return mp3([np.rint(wave).astype("<i2").tobytes()], rate_hz, path, **how)


def heard(path: Path) -> np.ndarray:
    return np.frombuffer(b"".join(decoded(path)), dtype="<i2").astype(float)


@pytest.mark.parametrize("rate_hz", [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000])
def test_a_sentence_is_heard_at_the_sample_where_it_stands(rate_hz: int, tmp_path: Path) -> None:
    wave = knocks(3.3, rate_hz)
    encoded(wave, rate_hz, tmp_path / "knocks.mp3", bitrate_kbps=64)

    back = heard(tmp_path / "knocks.mp3")

    assert len(back) == len(wave)
    lags = range(-40, 41)
    middle = wave[40:-40]
    assert max(lags, key=lambda lag: float(middle @ back[40 + lag : len(back) - 40 + lag])) == 0


@pytest.mark.parametrize("samples", [576, 1000, 22463, 22464, 22465, 50000])
def test_as_many_samples_come_back_as_went_in(samples: int, tmp_path: Path) -> None:
    encoded(np.zeros(samples), 16000, tmp_path / "quiet.mp3")

    assert len(heard(tmp_path / "quiet.mp3")) == samples


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "mode", "gain_db"),
    [(16000, 48, "cbr", -0.446), (44100, 192, "cbr", -0.265), (16000, 48, "vbr", 0.0)],
)
def test_the_encoder_makes_everything_quieter_by_what_it_says(
    rate_hz: int, kbps: int, mode: Any, gain_db: float, tmp_path: Path
) -> None:
    wave = 8000 * np.sin(2 * np.pi * 800 * np.arange(4 * rate_hz) / rate_hz)
    encoded(wave, rate_hz, tmp_path / "hum.mp3", bitrate_kbps=kbps, mode=mode)

    inner = slice(rate_hz, 3 * rate_hz)
    ratio = np.abs(heard(tmp_path / "hum.mp3")[inner]).mean() / np.abs(wave[inner]).mean()
    assert mp3_gain_db(kbps, mode) == gain_db
    assert 20 * math.log10(ratio) == pytest.approx(gain_db, abs=0.01 if mode == "cbr" else 0.05)


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    file = encoded(knocks(2.0004, 16000), 16000, tmp_path / "two.mp3")

    assert (file.suffix, file.media_type, file.duration_ms) == (".mp3", "audio/mpeg", 2000)
    assert file.size == (tmp_path / "two.mp3").stat().st_size == 12744
    assert math.isnan(file.loudness_lufs)
    assert b"".join(file.chunks()) == (tmp_path / "two.mp3").read_bytes()
    assert repr(pickle.loads(pickle.dumps(file))) == repr(file)


def test_there_is_no_tag_of_a_title_and_no_date_in_the_bytes(tmp_path: Path) -> None:
    content = b"".join(encoded(knocks(1, 16000), 16000, tmp_path / "one.mp3").chunks())

    assert content[:4].hex() == "fff368c4"
    assert content[13:17] == b"Info"
    assert b"ID3" not in content
    assert content[-128:-125] != b"TAG"


def test_the_same_sound_gives_the_same_bytes_however_it_is_cut(tmp_path: Path) -> None:
    sound = np.rint(knocks(3, 16000)).astype("<i2").tobytes()

    whole = mp3([sound], 16000, tmp_path / "whole.mp3")
    cut = mp3((sound[at : at + 1234] for at in range(0, len(sound), 1234)), 16000, tmp_path / "cut.mp3")

    digests = {hashlib.sha256(b"".join(file.chunks())).hexdigest() for file in (whole, cut)}
    assert len(digests) == 1


def test_the_first_frame_is_signed_as_lame_signs_it(tmp_path: Path) -> None:
    content = b"".join(encoded(knocks(1, 16000), 16000, tmp_path / "one.mp3").chunks())

    # CRC-16/ARC over all that stands before it; over itself too, low byte first, it is nothing.
    crc = 0
    for byte in content[:163] + content[163:165][::-1]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    assert crc == 0


def test_a_rate_that_mp3_does_not_know_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="10000 Hz"):
        mp3([bytes(2000)], 10000, tmp_path / "odd.mp3")


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        mp3([bytes(2000)], 16000, tmp_path / "nowhere" / "a.mp3")


def test_what_is_not_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.mp3").write_text("These are words, and no sound.")

    with pytest.raises(ToolError, match="words.mp3"):
        list(decoded(tmp_path / "words.mp3"))


@pytest.mark.parametrize("rate_hz", [16000, 22050, 24000, 44100])
def test_with_a_variable_bit_rate_a_sentence_is_heard_at_the_sample_where_it_stands(
    rate_hz: int, tmp_path: Path
) -> None:
    wave = knocks(1.3, rate_hz)
    encoded(wave, rate_hz, tmp_path / "knocks.mp3", mode="vbr")

    back = heard(tmp_path / "knocks.mp3")

    assert len(back) == len(wave)
    middle = wave[40:-40]
    assert max(range(-40, 41), key=lambda lag: float(middle @ back[40 + lag : len(back) - 40 + lag])) == 0


def test_a_variable_bit_rate_says_how_many_frames_there_are_and_where(tmp_path: Path) -> None:
    loud = np.random.default_rng(1).normal(0, 3000, 5 * 16000)
    wave = np.concatenate((np.zeros(5 * 16000), loud))
    file = encoded(wave, 16000, tmp_path / "a.mp3", mode="vbr")
    content = (tmp_path / "a.mp3").read_bytes()

    assert content[13:17] == b"Xing"
    # 160,000 samples, 576 before them, in frames of 576; and what LAME needs to end.
    assert int.from_bytes(content[21:25]) == 280
    assert int.from_bytes(content[25:29]) == file.size
    places = list(content[29:129])
    assert places == sorted(places)
    # Half of the time is over before a quarter of the bytes.
    assert places[50] < 64
    assert len(heard(tmp_path / "a.mp3")) == 160_000
