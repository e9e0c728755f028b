"""`show.toml`: the settings of a podcast, each mistake named with its key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from publish.bcp47 import language as language_tag
from publish.errors import ConfigError, LanguageError
from publish.model import Show

FILE: Final = "show.toml"
"""Stands in the folder of the show."""

TEMPLATE: Final = """\
# What your podcast says of itself. Everything here is public.

title = ""            # or one for each language: title = { en = "Rain", es = "Lluvia" }
description = ""      # two or three sentences, or one text for each language
author = ""           # who makes it, as podcast apps show it
language = "en"       # the language that leads, and that the texts above are in
category = ""         # as Apple Podcasts has it: "Education", or "Education > Language Learning"
base_url = ""         # where this folder will be found: "https://example.org/podcast/"

# explicit = true               # for adults only
# email = "me@example.org"      # the owner's; Spotify sends its code there. Public: leave it out to stay unknown
# link = "https://example.org"  # the show's own page; else base_url
# licence = "CC-BY-4.0"
# licence_url = ""              # where that can be read; must be said of a licence of your own
# copyright = "Ana Roe"         # a name only
# artwork = "artwork.jpg"       # a square of 1400 to 3000 pixels in this folder, or one for each language; else drawn
# locked = false                # let other platforms import the feed
"""

# https://podcasters.apple.com/support/1691-apple-podcasts-categories
_CATEGORIES: Final[Mapping[str, str]] = {
    "Arts": "Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts",
    "Business": "Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit",
    "Comedy": "Comedy Interviews, Improv, Stand-Up",
    "Education": "Courses, How To, Language Learning, Self-Improvement",
    "Fiction": "Comedy Fiction, Drama, Science Fiction",
    "Government": "",
    "History": "",
    "Health & Fitness": "Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality",
    "Kids & Family": "Education for Kids, Parenting, Pets & Animals, Stories for Kids",
    "Leisure": "Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games",
    "Music": "Music Commentary, Music History, Music Interviews",
    "News": "Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News",
    "Religion & Spirituality": "Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality",
    "Science": "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, "
    "Social Sciences",
    "Society & Culture": "Documentary, Personal Journals, Philosophy, Places & Travel, Relationships",
    "Sports": "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, "
    "Swimming, Tennis, Volleyball, Wilderness, Wrestling",
    "Technology": "",
    "True Crime": "",
    "TV & Film": "After Shows, Film History, Film Interviews, Film Reviews, TV Reviews",
}
_REQUIRED: Final = ("title", "description", "author", "language", "category", "base_url")
_TEXTS: Final = ("author", "link", "email", "licence", "licence_url", "copyright")
_BY_LANGUAGE: Final = ("title", "description", "artwork")
_FLAGS: Final = ("explicit", "locked")
_KEYS: Final = (*_REQUIRED, *_TEXTS[1:], "artwork", *_FLAGS)
_MOST_BYTES: Final = 4000
"""Of a description: Apple cuts off what is longer."""


def show(toml: str, where: str) -> Show:
    """Return the show that a `show.toml` describes.

    Args:
        toml: what the file says.
        where: its name, for errors.

    Raises:
        ConfigError: something must be said that is not, or cannot be followed; names file and key.
        LanguageError: a language is no BCP 47 tag.
    """
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=where, hint='A line looks like: title = "Rain"') from error
    for key in table:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            msg = f"There is no setting called {key}"
            hint = f"Is it {close[0]}?" if close else f"There are: {', '.join(_KEYS)}."
            raise ConfigError(msg, where=where, hint=hint)
    lacking = [key for key in _REQUIRED if table.get(key) in (None, "", {})]
    if lacking:
        msg = f"It does not say: {', '.join(lacking)}"
        raise ConfigError(msg, where=where, hint=_example(lacking[0]))
    return _read(table, where)


def _example(key: str) -> str:
    line = next(line for line in TEMPLATE.splitlines() if line.startswith(f"{key} ="))
    return f"Write a line: {key} = …  #{line.partition('#')[2]}"


def _read(table: Mapping[str, Any], where: str) -> Show:
    leading = language_tag(_text(table["language"], f"{where}: language"), f"{where}: language")
    values: dict[str, Any] = {key: _text(table[key], f"{where}: {key}") for key in _TEXTS if key in table}
    for key in _BY_LANGUAGE:
        values[key] = _by_language(table.get(key, {}), leading, f"{where}: {key}")
    for key in _FLAGS:
        if not isinstance(table.get(key, False), bool):
            _refuse("It must be true or false", f"{where}: {key}", f"{key} = true")
        values |= {key: table[key]} if key in table else {}
    for key in ("title", "description"):
        if leading not in values[key]:
            _refuse(f"It is not said in {leading}, the language that leads", f"{where}: {key}", f'{leading} = "…"')
    for language, text in values["description"].items():
        if len(text.encode()) > _MOST_BYTES:
            _refuse(f"It is longer than {_MOST_BYTES} bytes", f"{where}: description.{language}", "two sentences")
    base_url = _base(_text(table["base_url"], f"{where}: base_url"), f"{where}: base_url")
    for key in ("link", "licence_url"):
        values |= {key: _address(values[key], f"{where}: {key}")} if values.get(key) else {}
    if values.get("email") and "@" not in values["email"]:
        _refuse("This is no e-mail address", f"{where}: email", 'email = "me@example.org"')
    values["link"] = values.get("link") or base_url
    values["category"] = _category(_text(table["category"], f"{where}: category"), f"{where}: category")
    return Show(language=leading, base_url=base_url, **values)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        _refuse("This must be a text", where, '"Rain"')
    return value.strip()


def _by_language(value: object, leading: str, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {leading: _text(value, where)}
    try:
        return {language_tag(key, where): _text(text, f"{where}.{key}") for key, text in value.items()}
    except LanguageError as error:
        raise LanguageError(
            error.what, where=where, hint='One for each language: { en = "Rain", es = "Lluvia" }'
        ) from error


def _address(value: str, where: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        good = False
    if not good or not value.isascii() or set(value) & set(" \"'<>"):
        _refuse(f"This is no web address: {value}", where, '"https://example.org/podcast/"')
    return value


def _base(value: str, where: str) -> str:
    address = _address(value, where).rstrip("/") + "/"
    if set(address) & set("?#&"):
        _refuse("Names of files cannot follow this address", where, '"https://example.org/podcast/"')
    return address


def _category(value: str, where: str) -> tuple[str, ...]:
    wide, *narrow = (part.strip() for part in value.split(">"))
    known = [
        *_CATEGORIES,
        *(f"{one} > {two}" for one, within in _CATEGORIES.items() for two in within.split(", ") if two),
    ]
    if " > ".join((wide, *narrow)) in known:
        return (wide, *narrow)
    close = difflib.get_close_matches(value, known, n=3, cutoff=0.4)
    found = f"Is it {' or '.join(close)}?" if close else f"There are: {', '.join(_CATEGORIES)}."
    msg = f"Apple Podcasts has no category {value}"
    raise ConfigError(msg, where=where, hint=found)


def _refuse(what: str, where: str, example: str) -> NoReturn:
    raise ConfigError(what, where=where, hint=f"For example: {example}")
