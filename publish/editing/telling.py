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
    from collections.abc import Collection, Container, Sequence

    import numpy as np
    from numpy.typing import NDArray

FLOOR = -8.0
"""No single text speaks more strongly against a language than this (natural logarithm)."""

# Chosen on mixed documents of 40 languages, where 1 to 2 differ by less than half a point.
WORD_WEIGHT = 1.5
RARENESS = {"widest": 0.0, "common": 0.1, "shadowed": 0.4, "national": 0.75, "rare": 2.0}
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


@lru_cache(maxsize=32768)
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
    return tables().written_in.get(found.most_common(1)[0][0], frozenset(tables().known))


def own_words(text: str) -> str:
    """Return a paragraph without what it names and quotes, where enough is left to tell by."""
    for part in (_QUOTED, _NAMES):
        left = part.sub(" ", text)
        if sum(map(str.islower, left)) >= ENOUGH:
            text = left
    return text


@cache
def _telling() -> tuple[dict[str, list[tuple[int, str]]], dict[str, list[tuple[int, str]]]]:
    """Return for each telling word, and for each telling letter, the families and the languages that it tells of."""
    words: dict[str, list[tuple[int, str]]] = {}
    letters: dict[str, list[tuple[int, str]]] = {}
    for place, family in enumerate(tables().relatives):
        for code, (own, marks) in family.items():
            for word in own:
                words.setdefault(word, []).append((place, code))
            for mark in marks:
                letters.setdefault(mark, []).append((place, code))
    return words, letters


def _by_words(text: str, languages: Container[str]) -> dict[str, float]:
    """Return what each language loses for the telling words that a relative among them has and it has not."""
    low = text.lower()
    words, letters = _telling()
    found: dict[int, dict[str, int]] = {}
    for told, own in ((words, frozenset(_WORD.findall(low))), (letters, frozenset(low))):
        for each in told.keys() & own:
            for place, code in told[each]:
                if code in languages:
                    hits = found.setdefault(place, {})
                    hits[code] = hits.get(code, 0) + 1
    lost: dict[str, float] = {}
    for place, hits in sorted(found.items()):
        most = max(hits.values())
        for code in tables().relatives[place]:
            count = hits.get(code, 0)
            if count < most and code in languages:
                lost[code] = max(lost.get(code, 0.0) + WORD_WEIGHT * (count - most), FLOOR)
    return lost


@dataclass(frozen=True, slots=True)
class _Field:
    """The languages that a text may be in, made ready."""

    languages: tuple[str, ...]
    places: dict[str, int]
    by_fit: detectors.Field
    named: NDArray[np.intp]
    """The places of the languages that eldc knows, or takes for one that it knows."""
    rareness: NDArray[np.float64]
    known: bool
    """Whether eldc knows them all."""


@lru_cache(maxsize=256)
def _field(languages: tuple[str, ...], *, latin: bool) -> _Field:
    import numpy as np

    strange, table = _strange(latin=latin), tables()
    return _Field(
        languages,
        {code: place for place, code in enumerate(languages)},
        detectors.field(languages, strange=strange, taken=table.taken),
        np.array([place for place, code in enumerate(languages) if code not in strange], dtype=np.intp),
        np.array([table.rareness.get(code, 0.0) for code in languages]),
        detectors.known().issuperset(languages),
    )


@dataclass(frozen=True, slots=True)
class _Open:
    """A text whose script leaves more than one language."""

    text: str
    letters: int
    best: float
    """How well it fits the language that it fits best."""
    field: _Field
    told: NDArray[np.float64]
    """Log likelihood by language, before py3langid is asked."""
    doubt: bool


