"""The tag of an Opus or FLAC file: what it is, its chapters, its words in time."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from publish.writing.captions import clock
from publish.writing.tags import FRONT_COVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from publish.model import AudioFormat
    from publish.writing.tags import Tag
    from publish.writing.timeline import Moment


def add(tag: Tag, out: BinaryIO, kind: AudioFormat) -> None:
    """Put a tag into an Opus or FLAC file that stands in `out`, a stream that can be read and written."""
    out.seek(0)
    file = _opened(out, kind)
    if file.tags is None:
        file.add_tags()
    file.tags.extend(comments(tag))
    if tag.cover and kind == "flac":
        file.add_picture(_picture(tag))
    elif tag.cover:
        file.tags.append(("METADATA_BLOCK_PICTURE", b64encode(_picture(tag).write()).decode("ascii")))
    out.seek(0)
    file.save(out, padding=lambda _: 0)


def comments(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield each field with what it says (https://xiph.org/vorbis/doc/v-comment.html).

    Names beyond those of the standard are those that MusicBrainz Picard writes; chapters are as
    https://wiki.xiph.org/Chapter_Extension has them. Of synchronised lyrics
    the format knows nothing: players read LRC.
    """
    said = (
        ("TITLE", tag.title),
        ("ALBUM", tag.album),
        ("ARTIST", tag.artist),
        ("GENRE", "Speech"),
        ("DATE", tag.year),
        ("LANGUAGE", tag.language),
        ("COMMENT", tag.comment),
        ("LICENSE", tag.licence),
        ("WEBSITE", tag.url),
        ("TRACKNUMBER", str(tag.number or "")),
        ("TRACKTOTAL", str(tag.total or "")),
    )
    yield from ((name, legal(text)) for name, text in said if text)
    for number, chapter in enumerate(tag.chapters):
        yield f"CHAPTER{number:03}", clock(chapter.begin_ms)
        yield f"CHAPTER{number:03}NAME", legal(chapter.title)
    if tag.moments:
        yield "LYRICS", "\n".join(legal(moment.sentence.text) for moment in tag.moments)
        yield "SYNCEDLYRICS", lrc(tag.moments)


def lrc(moments: Iterable[Moment]) -> str:
    """Return a line for each sentence with when it begins, `[01:02.34]`: minutes run on beyond an hour."""
    return "\n".join(f"[{_minutes(m.begin_ms)}]{' '.join(legal(m.sentence.text).split())}" for m in moments)


def legal(text: str) -> str:
    """Return text that UTF-8 can hold, without a NUL."""
    return text.replace("\0", "\ufffd").encode("utf-16", "replace").decode("utf-16")


def _minutes(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds // 10, 6000)
    return f"{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def _opened(out: BinaryIO, kind: AudioFormat) -> Any:
    from mutagen import flac, oggopus

    constructor: Any = flac.FLAC if kind == "flac" else oggopus.OggOpus
    return constructor(out)


def _picture(tag: Tag) -> Any:
    from mutagen import flac

    constructor: Any = flac.Picture
    picture = constructor()
    picture.type = FRONT_COVER
    picture.mime = "image/jpeg"
    picture.desc = legal(tag.cover_text)
    picture.data = tag.cover
    return picture
