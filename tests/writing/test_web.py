"""The offline web copy: all of the text, all of its times, and nothing from elsewhere."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.errors import OutputError
from publish.markup import parse_html
from publish.model import IN_BOOKS, Book, File, Form, Metadata
from publish.writing import proof_web
from publish.writing.formats.audio import write as write_audio
from publish.writing.formats.web import write
from publish.writing.proof_web import problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from publish.model import Encode, Publication

FOLDER = [
    "web/index.html",
    "web/icon-192.png",
    "web/icon-512.png",
    "web/manifest.webmanifest",
    "web/sw.js",
    "web/audio/path.en.mp3",
    "web/audio/path.es.mp3",
]


def content(file: File) -> bytes:
    if isinstance(file.content, bytes):
        return file.content
    out = io.BytesIO()
    file.content(out)
    return out.getvalue()


@pytest.fixture
def files(published: Callable[..., Publication], encode: Encode) -> Callable[..., dict[str, bytes]]:
    """The finished files of a book's web copy, by path."""

    def make(book: Book, *, single_file: bool = False, **more: Any) -> dict[str, bytes]:
        publication = replace(published(book, **more), single_file=single_file)
        return {file.path: content(file) for file in write(publication, encode)}

    return make


@pytest.fixture
def page(files: Callable[..., dict[str, bytes]], bilingual: Book) -> bytes:
    return files(bilingual)["web/index.html"]


def by_id(page: bytes) -> dict[str, Any]:
    return {e.get("id"): e for e in parse_html(page.decode()).iter() if e.get("id")}


def told(page: bytes) -> dict[str, Any]:
    return json.loads(by_id(page)["cues"].text)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def wrong(page: bytes, beside: Iterable[str] = FOLDER) -> list[str]:
    found = problems(io.BytesIO(page), frozenset(path.removeprefix("web/") for path in beside))
    return [f"{problem.rule} {problem.where}" for problem in found]


def test_a_folder_holds_all_that_its_page_needs(files: Any, bilingual: Book) -> None:
    assert list(files(bilingual)) == FOLDER


def test_every_sentence_stands_under_the_id_that_it_has_in_the_book(page: bytes, bilingual: Book) -> None:
    found = by_id(page)
    sentences = [s for e in bilingual.editions for section in e.spoken for s in section.sentences]
    assert [words(found[sentence.id]) for sentence in sentences] == [sentence.text for sentence in sentences]


def test_what_says_the_same_stands_side_by_side(page: bytes) -> None:
    row = by_id(page)["en-p4"].getparent().getparent()
    assert [(side.get("lang"), words(side)) for side in row] == [
        ("en", "The second winter es"),
        ("es", "El segundo invierno en"),
    ]


def test_where_there_is_no_translation_its_place_says_so_in_the_language_of_the_reader(page: bytes) -> None:
    row = by_id(page)["en-p5"].getparent().getparent()
    assert words(row[1]) == "This paragraph has no translation into Spanish."
    assert (row[1].get("lang"), row[1][0].get("lang")) == ("es", "en")


def test_the_page_has_one_title_and_the_colophons_stand_below_it(page: bytes) -> None:
    root = parse_html(page.decode())
    assert [words(e) for e in root.iter("h1")] == ["A Path and a River es"]
    assert [words(e) for e in root.iter("h2")] == [
        "The second winter es",
        "El segundo invierno en",
        "About this book es",
        "About this book en",
    ]


def test_each_sentence_begins_when_the_transcript_says(
    page: bytes, bilingual: Book, published: Any, encode: Encode
) -> None:
    vtt = {f.path: content(f).decode() for f in write_audio(published(bilingual), encode) if f.path.endswith(".vtt")}
    for voice in told(page)["voices"]:
        cues = re.findall(
            r"^(\S+)\n00:00:(\d\d)\.(\d{3}) -->", vtt[f"audio/path.{voice['language']}.vtt"], re.MULTILINE
        )
        begins = [int(seconds) * 1000 + int(rest) for _, seconds, rest in cues]
        assert voice["sentences"] == [name for name, _, _ in cues]
        assert voice["begins"][:-1] == begins


def test_the_player_knows_the_twin_of_each_sentence(page: bytes) -> None:
    english, spanish = told(page)["voices"]
    # The standfirst has no twin of its own, but stands with the title; the third paragraph has none.
    assert english["sentences"][:6] == ["en-p1-s1", "en-p2-s1", "en-p3-s1", "en-p3-s2", "en-p4-s1", "en-p5-s1"]
    assert english["twins"]["es"][:6] == [0, 0, 1, 1, 3, -1]
    assert spanish["twins"]["en"][:4] == [0, 2, 2, 4]


def test_the_player_speaks_every_language_of_the_book(page: bytes) -> None:
    said = told(page)["words"]
    assert [(said[code]["play"], said[code]["dir"]) for code in ("en", "es")] == [("Play", "ltr"), ("Escuchar", "ltr")]


def test_without_scripts_the_browsers_own_players_are_there_and_ours_is_not(page: bytes) -> None:
    found = by_id(page)
    assert found["sound-es"].get("controls") == ""
    assert found["sound-es"].get("src") == "audio/path.es.mp3"
    assert found["player"].get("hidden") == ""


