"""Sources, voice cards and settings on a person's disk."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest

from publish.errors import ConfigError, SourceError
from publish.outside.files import sample, settings, source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTHING = io.BytesIO(b"")
MARCH_2 = 1_772_409_600


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may do anything: be someone else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_a_file_is_taken_on_the_day_of_its_last_change(tmp_path: Path) -> None:
    path = tmp_path / "Rain.TXT"
    path.write_bytes(b"It rains.")
    os.utime(path, (MARCH_2, MARCH_2))
    seen = source(str(path), NOTHING)
    assert (seen.name, seen.suffix, seen.content) == ("Rain.TXT", ".txt", b"It rains.")
    assert (seen.origin, seen.retrieved) == (str(path), date(2026, 3, 2))


def test_a_build_may_set_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rain.txt").write_bytes(b"It rains.")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert source(str(tmp_path / "rain.txt"), NOTHING).retrieved == date(1970, 1, 2)


def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH: 'soon' is no number"):
        source("-", io.BytesIO(b"It rains."))


def test_a_hyphen_reads_a_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    seen = source("-", io.BytesIO(b"It rains."))
    assert (seen.name, seen.suffix, seen.content, seen.origin) == ("pasted text", "", b"It rains.", "-")
    assert seen.retrieved == date(1970, 1, 2)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone.txt: There is no such file"):
        source(str(tmp_path / "gone.txt"), NOTHING)


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="It is a folder"):
        source(str(tmp_path), NOTHING)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n"], ids=["empty", "white space"])
def test_an_empty_file_is_no_article(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rain.txt").write_bytes(content)
    with pytest.raises(SourceError, match="There is nothing in it"):
        source(str(tmp_path / "rain.txt"), NOTHING)


def test_an_empty_paste_is_no_article() -> None:
    with pytest.raises(SourceError, match="standard input: There is nothing in it"):
        source("-", NOTHING)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps files from others in other ways")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rain.txt"
    path.write_bytes(b"It rains.")
    path.chmod(0)
    with as_nobody(), pytest.raises(SourceError, match="It may not be read"):
        source(str(path), NOTHING)


def test_a_file_that_is_far_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "rain.txt"
    with path.open("wb") as stream:
        stream.write(b"It rains.")
        stream.truncate(20_000_001)
    with pytest.raises(SourceError, match="larger than 20 MB"):
        source(str(path), NOTHING)


def test_what_is_no_file_name_is_no_bug() -> None:
    with pytest.raises(SourceError, match="This is no file name"):
        source("a\0b", NOTHING)


def test_a_sample_comes_with_the_program() -> None:
    assert b"**En Espa\xc3\xb1ol**" in sample().content
    assert (sample().suffix, sample().retrieved) == (".txt", date(2026, 11, 23))


def test_settings_are_optional_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings(None) == ("", "publish.toml")
    (tmp_path / "publish.toml").write_text('title = "Rain"')
    assert settings(None) == ('title = "Rain"', "publish.toml")
    with pytest.raises(ConfigError, match=r"gone.toml: The settings cannot be read"):
        settings(tmp_path / "gone.toml")


def test_an_entry_of_a_feed_is_named_after_a_hash(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"<rss/>")
    seen = source(f"{tmp_path}/feed.xml#https://example.org/#rain", NOTHING)
    assert (seen.name, seen.suffix, seen.content) == ("feed.xml", ".xml", b"<rss/>")
    assert seen.origin == f"{tmp_path}/feed.xml#https://example.org/#rain"
    (tmp_path / "c#.txt").write_bytes(b"It rains.")
    assert source(f"{tmp_path}/c#.txt", NOTHING).name == "c#.txt"
