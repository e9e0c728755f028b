"""A page's tree as runs of text in reading order, each with the element it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from publish.markup import XML_LANG
from publish.model import Gloss, Span
from publish.reading import tables
from publish.reading.glosses import LINE_BREAK, code, doubled, gloss, preformatted, ruby, texts
from publish.reading.hidden import is_hidden
from publish.reading.html_spans import BLANKS, as_shown, shown
from publish.reading.images import Image, image
from publish.reading.notes import Notes, labelled, led_back, notes
from publish.reading.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.model import Kind, Style

_UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "base", "datalist"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "math", "mi", "mn", "mo", "ms", "mtext", "mrow", "msup",
    "msub", "mfrac",
})  # fmt: skip
_SPECIAL = frozenset({"br", "hr", "img", "ruby", "pre"})
_STYLES: dict[str, Style] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "strikethrough"),
    "sup": "superscript",
    "sub": "subscript",
}
_KINDS: dict[str, Kind] = {"blockquote": "quote", "figcaption": "caption", "caption": "caption"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOTES = re.compile(r"\bdoc-(?:foot|end)notes?\b")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_BROKEN = re.compile(r"[\s\x00-\x20]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟።፧।:：]['\"”’»)\]」』]*\s*$")
_BLANK = " \t\n\r\f\v"
_CLOSING, _REACH = 100, 1000
"""Letters, and letters of one piece with its blanks, in which the end of a sentence is looked for."""
_VERSE_WIDTH = 60
"""Letters: where each line of a block is this short, its author broke them, not the width of a page."""
_VERSE_LINES = 3
_PULLED = re.compile(r"\bpull-?quote\b", re.IGNORECASE)
_CELL_LETTERS = 100
"""A row of cells no longer than this is a row, whatever the others are like."""


@dataclass(frozen=True, slots=True)
class Run:
    """One block of text, where it stands."""

    spans: tuple[Span, ...]
    kind: Kind
    level: int
    language: str | None
    element: Any
    """The nearest element that is not inline (lxml)."""
    linked: float
    """Share of its letters that are in links, 0..1."""
    number: int = 0
    """Of an item in an ordered list."""
    breaks: bool = False
    """Whether a rule stands before it."""
    note: str = ""
    """The name of the note that it belongs to."""
    image: Image | None = None
    """What it shows, where it is a picture; its words are the alternative text."""

    @property
    def text(self) -> str:
        """The words."""
        return "".join(span.text for span in self.spans)


class Place(NamedTuple):
    """What the elements around a text say of it. A page has thousands: tuples are made fastest."""

    element: Any
    kind: Kind = "paragraph"
    level: int = 0
    lists: int = 0
    language: str | None = None
    styles: tuple[Style, ...] = ()
    href: str = ""
    linked: bool = False
    verbatim: bool = False
    in_row: bool = False
    numbering: Numbering | None = None
    """Of the list that is open."""
    item: Any = None
    """The list item that is open."""
    number: int = 0
    """Its own."""
    in_data: bool = False
    """Whether its table holds data, not a page's layout."""
    gloss: Gloss | None = None
    note: str = ""


