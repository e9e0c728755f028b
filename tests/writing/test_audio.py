"""A small article, beeped, encoded, tagged and captioned."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from publish.errors import OutputError
from publish.model import (
    IN_BOOKS,
    Book,
    Cue,
    Edition,
    Form,
    Metadata,
    Narration,
    Paragraph,
    Piece,
    Publication,
    Section,
    Sentence,
    Span,
    Track,
)
from publish.outside.encoders import EncodedFile, decoded, mp3
from publish.outside.ffmpeg import encoded as ffmpeg
from publish.writing.formats.audio import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.model import Encode, Kind, Voice


def paragraph(name: str, kind: Kind, *texts: str) -> Paragraph:
    sentences = tuple(Sentence(f"{name}-s{n}", (Span(text),), " ") for n, text in enumerate(texts, 1))
    return Paragraph(name, kind, sentences, 1, 1)


ENGLISH = Edition(
    "en",
    "On Rain",
    (
        Section(
            "en-c1",
            "On Rain",
            (
                paragraph("en-p1", "title", "On Rain"),
                paragraph("en-p2", "paragraph", "It rains a great deal in Lima, some say.", "They are wrong."),
                paragraph("en-p3", "heading", "Of Drops & Puddles"),
                paragraph("en-p4", "paragraph", "A drop is small <and> round."),
            ),
        ),
        Section(
            "en-c2",
            "Afterwards",
            (
                paragraph("en-p5", "heading", "Afterwards"),
                paragraph("en-p6", "quote", "Everything is wet after all of that."),
            ),
        ),
    ),
    Section("en-colophon", "About this book", (paragraph("en-colophon-p1", "paragraph", "It was made by a machine."),)),
)


# Not a whole number of milliseconds, so that rounding each sentence by itself would drift.
SENTENCE_SAMPLES = 16010
BEEP = np.rint(8000 * np.sin(2 * np.pi * 400 * np.arange(8000) / 16000)).astype("<i2").tobytes()


def track(section: Section) -> Track:
    """Half a second of beep and half a second of silence for each sentence."""
    ends = [(n * SENTENCE_SAMPLES * 2000 + 16000) // 32000 for n in range(len(section.sentences) + 1)]
    cues = tuple(Cue(s.id, *times) for s, times in zip(section.sentences, pairwise(ends), strict=True))
    return Track(section.id, 16000, (Piece("beep", 8000), Piece("", 8010)) * len(cues), cues)


def pcm(tracks: tuple[Track, ...]) -> Iterator[bytes]:
    for each in tracks:
        for piece in each.pieces:
            yield BEEP if piece.key else bytes(2 * piece.samples)


@pytest.fixture
def narration(tone: Voice) -> Narration:
    assert ENGLISH.colophon
    return Narration("en", tone, tuple(track(section) for section in (*ENGLISH.sections, ENGLISH.colophon)))


@pytest.fixture
def publication(narration: Narration) -> Publication:
    known = Metadata(authors=("Ann", "Bo"), url="https://example.org/rain", published="2024-05-06")
    return Publication("rain", Book(known, (ENGLISH,)), (narration,), b"\xff\xd8\xff\xd9")


@pytest.fixture
def encode(tmp_path: Path) -> Encode:
    def encoded(_: Narration, tracks: tuple[Track, ...], form: Form = IN_BOOKS, /) -> EncodedFile:
        path = tmp_path / f"sound.{form.format}"
        return mp3(pcm(tracks), 16000, path) if form == IN_BOOKS else ffmpeg(pcm(tracks), 16000, path, form.format)

    return encoded


def made(publication: Publication, encode: Encode) -> dict[str, bytes]:
    contents = {}
    for file in write(publication, encode):
        out = BytesIO()
        if callable(file.content):
            file.content(out)
        else:
            out.write(file.content)
        contents[file.path] = out.getvalue()
    return contents


def test_each_language_has_a_narration_and_its_captions(publication: Publication, encode: Encode) -> None:
    files = list(write(publication, encode))

    assert [(file.path, file.media_type) for file in files] == [
        ("audio/rain.en.mp3", "audio/mpeg"),
        ("audio/rain.en.vtt", "text/vtt"),
    ]


def test_a_narration_is_handed_out_in_every_form_that_was_asked_for(publication: Publication, encode: Encode) -> None:
    forms = (Form("opus"), Form("m4b"), Form("flac"))
    files = made(replace(publication, forms=forms), encode)

    assert list(files) == ["audio/rain.en.opus", "audio/rain.en.m4b", "audio/rain.en.flac", "audio/rain.en.vtt"]
    opening = {path.rpartition(".")[2]: content[:8] for path, content in files.items()}
    assert (opening["opus"][:4], opening["m4b"][4:], opening["flac"][:4]) == (b"OggS", b"ftyp", b"fLaC")
    with av.open(BytesIO(files["audio/rain.en.m4b"])) as container:
        assert [c["metadata"]["title"] for c in container.chapters()] == ["On Rain", "Of Drops & Puddles", "Afterwards"]


def test_each_chapter_is_a_track_of_an_album_where_that_is_asked_for(publication: Publication, encode: Encode) -> None:
    forms = (IN_BOOKS, Form("m4b"), Form("flac"))
    files = made(replace(publication, forms=forms, chapter_forms=forms), encode)

    assert [path for path in files if path.endswith(".mp3")] == [
        "audio/rain.en.mp3",
        "audio/rain.en/01-on-rain.mp3",
        "audio/rain.en/02-of-drops-puddles.mp3",
        "audio/rain.en/03-afterwards.mp3",
    ]
    tag = ID3(BytesIO(files["audio/rain.en/02-of-drops-puddles.mp3"]))
    assert (tag["TIT2"].text, tag["TALB"].text, tag["TRCK"].text) == (["Of Drops & Puddles"], ["On Rain"], ["2/3"])
    assert [text for text, _ in tag["SYLT::eng"].text] == ["Of Drops & Puddles", "A drop is small <and> round."]
    assert MP4(BytesIO(files["audio/rain.en/03-afterwards.m4b"])).tags["trkn"] == [(3, 3)]
    assert FLAC(BytesIO(files["audio/rain.en/03-afterwards.flac"]))["tracknumber"] == ["3"]


def test_a_language_that_nobody_speaks_has_no_narration_and_the_next_one_has_its_own(
    publication: Publication, encode: Encode
) -> None:
    japanese = Section("ja-c1", "雨", (paragraph("ja-p1", "paragraph", "雨が降った。"),))
    both = replace(publication.book, editions=(Edition("ja", "雨", (japanese,)), ENGLISH))

    assert [file.path for file in write(replace(publication, book=both), encode)] == [
        "audio/rain.en.mp3",
        "audio/rain.en.vtt",
    ]


def test_a_chapter_begins_with_each_section_and_each_heading(publication: Publication, encode: Encode) -> None:
    content = made(publication, encode)["audio/rain.en.mp3"]

    chapters = ID3(BytesIO(content)).getall("CHAP")
    assert [(c.sub_frames["TIT2"].text[0], c.start_time, c.end_time) for c in chapters] == [
        ("On Rain", 0, 3002),
        ("Of Drops & Puddles", 3002, 5003),
        ("Afterwards", 5003, 7004),
    ]


def test_the_last_caption_ends_with_the_sound(publication: Publication, encode: Encode, tmp_path: Path) -> None:
    files = made(publication, encode)
    (tmp_path / "rain.mp3").write_bytes(files["audio/rain.en.mp3"])

    samples = sum(len(chunk) // 2 for chunk in decoded(tmp_path / "rain.mp3"))
    clocks = re.findall(r"(\S+) --> (\S+)", files["audio/rain.en.vtt"].decode())
    assert samples == 7 * SENTENCE_SAMPLES
    assert clocks[-1][1] == "00:00:07.004"
    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(clocks))


def test_the_last_sentence_is_heard_when_its_caption_says(
    publication: Publication, encode: Encode, tmp_path: Path
) -> None:
    files = made(publication, encode)
    (tmp_path / "rain.mp3").write_bytes(files["audio/rain.en.mp3"])
    sound = np.frombuffer(b"".join(decoded(tmp_path / "rain.mp3")), dtype="<i2")

    begins = re.findall(r"en-p6-s1\n00:00:(\S+) -->", files["audio/rain.en.vtt"].decode())
    at = round(float(begins[0]) * 16000)
    # Silence before it, the first beep from it on: within 20 ms.
    assert np.abs(sound[at - 4000 : at - 320]).max() < 100
    assert np.abs(sound[at : at + 320]).max() > 3000


def test_every_sentence_of_the_article_is_captioned_and_the_colophon_is_not(
    publication: Publication, encode: Encode
) -> None:
    vtt = made(publication, encode)["audio/rain.en.vtt"].decode()

    assert re.findall(r"^(en-\S+)$", vtt, flags=re.MULTILINE) == [
        "en-p1-s1",
        "en-p2-s1",
        "en-p2-s2",
        "en-p3-s1",
        "en-p4-s1",
        "en-p5-s1",
        "en-p6-s1",
    ]
    assert "A drop is small &lt;and&gt; round." in vtt
    assert "Narrated by A test tone, a synthetic voice" in vtt


def test_the_same_narration_gives_the_same_bytes(publication: Publication, encode: Encode) -> None:
    assert made(publication, encode) == made(publication, encode)


def test_a_book_without_sound_has_no_audio_files(publication: Publication, encode: Encode) -> None:
    silent = Publication("rain", publication.book, ())

    assert list(write(silent, encode)) == []


def test_a_sentence_that_is_not_in_the_sound_is_named(publication: Publication, encode: Encode) -> None:
    (narration,) = publication.narrations
    first, *others = narration.tracks
    shorter = type(first)(first.section, first.rate_hz, first.pieces, first.cues[:-1])
    broken = Publication("rain", publication.book, (Narration("en", narration.voice, (shorter, *others)),))

    with pytest.raises(OutputError, match="en-p4-s1"):
        list(write(broken, encode))


def test_a_section_without_sound_is_named(publication: Publication, encode: Encode) -> None:
    (narration,) = publication.narrations
    broken = Publication("rain", publication.book, (Narration("en", narration.voice, narration.tracks[:1]),))

    with pytest.raises(OutputError, match="en-c2"):
        list(write(broken, encode))
