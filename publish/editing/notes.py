"""Notes and what calls them: in one language, and joined by their ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import Gloss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Block, Edition, Paragraph, Sentence, Span


def named_apart(block: Block, place: int) -> Block:
    """Return a block of the document at `place`, its notes named so that no other document has them."""
    if not block.note and not any(span.calls for span in block.spans):
        return block
    spans = tuple(_calling(span, f"{place} {span.calls}") if span.calls else span for span in block.spans)
    return replace(block, spans=spans, note=block.note and f"{place} {block.note}")


def _calling(span: Span, name: str) -> Span:
    return replace(span, gloss=Gloss("note", name) if name else None)


def owned(blocks: Sequence[Block], told: Sequence[str]) -> list[str]:
    """Return the language of each block, a note's being that of a block that calls it, whatever it cites."""
    callers: defaultdict[str, list[str]] = defaultdict(list)
    for block, language in zip(blocks, told, strict=True):
        for span in block.spans:
            callers[span.calls].append(language)
    own: dict[str, str] = {}
    for block, language in zip(blocks, told, strict=True):
        if block.note and block.note in callers:
            own.setdefault(block.note, language if language in callers[block.note] else callers[block.note][0])
    return [own.get(block.note, language) for block, language in zip(blocks, told, strict=True)]


def joined(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """Return the editions with ids for the names of notes: of what is called, and of what calls it first.

    A call whose note was left out is words alone, and a note that nothing calls leads nowhere.
    """
    firsts: dict[str, str] = {}
    for paragraph in (p for edition in editions for p in edition.paragraphs if p.note):
        firsts.setdefault(paragraph.note, paragraph.id)
    calls: dict[str, str] = {}
    # A note that two editions call leads back within its own.
    for within in (True, False):
        for edition in editions:
            own = {p.note for p in edition.paragraphs if p.note}
            for name, identity in _called(edition):
                if (name in own) is within:
                    calls.setdefault(name, identity)
    return tuple(_joined(edition, firsts, calls) for edition in editions) if firsts or calls else editions


def _called(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the name of each note that is called, and the id of the call, in reading order."""
    for paragraph in edition.paragraphs:
        for sentence in paragraph.sentences:
            yield from ((span.calls, identity) for identity, span in sentence.calls)


def _joined(edition: Edition, firsts: Mapping[str, str], calls: Mapping[str, str]) -> Edition:
    def paragraph(own: Paragraph) -> Paragraph:
        sentences = tuple(map(sentence, own.sentences))
        return replace(own, sentences=sentences, note=calls.get(own.note, ""))

    def sentence(own: Sentence) -> Sentence:
        if not own.calls:
            return own
        spans = (_calling(span, firsts.get(span.calls, "")) if span.calls else span for span in own.spans)
        return replace(own, spans=tuple(spans))

    sections = (replace(s, paragraphs=tuple(map(paragraph, s.paragraphs))) for s in edition.sections)
    return replace(edition, sections=tuple(sections))
