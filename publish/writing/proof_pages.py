"""Are the pages sound: languages, headings, pictures, links, twins both ways?"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from publish.markup import XML_LANG, local_name
from publish.writing.figures import UNDESCRIBED
from publish.writing.proof_book import (
    XHTML,
    Opened,
    Problem,
    by_id,
    elements,
    is_sentence,
    joined_path,
    language_at,
    words,
)
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "section", "div", "tr"})


def languages(book: Opened) -> Iterator[Problem]:
    """Every page says its language, twice and alike; a script from right to left says so."""
    for path, root in book.pages.items():
        if not root.get("lang"):
            yield Problem("language", path, "The page does not say its language.")
        for element in elements(root):
            if element.get("lang") != element.get(XML_LANG):
                yield Problem("language", _at(path, element), f"lang and xml:lang differ on <{local_name(element)}>.")
        if direction(root.get("lang") or "") == "rtl" and root.get("dir") != "rtl":
            yield Problem("direction", path, "The page's script runs from right to left, but the page does not say so.")


def structure(book: Opened) -> Iterator[Problem]:
    """A title and one h1 a page, no level skipped, no id twice, every picture with its words."""
    for path, root in book.pages.items():
        if not (root.findtext(f".//{XHTML}title") or "").strip():
            yield Problem("page-title", path, "The page has no title.")
        for name, count in Counter(e.get("id") for e in elements(root) if e.get("id")).items():
            if count > 1:
                yield Problem("id", f"{path}#{name}", "Two elements have this id.")
        for picture in root.iter(f"{XHTML}img"):
            if not (picture.get("alt") or picture.get("role") == "presentation"):
                yield Problem("alternative-text", path, f"The picture {picture.get('src')} has no words in its place.")
            elif UNDESCRIBED in (picture.get("class") or "").split():
                yield Problem(
                    "alternative-text", path, f"Nobody has said what {picture.get('src')} shows (--alt does)."
                )
        yield from _headings(path, root)


def _headings(path: str, root: Any) -> Iterator[Problem]:
    levels = [int(local_name(e)[1]) for e in elements(root) if re.fullmatch("h[1-6]", local_name(e))]
    if levels.count(1) != 1 and words(root.find(f"{XHTML}body")):
        yield Problem("headings", path, f"The page has {levels.count(1)} headings of the first level.")
    for above, below in pairwise(levels):
        if below > above + 1:
            yield Problem("headings", path, f"A heading of level {below} follows one of level {above}.")


def links(book: Opened) -> Iterator[Problem]:
    """Every link inside the book arrives; every link to a translation says its language, and leads back."""
    ids = {path: by_id(root) for path, root in book.pages.items()}
    files = frozenset(book.archive.namelist())
    crossings: set[tuple[str, str, str, str]] = set()
    for path, root in book.pages.items():
        for link in root.iter(f"{XHTML}a"):
            href = link.get("href") or ""
            if urlsplit(href).scheme:
                continue
            target, name = joined_path(path, href), urlsplit(href).fragment
            if target not in files or (name and name not in ids.get(target, {})):
                yield Problem("link", _at(path, _block(link)), f"A link leads to {href}, which is not there.")
            elif link.get("hreflang"):
                yield from _crossing(path, link, ids[target].get(name, book.pages[target]))
                crossings.add((path, _id(_block(link)), target, name))
    for path, source, target, name in sorted(crossings):
        if (target, name, path, source) not in crossings:
            yield Problem("twin", f"{path}#{source}", f"The link to {target}#{name} has no way back.")
    if _linked(book) != "none":
        yield from _twinless(book)


def _linked(book: Opened) -> str:
    """Return what a book of ours says that leads to its translation: `paragraph`, `sentence`, or `none`."""
    designs = (m.get("content") or "" for m in book.package.iter("{*}meta") if m.get("name") == "enface:design")
    return next((kind for design in designs for kind in design.split()[2:3]), "")


def _crossing(path: str, link: Any, target: Any) -> Iterator[Problem]:
    where = _at(path, _block(link))
    if language_at(target) != link.get("hreflang"):
        yield Problem("twin", where, f"The link says {link.get('hreflang')}, but leads to {language_at(target)}.")
    label = link.get("aria-label") or words(link)
    if words(link).casefold() not in label.casefold() or not words(link):
        yield Problem("twin", where, "The link's accessible name does not contain what it shows.")
    if any(is_sentence(ancestor.get("id")) for ancestor in link.iterancestors()):
        yield Problem("twin", where, "The link to the translation stands inside a sentence, and would be spoken.")


def _twinless(book: Opened) -> Iterator[Problem]:
    """In a book of several languages each page leads to another language, or says that there is no translation.

    On a page of several languages each paragraph says so: a note at one of them does not speak for the rest.
    """
    pages = [i.path for i in book.spine if i != book.nav and words(book.pages[i.path].find(f"{XHTML}body"))]
    several = len({book.pages[path].get("lang") for path in pages}) > 1
    for path in pages:
        page = book.pages[path]
        if any(link.get("rel") == "alternate" for link in page.iter(f"{XHTML}a")):
            continue
        # A sentence without a twin has no note: its paragraph has one.
        shared = () if _linked(book) == "sentence" else _shared(book, page)
        if any(not _says_untranslated(block) for block in shared) or (several and not _says_untranslated(page)):
            yield Problem("twin", path, "No block of this page leads to another language.")


def _shared(book: Opened, page: Any) -> tuple[Any, ...]:
    """Return the spoken paragraphs of a page where languages of the book share it, each with what stands beside it."""
    spoken = [p for p in page.iter(f"{XHTML}p") if any(is_sentence(part.get("id")) for part in p.iter(f"{XHTML}span"))]
    if len({language_at(block) for block in spoken} & {*book.languages}) < 2:
        return ()
    rows = (next((e for e in p.iterancestors() if "row" in (e.get("class") or "").split()), p) for p in spoken)
    return tuple(dict.fromkeys(rows))


def _says_untranslated(element: Any) -> bool:
    return any("untranslated" in (e.get("class") or "") for e in elements(element))


def _block(element: Any) -> Any:
    """Return the block that an element stands in, as far as it has an id."""
    while element is not None and not (element.get("id") and local_name(element) in _BLOCKS):
        element = element.getparent()
    return element


def _id(element: Any) -> str:
    return "" if element is None else str(element.get("id") or "")


def _at(path: str, element: Any) -> str:
    return f"{path}#{_id(element)}" if _id(element) else path
