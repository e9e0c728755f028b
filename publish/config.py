"""The order: what a person asked for, by options over publish.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, get_args

from publish.bcp47 import in_turns, language
from publish.design import Design, Grain, Layout, Links
from publish.errors import ConfigError
from publish.lines import numbers
from publish.model import Alone, Quality

FILE = "publish.toml"
"""Looked for in the working folder."""

_TO = ("epub", "audio")


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that a person decided, checked for form; whether it can be had is the pipeline's to say."""

    sources: tuple[str, ...] = ()
    """Paths as given, `-`, or web addresses; several are one per language, or of an anthology one per article."""
    anthology: str = ""
    """The title under which the sources, each an article of its own, are bound into one book; empty for one article."""
    with_translations: bool = False
    """Fetch a page's translations too, where it names them."""
    allow_local: bool = False
    """Let addresses lead to this machine and its network."""
    images: bool = False
    """Fetch the pictures that a page names by their addresses."""
    alt: Path | None = None
    """A file that says what the pictures show, by picture and language."""
    paste: bool = False
    """Take what is in the clipboard instead of `sources`."""
    sample: bool = False
    """Make the bundled article instead of `sources`."""
    out: Path = Path("output")
    to: tuple[str, ...] = _TO
    """Names of writers."""
    layout: Layout = "chapters"
    """How the languages stand to each other on the book's pages."""
    grain: Grain = "paragraph"
    """What takes turns where they are interleaved."""
    links: Links = "paragraph"
    """What leads to its twin."""
    fonts: tuple[Path, ...] = ()
    """Font files that the book brings along, cut down to its letters."""
    reviewed_by: str = ""
    """Who vouches for what a machine cannot judge; only then is conformance claimed."""
    settings: str = FILE
    """Name of the settings file, for errors."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags that the article may be in; empty for whatever is found. The first leads."""
    quality: Quality = "fast"
    """The tier of voices that speak where none is named."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Voice name by BCP 47 tag."""
    voices_said: frozenset[str] = frozenset()
    """Those of `voices`, by tag, that this very command named: only it may have a program run or a text sent."""
    lexicon: tuple[Path, ...] = ()
    """Pronunciation lexicons (PLS 1.0); each says its language, and what stands in an earlier one counts."""
    learn: tuple[tuple[str, ...], ...] = ()
    """Lessons, each as its languages in the order in which they are heard; see model.Method for how they go."""
    learn_pause: float = 1.0
    learn_speed: Mapping[str, float] = field(default_factory=dict)
    """By BCP 47 tag; by nothing for every language that is not there."""
    learn_alone: Alone = "said"
    title: str = ""
    author: tuple[str, ...] = ()
    keep: frozenset[int] = frozenset()
    """Lines of the source, from 1, that are article whatever the rules say."""
    drop: frozenset[int] = frozenset()
    """Lines of the source, from 1, that are not."""
    keep_in: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The same for one of several sources, by its name: `spanish.txt:3`."""
    drop_in: Mapping[str, frozenset[int]] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    """Those of `keep`, `drop` and `learn` that were given in this very command."""
    alignment: Path | None = None
    """A table of paragraph pairs that overrules those found; None for the one beside the source, if there is one."""
    force: bool = False
    """Make everything again, even what has not changed."""
    workers: int = 0
    """Processes that speak; 0 for one per core."""
    voices_folder: Path | None = None
    memory: str = ""
    """Where spoken sentences are remembered, a folder or an fsspec URL; empty for the user's cache folder."""
    no_memory: bool = False
    """Remember nothing of this run, and nothing of earlier ones."""
    retrieved: date | None = None
    """The day the source was taken, where its file does not say it."""

    @property
    def design(self) -> Design:
        """How the book's pages are laid out."""
        return Design(self.layout, self.grain, self.links)


