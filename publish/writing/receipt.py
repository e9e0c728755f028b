"""What was done to the article: for a person, for a machine, for the book's own folder."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from publish import __version__
from publish.phrases import language_name
from publish.writing.twins import linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.model import (
        Bead,
        Block,
        Book,
        Edition,
        Font,
        Marker,
        Metadata,
        Narration,
        Paragraph,
        Removal,
        Span,
        Voice,
    )

_SHOWN = 96
"""Characters of a paragraph that a person needs to know it by."""


def as_json(book: Book) -> dict[str, Any]:
    """Return what `publish inspect --json` prints. A contract: add keys, never change one."""
    paragraphs = [(edition, paragraph) for edition in book.editions for paragraph in edition.paragraphs]
    return {
        "source": _source(book.metadata),
        "languages": [edition.language for edition in book.editions],
        "titles": {edition.language: edition.title for edition in book.editions},
        "blocks": [_block(edition, paragraph) for edition, paragraph in paragraphs],
        "removed": [_removed(removal) for removal in book.removals],
        "markers": [_marker(marker) for marker in book.markers],
        "beads": [_bead(bead) for bead in book.beads],
        "sentences": [
            {"id": sentence.id, "block": paragraph.id, "text": sentence.text}
            for _, paragraph in paragraphs
            for sentence in paragraph.sentences
        ],
        "overrides": list(book.overrides),
    }


def colophon(book: Book, narrations: tuple[Narration, ...], *, versions: Mapping[str, str]) -> dict[str, Any]:
    """Return what colophon.json says of the book, its artifacts apart.

    Args:
        book: as it was published.
        narrations: as they were encoded; none for a book without sound.
        versions: of each engine, by its name.
    """
    return {
        "made_by": f"Enface {__version__}",
        "source": _source(book.metadata),
        "languages": [edition.language for edition in book.editions],
        "titles": {edition.language: edition.title for edition in book.editions},
        "voices": [_voice(narration, versions) for narration in narrations],
        "removed": [_removed(removal) for removal in book.removals],
        "markers": [_marker(marker) for marker in book.markers],
        "overrides": list(book.overrides),
    }


def fonts(embedded: Iterable[Font]) -> dict[str, Any]:
    """Return what colophon.json says of the fonts in the book; nothing where there are none."""
    told = [{"family": f.family, "licence": f.licence, "licence_text": f.licence_text} for f in embedded]
    return {"fonts": told} if told else {}


def as_lines(book: Book) -> Iterator[str]:
    """Give what `publish inspect` prints: what is kept, what was dropped and why, what says the same."""
    yield from chain(_summary(book), _kept(book), _dropped(book), _twins(book))


def _summary(book: Book) -> Iterator[str]:
    for edition in book.editions:
        sentences = sum(len(paragraph.sentences) for paragraph in edition.paragraphs)
        yield (
            f"{_named(edition.language)}: {edition.title or 'no title'} "
            f"({_count(len(edition.paragraphs), 'block')}, {_count(sentences, 'sentence')})"
        )


def _kept(book: Book) -> Iterator[str]:
    for edition in book.editions:
        yield ""
        yield f"Kept in {_named(edition.language)}:"
        for paragraph in edition.paragraphs:
            yield f"  {paragraph.id}, {_lines(paragraph)}, {paragraph.kind}: {_short(paragraph.text)}"


def _dropped(book: Book) -> Iterator[str]:
    yield ""
    yield f"Dropped: {_count(len(book.removals), 'block')}"
    for removal in book.removals:
        yield f"  {_lines(removal)}, {removal.rule}: {_short(removal.text)}"
        yield f"    {removal.reason}"
    for marker in book.markers:
        yield f"  {_lines(marker)}, says that {_named(marker.language)} follows: {_short(marker.text)}"
    for override in book.overrides:
        yield f"  Overruled: {override}"


def _twins(book: Book) -> Iterator[str]:
    texts = {paragraph.id: paragraph.text for edition in book.editions for paragraph in edition.paragraphs}
    for pair in dict.fromkeys(bead.languages for bead in book.beads):
        yield ""
        yield f"The same in {_named(pair[0])} and {_named(pair[1])}:"
        for bead in book.beads:
            if bead.languages == pair and bead.level == "paragraph":
                yield from _twin(bead, texts)


def _twin(bead: Bead, texts: Mapping[str, str]) -> Iterator[str]:
    left, right = ", ".join(bead.left), ", ".join(bead.right)
    if not (left and right):
        missing = bead.languages[0] if right else bead.languages[1]
        yield f"  {left or right} is not in {_named(missing)}"
    else:
        yield f"  {left} and {right}, {bead.confidence:.0%} sure{'' if linked(bead) else '; not linked'}"
    for one in (*bead.left, *bead.right):
        yield f"    {one}: {_short(texts.get(one, ''))}"


def _named(language: str) -> str:
    return language_name(language, "en")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _lines(block: Block | Paragraph | Removal | Marker) -> str:
    if block.first_line == block.last_line:
        return f"line {block.first_line}"
    return f"lines {block.first_line}-{block.last_line}"


def _short(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


def _source(metadata: Metadata) -> dict[str, Any]:
    return {
        "origin": metadata.origin,
        "url": metadata.url,
        "retrieved": metadata.retrieved.isoformat() if metadata.retrieved else None,
        "sha256": metadata.sha256,
        "authors": list(metadata.authors),
        "site": metadata.site,
        "licence": metadata.licence,
        "published": metadata.published or None,
    }


def _block(edition: Edition, paragraph: Paragraph) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "language": edition.language,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "text": paragraph.text,
        "lines": [paragraph.first_line, paragraph.last_line],
        "foreign": _foreign(paragraph),
    }


def _foreign(paragraph: Paragraph) -> list[list[int | str]]:
    """Runs in another language, as [start, end, tag]: characters of the block's text, the end not included."""
    found: list[list[int | str]] = []
    for start, span in _placed(paragraph):
        if span.language is None:
            continue
        last = found[-1] if found else None
        if last and last[1] == start and last[2] == span.language:
            last[1] = start + len(span.text)
        else:
            found.append([start, start + len(span.text), span.language])
    return found


