"""Voices that a person brings: a program of their own, a Piper model."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from publish.errors import EngineError, ToolError, VoiceError
from publish.model import Voice
from publish.speaking.engines.command import Command
from publish.speaking.engines.piper import Piper, card_for, settings
from publish.speaking.voices import card, choose

PROGRAM = """
import io, sys, wave
words = sys.stdin.buffer.read().decode().split()
if "fail" in words:
    sys.exit("I will not say that")
if "text" in words:
    print("no sound"), sys.exit()
held = io.BytesIO()
with wave.open(held, "wb") as out:
    out.setnchannels(2), out.setsampwidth(2), out.setframerate(8000)
    out.writeframes(b"\\x10\\x00\\x30\\x00" * 800 * len(words))
sys.stdout.buffer.write(held.getvalue())
"""


@pytest.fixture
def mine(tmp_path: Path) -> Voice:
    (tmp_path / "say.py").write_text(PROGRAM, "utf-8")
    command = json.dumps(f'"{Path(sys.executable).as_posix()}" "{(tmp_path / "say.py").as_posix()}"')
    head = 'engine="command"\nlanguage="es"\nsays="Mine"\ntier="fast"\nlicence="CC0-1.0"'
    return card("mine", f"{head}\noptions={{command={command}}}")


def test_a_program_speaks_and_its_stereo_becomes_mono(mine: Voice) -> None:
    sound = Command(mine).speak("una dos tres")
    assert (sound.rate_hz, sound.pcm) == (8000, b"\x20\x00" * 2400)


@pytest.mark.parametrize(
    ("text", "message"),
    [("please fail", "exit 1.*I will not say that"), ("only text", "gave no WAV file for “only text”")],
)
def test_a_program_that_fails_is_told_with_its_words(mine: Voice, text: str, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        Command(mine).speak(text)


def test_a_program_that_is_not_there_is_told() -> None:
    gone = Voice("gone", "command", "es", "", "fast", "", options={"command": "there-is-no-such-program"})
    with pytest.raises(ToolError, match="there-is-no-such-program cannot be started"):
        Command(gone).speak("Hola.")


def test_a_program_never_speaks_because_its_card_lies_there(mine: Voice) -> None:
    voices = {"mine": mine}
    assert choose(voices, "es", name="mine") == mine
    with pytest.raises(VoiceError, match="No voice speaks es"):
        choose(voices, "es")


SETTINGS = {
    "audio": {"sample_rate": 16000},
    "espeak": {"voice": "es"},
    "language": {"code": "es_MX"},
    "inference": {"length_scale": 1.1},
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], ".": [4], "a": [5], "o": [6], "l": [7], "ˈ": [8]},
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "es_MX-lluvia.onnx").write_bytes(b"")
    (tmp_path / "es_MX-lluvia.onnx.json").write_text(json.dumps(SETTINGS), "utf-8")
    return tmp_path / "es_MX-lluvia.onnx"


def test_a_piper_voice_gets_a_card_that_its_language_chooses(model: Path) -> None:
    toml = card_for("lluvia", model.name, settings(model))
    voice = card("lluvia", toml, str(model.parent))
    assert (voice.engine, voice.language, voice.options["model"]) == ("piper", "es-MX", "es_MX-lluvia.onnx")


def test_a_model_without_what_belongs_to_it_is_told(model: Path) -> None:
    beside = model.with_name(model.name + ".json")
    beside.write_text(json.dumps({**SETTINGS, "phoneme_id_map": {"a": [1]}}), "utf-8")
    with pytest.raises(VoiceError, match="not fed with espeak-ng's phonemes"):
        settings(model)
    beside.write_text("[]", "utf-8")
    with pytest.raises(VoiceError, match="not what Piper puts beside a model"):
        settings(model)
    beside.unlink()
    with pytest.raises(VoiceError, match="What belongs to the model cannot be read"):
        settings(model)


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("onnxruntime") is None or find_spec("onnx") is None, reason="onnxruntime or onnx is not installed"
)
def test_a_piper_model_is_given_its_phonemes_with_pads_between(model: Path) -> None:
    import onnx
    from onnx import TensorProto, helper

    # A model that answers with its own numbers, as a wave.
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["input"], ["whole"], to=TensorProto.FLOAT),
            helper.make_node("Identity", ["input_lengths"], ["unused"]),
            helper.make_node("Identity", ["scales"], ["asked"]),
            helper.make_node("Div", ["whole", "ten"], ["output"]),
        ],
        "echo",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, "n"])],
        [helper.make_tensor("ten", TensorProto.FLOAT, [], [10.0])],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(model))
    sound = Piper(card("lluvia", card_for("lluvia", model.name, settings(model)), str(model.parent))).speak("Ola.")
    said = [round(int.from_bytes(sound.pcm[n : n + 2], "little") / 32767 * 10) for n in range(0, len(sound.pcm), 2)]
    assert said == [1, 0, 8, 0, 6, 0, 7, 0, 5, 0, 4, 0, 2]
