"""A lesson as files: its sound, tagged, and what is heard in both languages as captions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import IN_BOOKS, File
from publish.phrases import say
from publish.writing.captions import lrc, webvtt
from publish.writing.tagged import Tagged
from publish.writing.tags import Chapter, Tag
from publish.writing.timeline import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Book, Encode, Lesson, Publication

_BOTH = "mul"
"""ISO 639-2: multiple languages."""


def files(publication: Publication, lesson: Lesson, encode: Encode) -> Iterator[File]:
    """Yield `audio/NAME.es-en.learn.mp3`, `.vtt` and `.lrc`, of the article only."""
    narration = lesson.narration
    name = f"audio/{publication.name}.{lesson.method.name}.learn"
    heard = moments(lesson)
    title = _title(publication.book, lesson)
    disclosures = _disclosures(lesson)
    encoded = encode(narration, narration.tracks)
    known = publication.book.metadata
    artist = ", ".join(known.authors) or known.site
    tag = Tag(
        title=title,
        album=publication.book.editions[0].title,
        artist=artist,
        language=_BOTH,
        comment=" · ".join(disclosures),
        url=known.url,
        licence=known.licence,
        year=known.published[:4],
        cover=publication.cover,
        cover_text=say(lesson.method.languages[0], "cover"),
        chapters=chapters(publication.book, lesson),
        moments=heard,
    )
    yield File(f"{name}{encoded.suffix}", encoded.media_type, Tagged(tag, encoded, IN_BOOKS.format))
    captions = webvtt(heard, language=", ".join(dict.fromkeys(lesson.method.languages)), title=title, notes=disclosures)
    yield File(f"{name}.vtt", "text/vtt", captions.encode())
    lyrics = lrc(heard, title=title, artist=artist, end_ms=narration.tracks[0].duration_ms)
    yield File(f"{name}.lrc", "application/x-lrc", lyrics.encode())


def moments(lesson: Lesson) -> tuple[Moment, ...]:
    """Return when each sentence is heard, under the id of its cue."""
    (track,) = lesson.narration.tracks
    return tuple(
        Moment(replace(each.sentence, id=cue.sentence), cue.begin_ms, cue.end_ms, each.language)
        for each, cue in zip(lesson.heard, track.cues, strict=True)
    )


def chapters(book: Book, lesson: Lesson) -> tuple[Chapter, ...]:
    """Return a chapter for each section and each heading, named as it is in both languages; they touch."""
    first, second = dict.fromkeys(lesson.method.languages)
    editions = {edition.language: edition for edition in book.editions}
    twins = _twins(book, first, second)
    named: dict[str, str] = {}
    for language in (first, second):
        for section in editions[language].sections:
            opening = section.paragraphs[0]
            named[opening.sentences[0].id] = section.title or editions[language].title
            headings = (p for p in section.paragraphs if p.kind == "heading")
            named |= {p.sentences[0].id: " ".join(p.text.split()) for p in headings}
    begins = {moment.sentence.id: moment.begin_ms for moment in reversed(moments(lesson))}
    places: dict[int, str] = {}
    for name, title in named.items():
        other = twins.get(name, "")
        if name in begins and (name.startswith(f"{first}-") or other not in named):
            both = dict.fromkeys((title, named.get(other, title)))
            places[begins[name]] = " / ".join(both)
    begin_ms = sorted({0, *places})
    (track,) = lesson.narration.tracks
    titles = {0: _title(book, lesson), **places}
    return tuple(
        Chapter(titles[begin], begin, end)
        for begin, end in zip(begin_ms, [*begin_ms[1:], track.duration_ms], strict=True)
    )


def _twins(book: Book, first: str, second: str) -> dict[str, str]:
    """Return the first sentence of each bead's other side, both ways."""
    own = (bead for bead in book.beads if bead.level == "sentence" and set(bead.languages) == {first, second})
    pairs = [(bead.left[0], bead.right[0]) for bead in own if bead.left and bead.right]
    return dict(pairs) | {b: a for a, b in pairs}


def _title(book: Book, lesson: Lesson) -> str:
    titles = {edition.language: edition.title for edition in book.editions}
    return " / ".join(dict.fromkeys(titles[language] for language in lesson.method.languages))


def _disclosures(lesson: Lesson) -> tuple[str, ...]:
    """Say who speaks, in each language; nothing where no phrase is due, for human voices."""
    voices = (lesson.narration.voice, *lesson.narration.others)
    names = " · ".join(dict.fromkeys(voice.called for voice in voices if voice.synthetic))
    languages = dict.fromkeys(lesson.method.languages)
    return tuple(say(language, "narrated_by", voice=names) for language in languages) if names else ()
