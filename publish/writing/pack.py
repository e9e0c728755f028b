"""A pack's own files: its page, what it says of itself in each language, its licences, and the sums of them all."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from publish import __version__
from publish.model import File
from publish.phrases import language_name, packed, say
from publish.writing.pack_page import languages_of, pack_page, readme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Packed

PAGE: Final = "index.html"
LICENCE: Final = "LICENCE.txt"
PROVENANCE: Final = "PROVENANCE.json"
SUMS: Final = "SHA256SUMS"
_TOLD: Final = ("made_by", "source", "parts", "languages", "titles", "voices", "fonts", "seconds_of_speech")
"""What a colophon says that is told again; not what was left out of the article, nor what pictures were refused."""
_TEXT: Final = "text/plain"


def own_files(articles: Sequence[Packed], *, lesser: bool, given_up: Sequence[str]) -> Iterator[File]:
    """Give what a pack says of itself, but for its sums.

    Args:
        articles: what is in it.
        lesser: whether anything was given up so that it fits.
        given_up: what that is, a sentence each, in English.
    """
    yield File(PAGE, "text/html", pack_page(articles, lesser=lesser))
    for language in languages_of(articles):
        yield File(readme(language), _TEXT, _lines(_readme(articles, language, lesser=lesser)))
    yield File(LICENCE, _TEXT, _lines(_licences(articles)))
    yield File(PROVENANCE, "application/json", _provenance(articles, given_up))


def code(url: str) -> bytes:
    """Return the QR code of an address, SVG; nothing where it is too long for one, or there is none."""
    import segno

    if not url:
        return b""
    try:
        made = segno.make(url, micro=False)
    except segno.DataOverflowError:
        return b""
    out = BytesIO()
    # Light behind it: on a dark page, half of all cameras would see its negative.
    made.save(out, kind="svg", scale=8, light="white")
    return out.getvalue()


def sums(digests: Mapping[str, str]) -> bytes:
    """Return SHA256SUMS as `sha256sum` writes and checks it, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def _lines(lines: Iterator[str]) -> bytes:
    # What Notepad of Windows 7 can show: a mark that says UTF-8, and its ends of lines.
    return "\r\n".join(("\ufeff" + next(lines), *lines, "")).encode()


def _readme(articles: Sequence[Packed], language: str, *, lesser: bool) -> Iterator[str]:
    yield packed(language, "start")
    for article in articles:
        yield ""
        yield article.titles.get(language) or next(iter(article.titles.values()))
        for item in article.items:
            yield f"  {item.path}: {_what(item.kind, item.language, language)}"
        if url := _source(article).get("url"):
            yield f"  {packed(language, 'source')}: {url}"
        for voice in article.facts.get("voices", ()):
            if voice["language"] == language and voice["synthetic"]:
                yield f"  {say(language, 'narrated_by', voice=voice['says'].partition(',')[0])}"
        yield f"  {_licence(article, language)}"
    yield ""
    if lesser:
        yield packed(language, "less")
    yield packed(language, "whole")


def _what(kind: str, of: str, language: str) -> str:
    if kind == "sound":
        return say(language, "narration_in", language=language_name(of, language))
    words = packed(language, kind)
    return f"{words} ({language_name(of, language)})" if of else words


def _licence(article: Packed, language: str) -> str:
    licence = _source(article).get("licence")
    return say(language, "colophon_licence", licence=licence) if licence else say(language, "colophon_no_licence")


def _source(article: Packed) -> Mapping[str, Any]:
    found: Mapping[str, Any] = article.facts.get("source", {})
    return found


def _licences(articles: Sequence[Packed]) -> Iterator[str]:
    yield "What is in this folder belongs to those who wrote and made it:"
    for article in articles:
        yield ""
        yield " / ".join(article.titles.values())
        for source in article.facts.get("parts") or [_source(article)]:
            if authors := source.get("authors"):
                yield f"  Written by: {', '.join(authors)}"
            if site := source.get("site"):
                yield f"  Published by: {site}"
            yield f"  Licence of the text: {source.get('licence') or 'none stated; all rights stay with its owners'}"
        for voice in article.facts.get("voices", ()):
            for each in (voice, *voice.get("others", ())):
                yield f"  Voice {each['voice']} ({each['engine']} {each['version']}): {each['licence']}"
        for font in article.facts.get("fonts", ()):
            yield f"  Font {font['family']}: {font['licence']}"
    yield ""
    yield f"Made with Enface {__version__}, free software under AGPL-3.0-or-later; what it makes is not its makers'."


def _provenance(articles: Sequence[Packed], given_up: Sequence[str]) -> bytes:
    told = [
        {"folder": article.name, **{key: article.facts[key] for key in _TOLD if key in article.facts}}
        for article in articles
    ]
    facts = {"packed_by": f"Enface {__version__}", "given_up": list(given_up), "articles": told}
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
