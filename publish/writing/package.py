"""The package document: what the book is, in whose languages, and what it gives to whom."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from publish import __version__
from publish.design import Design
from publish.markup import XML_LANG
from publish.phrases import language_names, say
from publish.writing.language_tags import said_in
from publish.writing.overlay import ACTIVE_CLASS, PLAYBACK_CLASS, clock
from publish.writing.scripts import direction
from publish.writing.twins import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Book, Metadata, Publication, Voice

CONFORMANCE: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""To the letter, as the standard wants it."""
_UNSPACED: Final = ("zh", "ja")
# A book of which nothing is known is as old as the zip format.
_EPOCH: Final = date(1980, 1, 1)
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:enface:book")


def identifier(publication: Publication) -> str:
    """Return a URN that is the same for the same source in the same languages.

    A layout of one's own, or no sound, is a publication of its own: a shelf that holds both keeps both.
    """
    book, design = publication.book, publication.design
    languages = ",".join(edition.language for edition in book.editions)
    source = book.metadata.sha256 or "\n".join(edition.title for edition in book.editions)
    listed = (" link list" if design.link_list else "") + (" words" if design.sync == "word" else "")
    apart = "" if design == Design() else f" {design.layout} {design.grain} {design.links}{listed}"
    silent = "" if publication.narrations else " text"
    return uuid.uuid5(_NAMESPACE, f"{source} {languages}{apart}{silent}").urn


def modified(book: Book) -> datetime:
    """Return the day that the text was taken, as a time: the clock would make each run another book."""
    return datetime.combine(book.metadata.retrieved or _EPOCH, time(), UTC)


def direction_of(book: Book) -> str | None:
    """Return which way the pages turn, where it is not the usual way."""
    return "rtl" if direction(book.editions[0].language) == "rtl" else None


def describe(package: Any, publication: Publication, durations: Mapping[str, int]) -> None:
    """Write all metadata into an empty `ebooklib.epub.EpubBook`, by hand and in a fixed order.

    Args:
        package: the empty book.
        publication: what it is made of.
        durations: how long each page is heard, in milliseconds, by its id; no page without sound.
    """
    book = publication.book
    package.metadata = {}
    package.IDENTIFIER_ID = "uid"
    package.uid = identifier(publication)
    package.language = book.editions[0].language
    package.title = book.editions[0].title
    package.direction = direction_of(book)
    package.add_metadata("DC", "identifier", package.uid, {"id": "uid"})
    for name, value, attributes in _dublin_core(book):
        package.add_metadata("DC", name, value, attributes)
    for value, attributes in (*_refinements(publication), *access(publication), *_sound(publication, durations)):
        package.add_metadata(None, "meta", value, attributes)


def _in(language: str) -> dict[str, str]:
    tags = {XML_LANG: language}
    return {**tags, "dir": "rtl"} if direction(language) == "rtl" else tags


def _dublin_core(book: Book) -> Iterator[tuple[str, str, dict[str, str]]]:
    known = book.metadata
    lead = book.editions[0]
    yield "title", lead.title, {"id": "title", **_in(lead.language)}
    yield from (("language", edition.language, {}) for edition in book.editions)
    for number, author in enumerate(known.authors, 1):
        yield "creator", author, {"id": f"creator-{number}"}
    for name, part in _sources(book):
        yield "source", part.url or part.origin, {"id": name}
    if known.published:
        yield "date", known.published, {}
    yield from (("rights", words, {}) for words in rights(book))


def _sources(book: Book) -> list[tuple[str, Metadata]]:
    """Return what the book was made from, each with its id: one source, or those of an anthology's articles."""
    named = [(f"source-{number}", part) for number, part in enumerate(book.parts, 1)] or [("source", book.metadata)]
    return [(name, part) for name, part in named if part.url or part.origin]


def rights(book: Book) -> tuple[str, ...]:
    """Return who may do what with the text: one sentence or licence, or one for each article where they differ."""
    none = say(book.editions[0].language, "colophon_no_licence")
    if len({part.licence for part in book.parts}) > 1:
        return tuple(f"{part.title}: {part.licence or none}" for part in book.parts)
    return (book.metadata.licence or none,)


def _refinements(publication: Publication) -> Iterator[tuple[str, dict[str, str]]]:
    book = publication.book
    yield "main", {"refines": "#title", "property": "title-type"}
    for edition in (e for e in book.editions[1:] if e.title != book.editions[0].title):
        yield edition.title, {"refines": "#title", "property": "alternate-script", **_in(edition.language)}
    for number, _author in enumerate(book.metadata.authors, 1):
        yield "aut", {"refines": f"#creator-{number}", "property": "role", "scheme": "marc:relators"}
    for name, part in _sources(book):
        if part.retrieved:
            yield part.retrieved.isoformat(), {"refines": f"#{name}", "property": "dcterms:date"}
    yield "", {"name": "generator", "content": f"Enface {__version__}"}
    if len(book.editions) > 1:
        design = publication.design
        yield "", {"name": "enface:design", "content": f"{design.layout} {design.grain} {design.links}"}
    if publication.cover:
        yield "", {"name": "cover", "content": "cover-image"}


