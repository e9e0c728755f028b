"""What was done to the article: for a person, for a machine, for the book's own folder."""

from __future__ import annotations

import hashlib
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

_PRIVATE = frozenset({"command", "base_url"})
"""Options of a voice that tell of its owner's machine and network; a book goes out into the world."""
_SHOWN = 96
"""Characters of a paragraph that a person needs to know it by."""


def as_json(book: Book) -> dict[str, Any]:
    """Return what `publish inspect --json` prints. A contract: add keys, never change one."""
    paragraphs = [(edition, paragraph) for edition in book.editions for paragraph in edition.paragraphs]
    return {
        "source": _source(book.metadata),
        **_parts(book),
        "languages": [edition.language for edition in book.editions],
        "titles": {edition.language: edition.title for edition in book.editions},
        "blocks": [
            {**_block(edition, paragraph), **_part(section.part)}
            for edition in book.editions
            for section in edition.sections
            for paragraph in section.paragraphs
        ],
        "removed": [_removed(removal) for removal in book.removals],
        "markers": [_marker(marker) for marker in book.markers],
        "beads": [_bead(bead) for bead in book.beads],
        "sentences": [
            {"id": sentence.id, "block": paragraph.id, "text": sentence.text}
            for _, paragraph in paragraphs
            for sentence in paragraph.sentences
        ],
        "overrides": list(book.overrides),
        "pictures": _pictures(book),
    }


def colophon(book: Book, narrations: tuple[Narration, ...], *, versions: Mapping[str, str]) -> dict[str, Any]:
    """Return what colophon.json says of the book, its artifacts apart.

    Args:
        book: as it was published.
        narrations: as they were encoded; none for a book without sound.
        versions: of each voice's engine, with its data, by the voice's name.
    """
    return {
        "made_by": f"Enface {__version__}",
        "source": _source(book.metadata),
        **_parts(book),
        "languages": [edition.language for edition in book.editions],
        "titles": {edition.language: edition.title for edition in book.editions},
        "voices": [_voice(narration, versions) for narration in narrations],
        "removed": [_removed(removal) for removal in book.removals],
        "markers": [_marker(marker) for marker in book.markers],
        "overrides": list(book.overrides),
        "pictures": _pictures(book),
    }


def fonts(embedded: Iterable[Font]) -> dict[str, Any]:
    """Return what colophon.json says of the fonts in the book; nothing where there are none."""
    told = [{"family": f.family, "licence": f.licence, "licence_text": f.licence_text} for f in embedded]
    return {"fonts": told} if told else {}


def as_lines(book: Book) -> Iterator[str]:
    """Give what `publish inspect` prints: what is kept, what was dropped and why, what says the same."""
    yield from chain(_summary(book), _kept(book), _shown(book), _dropped(book), _twins(book))


def _summary(book: Book) -> Iterator[str]:
    for edition in book.editions:
        sentences = sum(len(paragraph.sentences) for paragraph in edition.paragraphs)
        yield (
            f"{named(edition.language)}: {edition.title or 'no title'} "
            f"({counted(len(edition.paragraphs), 'block')}, {counted(sentences, 'sentence')})"
        )


def _kept(book: Book) -> Iterator[str]:
    for edition in book.editions:
        yield ""
        yield f"Kept in {named(edition.language)}:"
        for section in edition.sections:
            for paragraph in section.paragraphs:
                place = lines_of(paragraph, source_of(section.part, book))
                yield f"  {paragraph.id}, {place}, {paragraph.kind}: {_short(paragraph.text)}"


def _shown(book: Book) -> Iterator[str]:
    """Give each picture with its words in each language, so that a person sees which are to be written."""
    for each in _pictures(book):
        yield ""
        size = f", {each['width']} x {each['height']} pixels" if each["width"] else ""
        yield f"Picture {each['name']}{size}"
        for language, text in each["texts"].items():
            yield f"  In {named(language)}: {text or 'decoration, passed over in silence'}"
        if not each["described"]:
            yield "  No alternative text: write it with --alt FILE; --alt-out FILE makes the file"
        if each["refused"]:
            yield f"  Not shown: {each['refused']}"


def _dropped(book: Book) -> Iterator[str]:
    yield ""
    yield f"Dropped: {counted(len(book.removals), 'block')}"
    for removal in book.removals:
        place = lines_of(removal, source_of(removal.part, book))
        yield f"  {place}, {removal.rule}: {_short(removal.text)}"
        yield f"    {removal.reason}"
    for marker in book.markers:
        place = lines_of(marker, source_of(marker.part, book))
        yield f"  {place}, says that {named(marker.language)} follows: {_short(marker.text)}"
    for override in book.overrides:
        yield f"  Overruled: {override}"


