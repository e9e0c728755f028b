"""The recogniser's model and languages; tests/slow has the recogniser itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.errors import ToolError
from publish.outside.recogniser import _code, _join

if TYPE_CHECKING:
    from pathlib import Path


def halves(folder: Path) -> list[Path]:
    parts = [folder / "one", folder / "two"]
    for number, part in enumerate(parts, 1):
        part.mkdir()
        (part / f"model.bin.part{number}").write_bytes(b"%d" % number)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (parts[0] / name).write_text(name)
    return parts


def test_a_language_that_whisper_lacks_is_said_in_words() -> None:
    with pytest.raises(ToolError, match="Whisper does not know qu"):
        _code("qu", ("en", "no"))
    assert _code("nb", ("en", "no")) == "no"


def test_the_model_is_joined_of_its_two_halves(tmp_path: Path) -> None:
    _join(halves(tmp_path), tmp_path / "model")
    names = ["config.json", "model.bin", "tokenizer.json", "vocabulary.txt"]
    assert sorted(file.name for file in (tmp_path / "model").iterdir()) == names
    assert (tmp_path / "model" / "model.bin").read_bytes() == b"12"


def test_a_cache_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "model").write_text("a file")
    with pytest.raises(ToolError, match="The recogniser's model cannot be laid ready"):
        _join(halves(tmp_path), tmp_path / "model")
