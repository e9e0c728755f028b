"""How a value of an order is read: checked for its form, or refused in words that name where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, get_args

from publish.bcp47 import in_turns, language
from publish.errors import ConfigError
from publish.model import Pauses

_LONGEST_PAUSE_MS = 10_000


def refuse(expected: str, where: str, example: str) -> NoReturn:
    """Say what a value must be.

    Raises:
        ConfigError: always.
    """
    msg = f"This must be {expected}"
    raise ConfigError(msg, where=where, hint=f"For example: {example}")


def a_text(value: object, where: str) -> str:
    """Take one text."""
    if not isinstance(value, str):
        refuse("a text", where, '"Rain"')
    return value


def texts(value: object, where: str) -> tuple[str, ...]:
    """Take one text or several."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or not all(isinstance(item, str) for item in value):
        refuse("a text or a list of texts", where, '["first", "second"]')
    return tuple(value)


def kept_sources(value: object, where: str) -> tuple[str, ...]:
    """Files, never addresses: the network is used only where a command names one."""
    names = texts(value, where)
    for name in names:
        if "://" in name:
            msg = f"An address is fetched only where the command names it: {name}"
            raise ConfigError(msg, where=where, hint=f"Type it: publish make {name}")
    return names


def words(value: object, where: str) -> tuple[str, ...]:
    """Texts that hold no comma: `epub,audio`. Said twice is said once."""
    words = (word.strip() for text in texts(value, where) for word in text.split(","))
    return tuple(dict.fromkeys(filter(None, words)))


def writers(value: object, where: str) -> tuple[str, ...]:
    """Take names of what is to be made, one at least."""
    found = words(value, where)
    if not found:
        refuse("one name or more", where, '"epub"')
    return found


def languages(value: object, where: str) -> tuple[str, ...]:
    """Take BCP 47 tags, each once."""
    return tuple(dict.fromkeys(language(word, where) for word in words(value, where)))


def voices(value: object, where: str) -> dict[str, str]:
    """Take a voice for each language: a table, or `LANG=NAME` each."""
    if isinstance(value, Mapping):
        return {language(key, where): a_text(name, f"{where}.{key}") for key, name in value.items()}
    found = {}
    for pair in texts(value, where):
        tag, equals, name = pair.partition("=")
        if not (equals and tag.strip() and name.strip()):
            refuse("LANG=NAME", where, "--voice es=es-pico")
        found[language(tag, where)] = name.strip()
    return found


def lessons(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    """Take lessons, each as its languages in turn."""
    return tuple(in_turns(word, where) for word in words(value, where))


def pause(value: object, where: str) -> float:
    """Take the pause of a lesson."""
    return _between(value, where, 0.0, 10.0, "a multiple of what was just heard, 10 at most")


def speeds(value: object, where: str) -> dict[str, float]:
    """Take how fast languages are said: a table, or `LANG=N` each; by nothing for all of them."""
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
        refuse(expected, where, f"{least + (most - least) / 2:g}")
    return number


def path(value: object, where: str) -> Path:
    """Take a file or a folder; `~` is the home folder."""
    text = str(value) if isinstance(value, Path) else a_text(value, where)
    if not text or "\0" in text:
        refuse("a folder", where, '"books"')
    return Path(text).expanduser()


def folder(value: object, where: str) -> str:
    """A folder, never an address: the network is used only where a command names one."""
    text = a_text(value, where)
    if "://" in text:
        msg = f"An address is used only where the command names it: {text}"
        raise ConfigError(msg, where=where, hint=f"Type it: publish make --memory {text}")
    return str(path(text, where))


def place(value: object, where: str) -> str:
    """Take a folder or a URL."""
    text = a_text(value, where)
    return text if "://" in text else folder(text, where)


def paths(value: object, where: str) -> tuple[Path, ...]:
    """Take one file or several, each once."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(path(each, where) for each in several))


def count(value: object, where: str) -> int:
    """Take a number of processes."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1024:
        refuse("a number of processes, or 0 for one per core", where, "2")
    return value


def braille_page(value: object, where: str) -> tuple[int, int]:
    """Take how many cells a line of braille has, and how many lines a page."""
    width, by, height = a_text(value, where).lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal() and 20 <= int(width) <= 80 and 5 <= int(height) <= 60):
        refuse("cells in a line (20 to 80) by lines on a page (5 to 60)", where, '"40x25"')
    return int(width), int(height)


def day(value: object, where: str) -> date:
    """Take a day."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        refuse("a day", where, "2026-03-01")
    return value


def one_of(kinds: object, value: object, where: str) -> str:
    """Take one of the words of a literal type, in whatever case."""
    words = get_args(kinds)
    word = a_text(value, where).strip().lower()
    if word not in words:
        refuse(f"one of {', '.join(words)}", where, f'"{words[-1]}"')
    return word


def each_of(kinds: object, value: object, where: str) -> tuple[str, ...]:
    """Take some of the words of a literal type, each once, one at least."""
    found = tuple(dict.fromkeys(one_of(kinds, word, where) for word in words(value, where)))
    if not found:
        refuse(f"one of {', '.join(get_args(kinds))}, or several", where, f'"{get_args(kinds)[0]}"')
    return found


def flag(value: object, where: str) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        refuse("true or false", where, "true")
    return value


def pauses(value: object, where: str) -> Pauses:
    """Take a table of pauses in milliseconds, by the names of the fields of `Pauses`."""
    names = {field.name.replace("_", "-"): field.name for field in fields(Pauses)}
    if not isinstance(value, Mapping):
        refuse("a table of pauses in milliseconds", where, "sentence = 400")
    for name, pause_ms in value.items():
        if name not in names:
            msg = f"There is no pause called {name}"
            raise ConfigError(msg, where=where, hint=f"There are: {', '.join(names)}.")
        if not isinstance(pause_ms, int) or isinstance(pause_ms, bool) or not 0 <= pause_ms <= _LONGEST_PAUSE_MS:
            refuse(f"milliseconds, from 0 to {_LONGEST_PAUSE_MS}", f"{where}.{name}", "400")
    return Pauses(**{names[name]: pause_ms for name, pause_ms in value.items()})
