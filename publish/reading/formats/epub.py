"""An EPUB, to be published again: its pages in the order of the spine, languages and metadata with them."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from publish.errors import SourceError
from publish.markup import html_name
from publish.reading.archives import Archive
from publish.reading.drafting import ALL, Drafts, document, tag
from publish.reading.elements import EPUB_TYPE, parsed, read_into, types
from publish.reading.notes import labelled

if TYPE_CHECKING:
    from publish.model import Document, Source

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "META-INF/container.xml"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_MOST_PAGES = 3000
_WHOLE = {
    "toc": "It is the table of contents.",
    "landmarks": "It is the list of landmarks.",
    "page-list": "It is the list of pages.",
    "lot": "It is the list of tables.",
    "loi": "It is the list of illustrations.",
    "index": "It is the index.",
    "cover": "It is the cover.",
    "titlepage": "It is the title page.",
    "colophon": "It says how the earlier book was made.",
    "copyright-page": "It is the notice of rights of the earlier book.",
}
_TWIN = "It is a mark that leads to a translation in the earlier book."
_UNTRANSLATED = "It says that the earlier book had no translation of this."
_PAGE = "It is a page number of the earlier book."
_BACK = "It is a link back to where a note is called."


def read(source: Source) -> Document:
    """Return the book's text in reading order. Blocks are counted from 1; that number is their line.

    Contents, cover, colophon and the marks that lead to a translation are kept as furniture.

    Raises:
        SourceError: it is no EPUB, broken, locked (DRM) or too large once unpacked.
    """
    archive = Archive(source, "an EPUB")
    package, folder = _package(archive)
    drafts = Drafts(source.name, sure=ALL)
    only = [language.text for language in package.iter(f"{_DC}language")]
    language = tag(only[0]) if len(only) == 1 else None
    for path, reason in _spine(package, folder):
        page = archive.read(path) if path in archive else b""
        if not page.strip():
            continue
        archive.check_tags(page, path)
        try:
            root = parsed(page)
        except SourceError as error:
            why = f"there is no page in {path}"
            raise archive.broken(why) from error
        held = partial(_held, archive, posixpath.dirname(path))
        furniture = partial(_furniture, whole=reason)
        read_into(drafts, root, language=language, furniture=furniture, page=path, held=held)
    blocks = labelled(drafts.blocks, drafts.labels)
    return document(source, blocks, **_metadata(package), pictures=drafts.gallery.pictures)


def _held(archive: Archive, folder: str, href: str) -> bytes | str:
    """Return a picture of the book by its address on a page; nothing where it is elsewhere, or the address itself."""
    path = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
    elsewhere = ":" in href.partition("/")[0] and path not in archive
    return b"" if elsewhere else archive.held(path)


def _package(archive: Archive) -> tuple[Any, str]:
    if "META-INF/encryption.xml" in archive and b"xmlenc" in archive.read("META-INF/encryption.xml"):
        _check_lock(archive)
    container = archive.xml(_CONTAINER)
    path = next((e.get("full-path", "") for e in container.iter() if html_name(e) == "rootfile"), "")
    return archive.xml(path), posixpath.dirname(path)


def _check_lock(archive: Archive) -> None:
    """Fonts may be obfuscated; pages may not be encrypted."""
    locked = [
        e.get("URI", "") for e in archive.xml("META-INF/encryption.xml").iter() if html_name(e) == "cipherreference"
    ]
    if any(path.lower().endswith((".xhtml", ".html", ".htm", ".xml")) for path in locked):
        why = "its pages are locked (DRM)"
        raise archive.broken(why)


def _spine(package: Any, folder: str) -> list[tuple[str, str]]:
    """Return the pages in reading order, each with why all of it is furniture, if it is."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    pages: list[tuple[str, str]] = []
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        nav = "nav" in (item.get("properties") or "").split()
        pages.append((path, _WHOLE["toc"] if nav else ""))
    return list(dict(pages).items())[:_MOST_PAGES]


def _furniture(element: Any, *, whole: str) -> str:
    """Return why an element is no article; `whole` where all of its page is not."""
    kinds, tagged = types(element), html_name(element)
    if whole or tagged == "nav":
        return whole or _WHOLE["toc"]
    said = frozenset((element.get(EPUB_TYPE) or "").split()) | (kinds & _ROLES)
    part = next((_WHOLE[word] for word in sorted(said) if word in _WHOLE), "")
    if part and tagged in {"section", "body", "div", "article"}:
        return part
    return _mark(element, tagged, kinds)


def _mark(element: Any, tagged: str, kinds: frozenset[str]) -> str:
    """Return why a mark in the text is not a part of it."""
    if "pagebreak" in kinds:
        return _PAGE
    if tagged == "span" and {"untranslated", "note"} <= kinds:
        return _UNTRANSLATED
    if tagged != "a":
        return ""
    leads = element.get("hreflang") or element.get("rel") == "alternate"
    return _TWIN if "twin" in kinds and leads else _BACK if "backlink" in kinds else ""


_ROLES = {"toc", "index", "cover", "colophon", "pagebreak", "backlink"}


def _metadata(package: Any) -> dict[str, Any]:
    def texts(word: str) -> list[str]:
        return [text for e in package.iter(f"{_DC}{word}") if (text := (e.text or "").strip())]

    source = next((text for text in texts("source") if text.startswith("http")), "")
    rights = next(iter(texts("rights")), "")
    return {
        "title": _title(package),
        "authors": _authors(package),
        "published": next(iter(texts("date")), ""),
        "licence": rights,
        "url": source,
        "site": next(iter(texts("publisher")), ""),
    }


def _title(package: Any) -> str:
    """The first title: the package puts the main one first."""
    return next((e.text for e in package.iter(f"{_DC}title") if (e.text or "").strip()), "")


def _authors(package: Any) -> list[str]:
    """Return those who wrote it, not those who translated or drew."""
    roles = {
        meta.get("refines"): (meta.text or "").strip()
        for meta in package.iter(f"{_OPF}meta")
        if meta.get("property") == "role"
    }
    found = []
    for creator in package.iter(f"{_DC}creator"):
        role = roles.get(f"#{creator.get('id')}", creator.get(f"{_OPF}role") or "")
        if role in {"", "aut"}:
            found.append(creator.text or "")
    return found
