"""The first page of a pack: every article in it, with what there is to read and to hear."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from publish import __version__
from publish.markup import Markup, element
from publish.phrases import autonym, language_name, packed, say
from publish.writing.language_tags import foreign, phrase_tags
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Item, Packed

_SPARED: Final = re.compile(r"/\*.*?\*/|^\s+|\n", re.DOTALL | re.MULTILINE)
_OF_ALL: Final = ("book", "light")


def pack_page(articles: Sequence[Packed], *, lesser: bool) -> bytes:
    """Return the page, in the languages of its articles; it has no script and asks for nothing beside the pack.

    Args:
        articles: what is in the pack.
        lesser: whether something was given up so that it fits.
    """
    languages = languages_of(articles)
    lead = languages[0]
    style = _SPARED.sub("", files("publish.writing").joinpath("style/pack.css").read_text("utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # `file:`, because to some browsers a page from disk is no origin of its own.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' file: data:; media-src 'self' file:"
    name = _heading(articles, languages)
    head = (
        Markup('<meta charset="utf-8">'),
        _void("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        _void("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        _void("meta", {"name": "generator", "content": f"Enface-pack {__version__}"}),
        _void("link", {"rel": "icon", "href": "data:,"}),
        element("title", {}, " · ".join(word for _, word in name)),
        element("style", {}, Markup(style)),
    )
    body = element("body", {}, *_body(articles, languages, name, lesser=lesser))
    root = element("html", {"lang": lead, "dir": direction(lead)}, element("head", {}, *head), body)
    return f"<!DOCTYPE html>\n{root}\n".encode()


def languages_of(articles: Sequence[Packed]) -> tuple[str, ...]:
    """Return every language of a pack, each once; the first article's lead."""
    return tuple(dict.fromkeys(language for article in articles for language in article.titles))


def _heading(articles: Sequence[Packed], languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the page is called in each language: as its article, or as a shelf of several."""
    if len(articles) == 1:
        return list(articles[0].titles.items())
    return _said("shelf", languages)


def _said(key: str, languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return a phrase in each language; what we lack in two of them is said once, in English."""
    words: dict[str, str] = {}
    for language in languages:
        words.setdefault(packed(language, key), language)
    return [(language, word) for word, language in words.items()]


def _body(
    articles: Sequence[Packed], languages: Sequence[str], name: Sequence[tuple[str, str]], *, lesser: bool
) -> Iterator[Markup]:
    lead = languages[0]
    several = len(articles) > 1
    (_, first), *others = name
    twins = (element("p", {"class": "twin", **foreign(language, lead)}, word) for language, word in others)
    yield element("header", {}, element("h1", {}, first), *twins)
    level = 2 if several else 1
    yield element("main", {}, *(_article(article, lead, level) for article in articles))
    notes = [*(_said("less", languages) if lesser else []), *_said("whole", languages)]
    lines = [element("p", phrase_tags(language, lead), word) for language, word in notes]
    readmes = (element("a", {"href": readme(language)}, readme(language)) for language in languages)
    licence = element("a", {"href": "LICENCE.txt"}, _spans("licence", languages, lead))
    links = [element("p", {}, licence), *(element("p", {}, link) for link in readmes)]
    yield element("footer", {}, *lines, *links)


def readme(language: str) -> str:
    """Return the name of the file that says in this language what a pack is."""
    return f"README-{language}.txt"


def _article(article: Packed, lead: str, level: int) -> Markup:
    own, *others = article.titles.items()
    inner: list[Markup] = []
    if level > 1:
        inner.append(element(f"h{level}", foreign(own[0], lead), own[1]))
        inner += [element("p", {"class": "twin", **foreign(language, lead)}, title) for language, title in others]
    for_all = [item for item in article.items if item.kind in _OF_ALL]
    if for_all:
        links = (_link(item.path, _spans(item.kind, list(article.titles), lead)) for item in for_all)
        inner.append(element("ul", {}, *(element("li", {}, link) for link in links)))
    for language in article.titles:
        inner += _side([item for item in article.items if item.language == language], language, lead, level + 1)
    inner += _origin(article, lead)
    return element("article", {}, *inner)


def _side(items: Sequence[Item], language: str, lead: str, level: int) -> Iterator[Markup]:
    """Yield what is there in one language, under its own name."""
    if not items:
        return
    inner = [element(f"h{level}", {}, autonym(language))]
    links = []
    for item in items:
        if item.kind == "sound":
            label = say(language, "narration_in", language=language_name(language, language))
            audio = {"controls": "", "preload": "none", "src": _address(item.path), "aria-label": label}
            inner.append(element("audio", audio, _link(item.path, label)))
            links.append(_link(item.path, label))
        else:
            links.append(_link(item.path, packed(language, item.kind)))
    inner.append(element("ul", {}, *(element("li", {}, link) for link in links)))
    yield element("section", foreign(language, lead), *inner)


def _origin(article: Packed, lead: str) -> Iterator[Markup]:
    """Yield where the article came from, as a link and as a code that another telephone can take."""
    url = str(article.facts.get("source", {}).get("url") or "")
    if not url:
        return
    yield element("p", {}, _link(url, _spans("source", list(article.titles), lead)))
    for item in article.items:
        if item.kind == "code":
            words = " · ".join(word for _, word in _said("code", list(article.titles)))
            yield _void("img", {"class": "code", "src": _address(item.path), "alt": f"{words}: {url}"})


def _spans(key: str, languages: Sequence[str], lead: str) -> Markup:
    words = (element("span", phrase_tags(language, lead), word) for language, word in _said(key, languages))
    return Markup(" · ".join(words))


def _link(address: str, text: str) -> Markup:
    return element("a", {"href": address if "://" in address else _address(address)}, text)


def _address(path: str) -> str:
    return quote(path)


def _void(tag: str, attributes: Mapping[str, str | None]) -> Markup:
    """Return an element that HTML closes by itself."""
    return Markup(element(tag, attributes)[:-2] + ">")
