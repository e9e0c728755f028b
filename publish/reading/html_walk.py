"""A page's tree as runs of text in reading order, each with the element it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from publish.markup import XML_LANG
from publish.model import Span
from publish.reading import tables
from publish.reading.decode import lines
from publish.reading.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Kind, Style

_UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "base", "datalist"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "math",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mrow",
        "msup",
        "msub",
        "mfrac",
    }
)
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
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_BROKEN = re.compile(r"[\s\x00-\x20]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟።፧।:：]['\"”’»)\]」』]*\s*$")
_BLANK = " \t\n\r\f\v"
_CLOSING, _REACH = 100, 1000
"""Letters, and letters of one piece with its blanks, in which the end of a sentence is looked for."""
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

    @property
    def text(self) -> str:
        """The words."""
        return "".join(span.text for span in self.spans)


class _Place(NamedTuple):
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


@dataclass(slots=True)
class _Walk:
    """Text gathered on the way, until a block ends."""

    base: str
    runs: list[Run] = field(default_factory=list)
    _pieces: list[tuple[str, _Place]] = field(default_factory=list)
    _block: _Place | None = None
    _counted: set[Any] = field(default_factory=set)
    """The items whose number has been given."""

    def visit(self, element: Any, place: _Place) -> None:
        """Gather an element and all within it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return
        if tag in {"br", "hr"}:
            self._broken(element, place)
            return
        inner = _entered(element, tag, place, self.base)
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

    def flush(self, following: _Place) -> None:
        """End the block that is being gathered; what follows stands elsewhere."""
        if self._pieces and self._block is not None:
            run = _run(self._pieces, self._block)
            if run is not None:
                item = self._block.item if run.kind == "item" else None
                # What an item says in its second block has no number of its own.
                number = self._block.number if item is not None and item not in self._counted else 0
                self._counted.add(item)
                self.runs.append(replace(run, number=number) if number else run)
        if self._pieces:
            self._pieces = []
        self._block = following

    def _gather(self, text: str | None, place: _Place) -> None:
        # A blank after a blank is not seen; there may be very many.
        if text and (text == "\t" or text.strip(_BLANK) or not self._pieces or self._pieces[-1][0].strip(_BLANK)):
            self._pieces.append((text, place))

    def _broken(self, element: Any, place: _Place) -> None:
        """A line break ends a paragraph where it is doubled, or follows the end of a sentence."""
        if element.tag == "hr" or _doubled(element):
            self.flush(self._block or place)
            return
        before = self._end()
        if _ENDS_SENTENCE.search(before) and not place.in_row:
            self.flush(self._block or place)
        else:
            self._gather(" ", place)

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
    walk = _Walk(base)
    start = _Place(root)
    walk.flush(start)
    walk.visit(root, start)
    walk.flush(start)
    return tuple(walk.runs)


def _entered(element: Any, tag: str, place: _Place, base: str) -> _Place:
    """Return the place within an element."""
    # A site's template puts one language on every page, whatever stands on it: of the whole, see Metadata.language.
    whole = tag in {"html", "body"}
    given = element.attrib if not whole else None
    told = (given.get("lang") or given.get(XML_LANG) or given.get("xml:lang")) if given else None
    language = language_tag(told) if told else place.language
    if tag in _INLINE:
        return _inline(element, tag, place if language == place.language else place._replace(language=language), base)
    kind, level, lists, item, number = place.kind, place.level, place.lists, place.item, place.number
    if tag in _HEADINGS:
        kind, level = "heading", _HEADINGS[tag]
    elif _NOTES.search(element.get("role", "")):
        kind, level = "note", 0
    elif tag in {"ul", "ol"}:
        lists += 1
    elif kind not in {"heading", "note"}:
        if tag == "li":
            kind, level = "item", max(1, lists)
            item, number = element, place.numbering.item(element) if place.numbering else 0
        elif tag in _KINDS:
            kind, level = _KINDS[tag], 0
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
    )


def _inline(element: Any, tag: str, place: _Place, base: str) -> _Place:
    style = _STYLES.get(tag)
    if style and style not in place.styles:
        place = place._replace(styles=(*place.styles, style))
    if tag == "a" and element.get("href") is not None:
        place = place._replace(href=_address(element.get("href"), base), linked=True)
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


def _doubled(element: Any) -> bool:
    """Whether this is one of several line breaks with nothing between them."""
    following, before = element.getnext(), element.getprevious()
    if following is not None and following.tag == "br" and not (element.tail or "").strip():
        return True
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


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


def _run(pieces: list[tuple[str, _Place]], block: _Place) -> Run | None:
    sizes = [len(text.strip()) for text, _ in pieces]
    total = sum(sizes)
    # Most are the white space between two elements.
    spans = tuple(_spans(pieces, block)) if total else ()
    if not spans:
        return None
    linked = sum(size for size, (_, place) in zip(sizes, pieces, strict=True) if place.linked) / total
    return Run(spans, block.kind, block.level, block.language, block.element, linked)


def _spans(pieces: list[tuple[str, _Place]], block: _Place) -> Iterator[Span]:
    """Yield the pieces with white space as a browser shows it: single blanks, none at the ends."""
    found: list[Span] = []
    for text, place in pieces:
        clean = _shown(text, verbatim=place.verbatim)
        before = found[-1].text if found else " "
        if before.endswith((" ", "\t")):
            clean = clean.lstrip(" ")
        if clean:
            language = place.language if place.language != block.language else None
            found.append(Span(clean, place.styles, place.href, language))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found and found[-1].text[-1].isspace():
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    yield from _merged(found) if len(found) > 1 else found


def _shown(text: str, *, verbatim: bool) -> str:
    """Return characters as text has them in this house (NFC, no invisible marks), blanks made single."""
    if text == "\t" and verbatim:
        return text
    single = _BLANKS.sub(" ", text)
    if single.isascii():
        return single
    clean = lines(single)[0]
    return clean + " " if single.endswith(" ") and not clean.endswith(" ") else clean


def _merged(spans: list[Span]) -> Iterator[Span]:
    for _, alike in groupby(spans, key=lambda span: (span.styles, span.href, span.language)):
        first, *rest = alike
        yield replace(first, text="".join((first.text, *(span.text for span in rest)))) if rest else first
