"""What a text says of its own language: by script, by two detectors, by telling words and letters."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from publish.editing import detectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

FLOOR = -8.0
"""No single text speaks more strongly against a language than this (natural logarithm)."""

# Chosen on mixed documents of 40 languages, where 1 to 2 differ by less than half a point.
WORD_WEIGHT = 1.5
RARENESS = {"widest": 0.0, "common": 0.2, "shadowed": 0.5, "national": 0.75, "rare": 2.0}
_BARRED = -1e6
FITTING = 0.8
"""A text whose n-grams fit no language better than this may be in one that eldc does not know; one in"""
STRANGE = 0.6
"""that fits so badly is, where it has"""
PLENTY = 40
"""letters."""
CLEAR = 1.5
"""By how much more a text speaks for one language than for any other (natural logarithm) where eldc is clear;"""
TIED = 0.01
"""where its n-grams part two languages at all."""
MOST_DOUBT = 0.2
"""Share of the letters of all texts that may be in doubt before py3langid is asked."""

# Vowel signs of the scripts of India and their neighbours are no letters to `\\w`.
_LETTERS = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u0DFF])+"
_WORD = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
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


def _by_words(text: str, languages: set[str]) -> dict[str, float]:
    """Return what each language loses for the telling words that a relative among them has and it has not."""
    low = text.lower()
    words, letters = frozenset(_WORD.findall(low)), frozenset(low)
    lost: dict[str, float] = {}
    for family in tables().relatives:
        hits = {
            code: len(words & own) + len(letters & marks) for code, (own, marks) in family.items() if code in languages
        }
        most = max(hits.values(), default=0)
        for code, count in hits.items():
            if count < most:
                lost[code] = max(lost.get(code, 0.0) + WORD_WEIGHT * (count - most), FLOOR)
    return lost


@dataclass(frozen=True, slots=True)
class _Open:
    """A text whose script leaves more than one language."""

    place: int
    text: str
    letters: int
    fit: dict[str, float]
    told: dict[str, float]
    """Log likelihood by language, before py3langid is asked."""
    named: tuple[str, ...]
    """The languages that eldc knows, or takes for one that it knows."""
    doubt: bool


def likelihoods(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Return for each text (row) and language (column) a log likelihood, 0 for the row's best, never under FLOOR.

    A text without letters says nothing: its row is all 0. No detector is asked where the script leaves only one of
    the languages, and py3langid, which is slow to load, only where the other is in doubt about much of the texts.
    """
    import numpy as np

    table = np.zeros((len(texts), len(languages)), dtype=np.float32)
    opened: list[_Open] = []
    for place, text in enumerate(texts):
        could = possible(text)
        if could is None:
            continue
        left = [code for code in languages if code in could] or list(languages)
        if len(left) > 1:
            opened.append(_opened(place, own_words(text[:LONGEST]), left))
        table[place] = [0.0 if code in left else _BARRED for code in languages]
    asked = _are_doubtful(opened)
    for each in opened:
        told = _with_model(each) if asked and each.doubt else _without_model(each)
        table[each.place] = [told.get(code, _BARRED) for code in languages]
        table[each.place] -= table[each.place].max()
    return np.maximum(table, np.float32(FLOOR))


def _opened(place: int, text: str, left: Sequence[str]) -> _Open:
    fit, letters, words = detectors.fits(text), weight(text), _by_words(text, set(left))
    rareness, strange = tables().rareness, _strange(text)
    by_fit = detectors.by_fit(fit, left, letters, strange=strange, taken=tables().taken)
    told = {code: by_fit.get(code, 0.0) + words.get(code, 0.0) - rareness.get(code, 0.0) for code in left}
    named = tuple(code for code in left if code not in strange)
    unsure = max(fit.values(), default=0.0) < FITTING or any(
        _lead(table, named) < least for table, least in ((told, CLEAR), (by_fit, TIED))
    )
    return _Open(place, text, letters, fit, told, named, doubt=unsure and not detectors.known().issuperset(left))


def _lead(told: dict[str, float], named: Sequence[str]) -> float:
    """Return by how much the likeliest of these languages leads the next; 0 where there is none."""
    if not named:
        return 0.0
    best, second = (*sorted((told.get(code, 0.0) for code in named), reverse=True), -math.inf)[:2]
    return best - second


def spelling(text: str, languages: Sequence[str]) -> dict[str, float]:
    """Return the log likelihood of each language that eldc tells by how a few words are spelt; 0 for the likeliest."""
    fit, strange = detectors.fits(text), _strange(text)
    by_fit = detectors.by_fit(fit, languages, weight(text), strange=strange, taken=tables().taken)
    words, rareness = _by_words(text, set(languages)), tables().rareness
    told = {code: by_fit.get(code, 0.0) + words.get(code, 0.0) - rareness.get(code, 0.0) for code in languages}
    best = max((value for code, value in told.items() if code not in strange), default=0.0)
    return {code: value - best for code, value in told.items() if code not in strange}


def _strange(text: str) -> frozenset[str]:
    """Return the languages that eldc neither knows nor takes for one that it knows, in the script of this text."""
    found = scripts(text)
    latin = tables().also_latin if found and found.most_common(1)[0][0] == "Latin" else frozenset[str]()
    return frozenset(tables().known) - (detectors.known() - latin) - tables().taken.keys()


def _without_model(each: _Open) -> dict[str, float]:
    return {code: each.told[code] for code in each.named} or each.told


def _with_model(each: _Open) -> dict[str, float]:
    by_model: dict[str, float] = {}
    for label, value in detectors.by_model(each.text).items():
        by_model[primary(label)] = max(value, by_model.get(primary(label), _BARRED))
    return {code: value + by_model.get(code, _BARRED) for code, value in each.told.items()}


def _are_doubtful(opened: Sequence[_Open]) -> bool:
    """Whether eldc is in doubt about so much of the texts that py3langid has to be asked."""
    doubtful = sum(each.letters for each in opened if each.doubt)
    if doubtful > MOST_DOUBT * sum(each.letters for each in opened):
        return True
    return any(
        each.doubt and each.letters >= PLENTY and max(each.fit.values(), default=0.0) < STRANGE for each in opened
    )