def access(publication: Publication) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what the book gives to whom, as values with the attributes of their `meta`: one account for all files."""
    spoken = bool(publication.narrations)
    sights = _sights(publication.book)
    modes = ["textual", *(["auditory"] if spoken else []), *(["visual"] if sights else [])]
    # Where nobody said what a picture shows, the words are not all of it.
    blind = [] if all(described for _, described in sights) else ["visual"]
    ways = [["textual"], *([["textual", "auditory"]] if spoken else [])]
    ways += [["auditory"]] if spoken and _all_is_heard(publication) else []
    sufficient = [",".join([*way, *blind]) for way in ways]
    features = ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents", "unlocked"]
    if (publication.cover or sights) and not blind:
        features.append("alternativeText")
    if any(paragraph.kind == "paragraph" for edition in publication.book.editions for paragraph in edition.paragraphs):
        features += ["pageBreakMarkers", "pageNavigation"]
    if spoken:
        features.append("synchronizedAudioText")
    if publication.lexicons:
        features.append("ttsMarkup")
    yield from ((mode, {"property": "schema:accessMode"}) for mode in modes)
    yield from ((way, {"property": "schema:accessModeSufficient"}) for way in sufficient)
    yield from ((feature, {"property": "schema:accessibilityFeature"}) for feature in sorted(features))
    if "pageNavigation" in features:
        # The numbers are of paragraphs: no printed edition stands behind them (EPUB Accessibility 1.1, 4.2.3).
        yield "none", {"property": "pageBreakSource"}
    yield "none", {"property": "schema:accessibilityHazard"}
    if publication.reviewed_by:
        yield CONFORMANCE, {"property": "dcterms:conformsTo", "id": "conformance"}
        yield publication.reviewed_by, {"property": "a11y:certifiedBy", "refines": "#conformance"}
    for language, words in summaries(publication).items():
        yield words, {"property": "schema:accessibilitySummary", **_in(language)}


def _sights(book: Book) -> list[tuple[str, bool]]:
    """Return the pictures that the book shows and that tell something, each with whether somebody described it."""
    there = {picture.name for picture in book.pictures if picture.shown}
    figures = (p for edition in book.editions for p in edition.paragraphs if p.picture in there)
    return [(paragraph.picture, not paragraph.undescribed) for paragraph in figures]


def _all_is_heard(publication: Publication) -> bool:
    heard = {track.section for narration in publication.narrations for track in narration.tracks}
    return all(section.id in heard for edition in publication.book.editions for section in sections_of(edition))


def summaries(publication: Publication) -> dict[str, str]:
    """Return what the book gives to whom, in each language, and only what is so in this file."""
    book = publication.book
    keys = ["access_text"]
    sights = _sights(book)
    if sights:
        keys.append("access_pictures" if all(described for _, described in sights) else "access_undescribed")
    keys += ["access_narrated"] if _all_is_heard(publication) else []
    keys += ["access_partly_narrated"] if publication.text_only else []
    keys += ["access_voice"] if any(n.voice.synthetic for n in publication.narrations) else []
    keys += [] if publication.narrations else ["access_silent"]
    linked = len(book.editions) > 1 and publication.design.links != "none"
    keys += ["access_links"] if linked else []
    keys += ["access_marks"] if linked and publication.narrations else []
    if any(bead.level == "paragraph" and not (bead.left and bead.right) for bead in book.beads):
        keys.append("access_untranslated")
    keys.append("access_reviewed" if publication.reviewed_by else "access_unreviewed")
    said: dict[str, str] = {}
    for edition in book.editions:
        space = "" if edition.language.partition("-")[0] in _UNSPACED else " "
        words = space.join(say(edition.language, key, **_named(key, publication, edition.language)) for key in keys)
        if words not in said.values():
            said[said_in(edition.language)] = words
    return said


def _named(key: str, publication: Publication, language: str) -> dict[str, str]:
    if key == "access_partly_narrated":
        heard = [narration.language for narration in publication.narrations]
        silent = [e.language for e in publication.book.editions if e.language in publication.text_only]
        return {"heard": language_names(heard, language), "silent": language_names(silent, language)}
    return {"name": publication.reviewed_by} if key == "access_reviewed" else {}


def _narrator(voice: Voice, language: str) -> str:
    return say(language, "narrated_by", voice=voice.called) if voice.synthetic else voice.says


def _sound(publication: Publication, durations: Mapping[str, int]) -> Iterator[tuple[str, dict[str, str]]]:
    if not publication.narrations:
        return
    for name, length_ms in durations.items():
        yield clock(length_ms), {"refines": f"#{name}-overlay", "property": "media:duration"}
    yield clock(sum(durations.values())), {"property": "media:duration"}
    for narration in publication.narrations:
        words = _narrator(narration.voice, narration.language)
        yield words, {"property": "media:narrator", **_in(said_in(narration.language))}
    yield ACTIVE_CLASS, {"property": "media:active-class"}
    yield PLAYBACK_CLASS, {"property": "media:playback-active-class"}
