"""Documents into a book: markers, cleaning, languages, structure, ids."""

from __future__ import annotations

import logging
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING

from publish.editing import captions, languages, pictures, signs
from publish.editing.breaks import drawn, ruled
from publish.editing.clean import clean
from publish.editing.clean_page import clean_page
from publish.editing.columns import parted
from publish.editing.cues import common_words, words
from publish.editing.doubts import seeming
from publish.editing.foreign import tagged
from publish.editing.mixed import unmixed
from publish.editing.notes import by_mark, joined, named_apart, owned
from publish.editing.overrides import starts
from publish.editing.paragraphs import paragraph
from publish.editing.pulled import without_pulled
from publish.editing.structure import is_credit, is_prose, length, structured
from publish.editing.whole import tell_whole
from publish.errors import LanguageError, SourceError
from publish.model import Block, Book, Edition, Marker, Metadata, Paragraph, Section, Span
from publish.phrases import language_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publish.editing.pictures import Alternatives, See
    from publish.errors import PublishError
    from publish.model import Document, Picture, Removal

log = logging.getLogger(__name__)

_SECTIONED_WORDS = 4000
"""An edition longer than this is one page for each of its headings."""
_TELLING_WORDS = 3
"""With fewer, a language is a guess."""
_LISTED = 3
"""Lines with nothing on them that are named one by one."""
_TITLE_FROM_TEXT = 8
"""Words taken from the text where an edition has no title."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The blocks of the source, each in one place."""

    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]
    markers: tuple[Marker, ...]
    rules: tuple[int, ...]
    """The lines that a rule stands on or before."""


def edit(
    documents: tuple[Document, ...],
    *,
    wanted: tuple[str, ...] = (),
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
    see: See = pictures.unseen,
    alternatives: Alternatives = MappingProxyType({}),
) -> Book:
    """Return the article as a book of one edition per language, without beads or colophons.

    Every block of the documents is in an edition, among the removals or among the markers.
    Where there are several documents, each is one language as a whole, and their lines are counted
    on from one to the next, in `keep` and `drop` too. The edition that begins first in the source leads.
    `see` brings the pictures of the article, and says why it brings one not; `alternatives` are what a person wrote
    of them, by picture and language; pictures of several documents have been named apart (`pictures.renamed`).

    Raises:
        SourceError: nothing is left, because it was all furniture or dropped by hand.
        LanguageError: no language can be told, a wanted one is not known, or two documents are in the same.
    """
    try:
        return _edited(documents, wanted=wanted, keep=keep, drop=drop, see=see, alternatives=alternatives)
    finally:
        # One book is not kept for the next.
        signs.forget()
        languages.forget_texts()
        length.cache_clear()


def _edited(
    documents: tuple[Document, ...],
    *,
    wanted: tuple[str, ...],
    keep: frozenset[int],
    drop: frozenset[int],
    see: See,
    alternatives: Alternatives,
) -> Book:
    everything = _counted_on(documents)
    sorted_, marks = _kept(documents, everything, wanted, keep, drop)
    figures, gone = pictures.judged(everything, sorted_.blocks, keep=keep, drop=drop)
    gallery = _seen(documents, figures, see)
    figures, small = pictures.looked_at(figures, gallery)
    sorted_ = _captioned(sorted_, figures, everything)
    told = owned(sorted_.blocks, _told(documents, sorted_, wanted))
    _doubt(sorted_.blocks, wanted)
    own = _by_language(sorted_.blocks, told)
    shown = pictures.settled(figures, pictures.editions_of(figures, sorted_.blocks, told), own, gallery, alternatives)
    # Here already: what follows remembers as much, and both at once would be the peak.
    languages.forget_texts()
    titles = chain([documents[0].metadata.title], repeat(""))
    made = [
        _edition(tag, by_mark(ruled(blocks_, sorted_.rules)), shown.own[tag], title)
        for (tag, blocks_), title in zip(own.items(), titles, strict=False)
    ]
    editions = joined(tagged(tuple(edition for edition, _ in made)))
    marks = (*marks, *gone, *small, *shown.removals, *(removal for _, ends in made for removal in ends))
    return Book(
        metadata=_metadata(documents, editions),
        editions=editions,
        removals=tuple(sorted((*sorted_.removals, *marks), key=lambda removal: removal.first_line)),
        markers=sorted_.markers,
        pictures=_shown(editions, gallery),
        overrides=_overrides(everything, keep=keep, drop=drop),
    )


