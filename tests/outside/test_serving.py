"""A folder served over real HTTP, asked as players and browsers ask."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from publish.errors import ConfigError, SourceError
from publish.outside.serving import media_type, part, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOUND = bytes(range(256)) * 1000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[httpx.Client]:
    folder = tmp_path / "pod"
    (folder / "episodes" / "rain").mkdir(parents=True)
    (folder / "feed.en.xml").write_text("<rss/>")
    (folder / "episodes" / "rain" / "a.mp3").write_bytes(SOUND)
    (folder / "episodes" / "index.html").write_text("<p>Hello")
    (folder / "río.txt").write_text("agua")
    (folder / ".show.lock").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    with server(folder) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{running.server_address[1]}") as client:
            yield client
        running.shutdown()
        thread.join()


def test_a_file_comes_whole_with_its_type_and_may_be_read_from_any_page(site: httpx.Client) -> None:
    found = site.get("/episodes/rain/a.mp3")
    assert (found.status_code, found.content) == (200, SOUND)
    told = found.headers
    assert (told["content-type"], told["content-length"]) == ("audio/mpeg", "256000")
    assert (told["accept-ranges"], told["access-control-allow-origin"]) == ("bytes", "*")


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=0-", 0, 256000),
        ("bytes=0-255999", 0, 256000),
        ("bytes=255000-", 255000, 256000),
        ("bytes=-10", 255990, 256000),
        ("bytes=5-5", 5, 6),
        ("bytes=255990-999999", 255990, 256000),
    ],
)
def test_a_part_is_given_as_asked(site: httpx.Client, asked: str, begin: int, end: int) -> None:
    found = site.get("/episodes/rain/a.mp3", headers={"Range": asked})
    assert (found.status_code, found.content) == (206, SOUND[begin:end])
    assert found.headers["content-range"] == f"bytes {begin}-{end - 1}/256000"


def test_a_part_that_is_not_there_is_refused(site: httpx.Client) -> None:
    found = site.get("/episodes/rain/a.mp3", headers={"Range": "bytes=256000-"})
    assert (found.status_code, found.headers["content-range"]) == (416, "bytes */256000")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-5", "lines=1-2", "bytes=-", ""])
def test_what_is_no_part_is_the_whole(asked: str) -> None:
    assert part(asked, 100) == (0, 100)


def test_a_catalogue_is_told_to_be_one() -> None:
    assert media_type("opds.xml") == "application/atom+xml;profile=opds-catalog;kind=acquisition"
    assert media_type("opds.json") == "application/opds+json"
    assert media_type("rain/audiobook/rain.en.lpf") == "application/lpf+zip"


def test_a_head_says_the_same_without_the_bytes(site: httpx.Client) -> None:
    found = site.head("/episodes/rain/a.mp3")
    assert (found.status_code, found.content, found.headers["content-length"]) == (200, b"", "256000")


def test_what_has_not_changed_is_not_sent_again(site: httpx.Client) -> None:
    tag = site.get("/feed.en.xml").headers["etag"]
    assert site.get("/feed.en.xml", headers={"If-None-Match": tag}).status_code == 304
    changed = site.get("/feed.en.xml", headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert (changed.status_code, changed.text) == (200, "<rss/>")


def test_a_browser_may_ask_for_parts_from_another_page(site: httpx.Client) -> None:
    found = site.options("/feed.en.xml")
    assert found.status_code == 204
    assert "Range" in found.headers["access-control-allow-headers"]


def test_a_folder_is_its_page_and_letters_are_decoded(site: httpx.Client) -> None:
    assert site.get("/episodes/").text == "<p>Hello"
    assert site.get("/r%C3%ADo.txt").text == "agua"


ELSEWHERE = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/out.txt",
    "/episodes/%5c..%5c..%5csecret.txt",
]


@pytest.mark.parametrize("path", ["/", "/no.mp3", "/.show.lock", "/%ff", "/%00", *ELSEWHERE])
def test_what_is_hidden_elsewhere_or_not_there_is_not_found(site: httpx.Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_the_page_of_a_folder_that_leads_elsewhere_is_not_found(tmp_path: Path, site: httpx.Client) -> None:
    root = tmp_path / "inside"
    (tmp_path / "secret.txt").write_text("secret")
    (root / "out").mkdir(parents=True)
    (root / "out" / "index.html").symlink_to(tmp_path / "secret.txt")
    with server(root) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{found.server_address[1]}"
        assert httpx.get(f"{at}/out/").status_code == 404
        found.shutdown()


def test_other_words_are_not_understood(site: httpx.Client) -> None:
    assert site.post("/feed.en.xml").status_code == 501


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("feed.pt-BR.xml", "application/rss+xml; charset=utf-8"),
        ("episodes/a-1/chapters/a.en.json", "application/json+chapters"),
        ("episodes/a-1/transcripts/a.en.en.json", "application/json"),
        ("a/b.EPUB", "application/epub+zip"),
        ("a/b.vtt", "text/vtt; charset=utf-8"),
        ("a/b", "application/octet-stream"),
    ],
)
def test_a_file_is_told_to_be_what_it_is(path: str, expected: str) -> None:
    assert media_type(path) == expected


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with server(tmp_path) as first:
        port = first.server_address[1]
        with pytest.raises(ConfigError, match="It cannot listen at 127.0.0.1"), server(tmp_path, port=port):
            pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no such folder"), server(tmp_path / "no"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process alone")
def test_ctrl_c_ends_it_in_silence(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>")
    call = [sys.executable, "-m", "publish", "serve", str(tmp_path), "--port", "0"]
    with subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as serving:
        assert serving.stdout
        said = [serving.stdout.readline() for _ in range(3)]
        address = said[0].split()[-1]
        assert said[1] == f"Feed: {address}feed.xml\n"
        assert httpx.get(f"{address}feed.xml").text == "<rss/>"
        serving.send_signal(signal.SIGINT)
        try:
            _, wrong = serving.communicate(timeout=20)
        finally:
            serving.kill()
    assert (serving.returncode, wrong) == (0, "")
