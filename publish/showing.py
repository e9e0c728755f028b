"""A show and its feeds: an episode put among the others, or all of them set right."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from publish import showfile
from publish.errors import ConfigError
from publish.outside import beside, shelf, shows
from publish.writing import cover, feed
from publish.writing.feed import Channel, titled
from publish.writing.feed_items import EPISODES, grown, items, opening

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.model import Show
    from publish.writing.feed_items import Item, Opening, Place

log = logging.getLogger(__name__)

EVERY: Final = "feed.xml"
"""The feed of all languages."""
_EPISODE: Final = re.compile(r".+-[0-9a-f]{8}")
"""What another folder there is called is a person's own business."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it stands now."""

    path: Path
    url: str
    """Where it will be found."""
    changed: bool
    """False where it says what it said."""


def show_of(folder: Path) -> Show:
    """Return what a show's folder says of itself.

    Raises:
        ConfigError: there is no `show.toml`, or it cannot be followed.
        LanguageError: a language in it is no BCP 47 tag.
    """
    where = str(folder / showfile.FILE)
    show = showfile.show(shows.settings(folder, showfile.FILE), where)
    for picture in show.artwork.values():
        if not shows.there(folder / picture):
            msg = f"There is no picture called {picture} in the show's folder"
            raise ConfigError(msg, where=f"{where}: artwork", hint="Lay it there, or leave the line out: one is drawn.")
    return show


def begun(folder: Path) -> Path | None:
    """Write a `show.toml` to fill in, and return it; nothing where there is one already.

    Raises:
        OutputError: it cannot be written.
    """
    path = folder / showfile.FILE
    if shows.there(path):
        return None
    beside.saved(path, showfile.TEMPLATE, "application/toml")
    return path


def earlier(folder: Path, name: str) -> Mapping[str, Any]:
    """Return the colophon of the episode of this name; empty where there is none."""
    there = (each for each in sorted(shows.folders(folder / EPISODES)) if _EPISODE.fullmatch(each))
    return next((shelf.colophon(folder / EPISODES / each) for each in there if _name(each) == name), {})


def renewed(folder: Path) -> tuple[Feed, ...]:
    """Bring the feeds of a show to what its `show.toml` and its folder say now.

    Raises:
        PublishError: as `show_of` and `grow` have it.
    """
    show = show_of(folder)
    with shows.held(folder):
        return grow(folder, show)


def grow(folder: Path, show: Show, own: str = "") -> tuple[Feed, ...]:
    """Bring the feeds of a show to what its folder holds, and return them; the show is held meanwhile.

    What is new is put among the others as their lines go past; a feed that would say the same is not written. Feeds
    are replaced one by one, each whole, and the one of all languages is the first: by it a run knows what an earlier
    one that was killed had still to do. Only at the end the folders go that no feed names any more, so that at every
    moment every file is there that a feed names.

    Args:
        folder: the show's.
        show: what it says of itself.
        own: the folder of the episode that was just made, which takes the place of an earlier one of its name.

    Raises:
        OutputError: something cannot be written, or stands in the way; the earlier show is as it was.
    """
    known = {path.name: _known(path) for path in _feeds(folder)}
    guids = {(_name(place[0]), place[1]): guid for some in known.values() for place, guid in some.items()}
    there = set(filter(_EPISODE.fullmatch, shows.folders(folder / EPISODES)))
    every = {place: guid for place, guid in known.get(EVERY, {}).items() if place[0] in there}
    new = {item.place: item for each in _fresh(there, every, own) for item in _brought(folder, each, show, guids, own)}
    names, taken = {_name(each) for each, _ in new}, {item.guid for item in new.values()}
    wanted = {place for place, guid in every.items() if _name(place[0]) not in names and guid not in taken} | set(new)
    channels = tuple(_channels(folder, show, {language for _, language in wanted}))
    found = []
    for channel in channels:
        own_places = {place for place in wanted if channel.language in ("", place[1])}
        lacking = own_places - known.get(channel.file, {}).keys()
        # A run that was killed may have come to one feed and not to the next.
        late = {each for each, _ in lacking - new.keys()}
        made = new | {item.place: item for each in late for item in _made(folder, each, show, guids)}
        head = feed.head(show, channel, [other for other in channels if other != channel])
        lines = grown(head, _old(folder / channel.file, show), [made[place] for place in lacking], own_places)
        changed = shows.replaced(folder / channel.file, lines)
        found.append(Feed(folder / channel.file, show.base_url + channel.file, changed=changed))
    _tidy(folder, there - {each for each, _ in wanted}, {channel.artwork for channel in channels})
    return tuple(found)


