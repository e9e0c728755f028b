"""A podcast feed: RSS 2.0 with Apple's, Atom's and the Podcasting 2.0 words, one element a line.

feedgen and podgen know no `podcast:` namespace, and build a feed whole. Ours is grown (`feed_items.py`), so an item is
a run of lines that stays as it is while others come and go.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from publish import __version__
from publish.markup import element
from publish.phrases import autonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from publish.model import Show

# https://podcasting2.org/docs/podcast-namespace/tags/guid
_NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
OPENING: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0">\n<channel>\n'
)
CLOSING: Final = "</channel>\n</rss>\n"
_COMMONS: Final = re.compile(r"//creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([0-9.]+[0-9])")
_RSS: Final = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed of a show."""

    language: str
    """BCP 47; empty for the one that holds all languages."""
    artwork: str
    """The name of its picture in the show's folder."""
    guid: str = ""
    """As it was given once, for ever; empty for a new feed."""

    @property
    def file(self) -> str:
        """Its name in the show's folder: `feed.es.xml`."""
        return f"feed.{self.language}.xml" if self.language else "feed.xml"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A file that says what is heard, or shows it in another language."""

    path: str
    media_type: str
    language: str


@dataclass(frozen=True, slots=True)
class Episode:
    """An article in one language, as a feed tells of it; paths are relative to the episode's folder."""

    title: str
    language: str
    guid: str
    published: datetime
    description: str
    seconds: int
    url: str
    """The page that it is from; empty where there is none."""
    authors: tuple[str, ...]
    narrator: str
    licence: str
    book: str
    """The EPUB."""
    chapters: str = ""
    transcripts: tuple[Transcript, ...] = ()


def titled(show: Show, language: str, languages: Sequence[str]) -> str:
    """Return the title of a feed: in its language where the show has one, else with the language's own name.

    The feed of all languages has every title that the show has in them.
    """
    if language:
        plain = show.title.get(language)
        return plain or f"{show.title[show.language]} ({autonym(language)})"
    own = [show.title[each] for each in (show.language, *languages) if each in show.title]
    several = list(dict.fromkeys(own))
    if len(several) > 1 or len(languages) == 1:
        return " / ".join(several)
    return f"{several[0]} ({', '.join(map(autonym, languages))})"


def podcast_guid(show: Show, channel: Channel) -> str:
    """Return the guid that a feed has, or else that of its address, without scheme."""
    address = show.base_url.partition("://")[2] + channel.file
    return channel.guid or str(uuid.uuid5(_NAMESPACE, address))


def head(show: Show, channel: Channel, others: Sequence[Channel]) -> str:
    """Return a feed up to its first item.

    Args:
        show: what it says of itself.
        channel: this feed.
        others: the show's other feeds, which it links to.
    """
    languages = [each.language for each in (channel, *others) if each.language]
    return OPENING + "".join(f"{line}\n" for line in _channel(show, channel, others, sorted(languages)))


def _channel(show: Show, channel: Channel, others: Sequence[Channel], languages: Sequence[str]) -> Iterator[str]:
    own = channel.language or show.language
    title, artwork = titled(show, channel.language, languages), show.base_url + quote(channel.artwork)
    yield element("title", {}, title)
    yield element("link", {}, show.link)
    yield element("description", {}, show.description.get(own, show.description[show.language]))
    yield element("language", {}, own)
    yield element("generator", {}, f"Enface {__version__}")
    if show.copyright:
        yield element("copyright", {}, show.copyright)
    yield element("atom:link", {"rel": "self", "type": _RSS, "href": show.base_url + channel.file})
    for other in others:
        address = {"type": _RSS, "hreflang": other.language or None, "href": show.base_url + other.file}
        yield element("atom:link", {"rel": "alternate", **address, "title": titled(show, other.language, languages)})
    yield element("image", {}, *(element(*row) for row in _image(artwork, title, show.link)))
    yield element("itunes:image", {"href": artwork})
    yield from _apple(show)
    yield element("podcast:guid", {}, podcast_guid(show, channel))
    yield element("podcast:medium", {}, "podcast")
    yield element("podcast:locked", {"owner": show.email or None}, "yes" if show.locked else "no")
    yield from _licence(show.licence, show.licence_url)
    yield element("podcast:person", {"group": "writing", "role": "author"}, show.author)
    if others:
        yield element("podcast:podroll", {}, *(_remote(show, other, languages) for other in others))


def _image(url: str, title: str, link: str) -> tuple[tuple[str, Mapping[str, str | None], str], ...]:
    return (("url", {}, url), ("title", {}, title), ("link", {}, link))