def _placed(paragraph: Paragraph) -> Iterator[tuple[int, Span]]:
    at = 0
    for sentence in paragraph.sentences:
        for span in sentence.spans:
            yield at, span
            at += len(span.text)
        at += len(sentence.after)


def _removed(removal: Removal) -> dict[str, Any]:
    lines = [removal.first_line, removal.last_line]
    return {"lines": lines, "text": removal.text, "rule": removal.rule, "reason": removal.reason}


def _marker(marker: Marker) -> dict[str, Any]:
    return {"lines": [marker.first_line, marker.last_line], "text": marker.text, "language": marker.language}


def _bead(bead: Bead) -> dict[str, Any]:
    return {
        "languages": list(bead.languages),
        "left": list(bead.left),
        "right": list(bead.right),
        "level": bead.level,
        "confidence": round(bead.confidence, 4),
    }


def _voice(narration: Narration, versions: Mapping[str, str]) -> dict[str, Any]:
    voice = narration.voice
    return {
        "language": narration.language,
        "voice": voice.name,
        "says": voice.says,
        "engine": voice.engine,
        "version": versions.get(voice.engine, ""),
        "licence": voice.licence,
        "options": dict(voice.options),
        "synthetic": voice.synthetic,
        "others": [_other(voice, versions) for voice in narration.others],
        "seconds": round(sum(track.duration_ms for track in narration.tracks) / 1000),
    }


def _other(voice: Voice, versions: Mapping[str, str]) -> dict[str, Any]:
    """Return who says what is in another language."""
    return {
        "language": voice.language,
        "voice": voice.name,
        "engine": voice.engine,
        "version": versions.get(voice.engine, ""),
        "licence": voice.licence,
    }
