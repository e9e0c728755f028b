"""Lines that only announce a language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 60
"""Characters of a line that may be a marker."""

_CODE = re.compile(r"[\[(](?P<code>[A-Za-z]{2})[\])]:?")


@dataclass(frozen=True, slots=True)
class _Table:
    announcing: frozenset[str]
    leading: frozenset[str]
    filling: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    names: dict[str, str]
    """Language by each of its names, in any language."""
    announced: dict[str, str]
    """The same for names that are names of countries too."""
    alone: frozenset[str]


@cache
def _table() -> _Table:
    told = tomllib.loads(files("publish.editing").joinpath("markers.toml").read_text("utf-8"))
    by_language = {
        code: tuple(name.strip() for name in " ".join(names.split()).split(","))
        for code, names in told["names"].items()
    }
    return _Table(
        announcing=frozenset(told["announcing"].split()),
        leading=frozenset(told["leading"].split()),
        filling=frozenset(told["filling"].split()),
        before=("", *told["before"].split()),
        after=("", *told["after"].split()),
        names={name: code for code, names in by_language.items() for name in names},
        announced=told["announced"],
        alone=frozenset((*told["alone_in_english"].split(), *told["adverbs"].split()))
        | {names[0] for names in by_language.values()}
        | {name for names in by_language.values() for name in names if "\u4e00" <= name[0] <= "\u9fff"},
    )


def _words(text: str) -> list[str]:
    """Return the words of a line without its marks; a hyphen or an apostrophe inside a word stays."""
    # By category, not by \\w, which leaves out the vowel signs of Hindi and Thai.
    kept = "".join(c if c in "'’·-" or unicodedata.category(c)[0] in "LM" else " " for c in text)
    return [word for word in (word.strip("'’·-") for word in kept.split()) if word]


def marker(text: str) -> str | None:
    """Return the language that a line announces, where it does nothing else: `**En Español**` is `es`.

    A line that names two languages is a menu, not a marker: None.
    """
    # Only short lines are remembered, not the paragraphs of an article.
    return _announced(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _announced(text: str) -> str | None:
    if not text.strip() or any(character.isdigit() for character in text):
        return None
    code = _CODE.fullmatch(text.strip())
    if code:
        return code["code"].lower() if code["code"].lower() in _table().names.values() else None
    words = _words(unicodedata.normalize("NFC", text).casefold().replace("i̇", "i"))
    line = " ".join(words)
    if line in _table().alone:
        return _table().names.get(line)
    return _among_words(words) or _unspaced(line)


def _among_words(words: list[str]) -> str | None:
    table = _table()
    named: list[str] = []
    kinds: set[str] = set()
    place = 0
    while place < len(words):
        pair = " ".join(words[place : place + 2])
        word = pair if pair in table.names else words[place]
        place += word.count(" ") + 1
        kind = _kind(word)
        kinds.add(kind)
        if kind in {"name", "country"}:
            named.append(word)
    languages = {table.names.get(word) or table.announced[word] for word in named}
    if "other" in kinds or len(languages) != 1:
        return None
    return languages.pop() if "announcing" in kinds or kinds == {"leading", "name"} else None


def _kind(word: str) -> str:
    table = _table()
    kinds = {
        "announcing": table.announcing,
        "leading": table.leading,
        "name": table.names,
        "country": table.announced,
        "filling": table.filling,
    }
    return next((kind for kind, words in kinds.items() if word in words), "other")


def _unspaced(line: str) -> str | None:
    """Read a line of a script without spaces, or with prefixes written together: `英文版`, `بالعربية`."""
    table = _table()
    if not line or max(line) <= "\u058f":
        return None
    affixes = [(first, last) for first in table.before for last in table.after if first or last]
    for word in dict.fromkeys((line, *line.split()[-1:])):
        for first, last in affixes:
            if word.startswith(first) and word.endswith(last):
                code = table.names.get(word[len(first) : len(word) - len(last)].strip())
                if code and _rest_announces(line, word):
                    return code
    return None


def _rest_announces(line: str, word: str) -> bool:
    rest = line[: -len(word)].split() if word != line else []
    table = _table()
    return all(other in table.announcing or other in table.leading or other in table.filling for other in rest)
