"""Whether a name is spelt as one language spells, and not as another."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from publish.editing import detectors
from publish.editing.language_tables import primary, tables
from publish.editing.telling import likelihoods, spelling

SURE, UNSEEN = 6.0, 8.0
"""How many natural logarithms likelier a name must be in the other language, what speaks for it beside counted in; and
where it does not stand in an edition of that language too. Between them and 4 lie names of neither (Halima al-Qasim),
above 10 nearly all that are of one (Pedro Carrillo, Harbor Trust)."""
SURE_BY_MODEL, UNSEEN_BY_MODEL = 3.5, 4.5
"""The same where eldc has no wheel, and py3langid, which parts short names less, is asked."""
LONGEST = 100
"""Characters: more is no name, but a line in capitals."""
_HERE_TOO = 1.0
"""A name that stands in both editions as it is was not translated: it is a name, and one of the two languages' own."""
_SHAPED = 1.0
_RIVALS = ("en", "es", "fr", "de", "it", "pt", "nl")
"""None of these may be likelier: most names are of one of them."""
_FURTHEST = -2.0
"""So much likelier in any language at all, and it is of none that we know."""


@dataclass(frozen=True, slots=True)
class _Spellings:
    shapes: dict[str, re.Pattern[str]]
    """What a word of one language looks like, by language, where others have no such word."""
    titles: dict[str, frozenset[str]]
    places: frozenset[str]
    """Names in one language that are said in every other."""


@cache
def _spellings() -> _Spellings:
    told = tomllib.loads(files("publish.editing").joinpath("spelling.toml").read_text("utf-8"))
    return _Spellings(
        shapes={code: re.compile("|".join(shapes.split())) for code, shapes in told["shapes"].items()},
        titles={code: frozenset(words.split()) for code, words in told["titles"].items()},
        places=frozenset(" ".join(line.split()) for line in told["places"].strip().lower().splitlines()),
    )


@cache
def _latin() -> tuple[str, ...]:
    known = tables()
    return tuple(code for code in known.known if code in known.written_in["Latin"])


def titles(language: str) -> frozenset[str]:
    """Return the words that stand before a person's name and are not of it: `president`, `señora`."""
    return _spellings().titles.get(primary(language), frozenset())


def spelt(name: str, *, other: str, own: str, there: bool) -> bool:
    """Tell whether a name in a text is surely spelt in the other language.

    `there` says that the edition of the other language has the same name. Places that every language says as they
    are (`Buenos Aires`) are of none.
    """
    low = name.lower()
    if len(low) > LONGEST or low in _spellings().places:
        return False
    likely = _likely(low)
    here, home = primary(other), primary(own)
    if here not in likely or home not in likely or likely[here] < _FURTHEST:
        return False
    if any(likely[code] > likely[here] for code in (*_RIVALS, home)):
        return False
    sure = likely[here] - likely[home]
    sure += _SHAPED * (_shaped(low, other) - _shaped(low, own)) + (_HERE_TOO if there else 0.0)
    enough, unseen = (SURE, UNSEEN) if detectors.known() else (SURE_BY_MODEL, UNSEEN_BY_MODEL)
    return sure >= (enough if there else unseen)


def leans(word: str, *, to: str, own: str) -> bool:
    """Tell whether a word is likelier in another language than in the text's own."""
    likely = _likely(word.lower())
    return likely.get(primary(to), 0.0) > likely.get(primary(own), 0.0)


@lru_cache(maxsize=4096)
def _likely(low: str) -> dict[str, float]:
    # Capitals would be taken for those of a name inside a sentence, which tells nothing of a text.
    codes = _latin()
    # A name is asked of eldc alone: py3langid would be loaded for each article, and knows less of so few letters.
    if detectors.known():
        return spelling(low, codes)
    return dict(zip(codes, (float(value) for value in likelihoods((low,), codes)[0]), strict=True))


def _shaped(name: str, language: str) -> bool:
    shape = _spellings().shapes.get(primary(language))
    return shape is not None and any(shape.search(word) for word in name.split())
