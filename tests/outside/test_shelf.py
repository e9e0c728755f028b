"""Books on disk: each whole, or not there at all."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from publish.errors import OutputError
from publish.model import Artifact, File
from publish.outside import swapping
from publish.outside.locks import Lock
from publish.outside.shelf import Shelf

EPUB = "application/epub+zip"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def book(out: Path, text: bytes = b"abc", *, key: str = "k") -> tuple[Artifact, ...]:
    with Shelf(out, "rain") as shelf:
        shelf.save(File("rain.epub", EPUB, text))
        return shelf.publish({"key": key})


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_book_stands_whole_with_what_it_was_made_of(tmp_path: Path) -> None:
    assert book(tmp_path) == (Artifact("rain.epub", EPUB, 3, ABC),)
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert json.loads((tmp_path / "rain" / "colophon.json").read_text("utf-8")) == {
        "key": "k",
        "artifacts": [{"path": "rain.epub", "media_type": EPUB, "size": 3, "sha256": ABC}],
    }


def test_a_writer_may_stream_and_go_back(tmp_path: Path) -> None:
    def content(stream: BinaryIO) -> None:
        stream.write(b"?bc")
        stream.seek(0)
        stream.write(b"a")

    with Shelf(tmp_path, "rain") as shelf:
        assert shelf.save(File("audio/rain.mp3", "audio/mpeg", content)).sha256 == ABC
        shelf.publish({})
    assert (tmp_path / "rain" / "audio" / "rain.mp3").read_bytes() == b"abc"


def test_a_book_may_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        book(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "rain").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "rain" / "rain.epub").stat().st_mode & 0o777 == 0o644


def test_a_new_book_takes_the_place_of_the_old(tmp_path: Path) -> None:
    with Shelf(tmp_path, "rain") as shelf:
        shelf.save(File("old.mp3", "audio/mpeg", b"old"))
        shelf.publish({})
    book(tmp_path, b"new")
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"new"


def test_what_a_person_laid_beside_the_book_stays(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / "rain" / "mine").mkdir()
    (tmp_path / "rain" / "mine" / "notes.txt").write_text("keep me")
    book(tmp_path, b"new")
    assert (tmp_path / "rain" / "mine" / "notes.txt").read_text() == "keep me"


def test_an_unchanged_book_is_known_by_its_key_and_its_bytes(tmp_path: Path) -> None:
    saved = book(tmp_path)
    assert Shelf(tmp_path, "rain").unchanged("k") == saved
    assert Shelf(tmp_path, "rain").unchanged("another") == ()
    (tmp_path / "rain" / "rain.epub").write_bytes(b"abd")
    assert Shelf(tmp_path, "rain").unchanged("k") == ()


def test_a_colophon_that_is_damaged_counts_for_nothing(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / "rain" / "colophon.json").write_text('{"key": "k", "artifacts": [{}]}')
    assert Shelf(tmp_path, "rain").unchanged("k") == ()


def test_a_build_that_fails_leaves_the_earlier_book(tmp_path: Path) -> None:
    book(tmp_path)

    def content(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Shelf(tmp_path, "rain") as shelf:
        shelf.save(File("rain.epub", EPUB, content))
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"abc"


def test_a_build_that_is_never_published_leaves_nothing(tmp_path: Path) -> None:
    with Shelf(tmp_path, "rain") as shelf:
        shelf.save(File("rain.epub", EPUB, b"abc"))
        (shelf.work / "part.wav").write_bytes(b"1")
    assert names(tmp_path) == []


def test_a_full_disk_is_said_and_the_earlier_book_stands(tmp_path: Path) -> None:
    book(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"rain.epub: The disk is full"):
            book(tmp_path, bytes(200_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"abc"


def test_a_device_without_room_is_a_full_disk(tmp_path: Path) -> None:
    def content(_stream: BinaryIO) -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"1")

    with pytest.raises(OutputError, match="The disk is full"), Shelf(tmp_path, "rain") as shelf:
        shelf.save(File("rain.epub", EPUB, content))


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    root = os.geteuid() == 0
    tmp_path.chmod(0o755)
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(OutputError, match="may not be written") as caught, Shelf(tmp_path / "locked" / "o", "rain"):
            pass
    finally:
        if root:
            os.seteuid(0)
    assert "--out" in caught.value.hint


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    with pytest.raises(OutputError, match="A file stands where a folder must be"), Shelf(tmp_path / "output", "rain"):
        pass
    assert (tmp_path / "output").read_text() == "mine"


def test_a_name_taken_by_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rain").write_text("mine")
    with pytest.raises(OutputError, match="taken by a file"), Shelf(tmp_path, "rain"):
        pass
    assert (tmp_path / "rain").read_text() == "mine"


def test_a_name_taken_by_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "rain").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="taken by a link"), Shelf(tmp_path, "rain"):
        pass
    assert names(tmp_path) == ["elsewhere", "rain"]


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "rain").mkdir()
    (tmp_path / "rain" / "thesis.doc").write_text("mine")
    with pytest.raises(OutputError, match="holds no book of ours"), Shelf(tmp_path, "rain"):
        pass
    assert (tmp_path / "rain" / "thesis.doc").read_text() == "mine"


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    (tmp_path / "rain").mkdir()
    book(tmp_path)
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"abc"


@pytest.mark.parametrize(
    "path", ["../rain.epub", "/tmp/rain.epub", "a/../../b", "a\\b", "c:b", "colophon.json", "", "."]
)
def test_a_writer_stays_in_its_book(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="a path that is not its own"), Shelf(tmp_path / "o", "rain") as shelf:
        shelf.save(File(path, EPUB, b"1"))
    assert names(tmp_path) == ["o"]


def test_a_writer_gives_each_file_once(tmp_path: Path) -> None:
    with Shelf(tmp_path, "rain") as shelf:
        shelf.save(File("rain.epub", EPUB, b"1"))
        with pytest.raises(OutputError, match="twice"):
            shelf.save(File("rain.epub", EPUB, b"2"))


def test_what_a_dead_run_left_is_taken_away_and_a_living_one_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".rain.dead.partial" / "book").mkdir(parents=True)
    (tmp_path / ".rain.dead.lock").write_text("1")
    (tmp_path / ".rain.early.lock").write_text("1")
    (tmp_path / ".rain.alive.partial").mkdir()
    (tmp_path / ".rain-in-spain.dead.partial").mkdir()
    lock = Lock(tmp_path / ".rain.alive.lock")
    assert lock.try_take()
    book(tmp_path)
    lock.release()
    left = [".rain-in-spain.dead.partial", ".rain.alive.partial", "rain", "rain/colophon.json", "rain/rain.epub"]
    assert names(tmp_path) == left


def test_where_two_steps_are_needed_the_book_comes_back_after_a_death_between_them(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / ".rain.dead.partial").mkdir()
    (tmp_path / "rain").rename(tmp_path / ".rain.dead.partial" / "old")
    with Shelf(tmp_path, "rain"):
        pass
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"abc"


def test_where_the_system_cannot_exchange_two_steps_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapping, "_system_call", lambda: None)
    book(tmp_path)
    book(tmp_path, b"new")
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"new"


def test_two_runs_at_once_both_end_well(tmp_path: Path) -> None:
    with Shelf(tmp_path, "rain") as first, Shelf(tmp_path, "rain") as second:
        first.save(File("rain.epub", EPUB, b"first"))
        second.save(File("rain.epub", EPUB, b"second"))
        first.publish({})
        second.publish({})
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
    assert (tmp_path / "rain" / "rain.epub").read_bytes() == b"second"


DEATHS = """
import hashlib, json, os, sys
from itertools import count
from pathlib import Path
from publish.model import File
from publish.outside.shelf import Shelf

