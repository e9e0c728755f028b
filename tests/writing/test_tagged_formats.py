"""The tags of M4B, Opus and FLAC, as other libraries read them back."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import av
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from publish.errors import OutputError
from publish.model import Sentence, Span
from publish.outside.encoders import decoded
from publish.outside.ffmpeg import encoded
from publish.writing.mp4 import tagged
from publish.writing.tags import Chapter, Tag
from publish.writing.timeline import Moment
from publish.writing.vorbis import add, lrc

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import AudioFormat
    from publish.outside.encoders import EncodedFile

SENTENCES = ("Sobre la lluvia", "Llueve, dice 李明.\x00", "Fin")
RAIN = Tag(
    title="Sobre la lluvia",
    album="On Rain",
    artist="Ana Ríos",
    language="es-MX",
    comment="Una voz sintética",
    url="https://example.org/lluvia",
    licence="CC-BY-4.0",
    year="2024",
    cover=b"\xff\xd8 a picture \xff\xd9" * 9000,
    cover_text="Portada",
    chapters=(Chapter("Sobre la lluvia", 0, 1250), Chapter("Un título larguísimo " * 40, 1250, 3000)),
    moments=tuple(
        Moment(Sentence(f"es-p{n}-s1", (Span(text),)), *times)
        for n, (text, times) in enumerate(zip(SENTENCES, pairwise((0, 1000, 2500, 3000)), strict=True), 1)
    ),
)


def sound(path: Path, kind: AudioFormat) -> EncodedFile:
    tone = bytes(b for n in range(48000) for b in (n * 37 % 3000).to_bytes(2, "little"))
    return encoded([tone], 16000, path / f"sound.{kind}", kind)


def written(tmp_path: Path, kind: AudioFormat, tag: Tag = RAIN) -> BytesIO:
    file = sound(tmp_path, kind)
    if kind == "m4b":
        return BytesIO(b"".join(tagged(tag, file)))
    out = BytesIO()
    out.writelines(file.chunks())
    add(tag, out, kind)
    return BytesIO(out.getvalue())


@pytest.fixture
def m4b(tmp_path: Path) -> BytesIO:
    return written(tmp_path, "m4b")


def test_an_m4b_says_what_it_is_as_itunes_reads_it(m4b: BytesIO) -> None:
    tags: Any = MP4(m4b).tags

    assert tags["\xa9nam"] == ["Sobre la lluvia"]
    assert tags["\xa9alb"] == ["On Rain"]
    assert tags["\xa9ART"] == ["Ana Ríos"]
    assert tags["\xa9day"] == ["2024"]
    assert tags["\xa9cmt"] == ["Una voz sintética"]
    assert tags["cprt"] == ["CC-BY-4.0"]
    assert tags["stik"] == [2]
    assert tags["\xa9lyr"] == ["Sobre la lluvia\nLlueve, dice 李明.\ufffd\nFin"]
    assert bytes(tags["----:com.apple.iTunes:LANGUAGE"][0]) == b"es-MX"
    assert bytes(tags["----:com.apple.iTunes:WEBSITE"][0]) == b"https://example.org/lluvia"
    assert bytes(tags["covr"][0]) == RAIN.cover


def test_the_chapters_of_an_m4b_stand_in_both_lists(m4b: BytesIO) -> None:
    assert [(c.start, c.title[:15]) for c in MP4(m4b).chapters] == [(0, "Sobre la lluvia"), (1.25, "Un título largu")]
    m4b.seek(0)
    with av.open(m4b) as container:
        found = [(c["start"] * c["time_base"], c["end"] * c["time_base"]) for c in container.chapters()]
        kinds = [(s.type, s.language) for s in container.streams]
    assert found == [(0, 1.25), (1.25, 3)]
    assert kinds[:3] == [("audio", "spa"), ("data", "spa"), ("subtitle", "spa")]


def test_every_sentence_of_an_m4b_is_timed_text(m4b: BytesIO) -> None:
    with av.open(m4b) as container:
        packets = [p for p in container.demux(container.streams.subtitles[0]) if p.size]
        assert [(p.pts, p.duration) for p in packets] == [(0, 1000), (1000, 1500), (2500, 500)]
        assert [bytes(p)[2 : 2 + int.from_bytes(bytes(p)[:2])].decode() for p in packets] == [
            "Sobre la lluvia",
            "Llueve, dice 李明.\ufffd",
            "Fin",
        ]


def test_mediainfo_finds_no_fault_with_how_text_looks(m4b: BytesIO) -> None:
    content = m4b.getvalue()

    # Layout, text box and style are 30 bytes (3GPP TS 26.245), then comes the list of fonts, and nothing after it.
    for name in (b"text", b"tx3g"):
        # Its first place may be a handler's or a header's name: the entry begins with six zeros and a one.
        at = content.index(name + bytes(6) + b"\0\1")
        entry = content[at - 4 : at - 4 + int.from_bytes(content[at - 4 : at])]
        size = int.from_bytes(entry[46:50])
        assert entry[50:54] == b"ftab"
        assert len(entry) == 46 + size


@pytest.mark.parametrize("kind", ["m4b", "opus", "flac"])
def test_the_sound_is_what_it_was_without_its_tag(kind: AudioFormat, tmp_path: Path) -> None:
    out = written(tmp_path, kind)
    path = tmp_path / f"tagged.{kind}"
    path.write_bytes(out.getvalue())

    assert b"".join(decoded(path)) == b"".join(decoded(sound(tmp_path, kind).path))


@pytest.mark.parametrize("kind", ["m4b", "opus", "flac"])
def test_the_same_tag_gives_the_same_bytes(kind: AudioFormat, tmp_path: Path) -> None:
    assert written(tmp_path, kind).getvalue() == written(tmp_path, kind).getvalue()


def test_an_m4b_of_which_nothing_is_known_has_no_chapters_and_no_words(tmp_path: Path) -> None:
    bare = Tag("", "", "", "", "", "", "", "", b"", "", (), ())

    with av.open(written(tmp_path, "m4b", bare)) as container:
        assert [s.type for s in container.streams] == ["audio"]
        assert container.streams[0].language == "und"


def test_what_has_no_index_first_is_no_m4b(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no index"):
        list(tagged(RAIN, sound(tmp_path, "flac")))


@pytest.mark.parametrize(("kind", "reader"), [("opus", OggOpus), ("flac", FLAC)])
def test_opus_and_flac_say_the_same(kind: AudioFormat, reader: Any, tmp_path: Path) -> None:
    file = reader(written(tmp_path, kind))
    said = {key.upper(): value for key, (value,) in file.tags.as_dict().items()}
    picture = file.pictures[0] if kind == "flac" else Picture(base64.b64decode(said.pop("METADATA_BLOCK_PICTURE")))

    assert (picture.type, picture.mime, picture.desc, picture.data) == (3, "image/jpeg", "Portada", RAIN.cover)
    assert said.pop("CHAPTER001NAME").startswith("Un título larguísimo Un título")
    assert said == {
        "TITLE": "Sobre la lluvia",
        "ALBUM": "On Rain",
        "ARTIST": "Ana Ríos",
        "GENRE": "Speech",
        "DATE": "2024",
        "LANGUAGE": "es-MX",
        "COMMENT": "Una voz sintética",
        "LICENSE": "CC-BY-4.0",
        "WEBSITE": "https://example.org/lluvia",
        "CHAPTER000": "00:00:00.000",
        "CHAPTER000NAME": "Sobre la lluvia",
        "CHAPTER001": "00:00:01.250",
        "LYRICS": "Sobre la lluvia\nLlueve, dice 李明.\ufffd\nFin",
        "SYNCEDLYRICS": "[00:00.00]Sobre la lluvia\n[00:01.00]Llueve, dice 李明.\ufffd\n[00:02.50]Fin",
    }


@pytest.mark.parametrize("kind", ["opus", "flac"])
def test_other_players_find_the_chapters(kind: AudioFormat, tmp_path: Path) -> None:
    with av.open(written(tmp_path, kind)) as container:
        assert [c["metadata"]["title"][:15] for c in container.chapters()] == ["Sobre la lluvia", "Un título largu"]


def test_minutes_of_lyrics_run_on_beyond_an_hour() -> None:
    late = replace(RAIN.moments[2], begin_ms=3_723_457)

    assert lrc([late]) == "[62:03.45]Fin"
