"""Narrations that were made, found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.errors import SourceError
from publish.outside.narrations import recordings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "rain"
    for place in (folder / "audio", folder / ".publish.half" / "audio"):
        place.mkdir(parents=True)
        (place / "rain.es.mp3").write_bytes(b"sound")
        (place / "rain.es.vtt").write_text("WEBVTT\n", "utf-8")
    (folder / "rain.epub").write_bytes(b"book")
    return folder


def test_a_book_that_is_named_by_its_file_is_listened_to_in_its_folder(made: Path) -> None:
    (found,) = recordings(made / "rain.epub")
    assert (found.sound, found.language) == (made / "audio" / "rain.es.mp3", "es")


def test_what_an_unfinished_run_left_is_not_listened_to(made: Path) -> None:
    assert [each.sound.parent for each in recordings(made)] == [made / "audio"]


def test_a_folder_without_narrations_says_which_folder_to_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no narration with its transcript here") as caught:
        recordings(tmp_path)
    assert caught.value.hint == "Name the folder that `publish make` wrote."


def test_a_narration_that_was_made_in_two_forms_is_listened_to_once(made: Path) -> None:
    (made / "audio" / "rain.es.opus").write_bytes(b"sound")
    (made / "audio" / "rain.en.opus").write_bytes(b"sound")
    (made / "audio" / "rain.en.vtt").write_text("WEBVTT\n", "utf-8")

    assert [each.sound.name for each in recordings(made)] == ["rain.en.opus", "rain.es.mp3"]
