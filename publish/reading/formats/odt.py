"""An OpenDocument text (ODT): its text as outline, lists, notes, styles and languages mark it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from publish.markup import local_name
from publish.model import Gloss, Span
from publish.reading.archives import Archive
from publish.reading.drafting import Drafts, document, tag
from publish.reading.glosses import LINE_BREAK, read_as
from publish.reading.images import Image, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Document, Kind, Source, Style

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{_OASIS}text:1.0}}"
_STYLE = f"{_OASIS}style:1.0}}"
_FO = f"{_OASIS}xsl-fo-compatible:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_TABLE = f"{_OASIS}table:1.0}}"
_CELLS = {"table-cell", "covered-table-cell"}
_WIDEST = 20
"""Columns that are taken from one mark; more is a slip, or hostile."""
_DEEPEST = 100
_STYLE_KINDS: dict[str, Kind] = {
    "Quotations": "quote", "Subtitle": "standfirst", "Caption": "caption", "Illustration": "caption",
    "Figure": "caption", "Footnote": "note", "Endnote": "note",
}  # fmt: skip
_BETWEEN = {"s": " ", "line-break": LINE_BREAK, "tab": "\t"}
_RUBY = ("ruby-base", "ruby-text")
_CONTENTS = "It is the table of contents or an index."
_INDEXES = {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index"}
_LEFT_OUT = {
    "tracked-changes", "annotation", "annotation-end", "sequence-decls", "forms", "title", "desc", "bibliography-mark",
    "note-citation", "ruby-text", "script", "change", "change-start", "change-end", "p", "h",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    parent: str
    language: str | None
    styles: tuple[Style, ...]


def read(source: Source) -> Document:
    """Return the document's text. Blocks are counted from 1; that number is their line.

    Deleted text, comments, headers and footers are not its text. A language is declared where a
    style has another than the document's default. Notes follow the paragraph that calls them, `[1]` at both ends.

    Raises:
        SourceError: it is no ODT, broken, locked or too large once unpacked.
    """
    archive = Archive(source, "an ODT")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        why = "it is locked with a password"
        raise archive.broken(why)
    content = archive.xml("content.xml")
    body = next((e for e in content.iter() if local_name(e) == "text" and _OASIS + "office" in str(e.tag)), None)
    if body is None:
        why = "it is no text document"
        raise archive.broken(why)
    roots = [content, *([archive.xml("styles.xml")] if "styles.xml" in archive else [])]
    walk = _Walk(Drafts(source.name), _Styles(roots), archive)
    walk.blocks(body, 0)
    facts: dict[str, str] = {}
    for element in archive.xml("meta.xml").iter() if "meta.xml" in archive else ():
        facts.setdefault(local_name(element), (element.text or "").strip())
    return document(
        source,
        walk.drafts.blocks,
        title=walk.title or facts.get("title", ""),
        authors=[facts.get("initial-creator") or facts.get("creator", "")],
        pictures=walk.drafts.gallery.pictures,
    )


class _Styles:
    """Every style by its name, automatic and common."""

    def __init__(self, roots: list[Any]) -> None:
        self.looks: dict[str, _Look] = {}
        defaults = [e for root in roots for e in root.iter(f"{_STYLE}default-style") if _family(e) == "paragraph"]
        self.default = next(filter(None, map(_language, defaults)), None)
        self.numbered: dict[tuple[str, str], int] = {}
        """By list style and level, the first number; of numbered levels alone."""
        for level in (e for root in roots for e in root.iter(f"{_TEXT}list-level-style-number")):
            if level.get(f"{_STYLE}num-format"):
                key = level.getparent().get(f"{_STYLE}name", ""), level.get(f"{_TEXT}level", "")
                self.numbered.setdefault(key, _whole(level.get(f"{_TEXT}start-value"), 1))
        for style in (e for root in roots for e in root.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name", "")
            looks: tuple[Style, ...] = ()
            for properties in style.iter(f"{_STYLE}text-properties"):
                bold = properties.get(f"{_FO}font-weight", "") in {"bold", "600", "700", "800", "900"}
                italic = properties.get(f"{_FO}font-style", "") in {"italic", "oblique"}
                looks = (*looks, *(("strong",) if bold else ()), *(("emphasis",) if italic else ()))
                looks += tuple(_marked(properties))
            language = _language(style)
            own = None if language == self.default else language
            self.looks.setdefault(name, _Look(style.get(f"{_STYLE}parent-style-name", ""), own, looks))

    def chain(self, name: str) -> Iterator[tuple[str, _Look]]:
        """Give a style and those it is based on, nearest first, each with its name."""
        for _ in range(20):
            look = self.looks.get(name, _Look("", None, ()))
            yield name, look
            if not look.parent:
                return
            name = look.parent


def _marked(properties: Any) -> Iterator[Style]:
    """Yield what a text's properties say beside weight and slant."""
    lines = {properties.get(f"{_STYLE}text-line-through-{what}", "none") for what in ("style", "type")}
    if lines != {"none"}:
        yield "strikethrough"
    raised = properties.get(f"{_STYLE}text-position", "").partition(" ")[0]
    if raised == "super" or (raised.endswith("%") and raised[0] not in "-0"):
        yield "superscript"
    elif raised == "sub" or raised.startswith("-"):
        yield "subscript"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else default


