"""What the contents list says, each text tied to the sentences that say it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from publish.errors import OutputError
from publish.markup import Markup, element, joined
from publish.writing.bidi import isolated
from publish.writing.overlay import TEXT_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Book, Edition, Sentence


class Labels:
    """Marks up the labels of a contents list, and keeps which sentence is heard at each.

    A title in the contents list is heard as it is in its chapter; what stands in no chapter is a sentence of
    `Edition.labels`, and is shown under its own id where it is first shown.
    """

    def __init__(self, book: Book, text_only: frozenset[str] = frozenset()) -> None:
        """Begin; the languages of `text_only` are not heard."""
        self._text_only = text_only
        self.heard: dict[str, str] = {}
        """By the id of each span the sentence that says it, in the order in which they are made: that of the page."""
        self._known = {
            (edition.language, _flat(text)): sentences
            for edition in book.editions
            for text, sentences in _titles(edition)
        }
        self._own = frozenset(s.id for e in book.editions if e.labels for s in e.labels.sentences)

    def spans(self, text: str, language: str) -> Markup:
        """Return a text of an edition, each of its sentences under an id; plain in a book without labels.

        Raises:
            OutputError: no sentence says it.
        """
        if language in self._text_only:
            return element("span", {"class": TEXT_ONLY}, isolated(text, language))
        if not self._own:
            return isolated(text, language)
        sentences = self._known.get((language, _flat(text)))
        if sentences is None:
            msg = f"No sentence says what stands in the contents list: {text}"
            raise OutputError(msg, where=language)
        last = sentences[-1]
        return joined(*(joined(self._span(s, language), "" if s is last else s.after) for s in sentences))

    def _span(self, sentence: Sentence, language: str) -> Markup:
        own = sentence.id in self._own and sentence.id not in self.heard
        name = sentence.id if own else f"label-{len(self.heard) + 1}"
        self.heard[name] = sentence.id
        return element("span", {"id": name}, isolated(" ".join(sentence.text.split()), language))


def _titles(edition: Edition) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield what an edition says anywhere that may be a label; of two alike the later counts: the first in the book."""
    end = edition.colophon.paragraphs if edition.colophon else ()
    headings = [p for p in chain(edition.paragraphs, end) if p.kind in ("title", "heading")]
    labels = edition.labels.paragraphs if edition.labels else ()
    yield from ((p.text, p.sentences) for p in (*reversed(headings), *labels))


def _flat(text: str) -> str:
    return " ".join(text.split())
