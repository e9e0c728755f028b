"""The entries of a feed: RSS 0.9 to 2.0, RDF and Atom."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from publish import markup
from publish.errors import SourceError
from publish.markup import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ENTRIES = frozenset({"item", "entry"})
_DATES = ("published", "pubDate", "date", "issued", "created", "updated", "modified")
_ATOM_HTML = frozenset({"html", "text/html", ""})
_ATOM_XHTML = frozenset({"xhtml", "application/xhtml+xml"})
_MARKED = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ADDRESS_AND_NAME = re.compile(r"\S+@\S+\s*\((?P<name>[^)]+)\)")
_LISTED = 3
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed; empty where the feed does not say."""

    identity: str
    """`guid` or `id`."""
    title: str
    link: str
    html: str
    """What the feed holds of it, as the inside of a page."""
    whole: bool
    """False where that is a summary by the feed's own word."""
    authors: tuple[str, ...]
    published: str
    language: str
    licence: str
    site: str


def entries(xml: bytes, base: str = "") -> tuple[Entry, ...]:
    """Return every entry of a feed, in its order.

    Args:
        xml: the feed.
        base: its address, against which its links are read.

    Raises:
        SourceError: it is not well-formed XML, or no feed.
    """
    root = markup.parse_xml(xml.lstrip())
    if local_name(root) not in {"rss", "RDF", "feed"}:
        msg = f"This is XML, but no feed: it begins with {local_name(root)[:40]}"
        raise SourceError(msg, hint="A feed is RSS or Atom. Of another file, save the article as text or HTML.")
    channel = next((each for each in root if local_name(each) == "channel"), root)
    return tuple(_entry(each, channel, base) for each in root.iter("{*}*") if local_name(each) in _ENTRIES)


def chosen(found: tuple[Entry, ...], wanted: str, name: str) -> Entry:
    """Return the entry of that id, link or place (1 is the first); of a feed of one entry, that.

    Raises:
        SourceError: there is none, or nobody said which; the hint names some.
    """
    if not found:
        msg = "There is no entry in this feed"
        raise SourceError(msg, where=name, hint="Give the address of one article.")
    if not wanted and len(found) == 1:
        return found[0]
    for said in dict.fromkeys((wanted, unquote(wanted))):
        for entry in found:
            if said and said in {entry.identity, entry.link}:
                return entry
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        return found[int(wanted) - 1]
    some = "; ".join(
        f"{entry.identity or entry.link or place} ({entry.title[:_LONGEST_TITLE]})"
        for place, entry in enumerate(found[:_LISTED], 1)
    )
    what = f"There is no entry {wanted}" if wanted else f"This is a feed of {len(found)} entries"
    raise SourceError(what, where=name, hint=f"Name one after a #, by its id or its place from 1. There are: {some}.")


def _entry(node: Any, channel: Any, base: str) -> Entry:
    html, whole = _content(node)
    link = _link(node, base)
    identity = _text(node, "guid", "id") or node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    if not link and identity.startswith(("http://", "https://")):
        link = identity
    return Entry(
        identity=identity,
        title=_plain(_text(node, "title")),
        link=link,
        html=html,
        whole=whole,
        authors=tuple(dict.fromkeys(_authors(node))) or tuple(dict.fromkeys(_authors(channel))),
        published=_day(_text(node, *_DATES)),
        language=_language(node, channel),
        licence=_licence(node) or _licence(channel),
        site=_plain(_text(channel, "title")),
    )


def _children(node: Any, *names: str) -> Iterator[Any]:
    """Yield a node's own children of these names, in the order of the names, whatever their namespace."""
    for name in names:
        yield from (child for child in node if local_name(child) == name)


def _text(node: Any, *names: str) -> str:
    texts = ("".join(child.itertext()).strip() for child in _children(node, *names))
    return next(filter(None, texts), "")


def _content(node: Any) -> tuple[str, bool]:
    """Return what the feed holds of an entry, and whether it is more than a summary."""
    for child in _children(node, "encoded", "content", "description", "summary"):
        html = _as_html(child)
        if html:
            # RSS has one word for the article and for a line about it: paragraphs tell which.
            article = local_name(child) in {"encoded", "content"} or "</p>" in "".join(child.itertext())
            return html, article
    return "", False


def _as_html(node: Any) -> str:
    kind = node.get("type", "").strip().lower()
    text = "".join(node.itertext()).strip()
    if kind in _ATOM_XHTML:
        from lxml import etree

        return "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in node)
    if kind in _ATOM_HTML and _MARKED.search(text):
        return text
    if kind in _ATOM_HTML or kind in {"text", "text/plain"}:
        paragraphs = (" ".join(part.split()) for part in _BLANK_LINE.split(text))
        return "".join(markup.element("p", {}, part) for part in paragraphs if part)
    return ""


def _plain(text: str) -> str:
    """Titles are HTML within XML as often as not."""
    if _MARKED.search(text):
        with suppress(SourceError):
            text = "".join(markup.parse_html(text).itertext())
    return " ".join(text.split())


def _link(node: Any, base: str) -> str:
    for child in _children(node, "link"):
        target = (child.get("href") or child.text or "").strip()
        if target and child.get("rel", "alternate") == "alternate":
            # An address that is none is the text that it is.
            with suppress(ValueError):
                return str(urljoin(base, target))
    return ""


def _authors(node: Any) -> Iterator[str]:
    for child in _children(node, "creator", "author"):
        said = _text(child, "name") or " ".join("".join(child.itertext()).split())
        match = _ADDRESS_AND_NAME.fullmatch(said)
        name = match["name"] if match else said
        if name and "@" not in name:
            yield _plain(name)


def _licence(node: Any) -> str:
    links = (child.get("href", "") for child in _children(node, "link") if child.get("rel") == "license")
    resource = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
    named = (child.get(resource) or (child.text or "").strip() for child in _children(node, "license", "licence"))
    return str(next(filter(None, (*links, *named)), "")) or _plain(_text(node, "rights"))


def _language(node: Any, channel: Any) -> str:
    told = [each.get(markup.XML_LANG, "") for each in (*_children(node, "content"), node)]
    told += [_text(node, "language"), _text(channel, "language"), channel.get(markup.XML_LANG, "")]
    return str(next(filter(None, told), ""))


def _day(text: str) -> str:
    with suppress(ValueError):
        return date.fromisoformat(text[:10]).isoformat()
    # A year of twenty digits is more than a machine's number holds.
    with suppress(ValueError, OverflowError):
        return parsedate_to_datetime(text).date().isoformat()
    return ""
