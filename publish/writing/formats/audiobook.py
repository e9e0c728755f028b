"""An audiobook per language in the Lightweight Packaging Format, with its text in step.

One package holds both manifests: that of W3C Audiobooks (https://www.w3.org/TR/audiobooks/, `publication.json`) and
Readium's (https://readium.org/webpub-manifest/profiles/audiobook, `manifest.json`). Each part of the sound has a
Synchronized Narration beside it (https://w3c.github.io/sync-media-pub/), which leads into the text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from publish.markup import element
from publish.model import File
from publish.phrases import say
from publish.writing import heard_text
from publish.writing.containers import contain
from publish.writing.package import access, identifier, modified
from publish.writing.scripts import direction
from publish.writing.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition, Encode, Encoded, Narration, Publication
    from publish.writing.stretches import Stretch

MEDIA_TYPE: Final = "application/lpf+zip"
_NARRATION: Final = "application/vnd.syncnarr+json"
_HTML: Final = "application/xhtml+xml"
_CONTENTS, _TEXT, _COVER = "contents.xhtml", "text.xhtml", "cover.jpg"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents list."""

    title: str
    href: str
    level: int


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield `audiobook/NAME.LANG.lpf` for each narration; nothing for a book without sound.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    for edition, narration in publication.spoken:
        parts = tuple(stretches(edition, narration, encode))
        files = list(_files(publication, edition, narration, parts))
        path = f"audiobook/{publication.name}.{edition.language}.lpf"
        yield File(path, MEDIA_TYPE, partial(contain, files))


def _files(
    publication: Publication, edition: Edition, narration: Narration, parts: Sequence[Stretch]
) -> Iterator[tuple[str, bytes | Encoded]]:
    # One language by itself, without twins, pictures and lexicons; and who reviewed the book did not review this.
    alone = replace(publication.book, editions=(edition,), beads=(), pictures=())
    own = replace(publication, book=alone, narrations=(narration,), lexicons={}, reviewed_by="")
    entries = _entries(edition, parts)
    yield "publication.json", _json(_w3c(own, parts))
    yield "manifest.json", _json(_readium(own, parts, entries))
    yield _CONTENTS, _contents(edition, entries)
    yield _TEXT, _text(edition, parts)
    if publication.cover:
        yield _COVER, publication.cover
    for part in parts:
        yield _sync(part), _json({"narration": [*_narrated(part)]})
        yield f"audio/{part.sound}", part.encoded


def _sync(part: Stretch) -> str:
    return f"sync/{part.name}.json"


def _narrated(part: Stretch) -> Iterator[dict[str, str]]:
    for moment in part.heard:
        times = f"{_seconds(moment.begin_ms)},{_seconds(moment.end_ms)}"
        yield {"text": f"{_TEXT}#{moment.sentence.id}", "audio": f"audio/{part.sound}#t={times}"}


def _text(edition: Edition, parts: Sequence[Stretch]) -> bytes:
    heard = {
        moment.sentence.id: f"audio/{part.sound}#t={_seconds(moment.begin_ms)}"
        for part in parts
        for moment in part.heard
    }
    return heard_text.text(edition, [p for part in parts for p in part.section.paragraphs], heard)


def _entries(edition: Edition, parts: Sequence[Stretch]) -> tuple[_Entry, ...]:
    """Return the sections by their titles, and the headings within."""
    found: list[_Entry] = []
    for part in parts:
        found.append(_Entry(part.section.title or edition.title, f"audio/{part.sound}", 1))
        begins = {moment.sentence.id: moment.begin_ms for moment in part.heard}
        for paragraph, level in heard_text.headings(part.section.paragraphs):
            begin = begins[paragraph.sentences[0].id]
            if begin:
                title = " ".join(paragraph.text.split())
                found.append(_Entry(title, f"audio/{part.sound}#t={_seconds(begin)}", level))
    return tuple(found)


def _contents(edition: Edition, entries: Sequence[_Entry]) -> bytes:
    """Return the contents list as a page: where a player of W3C Audiobooks looks for it."""
    title = say(edition.language, "contents")
    items = (element("li", {}, element("a", {"href": entry.href}, entry.title)) for entry in entries)
    body = element("nav", {"role": "doc-toc"}, element("h1", {}, title), element("ol", {}, *items))
    return heard_text.page(edition.language, [element("title", {}, title)], body)


