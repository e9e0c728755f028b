"""A narration per language, with its captions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.model import File
from publish.phrases import say
from publish.writing.captions import webvtt
from publish.writing.chapters import chapters
from publish.writing.tags import Tag, id3
from publish.writing.timeline import article_tracks, moments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from publish.model import Edition, Encode, Encoded, Narration, Publication
    from publish.writing.tags import Chapter
    from publish.writing.timeline import Moment


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield `audio/NAME.LANG.mp3` and `audio/NAME.LANG.vtt` for each narration; nothing for a book without sound.

    The article only: what the colophon says of the book is in the book. The sound is never held in memory.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    for edition, narration in zip(publication.book.editions, publication.narrations, strict=False):
        tracks = article_tracks(edition, narration)
        timeline = moments(edition, tracks)
        heard = tuple(moment for _, some in timeline for moment in some)
        name = f"audio/{publication.name}.{edition.language}"
        disclosure = _disclosure(edition.language, narration)
        encoded = encode(narration, tracks)
        tag = id3(_tag(publication, edition, disclosure, chapters(edition, timeline), heard))
        yield File(f"{name}{encoded.suffix}", encoded.media_type, _Tagged(tag, encoded))
        notes = [disclosure] if disclosure else []
        captions = webvtt(heard, language=edition.language, title=edition.title, notes=notes)
        yield File(f"{name}.vtt", "text/vtt", captions.encode())


@dataclass(frozen=True, slots=True)
class _Tagged:
    """Encoded sound with its tag before it, written a little at a time."""

    tag: bytes
    encoded: Encoded

    def __call__(self, out: BinaryIO) -> None:
        out.write(self.tag)
        out.writelines(self.encoded.chunks())


def _tag(
    publication: Publication, edition: Edition, disclosure: str, parts: tuple[Chapter, ...], heard: tuple[Moment, ...]
) -> Tag:
    known = publication.book.metadata
    return Tag(
        title=edition.title,
        album=publication.book.editions[0].title,
        artist=", ".join(known.authors) or known.site,
        language=edition.language,
        comment=disclosure,
        url=known.url,
        licence=known.licence,
        year=known.published[:4],
        cover=publication.cover,
        cover_text=say(edition.language, "cover"),
        chapters=parts,
        moments=heard,
    )


def _disclosure(language: str, narration: Narration) -> str:
    """Say who speaks; empty where no phrase is due, for a human voice."""
    voice = narration.voice
    return say(language, "narrated_by", voice=voice.called) if voice.synthetic else ""
