"""A word processor's document (DOCX): its text as styles, lists, notes and languages mark it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from publish.markup import local_name
from publish.model import Gloss, Span
from publish.reading.archives import Archive
from publish.reading.docx_numbering import Numbering
from publish.reading.docx_pictures import Pictures
from publish.reading.drafting import Drafts, document, tag
from publish.reading.glosses import LINE_BREAK, read_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from publish.model import Document, Kind, Source, Style
    from publish.reading.images import Image

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DEEPEST = 100
_WIDEST = 20
"""Columns that one cell may span; more is a slip, or hostile."""
_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc( heading| \d)|table of figures")
# The names of Word's own styles are English in every language of Word.
_STYLE_KINDS: dict[str, Kind] = {
    "subtitle": "standfirst", "quote": "quote", "intense quote": "quote", "block text": "quote",
    "caption": "caption", "footnote text": "note", "endnote text": "note",
}  # fmt: skip
_RAISED: dict[str, list[Style]] = {"superscript": ["superscript"], "subscript": ["subscript"]}
_LISTS = re.compile(r"list (?:bullet|number)(?: (\d))?")
_CONTENTS_REASON = "It is the table of contents."
_WORDS = {"t": "", "tab": "\t", "br": LINE_BREAK, "cr": LINE_BREAK, "noBreakHyphen": "-"}
_LEFT_OUT = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "Fallback"}
_WORTHLESS_TITLE = re.compile(r"microsoft word|\.docx?$|^(?:document|untitled|word)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style, or a paragraph itself, says of its text."""

    name: str = ""
    level: int | None = None
    """Of an outline: 0 is the highest, 9 is body text."""
    listed: int | None = None
    list_: str | None = None
    """The `numId` of its list."""
    language: str | None = None


@dataclass(slots=True)
class _Paragraph:
    """One paragraph as it stands, before it is a block."""

    kind: Kind
    level: int
    furniture: str
    number: int = 0
    note: str = ""
    spans: list[Span] = field(default_factory=list)
    images: list[tuple[Image, str | None]] = field(default_factory=list)
    """Each with its language."""


def read(source: Source) -> Document:
    """Return the document's text. Blocks are counted from 1; that number is their line.

    Deleted text, hidden text, comments, headers and footers are not its text. A language is
    declared where a run has another than the document's default, which nobody may have chosen.
    Notes follow the paragraph that calls them, `[1]` at both ends. When a file was made is not when
    its text was published: that stays open.

    Raises:
        SourceError: it is no DOCX, broken, or too large once unpacked.
    """
    archive = Archive(source, "a DOCX")
    path = _main(archive)
    body = next(_xml(archive, path).iter(f"{_W}body"), None)
    if body is None:
        why = "it has no body"
        raise archive.broken(why)
    walk = _Walk(Drafts(source.name), _Styles(archive), archive, posixpath.dirname(path), posixpath.basename(path))
    walk.blocks(body, 0)
    core = archive.xml("docProps/core.xml") if "docProps/core.xml" in archive else None
    facts = {
        e.tag.rpartition("}")[2]: e.text or "" for e in (core if core is not None else ()) if isinstance(e.tag, str)
    }
    title = facts.get("title", "")
    return document(
        source,
        walk.drafts.blocks,
        title=walk.title or ("" if _WORTHLESS_TITLE.search(title) else title),
        authors=[name for name in re.split(r"[;\n]", facts.get("creator", "")) if name.strip() != "python-docx"],
        pictures=walk.drafts.gallery.pictures,
    )


def _xml(archive: Archive, path: str) -> Any:
    root = archive.xml(path)
    if isinstance(root.tag, str) and _STRICT.decode() in root.tag:
        why = "it is saved as Strict Open XML"
        raise archive.broken(why)
    return root


def _main(archive: Archive) -> str:
    if "_rels/.rels" in archive:
        for link in archive.xml("_rels/.rels"):
            if str(link.get("Type")).endswith("/officeDocument"):
                return str(link.get("Target")).lstrip("/")
    return "word/document.xml"


def _value(element: Any, name: str, attribute: str = "val") -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return None if found is None else found.get(f"{_W}{attribute}", "")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


