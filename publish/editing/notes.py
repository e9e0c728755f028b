"""Notes and what calls them: in one language, and joined by their ids."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import Gloss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Block, Edition, Paragraph, Sentence, Span


_MARK = r"(\*{1,3}|†|‡|\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]+)"
_MARKED = re.compile(r"[*†‡\[¹²³⁴⁵⁶⁷⁸⁹]")
_BEGINS = re.compile(rf"{_MARK}\s*\S")
_HANGS = re.compile(rf"(?<=[\w.,;:!?…”\"’»)]){_MARK}(?![\w*])")


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
            if span.calls:
                callers[span.calls].append(language)
    own: dict[str, str] = {}
    for block, language in zip(blocks, told, strict=True):
        if block.note and block.note in callers:
            own.setdefault(block.note, language if language in callers[block.note] else callers[block.note][0])
    return [own.get(block.note, language) for block, language in zip(blocks, told, strict=True)]


def by_mark(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of one language, the notes of a plain text joined to where their mark hangs on a word.

    `The boat is late.*`, and below it `* By an hour.`: the first mark of a kind calls the first note under it.
    """
    found = list(blocks)
    waiting: defaultdict[str, deque[tuple[int, int]]] = defaultdict(deque)
    calls: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for place, block in enumerate(blocks):
        mark = _BEGINS.match(block.text) if block.kind == "note" and not block.note else None
        if mark and waiting[mark[1]]:
            caller, begin = waiting[mark[1]].popleft()
            name = f"line {block.first_line}"
            calls[caller][begin] = (mark[1], name)
            found[place] = replace(block, note=name)
        elif block.kind not in {"code", "note"} and _MARKED.search(block.text):
            for reference in _HANGS.finditer(block.text):
                waiting[reference[1]].append((place, reference.start()))
    for place, own in calls.items():
        found[place] = replace(found[place], spans=tuple(_marked(found[place].spans, own)))
    return found


def _marked(spans: Sequence[Span], calls: Mapping[int, tuple[str, str]]) -> Iterator[Span]:
    """Yield the runs of a block, those apart that call a note; `calls` has mark and name by their places."""
    place = 0
    for span in spans:
        end = place + len(span.text)
        within = {
            begin: call for begin, call in sorted(calls.items()) if place <= begin and begin + len(call[0]) <= end
        }
        at = place
        for begin, (mark, name) in within.items():
            yield replace(span, text=span.text[at - place : begin - place])
            yield replace(span, text=mark, gloss=Gloss("note", name))
            at = begin + len(mark)
        yield replace(span, text=span.text[at - place :]) if within else span
        place = end


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
