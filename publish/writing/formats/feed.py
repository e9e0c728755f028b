"""An episode of a podcast: what a feed says of it, its transcripts and chapters."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from publish.errors import OutputError
from publish.model import File
from publish.phrases import say
from publish.writing import feed
from publish.writing.chapters import chapters
from publish.writing.package import identifier, modified
from publish.writing.timeline import article_tracks, moments
from publish.writing.transcripts import TYPES, subtitles, transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Book, Edition, Encode, Metadata, Narration, Publication
    from publish.writing.tags import Chapter
    from publish.writing.timeline import Moment

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:enface:episode")
_NOON: Final = time(12, tzinfo=UTC)
"""The same day almost everywhere; a clock would make each run another episode."""
_LONGEST: Final = 600
"""Characters of a description that are the article's own."""


class _Feed:
    """A writer that says of itself that what it gives belongs to a show, with what others make."""

    serial: Final = True
    brings: Final = ("epub", "audio")

    def __call__(self, publication: Publication, _encode: Encode) -> Iterator[File]:
        """Yield for each narration `item.LANG.xml`, chapters, and transcripts in every language of the book.

        The sound and its WebVTT are the audio writer's. An item names no sound yet: only when the files lie in the
        show is it known how long they are.

        Raises:
            OutputError: the book has no sound.
        """
        spoken = {narration.language: narration for narration in publication.narrations}
        if not spoken:
            msg = "A podcast is heard, and this book has no sound"
            raise OutputError(msg, where=publication.name, hint="`publish voices` says which languages can be spoken.")
        for edition in (each for each in publication.book.editions if each.language in spoken):
            narration = spoken[edition.language]
            timeline = moments(edition, article_tracks(edition, narration))
            heard = tuple(moment for _, some in timeline for moment in some)
            place = f"{publication.name}.{edition.language}"
            named = f"chapters/{place}.json"
            yield File(named, "application/json+chapters", _as_json(chapters(edition, timeline)))
            files = tuple(_transcripts(publication, edition, heard, speaker=narration.voice.called))
            yield from files
            captions = feed.Transcript(f"audio/{place}.vtt", TYPES["vtt"], edition.language)
            others = (feed.Transcript(f.path, f.media_type, f.path.split(".")[-2]) for f in files)
            episode = _episode(publication, edition, narration, seconds=round(heard[-1].end_ms / 1000))
            item = replace(episode, transcripts=(captions, *others), chapters=named)
            yield File(f"item.{edition.language}.xml", "application/rss+xml", feed.alone(item))


write: Final = _Feed()


def _as_json(places: Iterable[Chapter]) -> bytes:
    """Return chapters as podcast apps read them.

    (https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md)
    """
    rows = [
        {"startTime": place.begin_ms / 1000, "endTime": place.end_ms / 1000, "title": place.title} for place in places
    ]
    return (json.dumps({"version": "1.2.0", "chapters": rows}, ensure_ascii=False, indent=1) + "\n").encode()


def _episode(publication: Publication, edition: Edition, narration: Narration, *, seconds: int) -> feed.Episode:
    """Return what a feed says of an edition, but for the files that are made for the feed."""
    known = publication.book.metadata
    return feed.Episode(
        title=edition.title,
        language=edition.language,
        guid=uuid.uuid5(_NAMESPACE, f"{identifier(publication)} {edition.language}").urn,
        published=_published(publication.book),
        description=_description(known, edition, narration),
        seconds=seconds,
        url=known.url,
        authors=known.authors,
        narrator=narration.voice.called,
        licence=known.licence,
        book=f"{publication.name}.epub",
    )


def _published(book: Book) -> datetime:
    """Return the day that the article was published, else the day it was taken."""
    try:
        day = date.fromisoformat(book.metadata.published[:10])
    except ValueError:
        day = modified(book).date()
    return datetime.combine(day, _NOON)


def _description(known: Metadata, edition: Edition, narration: Narration) -> str:
    """Return what the article begins with, who reads it, and where it is from."""
    paragraphs = [p for p in edition.paragraphs if p.kind in ("standfirst", "paragraph")]
    lead = "\n\n".join(" ".join(p.text.split()) for p in paragraphs[:2]) or edition.title
    if len(lead) > _LONGEST:
        cut = lead[:_LONGEST]
        lead = (cut.rpartition(" ")[0] or cut) + " …"
    voice = narration.voice
    reader = say(edition.language, "narrated_by", voice=voice.called) + "." if voice.synthetic else ""
    return "\n\n".join(filter(None, (lead, reader, known.url)))


def _transcripts(
    publication: Publication, edition: Edition, heard: Sequence[Moment], *, speaker: str
) -> Iterator[File]:
    """Yield what is said in every form, and what is shown meanwhile in each other language; apps take the first."""
    for shown in sorted(publication.book.editions, key=lambda each: each is not edition):
        own = shown is edition
        times = heard if own else subtitles(publication.book, heard, spoken=edition.language, shown=shown)
        for kind, media_type in TYPES.items():
            if own and kind == "vtt":
                continue
            text = transcript(kind, times, language=shown.language, title=shown.title, speaker=speaker if own else "")
            path = f"transcripts/{publication.name}.{edition.language}.{shown.language}.{kind}"
            yield File(path, media_type, text)