@dataclass(slots=True)
class _Walk:
    """Text gathered on the way, until a block ends."""

    base: str
    notes: Notes
    runs: list[Run] = field(default_factory=list)
    _pieces: list[tuple[str, Place]] = field(default_factory=list)
    _block: Place | None = None
    _counted: set[Any] = field(default_factory=set)
    """The items whose number has been given."""
    _breaks: bool = False
    """Whether a rule stands before what comes next."""
    _lined: dict[Any, int] = field(default_factory=dict)
    """By element, how many lines its author broke."""
    _after: list[Run] = field(default_factory=list)
    """Pictures and hidden words within the block that is being gathered: they follow it."""

    def visit(self, element: Any, place: Place) -> None:
        """Gather an element and all within it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return
        if tag in _SPECIAL or (tag == "a" and self._is_mark(element)) or _is_unseen(element, tag):
            self._special(element, tag, place)
            return
        inner = _entered(element, tag, place, self)
        breaks = tag not in _INLINE and not (place.in_row and tag in {"td", "th"})
        if breaks:
            self.flush(inner)
        if element.text:
            self._gather(element.text, inner)
        for child in element:
            self.visit(child, inner)
            if child.tail:
                self._gather(child.tail, inner)
        if breaks:
            self.flush(place)
        elif tag in {"td", "th"} and _has_cell_after(element):
            for _ in range(tables.columns(element)):
                self._gather("\t", inner._replace(verbatim=True))

    def flush(self, following: Place) -> None:
        """End the block that is being gathered; what follows stands elsewhere."""
        if self._pieces and self._block is not None:
            run = _run(self._pieces, self._block)
            if run is not None:
                item = self._block.item if run.kind == "item" else None
                # What an item says in its second block has no number of its own.
                number = self._block.number if item is not None and item not in self._counted else 0
                self._counted.add(item)
                self._add(replace(run, number=number) if number else run)
        if self._pieces:
            self._pieces = []
        if self._after:
            self.runs += self._after
            self._after = []
        self._block = following

    def _add(self, run: Run) -> None:
        self.runs.append(replace(run, breaks=True) if self._breaks else run)
        self._breaks = False

    def _is_mark(self, link: Any) -> bool:
        return link in self.notes.calls or link in self.notes.backs

    def _special(self, element: Any, tag: str, place: Place) -> None:
        """Gather what is more, or less, than the texts in it."""
        if tag == "br":
            self._broken(element, place)
        elif tag == "hr":
            self.flush(self._block or place)
            self._breaks = True
        elif tag == "img":
            self._picture(element, place)
        elif tag == "ruby":
            for text, said in ruby(element):
                self._gather(text, place._replace(gloss=said))
        elif tag == "pre":
            self._preformatted(element, place)
        elif self._is_mark(element):
            self._mark(element, place._replace(styles=tuple(s for s in place.styles if s != "superscript"), href=""))
        else:
            self._hidden(element, place)

    def _mark(self, link: Any, place: Place) -> None:
        """Gather what calls a note, or leads back from it."""
        if call := self.notes.calls.get(link):
            self._gather(f"[{call.label}]", place._replace(gloss=Gloss("note", call.name)))
            return
        first = not any(text.strip() for text, _ in self._pieces)
        self._gather(led_back(link, self.notes.backs[link], first=first), place)

    def _preformatted(self, element: Any, place: Place) -> None:
        """Gather a `<pre>`: code whole, anything else line by line, an empty line between two blocks."""
        inner = _entered(element, "pre", place, self)
        self.flush(inner)
        is_code, lines = preformatted(element)
        if is_code:
            if text := code("\n".join(lines)):
                self._add(Run((Span(text),), "code", 0, inner.language, element, 0.0, note=inner.note))
        else:
            self._verse(lines, inner)
        for each in element.iter("{*}img"):
            self._picture(each, inner)
        self.flush(place)

    def _verse(self, lines: Iterable[str], place: Place) -> None:
        for line in lines:
            if line:
                self._gather(line.replace("\t", " "), place)
                self._gather(LINE_BREAK, place)
            else:
                self.flush(place)

    def _picture(self, element: Any, place: Place) -> None:
        """Take a picture as a block of its own: before the one that is being gathered, if that has no words yet."""
        found = image(element)
        if found is None:
            return
        told = element.get("lang") or element.get(XML_LANG) or element.get("xml:lang")
        language = language_tag(told) if told else place.language
        spans = (Span(as_shown(found.alt)),) if found.alt else ()
        begun = any(text.strip() for text, _ in self._pieces)
        (self._after if begun else self.runs).append(
            Run(spans, "figure", 0, language, place.element, float(place.linked), image=found)
        )

    def _hidden(self, element: Any, place: Place) -> None:
        """Take words that are on nobody's screen out of their line: a block of their own, with the sign of why."""
        if words := as_shown("".join(text or " " for text in texts(element))).strip():
            self._after.append(Run((Span(words),), "paragraph", 0, place.language, element, 0.0))

    def _gather(self, text: str | None, place: Place) -> None:
        # A blank after a blank is not seen; there may be very many.
        if text and (
            text in {"\t", LINE_BREAK} or text.strip(_BLANK) or not self._pieces or self._pieces[-1][0].strip(_BLANK)
        ):
            self._pieces.append((text, place))

    def _broken(self, element: Any, place: Place) -> None:
        """A line break ends a paragraph where it is doubled, or follows the end of a sentence that is no verse."""
        if doubled(element):
            self.flush(self._block or place)
            return
        lined = 0 if place.in_row or place.kind in {"heading", "caption"} else self._lines_of(place.element)
        if _ENDS_SENTENCE.search(self._end()) and not place.in_row and lined < _VERSE_LINES:
            self.flush(self._block or place)
        else:
            self._gather(LINE_BREAK if lined > 1 else " ", place)

    def _lines_of(self, block: Any) -> int:
        """Return how many lines a block has, where its author broke them; 0 where one is as long as a page is wide."""
        if block not in self._lined:
            whole = "".join("\n" if text is None else BLANKS.sub(" ", text) for text in texts(block))
            found = [line for line in map(str.strip, whole.split("\n")) if line]
            self._lined[block] = len(found) if max(map(len, found), default=0) <= _VERSE_WIDTH else 0
        return self._lined[block]

    def _end(self) -> str:
        """Return the end of what is gathered, long enough for a full stop and all that may close after it."""
        tail: list[str] = []
        letters = 0
        for text, _ in reversed(self._pieces):
            tail.append(text[-_REACH:])
            letters += len(tail[-1].strip())
            if letters >= _CLOSING:
                break
        return "".join(reversed(tail))


