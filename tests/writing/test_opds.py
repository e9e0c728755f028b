"""The catalogue: both forms say the same, exactly as long as what they lead to."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from publish.errors import SourceError
from publish.markup import parse_xml
from publish.model import Artifact
from publish.writing import works
from publish.writing.formats.opds import write
from publish.writing.opds import feeds
from publish.writing.proof_opds import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, File, Publication

MADE = (
    Artifact("audio/path.en.mp3", "audio/mpeg", 300, ""),
    Artifact("audio/path.en/01-one.mp3", "audio/mpeg", 100, ""),
    Artifact("audio/path.en.vtt", "text/vtt", 10, ""),
    Artifact("daisy/en/s001.mp3", "audio/mpeg", 100, ""),
    Artifact("path.epub", "application/epub+zip", 900, ""),
    Artifact("path.text.epub", "application/epub+zip", 90, ""),
    Artifact("web/index.html", "text/html", 50, ""),
    Artifact("web/audio/path.en.mp3", "audio/mpeg", 300, ""),
)
SIZES = {artifact.path: artifact.size for artifact in MADE}


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 2560), (10, 90, 60)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def publication(bilingual: Book, published: Callable[..., Publication]) -> Publication:
    return replace(published(bilingual, cover=jpeg()), made=MADE)


@pytest.fixture
def files(publication: Publication, encode: Encode) -> dict[str, File]:
    return {file.path: file for file in write(publication, encode)}


def size(files: dict[str, File]) -> Callable[[str], int]:
    return lambda path: len(content(files, path)) if path in files else SIZES.get(path, -1)


def content(files: dict[str, File], path: str) -> bytes:
    found = files[path].content
    assert isinstance(found, bytes)
    return found


def test_what_is_written(files: dict[str, File]) -> None:
    assert list(files) == ["opds.xml", "opds.json", "opds.covers/path.jpg", "opds.covers/path.small.jpg"]
    with Image.open(io.BytesIO(content(files, "opds.covers/path.small.jpg"))) as small:
        assert small.size == (250, 400)


def test_each_file_that_is_something_by_itself_is_led_to_with_its_type_and_length(files: dict[str, File]) -> None:
    (entry,) = parse_xml(content(files, "opds.xml")).iterfind("{*}entry")
    links = [
        (link.get("href"), link.get("type"), link.get("length"), link.get("title"), link.get("hreflang"))
        for link in entry.iterfind("{*}link")
        if link.get("rel") == "http://opds-spec.org/acquisition/open-access"
    ]
    assert links == [
        ("path.epub", "application/epub+zip", "900", "EPUB", None),
        ("path.text.epub", "application/epub+zip", "90", "EPUB · text", None),
        ("audio/path.en.mp3", "audio/mpeg", "300", "MP3 · English", "en"),
    ]
    assert [link.get("href") for link in entry.iterfind("{*}link[@rel='alternate']")] == ["web/index.html"]


def test_what_atom_says_of_a_work(files: dict[str, File]) -> None:
    (entry,) = parse_xml(content(files, "opds.xml")).iterfind("{*}entry")
    assert entry.findtext("{*}title") == "A Path and a River · Un sendero y un río"
    assert [e.text for e in entry.iterfind("{http://purl.org/dc/terms/}language")] == ["en", "es"]
    assert entry.findtext("{*}updated") == "2026-06-01T00:00:00Z"
    assert entry.findtext("{*}author/{*}name") == "Ana Roe"
    assert entry.findtext("{*}rights") == "CC0-1.0"
    assert [e.text for e in entry.iterfind("{http://schema.org/}accessMode")] == ["textual", "auditory"]
    assert len(entry.findall("{http://schema.org/}accessibilitySummary")) == 2


def test_what_json_says_of_a_work(files: dict[str, File]) -> None:
    catalogue = json.loads(content(files, "opds.json"))
    assert catalogue["metadata"] == {
        "title": "A Path and a River · Un sendero y un río",
        "modified": "2026-06-01T00:00:00Z",
        "numberOfItems": 1,
    }
    (found,) = catalogue["publications"]
    facts = found["metadata"]
    assert facts["title"] == {"en": "A Path and a River", "es": "Un sendero y un río"}
    assert (facts["language"], facts["published"], facts["author"]) == (["en", "es"], "2026-05-01", ["Ana Roe"])
    access = facts["accessibility"]
    assert access["accessModeSufficient"] == [["textual"], ["textual", "auditory"], ["auditory"]]
    assert "synchronizedAudioText" in access["feature"]
    assert (access["hazard"], "certification" in access) == (["none"], False)
    assert [image["width"] for image in found["images"]] == [1600, 250]


def test_who_reviewed_a_book_vouches_for_it_in_both_forms(publication: Publication) -> None:
    known = works.work(replace(publication, reviewed_by="Rosa Lima"))
    atom, as_json = feeds([works.entry(known, MADE)], title="Shelf")
    assert b"<dcterms:conformsTo>EPUB Accessibility 1.1 - WCAG 2.2 Level AA</dcterms:conformsTo>" in bytes_of(atom)
    (found,) = json.loads(bytes_of(as_json))["publications"]
    assert found["metadata"]["accessibility"]["certification"] == {"certifiedBy": "Rosa Lima"}


def bytes_of(file: File) -> bytes:
    assert isinstance(file.content, bytes)
    return file.content


def test_addresses_are_absolute_where_the_shelf_has_one(publication: Publication) -> None:
    entry = works.entry(works.work(publication), MADE, "A path/new one")
    atom, as_json = feeds([entry], title="Shelf", base_url="https://example.org/books")
    base = "https://example.org/books/"
    assert f'href="{base}A%20path/new%20one/path.epub"'.encode() in bytes_of(atom)
    links = {link["href"] for link in json.loads(bytes_of(as_json))["publications"][0]["links"]}
    assert f"{base}A%20path/new%20one/web/index.html" in links
    assert problems(bytes_of(atom), bytes_of(as_json), lambda _: -1) == ()


def test_a_work_comes_back_from_a_colophon_as_it_was(publication: Publication) -> None:
    told = json.loads(json.dumps(works.told(publication)))
    assert json.dumps(asdict(works.kept(told, "rain"))) == json.dumps(asdict(works.work(publication)))


@pytest.mark.parametrize("told", [{}, {"work": {"name": "rain"}}, {"work": 7}])
def test_a_colophon_of_an_earlier_version_tells_of_none(told: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="does not say what a catalogue needs"):
        works.kept(told, "rain")


def test_our_own_check_finds_nothing_in_a_sound_one(files: dict[str, File]) -> None:
    assert problems(content(files, "opds.xml"), content(files, "opds.json"), size(files)) == ()


@pytest.mark.parametrize(
    ("which", "old", "new", "rule"),
    [
        ("opds.xml", b'length="900"', b'length="901"', "opds-length"),
        ("opds.xml", b'href="path.epub"', b'href="lost.epub"', "opds-link"),
        ("opds.xml", b"schema:accessMode>", b"schema:mode>", "opds-access"),
        ("opds.xml", b"<updated>", b"<updated", "opds-broken"),
        ("opds.xml", b"updated>", b"changed>", "opds-facts"),
        ("opds.json", b'"size": 90', b'"size": 91', "opds-same"),
        ("opds.json", b"urn:uuid:", b"urn:other:", "opds-same"),
        ("opds.json", b'"publications"', b'"works"', "opds-facts"),
        ("opds.json", b"}", b"", "opds-broken"),
    ],
)
def test_our_own_check_finds_what_was_spoilt(
    files: dict[str, File], which: str, old: bytes, new: bytes, rule: str
) -> None:
    spoilt = {name: content(files, name) for name in ("opds.xml", "opds.json")}
    assert old in spoilt[which]
    spoilt[which] = spoilt[which].replace(old, new)
    found = problems(spoilt["opds.xml"], spoilt["opds.json"], size(files))
    assert rule in {problem.rule for problem in found}


def test_a_colophon_that_somebody_spoilt_tells_of_none_and_does_not_stop_the_shelf(publication: Publication) -> None:
    told = works.told(publication)["work"]
    for spoilt in ({"titles": {}}, {"titles": None}, {"access": []}, {"summaries": "in words"}):
        with pytest.raises(SourceError, match="does not say what a catalogue needs"):
            works.kept({"work": {**told, **spoilt}}, "rain")


def test_nothing_to_fetch_is_no_catalogue_and_a_line_says_so(
    publication: Publication, encode: Encode, caplog: pytest.LogCaptureFixture
) -> None:
    page = Artifact("web/index.html", "text/html", 7, "")
    assert list(write(replace(publication, made=(page,)), encode)) == []
    assert caplog.messages == [
        "There is no catalogue: nothing that was made is one file to fetch; ask for --to epub, too"
    ]


def test_the_cover_of_a_folder_with_letters_beyond_ascii_is_at_an_address(publication: Publication) -> None:
    book = Artifact("rain.epub", "application/epub+zip", 7, "")
    atom, as_json = feeds([works.entry(works.work(publication), [book], "a\u00f1o nuevo")], title="Shelf")
    for file in (atom, as_json):
        text = bytes_of(file).decode()
        assert "opds.covers/a%C3%B1o%20nuevo.small.jpg" in text
        assert "a%C3%B1o%20nuevo/rain.epub" in text