def _on(properties: Any, name: str) -> bool:
    value = _value(properties, name)
    return value is not None and value.lower() not in {"0", "false", "off", "none"}


def _looked(properties: Any, runs: Any, name: str = "") -> _Look:
    """Return what paragraph properties and run properties say."""
    numbering = properties.find(f"{_W}numPr") if properties is not None else None
    listed = None
    if numbering is not None:
        listed = 0 if _value(numbering, "numId") == "0" else (_number(_value(numbering, "ilvl")) or 0) + 1
    list_ = _value(numbering, "numId")
    return _Look(name, _number(_value(properties, "outlineLvl")), listed, list_, _value(runs, "lang"))


class _Styles:
    """The styles of a document, each with what it takes from the one it is based on."""

    def __init__(self, archive: Archive) -> None:
        self.looks: dict[str, _Look] = {}
        self.based: dict[str, str] = {}
        self.default: str | None = None
        self.normal = ""
        name = "word/styles.xml"
        root = _xml(archive, name) if name in archive else None
        if root is None:
            return
        defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self.default = _value(defaults, "lang")
        for style in root.iter(f"{_W}style"):
            identity = style.get(f"{_W}styleId", "")
            called = (_value(style, "name") or "").lower()
            self.looks[identity] = _looked(style.find(f"{_W}pPr"), style.find(f"{_W}rPr"), called)
            self.based[identity] = _value(style, "basedOn") or ""
            if called == "normal":
                self.default = self.looks[identity].language or self.default

    def chain(self, identity: str | None) -> Iterator[_Look]:
        """Give a style and those it is based on, nearest first."""
        for _ in range(20):
            if not identity or identity not in self.looks:
                return
            yield self.looks[identity]
            identity = self.based.get(identity)

    def declared(self, language: str | None) -> str | None:
        """Return a language that says something: one that is not the default."""
        return tag(language) if language and language != self.default else None


