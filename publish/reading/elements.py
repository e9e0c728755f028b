"""A page's element tree into blocks: what HTML says of structure, language and style, and nothing guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from publish.errors import SourceError
from publish.markup import XML_LANG, html_name, parse_xml
from publish.model import Gloss, Span
from publish.reading import tables
from publish.reading.drafting import tag
from publish.reading.glosses import LINE_BREAK, gloss, preformatted, ruby
from publish.reading.hidden import is_hidden
from publish.reading.images import image
from publish.reading.notes import led_back, notes
from publish.reading.numbering import Numbering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publish.model import Kind, Style
    from publish.reading.drafting import Drafts
    from publish.reading.images import Image

EPUB_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_SKIPPED: Final = {
    "script", "style", "template", "noscript", "head", "svg", "math", "audio", "video", "object", "iframe", "form",
    "button", "select", "textarea",
}  # fmt: skip
_STYLES: Final[Mapping[str, Style]] = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "strong": "strong", "b": "strong", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "del": "strikethrough", "s": "strikethrough", "strike": "strikethrough", "sup": "superscript", "sub": "subscript",
}  # fmt: skip
_INLINE: Final = {
    *_STYLES, "a", "abbr", "acronym", "bdi", "bdo", "big", "data", "del", "font", "ins", "label", "mark", "q", "rb",
    "rp", "rt", "ruby", "s", "small", "span", "strike", "sub", "sup", "time", "u", "wbr", "img", "br",
}  # fmt: skip
_HEADINGS: Final = {f"h{depth}": depth for depth in range(1, 7)}
_NOTES: Final = {"footnote", "endnote", "rearnote", "note"}
_PULLED: Final = {"pullquote", "pull-quote"}
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEEPEST: Final = 150
"""Levels of elements; below that, words without structure (Python's own stack ends at a thousand)."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What holds where the walk is."""

    kind: Kind = "paragraph"
    level: int = 0
    styles: tuple[Style, ...] = ()
    href: str = ""
    language: str | None = None
    furniture: str = ""
    depth: int = 0
    numbering: Numbering | None = None
    """Of the list that is open."""
    in_data: bool = False
    """Whether its table holds data, not a page's layout."""
    gloss: Gloss | None = None
    note: str = ""
    """The name of the note that is open."""


def parsed(page: bytes) -> Any:
    """Return the root of a page: as XML where it is well-formed, else as browsers read HTML.

    Raises:
        SourceError: there is no element in it.
    """
    try:
        return parse_xml(page)
    except SourceError:
        from lxml import etree, html

        try:
            return html.document_fromstring(page, parser=html.HTMLParser(encoding=_encoding(page), no_network=True))
        except (etree.LxmlError, ValueError) as worse:
            msg = "There is no page in it"
            raise SourceError(msg) from worse


def _encoding(page: bytes) -> str | None:
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def types(element: Any) -> frozenset[str]:
    """Return what an element says it is: its classes, `epub:type` and role."""
    said = (element.get("class"), element.get(EPUB_TYPE), element.get("epub:type"), element.get("role"))
    words = " ".join(filter(None, said)).lower().split()
    return frozenset(word.removeprefix("doc-") for word in words)


def read_into(
    drafts: Drafts,
    root: Any,
    *,
    language: str | None = None,
    furniture: Callable[[Any], str] = lambda _: "",
    page: str = "",
    held: Callable[[str], bytes | str] = lambda _: b"",
) -> None:
    """Add the blocks of a page to the drafts; `page` is its path, where it is one of several.

    `language` holds where the page says nothing. `furniture` gives, for an element that is no
    article, the reason; its words then become blocks of their own that say so, after the block
    in which it stands. `held` gives the bytes of a picture by its address, where the source has them,
    or why it has not.
    """
    body = next((child for child in root.iter() if html_name(child) == "body"), root)
    walk = _Walk(drafts, furniture, root, page, held)
    start = _Here(language=_language(root) or language)
    walk.element(body, start)
    walk.close()


def _language(element: Any) -> str | None:
    return tag(element.get(XML_LANG) or element.get("xml:lang") or element.get("lang"))


class _Walk:
    """One page on its way to blocks: spans are gathered until a block ends."""

    def __init__(
        self,
        drafts: Drafts,
        furniture: Callable[[Any], str],
        root: Any,
        page: str,
        held: Callable[[str], bytes | str],
    ) -> None:
        self.drafts = drafts
        self.furniture = furniture
        self.page = page
        self.notes = notes(root, page)
        for call in self.notes.calls.values():
            drafts.labels.setdefault(call.name, call.label)
        self.held = held
        self.images: list[tuple[Image, str | None, str]] = []
        """Those within the block that is open, to follow it: picture, language, why it is furniture."""
        self.spans: list[Span] = []
        self.here = _Here()
        self.aside: list[tuple[str, str, str | None]] = []
        """Furniture that stands inside a paragraph: reason, words, language."""
        self.number = 0
        """Of the item that has no words yet."""
        self.bare = False
        """Whether the next words stand right in an element that may hold blocks."""

    def close(self) -> None:
        """End the block that is open; the pictures within it follow it."""
        if self.spans or self.aside:
            self.words()
        shown, self.images = self.images, []
        for found, language, furniture in shown:
            self.drafts.show(found, language, furniture=furniture)

    def words(self) -> None:
        here, spans = self.here, self.spans
        self.spans = []
        number = 0
        if here.kind == "item" and any(span.text.strip() for span in spans):
            number, self.number = self.number, 0
        self.drafts.add(here.kind, spans, level=here.level, number=number, furniture=here.furniture, note=here.note)
        aside, self.aside = self.aside, []
        for reason in dict.fromkeys(reason for reason, _, _ in aside):
            words = [Span(f"{text} ", language=language) for said, text, language in aside if said == reason]
            self.drafts.add("paragraph", words, furniture=reason)

    def text(self, text: str | None, here: _Here) -> None:
        if text:
            self.here = here if not self.spans else self.here
            self.spans.append(Span(text, here.styles, here.href, here.language, here.gloss))

    def element(self, element: Any, here: _Here) -> None:
        """Walk one element, its text and all below it, not its tail."""
        kind = html_name(element)
        if not kind or kind in _SKIPPED:
            return
        here = replace(here, language=_language(element) or here.language, depth=here.depth + 1)
        if here.depth > _DEEPEST:
            self.text(" ".join(element.itertext()), here)
        elif (reason := self.furniture(element) or _hidden(element)) and not here.furniture:
            self.left_out(element, replace(here, furniture=reason))
        elif kind in _INLINE:
            self.inline(element, kind, here)
        else:
            self.block(element, kind, here)

    def left_out(self, element: Any, here: _Here) -> None:
        if html_name(element) in _INLINE:
            self.aside.append((here.furniture, "".join(element.itertext()), here.language))
        else:
            self.block(element, html_name(element), here)

    def children(self, element: Any, here: _Here) -> None:
        self.text(element.text, here)
        for child in element:
            self.element(child, here)
            self.text(child.tail, here)

    def inline(self, element: Any, kind: str, here: _Here) -> None:
        if kind == "br":
            self.line(here)
        elif kind == "ruby":
            for text, said in ruby(element):
                self.text(text, replace(here, gloss=said))
        elif kind == "img":
            self.show(element, here)
        elif kind == "sup" and not len(element) and (element.text or "").strip().isdecimal():
            self.text(str(element.text).strip().translate(_SUPERSCRIPT), here)
        elif kind == "a":
            self.link(element, here)
        else:
            style = _STYLES.get(kind)
            here = replace(here, gloss=gloss(element, kind) or here.gloss)
            self.children(element, replace(here, styles=_with(here.styles, style)) if style else here)

    def line(self, here: _Here) -> None:
        """End a line; an empty one ends the block, as between two stanzas."""
        while self.spans and not self.spans[-1].text.strip(" \t\r\n"):
            self.spans.pop()
        if self.spans and self.spans[-1].text == LINE_BREAK:
            self.close()
        elif self.spans:
            self.text(LINE_BREAK, here)

    def show(self, element: Any, here: _Here) -> None:
        found = image(element)
        if found is None:
            return
        found = found.brought(self.held(found.href))
        if not any(span.text.strip() for span in self.spans):
            self.drafts.show(found, here.language, furniture=here.furniture)
        else:
            self.images.append((found, here.language, here.furniture))

    def link(self, element: Any, here: _Here) -> None:
        address = (element.get("href") or "").strip()
        if call := self.notes.calls.get(element):
            called = replace(here, styles=_flat(here.styles), href="", gloss=Gloss("note", call.name))
            self.text(f"[{call.label}]", called)
            return
        if label := self.notes.backs.get(element):
            first = not any(span.text.strip() for span in self.spans)
            self.text(led_back(element, label, first=first), replace(here, styles=()))
            return
        if "noteref" in types(element):
            mark = "".join(element.itertext()).strip(" []()")
            self.text(f"[{mark}]" if mark else "", here)
            return
        known = address.startswith(("http://", "https://", "mailto:"))
        self.children(element, replace(here, href=address) if known else here)

    def block(self, element: Any, kind: str, here: _Here) -> None:
        self.close()
        if kind == "li" and here.kind == "item" and here.numbering:
            self.number = here.numbering.item(element)
        if kind == "tr":
            self.row(element, here)
        elif kind == "hr":
            self.drafts.rule()
        elif kind == "pre":
            self.lines(element, here)
        else:
            self.children(element, self.within(element, kind, here))
        self.close()

    def within(self, element: Any, kind: str, here: _Here) -> _Here:
        """What holds inside a block element."""
        if kind in _HEADINGS:
            return replace(here, kind="heading", level=_HEADINGS[kind])
        if kind in {"ul", "ol", "dl"} and here.kind != "note":
            level = here.level + 1 if here.kind == "item" else 1
            return replace(here, kind="item", level=level, numbering=Numbering(element))
        if kind == "table":
            return replace(here, in_data=tables.holds_data(element))
        if called := self.notes.notes.get(element):
            return replace(here, kind="note", level=0, note=called)
        special = _special(kind, types(element), here)
        if special == "note" and element.get("id") and not here.note:
            here = replace(here, note=f"{self.page}#{element.get('id')}")
        return replace(here, kind=special, level=0) if special else here

    def lines(self, element: Any, here: _Here) -> None:
        """Take each line of a `<pre>` as it stands: of code all together, of a poem stanza by stanza."""
        is_code, lines = preformatted(element)
        here = replace(here, kind="code") if is_code else here
        for line in lines:
            if line or is_code:
                self.text(line, here)
                self.text(LINE_BREAK, here)
            else:
                self.close()
        for each in element.iter("{*}img"):
            self.element(each, here)

    def row(self, row: Any, here: _Here) -> None:
        """A row of a table is one block with tabs between its cells, unless a cell holds blocks of its own."""
        cells = tables.cells(row)
        kinds = {html_name(below) for cell in cells for below in cell.iterdescendants()}
        plain = kinds <= {*_INLINE, ""}
        if plain and len(cells) > 1 and here.in_data and here.kind == "paragraph":
            here = replace(here, kind="row", level=int(tables.names_columns(row)))
        tabs = 0
        for n, cell in enumerate(cells):
            if n and plain:
                self.text("\t" * tabs, here)
            elif n:
                self.close()
            tabs = tables.columns(cell)
            own = replace(here, language=_language(cell) or here.language)
            self.children(cell, own)


def _hidden(element: Any) -> str:
    return "The page hides it." if is_hidden(element) else ""


def _flat(styles: tuple[Style, ...]) -> tuple[Style, ...]:
    return tuple(style for style in styles if style != "superscript")


def _with(styles: tuple[Style, ...], style: Style) -> tuple[Style, ...]:
    return styles if style in styles else (*styles, style)


def _special(kind: str, said: frozenset[str], here: _Here) -> Kind | None:
    if said & _NOTES and kind in {"aside", "li", "p", "div", "section"}:
        return "note"
    if kind == "blockquote" or said & _PULLED:
        return "quote"
    if kind in {"figcaption", "caption"} or (kind in {"p", "div"} and "caption" in said):
        return "caption"
    plain = kind == "p" and here.kind == "paragraph"
    return "standfirst" if plain and said & {"standfirst", "abstract"} else None
