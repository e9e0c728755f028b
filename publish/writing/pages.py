"""A section as an XHTML page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from publish.markup import Markup, document, element, escaped, joined
from publish.phrases import language_name, language_of, say
from publish.writing.scripts import direction
from publish.writing.twins import list_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition, Paragraph, Section, Sentence, Span
    from publish.writing.twins import Place, Twins

STYLE_SHEET: Final = "style/book.css"
DOCTYPE: Final = "<!DOCTYPE html>\n"
NAMESPACES: Final = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns:epub": "http://www.idpf.org/2007/ops"}

_STYLES: Final = {"emphasis": "em", "strong": "strong", "code": "code"}
_HEADINGS: Final = ("title", "heading")
_DEEPEST = 6
_CLASSED: Final = {
    "standfirst": {"class": "standfirst", "epub:type": "abstract", "role": "doc-abstract"},
    "caption": {"class": "caption"},
    "note": {"class": "note", "epub:type": "footnote", "role": "doc-footnote"},
}
_NO_BREAK_SPACE = "\u00a0"
# What a reader may follow out of a book. A relative address, or a script, leads nowhere from here.
_SCHEMES = ("http", "https", "mailto", "tel")
_IN_AN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"


def html(language: str, title: str, *body: str, head: str = Markup()) -> bytes:
    """Return a whole page in one language, its title and body given."""
    return document(
        element(
            "html",
            # Always said: in a book that runs from right to left, readers turn a silent page round.
            {**NAMESPACES, **tagged(language), "dir": direction(language)},
            element("head", {}, element("title", {}, title), head, _style_link()),
            element("body", {}, *body),
        ),
        DOCTYPE,
    )


def _style_link() -> Markup:
    return element("link", {"rel": "stylesheet", "type": "text/css", "href": STYLE_SHEET})


def tagged(language: str) -> dict[str, str | None]:
    """Return the two attributes that name a language: HTML's for browsers, XML's for the rest."""
    return {"lang": language, "xml:lang": language}


def foreign(language: str, within: str) -> dict[str, str | None]:
    """Return the attributes of a run in another language than its page; none where it is the same."""
    if language == within:
        return {}
    turned = direction(language) if direction(language) != direction(within) else None
    return {**tagged(language), "dir": turned}


def said_in(language: str) -> str:
    """Return the language that the book's own phrases are really in: English where we lack the one asked for."""
    primary = language.partition("-")[0].lower()
    return language if language_of(language) == primary else language_of(language)


def phrase_tags(language: str, within: str) -> dict[str, str | None]:
    """Return the attributes of a phrase said in (or as near as we can to) a language, on a page in another."""
    return foreign(said_in(language), within)


def page(edition: Edition, section: Section, twins: Twins) -> bytes:
    """Return the page of one section: one h1, every block and every sentence under its id."""
    writer = _Page(edition.language, section, twins)
    kind = "colophon" if section is edition.colophon else "chapter"
    return html(
        edition.language,
        section.title or edition.title,
        element("section", {"id": section.id, "epub:type": kind, "role": f"doc-{kind}"}, *writer.blocks()),
    )


def code_of(language: str, others: Sequence[str]) -> str:
    """Return the short code that stands in a mark: `es`, or the whole tag where two editions share it."""
    primary = language.partition("-")[0]
    sharing = [other for other in others if other.partition("-")[0] == primary]
    return language if len(sharing) > 1 else primary


