"""Twins as a translation memory: TMX 1.4b, which every translator's tool opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish import __version__
from publish.markup import document, element
from publish.writing.twins import linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.markup import Markup
    from publish.model import Bead, Book

_DOCTYPE: Final = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def memory(book: Book) -> bytes:
    """Return a unit for each pair of sentences that the book links, the leading language first, with its confidence.

    A sentence without a twin is in no unit: a translation memory holds translations.
    (LISA OSCAR, TMX 1.4b, https://www.gala-global.org/tmx-14b)
    """
    words = {s.id: s.text for edition in book.editions for p in edition.paragraphs for s in p.sentences}
    header = {
        "creationtool": "Enface",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "Enface",
        "adminlang": "en",
        "srclang": book.editions[0].language,
        "datatype": "plaintext",
    }
    pairs = (bead for bead in book.beads if bead.level == "sentence" and linked(bead))
    body = element("body", {}, *(_unit(bead, words) for bead in pairs))
    return document(element("tmx", {"version": "1.4"}, element("header", header, *_facts(book)), body), _DOCTYPE)


def _facts(book: Book) -> Iterator[Markup]:
    known = book.metadata
    for name, value in (("source", known.url or known.origin), ("licence", known.licence)):
        if value:
            yield element("prop", {"type": f"x-{name}"}, value)


def _unit(bead: Bead, words: Mapping[str, str]) -> Markup:
    sides = zip(bead.languages, (bead.left, bead.right), strict=True)
    said = (
        element("tuv", {"xml:lang": language}, element("seg", {}, " ".join(words[name] for name in names)))
        for language, names in sides
    )
    sure = element("prop", {"type": "x-confidence"}, f"{bead.confidence:.2f}")
    return element("tu", {"tuid": f"{bead.left[0]}.{bead.right[0]}", "srclang": bead.languages[0]}, sure, *said)
