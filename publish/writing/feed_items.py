"""The items of a feed as runs of lines: found, placed in a show, and put among others, newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from publish.errors import OutputError
from publish.writing.feed import CLOSING, OPENING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Place: TypeAlias = tuple[str, str]
"""Where an item is from: its episode's folder, `NAME-KEY`, and its language."""

EPISODES: Final = "episodes"
"""The folder of a show that holds a folder for each episode."""

_FOLDER: Final = re.compile(rb'^<enclosure url="[^"]*/episodes/([^/"]+)-([0-9a-f]{8})/', re.MULTILINE)
_GUID: Final = re.compile(rb"^(<guid[^>]*>)([^<]*)", re.MULTILINE)
_DATE: Final = re.compile(rb"^<pubDate>([^<]*)", re.MULTILINE)
_LANGUAGE: Final = re.compile(rb"^<dc:language>([^<]*)", re.MULTILINE)
_SELF: Final = re.compile(rb'^<atom:link rel="self"[^>]* href="([^"]*/)([^"/]*)"', re.MULTILINE)
_SHOW_GUID: Final = re.compile(rb"^<podcast:guid>([^<]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """An item, from `<item>` to `</item>`, with the line ends."""

    content: bytes

    @property
    def guid(self) -> str:
        """What apps know it by, for ever."""
        return _found(_GUID, self.content, 2)

    @property
    def language(self) -> str:
        """BCP 47."""
        return _found(_LANGUAGE, self.content)

    @property
    def name(self) -> str:
        """The episode's, without the key: the same when it is published again."""
        return _found(_FOLDER, self.content)

    @property
    def place(self) -> Place:
        """The episode's folder and its language."""
        return f"{self.name}-{_found(_FOLDER, self.content, 2)}", self.language

    @property
    def order(self) -> tuple[float, str, str]:
        """What the items of a feed are sorted by: the newest first, those of one day by name and language."""
        return -parsedate_to_datetime(_found(_DATE, self.content)).timestamp(), self.name, self.language

    def with_guid(self, guid: str) -> Item:
        """Return it under another guid."""
        return Item(_GUID.sub(lambda match: match[1] + guid.encode(), self.content, count=1))

    def with_lines(self, lines: Iterable[str]) -> Item:
        """Return it with these lines at its end."""
        body = self.content.removesuffix(b"</item>\n")
        return Item(body + "".join(f"{line}\n" for line in lines).encode() + b"</item>\n")

    def moved(self, old: str, new: str) -> Item:
        """Return it with every address that begins with `old` beginning with `new`.

        An address is looked for in the first tag of a line only: what an article says stays as it is.
        """
        pattern = rb'^(<[^>]*?(?:url|href|uri)=")' + re.escape(old.encode())
        return Item(re.sub(pattern, lambda match: match[1] + new.encode(), self.content, flags=re.MULTILINE))


def _found(pattern: re.Pattern[bytes], content: bytes, group: int = 1) -> str:
    match = pattern.search(content)
    return match[group].decode() if match else ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the head of a feed says of the place it was written for."""

    base_url: str
    file: str
    """Its name there: a copy under another name is a person's own."""
    guid: str


def opening(lines: Iterator[bytes], where: str) -> Opening:
    """Read the head of a feed, and with it the line that its first item begins with.

    Raises:
        OutputError: it is no feed of ours.
    """
    found = b""
    for line in lines:
        if line in (b"<item>\n", CLOSING.encode().splitlines(keepends=True)[0]):
            break
        found += line
    own, guid = _SELF.search(found), _found(_SHOW_GUID, found)
    if not (found.startswith(OPENING.encode()) and own and guid):
        msg = "This is no feed that Enface wrote"
        raise OutputError(msg, where=where, hint="Move it away; the feed is then written anew from the episodes.")
    base_url, file = (each.decode() for each in own.groups())
    return Opening(base_url, file, guid)


def items(lines: Iterable[bytes]) -> Iterator[Item]:
    """Yield the items of a feed whose head has been read, or of a whole feed; one at a time is in memory."""
    held: list[bytes] = []
    for line in lines:
        if line == b"<item>\n":
            held = []
        elif line == b"</item>\n":
            yield Item(b"".join((b"<item>\n", *held, line)))
        else:
            held.append(line)


def grown(head: str, old: Iterable[Item], new: Sequence[Item], kept: Collection[Place]) -> Iterator[bytes]:
    """Yield a feed: those of the old items that are kept, and the new ones in their places."""
    waiting = sorted(new, key=lambda item: item.order)
    yield head.encode()
    for item in old:
        if item.place not in kept:
            continue
        while waiting and waiting[0].order < item.order:
            yield waiting.pop(0).content
        yield item.content
    for item in waiting:
        yield item.content
    yield CLOSING.encode()
