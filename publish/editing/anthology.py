"""Several articles, each edited by itself, bound into one book."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Literal

from publish.editing import align
from publish.model import Bead, Book, Edition, Gloss, Metadata, articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.editing.meaning import Embed
    from publish.model import Paragraph, Picture, Section, Sentence


def bound(books: Sequence[Book], title: str) -> Book:
    """Return one book of all these articles, under one title in every language.

    Sections and paragraphs are numbered on from one article to the next, in each language: what came before an
    article decides its ids, nothing that follows. An article that lacks a language is in the other editions only.
    The languages stand in the order in which they are first met. Pictures that are not the same have different names
    already: see `pictures.renamed`.
    """
    tags = _tags(books)
    sections: dict[str, list[Section]] = {tags[e.language]: [] for book in books for e in book.editions}
    counted: Counter[str] = Counter()
    beads: list[Bead] = []
    pictures: dict[str, Picture] = {}
    for part, book in enumerate(books, 1):
        names = _names(book, tags, counted)
        # The same picture may have been had for one article and not for another.
        pictures |= {p.name: p for p in book.pictures if p.shown or p.name not in pictures}
        for edition in book.editions:
            language = tags[edition.language]
            own = sections[language]
            for section in edition.sections:
                paragraphs = tuple(_taken(p, names) for p in section.paragraphs)
                own.append(
                    replace(section, id=f"{language}-c{len(own) + 1}", paragraphs=paragraphs, part=part),
                )
        beads += [_renamed(bead, tags, names, tuple(sections)) for bead in book.beads]
    return Book(
        metadata=_metadata(books, title),
        editions=tuple(Edition(language, title, tuple(own)) for language, own in sections.items()),
        beads=tuple(beads),
        removals=tuple(replace(r, part=part) for part, book in enumerate(books, 1) for r in book.removals),
        pictures=tuple(pictures.values()),
        markers=tuple(replace(m, part=part) for part, book in enumerate(books, 1) for m in book.markers),
        overrides=tuple(_placed(said, book) for book in books for said in book.overrides),
        parts=tuple(replace(book.metadata, title=book.editions[0].title) for book in books),
    )


def beads(editions: tuple[Edition, ...], embed: Embed | None, given: tuple[Bead, ...] = ()) -> tuple[Bead, ...]:
    """Pair each article by itself (see `align.beads`); what an article has in one language alone has an empty side."""
    found: list[Bead] = []
    pairs = list(combinations((edition.language for edition in editions), 2))
    of: defaultdict[str, list[Bead]] = defaultdict(list)
    for bead in given:
        for name in (*bead.left, *bead.right):
            of[name].append(bead)
    for own in articles(editions):
        decided = {id(bead): bead for edition in own for p in edition.paragraphs for bead in of[p.id]}
        found += align.beads(own, embed, tuple(decided.values()))
        found += _alone(own, pairs)
    # Article by article within each two languages: a stable sort.
    order = {pair: place for place, pair in enumerate(pairs)}
    return tuple(sorted(found, key=lambda bead: order[bead.languages]))


def _alone(own: tuple[Edition, ...], pairs: Iterable[tuple[str, str]]) -> Iterator[Bead]:
    """Yield beads for what an article says in one of two languages alone."""
    for pair in pairs:
        here = [edition for edition in own if edition.language in pair]
        if len(here) == 1:
            leads = here[0].language == pair[0]
            for paragraph in here[0].paragraphs:
                yield _bead_of_one(paragraph.id, pair, "paragraph", leads=leads)
            for sentence in (s for paragraph in here[0].paragraphs for s in paragraph.sentences):
                yield _bead_of_one(sentence.id, pair, "sentence", leads=leads)


def _bead_of_one(name: str, pair: tuple[str, str], level: Literal["paragraph", "sentence"], *, leads: bool) -> Bead:
    left, right = ((name,), ()) if leads else ((), (name,))
    return Bead(pair, left, right, level=level, confidence=1.0)


def _tags(books: Sequence[Book]) -> dict[str, str]:
    """Return the tag of each edition in the whole: `es` for one article's `es` and another's `es-MX`.

    Where an article has two editions of a language itself (`pt-PT`, `pt-BR`), tags stay as they are.
    """
    own = [[edition.language for edition in book.editions] for book in books]
    kept = {_primary(tag) for tags in own for tag in tags if [_primary(t) for t in tags].count(_primary(tag)) > 1}
    met: dict[str, set[str]] = {}
    for tag in chain.from_iterable(own):
        met.setdefault(_primary(tag), set()).add(tag)
    return {
        tag: _primary(tag) if len(met[_primary(tag)]) > 1 and _primary(tag) not in kept else tag
        for tag in chain.from_iterable(own)
    }


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def _names(book: Book, tags: Mapping[str, str], counted: Counter[str]) -> dict[str, str]:
    """Return what each paragraph of an article is called in the whole, by its own id; counts them on."""
    names = {}
    for edition in book.editions:
        language = tags[edition.language]
        for paragraph in edition.paragraphs:
            counted[language] += 1
            names[paragraph.id] = f"{language}-p{counted[language]}"
    return names


def _taken(paragraph: Paragraph, names: Mapping[str, str]) -> Paragraph:
    """Return a paragraph by the names that the whole gives to it, and to what it calls."""
    name = names[paragraph.id]
    caller, _, call = paragraph.note.rpartition("-s")
    return replace(
        paragraph,
        id=name,
        sentences=tuple(_sentence(s, name + s.id.removeprefix(paragraph.id), names) for s in paragraph.sentences),
        note=f"{names[caller]}-s{call}" if paragraph.note else "",
    )


def _sentence(sentence: Sentence, name: str, names: Mapping[str, str]) -> Sentence:
    spans = sentence.spans
    if any(span.calls for span in spans):
        spans = tuple(replace(span, gloss=Gloss("note", names[span.calls])) if span.calls else span for span in spans)
    return replace(sentence, id=name, spans=spans)


def _renamed(bead: Bead, tags: Mapping[str, str], names: Mapping[str, str], order: Sequence[str]) -> Bead:
    """Return a bead by the names that the whole gives, the language first that leads there."""
    one, other = (tags[language] for language in bead.languages)
    left, right = (tuple(names[name] for name in side) for side in (bead.left, bead.right))
    if order.index(one) > order.index(other):
        one, other, left, right = other, one, right, left
    return replace(bead, languages=(one, other), left=left, right=right)


def _placed(override: str, book: Book) -> str:
    """`keep 12` of an article as `keep rain.txt:12`."""
    verdict, _, line = override.partition(" ")
    return f"{verdict} {book.metadata.origin}:{line}"


def _metadata(books: Sequence[Book], title: str) -> Metadata:
    """Return what is true of the whole: authors of every part, and what all parts say alike."""
    known = [book.metadata for book in books]
    sites, licences, dates = ({getattr(one, name) for one in known} for name in ("site", "licence", "published"))
    return Metadata(
        title=title,
        authors=tuple(dict.fromkeys(author for one in known for author in one.authors)),
        site=sites.pop() if len(sites) == 1 else "",
        licence=licences.pop() if len(licences) == 1 else "",
        published=dates.pop() if len(dates) == 1 else "",
        origin=", ".join(one.origin for one in known),
        retrieved=max((one.retrieved for one in known if one.retrieved), default=None),
        sha256=" ".join(one.sha256 for one in known),
    )
