"""Voice cards on a person's disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import ConfigError, OutputError, VoiceError
from publish.outside.cards import _placed, added, bundled_voices, cards


def test_the_first_card_of_a_name_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, text in (("mine", "given"), ("voices", "here")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tone.toml").write_text(text)
    (tmp_path / "voices" / "other.toml").write_text("here")
    (tmp_path / "voices" / "README.md").write_text("no card")
    found = cards(tmp_path / "mine")
    assert (found["tone"].toml, found["other"].toml, found.get("README")) == ("given", "here", None)
    assert found["tone"].folder == str(tmp_path / "mine")
    assert "engine" in found["es-pico"].toml
    assert list(found) == sorted(found)


def test_a_folder_of_cards_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"--voices .*gone: There is no such folder"):
        cards(tmp_path / "gone")


def test_a_card_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(VoiceError, match=r"bad.toml: This voice card cannot be read"):
        cards(tmp_path)


def test_cards_in_a_wheel_come_before_those_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(bundled_voices()) == str(Path(__file__).parents[2] / "voices")
    monkeypatch.setattr("publish.outside.cards.resources", lambda _: tmp_path)
    (tmp_path / "bundled" / "voices").mkdir(parents=True)
    assert bundled_voices() == tmp_path / "bundled" / "voices"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data" / "enface")
    return tmp_path / "data" / "enface" / "voices"


def test_an_added_card_is_found_with_the_files_that_it_names(tmp_path: Path, data: Path) -> None:
    (tmp_path / "rain.onnx").write_bytes(b"model")
    beside = {"rain.onnx": tmp_path / "rain.onnx"}
    assert added("rain", 'engine = "piper"', beside, force=False) == data / "rain.toml"
    assert cards(None)["rain"] == ('engine = "piper"', str(data))
    assert (data / "rain.onnx").read_bytes() == b"model"
    with pytest.raises(ConfigError, match="There is a voice called rain already"):
        added("rain", "", {}, force=False)
    assert added("rain", 'engine = "tone"', {}, force=True).read_text("utf-8") == 'engine = "tone"'


def test_a_voice_is_not_silently_replaced_by_another_ones_model(tmp_path: Path, data: Path) -> None:
    data.mkdir(parents=True)
    (data / "sun.onnx").write_bytes(b"first")
    (tmp_path / "other.onnx").write_bytes(b"second")
    with pytest.raises(ConfigError, match="There is a voice called sun already"):
        added("sun", "", {"sun.onnx": tmp_path / "other.onnx"}, force=False)
    assert (data / "sun.onnx").read_bytes() == b"first"


def test_a_voice_half_of_which_cannot_be_copied_is_not_there(tmp_path: Path, data: Path) -> None:
    with pytest.raises(OutputError, match="The voice cannot be kept"):
        added("rain", "", {"rain.onnx": tmp_path / "gone.onnx"}, force=False)
    assert list(data.iterdir()) == []


def test_a_voice_that_cannot_be_replaced_whole_is_as_it_was(tmp_path: Path, data: Path) -> None:
    for name in ("rain.onnx", "rain.onnx.json"):
        (tmp_path / name).write_text("first")
    both = {name: tmp_path / name for name in ("rain.onnx", "rain.onnx.json")}
    added("rain", "first", both, force=False)
    (tmp_path / "rain.onnx").write_text("second")
    (tmp_path / "rain.onnx.json").unlink()
    with pytest.raises(OutputError, match="The voice cannot be kept"):
        added("rain", "second", both, force=True)
    kept = {path.name: path.read_text() for path in data.iterdir()}
    assert kept == {"rain.onnx": "first", "rain.onnx.json": "first", "rain.toml": "first"}


def test_a_file_that_cannot_take_its_place_brings_the_earlier_ones_back(tmp_path: Path, data: Path) -> None:
    (tmp_path / "rain.onnx").write_text("first")
    added("rain", "first", {"rain.onnx": tmp_path / "rain.onnx"}, force=False)
    (tmp_path / "rain.onnx").write_text("second")
    aside = tmp_path / "aside"
    aside.mkdir()
    (aside / "rain.toml").write_text("second")
    (aside / "rain.onnx").write_text("second")
    with pytest.raises(FileNotFoundError):
        _placed((data / "rain.toml", data / "rain.onnx.json", data / "rain.onnx"), aside)
    kept = {path.name: path.read_text() for path in data.iterdir()}
    assert kept == {"rain.onnx": "first", "rain.toml": "first"}


def test_a_model_that_lies_in_its_place_already_gets_its_card(data: Path) -> None:
    data.mkdir(parents=True)
    (data / "rain.onnx").write_bytes(b"model")
    added("rain", 'engine = "piper"', {"rain.onnx": data / "rain.onnx"}, force=False)
    assert (data / "rain.onnx").read_bytes() == b"model"


@pytest.mark.parametrize("name", ["../rain", "a/b", "a\\b", "..", ""])
def test_a_voice_whose_name_leads_elsewhere_is_refused(name: str, data: Path) -> None:
    with pytest.raises(ConfigError, match="A voice cannot be called"):
        added(name, "", {}, force=False)
    assert not data.exists()