def _apple(show: Show) -> Iterator[str]:
    yield element("itunes:author", {}, show.author)
    yield element("itunes:type", {}, "episodic")
    yield element("itunes:explicit", {}, "true" if show.explicit else "false")
    wide, *narrow = show.category
    yield element("itunes:category", {"text": wide}, *(element("itunes:category", {"text": word}) for word in narrow))
    if show.email:
        owner = (element("itunes:name", {}, show.author), element("itunes:email", {}, show.email))
        yield element("itunes:owner", {}, *owner)


def _remote(show: Show, other: Channel, languages: Sequence[str]) -> str:
    return element(
        "podcast:remoteItem",
        {
            "feedGuid": podcast_guid(show, other),
            "feedUrl": show.base_url + other.file,
            "medium": "podcast",
            "title": titled(show, other.language, languages),
        },
    )


def _licence(name: str, url: str = "") -> Iterator[str]:
    """Well-known ones by their SPDX names in small letters, as the namespace's list has them."""
    if "://" in name:
        name, url = (urlsplit(name).hostname or name), name
    if known := _COMMONS.search(url):
        name = "cc0-1.0" if known[1] == "zero" else f"cc-{known[1]}-{known[2]}"
    elif name.upper().startswith("CC"):
        name = "-".join(name.lower().split())
    if name:
        yield element("podcast:license", {"url": url or None}, name)


def alone(episode: Episode) -> bytes:
    """Return an episode as a feed of one item, as it lies in its folder: its addresses are relative to it."""
    lines = "".join(f"{line}\n" for line in _item(episode))
    return f"{OPENING}{lines}{CLOSING}".encode()


def _item(episode: Episode) -> Iterator[str]:
    yield "<item>"
    yield element("title", {}, episode.title)
    if episode.url:
        yield element("link", {}, episode.url)
    yield element("guid", {"isPermaLink": "false"}, episode.guid)
    yield element("pubDate", {}, format_datetime(episode.published, usegmt=True))
    yield element("description", {}, episode.description)
    yield element("dc:language", {}, episode.language)
    if episode.authors:
        yield element("itunes:author", {}, ", ".join(episode.authors))
    yield element("itunes:duration", {}, str(episode.seconds))
    yield element("itunes:episodeType", {}, "full")
    for each in episode.transcripts:
        timed = None if each.media_type == "text/html" else "captions"
        named = {"url": f"./{each.path}", "type": each.media_type, "language": each.language, "rel": timed}
        yield element("podcast:transcript", named)
    yield element("podcast:chapters", {"url": f"./{episode.chapters}", "type": "application/json+chapters"})
    yield from _people(episode)
    yield from _licence(episode.licence)
    yield element("podcast:contentLink", {"href": f"./{episode.book}"}, f"EPUB: {episode.title}")
    yield "</item>"


def _people(episode: Episode) -> Iterator[str]:
    for author in episode.authors:
        yield element("podcast:person", {"group": "writing", "role": "author"}, author)
    if episode.narrator:
        yield element("podcast:person", {"group": "cast", "role": "narrator"}, episode.narrator)


def enclosures(files: Iterable[tuple[str, str, int]], language: str) -> Iterator[str]:
    """Yield the lines of an item that name its sound: the first that every app plays, then the others.

    Args:
        files: path, media type and size in bytes of each file of sound, the same narration in all.
        language: which it is in.
    """
    rest = []
    first = None
    for path, media_type, size in files:
        if first is None and media_type in PLAYABLE:
            first = {"url": f"./{path}", "type": PLAYABLE[media_type], "length": str(size)}
        else:
            rest.append((path, media_type, size))
    if first is not None:
        yield element("enclosure", first)
    for path, media_type, size in rest:
        described = {"type": media_type, "length": str(size), "lang": language}
        # On a line of its own, as every address of an item is: so it is found when the show moves.
        yield f"{element('podcast:alternateEnclosure', described)[:-2]}>"
        yield element("podcast:source", {"uri": f"./{path}"})
        yield "</podcast:alternateEnclosure>"


PLAYED: Final = frozenset({"mp3", "m4b"})
"""Of the formats of narrations, those that every podcast app plays."""
PLAYABLE: Final[Mapping[str, str]] = {
    "audio/mpeg": "audio/mpeg",
    "audio/x-m4a": "audio/x-m4a",
    "audio/mp4": "audio/x-m4a",
}
"""What an enclosure may be, by Apple's rules, and what it is called there."""