def _kept(
    documents: tuple[Document, ...],
    everything: tuple[Block, ...],
    wanted: tuple[str, ...],
    keep: frozenset[int],
    drop: frozenset[int],
) -> tuple[_Sorted, tuple[Removal, ...]]:
    """Return the blocks with words, sorted, and what stood between two languages on one line."""
    blocks = parted([block for block in everything if not block.picture])
    # On a web page most blocks are furniture, and are judged as a whole: only what is left is looked into.
    before = len(documents) == 1 and not any(block.signs for block in blocks)
    blocks, marks = unmixed(blocks, wanted=wanted) if before else (blocks, ())
    name = ", ".join(document.metadata.origin for document in documents)
    sorted_ = _sorted(blocks, keep=keep, drop=drop)
    if len(documents) == 1 and not before:
        kept, marks = unmixed(sorted_.blocks, wanted=wanted)
        sorted_ = replace(sorted_, blocks=kept)
    if not sorted_.blocks:
        raise _nothing_left(name, sorted_)
    if not wanted and sum(length(block.text) for block in sorted_.blocks) < _TELLING_WORDS:
        msg = "No language can be told from so few words"
        raise LanguageError(msg, where=name, hint="Name it: --language en, for example.")
    return sorted_, marks


def _captioned(sorted_: _Sorted, figures: Sequence[Block], everything: Sequence[Block]) -> _Sorted:
    """Return the blocks with the captions of the article's pictures, and of what else has one."""
    own, removals = pictures.captions(figures, everything, sorted_.removals)
    kept = (*sorted_.blocks, *own)
    others, removals = captions.brought_back(everything, {block.first_line for block in kept}, removals)
    blocks = sorted((*kept, *others), key=lambda block: block.first_line) if own or others else sorted_.blocks
    return replace(sorted_, blocks=tuple(blocks), removals=removals)


def _seen(documents: tuple[Document, ...], figures: Iterable[Block], see: See) -> dict[str, Picture]:
    """Return the pictures of these figures by name; no other one is brought."""
    names = {figure.picture for figure in figures}
    wanted = {picture.name: picture for document in documents for picture in document.pictures}
    return {picture.name: picture for picture in see(tuple(wanted[name] for name in wanted if name in names))}


def _shown(editions: Iterable[Edition], gallery: Mapping[str, Picture]) -> tuple[Picture, ...]:
    paragraphs = [paragraph for edition in editions for paragraph in edition.paragraphs]
    names = {name for p in paragraphs for name in (p.picture, *p.decorations)}
    return tuple(picture for name, picture in gallery.items() if name in names)


def _counted_on(documents: tuple[Document, ...]) -> tuple[Block, ...]:
    if len(documents) == 1:
        return documents[0].blocks
    blocks: list[Block] = []
    for place, document in enumerate(documents):
        past = blocks[-1].last_line if blocks else 0
        blocks.extend(
            named_apart(replace(block, first_line=block.first_line + past, last_line=block.last_line + past), place)
            for block in document.blocks
        )
    return tuple(blocks)


def _told(documents: tuple[Document, ...], sorted_: _Sorted, wanted: tuple[str, ...]) -> Sequence[str]:
    """Return the language of each block: decided together in one document, as a whole where there are several."""
    if len(documents) == 1:
        declared = _declared(sorted_.blocks, sorted_.markers)
        texts = [block.wording for block in sorted_.blocks]
        return languages.tell(texts, wanted=wanted, declared=declared, hint=documents[0].metadata.language)
    begin = starts(documents)
    of = [bisect_left(begin, block.first_line) - 1 for block in sorted_.blocks]
    parts = {
        place: (
            documents[place].metadata.origin,
            [b for b, own in zip(sorted_.blocks, of, strict=True) if own == place],
        )
        for place in dict.fromkeys(of)
    }
    told = dict(zip(parts, tell_whole(tuple(parts.values()), wanted=wanted), strict=True))
    return [told[place] for place in of]


def _doubt(blocks: Iterable[Block], wanted: tuple[str, ...]) -> None:
    """Say so where the text speaks against the languages that were named; they are believed all the same."""
    found = seeming([block.wording for block in blocks], wanted)
    if found:
        log.warning(
            "The text seems to be in %s, but --language says %s: that is believed; leave it out if not",
            *(" and ".join(language_name(code, "en") for code in codes) for codes in (found, wanted)),
        )


def lines(block: Block) -> frozenset[int]:
    """Return the numbers of the lines that a block stands on."""
    return frozenset(range(block.first_line, block.last_line + 1))


def _sorted(blocks: tuple[Block, ...], *, keep: frozenset[int], drop: frozenset[int]) -> _Sorted:
    by_hand = keep | drop
    markers: list[Marker] = []
    rest: list[Block] = []
    for block in blocks:
        decided = block.furniture or lines(block) & by_hand
        language = None if decided else languages.marker(block.text)
        if language is None:
            rest.append(block)
        else:
            markers.append(Marker(block.first_line, block.last_line, block.text, language))
    parts = [
        (clean_page if from_page else clean)(list(own), keep=keep, drop=drop)
        for from_page, own in groupby(rest, key=lambda block: bool(block.signs))
    ]
    kept, repeats = without_pulled([block for part in parts for block in part.blocks], keep)
    kept, removals, rules = drawn(kept, (*repeats, *(removal for part in parts for removal in part.removals)), keep)
    return _Sorted(kept, removals, tuple(markers), rules)