def order(options: Mapping[str, object], *, toml: str = "", where: str = FILE) -> Order:
    """Return the order: each option that was given, else the file's word, else ours.

    Args:
        options: values by field name of `Order`, as the command line gives them; None, "" and () were not given.
            `voices` is a sequence of `LANG=NAME`; `keep` and `drop` are texts such as `3,5-7,spanish.txt:2`.
        toml: what the file says.
        where: its name, for errors.

    Raises:
        ConfigError: a value cannot be followed; names the file and the key, or the option.
        LanguageError: a language is not a BCP 47 tag.
    """
    values: dict[str, Any] = {}
    for key, value in _table(toml, where).items():
        reader = _KEYS.get(key)
        if reader is None:
            msg = f"There is no setting called {key}"
            raise ConfigError(msg, where=where, hint=_nearest(key))
        values[_FIELDS.get(key, key)] = reader(value, f"{where}: {key}")
    for key, value in options.items():
        if value is None or value in ("", (), [], False):
            continue
        read = _OPTIONS[key](value, _option(key))
        # `--voice es=…` changes one language of the file's table, not the table.
        values[key] = {**values.get(key, {}), **read} if key == "voices" else read
    _check_together(values, options)
    for key in ("keep", "drop"):
        if key in values:
            counted_on, values[f"{key}_in"] = values[key].pop("", frozenset()), values[key]
            values[key] = counted_on
    if values.get("paste"):
        values["sources"] = ()
    if values.get("anthology"):
        _check_anthology(values)
    values["settings"] = where
    values["said"] = frozenset(key for key in ("keep", "drop", "learn") if options.get(key))
    values["voices_said"] = frozenset(_voices(options.get("voices") or (), _option("voices")))
    return Order(**values)


def _check_together(values: Mapping[str, Any], options: Mapping[str, object]) -> None:
    if values.get("grain") == "sentence" and values.get("layout") != "interleaved":
        msg = "Only interleaved languages take turns sentence by sentence"
        raise ConfigError(msg, where="--grain sentence", hint="Add --layout interleaved.")
    if options.get("learn") and "audio" not in values.get("to", _TO):
        msg = "A lesson comes with the narrations, which are not asked for"
        raise ConfigError(msg, where="--learn", hint="Ask for both: --to epub,audio")


def _check_anthology(values: Mapping[str, Any]) -> None:
    sources = values.get("sources", ())
    if len(sources) < 2:
        msg = "An anthology is two articles or more"
        raise ConfigError(msg, where="--anthology", hint='publish make first.txt second.txt --anthology "Title"')
    for name in sources:
        if sources.count(name) > 1:
            msg = "The same article stands twice in this anthology"
            raise ConfigError(msg, where=name, hint="Name each article once.")
    if values.get("title"):
        msg = "An anthology has its own title, and each article keeps the one that was found"
        raise ConfigError(msg, where="--title", hint="Leave it out.")
    for option in ("keep", "drop"):
        if values.get(option):
            msg = f"Each article of an anthology has a line {min(values[option])}"
            raise ConfigError(msg, where=f"--{option}", hint=f"Name its file: {sources[0]}:{min(values[option])}")


def _table(toml: str, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=where, hint='A line looks like: title = "Rain"') from error


def _nearest(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key, _KEYS, n=1)
    return f"Is it {close[0]}?" if close else f"There are: {', '.join(_KEYS)}."


def _option(key: str) -> str:
    singular = {"voices": "voice", "languages": "language", "voices_folder": "voices", "fonts": "font"}
    return "--" + singular.get(key, key).replace("_", "-")


def _refuse(expected: str, where: str, example: str) -> NoReturn:
    msg = f"This must be {expected}"
    raise ConfigError(msg, where=where, hint=f"For example: {example}")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        _refuse("a text", where, '"Rain"')
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or not all(isinstance(item, str) for item in value):
        _refuse("a text or a list of texts", where, '["first", "second"]')
    return tuple(value)


def _kept_sources(value: object, where: str) -> tuple[str, ...]:
    """Files, never addresses: the network is used only where a command names one."""
    names = _texts(value, where)
    for name in names:
        if "://" in name:
            msg = f"An address is fetched only where the command names it: {name}"
            raise ConfigError(msg, where=where, hint=f"Type it: publish make {name}")
    return names


def _words(value: object, where: str) -> tuple[str, ...]:
    """Texts that hold no comma: `epub,audio`. Said twice is said once."""
    words = (word.strip() for text in _texts(value, where) for word in text.split(","))
    return tuple(dict.fromkeys(filter(None, words)))


def _languages(value: object, where: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language(word, where) for word in _words(value, where)))


