"""What is known of languages before any statistics: how common they are, how they are written."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_letters

RARENESS = {"widest": 0.0, "common": 0.1, "shadowed": 0.4, "national": 0.75, "rare": 2.0}
"""By how much less likely a language is than the widest, before a text says anything (natural logarithm)."""
# One character of these says about as much as three of an alphabet.
_DENSE = frozenset({"Han", "Kana", "Hangul"})
_PLAIN = ascii_letters.encode()
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Tables:
    """languages.toml, made ready."""

    known: tuple[str, ...]
    """Every language that can be told, commonest first."""
    rareness: dict[str, float]
    starts: tuple[int, ...]
    """First code points of the script ranges, ascending; with `ranges`."""
    ranges: tuple[tuple[int, str], ...]
    """Last code point and script of each range."""
    written_in: dict[str, frozenset[str]]
    """Languages of each script; Latin is every language that is in no other, and a few that are in both."""
    folded: dict[str, str]
    relatives: tuple[dict[str, tuple[frozenset[str], frozenset[str]]], ...]
    """Telling words and letters by language, for each family."""
    also_latin: frozenset[str]
    """Languages written in Latin letters as well as in the script by which eldc knows them."""
    taken: dict[str, tuple[tuple[str, ...], float]]
    """For a language that eldc does not know: whom it takes it for, and how well it then fits."""


@cache
def tables() -> Tables:
    """Return what languages.toml says."""
    told = tomllib.loads(files("publish.editing").joinpath("languages.toml").read_text("utf-8"))
    known = tuple(dict.fromkeys(" ".join((told["common"], told["national"], told["rare"])).split()))
    ranges: list[tuple[int, int, str]] = []
    written: dict[str, frozenset[str]] = {}
    for script, (spans, codes) in told["scripts"].items():
        written[script] = frozenset(codes)
        bounds = [span.split("-") for span in spans]
        ranges.extend((int(first, 16), int(last, 16), script) for first, last in bounds)
    ranges.sort()
    also_latin = frozenset(told["also_latin"].split())
    elsewhere = frozenset[str]().union(*written.values()) - also_latin
    written["Latin"] = frozenset(known) - elsewhere
    return Tables(
        known=known,
        rareness={code: cost for name, cost in reversed(RARENESS.items()) for code in told[name].split()}
        | dict.fromkeys(told["shadowed"].split(), RARENESS["shadowed"]),
        starts=tuple(first for first, _, _ in ranges),
        ranges=tuple((last, script) for _, last, script in ranges),
        written_in=written,
        folded=told["folded"],
        relatives=_relatives(told["relatives"], told["letters"]),
        also_latin=also_latin,
        taken={code: (tuple(others.split()), level) for code, (others, level) in told["taken_for"].items()},
    )


def _relatives(
    words: dict[str, dict[str, str]], letters: dict[str, dict[str, str]]
) -> tuple[dict[str, tuple[frozenset[str], frozenset[str]]], ...]:
    found = []
    for family in dict.fromkeys((*words, *letters)):
        spoken, marks = words.get(family, {}), letters.get(family, {})
        found.append(
            {
                code: (frozenset(spoken.get(code, "").split()), frozenset(marks.get(code, "")))
                for code in (*spoken, *marks)
            }
        )
    return tuple(found)


@cache
def primary(tag: str) -> str:
    """Return the language that a BCP 47 tag means here: `pt-BR` is `pt`, `nb` is `no`."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return tables().folded.get(code, code)


@cache
def script(character: str) -> str:
    """Return the script of a letter by its name in languages.toml, `Latin` or `other`; empty for no letter."""
    if not character.isalpha():
        return ""
    table = tables()
    place = bisect_right(table.starts, ord(character)) - 1
    if place >= 0 and ord(character) <= table.ranges[place][0]:
        return table.ranges[place][1]
    return "Latin" if "LATIN" in unicodedata.name(character, "") else "other"


def counted(text: str) -> dict[str, int]:
    """Return how much of a text is in each script, in letters; a Han character counts for three."""
    # Letters of ASCII are the most by far, and are counted at once.
    plain = text.encode("ascii", "ignore")
    latin = len(plain) - len(plain.translate(None, _PLAIN))
    if len(plain) == len(text):
        return {"Latin": latin} if latin else {}
    found = _by_letter("".join(_NOT_PLAIN.findall(text)))
    if not latin:
        return found
    if found.keys() <= {"Latin"}:
        return {"Latin": latin + found.get("Latin", 0)}
    # Of two scripts, the one that the text begins with comes first.
    return _by_letter(text)


def _by_letter(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for character, times in Counter(text).items():
        name = script(character)
        if name:
            found[name] = found.get(name, 0) + times * (3 if name in _DENSE else 1)
    return found


@lru_cache(maxsize=32768)
def scripts(text: str) -> Counter[str]:
    """Return what `counted` does, and remember it; for what is asked about again. Do not change it."""
    found: Counter[str] = Counter()
    # As `dict` does: `Counter` looks for what it is given among the kinds of mapping each time.
    dict.update(found, counted(text))
    return found


def weight(text: str) -> int:
    """Return the length of a text in letters, a Han character counting for three; 0 where it has none."""
    return sum(scripts(text).values())


@lru_cache(maxsize=32768)
def possible(text: str) -> frozenset[str] | None:
    """Return the languages that are written in this text's main script; None where it has no letters."""
    found = scripts(text)
    if not found:
        return None
    han, kana = found["Han"], found["Kana"]
    if han + kana > sum(found.values()) / 2:
        # A Japanese sentence without kana is a heading at most; a Chinese one quotes a kana word at most.
        return tables().written_in["Kana" if kana * 12 >= han else "Han"]
    return tables().written_in.get(most(found)) or frozenset(tables().known)


def most(found: dict[str, int]) -> str:
    """Return the script that most of a text is in; of equals, the one that it begins with."""
    return max(found, key=found.__getitem__, default="")
