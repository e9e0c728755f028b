"""What two detectors say of a text: eldc of the languages it knows, py3langid of the others."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy as np
    from numpy.typing import NDArray

# Chosen on interface messages and on Bible verses, 80 languages; each may be halved or doubled for less than a point.
KNOWN_WEIGHT = 2.0
"""Of a language whose n-grams fit a text e times as well as another's, for each root of a letter."""
MODEL_WEIGHT = 0.75
"""Of py3langid's own likelihoods, where they are added."""
STRANGER = 0.65
"""How well a text in a language that eldc does not know fits, at most, the best of those that it knows."""
MOST_LETTERS = 1000
"""eldc looks at no more of a text."""
_MOST_SCORES = 20
"""eldc names no more languages than this."""
_LEAST = 0.01


@cache
def _eldc() -> Any:
    """Return eldc's detector, ready in a millisecond; None where it has no wheel."""
    try:
        import eldc
    except ImportError:
        return None
    eldc.init()
    detector = eldc.instance()
    detector.set_scores(_MOST_SCORES)
    return detector


@cache
def known() -> frozenset[str]:
    """Return the languages that eldc knows; none where it has no wheel."""
    if _eldc() is None:
        return frozenset()
    import eldc

    return frozenset(eldc.LANGUAGES)


@cache
def _model() -> Any:
    """Return py3langid's identifier: 0.6 s of CPU and 110 MB, once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def forget() -> None:
    """Give back the 70 MB of py3langid's model; it is loaded again when next asked."""
    _model.cache_clear()


def fits(text: str) -> dict[str, float]:
    """Return how well a text's n-grams fit each language that eldc knows: 0 to 1, near 0.9 for its own."""
    if _eldc() is None:
        return {}
    # Composed letters, as in what it learnt from. No text is an error to it: it says nothing then.
    scores: dict[str, float] = _eldc().detect_details(unicodedata.normalize("NFC", text)).scores
    return {code: score for code, score in scores.items() if score > 0}


@dataclass(frozen=True, slots=True)
class Field:
    """The languages among which a text's own is looked for, made ready for `by_fit`."""

    strange: NDArray[np.bool_]
    """Which of them eldc neither knows nor takes for one that it knows, in order."""
    known: dict[str, int]
    """The places of those that eldc knows."""
    taken: tuple[tuple[int, tuple[str, ...], float], ...]
    """Those that it takes for others: the place, for whom, and by what the mean of those is multiplied where they
    stand in for it; 0 where they do as well as for their own."""


def field(
    languages: tuple[str, ...], *, strange: Collection[str], taken: Mapping[str, tuple[tuple[str, ...], float]]
) -> Field:
    """Return the languages made ready, those of them that are `strange` to eldc or `taken` for others told apart."""
    import numpy as np

    places = {code: place for place, code in enumerate(languages) if code not in strange}
    return Field(
        np.array([code in strange for code in languages], dtype=bool),
        {code: place for code, place in places.items() if code not in taken},
        tuple(
            (place, others, level and (-math.log(1 - level)) ** 0.2)
            for code, place in places.items()
            if code in taken
            for others, level in (taken[code],)
        ),
    )


def by_fit(fit: Mapping[str, float], among: Field, letters: int) -> NDArray[np.float64]:
    """Return the log likelihood of each language by how well its n-grams fit a text of so many letters.

    A language that eldc does not know is measured by those that it is taken for, between how well they fit and how
    well they do where they stand in for it (0: as well as for their own); one that is strange to it, by what
    strangers reach.
    """
    import numpy as np

    # eldc gives 1 - exp(-mean); the mean score of an n-gram is what grows evenly.
    means = {code: -math.log(max(1 - score, 1e-6)) for code, score in fit.items()}
    if not means:
        return np.zeros(len(among.strange))
    best = max(means.values())
    rest = 0.9 * min(means.values()) if len(means) >= _MOST_SCORES else 0.1 * best
    scale = KNOWN_WEIGHT * math.sqrt(min(letters, MOST_LETTERS))
    best = max(best, _LEAST)
    stranger = scale * math.log(-math.log(1 - STRANGER) / best)
    unseen = scale * math.log(max(rest, _LEAST) / best)
    likely = {code: scale * math.log(max(mean, _LEAST) / best) for code, mean in means.items()}
    found = np.where(among.strange, stranger, unseen)
    for code in likely.keys() & among.known.keys():
        found[among.known[code]] = likely[code]
    for place, others, factor in among.taken:
        if factor:
            mean = max([means.get(other, rest) for other in others]) ** 0.8 * factor
            found[place] = scale * math.log(max(mean, _LEAST) / best)
        else:
            found[place] = max([likely.get(other, unseen) for other in others])
    return found


def by_model(text: str) -> dict[str, float]:
    """Return py3langid's likelihood of each of its labels, tempered by length so that texts can be added up."""
    # Its own softmax divides by the same root: the features of a long text are not independent.
    temper = math.sqrt(len(text.encode()) or 1)
    return {label: MODEL_WEIGHT * score / temper for label, score in reversed(_model().rank(text))}
