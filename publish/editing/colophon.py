"""The page that says how the book was made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish import __version__
from publish.model import Paragraph, Section, Sentence, Span
from publish.phrases import language_of, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.model import Book, Voice


def with_colophons(book: Book, voices: Mapping[str, Voice]) -> Book:
    """Return the book with a colophon in each edition; `voices` by language, empty for a book without sound."""
    editions = []
    for edition in book.editions:
        language = edition.language
        lines = [say(language, "colophon"), say(language, "colophon_made", version=__version__)]
        if language in voices:
            lines.insert(1, say(language, "colophon_voice", voice=voices[language].says))
        tag = None if language_of(language) == language.partition("-")[0] else language_of(language)
        paragraphs = tuple(
            Paragraph(
                id=f"{language}-colophon-p{n}",
                kind="heading" if n == 1 else "paragraph",
                sentences=(Sentence(f"{language}-colophon-p{n}-s1", (Span(line, language=tag),)),),
                first_line=0,
                last_line=0,
                level=1 if n == 1 else 0,
            )
            for n, line in enumerate(lines, 1)
        )
        editions.append(replace(edition, colophon=Section(f"{language}-colophon", lines[0], paragraphs)))
    return replace(book, editions=tuple(editions))
