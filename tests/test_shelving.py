"""A shelf of two books, catalogued and checked."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from publish import inquiries, pipeline, shelving
from publish.config import order
from publish.console import Kept
from publish.errors import ConfigError, SourceError
from publish.model import Artifact
from publish.outside import finished

if TYPE_CHECKING:
    from pathlib import Path

RAIN = "Rain\n\nThe rain came at noon. Nobody had an umbrella.\n"
RIVER = "River\n\nThe river is wide here. A boat crosses it twice a day.\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    wanted = {"to": ["light", "text"], "languages": ["en"], "workers": 1}
    for name, text in (("rain", RAIN), ("river", RIVER)):
        source = folder / f"{name}.txt"
        source.write_text(text, "utf-8")
        given = {
            **wanted,
            "title": name.title(),
            "sources": (str(source),),
            "out": folder / "out",
        }
        pipeline.make(order(given), Kept())
    return folder / "out"


def test_a_shelf_is_catalogued_whole(shelf: Path) -> None:
    made = list(shelving.catalogued(shelf, Kept(), title="My shelf"))
    assert [artifact.path.removeprefix(f"{shelf}/") for artifact in made] == [
        "opds.covers/rain.jpg",
        "opds.covers/rain.small.jpg",
        "opds.covers/river.jpg",
        "opds.covers/river.small.jpg",
        "opds.xml",
        "opds.json",
    ]
    catalogue = json.loads((shelf / "opds.json").read_text("utf-8"))
    assert catalogue["metadata"]["title"] == "My shelf"
    links = [link for each in catalogue["publications"] for link in each["links"]]
    assert [link["href"] for link in links] == [
        "rain/rain.text.epub",
        "rain/text/rain.en.md",
        "rain/text/rain.en.txt",
        "river/river.text.epub",
        "river/text/river.en.md",
        "river/text/river.en.txt",
    ]
    assert [link["size"] for link in links] == [(shelf / link["href"]).stat().st_size for link in links]
    assert inquiries.check(shelf, Kept()).findings == ()


def test_the_same_shelf_gives_the_same_catalogue(shelf: Path) -> None:
    first = [artifact.sha256 for artifact in shelving.catalogued(shelf, Kept())]
    assert first == [artifact.sha256 for artifact in shelving.catalogued(shelf, Kept())]


def test_what_was_taken_away_is_no_longer_led_to(shelf: Path) -> None:
    light = shelf / "rain" / "rain.text.epub"
    away = light.rename(shelf.parent / "away.epub")
    try:
        list(shelving.catalogued(shelf, Kept()))
        assert b"rain.text.epub" not in (shelf / "opds.xml").read_bytes()
    finally:
        away.rename(light)


def test_a_book_of_an_earlier_version_is_left_out_and_named(shelf: Path) -> None:
    colophon = shelf / "rain" / "colophon.json"
    whole = colophon.read_text("utf-8")
    told = json.loads(whole)
    del told["work"]
    colophon.write_text(json.dumps(told), "utf-8")
    tell = Kept()
    try:
        list(shelving.catalogued(shelf, tell))
    finally:
        colophon.write_text(whole, "utf-8")
    assert "rain: it does not say what a catalogue needs to know" in "\n".join(text for _, text in tell.told).lower()
    assert b"rain.en.txt" not in (shelf / "opds.xml").read_bytes()


@pytest.mark.parametrize(("field", "value"), [("updated", 5), ("titles", {"en": None}), ("authors", "Ana")])
def test_a_colophon_that_somebody_wrote_in_is_left_out_and_stops_nothing(
    shelf: Path, field: str, value: object
) -> None:
    file = shelf / "rain" / "colophon.json"
    before = file.read_text("utf-8")
    colophon = json.loads(before)
    colophon["work"][field] = value
    file.write_text(json.dumps(colophon), "utf-8")
    try:
        told = Kept()
        list(shelving.catalogued(shelf, told))
    finally:
        file.write_text(before, "utf-8")
    ((_, warning),) = told.told
    assert warning.endswith("rain: It does not say what a catalogue needs to know; make it again with --force")


def test_the_cover_is_taken_from_a_file_that_carries_it(shelf: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1600, 2560)).save(out, "JPEG")
    with zipfile.ZipFile(shelf / "rain" / "rain.lpf", "w") as package:
        package.writestr("cover.jpg", out.getvalue())
    made = [
        Artifact("rain.text.epub", "application/epub+zip", 1, ""),
        Artifact("rain.lpf", "application/lpf+zip", 1, ""),
    ]
    assert finished.cover(shelf / "rain", made) == out.getvalue()
    assert finished.cover(shelf / "river", made) == b""


def test_a_folder_without_books_is_no_shelf(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no finished publication"):
        list(shelving.catalogued(tmp_path, Kept()))


def test_a_catalogue_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="catalogues what is made") as refused:
        pipeline.make(order({"sample": True, "to": ["opds"], "out": tmp_path}), Kept())
    assert refused.value.hint == "Ask for both: --to epub,opds"


def test_a_web_copy_alone_is_left_out_of_a_shelf_and_named(shelf: Path, tmp_path: Path) -> None:
    for name in ("rain", "river"):
        shutil.copytree(shelf / name, tmp_path / name)
    for file in (tmp_path / "rain").rglob("rain.*"):
        file.unlink()
    tell = Kept()
    list(shelving.catalogued(tmp_path, tell))
    left = f"Left out: {tmp_path / 'rain'}: nothing in it is one file to fetch, such as an EPUB"
    assert tell.told == [("warn", left)]
