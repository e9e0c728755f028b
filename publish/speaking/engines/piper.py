"""Piper: any of its voices that a person has, as a file of its own."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.errors import EngineError, VoiceError
from publish.model import Sound
from publish.outside import espeak_ng

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Voice

_PAD, _BEGIN, _END = "_", "^", "$"
"""What stands between phonemes, before and after them (piper, phoneme_ids)."""
_MARKS = ".,;:!?—…"
_FULL_SCALE = 32767


@dataclass(frozen=True, slots=True)
class Settings:
    """What `NAME.onnx.json` says of a voice."""

    rate_hz: int
    espeak: str
    """What espeak-ng calls its language."""
    language: str
    """BCP 47, or empty where the file does not say it."""
    numbers: Mapping[str, list[int]]
    length_scale: float
    several: bool
    """Whether it has several speakers; the first one speaks."""


class Piper:
    """A Piper voice through ONNX Runtime, from espeak-ng's phonemes.

    Options: `model` (the .onnx file beside the card, its .onnx.json beside it), `speed` (0.5 to 2, normal 1). The noise
    that Piper draws for liveliness is left out: the same sentence is the same bytes.
    """

    needs = ("onnxruntime", espeak_ng.PACKAGE)
    extra = "english"

    def __init__(self, voice: Voice) -> None:
        self._model = Path(voice.folder) / str(voice.options.get("model", ""))
        self._settings = settings(self._model)
        self._speed = float(voice.options.get("speed", 1.0))
        identity = sha256(self._model.read_bytes()).hexdigest()[:16]
        self.version = f"{version('onnxruntime')} {espeak_ng.version()} {identity}"

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time on the same kind of processor.

        Raises:
            EngineError: there is nothing to say.
            VoiceError: espeak-ng does not speak the voice's language.
        """
        import numpy as np

        said = self._settings
        (phonemes,) = espeak_ng.phonemes((text,), said.espeak)
        ending = text.rstrip()[-1:]
        numbers = list(_numbered(phonemes + (ending if ending in _MARKS else ""), said.numbers))
        if len(numbers) <= len(said.numbers[_BEGIN]) + len(said.numbers[_END]) + 1:
            msg = f"Piper found nothing to say in “{text}”"
            raise EngineError(msg)
        asked: dict[str, Any] = {
            "input": np.array([numbers], np.int64),
            "input_lengths": np.array([len(numbers)], np.int64),
            "scales": np.array([0.0, said.length_scale / self._speed, 0.0], np.float32),
        }
        if said.several:
            asked["sid"] = np.array([0], np.int64)
        wave = _session(self._model).run(None, asked)[0].squeeze()
        loudest = max(float(np.abs(wave).max(initial=0.0)), 1.0)
        return Sound(said.rate_hz, np.rint(wave / loudest * _FULL_SCALE).astype("<i2").tobytes())


def settings(model: Path) -> Settings:
    """Return what the file beside a Piper model says of it.

    Raises:
        VoiceError: model or file are not there, or it is not Piper's.
    """
    path = model.with_name(model.name + ".json")
    if not model.is_file():
        msg = "There is no such model"
        raise VoiceError(msg, where=str(model), hint="Its card names it: options = { model = … }.")
    try:
        read = json.loads(path.read_text("utf-8"))
        numbers = {str(sign): list(map(int, given)) for sign, given in read["phoneme_id_map"].items()}
        found = Settings(
            int(read["audio"]["sample_rate"]),
            str(read["espeak"]["voice"]),
            str(read.get("language", {}).get("code", "")).replace("_", "-"),
            numbers,
            float(read.get("inference", {}).get("length_scale", 1.0)),
            int(read.get("num_speakers", 1)) > 1,
        )
    except OSError as error:
        msg = f"What belongs to the model cannot be read: {error.strerror}"
        raise VoiceError(
            msg, where=str(path), hint="A Piper voice is two files: NAME.onnx and NAME.onnx.json."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = "This is not what Piper puts beside a model"
        raise VoiceError(msg, where=str(path), hint="Take both files from the same place.") from error
    if not {_PAD, _BEGIN, _END} <= found.numbers.keys():
        msg = "This model is not fed with espeak-ng's phonemes"
        raise VoiceError(msg, where=str(path), hint="Choose a voice whose phoneme_type is espeak.")
    return found


def card_for(name: str, model: str, said: Settings) -> str:
    """Return a card for a Piper model of that file name; its licence is for its owner to say."""
    language = said.language or said.espeak
    return "\n".join(
        (
            'engine = "piper"',
            f"language = {json.dumps(language)}",
            f"says = {json.dumps(f'{name}, a Piper voice')}",
            'tier = "fast"',
            "preference = 2",
            'licence = "See where the voice came from"',
            f"options = {{ model = {json.dumps(model)}, speed = 1.0 }}",
            "",
        )
    )


def _numbered(phonemes: str, numbers: Mapping[str, list[int]]) -> Iterator[int]:
    """Yield the model's numbers: a pad after each phoneme, and after the beginning."""
    yield from numbers[_BEGIN]
    yield from numbers[_PAD]
    for sign in unicodedata.normalize("NFD", phonemes.replace(espeak_ng.TIE, "")):
        if sign in numbers:
            yield from numbers[sign]
            yield from numbers[_PAD]
    yield from numbers[_END]


@cache
def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
