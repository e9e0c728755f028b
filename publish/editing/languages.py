"""The language of each paragraph, decided together."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from publish.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(
    r"(?:en |in |versi[oó]n en |auf )?"
    r"(espa[nñ]ol|english|ingl[eé]s|fran[cç]ais|deutsch|portugu[eê]s|italiano)"
    r"(?: version| below)?",
    re.IGNORECASE,
)
_NAMES = {"e": "es", "en": "en", "in": "en", "fr": "fr", "de": "de", "po": "pt", "it": "it"}
SWITCH = 1.0


def marker(text: str) -> str | None:
    """Return the language that a line announces, where it does nothing else: `**En Español**` is `es`."""
    match = _LINE.fullmatch(re.sub(r"[^\w\s]|_", "", text).strip())
    if match is None:
        return None
    name = match[1].lower()
    return _NAMES.get(name[:2]) or _NAMES.get(name[:1])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def tell(texts: Sequence[str], *, wanted: tuple[str, ...] = (), declared: Sequence[str | None] = ()) -> tuple[str, ...]:
    """Return one BCP 47 language for each text, decided together.

    Raises:
        LanguageError: no text says anything about its language, or a wanted language is unknown.
    """
    if not any(c.isalpha() for text in texts for c in text):
        msg = "No language can be told: the text holds no words"
        raise LanguageError(msg, hint="Name it with --language.")
    identifier = _identifier()
    unknown = [code for code in wanted if code.partition("-")[0] not in identifier.labels]
    if unknown:
        msg = f"{unknown[0]} is not a language we know"
        raise LanguageError(msg, hint=f"There are: {', '.join(sorted(identifier.labels))}.")
    if len(wanted) == 1:
        return wanted * len(texts)
    told = []
    for place, text in enumerate(texts):
        scores = {k: v / math.sqrt(len(text.encode()) or 1) for k, v in identifier.rank(text)}
        candidates = wanted or tuple(scores)
        hint = declared[place] if place < len(declared) else None
        told.append(hint or max(candidates, key=lambda code: scores[code.partition("-")[0]]))
    return tuple(told)
