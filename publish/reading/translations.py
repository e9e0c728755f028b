"""Where a page's own translations are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from publish import markup
from publish.errors import SourceError
from publish.reading.decode import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FRONT = re.compile(r"(?:/(?:[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)?)?/?(?:index\.\w{3,5}|home)?")
# `es.example.org`, `www.example.org` and `example.org` are one site.
_LABEL = re.compile(r"(?:www|m|amp|[a-z]{2}(?:-[a-z]{2,4})?)\.")
# Under these a country's sites are registered: `de.co.uk` and `fr.co.uk` are two.
_REGISTRIES = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "or", "org"})
_LONGEST_TEXT = 60
_MOST_LINKS = 20_000


def alternates(
    html: bytes, url: str, announced: Callable[[str], str | None] | None = None, *, charset: str = ""
) -> tuple[tuple[str, str], ...]:
    """Return language and address of each translation that a page names, in the order it does; its own not.

    First comes what is said to machines (`link rel=alternate hreflang`), then links with `hreflang`, then
    links whose words name a language. One address per language, on the same site only; a link to a
    front page is no translation of an article.

    Args:
        html: the page as it was sent.
        url: where it was found.
        announced: returns the language (BCP 47) that a link's words name, `Leer en español`, or None; without
            it words are not looked at.
        charset: what the sender declared.
    """
    root = _root(html, charset)
    if root is None:
        return ()
    base = _joined(url, next((each.get("href", "") for each in root.iter("base")), "")) or url
    own = _language(root.get("lang") or root.get(markup.XML_LANG) or "")
    found: dict[str, tuple[str, str]] = {}
    own_primary = {_primary(own)} if own else set()
    for tag, href in (*_hreflang(root, "link"), *_hreflang(root, "a"), *_named(root, announced)):
        language, target = _language(tag), _joined(base, href)
        if not (language and target):
            continue
        if target == urldefrag(url).url:
            # A page that names itself says which language it is in.
            own_primary.add(_primary(language))
        elif _same_site(url, target) and not _front_page(url, target):
            found.setdefault(_primary(language), (language, target))
    return tuple(pair for primary, pair in found.items() if primary not in own_primary)


def _root(html: bytes, charset: str) -> Any:
    try:
        return markup.parse_html(decoded(html, "", charset))
    except SourceError:
        # Not a page, then; its own reader says so better.
        return None


def _hreflang(root: Any, tag: str) -> Iterator[tuple[str, str]]:
    for link in root.iter(tag):
        kind, relations = link.get("type", "text/html"), link.get("rel", "").lower().split()
        if link.get("hreflang") and "html" in kind and (tag == "a" or "alternate" in relations):
            yield link.get("hreflang"), link.get("href", "")


def _named(root: Any, announced: Callable[[str], str | None] | None) -> Iterator[tuple[str, str]]:
    """Yield links whose words name a language, the page's own way to its translation."""
    if announced is None:
        return
    for number, link in enumerate(root.iter("a")):
        if number == _MOST_LINKS:
            return
        text = " ".join("".join(link.itertext()).split()) or link.get("title", "") or link.get("aria-label", "")
        if link.get("href") and 1 < len(text) <= _LONGEST_TEXT and (language := announced(text)):
            yield language, link.get("href")


def _language(tag: str) -> str:
    """Return a language tag in its usual letters, or nothing for `x-default` and what is none."""
    tag = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest)
    return "-".join((primary.lower(), *cased))


def _primary(language: str) -> str:
    return language.partition("-")[0]


def _joined(base: str, href: str) -> str:
    try:
        target = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in {"http", "https"} and parts.hostname else ""


def _same_site(url: str, target: str) -> bool:
    here, there = urlsplit(url), urlsplit(target)
    if here.port != there.port:
        return False
    return _site(here.hostname or "") == _site(there.hostname or "")


def _site(host: str) -> str:
    """Return a host without the label that chooses a language or a screen."""
    label = _LABEL.match(host)
    rest = host[label.end() :] if label else host
    first, _, registry = rest.partition(".")
    if not registry or (len(registry) == 2 and first in _REGISTRIES):
        return host
    return rest


def _front_page(url: str, target: str) -> bool:
    """Whether a link from an article leads to the front of the site in that language."""
    here, there = urlsplit(url), urlsplit(target)
    return bool(_FRONT.fullmatch(there.path)) and not there.query and not _FRONT.fullmatch(here.path)
