"""The folder that remembers sounds."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.config import order
from publish.errors import ConfigError, OutputError
from publish.outside.memory import Folder, forgotten, kept, place


def only_file(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    Folder(tmp_path)["rain"] = b"\1\2"
    assert Folder(tmp_path)["rain"] == b"\1\2"


def test_it_is_a_mapping_like_any_other(tmp_path: Path) -> None:
    memory = Folder(tmp_path / "not" / "yet")
    assert (len(memory), list(memory), "rain" in memory) == (0, [], False)
    memory.update({"rain": b"1", "sun": b"2"})
    memory["rain"] = b"3"
    assert dict(memory) == {"rain": b"3", "sun": b"2"}
    del memory["sun"]
    assert list(memory) == ["rain"]


def test_what_was_never_kept_is_missing(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="sun"):
        Folder(tmp_path)["sun"]
    with pytest.raises(KeyError, match="sun"):
        del Folder(tmp_path)["sun"]


@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[:-1], lambda whole: b"", lambda whole: whole[:5], lambda whole: whole[:-1] + b"\0"],
    ids=["cut", "empty", "no header", "changed"],
)
def test_a_damaged_entry_is_as_if_it_had_never_been(tmp_path: Path, damage) -> None:
    memory = Folder(tmp_path)
    memory["rain"] = b"\1\2\3\4"
    file = only_file(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert "rain" not in memory
    assert list(memory) == []
    memory["rain"] = b"again"
    assert memory["rain"] == b"again"


def test_an_entry_under_the_name_of_another_is_not_taken_for_it(tmp_path: Path) -> None:
    memory = Folder(tmp_path)
    memory["rain"] = b"1"
    rain = only_file(tmp_path)
    memory["sun"] = b"2"
    (sun,) = (path for path in tmp_path.rglob("*.pcm") if path != rain)
    sun.write_bytes(rain.read_bytes())
    assert "sun" not in memory


def test_it_travels_to_another_process(tmp_path: Path) -> None:
    Folder(tmp_path)["rain"] = b"1"
    assert pickle.loads(pickle.dumps(Folder(tmp_path)))["rain"] == b"1"


def test_many_may_write_the_same_entry_at_once(tmp_path: Path) -> None:
    memory = Folder(tmp_path)
    sounds = [bytes([i]) * 50_000 for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda sound: memory.__setitem__("rain", sound), sounds))
    assert memory["rain"] in sounds
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".pcm"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError, match="cannot be kept") as caught:
        Folder(tmp_path / "taken")["rain"] = b"1"
    assert caught.value.where == str(tmp_path / "taken")
    assert "--memory" in caught.value.hint


def test_a_person_may_choose_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENFACE_MEMORY", "/elsewhere")
    assert place() == Path("/elsewhere")
    monkeypatch.delenv("ENFACE_MEMORY")
    assert place().parts[-2:] == ("enface", "speech")


@settings(deadline=None)  # a busy machine is no fault
@given(entries=st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=20), st.binary(max_size=50), max_size=5))
def test_any_entries_come_back(tmp_path_factory: pytest.TempPathFactory, entries: dict[str, bytes]) -> None:
    memory = Folder(tmp_path_factory.mktemp("memory"))
    memory.update(entries)
    assert dict(memory) == entries


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    memory = Folder(tmp_path)
    for day, key in enumerate(("old", "older-but-used", "new"), 1):
        memory[key] = bytes(1000)
        os.utime(next(path for path in tmp_path.rglob("*.pcm") if key.encode() in path.read_bytes()), (day, day))
    assert memory["older-but-used"] == bytes(1000)
    memory.trim(2200)
    assert set(memory) == {"older-but-used", "new"}


def test_a_memory_may_lie_at_an_address_and_travels_to_workers(tmp_path: Path) -> None:
    with kept(f"file://{(tmp_path / 'far').as_posix()}") as memory:
        memory["rain"] = b"1"
        assert "sun" not in memory
        assert pickle.loads(pickle.dumps(memory))["rain"] == b"1"
    with kept(f"file://{(tmp_path / 'far').as_posix()}") as memory:
        assert dict(memory) == {"rain": b"1"}


def test_an_address_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ConfigError, match="--memory nowhere://x: There is no memory"), kept("nowhere://x"):
        pass


def test_a_settings_file_names_no_address_for_the_memory() -> None:
    assert order({"memory": "s3://sounds"}).memory == "s3://sounds"
    with pytest.raises(ConfigError, match="publish.toml: memory: An address is used only where the command names it"):
        order({}, toml='memory = "s3://sounds"')


def test_a_forgotten_memory_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with forgotten() as memory:
        memory["rain"] = b"1"
        assert memory["rain"] == b"1"
    assert list(tmp_path.iterdir()) == []
