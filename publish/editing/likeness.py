"""How like each language a text is, by the model of py3langid."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

BARRED = -1e6
"""For a language that the model does not know."""


@dataclass(frozen=True, slots=True)
class _Model:
    """The parts of py3langid's identifier that a score is made of."""

    identifier: Any
    first_moves: tuple[int, ...]
    """Where the moves of each state begin."""
    labels: tuple[str, ...]


@cache
def _model() -> _Model:
    """Return the model: 0.4 s of CPU and 110 MB, once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return _Model(identifier, tuple(row << 8 for row in identifier.tk_row), tuple(identifier.nb_classes))


def forget() -> None:
    """Give back the model's 70 MB and what it said; it is loaded again when next asked."""
    _model.cache_clear()
    _scores.cache_clear()
    places.cache_clear()


@cache
def places(languages: tuple[str, ...], named: Callable[[str], str]) -> NDArray[np.intp]:
    """Return for each language the places of its labels among the scores; `named` gives the language of a label.

    Rows are as long as the longest, their last place repeated; that of a language without a label is `BARRED`'s.
    """
    import numpy as np

    labels = _model().labels
    own = [[place for place, label in enumerate(labels) if named(label) == code] for code in languages]
    own = [found or [len(labels)] for found in own]
    width = max(map(len, own))
    return np.array([found + found[-1:] * (width - len(found)) for found in own], dtype=np.intp)


def likeness(text: str, of: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how likely the model has each language, tempered by length so that texts can be added up.

    Its own softmax divides by the same root: the features of a long text are not independent.
    """
    found: NDArray[np.float64] = _scores(text)[of].max(axis=1)
    return found


@lru_cache(maxsize=16384)
def _scores(text: str) -> NDArray[np.float64]:
    """Return the tempered score of each label, as `LanguageIdentifier.rank` has them without the sorting; then BARRED.

    The identifier would look at each text anew, and at most of a page we look twice: with its furniture, then without.
    """
    import numpy as np

    identifier = _model().identifier
    counted = _counted(unicodedata.normalize("NFC", text.lower() if text.isupper() else text))
    if counted:
        visited = np.fromiter(counted.keys(), dtype=np.intp, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        scores = np.log1p(times) @ identifier.nb_ptc[visited] + identifier.nb_pc
    else:
        # Nothing in it that the model knows: it says nothing of any language.
        scores = np.zeros(len(identifier.nb_classes), dtype=np.float32)
    temper = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
    return np.append(scores.astype(np.float64) / temper, BARRED)


def _counted(text: str) -> dict[int, int]:
    from py3langid.langid import visit_counts

    model = _model()
    letters: Iterable[int] = text.encode("utf-8", "surrogatepass")
    found: dict[int, int] | None = visit_counts(
        model.identifier.tk_nextmove, model.first_moves, model.identifier.tk_output, letters
    )
    return found or {}
