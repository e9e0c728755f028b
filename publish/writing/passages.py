"""The book's pages as passages of one page of HTML: what says the same stands side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from publish.markup import XML_LANG, parse_xml
from publish.writing import figures
from publish.writing.leaves import leaves
from publish.writing.pages import page
from publish.writing.scripts import direction, turned
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.model import Publication
    from publish.writing.leaves import Leaf

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_OPS: Final = "{http://www.idpf.org/2007/ops}"
_HEADINGS: Final = ("h6", "h5", "h4", "h3", "h2", "h1")


@dataclass(frozen=True, slots=True)
class Passages:
    """All text of a book, ready to stand in one page of HTML."""

    sections: tuple[Any, ...]
    """Elements (lxml, without namespaces): a section for each leaf, the colophons side by side in the last."""
    leaves: tuple[Leaf, ...]
    """What the sections are made of, colophons last."""

    @property
    def chapters(self) -> tuple[Leaf, ...]:
        """The leaves of the article."""
        return tuple(leaf for leaf in self.leaves if leaf.kind == "chapter")


def passages(publication: Publication, picture: Callable[[figures.Shown], str]) -> Passages:
    """Return every block and sentence of a book under the ids that it has in the EPUB, languages face to face.

    The EPUB's own pages are taken, less what only a reading system knows. The layout asked for is the EPUB's: here
    a reader chooses.

    Args:
        publication: what is shown.
        picture: gives the address of a picture.
    """
    book = publication.book
    shown = {name: replace(each, path=picture(each)) for name, each in figures.shown(book).items()}
    every = leaves(book, replace(publication.design, layout="facing", grain="paragraph"))
    links = twins(book, every, publication.design.links)
    lead = book.editions[0].language
    chapters = tuple(leaf for leaf in every if leaf.kind == "chapter")
    sections = [_section(page(leaf, links, shown), leaf, lead) for leaf in chapters]
    for section in sections[0 if chapters[0].part else 1 :]:
        _lower(section)
    ends = [leaf for leaf in every if leaf.kind == "colophon"]
    if ends:
        sections.append(_colophons([(leaf, page(leaf, links, shown)) for leaf in ends], lead))
    return Passages(tuple(sections), every)


def _section(shown: bytes, leaf: Leaf, lead: str) -> Any:
    section = _body(shown)[0]
    if section.get("role") == "doc-part":
        (section,) = section
    section.attrib.pop("role", None)
    rows = section.findall(".//div[@class='row']")
    if not rows:
        _alone(section, leaf.language, lead)
    for element, row in zip(rows, leaf.rows if rows else (), strict=True):
        # Beside a picture that needs no translation stands nothing.
        sides = row.sides if len(element) == len(row.sides) else [side for side in row.sides if side.paragraphs]
        for cell, side in zip(element, sides, strict=True):
            # A note that there is no translation is in the language of what was not translated: its page's, if unsaid.
            note = "" if side.paragraphs else cell.get("lang", leaf.language)
            _say_language(cell, side.language, lead, note=note)
    return section


def _say_language(cell: Any, language: str, lead: str, *, note: str) -> None:
    """Say the language of a side on the side itself; what stands in it says only what is another."""
    if note:
        (said,) = cell
        said.attrib.update({"lang": note, **turned(note, language)})
    else:
        _spare(cell, language, direction(language))
    cell.set("lang", language)
    cell.attrib.pop("dir", None)
    cell.attrib.update(turned(language, lead))


def _spare(parent: Any, language: str, way: str) -> None:
    """Take away what every element within says again of its language and its direction."""
    for element in parent:
        if element.get("lang") == language:
            del element.attrib["lang"]
        if element.get("dir") == way:
            del element.attrib["dir"]
        _spare(element, element.get("lang", language), element.get("dir", way))


def _body(shown: bytes) -> Any:
    """Return the body of a page of the EPUB as HTML has it: no namespaces, no prefixes, links within one page."""
    body = parse_xml(shown).find(f"{_XHTML}body")
    for element in list(body.iter()):
        if element.get(f"{_OPS}type") == "pagebreak":
            _without(element)
            continue
        element.tag = element.tag.removeprefix(_XHTML)
        element.attrib.pop(f"{_OPS}type", None)
        element.attrib.pop(XML_LANG, None)
        if element.get("class") == "twin":
            # What is in brackets is no part of a name to some who listen for it (axe, label-content-name-mismatch).
            # Nor is another part of this page an alternative to all of it, as another page of the book is.
            del element.attrib["rel"]
            element.set("aria-label", element.get("aria-label").replace(f" ({element.text})", f", {element.text}"))
        before, within, place = element.get("href", "").partition(".xhtml#")
        if within and "/" not in before:
            element.set("href", f"#{place}")
    return body


def _without(element: Any) -> None:
    """Take an element without words out of its parent."""
    parent, before = element.getparent(), element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _alone(section: Any, language: str, lead: str) -> None:
    """Make one row of what is in one language."""
    from lxml import etree

    row = etree.Element("div", {"class": "row"})
    row.append(_side(language, lead, list(section)))
    section.append(row)


def _side(language: str, lead: str, inner: Sequence[Any]) -> Any:
    from lxml import etree

    side = etree.Element("div", {"class": "side", "lang": language, **turned(language, lead)})
    side.extend(inner)
    return side


def _colophons(ends: Sequence[tuple[Leaf, bytes]], lead: str) -> Any:
    from lxml import etree

    section = etree.Element("section", {"class": "colophon"})
    row = etree.SubElement(section, "div", {"class": "row"})
    for leaf, shown in ends:
        row.append(_side(leaf.language, lead, list(_named(_body(shown)[0], leaf))))
    _lower(section)
    return section


def _named(section: Any, leaf: Leaf) -> Iterator[Any]:
    from lxml import etree

    whole = etree.Element("div", {"id": leaf.id})
    whole.extend(list(section))
    yield whole


def _lower(section: Any) -> None:
    """Set every heading one level deeper: the page's own title is its only h1."""
    for element in list(section.iter(*_HEADINGS)):
        element.tag = f"h{min(int(element.tag[1]) + 1, 6)}"
    for element in section.iterfind(".//p[@class='subtitle']"):
        element.set("class", "subtitle lower")
