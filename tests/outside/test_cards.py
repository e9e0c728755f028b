"""Voice cards on a person's disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.errors import ConfigError, VoiceError
from publish.outside.cards import added, bundled_voices, cards

if TYPE_CHECKING:
    from pathlib import Path


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


def test_cards_in_a_wheel_come_before_those_of_a_checkout() -> None:
    assert bundled_voices().is_dir()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data" / "enface")
    return tmp_path / "data" / "enface" / "voices"


def test_an_added_card_is_found_with_the_files_that_it_names(tmp_path: Path, data: Path) -> None:
    (tmp_path / "rain.onnx").write_bytes(b"model")
    assert added("rain", 'engine = "piper"', (tmp_path / "rain.onnx",), force=False) == data / "rain.toml"
    assert cards(None)["rain"] == ('engine = "piper"', str(data))
    assert (data / "rain.onnx").read_bytes() == b"model"
    with pytest.raises(ConfigError, match="There is a voice called rain already"):
        added("rain", "", (), force=False)
    assert added("rain", 'engine = "tone"', (), force=True).read_text("utf-8") == 'engine = "tone"'
