"""Everything an order names, from disk and from the web."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from publish.errors import ConfigError, SourceError
from publish.outside import clipboard, files
from publish.phrases import language_name, primary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from publish.config import Order
    from publish.console import Tell
    from publish.model import Font, Source

_ADDRESS = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://")
_PAGES = frozenset({".html", ""})
_LISTED = 4
"""Translations named one by one in a line."""
_MOST = 8
"""Translations that are fetched without being asked for by name."""


def articles(order: Order, tell: Tell, stdin: BinaryIO) -> Iterator[tuple[Source, ...]]:
    """Yield the sources of each article, as they are asked for: all of an order, or of an anthology one by one.

    Raises:
        ConfigError: an anthology is given one text twice.
        SourceError, ToolError: see `sources`.
    """
    if not order.anthology:
        yield sources(order, tell, stdin)
        return
    seen: dict[tuple[str, str], str] = {}
    for name in order.sources:
        own = sources(replace(order, sources=(name,)), tell, stdin)
        for source in own:
            # Entries of one feed share its bytes.
            key = (sha256(source.content).hexdigest(), source.origin.partition("#")[2])
            if key in seen:
                msg = f"It holds the same text as {seen[key]}"
                raise ConfigError(msg, where=source.origin, hint="Name each article of an anthology once.")
            seen[key] = source.origin
        yield own


def sources(order: Order, tell: Tell, stdin: BinaryIO) -> tuple[Source, ...]:
    """Return the sources of an order; the network is asked only for addresses that it names, and their translations.

    Raises:
        SourceError: one of them cannot be had.
        ToolError: the clipboard is asked for, and cannot be read here.
    """
    if order.sample:
        return (files.sample(),)
    if order.paste:
        return (clipboard.copied(),)
    found: list[Source] = []
    for name in order.sources:
        if _ADDRESS.match(name):
            found += _fetched(name, order, tell)
        else:
            found.append(files.source(name, stdin))
    return tuple(found)


def fonts(order: Order) -> tuple[Font, ...]:
    """Return the fonts of an order.

    Raises:
        ConfigError: one cannot be read, is no font, or may not be embedded.
        ToolError: the package that reads fonts is not here.
    """
    from publish.writing.fonts import font

    return tuple(font(files.font(path), path.name) for path in order.fonts)


def _fetched(url: str, order: Order, tell: Tell) -> Iterator[Source]:
    from publish.outside import web

    page = web.fetch(url, allow_local=order.allow_local)
    tell.stage(f"Fetched {page.origin}")
    yield page
    for language, elsewhere in _translations(page, order, tell):
        translation = web.fetch(elsewhere, allow_local=order.allow_local)
        tell.stage(f"Fetched {translation.origin} ({language_name(language, 'en')})")
        yield translation


def _translations(page: Source, order: Order, tell: Tell) -> tuple[tuple[str, str], ...]:
    """Return the other languages to fetch where that was asked for; else say that there are some."""
    there = _named(page, order)
    if not order.with_translations:
        if there:
            tell.stage(f"This page is also in {_list(there)}; --with-translations takes it too")
        return ()
    if not there:
        tell.warn(f"No translation is named in {page.origin}")
    if len(there) > _MOST:
        msg = f"This page is in {len(there)} other languages"
        raise SourceError(msg, where=page.origin, hint="Say which you want, as in --language en,es.")
    return there


def _named(page: Source, order: Order) -> tuple[tuple[str, str], ...]:
    """Return the translations that a page names, of the languages that are wanted and not given already."""
    from publish.editing.languages import marker
    from publish.reading.translations import alternates

    if page.suffix not in _PAGES:
        return ()
    wanted = {primary(language) for language in order.languages}
    found = alternates(page.content, page.origin, marker, charset=page.charset)
    return tuple(
        (language, url)
        for language, url in found
        if url not in order.sources and (not wanted or primary(language) in wanted)
    )


def _list(there: tuple[tuple[str, str], ...]) -> str:
    """`Spanish: https://…`, or the first of many."""
    named = [f"{language_name(language, 'en')}: {url}" for language, url in there[:_LISTED]]
    if len(there) > _LISTED:
        named.append(f"{len(there) - _LISTED} more languages")
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1]
