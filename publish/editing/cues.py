"""What page furniture says in many languages, found in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\s.,;:!?…()\[\]{}<>\"“”„«»‹›|/\\•·。።፣፤，、！？：；（）「」『』《》【】—–]+")
UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_TYPICAL = 0.3
_LONGEST = 7
"""Words in the longest phrase of the table."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What a line shares with the table."""

    strong: tuple[str, ...]
    """The rule of each phrase that is enough to doubt the line by itself."""
    cover: float
    """Share of the line's words that stand in some phrase, 0..1."""
    rule: str
    """The rule with most words in the line; empty where no phrase was found."""
    opens: bool
    """Whether the line begins with a phrase that is enough by itself: `Read also: ...`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The phrases, ready to be looked up."""

    spaced: dict[tuple[str, ...], tuple[str, bool]]
    first_words: frozenset[str]
    unspaced: tuple[tuple[str, str, bool], ...]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; scripts without spaces give whole runs."""
    return _TOKEN.findall(text.replace("’", "'").casefold())


def unspaced(text: str) -> list[str]:
    """Return the letters of a text that are of scripts without spaces."""
    return [] if text.isascii() else UNSPACED.findall(text)


def resource(name: str) -> list[tuple[str, list[str]]]:
    """Return the rows `head: body` of a table that lies beside this module, comments left out."""
    text = files("publish.editing").joinpath(name).read_text("utf-8")
    rows = (line.split(": ", 1) for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [(head, body.split("; " if ";" in body or " " in head else None)) for head, body in rows]


@cache
def table() -> Table:
    """Return the table of cues, read once."""
    spaced: dict[tuple[str, ...], tuple[str, bool]] = {}
    unspaced: dict[str, tuple[str, bool]] = {}
    for head, phrases in resource("cues.txt"):
        rule = head.split()[0]
        for phrase in phrases:
            strong, plain = phrase.startswith("!"), phrase.removeprefix("!").strip().casefold()
            if UNSPACED.search(plain):
                unspaced.setdefault(plain, (rule, strong))
            else:
                key = tuple(words(plain))
                if key and (key not in spaced or strong):
                    spaced[key] = (rule, strong)
    by_length = sorted(((p, *v) for p, v in unspaced.items()), key=lambda row: -len(row[0]))
    return Table(spaced, frozenset(key[0] for key in spaced), tuple(by_length))


def cues(text: str, tokens: list[str]) -> Cues:
    """Return what a line says that furniture says. The tokens are those of `words`."""
    letters = len(unspaced(text))
    found = [*_spaced(tokens), *(_unspaced(text.casefold()) if letters else ())]
    if not found:
        return Cues((), 0.0, "", opens=False)
    total = letters + (sum(1 for token in tokens if not UNSPACED.search(token)) if letters else len(tokens))
    tally: dict[str, int] = {}
    for hit in found:
        tally[hit.rule] = tally.get(hit.rule, 0) + hit.size + (100 if hit.strong else 0)
    return Cues(
        strong=tuple(hit.rule for hit in found if hit.strong),
        cover=min(1.0, sum(hit.size for hit in found) / max(1, total)),
        rule=max(tally, key=lambda rule: tally[rule]),
        opens=any(hit.strong and hit.first for hit in found),
    )


@dataclass(frozen=True, slots=True)
class _Hit:
    """One phrase in a line."""

    rule: str
    strong: bool
    size: int
    """Words, or letters in a script without spaces."""
    first: bool


def _spaced(tokens: list[str]) -> list[_Hit]:
    known = table()
    found: list[_Hit] = []
    free = 0
    for place in [place for place, token in enumerate(tokens) if token in known.first_words]:
        if place < free:
            continue
        for size in range(min(_LONGEST, len(tokens) - place), 0, -1):
            entry = known.spaced.get(tuple(tokens[place : place + size]))
            if entry:
                found.append(_Hit(*entry, size, place == 0))
                free = place + size
                break
    return found


def _unspaced(text: str) -> list[_Hit]:
    found = []
    for phrase, rule, strong in table().unspaced:
        if phrase in text:
            size = len(UNSPACED.findall(phrase)) * text.count(phrase)
            found.append(_Hit(rule, strong, size, text.startswith(phrase)))
            text = text.replace(phrase, " ")
    return found


@cache
def _stop_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, common in resource("stopwords.txt"):
        for word in common:
            table[word] = (*table.get(word, ()), language)
    return table


@cache
def _known_letters() -> frozenset[int]:
    """The runs of 128 code points, by number, in which a letter of some common word stands."""
    return frozenset(ord(letter) >> 7 for word in _stop_words() for letter in word)


def common_words(text: str, tokens: list[str]) -> tuple[float, str]:
    """Return the share of a line's words that are the commonest of some language, and that language.

    In a script of which no such word is known (Ethiopic, Armenian, Telugu) the share is what running text has: what
    cannot be looked up is no sign against a line.
    """
    known = _stop_words()
    if not text.isascii():
        runs = _known_letters()
        unknown = [letter for letter in set(text) if ord(letter) >> 7 not in runs and letter.isalpha()]
        if unknown and sum(map(text.count, unknown)) * 2 > sum(map(str.isalpha, text)):
            return _TYPICAL, ""
    letters = unspaced(text)
    units = [t for t in tokens if not UNSPACED.search(t)] + letters if letters else tokens
    tally: dict[str, int] = {}
    for languages in filter(None, map(known.get, units)):
        for language in languages:
            tally[language] = tally.get(language, 0) + 1
    if not tally:
        return 0.0, ""
    best = max(tally, key=lambda language: tally[language])
    return tally[best] / len(units), best
