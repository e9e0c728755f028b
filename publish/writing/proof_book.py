"""A finished EPUB, opened to be looked at."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from publish.errors import SourceError
from publish.markup import XML_LANG, local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
SMIL: Final = "{http://www.w3.org/ns/SMIL}"
OPF: Final = "{http://www.idpf.org/2007/opf}"
OPS: Final = "{http://www.idpf.org/2007/ops}"
_SENTENCE = re.compile(r".+-s\d+")
_WORD = re.compile(r".+-s\d+-w\d+")
DC: Final = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a book."""

    rule: str
    """Its short name: `overlay-order`."""
    where: str
    """The file inside the book, with an id where there is one: `EPUB/en-c1.xhtml#en-p2-s1`."""
    what: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file, as the manifest names it."""

    id: str
    path: str
    media_type: str
    properties: tuple[str, ...]
    overlay: str


@dataclass(frozen=True, slots=True)
class Meta:
    """One `meta` of the package."""

    property: str
    value: str
    refines: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A book whose container, package, pages and overlays could be read."""

    archive: zipfile.ZipFile
    package_path: str
    package: Any
    items: tuple[Item, ...]
    spine: tuple[Item, ...]
    pages: dict[str, Any]
    """The root of each XHTML file, by its path."""
    overlays: dict[str, Any]
    """The root of each overlay, by its path."""
    metas: tuple[Meta, ...]

    def values(self, name: str) -> tuple[str, ...]:
        """Return what the package says of the whole book under a property."""
        return tuple(meta.value for meta in self.metas if meta.property == name and not meta.refines)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the package declares."""
        return tuple((e.text or "").strip() for e in self.package.iter(f"{DC}language"))

    @property
    def spoken(self) -> tuple[tuple[Item, Item], ...]:
        """Each page with an overlay, and its overlay."""
        known = {item.id: item for item in self.items if item.id}
        return tuple((item, known[item.overlay]) for item in self.spine if item.overlay in known)

    @property
    def nav(self) -> Item | None:
        """The navigation document."""
        return next((item for item in self.items if "nav" in item.properties), None)


def opened(epub: BinaryIO) -> Opened:
    """Open a book.

    Raises:
        SourceError: it is no zip, or its container, package, a page or an overlay is missing or not well-formed.
    """
    try:
        archive = zipfile.ZipFile(epub)
        container = parse_xml(archive.read("META-INF/container.xml"))
        path = next(root.get("full-path") for root in container.iter("{*}rootfile"))
        package = parse_xml(archive.read(path))
        items = tuple(_items(package, path))
        pages, overlays = (
            {item.path: parse_xml(archive.read(item.path)) for item in items if item.media_type == kind}
            for kind in ("application/xhtml+xml", "application/smil+xml")
        )
    except (zipfile.BadZipFile, KeyError, StopIteration, TypeError) as error:
        msg = f"This is not a whole EPUB: {error}"
        raise SourceError(msg) from error
    by_id = {item.id: item for item in items}
    spine = tuple(by_id[ref.get("idref")] for ref in package.iter(f"{OPF}itemref") if ref.get("idref") in by_id)
    metas = tuple(
        Meta(meta.get("property"), (meta.text or "").strip(), meta.get("refines") or "")
        for meta in package.iter(f"{OPF}meta")
        if meta.get("property")
    )
    return Opened(archive, path, package, items, spine, pages, overlays, metas)


def _items(package: Any, path: str) -> Iterator[Item]:
    for item in package.iter(f"{OPF}item"):
        yield Item(
            id=item.get("id") or "",
            path=joined_path(path, item.get("href") or ""),
            media_type=item.get("media-type") or "",
            properties=tuple((item.get("properties") or "").split()),
            overlay=item.get("media-overlay") or "",
        )


def is_sentence(name: str | None) -> bool:
    """Whether this is the id of a sentence: `es-p2-s1`."""
    return bool(_SENTENCE.fullmatch(name or ""))


def is_word(name: str | None) -> bool:
    """Whether this is the id of a word: `es-p2-s1-w3`."""
    return bool(_WORD.fullmatch(name or ""))


def joined_path(base: str, href: str) -> str:
    """Return the path of a relative address, seen from a file of the book."""
    target = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)) if target else base


def by_id(root: Any) -> dict[str, Any]:
    """Return a page's elements by their ids."""
    return {element.get("id"): element for element in elements(root) if element.get("id")}


def elements(root: Any) -> Iterator[Any]:
    """Every element under a root, the root first; no comments."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def language_at(element: Any) -> str:
    """Return the language that an element is in."""
    while element is not None:
        if element.get("lang") or element.get(XML_LANG):
            return str(element.get("lang") or element.get(XML_LANG))
        element = element.getparent()
    return ""


def visible(root: Any) -> Iterator[Any]:
    """Every element under a root that a page shows, the root first: nothing in what is `hidden`."""
    if isinstance(root.tag, str) and root.get("hidden") is None:
        yield root
        for child in root:
            yield from visible(child)


def said(element: Any) -> str:
    """Return what a listener hears in an element's place: a picture's alternative text, else its words."""
    return " ".join((element.get("alt") or "").split()) if local_name(element) == "img" else words(element)


def words(element: Any) -> str:
    """Return an element's text, white space collapsed."""
    return " ".join("".join(element.itertext()).split())
