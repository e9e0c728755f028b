"""DAISY 2.02: what a player needs to find, and that our own rules see it when it is gone."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from publish.markup import parse_xml
from publish.writing.formats.daisy import write
from publish.writing.proof_daisy import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, Publication


@pytest.fixture
def made(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> dict[str, bytes]:
    files = {}
    for file in write(published(bilingual), encode):
        out = io.BytesIO()
        if callable(file.content):
            file.content(out)
        files[file.path] = out.getvalue() if callable(file.content) else file.content
    return files


def of(made: dict[str, bytes], language: str) -> dict[str, bytes]:
    folder = f"daisy/{language}/"
    return {path.removeprefix(folder): content for path, content in made.items() if path.startswith(folder)}


def told(made: dict[str, bytes], language: str) -> list[str]:
    own = of(made, language)
    return [f"{p.rule} {p.where}" for p in problems(own.keys(), own.__getitem__)]


def test_a_book_for_each_language(made: dict[str, bytes]) -> None:
    assert sorted(made) == [
        f"daisy/{language}/{name}"
        for language in ("en", "es")
        for name in ("master.smil", "ncc.html", "s001.mp3", "s001.smil", "s002.mp3", "s002.smil", "text.html")
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_rules_find_nothing(made: dict[str, bytes], language: str) -> None:
    assert told(made, language) == []


def test_the_navigation_control_center(made: dict[str, bytes]) -> None:
    ncc = parse_xml(of(made, "es")["ncc.html"])
    facts = {meta.get("name"): meta.get("content") for meta in ncc.iter("{*}meta")}
    sizes = sum(map(len, of(made, "es").values()))
    assert facts["dc:format"] == "Daisy 2.02"
    assert facts["dc:language"] == "es"
    assert facts["ncc:multimediaType"] == "audioFullText"
    assert facts["ncc:totalTime"] == "00:00:03"
    assert facts["ncc:files"] == "7"
    assert abs(int(facts["ncc:kByteSize"]) - sizes / 1024) <= 1
    entries = [(e.tag.rpartition("}")[2], e.get("class"), e[0].get("href"), e[0].text) for e in ncc.find("{*}body")]
    assert entries == [
        ("h1", "title", "s001.smil#es-p1-s1", "Un sendero y un río"),
        ("h2", None, "s001.smil#es-p3-s1", "El segundo invierno"),
        ("h1", None, "s002.smil#es-colophon-p1-s1", "About this book"),
    ]


def test_a_sentence_is_shown_and_heard(made: dict[str, bytes]) -> None:
    own = of(made, "es")
    smil, text = own["s001.smil"].decode(), own["text.html"].decode()
    assert (
        '<par endsync="last" id="es-p2-s2"><text src="text.html#es-p2-s2" id="t-es-p2-s2"/><seq>'
        '<audio src="s001.mp3" clip-begin="npt=0.600s" clip-end="npt=0.900s" id="a-es-p2-s2"/></seq></par>'
    ) in smil
    assert (
        '<p id="es-p2"><span id="es-p2-s1" class="sentence"><a href="s001.smil#es-p2-s1">El sendero empieza en el '
        'mercado.</a></span> <span id="es-p2-s2" class="sentence"><a href="s001.smil#es-p2-s2">Nadie sabe quién lo '
        "puso.</a></span></p>"
    ) in text
    assert '<li id="es-p5"><span' in text
    assert '<blockquote id="es-p4"><p>' in text


def test_a_silent_book_has_none(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> None:
    assert list(write(published(bilingual, spoken=False), encode)) == []


def test_the_title_leads_where_the_text_has_none(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    english = bilingual.editions[0]
    (section,) = english.sections
    first = replace(section.paragraphs[0], kind="paragraph")
    untitled = replace(english, sections=(replace(section, paragraphs=(first, *section.paragraphs[1:])),))
    alone = replace(bilingual, editions=(untitled,), beads=())
    files = {file.path: file.content for file in write(published(alone), encode)}
    ncc = files["daisy/en/ncc.html"]
    assert isinstance(ncc, bytes)
    assert b'<h1 id="n-title" class="title"><a href="s001.smil#en-p1-s1">A Path and a River</a></h1>' in ncc


def test_each_article_of_an_anthology_is_in_its_navigation(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    english = bilingual.editions[0]
    one = replace(english, title="Short Walks", sections=(replace(english.sections[0], part=1),))
    files = {f.path: f.content for f in write(published(replace(bilingual, editions=(one,), beads=())), encode)}
    ncc = parse_xml(files["daisy/en/ncc.html"])
    entries = [e[0].text for e in ncc.find("{*}body")]
    assert entries[:2] == ["Short Walks", "A Path and a River"]


@pytest.mark.parametrize(
    ("file", "before", "after", "rule"),
    [
        ("ncc.html", "s001.smil#es-p3-s1", "s001.smil#gone", "daisy-link"),
        ("ncc.html", "s002.smil", "s009.smil", "daisy-link"),
        ("ncc.html", "dc:identifier", "dc:nothing", "daisy-metadata"),
        ("ncc.html", "</?h2", "<h4", "daisy-xml"),
        ("ncc.html", "h2", "h4", "daisy-headings"),
        ("s001.smil", 'clip-begin="npt=0.600s', 'clip-begin="npt=0.650s', "daisy-clip"),
        ("s001.smil", "<par[^>]*es-p2-s2.*?</par>", "", "daisy-unheard"),
        ("text.html", 'id="es-p2-s2"', 'id="es-p2-s1"', "daisy-id"),
        ("text.html", "</body>", "", "daisy-xml"),
    ],
)
def test_what_is_broken_is_found(made: dict[str, bytes], file: str, before: str, after: str, rule: str) -> None:
    path = f"daisy/es/{file}"
    broken = re.sub(before, after, made[path].decode())
    assert broken.encode() != made[path]
    made[path] = broken.encode()
    assert rule in {found.split()[0] for found in told(made, "es")}
