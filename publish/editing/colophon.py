"""The page that says how the book was made, for eye and ear."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from publish import __version__
from publish.design import Design
from publish.editing.link_list import link_list
from publish.model import Paragraph, Section, Sentence, Span
from publish.phrases import language_name, language_of, listed, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Book, Edition, Font, Kind, Metadata, Voice

_Line: TypeAlias = "tuple[Kind, int, tuple[Span, ...]]"
"""A paragraph of the page: its kind, its level as a heading, its one sentence."""

_PASTED = frozenset({"", "-", "pasted text"})
_LINK = "\0"
_PLAIN = Design()


def with_colophons(
    book: Book,
    voices: Mapping[str, Voice],
    others: Mapping[str, Mapping[str, Voice]] = MappingProxyType({}),
    fonts: tuple[Font, ...] = (),
    *,
    design: Design = _PLAIN,
) -> Book:
    """Return the book with a colophon in each edition: `es-colophon`, a heading and one sentence a paragraph.

    `voices` by language; empty for a book without sound. `others`, for an edition, who says what is in another
    language there; `fonts`, what the book brings along. What was removed is counted, never quoted.
    In English, tagged so, where we lack the language. Where the design wants one, the list of links stands below.
    """
    return replace(
        book,
        editions=tuple(
            replace(edition, colophon=_with_links(edition, colophon) if design.link_list else colophon)
            for edition in book.editions
            for colophon in (_colophon(edition.language, book, voices, others, fonts),)
        ),
    )


def _with_links(edition: Edition, colophon: Section) -> Section:
    """Return a colophon with the links of its edition below it; as it is, where there are none."""
    names = (f"{colophon.id}-p{number}" for number in count(len(colophon.paragraphs) + 1))
    heading = _paragraph(next(names), ("heading", 2, (said(edition.language, "links"),)))
    links = link_list(edition, names)
    return replace(colophon, paragraphs=(*colophon.paragraphs, heading, *links)) if links else colophon


def _colophon(
    language: str,
    book: Book,
    voices: Mapping[str, Voice],
    others: Mapping[str, Mapping[str, Voice]],
    fonts: tuple[Font, ...],
) -> Section:
    heading = said(language, "colophon")
    about = _sentences(language, book, voices.get(language), others.get(language, {}), fonts)
    lines: list[_Line] = [("heading", 1, (heading,)), *(("paragraph", 0, spans) for spans in about)]
    lines += _parts(language, book)
    paragraphs = tuple(_paragraph(f"{language}-colophon-p{n}", line) for n, line in enumerate(lines, 1))
    return Section(f"{language}-colophon", heading.text, paragraphs)


def _paragraph(name: str, line: _Line) -> Paragraph:
    kind, level, spans = line
    return Paragraph(name, kind, (Sentence(f"{name}-s1", spans),), 0, 0, level)


def _sentences(
    language: str, book: Book, voice: Voice | None, others: Mapping[str, Voice], fonts: tuple[Font, ...]
) -> Iterator[tuple[Span, ...]]:
    """Yield the sentences in the order that a reader asks: whence, whose, whose voice, what was done to it."""

    def told(key: str, **values: object) -> tuple[Span, ...]:
        return (said(language, key, **values),)

    if not book.parts:
        yield from _source(language, book.metadata)
    if voice is None:
        yield told("colophon_no_voice")
    else:
        # `Pico, a woman's voice, ...`: what follows the name is in English.
        name = voice.called
        yield told("colophon_voice" if voice.synthetic else "colophon_human_voice", voice=name)
        yield told("colophon_voice_licence", licence=voice.licence)
        if others:
            yield told("colophon_other_voices", voices=_others(language, voice, others))
    for family, licence in dict.fromkeys((font.family, font.licence) for font in fonts):
        yield told("colophon_font", font=family, licence=licence)
    passages = sum(not removal.picture for removal in book.removals)
    if passages:
        yield told("colophon_removed", n=passages)
        yield told("colophon_removed_where")
    if book.overrides:
        lines = (override.partition(" ")[2] for override in book.overrides)
        yield told("colophon_overrides", overrides=", ".join(lines))
    if len(book.editions) > 1:
        yield told("colophon_twins")
    yield told("colophon_made", version=__version__)


def _parts(language: str, book: Book) -> Iterator[_Line]:
    """Yield, for each article of an anthology, its title as a heading, and whence and whose it is."""
    titles = {
        (section.part, edition.language): section.title
        for edition in book.editions
        # Of several sections, the first has the article's title.
        for section in reversed(edition.sections)
    }
    for part, known in enumerate(book.parts, 1):
        own = titles.get((part, language))
        tongues = (edition.language for edition in book.editions if (part, edition.language) in titles)
        tongue = language if own else next(tongues)
        yield "heading", 2, (Span(titles[part, tongue], language=tongue),)
        if not own:
            yield "paragraph", 0, (said(language, "colophon_not_in", language=language_name(language, language)),)
        for spans in _source(language, known):
            yield "paragraph", 0, spans


def _others(language: str, voice: Voice, others: Mapping[str, Voice]) -> str:
    """Return who says what is in another language: `Pico (Spanish), eSpeak NG (Russian, GPL-3.0-or-later)`."""
    named = []
    for tongue, other in others.items():
        licence = "" if other.licence == voice.licence else f", {other.licence}"
        named.append(f"{other.called} ({language_name(tongue, language)}{licence})")
    return listed(named, language)


def _source(language: str, known: Metadata) -> Iterator[tuple[Span, ...]]:
    def told(key: str, **values: object) -> tuple[Span, ...]:
        return (said(language, key, **values),)

    url = known.url or (known.origin if re.match(r"https?://", known.origin) else "")
    if known.origin in _PASTED:
        yield told("colophon_pasted")
    elif known.origin != url:
        yield told("colophon_source", origin=known.origin)
    if known.site:
        yield told("colophon_site", site=known.site)
    if url:
        whole = said(language, "colophon_url", url=_LINK)
        before, _, after = whole.text.partition(_LINK)
        parts = (replace(whole, text=before), replace(whole, text=url, href=url), replace(whole, text=after))
        yield tuple(span for span in parts if span.text)
    if known.retrieved:
        yield told("colophon_retrieved", date=_in_words(known.retrieved, language))
    if published := _day(known.published):
        yield told("colophon_published", date=_in_words(published, language))
    if known.authors:
        yield told("colophon_authors", authors=listed(known.authors, language))
    if known.licence:
        yield told("colophon_licence", licence=known.licence)
    else:
        yield told("colophon_no_licence")


def _day(iso: str) -> date | None:
    """Return the day of an ISO 8601 date or time; None where it names none, such as a year alone."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def _in_words(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, format="long", locale=language_of(language))
