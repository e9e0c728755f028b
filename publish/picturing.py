"""The pictures of an article: brought from where they are, judged, and what a person says of them."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from publish.editing import alternatives
from publish.errors import SourceError
from publish.outside import beside
from publish.reading import pixels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.config import Order
    from publish.console import Tell
    from publish.editing.pictures import See
    from publish.model import Book, Document, Picture, Source

log = logging.getLogger(__name__)

_ADDRESS = ("http://", "https://")
_NOT_FETCHED = "It was not fetched: --images does that."
_MOST = 100
"""Pictures that are fetched for one article."""


def brought(document: Document, source: Source) -> Document:
    """Return a document with the bytes of the pictures that lie beside its file; of the others, why not."""
    return replace(document, pictures=tuple(_from_disk(picture, source) for picture in document.pictures))


def _from_disk(picture: Picture, source: Source) -> Picture:
    if picture.content or picture.refused or picture.href.startswith(_ADDRESS):
        return picture
    try:
        return replace(picture, content=beside.picture(source.origin, picture.href, pixels.LARGEST_BYTES))
    except SourceError as error:
        return replace(picture, refused=f"{error.what}.")


def seeing(order: Order, tell: Tell) -> See:
    """Return what brings the pictures of an article: it fetches them where the order says so, and judges each."""
    return partial(_seen, order=order, tell=tell)


def _seen(pictures: tuple[Picture, ...], *, order: Order, tell: Tell) -> tuple[Picture, ...]:
    missing = [p.href for p in pictures if not p.content and p.href.startswith(_ADDRESS)]
    fetched = _fetched(missing, order, tell) if order.images else {}
    if missing and not order.images:
        number = "1 picture was" if len(missing) == 1 else f"{len(missing)} pictures were"
        tell.stage(f"{number} not fetched; --images does that. Captions and alternative texts are in the book")
    return tuple(_judged(_answered(picture, fetched)) for picture in pictures)


def _fetched(urls: list[str], order: Order, tell: Tell) -> Mapping[str, bytes | str]:
    from publish.outside import web

    found = web.fetch_pictures(urls[:_MOST], allow_local=order.allow_local)
    had = sum(isinstance(content, bytes) for content in found.values())
    tell.stage(f"Fetched {had} of {len(urls)} {'picture' if len(urls) == 1 else 'pictures'}")
    return {**dict.fromkeys(urls, f"It is one of more than {_MOST} pictures."), **found}


def _answered(picture: Picture, fetched: Mapping[str, bytes | str]) -> Picture:
    if picture.content or picture.refused:
        return picture
    found = fetched.get(picture.href, _NOT_FETCHED)
    return replace(picture, refused=found) if isinstance(found, str) else replace(picture, content=found)


def _judged(picture: Picture) -> Picture:
    """Return a picture as the book takes it, or the reason why it does not; only the latter is worth a warning."""
    if not picture.refused:
        try:
            content, media_type, width, height = pixels.fitted(picture.content)
        except SourceError as error:
            picture = replace(picture, refused=f"{error.what}.")
        else:
            return replace(picture, content=content, media_type=media_type, width=width, height=height)
    if picture.refused != _NOT_FETCHED:
        log.warning("The picture %s is not in the book: %s", picture.name, picture.refused)
    return replace(picture, content=b"")


def told(order: Order) -> Mapping[str, Mapping[str, str]]:
    """Return what a person wrote of the pictures, by picture and language: the file of --alt.

    Raises:
        ConfigError: it cannot be read, or does not say so.
    """
    return alternatives.read(beside.text(order.alt), str(order.alt)) if order.alt else {}


def check_names(order: Order, written: Mapping[str, Mapping[str, str]], book: Book, tell: Tell) -> None:
    """Say which names of --alt are of no picture of the article, and which languages it is not in."""
    names = {picture.name for picture in book.pictures}
    names |= {removal.picture for removal in book.removals}
    languages = {edition.language for edition in book.editions}
    for name in (name for name in written if name not in names):
        tell.warn(f"{order.alt}: there is no picture called {name}")
    for language in sorted({language for texts in written.values() for language in texts} - languages):
        tell.warn(f"{order.alt}: there is no edition in {language}")
