"""A section as an XHTML page."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from publish.markup import Markup, element, escaped, joined
from publish.phrases import autonym, language_name, say
from publish.writing.figures import Figures, captioned
from publish.writing.inline import lined, sentence_words
from publish.writing.language_tags import foreign, phrase_tags, said_in
from publish.writing.leaves import between_rules
from publish.writing.lists import lists
from publish.writing.overlay import TEXT_ONLY
from publish.writing.paragraph_numbers import code_of, number_mark
from publish.writing.scripts import direction, glue, turned
from publish.writing.sheet import html
from publish.writing.tables import parted, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.model import Paragraph, Sentence, Word
    from publish.writing.figures import Shown
    from publish.writing.leaves import Leaf, Row, Side
    from publish.writing.twins import Place, Twins

_HEADINGS: Final = ("title", "heading")
_NO_BLOCKS: Final = ("sentence_in", "row_in")
_DEEPEST = 6
_CLASSES: Final = {"standfirst": ("standfirst",), "caption": ("caption",), "note": ("note",), "code": ("code",)}
_ROLES: Final = {"standfirst": {"epub:type": "abstract", "role": "doc-abstract"}}
_NO_BREAK_SPACE = "\u00a0"


_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


def page(
    leaf: Leaf, twins: Twins, pictures: Mapping[str, Shown] = _NONE, told: Mapping[str, Sequence[Word]] = _NONE
) -> bytes:
    """Return a leaf as a page: one h1, every block and every sentence under its id.

    Of pictures those given, and of sentences in `told` every word that is lit by itself.
    """
    writer = _Page(leaf, twins, pictures, told)
    section = {"id": leaf.id, "epub:type": leaf.kind, "role": f"doc-{leaf.kind}"}
    whole = element("section", section, *writer.blocks())
    if leaf.opens:
        # Readers that know no parts still find a chapter; those that do, where an article of an anthology begins.
        whole = element("section", {"id": f"{leaf.id}-part", "epub:type": "part", "role": "doc-part"}, whole)
    return html(leaf.language, leaf.title, whole, layout=leaf.design.layout, lexicons=leaf.lexicons)


def note_id(identity: str) -> str:
    """Return the id of a whole note, given that of its first paragraph: what shows it in a window of its own."""
    return f"{identity}-note"


class _Page:
    """One leaf on its way to markup."""

    def __init__(
        self, leaf: Leaf, twins: Twins, pictures: Mapping[str, Shown], told: Mapping[str, Sequence[Word]]
    ) -> None:
        self.told = told
        self.language = leaf.language
        close = leaf.design.layout in {"interleaved", "reveal"}
        self.figures = Figures(pictures, once=close, text_only=leaf.text_only)
        self.leaf = leaf
        self.twins = twins
        self.languages = twins.languages
        self.numbers = {id(row): number for number, row in enumerate(leaf.rows, 1)}
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
            yield element("h1", {"class": self._kind(self.language)}, self.leaf.title)
            yield self._absences(self.language, ())
        layouts = {"interleaved": self._interleaved, "facing": self._facing, "reveal": self._reveal}
        layout = layouts.get(self.leaf.design.layout, self._plain)
        for number, rows in enumerate(between_rules(self.leaf.rows)):
            yield element("hr") if number else Markup()
            yield from layout(rows)

    def _plain(self, rows: Sequence[Row]) -> Iterator[Markup]:
        return self._stream(paragraph for row in rows for paragraph in row.paragraphs)

    def _interleaved(self, rows: Sequence[Row]) -> Iterator[Markup]:
        for listed, run in groupby(rows, key=_only_items):
            if listed:
                yield self._shared_list(list(run), self._under)
                continue
            for row in run:
                yield from self._turns(row) if row.turns else self._stream(row.paragraphs)

    def _facing(self, rows: Sequence[Row]) -> Iterator[Markup]:
        for row in rows:
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

    def _reveal(self, rows: Sequence[Row]) -> Iterator[Markup]:
        for listed, run in groupby(rows, key=_only_items):
            if listed:
                yield self._shared_list(list(run), self._hidden)
                continue
            for row in run:
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
                said = [self._joined(sentences, language)]
                # The mark stands by the id that the way back leads to.
                said = (
                    said
                    if paragraph.id in begun
                    else [number_mark(self.leaf, paragraph, self.twins), *said, self._marks(paragraph)]
                )
                said += [self._lack(paragraph)] if sentences[-1].id == last[paragraph.id] else []
                name = {} if paragraph.id in begun else {"id": paragraph.id}
                pieces.append(element("p", {**name, **self._classed(paragraph)}, *said))
                begun.add(paragraph.id)
        quoted = all(paragraph.kind == "quote" for paragraph in row.paragraphs)
        whole = {"class": "turns", "id": f"{self.leaf.id}-r{self.numbers[id(row)]}"}
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
                name = {"id": f"{group[0].id}-quote", **turned(self._of(group[0]), self.language)}
                yield element("blockquote", name, *inner)
            elif kind == "item":
                yield self._list(group)
            elif kind == "row":
                yield from self._tables(group)
            elif kind == "note":
                yield from self._notes(group)
            else:
                yield from (self._block(p) for p in group)

    def _alike(self, paragraph: Paragraph) -> tuple[str, str]:
        """Return what neighbours share that stand in one table (one language), list or quotation (one direction)."""
        language = self._of(paragraph)
        return paragraph.kind, language if paragraph.kind == "row" else direction(language)

    def _notes(self, paragraphs: Iterable[Paragraph]) -> Iterator[Markup]:
        """Each note whole, with the way back to what calls it."""
        for _, run in groupby(paragraphs, key=lambda paragraph: paragraph.note or paragraph.id):
            *others, last = own = list(run)
            inner = [element("p", {"id": p.id, **self._classed(p)}, self._inside(p)) for p in others]
            end = joined(self._inside(last), self._way_back(own[0]))
            inner.append(element("p", {"id": last.id, **self._classed(last)}, end))
            name = {"id": note_id(own[0].id), "epub:type": "footnote", "role": "doc-footnote"}
            yield element("aside", name, *inner)

    def _way_back(self, note: Paragraph) -> Markup:
        if not note.note:
            return Markup()
        own = self._of(note)
        caller = self.twins.places[note.note.rpartition("-s")[0]]
        attributes = {
            "class": "back",
            "epub:type": "backlink",
            "role": "doc-backlink",
            "href": f"{caller.page}#{note.note}",
            **phrase_tags(own, own),
            "aria-label": say(own, "back_from_note", n=self.twins.places[note.id].number),
        }
        return joined(_NO_BREAK_SPACE, element("a", attributes, "↩"))

    def _note(self, identity: str) -> str:
        return f"{self.twins.places[identity].page}#{note_id(identity)}"

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
        if paragraph.kind == "code":
            return self._code(paragraph)
        attributes = {"id": paragraph.id, **_ROLES.get(paragraph.kind, {}), **self._classed(paragraph)}
        return element("p", attributes, self._inside(paragraph))

    def _code(self, paragraph: Paragraph) -> Markup:
        """Lines of code as they stand, whichever way the language round them runs; what is not theirs, below them."""
        way = {"translate": "no", "dir": "ltr" if direction(self._of(paragraph)) == "rtl" else None}
        lines = element("pre", {}, element("code", way, self._sentences(paragraph)))
        attributes = {"id": paragraph.id, **self._classed(paragraph)}
        return element("div", attributes, lines, self._marks(paragraph), self._lack(paragraph))

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
        return lists(items, self._classed, self._in_item, turned(self._of(items[0]), self.language))

    def _in_item(self, item: Paragraph) -> Markup:
        return joined(
            self.figures.decorations(item, self._of(item)), self._inside(item), self.beneath.get(item.id, Markup())
        )

    def _inside(self, paragraph: Paragraph) -> Markup:
        sentences = self._sentences(paragraph)
        return joined(
            number_mark(self.leaf, paragraph, self.twins), sentences, self._marks(paragraph), self._lack(paragraph)
        )

    def _lack(self, paragraph: Paragraph) -> Markup:
        return self._absences(self._of(paragraph), *self._lacking(paragraph))

    def _sentences(self, paragraph: Paragraph) -> Markup:
        own = self._of(paragraph)
        return self._joined(paragraph.sentences, own, escaped if paragraph.kind == "code" else lined)

    def _joined(self, sentences: Sequence[Sentence], language: str, space: Callable[[str], Markup] = lined) -> Markup:
        """Return sentences with the white space between them, none at their end."""
        return joined(
            *(
                joined(self._sentence(each, language), space(each.after) if each is not sentences[-1] else "")
                for each in sentences
            )
        )

    def _sentence(self, sentence: Sentence, language: str) -> Markup:
        kind = self._kind(language)
        words = sentence_words(sentence, language, self._note, self.told.get(sentence.id, ()))
        said = element("span", {"id": sentence.id, "class": kind}, words)
        places = self.twins.links.get(sentence.id, ())
        return joined(said, self._marked(language, places)) if places else said

    def _kind(self, language: str) -> str | None:
        return TEXT_ONLY if language in self.leaf.text_only else None

    def _marks(self, paragraph: Paragraph) -> Markup:
        places = self.twins.links.get(paragraph.id, ())
        return self._marked(self._of(paragraph), places) if places else Markup()

    def _marked(self, language: str, places: Iterable[Place]) -> Markup:
        marks = (self._mark(language, place) for place in places)
        return element("sup", {"class": "twins"}, glue(language), *marks)

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
