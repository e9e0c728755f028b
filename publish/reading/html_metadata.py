"""What a page says of its article: JSON-LD first, then Open Graph, Dublin Core, plain meta."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from publish.markup import XML_LANG
from publish.reading.html_walk import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLE = re.compile(r"(?:Article|Posting|Report|WebPage|Recipe|Review|CreativeWork|Story)$")
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?")
_BLANKS = re.compile(r"\s+")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title")
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "citation_author", "article:author", "parsely-author")
_DATES = (
    "article:published_time", "datepublished", "dc.date", "dcterms.created", "dcterms.date", "dc.date.issued",
    "citation_publication_date", "citation_date", "parsely-pub-date", "date", "pubdate",
)  # fmt: skip
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title")
_LICENCES = ("dcterms.license", "dc.rights", "dcterms.rights", "license")
_LONGEST_NAME = 120
_DEEPEST = 6
"""Objects within objects of JSON-LD that are looked into."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells; empty where it does not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    licence: str = ""
    published: str = ""
    body: str = ""
    """The text of the article, where JSON-LD holds it."""
    language: str = ""
    """What its root or its body says it is in (BCP 47)."""
    titles: tuple[str, ...] = ()
    """Every title that was given, the name of the site still in some."""


def told(root: Any, address: str = "") -> Told:
    """Return what a page (lxml) says of itself; addresses are made whole against its own."""
    meta = _meta(root)
    data = _linked_data(root)
    canonical = root.xpath("string(//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href)")
    licence = root.xpath("string(//*[self::a or self::link][contains(concat(' ', @rel, ' '), ' license ')]/@href)")
    page_title = _clean(root.xpath("string(//head/title | //title[not(ancestor::*[local-name()='svg'])])"))
    titles = tuple(dict.fromkeys(filter(None, (_text(data, "headline"), *_every(meta, _TITLES), page_title))))
    return Told(
        title=_bare(titles[0], _first(meta, _SITES)) if titles else "",
        authors=_names(data.get("author")) or tuple(filter(_is_name, _every(meta, _AUTHORS))),
        site=_name(data.get("publisher")) or _first(meta, _SITES),
        url=_whole(canonical or _first(meta, ("og:url",)) or _text(data, "url"), address),
        licence=_text(data, "license") or _whole(licence, address) or _first(meta, _LICENCES),
        published=_date(_text(data, "datePublished")) or next(filter(None, map(_date, _every(meta, _DATES))), ""),
        body=_text(data, "articleBody"),
        language=_language(root),
        titles=titles,
    )


def _language(root: Any) -> str:
    """Return what the innermost of the elements around the whole page says."""
    said = [element.get("lang") or element.get(XML_LANG) or "" for element in root.iter("html", "body")]
    return next((tag for tag in map(language_tag, reversed(said)) if tag), "")


def _clean(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _meta(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = _clean(element.get("content") or "")
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def _every(meta: dict[str, list[str]], names: Iterable[str]) -> tuple[str, ...]:
    """Return all that the first of these names that is there says."""
    return next((tuple(dict.fromkeys(meta[name])) for name in names if name in meta), ())


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str:
    return next(iter(_every(meta, names)), "")


def _linked_data(root: Any) -> dict[str, Any]:
    """Return the article among the page's JSON-LD, the one with most to say."""
    best: dict[str, Any] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, 0):
            if _rank(thing) > _rank(best):
                best = thing
    return best


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _things(entry, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(data.get(name), depth + 1)


def _rank(thing: dict[str, Any]) -> int:
    return 2 * ("headline" in thing) + 2 * ("articleBody" in thing) + ("author" in thing) + ("datePublished" in thing)


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return _clean(value) if isinstance(value, str) else ""


def _name(thing: Any) -> str:
    if isinstance(thing, list):
        thing = thing[0] if thing else ""
    if isinstance(thing, dict):
        thing = thing.get("name")
    return _clean(thing)[:_LONGEST_NAME] if isinstance(thing, str) else ""


def _names(things: Any) -> tuple[str, ...]:
    each = map(_name, things if isinstance(things, list) else [things])
    return tuple(dict.fromkeys(name for name in each if _is_name(name)))


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= _LONGEST_NAME and "://" not in text


def _date(text: str) -> str:
    match = _DATE.match(text)
    return match[0] if match else ""


def _whole(address: str, base: str) -> str:
    try:
        whole = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://")) else ""


def _bare(title: str, site: str) -> str:
    """Return a title without the name of its site at the end or the front."""
    if site:
        mark = rf"\s+[-–—|:·»]\s+{re.escape(site)}$|^{re.escape(site)}\s+[-–—|:·»]\s+"
        title = re.sub(mark, "", title, flags=re.IGNORECASE) or title
    return title
