"""Our own checks of a podcast feed, rule by rule: what Apple, Spotify and the Podcasting 2.0 namespace ask of one."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from io import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias
from urllib.parse import unquote

from publish.errors import SourceError
from publish.markup import parse_xml
from publish.writing.feed import PLAYABLE
from publish.writing.proof_book import Problem
from publish.writing.standards import Verdict
from publish.writing.transcripts import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

Look: TypeAlias = Callable[[str], BinaryIO | None]
"""Opens a file by its path in the show's folder; nothing where there is none."""

STANDARD: Final = "Podcast: Apple, Spotify, Podcasting 2.0"
_ITUNES: Final = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST: Final = "{https://podcastindex.org/namespace/1.0}"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ADDRESS: Final = re.compile(r"https?://[!-~]+")
_NEAR: Final = ("localhost", "127.", "[::1]")
_LONGEST_BYTES: Final = 4000
_LARGEST_PICTURE_BYTES: Final = 512 * 1024
_SMALLEST_PX, _LARGEST_PX = 1400, 3000


@dataclass(frozen=True, slots=True)
class _Feed:
    channel: Any
    base_url: str
    look: Look

    @property
    def items(self) -> list[Any]:
        return list(self.channel.findall("item"))

    def opened(self, url: str) -> BinaryIO | None:
        """Open what an address of this show leads to; nothing where it is not there, or not the show's."""
        return self.look(unquote(url.removeprefix(self.base_url))) if self.own(url) else None

    def own(self, url: str) -> bool:
        return url.startswith(self.base_url)

    def addresses(self) -> Iterator[tuple[Any, str]]:
        """Yield every element that names a file, with its address."""
        for element in self.channel.iter():
            if element.tag in _NAMES_A_FILE:
                yield element, element.get("url") or element.get("href") or element.get("uri") or ""


_NAMES_A_FILE: Final = frozenset(
    {"enclosure", f"{_ITUNES}image", *(f"{_PODCAST}{name}" for name in ("transcript", "chapters", "source"))}
)


def verdicts(feed: bytes, look: Look) -> tuple[tuple[Verdict, ...], tuple[Problem, ...]]:
    """Return how a feed stands by each rule, and everything that is against it.

    Raises:
        SourceError: it is no feed.
    """
    root = parse_xml(feed)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        msg = "This is no RSS feed"
        raise SourceError(msg)
    own = next((link.get("href", "") for link in channel.findall(f"{_ATOM}link") if link.get("rel") == "self"), "")
    seen = _Feed(channel, own.rpartition("/")[0] + "/", look)
    found, problems = [], []
    for rule, title, check in _RULES:
        against = [Problem(rule, where, what) for where, what in check(seen)]
        problems += against
        more = f" (and {len(against) - 1} more)" if len(against) > 1 else ""
        detail = f"{against[0].where}: {against[0].what}{more}" if against else ""
        found.append(Verdict(STANDARD, rule, title, "failed" if against else "passed", detail))
    if not channel.findtext(f"{_ITUNES}owner/{_ITUNES}email"):
        ask = "Should directories reach you? Spotify sends its code to `email` in show.toml, which is public."
        found.append(Verdict(STANDARD, "owner", "The owner can be reached.", "needs a person", ask))
    return tuple(found), tuple(problems)


_Found: TypeAlias = Iterator[tuple[str, str]]


def _said(feed: _Feed) -> _Found:
    wanted = ("title", "link", "description", "language", *(f"{_ITUNES}{each}" for each in ("author", "explicit")))
    for tag in wanted:
        if not (feed.channel.findtext(tag) or "").strip():
            yield "channel", f"It does not say its {_local(tag)}."
    for tag in (f"{_ITUNES}category", f"{_ITUNES}image", f"{_PODCAST}locked", f"{_PODCAST}medium"):
        if feed.channel.find(tag) is None:
            yield "channel", f"It does not say its {_local(tag)}."


def _identity(feed: _Feed) -> _Found:
    if not _ADDRESS.fullmatch(feed.base_url):
        yield "channel", "It does not say where it is (atom:link, rel=self)."
    guid = feed.channel.findtext(f"{_PODCAST}guid") or ""
    try:
        version = uuid.UUID(guid).version
    except ValueError:
        version = None
    if version != 5:
        yield "channel", f"Its podcast:guid is no UUID of version 5: {guid!r}."


def _https(feed: _Feed) -> _Found:
    for element, url in feed.addresses():
        near = url.startswith("http://") and url[7:].startswith(_NEAR)
        if not _ADDRESS.fullmatch(url) or not (near or url.startswith("https://")):
            yield _local(element.tag), f"This is no https address: {url!r}."


def _whole(feed: _Feed) -> _Found:
    tags = ("title", "guid", "pubDate", "description", f"{_ITUNES}duration")
    for item in feed.items:
        lacking = [_local(tag) for tag in tags if not (item.findtext(tag) or "").strip()]
        if lacking:
            yield _name(item), f"It does not say its {', '.join(lacking)}."
    if not feed.items:
        yield "channel", "It has no episode."


def _guids(feed: _Feed) -> _Found:
    yield from _twice((item.findtext("guid") or "" for item in feed.items), "guid")


