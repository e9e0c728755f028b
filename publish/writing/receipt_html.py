"""The receipt as one web page: what was kept, what was dropped and why, and which paragraphs say the same."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from publish.markup import Markup, element, escaped, joined
from publish.writing.receipt import counted, lines_of, named, source_of
from publish.writing.scripts import direction
from publish.writing.twins import linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Bead, Book, Edition, Marker, Removal

_SURENESS = ((0.95, "almost certain"), (0.8, "likely"), (0.5, "uncertain"), (0.0, "doubtful, so not linked"))


def page(book: Book) -> bytes:
    """Return the receipt as one self-contained page of HTML, in English, the article in its own languages."""
    title = book.editions[0].title or book.metadata.origin or "the article"
    style = files("publish.writing").joinpath("style", "receipt.css").read_text("utf-8")
    head = element(
        "head",
        {},
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        # Without it a browser would ask the server for a picture that is not there.
        Markup('<link rel="icon" href="data:,">'),
        element("title", {}, f"What Enface did with {title}"),
        # The style sheet is ours and holds nothing to escape; escaped, its `>` would mean something else.
        element("style", {}, Markup(style)),
    )
    main = element("main", {}, *_sections(book, title))
    root = element("html", {"lang": "en"}, head, element("body", {}, main))
    return f"<!DOCTYPE html>\n{root}\n".encode()


def _sections(book: Book, title: str) -> Iterator[Markup]:
    yield element("h1", {}, "What Enface did with ", _in(book.editions[0].language, title))
    yield _summary(book)
    yield _contents(book)
    for edition in book.editions:
        yield _kept(edition, book)
    yield _dropped(book)
    for languages, beads in groupby((b for b in book.beads if b.level == "paragraph"), key=lambda b: b.languages):
        yield _twins(book, languages, list(beads))


def _summary(book: Book) -> Markup:
    source = book.metadata.origin
    facts = [f"Source: {source}"] if source else []
    for edition in book.editions:
        sentences = sum(len(paragraph.sentences) for paragraph in edition.paragraphs)
        blocks = counted(len(edition.paragraphs), "block")
        facts.append(f"{named(edition.language)}: {blocks} kept, {counted(sentences, 'sentence')}")
    facts.append(f"Dropped: {counted(len(book.removals), 'block')}")
    facts += [f"Overruled by hand: {override}" for override in book.overrides]
    return element("ul", {}, *(element("li", {}, fact) for fact in facts))


def _contents(book: Book) -> Markup:
    rows = [(f"kept-{e.language}", f"Kept in {named(e.language)}") for e in book.editions]
    rows.append(("dropped", "Dropped"))
    pairs = dict.fromkeys(bead.languages for bead in book.beads)
    rows += [(f"twins-{a}-{b}", f"The same in {named(a)} and {named(b)}") for a, b in pairs]
    links = (element("li", {}, element("a", {"href": f"#{name}"}, words)) for name, words in rows)
    return element("nav", {"aria-label": "Contents"}, element("ul", {}, *links))


def _section(name: str, heading: str, *content: str) -> Markup:
    attributes = {"id": name, "aria-labelledby": f"{name}-h"}
    return element("section", attributes, element("h2", {"id": f"{name}-h"}, heading), *content)


def _kept(edition: Edition, book: Book) -> Markup:
    rows = (
        element(
            "li",
            {"id": paragraph.id},
            element("p", {"class": "about"}, f"{paragraph.id}, {lines_of(paragraph, source)}, {paragraph.kind}"),
            _text(edition.language, paragraph.text),
        )
        for section in edition.sections
        for source in [source_of(section.part, book)]
        for paragraph in section.paragraphs
    )
    name = named(edition.language)
    return _section(f"kept-{edition.language}", f"Kept in {name}", element("ol", {}, *rows))


def _dropped(book: Book) -> Markup:
    rows = [_removal(removal, source_of(removal.part, book)) for removal in book.removals]
    rows += [_marker(marker, source_of(marker.part, book)) for marker in book.markers]
    if not rows:
        return _section("dropped", "Dropped", element("p", {}, "Nothing was dropped."))
    rules = Counter(removal.rule for removal in book.removals)
    by_rule = ", ".join(f"{rule} {number}" for rule, number in rules.most_common())
    said = element("p", {}, f"By rule: {by_rule}.") if by_rule else Markup()
    its_name = "its file and its number" if book.parts else "its number"
    hint = f"If a line belongs to the article after all, name it: --keep and {its_name}."
    return _section("dropped", "Dropped", said, element("p", {}, hint), element("ol", {}, *rows))


def _removal(removal: Removal, source: str) -> Markup:
    about = element("p", {"class": "about"}, f"{lines_of(removal, source)}, {removal.rule}: {removal.reason}")
    # Nobody told the language of what was dropped: `und` keeps a voice from reading it as English for certain.
    return element("li", {}, about, element("p", {"lang": "und", "dir": "auto"}, *_broken(removal.text)))


def _marker(marker: Marker, source: str) -> Markup:
    words = f"{lines_of(marker, source)}, says that {named(marker.language)} follows"
    return element("li", {}, element("p", {"class": "about"}, words), _text(marker.language, marker.text))


def _twins(book: Book, languages: tuple[str, str], beads: Sequence[Bead]) -> Markup:
    texts = {paragraph.id: paragraph.text for edition in book.editions for paragraph in edition.paragraphs}
    one, other = map(named, languages)
    paired = sum(bool(bead.left and bead.right) for bead in beads)
    said = f"{counted(paired, 'pair')}, of which {counted(sum(map(linked, beads)), 'is', 'are')} linked; "
    said += f"{counted(len(beads) - paired, 'place')} without a translation."
    rows = (element("li", {}, *_twin(bead, texts)) for bead in beads)
    name = f"twins-{languages[0]}-{languages[1]}"
    return _section(name, f"The same in {one} and {other}", element("p", {}, said), element("ol", {}, *rows))


def _twin(bead: Bead, texts: dict[str, str]) -> Iterator[Markup]:
    if bead.left and bead.right:
        words = next(words for least, words in _SURENESS if bead.confidence >= least)
        yield element("p", {"class": "about"}, f"{bead.confidence:.0%} sure: {words}")
    else:
        missing = named(bead.languages[1] if bead.left else bead.languages[0])
        yield element("p", {"class": "about"}, f"Not in {missing}, {bead.confidence:.0%} sure")
    sides = [
        element("div", {}, *(part for name in names for part in _side(language, name, texts)))
        for language, names in zip(bead.languages, (bead.left, bead.right), strict=True)
        if names
    ]
    yield element("div", {"class": "sides"}, *sides)


def _side(language: str, name: str, texts: dict[str, str]) -> Iterator[Markup]:
    yield element("p", {"class": "about"}, element("a", {"href": f"#{name}"}, name), f", {named(language)}")
    yield _text(language, texts[name])


def _text(language: str, text: str) -> Markup:
    return element("p", {"lang": language, "dir": direction(language)}, *_broken(text))


def _in(language: str, text: str) -> Markup:
    return element("span", {"lang": language, "dir": direction(language)}, text)


def _broken(text: str) -> Iterator[Markup]:
    """Give the text with its own line breaks."""
    for number, line in enumerate(text.splitlines()):
        yield joined(Markup("<br>"), line) if number else escaped(line)