def test_one_file_holds_the_same_sound(files: Any, bilingual: Book) -> None:
    folder = files(bilingual)
    alone = files(bilingual, single_file=True)
    assert list(alone) == ["path.html"]
    kind, data = by_id(alone["path.html"])["sound-es"].get("src").split(",", 1)
    assert kind == "data:audio/mpeg;base64"
    assert base64.b64decode(data) == folder["web/audio/path.es.mp3"]
    assert wrong(alone["path.html"], ()) == []


def test_the_sound_in_a_page_is_passed_over_wherever_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b'<p id="a">before</p><audio src="data:audio/mpeg;base64,SUQz"></audio><p id="b">after</p>'
    for size in range(1, len(page) + 1):
        monkeypatch.setattr(proof_web, "_BLOCK", size)
        root = proof_web.opened(io.BytesIO(page))
        assert [(e.get("id"), e.get("src")) for e in root.iter("p", "audio")] == [
            ("a", None),
            (None, "data:audio/"),
            ("b", None),
        ]


def test_the_same_book_gives_the_same_bytes(files: Any, bilingual: Book) -> None:
    assert files(bilingual) == files(bilingual)


def test_a_book_without_sound_is_a_page_to_read(files: Any, bilingual: Book) -> None:
    made = files(bilingual, spoken=False)
    assert list(made) == FOLDER[:5]
    found = by_id(made["web/index.html"])
    assert "play" not in found
    assert "shown" in found
    assert wrong(made["web/index.html"]) == []


def test_a_page_that_runs_from_right_to_left_says_of_the_other_language_that_it_does_not(
    files: Any, make_edition: Any, make_beads: Any
) -> None:
    arabic = make_edition("ar", [("title", "الطريق"), ("paragraph", "يبدأ الطريق عند السوق.")])
    english = make_edition("en", [("title", "The path"), ("paragraph", "It begins at the market.")])
    pairs = [((1,), (1,)), ((2,), (2,))]
    book = Book(Metadata(), (arabic, english), make_beads("ar", "en", pairs))
    made = files(book)
    page = made["web/index.html"]
    root = parse_html(page.decode())
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    sides = {(side.get("lang"), side.get("dir")) for side in root.iterfind(".//*[@class='side']")}
    assert sides == {("ar", None), ("en", "ltr")}
    assert wrong(page, made) == []


def test_a_finished_copy_is_without_fault(page: bytes) -> None:
    assert wrong(page) == []


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ('lang="es"><p id="es-p2"', '><p id="es-p2"', "web-language #es-p2"),
        ('id="en-p4"', 'id="en-p5"', "web-id #en-p5"),
        ('href="#es-p2"', 'href="#es-p99"', "web-link #es-p99"),
        ('src="audio/path.en.mp3"', 'src="audio/gone.mp3"', "web-link audio/gone.mp3"),
        ('src="audio/path.en.mp3"', 'src="https://example.org/a.mp3"', "web-outside https://example.org/a.mp3"),
        ('src="audio/path.en.mp3"', 'src="//example.org/a.mp3"', "web-outside //example.org/a.mp3"),
        ("default-src 'none'", "default-src *", "web-policy head"),
        ('"use strict";', '"use strict"; alert(1);', "web-policy script"),
        ('<span id="es-p2-s2">', '<span id="es-p2-s9">', "web-cues #es-p2-s2"),
        ('"begins":[0,300', '"begins":[300,300', "web-cues en"),
        ('{"book"', '{"book', "web-cues #cues"),
        ('id="sound-es"', 'id="sound-fr"', "web-cues es"),
    ],
)
def test_a_broken_copy_is_found_out(page: bytes, good: str, bad: str, rule: str) -> None:
    assert good in page.decode()
    assert rule in wrong(page.decode().replace(good, bad, 1).encode())


def test_a_page_that_is_no_page_is_named() -> None:
    assert wrong(b"\xff\xfe") == ["web-page "]


def test_a_sentence_that_is_not_in_the_page_stops_the_build(page: bytes, bilingual: Book, published: Any) -> None:
    from publish.completeness import check_web

    narrations = published(bilingual).narrations
    check_web(bilingual, io.BytesIO(page), narrations)
    with pytest.raises(OutputError, match=r"es-p2-s2 “Nadie sabe quién lo puso.”"):
        check_web(bilingual, io.BytesIO(page.replace(b"Nadie sabe", b"Nadie")), narrations)
    with pytest.raises(OutputError, match="en-p1-s1"):
        check_web(bilingual, io.BytesIO(page.replace(b'"sentences":["en-p1-s1",', b'"sentences":[')), narrations)


def test_its_sound_is_the_one_that_the_audio_files_have(bilingual: Book, published: Any, encode: Encode) -> None:
    asked: list[tuple[str, ...]] = []

    def listed(narration: Any, tracks: Any, form: Form = IN_BOOKS, /) -> Any:
        asked.append((form.format, *(track.section for track in tracks)))
        return encode(narration, tracks, form)

    publication = published(bilingual)
    for writer in (write_audio, write):
        for file in writer(publication, listed):
            content(file)
    assert asked == [("mp3", "en-c1"), ("mp3", "es-c1")] * 2