def runs(root: Any, base: str = "") -> tuple[Run, ...]:
    """Return every run of text of a page that is not script, style or head, in order; no word is lost.

    Addresses are resolved against `base`; one that is then not http, https or mailto is left out.
    """
    walk = _Walk(base, notes(root, address=base.partition("#")[0]))
    start = Place(root)
    walk.flush(start)
    walk.visit(root, start)
    walk.flush(start)
    labels = {call.name: call.label for call in reversed(walk.notes.calls.values())}
    return tuple(labelled(walk.runs, labels)) if labels else tuple(walk.runs)


def _entered(element: Any, tag: str, place: Place, walk: _Walk) -> Place:
    """Return the place within an element."""
    # A site's template puts one language on every page, whatever stands on it: of the whole, see Metadata.language.
    whole = tag in {"html", "body"}
    given = element.attrib if not whole else None
    told = (given.get("lang") or given.get(XML_LANG) or given.get("xml:lang")) if given else None
    language = language_tag(told) if told else place.language
    if tag in _INLINE:
        return _inline(element, tag, place if language == place.language else place._replace(language=language), walk)
    kind, level, lists, item, number = place.kind, place.level, place.lists, place.item, place.number
    note = walk.notes.notes.get(element, place.note)
    if note:
        kind, level = "note", 0
    elif tag in _HEADINGS:
        kind, level = "heading", _HEADINGS[tag]
    elif _NOTES.search(element.get("role", "")):
        kind, level = "note", 0
    elif tag in {"ul", "ol"}:
        lists += 1
    elif kind not in {"heading", "note"}:
        if tag == "li":
            kind, level = "item", max(1, lists)
            item, number = element, place.numbering.item(element) if place.numbering else 0
        elif tag in _KINDS or _is_pulled(element, given):
            kind, level = _KINDS.get(tag, "quote"), 0
    in_row = _is_row(element) if tag == "tr" else place.in_row and tag in {"td", "th"}
    in_data = tables.holds_data(element) if tag == "table" else place.in_data
    if tag == "tr" and in_row and in_data and kind == "paragraph":
        kind, level = "row", int(tables.names_columns(element))
    return place._replace(
        element=element,
        kind=kind,
        level=level,
        lists=lists,
        numbering=Numbering(element) if tag in {"ul", "ol"} else place.numbering,
        item=item,
        number=number,
        language=language,
        verbatim=place.verbatim or tag == "pre",
        in_row=in_row,
        in_data=in_data,
        note=note,
    )


def _is_pulled(element: Any, given: Any) -> bool:
    """Whether this is a sentence of the text, or about it, set out in large letters."""
    return bool(given) and _PULLED.search(f"{element.get('class') or ''} {element.get('role') or ''}") is not None


def _is_unseen(element: Any, tag: str) -> bool:
    """Whether these are words in a line that the page hides. A picture waits hidden until it is loaded."""
    return tag in _INLINE and bool(element.attrib) and is_hidden(element) and element.find(".//img") is None


def _inline(element: Any, tag: str, place: Place, walk: _Walk) -> Place:
    style = _STYLES.get(tag)
    if style and style not in place.styles:
        place = place._replace(styles=(*place.styles, style))
    if tag == "a" and element.get("href") is not None:
        place = place._replace(href=_address(element.get("href"), walk.base), linked=True)
    if tag in {"abbr", "acronym", "time"}:
        place = place._replace(gloss=gloss(element, tag) or place.gloss)
    return place


def _address(href: str, base: str) -> str:
    try:
        whole = urljoin(base, href.strip()) if base else href.strip()
    except ValueError:
        return ""
    known = whole.startswith(("http://", "https://", "mailto:"))
    return whole if known and not _BROKEN.search(whole) else ""


def language_tag(tag: str) -> str | None:
    """Return a BCP 47 tag as it is written in an attribute, made whole; None where it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if _LANGUAGE.match(tag) else None


def _is_row(row: Any) -> bool:
    """Whether the cells of this row are one line: short, or columns of plain text beside each other."""
    cells = [child for child in row if child.tag in {"td", "th"}]
    if len(cells) < 2 or any(inner.tag not in _INLINE for cell in cells for inner in cell.iterdescendants("*")):
        return False
    if all(len("".join(cell.itertext())) <= _CELL_LETTERS for cell in cells):
        return True
    others = chain(row.itersiblings("tr"), row.itersiblings("tr", preceding=True))
    return len(cells) < 5 and any(len(other) == len(row) for other in others)


def _has_cell_after(element: Any) -> bool:
    return any(sibling.tag in {"td", "th"} for sibling in element.itersiblings())


def _run(pieces: list[tuple[str, Place]], block: Place) -> Run | None:
    sizes = [len(text.strip()) for text, _ in pieces]
    total = sum(sizes)
    # Most are the white space between two elements.
    spans = tuple(shown(pieces, block)) if total else ()
    if not spans:
        return None
    linked = sum(size for size, (_, place) in zip(sizes, pieces, strict=True) if place.linked) / total
    return Run(spans, block.kind, block.level, block.language, block.element, linked, note=block.note)
