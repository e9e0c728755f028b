"""The ID3 tag at the head of a narration: what it is, its chapters, its words in time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from publish.model import Encoded
    from publish.writing.timeline import Moment

_UTF16 = 1
"""Of the encodings that ID3v2.3 knows, the one with every letter."""

_TOP_LEVEL_IN_ORDER = 0b11
_NO_OFFSET = 0xFFFFFFFF
_IN_MILLISECONDS = 2
_LYRICS = 1
_FRONT_COVER = 3
MOST_CHAPTERS = 255
"""A CTOC counts its children in one byte."""

_TAG_HEADER_BYTES = 10
_UNKNOWN = "XXX"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place that a listener can jump to. Chapters touch, as moments do."""

    title: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Tag:
    """All that is said of one audio file; empty where it is not known."""

    title: str
    album: str
    artist: str
    language: str
    """BCP 47."""
    comment: str
    url: str
    licence: str
    year: str
    cover: bytes
    """JPEG."""
    cover_text: str
    chapters: tuple[Chapter, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Encoded sound with its tag before it, written a little at a time."""

    tag: bytes
    encoded: Encoded

    def __call__(self, out: BinaryIO) -> None:
        """Write both."""
        out.write(self.tag)
        out.writelines(self.encoded.chunks())


def id3(tag: Tag) -> bytes:
    """Return an ID3v2.3 tag, to stand before an MP3's first frame. Version 2.3 is what every player reads."""
    # mutagen sorts the frames of a tag by size; FFmpeg and others take chapters as they come, so their order is ours.
    frames = (*_words(tag), *_links(tag), *_chapters(thinned(tag.chapters)), *_lyrics(tag), *_cover(tag))
    body = b"".join(map(_bytes, frames))
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body


def _bytes(frame: Any) -> bytes:
    """Return one frame as version 2.3 writes it."""
    alone = _mutagen().ID3()
    alone.add(frame)
    alone.update_to_v23()
    stream = BytesIO()
    alone.save(stream, v2_version=3, v1=0, padding=lambda _: 0)
    return stream.getvalue()[_TAG_HEADER_BYTES:]


def thinned(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Return the chapters, neighbours taken together where there are more than the format can hold."""
    step = -(-len(chapters) // MOST_CHAPTERS) or 1
    runs = [chapters[start : start + step] for start in range(0, len(chapters), step)]
    return tuple(Chapter(run[0].title, run[0].begin_ms, run[-1].end_ms) for run in runs)


def iso639_2(language: str) -> str:
    """Return the three letters that ID3 wants for a BCP 47 tag: `spa` for `es-MX`; `XXX` where there are none."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return _three_letters().get(primary, primary if len(primary) == len(_UNKNOWN) else _UNKNOWN)


@cache
def _three_letters() -> Mapping[str, str]:
    lines = files("publish.writing").joinpath("iso639.txt").read_text("ascii").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def _mutagen() -> Any:
    """Return mutagen's frames, whose constructors have no types."""
    from mutagen import id3 as frames

    return frames


def _words(tag: Tag) -> Iterator[Any]:
    frames = _mutagen()
    language = iso639_2(tag.language)
    said = (
        (frames.TIT2, tag.title),
        (frames.TALB, tag.album),
        (frames.TPE1, tag.artist),
        (frames.TCOP, tag.licence),
        (frames.TYER, tag.year),
        (frames.TCON, "Speech"),
        (frames.TLAN, language),
    )
    for kind, text in said:
        if text:
            yield kind(encoding=_UTF16, text=_legal(text))
    if tag.comment:
        yield frames.COMM(encoding=_UTF16, lang=language, desc="", text=_legal(tag.comment))


def _links(tag: Tag) -> Iterator[Any]:
    if tag.url:
        url = quote(tag.url, safe="%/:=&?~#+!$,;'@()*[]")
        yield _mutagen().WOAS(url=url)
        yield _mutagen().WXXX(encoding=_UTF16, desc="", url=url)


def _cover(tag: Tag) -> Iterator[Any]:
    if tag.cover:
        yield _mutagen().APIC(
            encoding=_UTF16, mime="image/jpeg", type=_FRONT_COVER, desc=_legal(tag.cover_text), data=tag.cover
        )


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator[Any]:
    if not chapters:
        return
    names = [f"chp{number}" for number in range(1, len(chapters) + 1)]
    yield _mutagen().CTOC(
        element_id="toc", flags=_mutagen().CTOCFlags(_TOP_LEVEL_IN_ORDER), child_element_ids=names, sub_frames=[]
    )
    for name, chapter in zip(names, chapters, strict=True):
        yield _mutagen().CHAP(
            element_id=name,
            start_time=chapter.begin_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[_mutagen().TIT2(encoding=_UTF16, text=_legal(chapter.title))],
        )


def _lyrics(tag: Tag) -> Iterator[Any]:
    """The whole text, and the same text sentence by sentence with the time of each."""
    if not tag.moments:
        return
    language = iso639_2(tag.language)
    lines = [(_legal(moment.sentence.text), moment.begin_ms) for moment in tag.moments]
    yield _mutagen().USLT(encoding=_UTF16, lang=language, desc="", text="\n".join(text for text, _ in lines))
    yield _mutagen().SYLT(encoding=_UTF16, lang=language, format=_IN_MILLISECONDS, type=_LYRICS, desc="", text=lines)


def _legal(text: str) -> str:
    """In ID3 a NUL ends a text, and half a surrogate pair has no encoding."""
    return text.replace("\0", "\ufffd").encode("utf-16", "replace").decode("utf-16")