def _twins(book: Book) -> Iterator[str]:
    texts = {paragraph.id: paragraph.text for edition in book.editions for paragraph in edition.paragraphs}
    for pair in dict.fromkeys(bead.languages for bead in book.beads):
        yield ""
        yield f"The same in {named(pair[0])} and {named(pair[1])}:"
        for bead in book.beads:
            if bead.languages == pair and bead.level == "paragraph":
                yield from _twin(bead, texts)


def _twin(bead: Bead, texts: Mapping[str, str]) -> Iterator[str]:
    left, right = ", ".join(bead.left), ", ".join(bead.right)
    if not (left and right):
        missing = bead.languages[0] if right else bead.languages[1]
        yield f"  {left or right} is not in {named(missing)}"
    else:
        yield f"  {left} and {right}, {bead.confidence:.0%} sure{'' if linked(bead) else '; not linked'}"
    for one in (*bead.left, *bead.right):
        yield f"    {one}: {_short(texts.get(one, ''))}"


def named(language: str) -> str:
    """Return a language's name in English, as a receipt is."""
    return language_name(language, "en")


def counted(number: int, one: str, several: str = "") -> str:
    """Return `1 block`, `2 blocks`; `several` where an s makes no plural."""
    return f"{number} {one}" if number == 1 else f"{number} {several or one + 's'}"


def source_of(part: int, book: Book) -> str:
    """Return the name of the source that an article of an anthology was made from; empty in a book of one article."""
    return book.parts[part - 1].origin if part else ""


def lines_of(block: Block | Paragraph | Removal | Marker, source: str) -> str:
    """Return `lines 3-5`, or of an anthology `rain.txt:3-5`, as --keep takes it."""
    if block.first_line == 0:
        return "on no line of the source"
    if source:
        last = f"-{block.last_line}" if block.last_line != block.first_line else ""
        return f"{source}:{block.first_line}{last}"
    if block.first_line == block.last_line:
        return f"line {block.first_line}"
    return f"lines {block.first_line}-{block.last_line}"


def _short(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


def _parts(book: Book) -> dict[str, Any]:
    """Return what is known of each article of an anthology; nothing in a book of one article."""
    if not book.parts:
        return {}
    titles: list[dict[str, str]] = [{} for _ in book.parts]
    for edition in book.editions:
        for section in edition.sections:
            titles[section.part - 1].setdefault(edition.language, section.title)
    return {
        "parts": [
            {"part": number, "titles": own, **_source(known)}
            for number, (own, known) in enumerate(zip(titles, book.parts, strict=True), 1)
        ]
    }


def _part(part: int) -> dict[str, int]:
    return {"part": part} if part else {}


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
    found = {"lines": lines, "text": removal.text, "rule": removal.rule, "reason": removal.reason}
    return {**found, **_part(removal.part), **({"picture": removal.picture} if removal.picture else {})}


def _pictures(book: Book) -> list[dict[str, Any]]:
    """Return every picture of the book, with its words by language: empty where it is decoration."""
    said: dict[str, dict[str, str]] = {picture.name: {} for picture in book.pictures}
    silent: set[str] = set()
    for edition in book.editions:
        for paragraph in edition.paragraphs:
            for name in paragraph.decorations:
                said[name].setdefault(edition.language, "")
            if paragraph.undescribed:
                silent.add(paragraph.picture)
            elif paragraph.picture:
                said[paragraph.picture][edition.language] = paragraph.text
    return [
        {
            "name": picture.name,
            "href": picture.href,
            "texts": said[picture.name],
            "described": picture.name not in silent,
            "width": picture.width,
            "height": picture.height,
            "sha256": hashlib.sha256(picture.content).hexdigest() if picture.content else "",
            "refused": picture.refused,
        }
        for picture in book.pictures
    ]


def _marker(marker: Marker) -> dict[str, Any]:
    lines = [marker.first_line, marker.last_line]
    return {"lines": lines, "text": marker.text, "language": marker.language, **_part(marker.part)}


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
        "version": versions.get(voice.name, ""),
        "licence": voice.licence,
        "options": {option: value for option, value in voice.options.items() if option not in _PRIVATE},
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
        "version": versions.get(voice.name, ""),
        "licence": voice.licence,
    }