def _voices(value: object, where: str) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {language(key, where): _text(name, f"{where}.{key}") for key, name in value.items()}
    found = {}
    for pair in _texts(value, where):
        tag, equals, name = pair.partition("=")
        if not (equals and tag.strip() and name.strip()):
            _refuse("LANG=NAME", where, "--voice es=es-pico")
        found[language(tag, where)] = name.strip()
    return found


def _lessons(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    return tuple(in_turns(word, where) for word in _words(value, where))


def _pause(value: object, where: str) -> float:
    return _between(value, where, 0.0, 10.0, "a multiple of what was just heard, 10 at most")


def _speeds(value: object, where: str) -> dict[str, float]:
    given = [word for text in _several(value) for word in str(text).split(",")]
    pairs = value.items() if isinstance(value, Mapping) else map(_pair, given)
    expected = "how fast it is said, 0.5 to 1"
    return {key and language(key, where): _between(speed, where, 0.5, 1.0, expected) for key, speed in pairs}


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _pair(text: str) -> tuple[str, object]:
    tag, _, speed = text.rpartition("=")
    return tag.strip(), speed


def _between(value: object, where: str, least: float, most: float, expected: str) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not least <= number <= most:
        _refuse(expected, where, f"{least + (most - least) / 2:g}")
    return number


def _path(value: object, where: str) -> Path:
    text = str(value) if isinstance(value, Path) else _text(value, where)
    if not text or "\0" in text:
        _refuse("a folder", where, '"books"')
    return Path(text).expanduser()


def _folder(value: object, where: str) -> str:
    """A folder, never an address: the network is used only where a command names one."""
    text = _text(value, where)
    if "://" in text:
        msg = f"An address is used only where the command names it: {text}"
        raise ConfigError(msg, where=where, hint=f"Type it: publish make --memory {text}")
    return str(_path(text, where))


def _place(value: object, where: str) -> str:
    text = _text(value, where)
    return text if "://" in text else _folder(text, where)


def _paths(value: object, where: str) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(_path(each, where) for each in _several(value)))


def _count(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1024:
        _refuse("a number of processes, or 0 for one per core", where, "2")
    return value


def _day(value: object, where: str) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        _refuse("a day", where, "2026-03-01")
    return value


def _one_of(kinds: object, value: object, where: str) -> str:
    """Take one of the words of a literal type, in whatever case."""
    words = get_args(kinds)
    word = _text(value, where).strip().lower()
    if word not in words:
        _refuse(f"one of {', '.join(words)}", where, f'"{words[-1]}"')
    return word


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        _refuse("true or false", where, "true")
    return value


_Read = Callable[[object, str], Any]

_KEYS: Mapping[str, _Read] = {
    "sources": _kept_sources,
    "out": _path,
    "to": _words,
    "language": _languages,
    "quality": partial(_one_of, Quality),
    "lexicon": _paths,
    "voice": _voices,
    "learn": _lessons,
    "learn-pause": _pause,
    "learn-speed": _speeds,
    "learn-alone": partial(_one_of, Alone),
    "anthology": _text,
    "title": _text,
    "author": _texts,
    "keep": numbers,
    "drop": numbers,
    "alignment": _path,
    "alt": _path,
    "layout": partial(_one_of, Layout),
    "grain": partial(_one_of, Grain),
    "links": partial(_one_of, Links),
    "font": _paths,
    "workers": _count,
    "voices": _path,
    "memory": _folder,
    "retrieved": _day,
}
"""What publish.toml may say: the options' own words. What one run wants (--force, --json …) is no setting."""

_FIELDS: Mapping[str, str] = {
    "language": "languages",
    "voice": "voices",
    "voices": "voices_folder",
    "font": "fonts",
    "learn-pause": "learn_pause",
    "learn-speed": "learn_speed",
    "learn-alone": "learn_alone",
}
"""Where a setting's word is not the order's."""

_OPTIONS: Mapping[str, _Read] = {
    **{_FIELDS.get(key, key): reader for key, reader in _KEYS.items()},
    # Only the command itself may name what is fetched.
    "sources": _texts,
    "with_translations": _flag,
    "allow_local": _flag,
    "images": _flag,
    "paste": _flag,
    # Nor is a book reviewed before it is made: a settings file cannot vouch for the next one.
    "reviewed_by": _text,
    "sample": _flag,
    "no_memory": _flag,
    "memory": _place,
    "force": _flag,
}