class _Walk:
    """The body on its way to blocks."""

    def __init__(self, drafts: Drafts, styles: _Styles, archive: Archive, folder: str, base: str) -> None:
        self.drafts = drafts
        self.styles = styles
        self.title = ""
        self.notes = {
            kind: _notes(archive, posixpath.join(folder, f"{kind}s.xml"), kind) for kind in ("footnote", "endnote")
        }
        self.links = _links(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
        self.pictures = Pictures(archive, folder, base)
        numbers = posixpath.join(folder, "numbering.xml")
        self.numbering = Numbering(_xml(archive, numbers) if numbers in archive else None)
        self.called: list[tuple[str, str, Any]] = []
        """Of each note that waits for the end of a paragraph: mark, name, element."""
        self.boxes: list[Any] = []
        self.count = 0
        self.inside: dict[str, Callable[[Any, _Paragraph, Span, int], None]] = {
            "r": self.run, "hyperlink": self.link, "footnoteReference": self.reference,
            "endnoteReference": self.reference, "txbxContent": self.box, "ruby": self.ruby, "drawing": self.drawing,
            "pict": self.drawing,
        }  # fmt: skip

    def blocks(self, parent: Any, depth: int, furniture: str = "", kind: Kind | None = None) -> None:
        """Add what stands in the body, a cell or a note."""
        if depth > _DEEPEST:
            return
        for child in parent:
            name = local_name(child)
            if name == "p":
                self.paragraph(child, depth, furniture, kind)
            elif name == "tbl":
                self.table(child, depth, furniture)
            elif name == "sdt":
                gallery = "".join(e.get(f"{_W}val", "") for e in child.iter(f"{_W}docPartGallery"))
                reason = _CONTENTS_REASON if gallery == "Table of Contents" else furniture
                self.blocks(child, depth + 1, reason, kind)
            elif name and name not in _LEFT_OUT:
                self.blocks(child, depth + 1, furniture, kind)

    def paragraph(self, element: Any, depth: int, furniture: str = "", kind: Kind | None = None) -> None:
        """Add one paragraph, then the notes that it calls and the boxes that hang on it."""
        found = self.begun(element, furniture, kind)
        self.add(found)
        self.pending(depth)

    def begun(self, element: Any, furniture: str, kind: Kind | None = None) -> _Paragraph:
        properties = element.find(f"{_W}pPr")
        own = _looked(properties, None)
        chain = [own, *self.styles.chain(_value(properties, "pStyle"))]
        found = _paragraph(chain, furniture)
        if kind:
            found.kind = kind
        if found.kind == "item":
            deep = next((look.listed for look in chain if look.listed), 1)
            found.number = self.numbering.item(next((look.list_ for look in chain if look.list_), None), deep - 1)
        language = next((look.language for look in chain if look.language), None)
        self.within(element, found, Span("", language=self.styles.declared(language)), 0)
        if any(look.name == "title" for look in chain) and not self.title:
            self.title = "".join(span.text for span in found.spans)
        return found

    def add(self, found: _Paragraph) -> None:
        self.drafts.add(
            found.kind,
            found.spans,
            level=found.level,
            number=found.number,
            furniture=found.furniture,
            note=found.note,
        )
        for image, language in found.images:
            self.drafts.show(image, language, furniture=found.furniture)

    def pending(self, depth: int) -> None:
        called, self.called = self.called, []
        boxes, self.boxes = self.boxes, []
        for mark, name, note in called:
            self.note(mark, name, note, depth)
        for box in boxes:
            self.blocks(box, depth + 1)

    def note(self, mark: str, name: str, note: Any, depth: int) -> None:
        for n, element in enumerate(note.iter(f"{_W}p")):
            found = self.begun(element, "", "note")
            found.note = name
            if n == 0:
                found.spans.insert(0, Span(f"{mark} ", language=found.spans[0].language if found.spans else None))
            self.add(found)
        # A note that calls itself would never end.
        self.called.clear()
        self.pending(depth)

    def table(self, table: Any, depth: int, furniture: str) -> None:
        """A row is one block with tabs between its cells, unless a cell holds several paragraphs."""
        rows = list(table.iter(f"{_W}tr"))
        for row in rows:
            cells = [cell for cell in row if local_name(cell) == "tc"]
            texts = [[p for p in cell.iter(f"{_W}p") if "".join(p.itertext()).strip()] for cell in cells]
            if any(len(found) > 1 for found in texts) or next(row.iter(f"{_W}tbl"), None) is not None:
                for element in (p for found in texts for p in found):
                    self.paragraph(element, depth, furniture)
                continue
            joined = _Paragraph("row" if len(rows) > 1 and len(cells) > 1 else "paragraph", 0, furniture)
            for cell, found in zip(cells, texts, strict=True):
                begun = [self.begun(element, furniture) for element in found]
                joined.images += [image for own in begun for image in own.images]
                read_ = [span for own in begun for span in own.spans]
                joined.spans += [replace(span, text=span.text.replace("\t", " ")) for span in read_]
                joined.spans.append(Span("\t" * _columns(cell)))
            bold = row is rows[0] and all("strong" in span.styles for span in joined.spans if span.text.strip())
            joined.level = int(joined.kind == "row" and (bold or _on(row.find(f"{_W}trPr"), "tblHeader")))
            self.add(joined)
            self.pending(depth)

    def within(self, element: Any, found: _Paragraph, like: Span, depth: int) -> None:
        """Gather the words in an element; `like` carries style, link and language."""
        if depth > _DEEPEST:
            return
        for child in element:
            name = local_name(child)
            if name == "br" and child.get(f"{_W}type", "textWrapping") != "textWrapping":
                found.spans.append(replace(like, text=" "))
            elif name in _WORDS:
                found.spans.append(replace(like, text=child.text or _WORDS[name]))
            elif name in self.inside:
                self.inside[name](child, found, like, depth + 1)
            elif name and name not in _LEFT_OUT:
                self.within(child, found, like, depth + 1)

    def run(self, run: Any, found: _Paragraph, like: Span, depth: int) -> None:
        properties = run.find(f"{_W}rPr")
        if _on(properties, "vanish"):
            return
        chain = list(self.styles.chain(_value(properties, "rStyle")))
        languages = [_value(properties, "lang", "bidi" if _on(properties, "rtl") else "val")]
        languages += [look.language for look in chain]
        said = next(filter(None, languages), None)
        language = self.styles.declared(said) if said else like.language
        styles: list[Style] = [*like.styles]
        styles += ["strong"] if _on(properties, "b") else []
        styles += ["emphasis"] if _on(properties, "i") else []
        styles += ["strikethrough"] if _on(properties, "strike") or _on(properties, "dstrike") else []
        styles += _RAISED.get(_value(properties, "vertAlign") or "", [])
        self.within(run, found, replace(like, styles=tuple(dict.fromkeys(styles)), language=language), depth)

    def link(self, link: Any, found: _Paragraph, like: Span, depth: int) -> None:
        address = self.links.get(link.get(f"{_R}id", ""), "")
        self.within(link, found, replace(like, href=address) if address else like, depth)

    def reference(self, reference: Any, found: _Paragraph, like: Span, _depth: int) -> None:
        kind = local_name(reference).removesuffix("Reference")
        note = self.notes[kind].get(reference.get(f"{_W}id", ""))
        if note is None:
            return
        self.count += 1
        mark, name = f"[{self.count}]", f"note-{self.count}"
        self.called.append((mark, name, note))
        found.spans.append(replace(like, text=mark, styles=(), gloss=Gloss("note", name)))

    def ruby(self, ruby: Any, found: _Paragraph, like: Span, _depth: int) -> None:
        base, reading = ("".join(t.text or "" for t in ruby.iterfind(f"{_W}{of}//{_W}t")) for of in ("rubyBase", "rt"))
        text, gloss = read_as(base, reading)
        found.spans.append(replace(like, text=text, gloss=gloss))

    def box(self, box: Any, _found: _Paragraph, _like: Span, _depth: int) -> None:
        self.boxes.append(box)

    def drawing(self, drawing: Any, found: _Paragraph, like: Span, depth: int) -> None:
        """Take the pictures of a drawing, and the words of its boxes."""
        found.images += [(image, like.language) for image in self.pictures.images(drawing)]
        self.within(drawing, found, like, depth)


def _columns(cell: Any) -> int:
    """Return how many columns a cell takes."""
    return min(max(_number(_value(cell.find(f"{_W}tcPr"), "gridSpan")) or 1, 1), _WIDEST)


def _paragraph(chain: list[_Look], furniture: str) -> _Paragraph:
    names = [look.name for look in chain]
    if any(_CONTENTS.fullmatch(name) for name in names):
        return _Paragraph("paragraph", 0, _CONTENTS_REASON)
    if "title" in names:
        return _Paragraph("heading", 1, furniture)
    headings = [int(match[1]) for name in names if (match := _HEADING.fullmatch(name))]
    outlines = [look.level for look in chain if look.level is not None]
    if headings or (outlines and outlines[0] < 9):
        return _Paragraph("heading", min(max((headings or [outlines[0] + 1])[0], 1), 6), furniture)
    kind = next((_STYLE_KINDS[name] for name in names if name in _STYLE_KINDS), None)
    if kind:
        return _Paragraph(kind, 0, furniture)
    listed = [look.listed for look in chain if look.listed is not None]
    named = [int(match[1] or 1) for name in names if (match := _LISTS.fullmatch(name))]
    if (listed and listed[0]) or (named and not listed):
        # `List Bullet 2` is the first level of a list of its own, set in as the second.
        return _Paragraph("item", max(*listed[:1], *named[:1], 1), furniture)
    return _Paragraph("paragraph", 0, furniture)


def _notes(archive: Archive, path: str, kind: str) -> Mapping[str, Any]:
    if path not in archive:
        return {}
    # Those with a type are the lines that part notes from the text.
    found = (note for note in _xml(archive, path).iter(f"{_W}{kind}") if note.get(f"{_W}type") in {None, "normal"})
    return {note.get(f"{_W}id", ""): note for note in found}


def _links(archive: Archive, path: str) -> Mapping[str, str]:
    if path not in archive:
        return {}
    found = {link.get("Id", ""): link.get("Target", "") for link in archive.xml(path)}
    return {key: address for key, address in found.items() if address.startswith(("http://", "https://", "mailto:"))}
