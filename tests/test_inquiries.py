"""What a person asks beside making a book: how names sound, how voices compare, a voice of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from publish import inquiries
from publish.cli import app
from publish.outside.cards import cards
from publish.speaking.lexicon import lexicon
from publish.speaking.names import Name

if TYPE_CHECKING:
    from pathlib import Path

BEEP = 'engine = "tone"\nlanguage = "eo"\nsays = "{0}"\ntier = "fast"\nlicence = "CC0-1.0"\npreference = 9\n'
ARTICLE = "Rain\n\nWe met Nelson Roe by the old river. Nobody saw that Nelson Roe had a boat, and we went home.\n"
PIPER = {
    "audio": {"sample_rate": 16000},
    "espeak": {"voice": "es"},
    "language": {"code": "es_MX"},
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2]},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rain.txt").write_text(ARTICLE, "utf-8")
    return tmp_path


def run(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_voices_are_compared_in_a_folder_that_was_not_there(folder: Path) -> None:
    (folder / "voices").mkdir()
    for name in ("high", "low"):
        (folder / "voices" / f"{name}.toml").write_text(BEEP.format(name))
    said = run("voices", "compare", "Unu du", "--language", "eo", "--out", "new/sounds")
    assert [line.rpartition("(")[2] for line in said.splitlines()][:2] == ["low)", "high)"]
    assert {"high.mp3", "low.mp3"} <= {file.name for file in (folder / "new" / "sounds").iterdir()}


def test_names_follow_the_settings_of_a_folder_and_are_written_where_no_folder_was(folder: Path) -> None:
    (folder / "publish.toml").write_text('sources = ["rain.txt"]\nlanguage = "en"\n[voice]\nen = "tone"\n')
    said = run("names", "--lexicon", "new/mend", "--hear", "new/sounds")
    assert said.startswith("en: Nelson Roe (en, 2 times, first in en-p2-s1): ")
    assert [file.name for file in (folder / "new" / "sounds").iterdir()] == ["en-nelson-roe.mp3"]
    pls = folder / "new" / "mend" / "names.en.pls"
    assert list(lexicon(pls.read_bytes(), pls.name).phonemes) == ["Nelson Roe"]


def test_a_name_is_heard_as_the_lexicons_say_it(folder: Path) -> None:
    (folder / "names.en.pls").write_text(
        '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">'
        "<lexeme><grapheme>Roe</grapheme><alias>one two three four five six seven</alias></lexeme></lexicon>"
    )
    article = ("rain.txt", "--language", "en", "--voice", "en=tone")
    run("names", *article, "--hear", "before")
    run("names", *article, "--hear", "after", "--following", "names.en.pls")
    (folder / "publish.toml").write_text('lexicon = "names.en.pls"\n')
    run("names", *article, "--hear", "settings")
    before, after, settings = (
        (folder / name / "en-nelson-roe.mp3").read_bytes() for name in ("before", "after", "settings")
    )
    assert len(after) > len(before)
    assert settings == after


def test_two_names_that_make_one_file_name_are_two_files() -> None:
    found = (Name("Peña", "es", 1, "es-p1-s1"), Name("Pena", "es", 1, "es-p2-s1"))
    assert inquiries._files(found, "es") == ["es-pena.mp3", "es-pena-2.mp3"]


def test_a_piper_voice_that_is_added_has_files_of_its_own_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: folder / "data")
    (folder / "es_MX.onnx").write_bytes(b"model")
    (folder / "es_MX.onnx.json").write_text(json.dumps(PIPER))
    run("voices", "add", "es_MX.onnx", "--name", "rain")
    kept = folder / "data" / "voices"
    assert sorted(file.name for file in kept.iterdir()) == ["rain.onnx", "rain.onnx.json", "rain.toml"]
    assert 'model = "rain.onnx"' in cards(None)["rain"].toml
