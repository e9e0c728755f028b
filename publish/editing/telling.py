"""What a text says of its own language: by script, by two detectors, by telling words and letters."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from publish.editing import detectors
from publish.editing.language_tables import most, possible, primary, scripts, tables, weight

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Sequence

    import numpy as np
    from numpy.typing import NDArray

FLOOR = -8.0
"""No single text speaks more strongly against a language than this (natural logarithm)."""

# Chosen on mixed documents of 40 languages, where 1 to 2 differ by less than half a point.
WORD_WEIGHT = 1.5
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
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HAS_SIGNS = re.compile("[\u0900-\u0963\u0970-\u0dff]")
"""Where none of these stands, every word is a plain one."""
# Names inside a sentence, with the small words that join them: `the [Unión de Remeros], led by [Ana Paz]`.
# What stands before is looked at last: a search for a capital is quick.
_NAMES = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?<=(?:[^\W_], |.[^\W_] ).)[\w’'-]*(?: (?:[a-zà-öø-ÿ]{1,3} ){0,2}[A-ZÀ-ÖØ-Þ][\w’'-]*)*"
)
_QUOTED = re.compile(r"“[^“”]+”|«[^«»]+»|„[^„“]+“")
LONGEST = 5000
"""Characters of a paragraph that are looked at: as much as ever changes the answer."""
ENOUGH = 12
"""Letters of a paragraph, beside its names and quotations, that tell its language."""


def own_words(text: str) -> str:
    """Return a paragraph without what it names and quotes, where enough is left to tell by."""
    for part in (_QUOTED, _NAMES):
        left = part.sub(" ", text)
        # No further than there is need: at the first dozen small letters.
        if next(islice(filter(str.islower, left), ENOUGH - 1, None), None):
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
    word = _WORD if _HAS_SIGNS.search(low) else _PLAIN_WORD
    found: dict[int, dict[str, int]] = {}
    for told, own in ((words, frozenset(word.findall(low))), (letters, frozenset(low))):
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
    alike: dict[frozenset[str], list[int]] = {}
    for place, text in enumerate(texts):
        could = possible(text)
        if could is not None:
            alike.setdefault(could, []).append(place)
    opened: list[tuple[NDArray[np.intp], NDArray[np.intp], list[_Open]]] = []
    for could, places in alike.items():
        rows = np.array(places, dtype=np.intp)
        left = tuple(code for code in languages if code in could) or tuple(languages)
        columns = np.array([n for n, code in enumerate(languages) if code in left], dtype=np.intp)
        table[rows] = _BARRED
        table[np.ix_(rows, columns)] = 0.0
        if len(left) > 1:
            opened.append((rows, columns, [_opened(texts[place], left) for place in places]))
    asked = _are_doubtful([each for _, _, found in opened for each in found])
    for rows, columns, found in opened:
        told = [_with_model(each) if asked and each.doubt else _without_model(each) for each in found]
        table[np.ix_(rows, columns)] = np.array(told)
        table[rows] -= table[rows].max(axis=1, keepdims=True)
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
    if len(told) < 2:
        return math.inf if len(told) else 0.0
    told = told.copy()
    told.partition(-2)
    return float(told[-1] - told[-2])


def spelling(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    """Return the log likelihood of each language that eldc tells by how a few words are spelt; 0 for the likeliest."""
    field = _field(languages, latin=_is_latin(text))
    told = _told(text, detectors.by_fit(detectors.fits(text), field.by_fit, weight(text)), field)[field.named]
    likely = (told - told.max()).tolist() if len(told) else []
    return {languages[place]: value for place, value in zip(field.named.tolist(), likely, strict=True)}


def _is_latin(text: str) -> bool:
    return most(scripts(text)) == "Latin"


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