def _dates(feed: _Feed) -> _Found:
    for item in feed.items:
        said = item.findtext("pubDate") or ""
        try:
            date = parsedate_to_datetime(said)
        except ValueError:
            date = None
        if date is None or date.tzinfo is None or not said.startswith(f"{date:%a},"):
            yield _name(item), f"This is no date as in RFC 2822: {said!r}."


def _enclosures(feed: _Feed) -> _Found:
    for item in feed.items:
        named = item.findall("enclosure")
        if len(named) != 1:
            yield _name(item), f"It has {len(named)} enclosures."
            continue
        sound = named[0]
        if sound.get("type") not in PLAYABLE.values():
            yield _name(item), f"Not every app plays {sound.get('type')}."
        size = _size(feed, sound.get("url", ""))
        if size is not None and str(size) != sound.get("length"):
            yield _name(item), f"Its sound is {size} bytes long, not {sound.get('length')}."
    yield from _twice((e.get("url", "") for item in feed.items for e in item.findall("enclosure")), "enclosure")


def _there(feed: _Feed) -> _Found:
    for _, url in feed.addresses():
        if feed.own(url) and not _size(feed, url):
            yield url, "There is no such file, or it is empty."


def _artwork(feed: _Feed) -> _Found:
    from PIL import Image, UnidentifiedImageError

    for url in dict.fromkeys(e.get("href", "") for e in feed.channel.iter(f"{_ITUNES}image")):
        stream = feed.opened(url)
        if stream is None:
            continue
        with stream:
            try:
                picture = Image.open(stream)
            except (UnidentifiedImageError, OSError):
                yield url, "It is no picture."
                continue
            (width, height), kind, mode = picture.size, picture.format, picture.mode
        if width != height or not _SMALLEST_PX <= width <= _LARGEST_PX:
            yield url, f"It is {width} x {height} pixels, not a square of {_SMALLEST_PX} to {_LARGEST_PX}."
        if kind not in ("JPEG", "PNG") or mode != "RGB":
            yield url, f"It is {kind} in {mode}, not JPEG or PNG in RGB."
        if (_size(feed, url) or 0) > _LARGEST_PICTURE_BYTES:
            yield url, "It is larger than 512 KB."


def _transcripts(feed: _Feed) -> _Found:
    for item in feed.items:
        kinds = [each.get("type") for each in item.findall(f"{_PODCAST}transcript")]
        if not {TYPES["vtt"], TYPES["srt"]} & set(kinds):
            yield _name(item), "It has no transcript as WebVTT or SubRip, all that Apple takes."
        for kind in sorted(set(kinds) - set(TYPES.values()) - {"text/plain"}):
            yield _name(item), f"No app knows a transcript of this type: {kind}."


def _chapters(feed: _Feed) -> _Found:
    for item in feed.items:
        for named in item.findall(f"{_PODCAST}chapters"):
            stream = feed.opened(named.get("url", ""))
            if stream is None:
                continue
            with stream:
                try:
                    rows = json.load(stream)["chapters"]
                    begins = [float(row["startTime"]) for row in rows]
                    end = float(rows[-1].get("endTime", begins[-1]))
                except (ValueError, KeyError, TypeError, IndexError):
                    yield _name(item), "Its chapters cannot be read."
                    continue
            if begins != sorted(begins):
                yield _name(item), "Its chapters are not in order."
            seconds = item.findtext(f"{_ITUNES}duration") or "0"
            if not seconds.isdigit() or end > int(seconds) + 1:
                yield _name(item), f"Its chapters end at {end} s, and it lasts {seconds} s."


def _short(feed: _Feed) -> _Found:
    for element in (feed.channel, *feed.items):
        if len((element.findtext("description") or "").encode()) > _LONGEST_BYTES:
            yield _name(element), f"Its description is longer than {_LONGEST_BYTES} bytes."


_RULES: Final[tuple[tuple[str, str, Callable[[_Feed], _Found]], ...]] = (
    ("channel", "It says its title, link, description, language, author, category and artwork.", _said),
    ("identity", "It says where it is, and has a podcast:guid.", _identity),
    ("addresses", "Every address is whole, and https.", _https),
    ("episodes", "Every episode says its title, guid, date, description and length.", _whole),
    ("guids", "No two episodes have one guid.", _guids),
    ("dates", "Dates are as RFC 2822 has them.", _dates),
    ("enclosures", "Every episode has one sound that all apps play, as many bytes long as it says.", _enclosures),
    ("files", "Every file that it names is there.", _there),
    ("artwork", "Its artwork is a square of 1400 to 3000 pixels, JPEG or PNG, RGB, 512 KB at most.", _artwork),
    ("transcripts", "Every episode has a transcript with times.", _transcripts),
    ("chapters", "Chapters can be read, are in order and within the sound.", _chapters),
    ("descriptions", "No description is longer than 4000 bytes.", _short),
)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _name(element: Any) -> str:
    return element.findtext("title") or _local(element.tag)


def _size(feed: _Feed, url: str) -> int | None:
    stream = feed.opened(url)
    if stream is None:
        return None
    with stream:
        return stream.seek(0, SEEK_END)


def _twice(values: Iterable[str], what: str) -> _Found:
    for value, times in Counter(values).items():
        if times > 1:
            yield value, f"{times} episodes have this {what}."