def _w3c(own: Publication, parts: Sequence[Stretch]) -> dict[str, Any]:
    known = own.book.metadata
    (edition,), (narration,) = own.book.editions, own.narrations
    order = [
        {
            "type": "LinkedResource",
            "url": f"audio/{part.sound}",
            "encodingFormat": part.encoded.media_type,
            "name": part.section.title or edition.title,
            "duration": _iso(part.track.duration_ms),
            "alternate": [{"type": "LinkedResource", "url": _sync(part), "encodingFormat": _NARRATION}],
        }
        for part in parts
    ]
    others: list[dict[str, Any]] = [
        {"type": "LinkedResource", "url": _CONTENTS, "encodingFormat": _HTML, "rel": "contents"},
        {"type": "LinkedResource", "url": _TEXT, "encodingFormat": _HTML},
    ]
    if own.cover:
        name = say(edition.language, "cover")
        others.append(
            {"type": "LinkedResource", "url": _COVER, "encodingFormat": "image/jpeg", "rel": "cover", "name": name}
        )
    facts = {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context", {"language": edition.language}],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": f"{identifier(own)}",
        "url": known.url,
        "name": edition.title,
        "author": list(known.authors),
        "readBy": [narration.voice.called],
        "publisher": known.site,
        "inLanguage": [edition.language],
        "direction": direction(edition.language),
        "datePublished": known.published,
        "dateModified": f"{modified(own.book):%Y-%m-%d}",
        "license": known.licence,
        "duration": _iso(sum(part.track.duration_ms for part in parts)),
        **{_name(key): values for key, values in _access(own).items()},
    }
    told = {name: value for name, value in facts.items() if value}
    return {**told, "abridged": False, "readingOrder": order, "resources": others}


def _readium(own: Publication, parts: Sequence[Stretch], entries: Sequence[_Entry]) -> dict[str, Any]:
    known = own.book.metadata
    (edition,), (narration,) = own.book.editions, own.narrations
    order = [
        {
            "href": f"audio/{part.sound}",
            "type": part.encoded.media_type,
            "title": part.section.title or edition.title,
            "duration": part.track.duration_ms / 1000,
            "alternate": [{"href": _sync(part), "type": _NARRATION}],
        }
        for part in parts
    ]
    facts = {
        "@type": "http://schema.org/Audiobook",
        "conformsTo": "https://readium.org/webpub-manifest/profiles/audiobook",
        "identifier": identifier(own),
        "title": edition.title,
        "author": list(known.authors),
        "narrator": narration.voice.called,
        "publisher": known.site,
        "language": edition.language,
        "readingProgression": direction(edition.language),
        "published": known.published,
        "modified": f"{modified(own.book):%Y-%m-%dT%H:%M:%SZ}",
        "duration": sum(part.track.duration_ms for part in parts) / 1000,
        "accessibility": _accessibility(own),
    }
    resources = [{"href": _TEXT, "type": _HTML}, {"href": _CONTENTS, "type": _HTML, "rel": "contents"}]
    cover = [{"href": _COVER, "type": "image/jpeg", "rel": "cover"}] if own.cover else []
    return {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": {name: value for name, value in facts.items() if value},
        "links": [{"rel": "self", "href": "manifest.json", "type": "application/audiobook+json"}],
        "readingOrder": order,
        "resources": [*resources, *cover],
        "toc": _nested(list(entries)),
    }


_A11Y: Final = {
    "schema:accessMode": "accessMode",
    "schema:accessModeSufficient": "accessModeSufficient",
    "schema:accessibilityFeature": "feature",
    "schema:accessibilityHazard": "hazard",
    "schema:accessibilitySummary": "summary",
}
# What belongs to pages with numbers is not in this package.
_OF_PAGES: Final = frozenset({"pageBreakMarkers", "pageNavigation", "displayTransformability"})


def _access(own: Publication) -> dict[str, list[str]]:
    """Return what the package gives to whom, by Readium's words for it."""
    found: dict[str, list[str]] = {}
    for value, attributes in access(own):
        key = _A11Y.get(attributes["property"])
        if key and value not in _OF_PAGES:
            found.setdefault(key, []).append(value)
    return found


def _accessibility(own: Publication) -> dict[str, object]:
    found: dict[str, object] = {**_access(own)}
    ways = [way.split(",") for way in _access(own)["accessModeSufficient"]]
    return {**found, "accessModeSufficient": ways, "summary": " ".join(_access(own)["summary"])}


def _name(key: str) -> str:
    """Return schema.org's word for a property of Readium's."""
    return key if key.startswith("access") else f"accessibility{key.title()}"


def _nested(entries: list[_Entry]) -> list[dict[str, Any]]:
    """Return a contents list as it is nested: a deeper entry belongs to the last one above it."""
    found: list[dict[str, Any]] = []
    above: list[tuple[int, list[dict[str, Any]]]] = [(0, found)]
    for entry in entries:
        while len(above) > 1 and above[-1][0] >= entry.level:
            above.pop()
        children: list[dict[str, Any]] = []
        above[-1][1].append({"href": entry.href, "title": entry.title, "children": children})
        above.append((entry.level, children))
    return _without_empty(found)


def _without_empty(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: _without_empty(value) if key == "children" else value for key, value in entry.items() if value}
        for entry in entries
    ]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"


def _iso(milliseconds: int) -> str:
    """Return a duration (ISO 8601)."""
    return f"PT{_seconds(milliseconds)}S"
