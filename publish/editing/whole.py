"""The language of each document as a whole, where the sources are one per language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from publish.editing import languages
from publish.editing.telling import primary, weight
from publish.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block

_MOST = 0.5
"""Over this share of its letters, what a document's own blocks declare is the document's language."""


def tell_whole(parts: Sequence[tuple[str, Sequence[Block]]], *, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return one BCP 47 language for each document, given as its name and the blocks that are left of it.

    A quotation in another language stays with its document.

    Raises:
        LanguageError: two documents are in the same language, or one says nothing about its language.
    """
    told: list[str] = []
    for name, blocks in parts:
        language = _language(blocks, wanted)
        if language in told:
            msg = f"Two of the sources are in the same language ({language})"
            where = f"{parts[told.index(language)][0]}, {name}"
            raise LanguageError(msg, where=where, hint="Put them in one file, or name the languages with --language.")
        told.append(language)
    return tuple(told)


def _language(blocks: Sequence[Block], wanted: tuple[str, ...]) -> str:
    letters = [weight(block.text) for block in blocks]
    declared: Counter[str] = Counter()
    for block, count in zip(blocks, letters, strict=True):
        if block.language and (not wanted or primary(block.language) in map(primary, wanted)):
            declared[block.language] += count
    said, most = next(iter(declared.most_common(1)), (None, 0))
    sure = said if most > _MOST * sum(letters) else None
    texts = [block.text for block in blocks]
    told = languages.tell(texts, wanted=wanted, declared=[sure or block.language for block in blocks])
    found: Counter[str] = Counter()
    for language, count in zip(told, letters, strict=True):
        found[language] += count
    return found.most_common(1)[0][0]
