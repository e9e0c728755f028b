"""A narration per language, with its captions."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from publish.model import File
from publish.phrases import say
from publish.writing import lessons
from publish.writing.captions import webvtt
from publish.writing.chapters import chapters
from publish.writing.parts import parts
from publish.writing.tagged import Tagged
from publish.writing.tags import Chapter, Tag
from publish.writing.timeline import article_tracks, moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Encode, Narration, Publication
    from publish.writing.parts import Part
    from publish.writing.timeline import Moment


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield `audio/NAME.LANG.mp3` and `audio/NAME.LANG.vtt` for each narration; nothing for a book without sound.

    Or `.m4b`, `.opus`, `.flac`: one for each of the publication's forms, all tagged alike. Where it is wanted, each
    chapter too: `audio/NAME.LANG/01-rain.mp3`. The article only: what the colophon says of the book is in the book. The
    sound is never held in memory. Then come the files of each lesson.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    for edition, narration in publication.spoken:
        tracks = article_tracks(edition, narration)
        timeline = moments(edition, tracks)
        heard = tuple(moment for _, some in timeline for moment in some)
        name = f"audio/{publication.name}.{edition.language}"
        disclosure = _disclosure(edition.language, narration)
        tag = _tag(publication, edition, disclosure, chapters(edition, timeline), heard)
        sounds = [(form, name, tracks, tag) for form in publication.forms]
        own = parts(edition, narration) if publication.chapter_forms else ()
        for form, part in product(publication.chapter_forms, own):
            sounds.append((form, f"{name}/{part.name}", part.tracks, _tag_of(part, len(own), tag, edition.title)))
        for form, path, some, told in sounds:
            encoded = encode(narration, some, form)
            yield File(f"{path}{encoded.suffix}", encoded.media_type, Tagged(told, encoded, form.format))
        notes = [disclosure] if disclosure else []
        captions = webvtt(heard, language=edition.language, title=edition.title, notes=notes)
        yield File(f"{name}.vtt", "text/vtt", captions.encode())
    for lesson in publication.lessons:
        yield from lessons.files(publication, lesson, encode)


def _tag(
    publication: Publication, edition: Edition, disclosure: str, found: tuple[Chapter, ...], heard: tuple[Moment, ...]
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
        chapters=found,
        moments=heard,
    )


def _tag_of(part: Part, total: int, whole: Tag, album: str) -> Tag:
    """Return the tag of a chapter: a track of the album that its narration is."""
    return replace(
        whole, title=part.title, album=album, number=part.number, total=total, chapters=(), moments=part.moments
    )


def _disclosure(language: str, narration: Narration) -> str:
    """Say who speaks; empty where no phrase is due, for a human voice."""
    voice = narration.voice
    return say(language, "narrated_by", voice=voice.called) if voice.synthetic else ""