out = Path(sys.argv[1])


def build(text):
    with Shelf(out, "rain") as shelf:
        for name in ("rain.epub", "audio/rain.mp3"):
            shelf.save(File(name, "text/plain", text))
        shelf.publish({})


def die_at(moment):
    passed = count(1)

    def hook(event, _):
        if event.startswith(("open", "os.", "shutil.", "fcntl.")) and next(passed) == moment:
            os._exit(9)

    sys.addaudithook(hook)


def whole():
    seen = json.loads((out / "rain" / "colophon.json").read_text("utf-8"))
    assert len(seen["artifacts"]) == 2
    for row in seen["artifacts"]:
        assert hashlib.sha256((out / "rain" / row["path"]).read_bytes()).hexdigest() == row["sha256"]


build(b"first")
for moment in count(1):
    child = os.fork()
    if not child:
        die_at(moment)
        build(b"%d" % moment)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    whole()
    if not ended:
        break
print(moment)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="here the swap is known to be one step")
def test_killed_at_any_step_the_book_is_whole(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DEATHS, tmp_path], capture_output=True, check=False)
    assert done.stderr == b""
    assert int(done.stdout) > 20
    book(tmp_path)
    assert names(tmp_path) == ["rain", "rain/colophon.json", "rain/rain.epub"]