def likelihoods(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Return for each text (row) and language (column) a log likelihood, 0 for the row's best, never under FLOOR.

    A text without letters says nothing: its row is all 0. No detector is asked where the script leaves only one of
    the languages, and py3langid, which is slow to load, only where the other is in doubt about much of the texts.
    """
    import numpy as np

    table = np.zeros((len(texts), len(languages)), dtype=np.float32)
    opened: dict[int, _Open] = {}
    columns: dict[frozenset[str], NDArray[np.intp]] = {}
    left: dict[frozenset[str], tuple[str, ...]] = {}
    for place, text in enumerate(texts):
        could = possible(text)
        if could is None:
            continue
        if could not in columns:
            left[could] = tuple(code for code in languages if code in could) or tuple(languages)
            columns[could] = np.array([n for n, code in enumerate(languages) if code in left[could]], dtype=np.intp)
        table[place] = _BARRED
        table[place, columns[could]] = 0.0
        if len(left[could]) > 1:
            opened[place] = _opened(text, left[could])
    asked = _are_doubtful(opened.values())
    for place, each in opened.items():
        could = possible(texts[place]) or frozenset()
        table[place] = _BARRED
        table[place, columns[could]] = _with_model(each) if asked and each.doubt else _without_model(each)
        table[place] -= table[place].max()
    return np.maximum(table, np.float32(FLOOR))


# A document's texts are asked about more than once: where it may be mixed, and of what is left of it.
@lru_cache(maxsize=16384)
def _opened(whole: str, left: tuple[str, ...]) -> _Open:
    text = own_words(whole[:LONGEST])
    fit, letters, field = detectors.fits(text), weight(text), _field(left, latin=_is_latin(text))
    by_fit = detectors.by_fit(fit, field.by_fit, letters)
    told, best = _told(text, by_fit, field), max(fit.values(), default=0.0)
    unsure = best < FITTING or any(_lead(row[field.named]) < least for row, least in ((told, CLEAR), (by_fit, TIED)))
    return _Open(text, letters, best, field, told, doubt=unsure and not field.known)


def _told(text: str, by_fit: NDArray[np.float64], field: _Field) -> NDArray[np.float64]:
    """Return the log likelihood of each language by how its n-grams fit, by telling words, and by how rare it is."""
    told = by_fit.copy()
    for code, lost in _by_words(text, field.places).items():
        told[field.places[code]] += lost
    told -= field.rareness
    return told


def _lead(told: NDArray[np.float64]) -> float:
    """Return by how much the likeliest of these languages leads the next; 0 where there is none."""
    if not len(told):
        return 0.0
    best = int(told.argmax())
    others = max(told[:best].max(initial=-math.inf), told[best + 1 :].max(initial=-math.inf))
    return float(told[best] - others)


def spelling(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    """Return the log likelihood of each language that eldc tells by how a few words are spelt; 0 for the likeliest."""
    field = _field(languages, latin=_is_latin(text))
    told = _told(text, detectors.by_fit(detectors.fits(text), field.by_fit, weight(text)), field)[field.named]
    likely = (told - told.max()).tolist() if len(told) else []
    return {languages[place]: value for place, value in zip(field.named.tolist(), likely, strict=True)}


def _is_latin(text: str) -> bool:
    found = scripts(text)
    return bool(found) and found.most_common(1)[0][0] == "Latin"


def _strange(*, latin: bool) -> frozenset[str]:
    """Return the languages that eldc neither knows nor takes for one that it knows, in the script of a text."""
    also = tables().also_latin if latin else frozenset[str]()
    return frozenset(tables().known) - (detectors.known() - also) - tables().taken.keys()


def _without_model(each: _Open) -> NDArray[np.float64]:
    import numpy as np

    if not len(each.field.named):
        return each.told
    told = np.full(len(each.told), _BARRED)
    told[each.field.named] = each.told[each.field.named]
    return told


def _with_model(each: _Open) -> NDArray[np.float64]:
    return each.told + _by_model(each.text, each.field.languages)


@lru_cache(maxsize=16384)
def _by_model(text: str, languages: tuple[str, ...]) -> NDArray[np.float64]:
    import numpy as np

    found: dict[str, float] = {}
    # The likeliest label of a language comes last.
    for label, value in detectors.by_model(text).items():
        found[primary(label)] = max(value, _BARRED)
    return np.array([found.get(code, _BARRED) for code in languages])


def forget_texts() -> None:
    """Give back what is remembered of the texts of one source; they are looked at anew when next asked."""
    scripts.cache_clear()
    possible.cache_clear()
    _opened.cache_clear()
    _by_model.cache_clear()


def _are_doubtful(opened: Collection[_Open]) -> bool:
    """Whether eldc is in doubt about so much of the texts that py3langid has to be asked."""
    doubtful = sum(each.letters for each in opened if each.doubt)
    if doubtful > MOST_DOUBT * sum(each.letters for each in opened):
        return True
    return any(each.doubt and each.letters >= PLENTY and each.best < STRANGE for each in opened)
