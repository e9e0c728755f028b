"""A shelf, opened by reading apps' own libraries, which know nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from publish.outside.serving import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
# As Thorium does: Atom and JSON end as the same objects.
READIUM = """
const base = process.argv[1] + "/";
const from = name => require(base + name);
const es = "/dist/es6-es2015/src/";
const { initGlobalConverters_OPDS } = from("r2-opds-js" + es + "opds/init-globals");
const { initGlobalConverters_SHARED, initGlobalConverters_GENERIC } = from("r2-shared-js" + es + "init-globals");
const { OPDS } = from("r2-opds-js" + es + "opds/opds1/opds");
const { OPDSFeed } = from("r2-opds-js" + es + "opds/opds2/opds2");
const { convertOpds1ToOpds2 } = from("r2-opds-js" + es + "opds/converter");
const { XML } = from("r2-utils-js" + es + "_utils/xml-js-mapper");
const { TaJsonDeserialize, TaJsonSerialize } = from("r2-lcp-js" + es + "serializable");
const { DOMParser } = from("@xmldom/xmldom");
initGlobalConverters_OPDS(); initGlobalConverters_SHARED(); initGlobalConverters_GENERIC();
const read = name => require("fs").readFileSync(process.argv[2] + "/" + name, "utf8");
const atom = XML.deserialize(new DOMParser().parseFromString(read("opds.xml"), "application/xml"), OPDS);
const json = TaJsonDeserialize(JSON.parse(read("opds.json")), OPDSFeed);
console.log(JSON.stringify([TaJsonSerialize(convertOpds1ToOpds2(atom)), TaJsonSerialize(json)]));
"""


@pytest.fixture(scope="module")
def shelf(
    tmp_path_factory: pytest.TempPathFactory, publish: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> Path:
    """The sample in several forms, and another article as text."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "rain.txt").write_text("Rain\n\nThe rain came at noon. Nobody had an umbrella.\n", "utf-8")
    out = ("--out", folder / "out", "--retrieved", "2026-05-01")
    tones = ("--voice", "en=tone", "--voice", "es=tone")
    made = run(publish, "make", "--sample", *tones, *out, "--to", "epub,light,audio,audiobook,text")
    assert made.returncode == 0, made.stderr
    made = run(publish, "make", folder / "rain.txt", "--title", "Rain", *out, "--to", "light,text")
    assert made.returncode == 0, made.stderr
    done = run(publish, "shelf", folder / "out", "--title", "Two books")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def catalogues(shelf: Path) -> list[dict[str, Any]]:
    """What Readium's library makes of the Atom one and of the JSON one."""
    modules = os.environ.get("ENFACE_OPDS_NM", "")
    if not Path(modules, "r2-opds-js").is_dir():
        message = f"npm r2-opds-js is not here ({modules or 'ENFACE_OPDS_NM is not set'})"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(f"{message}; .ci/run installs it")
    command = ["node", "-e", READIUM, modules, shelf]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


@pytest.fixture(scope="module")
def address(shelf: Path) -> Iterator[str]:
    """The shelf as `publish serve` serves it."""
    with server(shelf) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("which", [0, 1])
def test_readium_finds_both_books_and_every_file(catalogues: list[dict[str, Any]], shelf: Path, which: int) -> None:
    found = catalogues[which]
    assert found["metadata"]["title"] == "Two books"
    rain, boat = found["publications"]
    had = [link for link in boat["links"] if link["rel"] == OPEN_ACCESS]
    assert [link["title"] for link in had] == [
        "EPUB",
        "EPUB · text",
        "LPF · English",
        "LPF · Español",
        "MP3 · English",
        "MP3 · Español",
        "Markdown · English",
        "Markdown · Español",
        "Text · English",
        "Text · Español",
    ]
    assert all((shelf / link["href"]).is_file() for each in (rain, boat) for link in each["links"])
    assert [len(each["images"]) for each in (boat, rain)] == [2, 2]
    assert rain["metadata"]["title"] == "Rain"


def test_readium_reads_accessibility_and_lengths(catalogues: list[dict[str, Any]], shelf: Path) -> None:
    rain, boat = catalogues[1]["publications"]
    access = boat["metadata"]["accessibility"]
    assert access["accessMode"] == ["textual", "auditory"]
    assert access["accessModeSufficient"] == [["textual"], ["textual", "auditory"], ["auditory"]]
    assert "synchronizedAudioText" in access["feature"]
    # It gives one value as itself.
    assert rain["metadata"]["accessibility"]["accessMode"] == "textual"
    assert boat["metadata"]["language"] == ["en", "es"]
    sizes = {link["href"]: link["size"] for link in boat["links"] if "size" in link}
    assert sizes == {href: (shelf / href).stat().st_size for href in sizes}


def test_an_atom_reader_fetches_a_book_as_long_as_it_was_told(address: str, package: Callable[[str], Any]) -> None:
    feedparser = package("feedparser")
    import httpx

    given = httpx.get(f"{address}opds.xml")
    headers = {"content-location": address, "content-type": given.headers["content-type"]}
    feed = feedparser.parse(given.content, response_headers=headers)
    assert (feed.bozo, feed.feed.title) == (False, "Two books")
    _, boat = feed.entries
    assert boat.title == "The Boat That Lends Books · El barco que presta libros"
    for link in (link for link in boat.links if link.rel == OPEN_ACCESS):
        head = httpx.head(link.href)
        told = head.headers["content-type"].partition(";")[0], head.headers["content-length"]
        assert told == (link.type, link.length)


def test_our_own_check_agrees(shelf: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "publish", "check", shelf], check=False, capture_output=True)
    assert done.returncode == 0, done.stdout
