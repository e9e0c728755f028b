"""The tag of a narration, as mutagen reads it back."""

from __future__ import annotations

import itertools
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from mutagen.id3 import ID3

from publish.model import Sentence, Span
from publish.writing.tags import Chapter, Tag, id3, iso639_2, thinned
from publish.writing.timeline import Moment

RAIN = Tag(
    title="Sobre la lluvia",
    album="On Rain",
    artist="Ana Ríos, 李明",
    language="es",
    comment="Una voz sintética",
    url="https://example.org/lluvia/ñ?a=1",
    licence="CC-BY-4.0",
    year="2024",
    cover=b"\xff\xd8 a picture \xff\xd9",
    cover_text="Portada",
    chapters=(
        Chapter("Sobre la lluvia", 0, 61_000),
        Chapter("Un título largo y su parte", 61_000, 90_000),
        Chapter("Fin", 90_000, 95_500),
    ),
    moments=(
        Moment(Sentence("es-p1-s1", (Span("Sobre la lluvia"),)), 0, 2000),
        Moment(Sentence("es-p2-s1", (Span("Llueve.\x00"),)), 2000, 95_500),
    ),
)


def read(tag: Tag) -> Any:
    return ID3(BytesIO(id3(tag)), translate=False)


def test_title_author_album_language_and_source_are_said() -> None:
    tag = read(RAIN)

    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == ["Sobre la lluvia"]
    assert tag["TALB"].text == ["On Rain"]
    assert tag["TPE1"].text == ["Ana Ríos, 李明"]
    assert tag["TLAN"].text == ["spa"]
    assert tag["TYER"].text == ["2024"]
    assert tag["TCON"].text == ["Speech"]
    assert tag["TCOP"].text == ["CC-BY-4.0"]
    assert tag["COMM::spa"].text == ["Una voz sintética"]
    assert tag["WOAS"].url == "https://example.org/lluvia/%C3%B1?a=1"
    assert tag["WXXX:"].url == "https://example.org/lluvia/%C3%B1?a=1"


def test_the_cover_is_a_front_cover() -> None:
    (picture,) = read(RAIN).getall("APIC")

    assert (picture.mime, picture.type, picture.desc) == ("image/jpeg", 3, "Portada")
    assert picture.data == b"\xff\xd8 a picture \xff\xd9"


def test_one_list_names_every_chapter_in_order() -> None:
    tag = read(RAIN)
    (toc,) = tag.getall("CTOC")

    assert toc.flags == 3
    assert toc.child_element_ids == ["chp1", "chp2", "chp3"]
    # In the order of the file: some players read no list.
    assert [(c.element_id, c.start_time, c.end_time, c.sub_frames["TIT2"].text) for c in tag.getall("CHAP")] == [
        ("chp1", 0, 61_000, ["Sobre la lluvia"]),
        ("chp2", 61_000, 90_000, ["Un título largo y su parte"]),
        ("chp3", 90_000, 95_500, ["Fin"]),
    ]


def test_the_words_are_there_as_text_and_in_time() -> None:
    tag = read(RAIN)

    assert tag["USLT::spa"].text == "Sobre la lluvia\nLlueve.\ufffd"
    assert tag["SYLT::spa"].text == [("Sobre la lluvia", 0), ("Llueve.\ufffd", 2000)]
    assert (tag["SYLT::spa"].format, tag["SYLT::spa"].type) == (2, 1)


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(RAIN, artist="", comment="", url="", licence="", year="", cover=b"", chapters=(), moments=())

    assert sorted(read(bare)) == ["TALB", "TCON", "TIT2", "TLAN"]


def test_the_same_article_gives_the_same_bytes() -> None:
    assert id3(RAIN) == id3(RAIN)


def test_more_chapters_than_a_list_can_count_are_taken_together() -> None:
    many = tuple(Chapter(str(n), n * 10, n * 10 + 10) for n in range(600))

    few = thinned(many)

    assert len(few) == 200
    assert few[0] == Chapter("0", 0, 30)
    assert few[-1] == Chapter("597", 5970, 6000)
    assert all(a.end_ms == b.begin_ms for a, b in itertools.pairwise(few))


@pytest.mark.parametrize(
    ("language", "code"),
    [("en", "eng"), ("es-MX", "spa"), ("fr", "fra"), ("zh-Hant", "zho"), ("hr", "hrv"), ("fil", "fil"), ("qq", "XXX")],
)
def test_a_language_has_three_letters(language: str, code: str) -> None:
    assert iso639_2(language) == code