def _fresh(there: Collection[str], every: Collection[Place], own: str) -> tuple[str, ...]:
    """Return the folders that are to come into the feeds.

    One that no feed names, and that is not this run's own, is what a killed run left: of an episode that is there in
    another form, which counts, or of one that is there in none.
    """
    placed = {each for each, _ in every}
    names = {_name(each) for each in (*placed, own)}
    left = {_name(each): each for each in sorted(there) if _name(each) not in names}
    return (*left.values(), *({own} & set(there) - placed))


def _tidy(folder: Path, episodes: Collection[str], artwork: Collection[str]) -> None:
    """Take away what no feed names any more."""
    for each in episodes:
        shows.discard(folder / EPISODES / each)
    shows.clear(folder, "artwork-*.jpg", artwork)


def _name(folder: str) -> str:
    """Return an episode's name: its folder without the key."""
    return folder.rpartition("-")[0]


def _known(path: Path) -> dict[Place, str]:
    """Return the guid of every item of a feed."""
    return {item.place: item.guid for item in items(shows.lines(path))}


def _made(folder: Path, episode: str, show: Show, guids: Mapping[tuple[str, str], str]) -> Iterator[Item]:
    """Yield the items of an episode, placed in the show, each with the sound that lies in its folder.

    Args:
        folder: the show's.
        episode: its folder, `NAME-KEY`.
        show: what it says of itself.
        guids: those that were given, by name and language: they stay.

    Raises:
        ConfigError: there is no sound that podcast apps play.
    """
    place = folder / EPISODES / episode
    files = [(str(a["path"]), str(a["media_type"]), int(a["size"])) for a in shelf.colophon(place).get("artifacts", ())]
    for path in (path for path, _, _ in files if path.startswith("item.")):
        (item,) = items(shows.lines(place / path))
        sound = [f for f in files if f[1].startswith("audio/") and f[0].split(".")[-2] == item.language]
        if not any(media_type in feed.PLAYABLE for _, media_type, _ in sound):
            msg = f"Its sound in {item.language} is nothing that every podcast app plays"
            raise ConfigError(msg, where=str(place), hint="Have it made as MP3 too.")
        guid = guids.get((_name(episode), item.language), item.guid)
        placed = item.with_lines(feed.enclosures(sound, item.language)).moved(
            "./", f"{show.base_url}{EPISODES}/{episode}/"
        )
        yield placed.with_guid(guid)


def _brought(
    folder: Path, episode: str, show: Show, guids: Mapping[tuple[str, str], str], own: str
) -> tuple[Item, ...]:
    """Return the items of an episode; nothing, and a warning, where it is left from another run and cannot be one."""
    try:
        return tuple(_made(folder, episode, show, guids))
    except ConfigError as error:
        if episode == own:
            raise
        log.warning("%s: left out", error)
        return ()


def _feeds(folder: Path) -> tuple[Path, ...]:
    """Return the show's feeds; one that says another name for itself is a copy that somebody keeps."""
    found = ((path, _opening(path)) for path in shows.feeds(folder))
    return tuple(path for path, said in found if said and said.file == path.name)


def _channels(folder: Path, show: Show, languages: Collection[str]) -> Iterator[Channel]:
    """Yield that of all languages, then those that there are, and those that these languages want."""
    there = {path.name.split(".")[1] for path in _feeds(folder) if path.name != EVERY}
    every = sorted({*there, *languages})
    for language in ("", *every):
        channel = Channel(language, _artwork(folder, show, language, every))
        before = _opening(folder / channel.file)
        yield replace(channel, guid=before.guid) if before else channel


def _opening(path: Path) -> Opening | None:

    return opening(shows.lines(path), str(path)) if shows.there(path) else None


def _old(path: Path, show: Show) -> Iterator[Item]:
    """Yield the items of a feed as they are, or as they are where the show has moved to."""
    before = _opening(path)
    for item in items(shows.lines(path)):
        yield item.moved(before.base_url, show.base_url) if before and before.base_url != show.base_url else item


def _artwork(folder: Path, show: Show, language: str, languages: Sequence[str]) -> str:
    """Return the picture of a feed: the person's own, else one that is drawn, under a name of its own for each look.

    Directories fetch a picture again only where its address is another.
    """
    given = show.artwork.get(language or show.language) or show.artwork.get(show.language)
    if given:
        return given
    # One language: its title. All of them: each title that is another.
    titles = {each: titled(show, each, languages) for each in ((language,) if language else languages)}
    if not language:
        titles = {show.language: show.title[show.language]} | {k: v for k, v in titles.items() if k in show.title}
    look = hashlib.sha256(repr((titles, show.author, show.title[show.language])).encode()).hexdigest()[:8]
    path = folder / f"artwork{language and '-'}{language}-{look}.jpg"
    if not shows.there(path):
        for each, title in titles.items():
            if not cover.drawable(title, each):
                log.warning("No font at hand has the letters of “%s”: name a picture of yours in show.toml", title)
        drawn = cover.artwork(titles, show.author, colour_of=show.title[show.language])
        shows.replaced(path, (drawn,))
    return path.name
