"""A narration per language, with its captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.model import File
from publish.phrases import say
from publish.writing import lessons
from publish.writing.captions import webvtt
from publish.writing.tags import MOST_CHAPTERS, Chapter, Tag, Tagged, id3
from publish.writing.timeline import article_tracks, moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Encode, Narration, Paragraph, Publication, Section
    from publish.writing.timeline import Moment

_PART, _SECTION, _HEADING = range(3)
"""How deep in an anthology a chapter begins."""


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield `audio/NAME.LANG.mp3` and `audio/NAME.LANG.vtt` for each narration; nothing for a book without sound.

    Then those of each lesson.

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
        yield File(f"{name}{encoded.suffix}", encoded.media_type, Tagged(tag, encoded))
        notes = [disclosure] if disclosure else []
        captions = webvtt(heard, language=edition.language, title=edition.title, notes=notes)
        yield File(f"{name}.vtt", "text/vtt", captions.encode())
    for lesson in publication.lessons:
        yield from lessons.files(publication, lesson, encode)


def chapters(edition: Edition, timeline: tuple[tuple[Section, tuple[Moment, ...]], ...]) -> tuple[Chapter, ...]:
    """Return a chapter for each section, and one for each heading within; the first begins at 0, and they touch.

    Of an anthology with more than a tag can hold, one for each article, and what of the rest there is room for.
    """
    places: list[tuple[int, str, int]] = []
    part = -1
    in_parts = any(section.part for section, _ in timeline)
    for section, heard in timeline:
        begins = {moment.sentence.id: moment.begin_ms for moment in heard}
        opening = section.sentences[0].id
        places.append((begins[opening], section.title or edition.title, _PART if section.part != part else _SECTION))
        headings = (p for p in section.paragraphs if p.kind == "heading" and p.sentences[0].id != opening)
        places += [(begins[p.sentences[0].id], _title(p), _HEADING) for p in headings]
        part = section.part
    depth = next((d for d in (_HEADING, _SECTION) if sum(at <= d for _, _, at in places) <= MOST_CHAPTERS), _PART)
    kept = [(begin, title) for begin, title, at in places if at <= depth or not in_parts]
    end = timeline[-1][1][-1].end_ms
    ends = [begin for begin, _ in kept[1:]] + [end]
    return tuple(Chapter(title, begin, end) for (begin, title), end in zip(kept, ends, strict=True))


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


def _title(heading: Paragraph) -> str:
    return " ".join(heading.text.split())
