"""Our own checks of a finished book."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from publish.errors import SourceError
from publish.writing.proof_book import Problem, opened
from publish.writing.proof_overlays import Coverage, overlays
from publish.writing.proof_overlays import coverage as coverage_of
from publish.writing.proof_package import access, container, navigation, package
from publish.writing.proof_pages import languages, links, structure
from publish.writing.proof_sequences import sequences
from publish.writing.proof_style import behaviour, style

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOT_AN_EPUB", "Coverage", "Problem", "coverage", "problems"]

NOT_AN_EPUB: Final = "not-an-epub"
"""The rule of what cannot be opened at all: no other is looked at then."""

_CHECKS = (container, package, access, navigation, languages, structure, links, overlays, sequences, style, behaviour)


def problems(epub: BinaryIO) -> tuple[Problem, ...]:
    """Return what is wrong with an EPUB, in the order package, pages, sound, style; empty for a sound book.

    Holds what EPUBCheck and Ace do not see: text without sound, sound out of order or time, links to
    a translation without a way back, claims that are not so, colours that cannot be read.
    """
    return tuple(_problems(epub))


def coverage(epub: BinaryIO) -> Coverage:
    """Return how much of an EPUB's visible text is spoken, and how much is named as not spoken.

    Raises:
        SourceError: it cannot be opened.
    """
    book = opened(epub)
    with book.archive:
        return coverage_of(book)


def _problems(epub: BinaryIO) -> Iterator[Problem]:
    try:
        book = opened(epub)
        with book.archive:
            for check in _CHECKS:
                yield from check(book)
    except SourceError as error:
        yield Problem(NOT_AN_EPUB, error.where, error.what)
