"""The narrations, measured and listened to by tools that are not ours."""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

# Word error rate by Whisper base on the whole narration of the real article: floors that may fall and never rise.
WER = {"en": 0.085, "es": 0.060}


def test_each_narration_meets_the_podcast_profile(made: Any, tool: Any, run: Any, python_that_measures: Path) -> None:
    for language, mp3 in made.mp3s.items():
        done = run(python_that_measures, tool("check_audio.py"), mp3, "--profile", "podcast")
        found = json.loads(done.stdout)
        assert found["problems"] == [], language
        assert -19.5 <= found["lufs_integrated"] <= -18.5
        assert found["true_peak_dbtp"] <= -1.0
        assert found["id3"]["CHAP"] >= 1


def test_every_form_meets_the_podcast_profile(
    publish: Path, tool: Any, run: Any, python_that_measures: Path, tmp_path: Path
) -> None:
    run(publish, "make", "--sample", "--to", "audio", "--audio-format", "m4b,opus,flac", "--out", tmp_path)
    files = sorted(path for path in tmp_path.glob("*/audio/*") if path.suffix != ".vtt")
    assert len(files) == 6
    for path in files:
        found = json.loads(run(python_that_measures, tool("check_audio.py"), path, "--profile", "podcast").stdout)
        # It looks for tags in MP3 and MP4 alone.
        assert [problem for problem in found["problems"] if problem != "podcast: no tags"] == [], path.name
        assert (found["cover"], len(found["chapters"])) == (True, 1)


def test_every_chapter_meets_all_that_acx_asks(
    publish: Path, tool: Any, run: Any, python_that_measures: Path, tmp_path: Path
) -> None:
    run(publish, "make", "--sample", "--to", "audio", "--loudness", "acx", "--out", tmp_path)
    chapters = sorted(tmp_path.glob("*/audio/*/*.mp3"))
    assert len(chapters) == 2
    for path in chapters:
        found = json.loads(run(python_that_measures, tool("check_audio.py"), path, "--profile", "acx").stdout)
        assert found["problems"] == [], path.name


def test_broadcasters_get_r128(publish: Path, tool: Any, run: Any, python_that_measures: Path, tmp_path: Path) -> None:
    run(publish, "make", "--sample", "--to", "audio", "--loudness", "ebu", "--room-tone", "--out", tmp_path)
    for path in tmp_path.glob("*/audio/*.mp3"):
        found = json.loads(run(python_that_measures, tool("check_audio.py"), path).stdout)
        assert -23.5 <= found["lufs_integrated"] <= -22.5
        assert found["true_peak_dbtp"] <= -1
        assert -70 <= found["noise_floor_db"] <= -60


def decoded_ms(path: Path) -> float:
    """How long a narration is when ffmpeg decodes it."""
    pcm = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar", "16000", "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    ).stdout
    return len(pcm) / 2 / 16


def clock_ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3_600_000 + int(minutes) * 60_000 + round(float(seconds) * 1000)


def test_the_last_cue_ends_where_the_decoded_sound_ends(made: Any) -> None:
    for mp3 in made.mp3s.values():
        ends = re.findall(r"--> ([\d:.]+)", mp3.with_suffix(".vtt").read_text("utf-8"))
        assert abs(clock_ms(ends[-1]) - decoded_ms(mp3)) <= 20


def words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c)))


def test_a_stranger_understands_the_narration_and_no_sentence_is_missing(
    made: Any, gold: Any, tool: Any, run: Any, python_that_hears: Path, tmp_path: Path
) -> None:
    if made.name != "seed":
        return
    for language, mp3 in made.mp3s.items():
        paragraphs = [p for p in gold["paragraphs"] if p["lang"] == language]
        text = tmp_path / f"{language}.txt"
        text.write_text("\n".join(p["text"] for p in paragraphs), "utf-8")
        done = run(python_that_hears, tool("hear.py"), mp3, "--language", language, "--text", text, "--json")
        heard = json.loads(done.stdout)
        assert heard["wer"] <= WER[language], language
        assert (
            silent_sentences(
                [s for p in paragraphs for s in gold["sentences"].get(p["id"], [p["text"]])], heard["heard"]
            )
            == []
        )


def silent_sentences(sentences: list[str], heard: str) -> list[str]:
    """Sentences of which less than half the words stand in what was heard, in order."""
    said = [(word, n) for n, sentence in enumerate(sentences) for word in words(sentence)]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in said], words(heard), autojunk=False)
    found = [0] * len(sentences)
    for block in matcher.get_matching_blocks():
        for _, n in said[block.a : block.a + block.size]:
            found[n] += 1
    return [s for n, s in enumerate(sentences) if found[n] < len(words(s)) / 2]


def test_a_sentence_that_nobody_said_is_named() -> None:
    assert silent_sentences(["One small boat.", "Two red cars."], "one small boat") == ["Two red cars."]