class _Page:
    """One section on its way to markup."""

    def __init__(self, language: str, section: Section, twins: Twins) -> None:
        self.language = language
        self.section = section
        self.twins = twins
        self.languages = tuple(dict.fromkeys(place.language for place in twins.places.values()))
        self.depth = 0
        missing = [set(twins.absent.get(p.id, ())) for p in section.paragraphs]
        self.wholly_absent = set.intersection(*missing) if missing else set()

    def blocks(self) -> Iterator[Markup]:
        paragraphs = list(self.section.paragraphs)
        if not paragraphs or paragraphs[0].kind not in _HEADINGS:
            self.depth = 1
            yield element("h1", {}, self.section.title)
            yield self._absences(())
        for kind, run in groupby(paragraphs, key=lambda p: p.kind):
            group = list(run)
            if kind == "quote":
                yield element("blockquote", {}, *(element("p", {"id": p.id}, self._inside(p)) for p in group))
            elif kind == "item":
                yield self._list(group)
            else:
                yield from (self._block(p) for p in group)

    def _block(self, paragraph: Paragraph) -> Markup:
        if paragraph.kind in _HEADINGS:
            return self._heading(paragraph)
        attributes = {"id": paragraph.id, **_CLASSED.get(paragraph.kind, {})}
        return element("p", attributes, self._inside(paragraph))

    def _heading(self, paragraph: Paragraph) -> Markup:
        # Levels never skip: a reader walks headings by level, and the page's own h1 comes first.
        top = self.depth == 0
        level = 1 if top else min(max(paragraph.level, 2), self.depth + 1, _DEEPEST)
        self.depth = level
        heading = element(f"h{level}", {"id": paragraph.id}, self._sentences(paragraph), self._marks(paragraph))
        languages = self.twins.absent.get(paragraph.id, ())
        unsure = self.twins.uncertain.get(paragraph.id, ())
        said = self._absences(languages, unsure, kind=paragraph.kind, with_chapter=top)
        return joined(heading, element("div", {"class": "unpaired"}, said) if said else said)

    def _list(self, items: list[Paragraph]) -> Markup:
        """Nest items by level; a deeper item belongs to the last one above it."""
        name = list_id(items[0])
        rows: list[Markup] = []
        while items:
            item = items.pop(0)
            below: list[Paragraph] = []
            while items and items[0].level > item.level:
                below.append(items.pop(0))
            nested = self._list(below) if below else Markup()
            rows.append(element("li", {"id": item.id}, self._inside(item), nested))
        return element("ul", {"id": name}, *rows)

    def _inside(self, paragraph: Paragraph) -> Markup:
        languages = self.twins.absent.get(paragraph.id, ())
        unsure = self.twins.uncertain.get(paragraph.id, ())
        return joined(self._sentences(paragraph), self._marks(paragraph), self._absences(languages, unsure))

    def _sentences(self, paragraph: Paragraph) -> Markup:
        last = len(paragraph.sentences) - 1
        return joined(
            *(
                joined(self._sentence(sentence), sentence.after if n < last else "")
                for n, sentence in enumerate(paragraph.sentences)
            )
        )

    def _sentence(self, sentence: Sentence) -> Markup:
        linked = groupby(sentence.spans, key=lambda span: address(span.href))
        return element("span", {"id": sentence.id}, *(self._linked(href, list(run)) for href, run in linked))

    def _linked(self, href: str, spans: list[Span]) -> Markup:
        words = joined(*map(self._words, spans))
        return element("a", {"href": href}, words) if href else words

    def _words(self, span: Span) -> Markup:
        words = escaped(span.text)
        for style in reversed(span.styles):
            words = element(_STYLES[style], {}, words)
        if span.language and span.language != self.language:
            words = element("span", foreign(span.language, self.language), words)
        return words

    def _marks(self, paragraph: Paragraph) -> Markup:
        marks = [self._mark(place) for place in self.twins.links.get(paragraph.id, ())]
        return element("sup", {"class": "twins"}, _NO_BREAK_SPACE, *marks) if marks else Markup()

    def _mark(self, place: Place) -> Markup:
        code = code_of(place.language, self.languages)
        name = language_name(place.language, self.language)
        label = f"{say(self.language, place.phrase, n=place.number, language=name)} ({code})"
        return element(
            "a",
            {
                "class": "twin",
                "rel": "alternate",
                "href": f"{place.page}#{place.id}",
                "hreflang": place.language,
                **phrase_tags(self.language, self.language),
                "aria-label": label,
            },
            code,
        )

    def _absences(
        self,
        languages: Sequence[str],
        unsure: Sequence[str] = (),
        *,
        kind: str = "paragraph",
        with_chapter: bool = False,
    ) -> Markup:
        """Say which translations there are not, or not for certain: once for a chapter that has none, else by block."""
        if with_chapter or not (languages or self.depth):
            said = [(language, "untranslated_chapter") for language in sorted(self.wholly_absent)]
        else:
            said = []
        key = "untranslated_title" if kind in _HEADINGS else "untranslated"
        said += [(language, key) for language in languages if language not in self.wholly_absent]
        said += [(language, "uncertain") for language in unsure]
        return joined(*(self._absence(language, phrase) for language, phrase in said))

    def _absence(self, language: str, phrase: str) -> Markup:
        words = say(self.language, phrase, language=language_name(language, self.language))
        note = {"class": "untranslated", "role": "note", **phrase_tags(self.language, self.language)}
        return joined(" ", element("span", note, words))


def address(href: str) -> str:
    """Return a link's address fit for a book, or nothing where it leads nowhere from there."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
        return ""
    if parts.scheme.lower().startswith("http") and not parts.hostname:
        return ""
    return quote(href.strip(), safe=_IN_AN_ADDRESS)
