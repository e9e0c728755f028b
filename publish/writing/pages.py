"""A section as an XHTML page."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, document, element, joined
from publish.phrases import autonym, language_name, say
from publish.writing.figures import Figures, captioned
from publish.writing.inline import words
from publish.writing.language_tags import foreign, phrase_tags, said_in, tagged
from publish.writing.lists import lists
from publish.writing.scripts import direction
from publish.writing.tables import parted, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.design import Layout
    from publish.model import Paragraph, Sentence
    from publish.writing.figures import Shown
    from publish.writing.leaves import Leaf, Row, Side
    from publish.writing.twins import Place, Twins

STYLE_SHEET: Final = "style/book.css"
DOCTYPE: Final = "<!DOCTYPE html>\n"
NAMESPACES: Final = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns:epub": "http://www.idpf.org/2007/ops"}

_HEADINGS: Final = ("title", "heading")
_NO_BLOCKS: Final = ("sentence_in", "row_in")
_DEEPEST = 6
_CLASSES: Final = {"standfirst": ("standfirst",), "caption": ("caption",), "note": ("note",)}
_ROLES: Final = {
    "standfirst": {"epub:type": "abstract", "role": "doc-abstract"},
    "note": {"epub:type": "footnote", "role": "doc-footnote"},
}
_NO_BREAK_SPACE = "\u00a0"


def html(language: str, title: str, *body: str, layout: Layout = "chapters") -> bytes:
    """Return a whole page in one language, its title and body given."""
    return document(
        element(
            "html",
            # Always said: in a book that runs from right to left, readers turn a silent page round.
            {**NAMESPACES, **tagged(language), "dir": direction(language)},
            element("head", {}, element("title", {}, title), _style_link()),
            element("body", {"class": None if layout == "chapters" else layout}, *body),
        ),
        DOCTYPE,
    )


def _style_link() -> Markup:
    return element("link", {"rel": "stylesheet", "type": "text/css", "href": STYLE_SHEET})


def page(leaf: Leaf, twins: Twins, pictures: Mapping[str, Shown] = MappingProxyType({})) -> bytes:
    """Return a leaf as a page: one h1, every block and every sentence under its id; of pictures, those given."""
    writer = _Page(leaf, twins, pictures)
    section = {"id": leaf.id, "epub:type": leaf.kind, "role": f"doc-{leaf.kind}"}
    return html(
        leaf.language,
        leaf.title,
        element("section", section, *writer.blocks()),
        layout=leaf.design.layout,
    )


def code_of(language: str, others: Sequence[str]) -> str:
    """Return the short code that stands in a mark: `es`, or the whole tag where two editions share it."""
    primary = language.partition("-")[0]
    sharing = [other for other in others if other.partition("-")[0] == primary]
    return language if len(sharing) > 1 else primary


def break_id(paragraph: Paragraph) -> str:
    """Return the id of the mark that the page list leads to: where a numbered paragraph begins."""
    return f"{paragraph.id}-n"


class _Page:
    """One leaf on its way to markup."""

    def __init__(self, leaf: Leaf, twins: Twins, pictures: Mapping[str, Shown]) -> None:
        self.language = leaf.language
        self.figures = Figures(pictures, once=leaf.design.layout in {"interleaved", "reveal"})
        self.leaf = leaf
        self.twins = twins
        self.languages = tuple(dict.fromkeys(place.language for place in twins.places.values()))
        self.depth = 0
        self.beneath: dict[str, Markup] = {}
        """What stands under a list item, inside it: its twins, where they are not in a list of their own."""
        self.faced = {
            paragraph.id: frozenset(side.language for side in row.sides if not side.paragraphs)
            for row in leaf.rows
            for paragraph in row.paragraphs
            if paragraph.kind == "row"
        }
        """By the id of a table's row, the languages in which the page shows that there is nothing beside its table."""
        missing = [set(twins.absent.get(p.id, ())) for p in leaf.paragraphs]
        apart = leaf.design.layout == "chapters"
        self.wholly_absent = set.intersection(*missing) if missing and apart else set()

    def blocks(self) -> Iterator[Markup]:
        paragraphs = self.leaf.paragraphs
        if not paragraphs or paragraphs[0].kind not in _HEADINGS:
            self.depth = 1
            yield element("h1", {}, self.leaf.title)
            yield self._absences(self.language, ())
        layouts = {"interleaved": self._interleaved, "facing": self._facing, "reveal": self._reveal}
        yield from layouts.get(self.leaf.design.layout, self._plain)()

    def _plain(self) -> Iterator[Markup]:
        return self._stream(self.leaf.paragraphs)

    def _interleaved(self) -> Iterator[Markup]:
        for listed, rows in groupby(self.leaf.rows, key=_only_items):
            if listed:
                yield self._shared_list(list(rows), self._under)
                continue
            for row in rows:
                yield from self._turns(row) if row.turns else self._stream(row.paragraphs)

    def _facing(self) -> Iterator[Markup]:
        for row in self.leaf.rows:
            # A picture needs no translation: nothing is missing beside it.
            only_figures = all(paragraph.kind == "figure" for paragraph in row.paragraphs)
            sides = [side for side in row.sides if side.paragraphs or not only_figures]
            yield element("div", {"class": "row"}, *(self._cell(side, row) for side in sides))

    def _cell(self, side: Side, row: Row) -> Markup:
        if side.paragraphs:
            return element("div", {"class": "side"}, *self._stream(side.paragraphs))
        beside = row.paragraphs[0]
        language = self._of(beside)
        key = "untranslated_title" if beside.kind in _HEADINGS else "untranslated"
        tags = foreign(said_in(language), self.language)
        return element("div", {"class": "side", **tags}, _absence(language, side.language, key))

    def _reveal(self) -> Iterator[Markup]:
        for listed, rows in groupby(self.leaf.rows, key=_only_items):
            if listed:
                yield self._shared_list(list(rows), self._hidden)
                continue
            for row in rows:
                first, *others = (side for side in row.sides if side.paragraphs)
                opened = first.language == self.language
                yield from self._stream(first.paragraphs) if opened else [self._closed(first)]
                yield from map(self._closed, others)

    def _closed(self, side: Side) -> Markup:
        return self._details(side, *self._stream(side.paragraphs))

    def _details(self, side: Side, *inner: Markup) -> Markup:
        named = {"class": "name", **foreign(side.language, self.language)}
        return element("details", {}, element("summary", named, autonym(side.language)), *inner)

    def _shared_list(self, rows: list[Row], held: Callable[[Side], Markup]) -> Markup:
        """One list for all languages: under each item, inside it, what says the same."""
        items: list[Paragraph] = []
        for row in rows:
            first, *others = (side for side in row.sides if side.paragraphs)
            items += first.paragraphs
            self.beneath[first.paragraphs[-1].id] = joined(*map(held, others))
        return self._list(items)

    def _under(self, side: Side) -> Markup:
        inner = ((p, joined(self.figures.decorations(p, side.language), self._inside(p))) for p in side.paragraphs)
        return joined(*(element("div", {"id": p.id, **self._classed(p, "second")}, said) for p, said in inner))

    def _hidden(self, side: Side) -> Markup:
        return self._details(side, self._under(side))

    def _turns(self, row: Row) -> Iterator[Markup]:
        """Sentence by sentence: the first piece of a block has its id, the last says what it has no translation in."""
        begun: set[str] = set()
        last = {paragraph.id: paragraph.sentences[-1].id for paragraph in row.paragraphs}
        pieces: list[Markup] = []
        for turn in row.turns:
            for paragraph, run in groupby(turn.sentences, key=lambda member: member[0]):
                sentences = [sentence for _, sentence in run]
                language = self._of(paragraph)
                said = [
                    joined(self._sentence(s, language), s.after if s is not sentences[-1] else "") for s in sentences
                ]
                # The mark stands by the id that the way back leads to.
                said = said if paragraph.id in begun else [self._numbered(paragraph), *said, self._marks(paragraph)]
                said += [self._lack(paragraph)] if sentences[-1].id == last[paragraph.id] else []
                name = {} if paragraph.id in begun else {"id": paragraph.id}
                pieces.append(element("p", {**name, **self._classed(paragraph)}, *said))
                begun.add(paragraph.id)
        quoted = all(paragraph.kind == "quote" for paragraph in row.paragraphs)
        number = self.leaf.rows.index(row) + 1
        whole = {"class": "turns", "id": f"{self.leaf.id}-r{number}"}
        yield element("blockquote" if quoted else "div", whole, *pieces)

    def _stream(self, paragraphs: Iterable[Paragraph]) -> Iterator[Markup]:
        for group in captioned(paragraphs, self._alike):
            kind = group[0].kind
            if kind == "figure" or (kind == "caption" and group[0].decorations):
                yield self.figures.figure(group, self._of(group[0]), self._classed, self._inside)
                continue
            # Those before an item stand inside it.
            yield from (self.figures.decorations(p, self._of(p)) for p in group if kind != "item")
            if kind == "quote":
                inner = (element("p", {"id": p.id, **self._classed(p)}, self._inside(p)) for p in group)
                yield element("blockquote", {}, *inner)
            elif kind == "item":
                yield self._list(group)
            elif kind == "row":
                yield from self._tables(group)
            else:
                yield from (self._block(p) for p in group)

    def _alike(self, paragraph: Paragraph) -> tuple[str, str]:
        """Return what neighbours share that stand in one list, quotation or table: a table is in one language."""
        return paragraph.kind, self._of(paragraph) if paragraph.kind == "row" else ""

    def _tables(self, rows: Iterable[Paragraph]) -> Iterator[Markup]:
        for group in parted(rows):
            yield table(group, foreign(self._of(group[0]), self.language), self._classed, self._in_cell)

    def _in_cell(self, paragraph: Paragraph, cell: Sequence[Sentence]) -> Markup:
        """Return a cell's words; in the last one with words, the row's marks."""
        said = self._joined(cell, self._of(paragraph))
        ends = bool(cell) and cell[-1] is paragraph.sentences[-1]
        return joined(said, self._marks(paragraph), self._lack(paragraph)) if ends else said

    def _block(self, paragraph: Paragraph) -> Markup:
        if paragraph.kind in _HEADINGS:
            return self._heading(paragraph)
        attributes = {"id": paragraph.id, **_ROLES.get(paragraph.kind, {}), **self._classed(paragraph)}
        return element("p", attributes, self._inside(paragraph))

    def _of(self, paragraph: Paragraph) -> str:
        """Return the language of a block."""
        return self.twins.places[paragraph.id].language

    def _classed(self, paragraph: Paragraph, *more: str) -> dict[str, str | None]:
        """Return what a block's style and its language say of it."""
        tags = foreign(self._of(paragraph), self.language)
        second = ("second",) if tags and self.leaf.design.layout == "interleaved" and not more else ()
        names = (*_CLASSES.get(paragraph.kind, ()), *second, *more)
        return {"class": " ".join(names) or None, **tags}

    def _heading(self, paragraph: Paragraph) -> Markup:
        # Levels never skip: a reader walks headings by level, and the page's own h1 comes first.
        top = self.depth == 0
        language = self._of(paragraph)
        attributes: dict[str, str | None] = {"id": paragraph.id}
        if paragraph.kind == "title" and not top:
            # The same title in another language is no second top of the page.
            tag = "p"
            attributes |= {"epub:type": "subtitle", "role": "doc-subtitle", **self._classed(paragraph, "subtitle")}
        else:
            level = 1 if top else min(max(paragraph.level, 2), self.depth + 1, _DEEPEST)
            self.depth = level
            tag = f"h{level}"
            attributes |= self._classed(paragraph)
        heading = element(tag, attributes, self._sentences(paragraph), self._marks(paragraph))
        languages, unsure = self._lacking(paragraph)
        said = self._absences(language, languages, unsure, kind=paragraph.kind, with_chapter=top)
        unpaired = {"class": "unpaired", **foreign(said_in(language), self.language)}
        return joined(heading, element("div", unpaired, said) if said else said)

    def _lacking(self, paragraph: Paragraph) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the languages that a block does not lead to: not translated, not for certain."""
        languages = self.twins.absent.get(paragraph.id, ())
        if self.leaf.design.layout == "facing":
            # Face to face, the place where the twin would stand says so; beside a table, where there is none.
            faced = self.faced.get(paragraph.id, frozenset(languages))
            languages = tuple(language for language in languages if language not in faced)
        return languages, self.twins.uncertain.get(paragraph.id, ())

    def _list(self, items: Sequence[Paragraph]) -> Markup:
        return lists(items, self._classed, self._in_item)

    def _in_item(self, item: Paragraph) -> Markup:
        return joined(
            self.figures.decorations(item, self._of(item)), self._inside(item), self.beneath.get(item.id, Markup())
        )

    def _inside(self, paragraph: Paragraph) -> Markup:
        sentences = self._sentences(paragraph)
        return joined(self._numbered(paragraph), sentences, self._marks(paragraph), self._lack(paragraph))

    def _numbered(self, paragraph: Paragraph) -> Markup:
        """Mark where a numbered paragraph begins: nothing to see, a place for the page list to lead to."""
        if paragraph.kind != "paragraph" or self.leaf.kind == "colophon":
            return Markup()
        place = self.twins.places[paragraph.id]
        code = f" {code_of(place.language, self.languages)}" if len(self.languages) > 1 else ""
        kinds = {"epub:type": "pagebreak", "role": "doc-pagebreak", "aria-label": f"{place.number}{code}"}
        return element("span", {"id": break_id(paragraph), **kinds})

    def _lack(self, paragraph: Paragraph) -> Markup:
        return self._absences(self._of(paragraph), *self._lacking(paragraph))

    def _sentences(self, paragraph: Paragraph) -> Markup:
        return self._joined(paragraph.sentences, self._of(paragraph))

    def _joined(self, sentences: Sequence[Sentence], language: str) -> Markup:
        """Return sentences with the white space between them, none at their end."""
        return joined(
            *(
                joined(self._sentence(sentence, language), sentence.after if sentence is not sentences[-1] else "")
                for sentence in sentences
            )
        )

    def _sentence(self, sentence: Sentence, language: str) -> Markup:
        said = element("span", {"id": sentence.id}, words(sentence.spans, language))
        places = self.twins.links.get(sentence.id, ())
        return joined(said, self._marked(language, places)) if places else said

    def _marks(self, paragraph: Paragraph) -> Markup:
        places = self.twins.links.get(paragraph.id, ())
        return self._marked(self._of(paragraph), places) if places else Markup()

    def _marked(self, language: str, places: Iterable[Place]) -> Markup:
        marks = (self._mark(language, place) for place in places)
        return element("sup", {"class": "twins"}, _NO_BREAK_SPACE, *marks)

    def _mark(self, own: str, place: Place) -> Markup:
        code = code_of(place.language, self.languages)
        name = language_name(place.language, own)
        label = f"{say(own, place.phrase, n=place.number, language=name)} ({code})"
        return element(
            "a",
            {
                "class": "twin",
                "rel": "alternate",
                "href": f"{place.page}#{place.id}",
                # On a block's link alone: its way back is a block's too, as checkers want of a link with a language.
                "hreflang": None if place.phrase in _NO_BLOCKS else place.language,
                **phrase_tags(own, own),
                "aria-label": label,
            },
            code,
        )

    def _absences(
        self,
        own: str,
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
        return joined(*(joined(" ", _absence(own, language, phrase)) for language, phrase in said))


def _only_items(row: Row) -> bool:
    return all(paragraph.kind == "item" for paragraph in row.paragraphs)


def _absence(own: str, language: str, phrase: str) -> Markup:
    words = say(own, phrase, language=language_name(language, own))
    return element("span", {"class": "untranslated", "role": "note", **phrase_tags(own, own)}, words)
