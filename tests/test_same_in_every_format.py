"""One law over all formats: each sentence has the same words and the same times, whoever plays it."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html
from mutagen.id3 import ID3

from publish import inquiries, pipeline
from publish.config import order
from publish.console import Kept
from publish.markup import parse_xml, shown
from publish.outside.liblouis import Liblouis
from publish.writing import proof_brf
from publish.writing.captions import captions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LANGUAGES = ("en", "es")
SHOW = """
title = "Boats"
description = "Of boats and books."
language = "en"
author = "Ana Roe"
category = "News"
base_url = "https://example.org/podcast/"
link = "https://example.org/"
"""


@dataclass(frozen=True)
class Said:
    """A sentence as one format has it."""

    id: str
    text: str
    begin_ms: int
    end_ms: int


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("every")


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    """The sample in every format, spoken by test tones, and as an episode of a podcast."""
    show = folder / "show"
    show.mkdir()
    (show / "show.toml").write_text(SHOW, "utf-8")
    wanted = {"sample": True, "to": ["all"], "show": show, "workers": 1, "memory": str(folder / "memory")}
    voices = [f"{language}=tone" for language in LANGUAGES]
    return pipeline.make(order({**wanted, "voices": voices, "out": folder / "out"}), Kept()).folder


def one_line(text: str) -> str:
    return " ".join(text.split())


def ms(seconds: str) -> int:
    return round(float(seconds) * 1000)


def clock(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + ms(seconds)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def said(made: Path, language: str) -> list[Said]:
    """As the captions have it: what the others are held to."""
    (vtt,) = made.glob(f"audio/*.{language}.vtt")
    return [Said(c.id, c.text, c.begin_ms, c.end_ms) for c in captions(vtt.read_text("utf-8"))]


def article(sentences: Iterable[Said]) -> list[Said]:
    """Without the colophon, which the narrations leave out."""
    return [sentence for sentence in sentences if "-colophon-" not in sentence.id]


def words(page: Any, tag: str = "{*}span") -> dict[str, str]:
    return {e.get("id"): one_line(shown(e)) for e in page.iter(tag) if e.get("id")}


def test_there_is_something_to_compare(said: list[Said]) -> None:
    assert len(said) > 20
    assert said[0].begin_ms == 0
    assert [s.end_ms for s in said[:-1]] == [s.begin_ms for s in said[1:]]


def test_the_overlays_of_the_book(made: Path, language: str, said: list[Said]) -> None:
    (book,) = (path for path in made.glob("*.epub") if not path.name.endswith(".text.epub"))
    with zipfile.ZipFile(book) as archive:
        smil = parse_xml(archive.read(f"EPUB/{language}-c1.smil"))
        page = words(parse_xml(archive.read(f"EPUB/{language}-c1.xhtml")))
    found = []
    for par in smil.iter("{*}par"):
        name = par.find("{*}text").get("src").partition("#")[2]
        audio = par.find("{*}audio")
        found.append(Said(name, page[name], clock(audio.get("clipBegin")), clock(audio.get("clipEnd"))))
    assert found == said


def test_the_lyrics_and_chapters_of_the_narration(made: Path, language: str, said: list[Said]) -> None:
    (mp3,) = made.glob(f"audio/*.{language}.mp3")
    tag = ID3(mp3)
    (lyrics,) = tag.getall("SYLT")
    assert [(one_line(text), begin) for text, begin in lyrics.text] == [(s.text, s.begin_ms) for s in said]
    begins = {s.begin_ms for s in said}
    assert all(chapter.start_time in begins for chapter in tag.getall("CHAP"))


def test_the_cues_of_the_web_copy(made: Path, language: str, said: list[Said]) -> None:
    page = html.fromstring((made / "web" / "index.html").read_text("utf-8"))
    told = json.loads(page.get_element_by_id("cues").text)
    (voice,) = (voice for voice in told["voices"] if voice["language"] == language)
    shown_words = words(page, "span")
    found = [
        Said(name, shown_words[name], begin, end)
        for name, begin, end in zip(voice["sentences"], voice["begins"][:-1], voice["begins"][1:], strict=True)
    ]
    assert found == said


def test_the_smil_of_the_daisy_book(made: Path, language: str, said: list[Said]) -> None:
    folder = made / "daisy" / language
    page = words(parse_xml((folder / "text.html").read_bytes()))
    found = []
    for par in parse_xml((folder / "s001.smil").read_bytes()).iter("{*}par"):
        audio = par.find(".//{*}audio")
        begin, end = (ms(re.findall(r"[\d.]+", audio.get(key))[0]) for key in ("clip-begin", "clip-end"))
        found.append(Said(par.get("id"), page[par.get("id")], begin, end))
    assert article(found) == said


def test_the_narration_of_the_audiobook(made: Path, language: str, said: list[Said]) -> None:
    (book,) = made.glob(f"audiobook/*.{language}.lpf")
    with zipfile.ZipFile(book) as archive:
        page = words(parse_xml(archive.read("text.xhtml")))
        narrated = json.loads(archive.read("sync/s001.json"))["narration"]
    found = []
    for pair in narrated:
        name = pair["text"].partition("#")[2]
        begin, end = pair["audio"].partition("#t=")[2].split(",")
        found.append(Said(name, page[name], ms(begin), ms(end)))
    assert article(found) == said


def test_the_transcripts_of_the_podcast(folder: Path, made: Path, language: str, said: list[Said]) -> None:
    pattern = f"show/episodes/{made.name}-*/transcripts/{made.name}.{language}.{language}.json"
    (transcript,) = folder.glob(pattern)
    found = json.loads(transcript.read_text("utf-8"))["segments"]
    assert [(one_line(s["body"]), ms(s["startTime"]), ms(s["endTime"])) for s in found] == [
        (s.text, s.begin_ms, s.end_ms) for s in said
    ]
    (captions_of_it,) = folder.glob(f"show/episodes/*/audio/*.{language}.vtt")
    assert captions_of_it.read_bytes() == next(made.glob(f"audio/*.{language}.vtt")).read_bytes()


def test_the_words_of_the_text_and_of_the_twins(made: Path, language: str, said: list[Said]) -> None:
    (plain,) = made.glob(f"text/*.{language}.txt")
    text, place = one_line(plain.read_text("utf-8")), 0
    for sentence in said:
        place = text.index(sentence.text, place) + len(sentence.text)
    (memory,) = made.glob("text/*.tmx")
    known = one_line(" ".join(s.text for s in said))
    segments = [
        tuv.findtext("seg")
        for tuv in parse_xml(memory.read_bytes()).iter("tuv")
        if tuv.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    ]
    assert len(segments) > 20
    assert [segment for segment in segments if segment not in known] == []


@pytest.mark.slow
def test_the_words_of_the_print(made: Path, language: str, said: list[Said]) -> None:
    from pypdf import PdfReader

    (pdf,) = made.glob("print/*.pdf")
    # A column is a run of lines, and each page has two of them: words, not lines, are in order.
    shown_words = Counter(re.findall(r"\w+", " ".join(page.extract_text() for page in PdfReader(pdf).pages)))
    assert Counter(re.findall(r"\w+", " ".join(s.text for s in said))) <= shown_words


@pytest.mark.slow
def test_the_words_of_the_braille(made: Path, language: str, said: list[Said]) -> None:
    (brf,) = made.glob(f"brf/*.{language}.g1.brf")
    back = Liblouis().read(proof_brf.body(brf.read_bytes()), language, 1)
    text, place = " ".join(proof_brf.words(back)), 0
    for sentence in said:
        wanted = " ".join(proof_brf.words(sentence.text))
        place = text.index(wanted, place) + len(wanted)


def test_our_own_rules_find_nothing_in_any_of_it(folder: Path, made: Path) -> None:
    assert inquiries.check(made, Kept()).findings == ()
    assert inquiries.check(folder / "show", Kept()).findings == ()
