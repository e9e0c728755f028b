"""Finished sound and books, made smaller."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from publish.errors import SourceError
from publish.outside.encoders import decoded, mp3, rate_of
from publish.outside.ffmpeg import encoded, resampled

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIGHEST_HZ: Final = 24000
"""Of an MP3 for little data: those up to here may have few bits (MPEG-2)."""
_LEAN_HZ: Final = 16000
_LONGEST_SIDE: Final = 1024
_QUALITY: Final = 60
# ID3's frames, by the names that an Opus file has for the same.
_TAGS: Final = {"TIT2": "TITLE", "TALB": "ALBUM", "TPE1": "ARTIST", "TLAN": "LANGUAGE", "TDRC": "DATE"}


def sound(source: Path, target: Path, kind: Literal["mp3", "opus"], kbps: int) -> None:
    """Encode a narration again, as long as it was to a sample; of its tag, the words are kept and the picture is not.

    Raises:
        ToolError: it cannot be decoded or encoded.
        OutputError: the file cannot be written.
    """
    rate_hz = rate_of(source)
    if kind == "opus":
        encoded(decoded(source), rate_hz, target, "opus", lean_kbps=kbps)
    else:
        lean_hz = _LEAN_HZ if rate_hz > _HIGHEST_HZ else rate_hz
        chunks = decoded(source)
        mp3(chunks if lean_hz == rate_hz else resampled(chunks, rate_hz, lean_hz), lean_hz, target, bitrate_kbps=kbps)
    _retag(source, target, kind)


def book(source: Path, target: Path, kbps: int) -> None:
    """Write a talking book again, its sound at so many kilobits and its photographs smaller; nothing else differs.

    Its clips keep their times, for each sound is as long as it was.

    Raises:
        SourceError: it is no book that can be opened.
        ToolError: a sound cannot be decoded or encoded.
    """
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new, TemporaryDirectory() as work:
            for entry in old.infolist():
                if entry.filename.endswith((".jpg", ".jpeg")):
                    picture = old.read(entry)
                    new.writestr(_same(entry), min(picture, _smaller_picture(picture), key=len))
                    continue
                # Sound may be long: it is never held as a whole.
                with old.open(entry) as stored:
                    smaller = _smaller_sound(stored, Path(work), kbps) if entry.filename.endswith(".mp3") else stored
                    with smaller as content, new.open(_same(entry), "w") as out:
                        shutil.copyfileobj(content, out)
    except (zipfile.BadZipFile, OSError) as error:
        msg = f"The book cannot be read: {error}"
        raise SourceError(msg, where=str(source), hint="Make it again with --force.") from error


def _same(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(entry.filename, entry.date_time)
    found.compress_type, found.external_attr = entry.compress_type, entry.external_attr
    found.create_system = entry.create_system
    return found


def _smaller_sound(stored: IO[bytes], work: Path, kbps: int) -> IO[bytes]:
    whole, lean = work / "whole.mp3", work / "lean.mp3"
    with whole.open("wb") as out:
        shutil.copyfileobj(stored, out)
    sound(whole, lean, "mp3", kbps)
    return min(whole, lean, key=lambda path: path.stat().st_size).open("rb")


def _smaller_picture(content: bytes) -> bytes:
    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        small = picture.convert("RGB")
    small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _retag(source: Path, target: Path, kind: Literal["mp3", "opus"]) -> None:
    """Say again what an MP3's tag says of it; another source has tags of other kinds, and its name says enough."""
    import mutagen
    from mutagen.id3 import ID3

    old: Any = mutagen.File(source)
    if old is None or not isinstance(old.tags, ID3):
        return
    tags: Any = old.tags
    if kind == "mp3":
        for frame in ("APIC", "SYLT", "USLT"):
            tags.delall(frame)
        tags.save(target, padding=lambda _: 0)
        return
    new: Any = mutagen.File(target)
    for name, text in _comments(tags):
        new.tags.append((name, text))
    new.save(padding=lambda _: 0)


def _comments(tags: Any) -> Iterator[tuple[str, str]]:
    for frame, name in _TAGS.items():
        for found in tags.getall(frame):
            yield name, str(found)
    for found in tags.getall("COMM"):
        # Who speaks: that the voice is synthetic goes wherever the sound goes.
        yield "COMMENT", str(found)
    chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    for number, chapter in enumerate(chapters):
        seconds, ms = divmod(chapter.start_time, 1000)
        minutes, seconds = divmod(seconds, 60)
        yield f"CHAPTER{number:03}", f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{ms:03}"
        yield f"CHAPTER{number:03}NAME", " ".join(str(title) for title in chapter.sub_frames.getall("TIT2"))
