"""The audiobook: two manifests that say the same, and text that follows the sound."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.markup import parse_xml
from publish.writing.formats.audiobook import write
from publish.writing.proof_audiobook import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, Publication


@pytest.fixture
def package(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> zipfile.ZipFile:
    _, spanish = write(published(bilingual), encode)
    assert (spanish.path, spanish.media_type) == ("audiobook/path.es.lpf", "application/lpf+zip")
    out = io.BytesIO()
    assert callable(spanish.content)
    spanish.content(out)
    return zipfile.ZipFile(out)


def read(package: zipfile.ZipFile, name: str) -> Any:
    return json.loads(package.read(name))


def test_what_is_in_it(package: zipfile.ZipFile) -> None:
    assert package.namelist() == [
        "publication.json",
        "manifest.json",
        "contents.xhtml",
        "text.xhtml",
        "cover.jpg",
        "sync/s001.json",
        "audio/s001.mp3",
        "sync/s002.json",
        "audio/s002.mp3",
    ]


def test_both_manifests_say_the_same(package: zipfile.ZipFile) -> None:
    w3c, readium = read(package, "publication.json"), read(package, "manifest.json")
    assert w3c["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert w3c["name"] == readium["metadata"]["title"] == "Un sendero y un río"
    assert w3c["author"] == readium["metadata"]["author"] == ["Ana Roe"]
    assert (w3c["duration"], readium["metadata"]["duration"]) == ("PT3.300S", 3.3)
    order = [(link["url"], link["name"], link["duration"], link["alternate"][0]["url"]) for link in w3c["readingOrder"]]
    assert order == [
        ("audio/s001.mp3", "Un sendero y un río", "PT2.700S", "sync/s001.json"),
        ("audio/s002.mp3", "About this book", "PT0.600S", "sync/s002.json"),
    ]
    assert [(part["href"], part["title"], part["duration"]) for part in readium["readingOrder"]] == [
        ("audio/s001.mp3", "Un sendero y un río", 2.7),
        ("audio/s002.mp3", "About this book", 0.6),
    ]


def test_every_file_is_named_and_there(package: zipfile.ZipFile) -> None:
    w3c, readium = read(package, "publication.json"), read(package, "manifest.json")
    named = {link["url"] for link in (*w3c["readingOrder"], *w3c["resources"])}
    named |= {part["alternate"][0]["url"] for part in w3c["readingOrder"]}
    assert named == set(package.namelist()) - {"publication.json", "manifest.json"}
    also = {link["href"] for link in (*readium["readingOrder"], *readium["resources"])}
    assert also == {name for name in named if not name.startswith("sync/")}


def test_its_contents_lead_to_headings(package: zipfile.ZipFile) -> None:
    assert read(package, "manifest.json")["toc"] == [
        {
            "href": "audio/s001.mp3",
            "title": "Un sendero y un río",
            "children": [{"href": "audio/s001.mp3#t=0.900", "title": "El segundo invierno"}],
        },
        {"href": "audio/s002.mp3", "title": "About this book"},
    ]
    page = parse_xml(package.read("contents.xhtml"))
    assert [a.get("href") for a in page.iter("{*}a")] == ["audio/s001.mp3", "audio/s001.mp3#t=0.900", "audio/s002.mp3"]


def test_the_text_follows_the_sound(package: zipfile.ZipFile) -> None:
    narrated = [pair for n in (1, 2) for pair in read(package, f"sync/s00{n}.json")["narration"]]
    assert narrated[2] == {"text": "text.xhtml#es-p2-s2", "audio": "audio/s001.mp3#t=0.600,0.900"}
    page = parse_xml(package.read("text.xhtml"))
    shown = [span.get("id") for span in page.iter("{*}span") if span.get("class") == "sentence"]
    assert [pair["text"].partition("#")[2] for pair in narrated] == shown


def test_it_claims_what_is_so_of_one_language(package: zipfile.ZipFile) -> None:
    access = read(package, "manifest.json")["metadata"]["accessibility"]
    assert access["accessModeSufficient"] == [["textual"], ["textual", "auditory"], ["auditory"]]
    assert "no se tradujo" not in access["summary"]
    assert "oración" in access["summary"]


def test_it_claims_nothing_of_pictures_and_of_who_reviewed_the_book(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    publication = replace(published(bilingual, reviewed_by="Ana Roe"), lexicons={"es": b"<lexicon/>"})
    _, spanish = write(publication, encode)
    out = io.BytesIO()
    assert callable(spanish.content)
    spanish.content(out)
    with zipfile.ZipFile(out) as package:
        said = package.read("manifest.json").decode()
    assert "Ana Roe" not in said.partition('"accessibility"')[2]
    assert "ttsMarkup" not in said


def test_a_silent_book_has_none(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> None:
    assert list(write(published(bilingual, spoken=False), encode)) == []


def packed(package: zipfile.ZipFile, **changed: tuple[str, str]) -> io.BytesIO:
    """The package with a text of a file put in the place of another; a file without one is gone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            before, after = changed.get(name.rpartition("/")[2].partition(".")[0], ("", ""))
            content = package.read(name)
            assert before.encode() in content
            if (before, after) != ("", "gone"):
                made.writestr(name, content.replace(before.encode(), after.encode()) if before else content)
    return out


def test_our_own_rules_find_nothing(package: zipfile.ZipFile) -> None:
    assert problems(packed(package)) == ()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"contents": ("", "gone")}, "lpf-link"),
        ({"manifest": ("audio/s002.mp3", "audio/s003.mp3")}, "lpf-order"),
        ({"publication": ("readingOrder", "order")}, "lpf-manifest"),
        ({"manifest": ("{", "[")}, "lpf-broken"),
        ({"text": ('id="es-p2-s2"', 'id="es-p2-s9"')}, "lpf-sync"),
    ],
)
def test_what_is_broken_is_found(package: zipfile.ZipFile, changed: dict[str, tuple[str, str]], rule: str) -> None:
    assert rule in {problem.rule for problem in problems(packed(package, **changed))}
