"""What speaks against the languages that a person named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from publish.editing.language_tables import primary, weight
from publish.editing.languages import tell
from publish.editing.telling import likelihoods

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHARE = 0.2
"""Of all letters, at least, that must seem to be in a language before it is named: less is a quotation or two."""
_SURE = -4.0
"""How unlikely every wanted language must be for a text (log likelihood) before it counts: relatives stay unnamed."""


def seeming(texts: Sequence[str], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages, none of them wanted, that much of these texts seems to be in, commonest first."""
    if not wanted or not any(map(weight, texts)):
        return ()
    told = tell(texts)
    named = tuple(dict.fromkeys(map(primary, wanted)))
    others = tuple(code for code in dict.fromkeys(told) if code not in named)
    if not others:
        return ()
    table = likelihoods(texts, (*named, *others))
    letters: Counter[str] = Counter()
    for text, code, row in zip(texts, told, table, strict=True):
        if code in others and row[: len(named)].max() <= _SURE:
            letters[code] += weight(text)
    total = sum(map(weight, texts))
    return tuple(code for code, count in letters.most_common() if count >= _SHARE * total)