def _nothing_left(name: str, sorted_: _Sorted) -> PublishError:
    if any(removal.rule == "by-hand" for removal in sorted_.removals):
        return SourceError("Every line was dropped", where=name, hint="Take some lines out of --drop.")
    if not any(character.isalpha() for removal in sorted_.removals for character in removal.text):
        return LanguageError("No language can be told: there are no words in it", where=name, hint="Is it the article?")
    return SourceError(
        "There is no article in it, only page furniture",
        where=name,
        hint="If a line is article after all, name it with --keep N.",
    )


def _declared(blocks: tuple[Block, ...], markers: tuple[Marker, ...]) -> list[str | None]:
    """What the source says of its languages: `lang`, and for the title after a marker, the marker.

    A marker speaks only for the short lines between it and a text that agrees with it: the name
    of a language may as well be a link to another page.
    """
    declared = [block.language for block in blocks]
    for marker in markers:
        after = [place for place, block in enumerate(blocks) if block.first_line > marker.last_line]
        text = next((place for place in after if is_prose(blocks[place].text)), None)
        if text is None:
            continue
        _, language = common_words(blocks[text].text, words(blocks[text].text))
        if language == marker.language.partition("-")[0]:
            for place in range(after[0], text + 1):
                declared[place] = declared[place] or marker.language
    return declared


def _by_language(blocks: Sequence[Block], told: Sequence[str]) -> dict[str, list[Block]]:
    own: dict[str, list[Block]] = {}
    for block, language in zip(blocks, told, strict=True):
        own.setdefault(language, []).append(block)
    return own


def _edition(
    language: str, blocks: Sequence[Block], figures: Sequence[Block], given: str
) -> tuple[Edition, tuple[Removal, ...]]:
    """Return one language whole, under the title that was given, or that stands in it, or its first words.

    With it come the decorations that nothing in it follows.
    """
    found = structured(blocks)
    title = given or next((block.text for block in found if block.kind == "title"), "")
    if not title:
        title = _named_after_text(found)
        log.warning("No %s title was found: it is called “%s”; --title gives one", language_name(language, "en"), title)
    if not any(block.kind == "title" for block in found):
        found = (Block("title", (Span(title),), 0, 0, level=1), *found)
    everything, ends = pictures.placed(found, figures)
    paragraphs = [
        replace(paragraph(f"{language}-p{n}", block, language), decorations=decorations)
        for n, (block, decorations) in enumerate(everything, 1)
    ]
    runs = _runs(paragraphs)
    sections = tuple(
        Section(f"{language}-c{n}", title if n == 1 else run[0].text, tuple(run)) for n, run in enumerate(runs, 1)
    )
    return Edition(language=language, title=title, sections=sections), ends


def _named_after_text(blocks: Sequence[Block]) -> str:
    told = [block.text for block in blocks if not is_credit(block.text)] or [blocks[0].text]
    text = next((own for own in told if is_prose(own)), told[0])
    head = text.split()[:_TITLE_FROM_TEXT]
    short = " ".join(head)[: _TITLE_FROM_TEXT * 10]
    return short if short == " ".join(text.split()) else f"{short.rstrip('.,;:')}…"


def _runs(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """Break a long edition at its headings; a short one is one run."""
    starts = [place for place, p in enumerate(paragraphs) if p.kind == "heading" and p.level == 2 and place]
    if len(starts) < 2 or sum(length(p.text) for p in paragraphs) <= _SECTIONED_WORDS:
        return [paragraphs]
    edges = [0, *starts, len(paragraphs)]
    return [paragraphs[start:end] for start, end in pairwise(edges)]


def _metadata(documents: tuple[Document, ...], editions: tuple[Edition, ...]) -> Metadata:
    first = documents[0].metadata
    dates = [document.metadata.retrieved for document in documents if document.metadata.retrieved]
    return replace(
        first,
        title=first.title or editions[0].title,
        origin=", ".join(dict.fromkeys(document.metadata.origin for document in documents)),
        retrieved=max(dates, default=None),
        sha256=" ".join(document.metadata.sha256 for document in documents),
    )


def _overrides(blocks: tuple[Block, ...], *, keep: frozenset[int], drop: frozenset[int]) -> tuple[str, ...]:
    """Return what a person overruled, and say which numbers stand on no line with words."""
    there = frozenset(number for block in blocks for number in lines(block))
    nothing = sorted((keep | drop) - there)
    for number in nothing[:_LISTED]:
        log.warning("Line %d has nothing on it to keep or drop", number)
    if len(nothing) > _LISTED:
        log.warning("So it is with %d other lines, up to line %d", len(nothing) - _LISTED, nothing[-1])
    decided = [("keep", number) for number in sorted(keep & there)] + [("drop", n) for n in sorted(drop & there)]
    return tuple(f"{word} {number}" for word, number in decided)
