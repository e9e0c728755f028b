"""From what an order names to the book: each article read, edited and set right by hand, several bound together."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from publish import byhand, completeness, gathering, picturing, registry
from publish.console import Kept, listening, size
from publish.errors import ConfigError, LanguageError, SourceError
from publish.outside.executors import workers
from publish.phrases import counted, language_name, primary
from publish.reading import decode
from publish.reading.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from publish.byhand import Lines
    from publish.config import Order
    from publish.console import Tell
    from publish.editing.pictures import Alternatives
    from publish.model import Book, Document, Source


_LONG_BYTES = 100_000
"""Of sources: more are edited in a process of its own. What that took, some 40 MB and more for a longer text, is not
held while the book is spoken, for a fifth of a second to start it."""


@dataclass(frozen=True, slots=True)
class _Article:
    """One article, edited."""

    name: str
    """Of its sources."""
    book: Book
    order: Order
    """What was ordered of it alone."""
    lines: Lines


def edited(order: Order, tell: Tell) -> Book:
    """Return the book that an order names, its twins not paired yet but for those that a person decided.

    Nothing is written but what was overruled, and that once every article could be read.

    Raises:
        PublishError: with what, where and what next; of an anthology, which article.
    """
    written = picturing.told(order)
    articles = tuple(gathering.articles(order, tell, sys.stdin.buffer))
    names = [source.name for sources in articles for source in sources]
    length = sum(len(source.content) for sources in articles for source in sources)
    if length <= _LONG_BYTES:
        return _edited(order, articles, written, tell)
    # The other process says nothing before it is done, which takes seconds.
    tell.stage(f"Reading {names[0] if len(names) == 1 else counted(len(names), 'source')}, {size(length)}")
    with workers(1) as apart:
        job: Future[tuple[Book, Kept]] = apart.submit(_edited_apart, order, articles, written)
        book, told = job.result()
    told.repeat(tell)
    return book


def _edited_apart(order: Order, articles: tuple[tuple[Source, ...], ...], written: Alternatives) -> tuple[Book, Kept]:
    """Return the book, and what is to be told: the job of a process that ends with it. An error is all that is told."""
    told = Kept()
    with listening(told):
        return _edited(order, articles, written, told), told


def _edited(order: Order, articles: tuple[tuple[Source, ...], ...], written: Alternatives, tell: Tell) -> Book:
    from publish.editing import languages
    from publish.editing.labels import with_labels

    found = [_article(order, sources, documents, written, tell) for sources, documents in _read(order, articles)]
    if order.anthology:
        _check_named(order, found)
    for article in found:
        byhand.remember(article.order, article.lines, tell)
    # Its model is as large as all the rest of us, and is not asked again.
    languages.forget()
    book = _bound(order, found, tell) if order.anthology else found[0].book
    picturing.check_names(order, written, book, tell)
    return with_labels(book, order.layout)


def _read(
    order: Order, articles: Iterable[tuple[Source, ...]]
) -> list[tuple[tuple[Source, ...], tuple[Document, ...]]]:
    """Return the sources and the documents of each article.

    All are read before one is edited: what a person wrote of a picture goes by a name that no other one has.
    """
    from publish.editing.pictures import renamed

    read = []
    for sources in articles:
        with _named(sources if order.anthology else ()):
            read.append((sources, tuple(_document(source, order) for source in sources)))
    every = iter(renamed(tuple(document for _, documents in read for document in documents)))
    return [(sources, tuple(islice(every, len(documents)))) for sources, documents in read]


def _article(
    order: Order, sources: tuple[Source, ...], documents: tuple[Document, ...], written: Alternatives, tell: Tell
) -> _Article:
    from publish.editing.edit import edit

    own = _own(order, sources) if order.anthology else order
    with _named(sources if order.anthology else ()):
        lines = byhand.lines(own, sources, documents, tell)
        book = edit(
            documents,
            wanted=order.languages,
            keep=lines.keep,
            drop=lines.drop,
            see=picturing.seeing(order, tell),
            alternatives=written,
        )
        for edition in book.editions:
            completeness.check_sentences(edition)
        completeness.check_editing(documents, book)
        completeness.check_pictures(documents, book)
        # What a person decided stands in the book from here on, and in its key.
        book = replace(book, beads=byhand.pairs(own, book, tell))
    name = ", ".join(source.name for source in sources)
    tell.stage(f"Read {name}: {_in_sum(book)}")
    return _Article(name, book, own, lines)


def _own(order: Order, sources: Sequence[Source]) -> Order:
    """Return what an order says of one article of an anthology."""
    names = {source.origin for source in sources} | {s.name for s in sources if s.name not in order.sources}

    def mine(named: Mapping[str, frozenset[int]]) -> dict[str, frozenset[int]]:
        return {name: numbers for name, numbers in named.items() if name in names}

    keep_in, drop_in = mine(order.keep_in), mine(order.drop_in)
    origins = tuple(source.origin for source in sources)
    return replace(order, sources=origins, alignment=None, keep_in=keep_in, drop_in=drop_in)


@contextmanager
def _named(sources: Sequence[Source]) -> Iterator[None]:
    """Say which article of an anthology an error is about, where it does not say so itself."""
    try:
        yield
    except (SourceError, LanguageError) as error:
        if not sources or any(name in error.where for source in sources for name in (source.origin, source.name)):
            raise
        where = ": ".join(filter(None, (", ".join(source.origin for source in sources), error.where)))
        raise type(error)(error.what, where=where, hint=error.hint) from error


def _check_named(order: Order, found: Sequence[_Article]) -> None:
    """Every file that --keep or --drop names is one of the articles."""
    for option, field in (("--keep", "keep_in"), ("--drop", "drop_in")):
        taken = Counter(name for article in found for name in getattr(article.order, field))
        for name in getattr(order, field):
            if taken[name] != 1:
                msg = f"There are two sources called {name}" if taken[name] else f"There is no source called {name}"
                raise ConfigError(msg, where=option, hint=f"There are: {', '.join(order.sources)}.")


def _bound(order: Order, found: Sequence[_Article], tell: Tell) -> Book:
    from publish.editing import anthology

    book = anthology.bound([article.book for article in found], order.anthology)
    for article in found:
        own = {primary(edition.language) for edition in article.book.editions}
        lacking = [e.language for e in book.editions if primary(e.language) not in own]
        if lacking:
            tell.warn(f"{article.name} is not in {' or '.join(language_name(code, 'en') for code in lacking)}")
    if order.alignment:
        book = replace(book, beads=byhand.pairs(order, book, tell))
        _check_within(book, str(order.alignment))
    tell.stage(f"Bound {len(found)} articles as “{order.anthology}”: {_in_sum(book)}")
    return book


def _check_within(book: Book, where: str) -> None:
    """What a person paired is of one article."""
    part = {p.id: section.part for edition in book.editions for section in edition.sections for p in section.paragraphs}
    for bead in book.beads:
        names = (*bead.left, *bead.right)
        if len({part[name] for name in names}) > 1:
            msg = f"{' and '.join(names)} are of different articles"
            raise ConfigError(msg, where=where, hint="Only paragraphs of one article can be paired.")


def _document(source: Source, order: Order) -> Document:
    if order.retrieved:
        source = replace(source, retrieved=order.retrieved)
    name = kind(source)
    name = name if name in registry.names("readers") else "txt"
    document: Document = registry.load("readers", name)(source)
    if name == "txt":
        completeness.check_reading(decode.lines(decode.decoded(source.content, source.name, source.charset)), document)
    metadata = replace(
        document.metadata,
        title=order.title or document.metadata.title,
        authors=order.author or document.metadata.authors,
    )
    return picturing.brought(replace(document, metadata=metadata), source)


def _in_sum(book: Book) -> str:
    """`14 paragraphs, English and Spanish; 2 lines left out`."""
    *others, last = (language_name(edition.language, "en") for edition in book.editions)
    languages = f"{', '.join(others)} and {last}" if others else last
    paragraphs = sum(len(edition.paragraphs) for edition in book.editions)
    left_out = sum(not removal.picture for removal in book.removals)
    lines = f"; {counted(left_out, 'line')} left out" if left_out else ""
    return f"{counted(paragraphs, 'paragraph')}, {languages}{lines}"