def _family(element: Any) -> str:
    return str(element.get(f"{_STYLE}family", ""))


def _language(style: Any) -> str | None:
    for properties in style.iter(f"{_STYLE}text-properties"):
        language, country = properties.get(f"{_FO}language", ""), properties.get(f"{_FO}country", "")
        if language and language != "none":
            return tag(f"{language}-{country}" if country and country != "none" else language)
    return None


@dataclass(slots=True)
class _List:
    """One list on its way."""

    style: str
    level: int
    following: int
    """The next number; 0 where its items have none."""

    def item(self, element: Any) -> int:
        """Return the number of the next item."""
        if not self.following:
            return 0
        number = _whole(element.get(f"{_TEXT}start-value"), self.following)
        self.following = number + 1
        return number


class _Walk:
    """The text on its way to blocks."""

    def __init__(self, drafts: Drafts, styles: _Styles, archive: Archive) -> None:
        self.drafts = drafts
        self.styles = styles
        self.archive = archive
        self.title = ""
        self.hanging: list[tuple[str, Any]] = []
        """Notes with their marks, and boxes without, that hang on the paragraph at hand."""
        self.count = 0
        self.lists: list[_List] = []
        """Those that are open."""
        self.ended: list[_List] = []
        self.number = 0
        """Of the item that has no words yet."""
        self.images: list[tuple[Image, str | None]] = []
        """Those of the paragraph at hand, each with its language."""

    def blocks(self, parent: Any, depth: int, kind: Kind | None = None, level: int = 0, furniture: str = "") -> None:
        """Add what stands in the body, a list, a cell or a note."""
        if depth > _DEEPEST:
            return
        for child in parent:
            name = local_name(child)
            if name in {"p", "h"}:
                self.paragraph(child, depth, kind, level, furniture=furniture)
            elif name == "list":
                listed = kind in {None, "item"}
                self.lists.append(self.counted(child))
                self.blocks(child, depth + 1, "item" if listed else kind, level + listed, furniture)
                self.ended.append(self.lists.pop())
            elif name == "list-item" and self.lists:
                self.number = self.lists[-1].item(child)
                self.blocks(child, depth + 1, kind, level, furniture)
            elif name == "table-row":
                self.row(child, depth, furniture)
            elif name == "frame":
                self.images += [(image, None) for image in self.framed(child)]
                self.show(furniture)
                self.blocks(child, depth + 1, kind, level, furniture)
            elif name and name not in _LEFT_OUT:
                self.blocks(child, depth + 1, kind, level, _CONTENTS if name in _INDEXES else furniture)

    def paragraph(
        self,
        element: Any,
        depth: int,
        kind: Kind | None,
        level: int,
        *,
        furniture: str = "",
        note: str = "",
        mark: str = "",
    ) -> None:
        """Add one paragraph, then what hangs on it."""
        names = [name for name, _ in self.styles.chain(element.get(f"{_TEXT}style-name", ""))]
        spans = self.spans(element)
        if kind in {None, "item"}:
            kind, level = _kind(element, names, kind, level)
        if "Title" in names and not self.title:
            self.title = "".join(span.text for span in spans)
        if mark:
            spans.insert(0, Span(mark, language=spans[0].language if spans else None))
        number, self.number = (self.number if kind == "item" else 0), 0
        self.drafts.add(kind or "paragraph", spans, level=level, number=number, furniture=furniture, note=note)
        self.show(furniture)
        self.hung(depth)

    def framed(self, frame: Any) -> list[Image]:
        """Return the picture of a frame: the first that it holds, the others are the same in other formats."""
        said = {local_name(child): child.text for child in frame}
        paths = [child.get(f"{_XLINK}href", "") for child in frame if local_name(child) == "image"]
        shown = [Image(path, worded(said.get("desc"), said.get("title"))) for path in paths[:1] if path]
        return [each if "://" in each.href else each.brought(self.archive.held(each.href)) for each in shown]

    def show(self, furniture: str) -> None:
        """Add the pictures of the paragraph that has ended."""
        shown, self.images = self.images, []
        for image, language in shown:
            self.drafts.show(image, language, furniture=furniture)

    def counted(self, list_: Any) -> _List:
        """Return a list that begins, or goes on where one before it ended."""
        style = list_.get(f"{_TEXT}style-name", "") or (self.lists[-1].style if self.lists else "")
        level = len(self.lists) + 1
        if list_.get(f"{_TEXT}continue-numbering") == "true" or list_.get(f"{_TEXT}continue-list"):
            before = (one for one in reversed(self.ended) if (one.style, one.level) == (style, level))
            if found := next(before, None):
                return found
        return _List(style, level, self.styles.numbered.get((style, str(level)), 0))

    def hung(self, depth: int) -> None:
        hanging, self.hanging = self.hanging, []
        for mark, element in hanging:
            if not mark:
                self.blocks(element, depth + 1)
                continue
            for n, child in enumerate(e for e in element.iter(f"{_TEXT}p", f"{_TEXT}h")):
                self.paragraph(child, depth + 1, "note", 0, note=mark, mark=f"{mark} " if n == 0 else "")

    def row(self, row: Any, depth: int, furniture: str) -> None:
        """A row is one block with tabs between its cells, unless a cell holds several paragraphs."""
        cells = [cell for cell in row if local_name(cell) == "table-cell"]
        if any(sum(local_name(child) != "" for child in cell) > 1 or _holds_more(cell) for cell in cells):
            for cell in cells:
                self.blocks(cell, depth + 1, furniture=furniture)
            return
        spans: list[Span] = []
        # A cell that spans columns is followed by covered ones; a run of equal cells may be written once.
        for cell in (cell for cell in row if local_name(cell) in _CELLS):
            own = [span for element in cell for span in self.spans(element)]
            spans += [replace(span, text=span.text.replace("\t", " ")) for span in own]
            spans.append(Span("\t" * (_repeated(cell) if not own else 1)))
        above = row.getparent()
        headed = above is not None and local_name(above) == "table-header-rows"
        table = next(row.iterancestors(f"{_TABLE}table"), None)
        several = table is not None and sum(1 for _ in islice(table.iter(f"{_TABLE}table-row"), 2)) > 1
        kind: Kind = "row" if several and len(cells) > 1 else "paragraph"
        self.drafts.add(kind, spans, level=int(headed and kind == "row"), furniture=furniture)
        self.show(furniture)
        self.hung(depth)

    def spans(self, element: Any) -> list[Span]:
        """Return the words of one paragraph."""
        found: list[Span] = []
        self.within(element, found, self.styled(element, Span("")), 0)
        return found

    def styled(self, element: Any, like: Span) -> Span:
        chain = [look for _, look in self.styles.chain(element.get(f"{_TEXT}style-name", ""))]
        language = next((look.language for look in chain if look.language), like.language)
        # A paragraph's own weight is its look, not a stress.
        stress = chain[0].styles if local_name(element) == "span" else ()
        return replace(like, language=language, styles=tuple(dict.fromkeys((*like.styles, *stress))))

    def within(self, element: Any, found: list[Span], like: Span, depth: int) -> None:
        if element.text:
            found.append(replace(like, text=element.text))
        for child in element:
            if depth < _DEEPEST:
                self.inline(child, found, like, depth + 1)
            if child.tail:
                found.append(replace(like, text=child.tail))

    def inline(self, child: Any, found: list[Span], like: Span, depth: int) -> None:
        name = local_name(child)
        if name in _BETWEEN:
            found.append(replace(like, text=_BETWEEN[name]))
        elif name == "ruby":
            found.append(_ruby(child, like))
        elif name == "note":
            self.count += 1
            found.append(replace(like, text=f"[{self.count}]", gloss=Gloss("note", f"[{self.count}]")))
            self.hanging += [(f"[{self.count}]", part) for part in child if local_name(part) == "note-body"]
        elif name == "text-box":
            self.hanging.append(("", child))
        elif name == "frame":
            self.images += [(image, like.language) for image in self.framed(child)]
            self.within(child, found, like, depth)
        elif name == "a":
            address = child.get(f"{_XLINK}href", "")
            known = address.startswith(("http://", "https://", "mailto:"))
            self.within(child, found, replace(like, href=address) if known else like, depth)
        elif name and name not in _LEFT_OUT:
            self.within(child, found, self.styled(child, like), depth)


def _ruby(ruby: Any, like: Span) -> Span:
    base, reading = ("".join(t for e in ruby.iterfind(f"{_TEXT}{of}") for t in e.itertext()) for of in _RUBY)
    text, gloss = read_as(base, reading)
    return replace(like, text=text, gloss=gloss)


def _repeated(cell: Any) -> int:
    return min(max(_whole(cell.get(f"{_TABLE}number-columns-repeated"), 1), 1), _WIDEST)


def _holds_more(cell: Any) -> bool:
    return any(local_name(child) not in {"p", "h"} for child in cell)


def _kind(element: Any, names: list[str], kind: Kind | None, level: int) -> tuple[Kind, int]:
    if "Title" in names:
        return "heading", 1
    if local_name(element) == "h":
        depth = element.get(f"{_TEXT}outline-level", "1")
        return "heading", min(max(int(depth) if depth.isascii() and depth.isdigit() else 1, 1), 6)
    style = next((_STYLE_KINDS[name] for name in names if name in _STYLE_KINDS), None)
    return (style, 0) if style else (kind or "paragraph", level)
