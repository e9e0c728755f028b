"""The language of each document as a whole, where the sources are one per language."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from publish.editing import languages
from publish.editing.telling import primary, weight
from publish.errors import LanguageError
from publish.phrases import language_name

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block

_BILINGUAL = 1 / 3
"""From this share of its letters in other languages, a document is no longer one language with quotations in it."""
_MIXED = 0.1
"""From this share on, they are worth a word."""
_MOST = 0.5
"""Over this share of its letters, what a document's own blocks declare is the document's language."""


def tell_whole(parts: Sequence[tuple[str, Sequence[Block]]], *, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return one BCP 47 language for each document, given as its name and the blocks that are left of it.

    A quotation in another language stays with its document.

    Raises:
        LanguageError: two documents are in the same language, or one is in two languages itself.
    """
    told: list[str] = []
    for name, blocks in parts:
        language = _language(name, blocks, wanted)
        if language in told:
            msg = f"Two of the sources are in the same language ({language})"
            where = f"{parts[told.index(language)][0]}, {name}"
            raise LanguageError(msg, where=where, hint="Put them in one file, or name the languages with --language.")
        told.append(language)
    return tuple(told)


def _language(name: str, blocks: Sequence[Block], wanted: tuple[str, ...]) -> str:
    letters = [weight(block.wording) for block in blocks]
    declared: Counter[str] = Counter()
    for block, count in zip(blocks, letters, strict=True):
        if block.language and (not wanted or primary(block.language) in map(primary, wanted)):
            declared[block.language] += count
    said, most = next(iter(declared.most_common(1)), (None, 0))
    sure = said if most > _MOST * sum(letters) else None
    texts = [block.wording for block in blocks]
    told = languages.tell(texts, wanted=wanted, declared=[sure or block.language for block in blocks])
    found: Counter[str] = Counter()
    for language, count in zip(told, letters, strict=True):
        found[language] += count
    (language, most), *others = found.most_common()
    if others:
        _heed(name, language, others[0][0], 1 - most / sum(letters))
    return language


def _heed(name: str, language: str, other: str, share: float) -> None:
    """Say that a document holds a second language, or refuse it where it is in both."""
    if share < _MIXED:
        return
    second, first = language_name(other, "en"), language_name(language, "en")
    if share < _BILINGUAL:
        log.warning("%s: %.0f %% of it looks like %s; all of it is taken as %s", name, 100 * share, second, first)
        return
    msg = f"It is in two languages itself, {first} and {second}; of several sources, each is one language"
    hint = "Make a book of it alone, or put all into one file: the languages are then told apart."
    raise LanguageError(msg, where=name, hint=hint)
