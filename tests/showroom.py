"""A show with episodes that take no time to make, for whoever tests what happens to its feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from publish import showing
from publish.model import File, Show
from publish.outside import shows
from publish.outside.shelf import Shelf
from publish.writing import feed

if TYPE_CHECKING:
    from pathlib import Path

SHOW = Show(
    language="en",
    title={"en": "Village Radio", "es": "Radio del pueblo"},
    description={"en": "Stories of the river.", "es": "Historias del río."},
    author="Ana Roe",
    category=("Education", "Language Learning"),
    base_url="https://example.org/podcast/",
    link="https://example.org/podcast/",
    artwork={"en": "artwork.jpg"},
)
"""Its artwork is its own: to draw three pictures takes half a second."""


def episode(folder: Path, name: str, key: str, *, day: int = 1, languages: str = "en es", sound: bytes = b"mp3") -> str:
    """Put the folder of an episode in a show, as `make` does, and return its name; no feed names it yet."""
    with Shelf(folder / "episodes", f"{name}-{key}") as shelf:
        for language in languages.split():
            place = f"{name}.{language}"
            shelf.save(File(f"audio/{place}.mp3", "audio/mpeg", sound))
            shelf.save(File(f"audio/{place}.vtt", "text/vtt", b"WEBVTT\n"))
            shelf.save(File(f"chapters/{place}.json", "application/json+chapters", CHAPTERS))
            item = feed.Episode(
                title=f"{name} in {language}",
                language=language,
                guid=f"urn:{name}:{language}",
                published=datetime(2026, 5, day, 12, tzinfo=UTC),
                description="A river.\n\nNarrated by nobody.",
                seconds=12,
                url="https://example.org/river",
                authors=("Ana Roe",),
                narrator="Pico",
                licence="CC-BY-4.0",
                transcripts=(feed.Transcript(f"audio/{place}.vtt", "text/vtt", language),),
                chapters=f"chapters/{place}.json",
                book=f"{name}.epub",
            )
            shelf.save(File(f"item.{language}.xml", "application/rss+xml", feed.alone(item)))
        shelf.publish({"key": key})
    return f"{name}-{key}"


CHAPTERS = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "endTime": 12, "title": "A river"}]}'


def grown(folder: Path, own: str = "", show: Show = SHOW) -> tuple[showing.Feed, ...]:
    """Bring the feeds of a show up to date."""
    folder.mkdir(exist_ok=True)
    with shows.held(folder):
        return showing.grow(folder, show, own)
