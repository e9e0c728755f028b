"""What a text says of its own language: by script, by py3langid's statistics, by telling words and letters."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from publish.editing.likeness import BARRED, likeness, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

FLOOR = -8.0
"""No single text speaks more strongly against a language than this (natural logarithm)."""

# Chosen on mixed documents of 40 languages, where 1 to 2 differ by less than half a point.
WORD_WEIGHT = 1.5
RARENESS = {"widest": 0.0, "common": 0.2, "shadowed": 0.5, "national": 0.75, "rare": 2.0}

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Names inside a sentence, with the small words that join them: `the [Unión de Remeros], led by [Ana Paz]`.
_NAMES = re.compile(r"(?<=[^\W_], |.[^\W_] )[A-ZÀ-ÖØ-Þ][\w’'-]*(?: (?:[a-zà-öø-ÿ]{1,3} ){0,2}[A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_QUOTED = re.compile(r"“[^“”]+”|«[^«»]+»|„[^„“]+“")
LONGEST = 5000
"""Characters of a paragraph that are looked at: as much as ever changes the answer."""
ENOUGH = 12
"""Letters of a paragraph, beside its names and quotations, that tell its language."""
# One character of these says about as much as three of an alphabet.
_DENSE = frozenset({"Han", "Kana", "Hangul"})


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
    elsewhere = frozenset[str]().union(*written.values()) - set(told["also_latin"].split())
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


@lru_cache(maxsize=4096)
def scripts(text: str) -> Counter[str]:
    """Return how much of a text is in each script, in letters; a Han character counts for three. Do not change it."""
    found: Counter[str] = Counter()
    for character, times in Counter(text).items():
        name = script(character)
        if name:
            found[name] += times * (3 if name in _DENSE else 1)
    return found


def weight(text: str) -> int:
    """Return the length of a text in letters, a Han character counting for three; 0 where it has none."""
    return sum(scripts(text).values())


def possible(text: str) -> frozenset[str] | None:
    """Return the languages that are written in this text's main script; None where it has no letters."""
    found = scripts(text)
    if not found:
        return None
    han, kana = found["Han"], found["Kana"]
    if han + kana > sum(found.values()) / 2:
        # A Japanese sentence without kana is a heading at most; a Chinese one quotes a kana word at most.
        return tables().written_in["Kana" if kana * 12 >= han else "Han"]
    return tables().written_in.get(found.most_common(1)[0][0], frozenset(tables().known))


def own_words(text: str) -> str:
    """Return a paragraph without what it names and quotes, where enough is left to tell by."""
    for part in (_QUOTED, _NAMES):
        left = part.sub(" ", text)
        if sum(map(str.islower, left)) >= ENOUGH:
            text = left
    return text


@cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """Return every word and every letter that tells a language from a relative."""
    own = [both for family in tables().relatives for both in family.values()]
    return frozenset[str]().union(*(words for words, _ in own)), frozenset[str]().union(*(marks for _, marks in own))


def _by_words(text: str, languages: frozenset[str]) -> dict[str, float]:
    """Return what each language loses for the telling words that a relative among them has and it has not."""
    low = text.lower()
    words, letters = _telling()[0].intersection(_WORD.findall(low)), _telling()[1].intersection(low)
    lost: dict[str, float] = {}
    if not words and not letters:
        return lost
    for family in tables().relatives:
        hits = {
            code: len(words & own) + len(letters & marks) for code, (own, marks) in family.items() if code in languages
        }
        most = max(hits.values(), default=0)
        for code, count in hits.items():
            if count < most:
                lost[code] = max(lost.get(code, 0.0) + WORD_WEIGHT * (count - most), FLOOR)
    return lost


def likelihoods(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Return for each text (row) and language (column) a log likelihood, 0 for the row's best, never under FLOOR.

    A text without letters says nothing: its row is all 0. The model is only asked where
    the script leaves more than one of the languages.
    """
    import numpy as np

    table = np.zeros((len(texts), len(languages)), dtype=np.float32)
    rareness = np.array([tables().rareness.get(code, 0.0) for code in languages])
    columns = {code: column for column, code in enumerate(languages)}
    for place, text in enumerate(texts):
        could = possible(text)
        if could is None:
            continue
        left, barred = _left(tuple(languages), could)
        if len(left) > 1:
            own = own_words(text[:LONGEST])
            row = likeness(own, places(tuple(languages), primary))
            for code, lost in _by_words(own, left).items():
                row[columns[code]] += lost
            table[place] = row - rareness
        table[place] += barred
        table[place] -= table[place].max()
    return np.maximum(table, np.float32(FLOOR))


@cache
def _left(languages: tuple[str, ...], could: frozenset[str]) -> tuple[frozenset[str], NDArray[np.float64]]:
    """Return the languages that a text could be in by its script, all of them if in none; and what bars each."""
    import numpy as np

    left = could.intersection(languages) or frozenset(languages)
    return left, np.array([0.0 if code in left else BARRED for code in languages])
