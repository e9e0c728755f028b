"""An EPUB 3.3, bound: pages, overlays, sound and metadata in one file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.markup import element, parse_xml
from publish.model import File
from publish.phrases import say
from publish.writing.contents import COVER_PAGE, NAV, nav, ncx
from publish.writing.language_tags import phrase_tags
from publish.writing.leaves import leaves
from publish.writing.overlay import duration_ms, overlay
from publish.writing.package import describe, identifier, modified
from publish.writing.pages import page
from publish.writing.runs import clips, runs
from publish.writing.sheet import STYLE_SHEET, html
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.model import Encode, Encoded, Publication
    from publish.writing.leaves import Leaf
    from publish.writing.runs import Run

MEDIA_TYPE: Final = "application/epub+zip"
XHTML: Final = "application/xhtml+xml"
SMIL: Final = "application/smil+xml"
COVER: Final = "cover.jpg"
# A zip entry must have a date; the first one that a zip can hold says nothing about when it was made.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_STORED: Final = (".jpg", ".png", ".mp3", ".m4a", ".opus")


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book, with what the manifest says about it."""

    id: str
    path: str
    media_type: str
    content: bytes
    properties: str = ""
    overlay: str | None = None
    spine: str = ""
    """`yes` in the reading order, `no` beside it, empty for what is not read page by page."""


def bound(publication: Publication, encode: Encode, path: str) -> File:
    """Return the book as a file; its sound is encoded part by part, and streamed from there into the book.

    Args:
        publication: what is bound.
        encode: how its sound is encoded.
        path: of the file: `NAME.epub`.

    Raises:
        OutputError: a track does not follow its page.
    """
    pages = leaves(publication.book, publication.design)
    played = runs(pages, publication.narrations)
    sounds = {run.track.section: encode(run.narration, (run.track,)) for own in played.values() for run in own}
    items = list(_items(publication, pages, played, sounds))
    skeleton = _skeleton(publication, items, _durations(pages, played))
    streams = {f"EPUB/{_sound_path(name, sound)}": sound for name, sound in sounds.items()}
    return File(path, MEDIA_TYPE, partial(_bind, skeleton, streams))


def _sound_path(name: str, sound: Encoded) -> str:
    return f"audio/{name}{sound.suffix}"


def _items(
    publication: Publication,
    pages: tuple[Leaf, ...],
    played: Mapping[str, tuple[Run, ...]],
    sounds: Mapping[str, Encoded],
) -> Iterator[_Item]:
    book = publication.book
    if publication.cover:
        yield _Item("cover-image", COVER, "image/jpeg", publication.cover, "cover-image")
        yield _Item("cover", COVER_PAGE, XHTML, _cover_page(publication), spine="yes")
    has_cover = bool(publication.cover)
    yield _Item("nav", NAV, XHTML, nav(book, pages, has_cover=has_cover), "nav", spine="no")
    links = twins(book, pages, publication.design.links)
    for leaf in pages:
        own = {run.track.section: sounds[run.track.section] for run in played.get(leaf.id, ())}
        over = f"{leaf.id}-overlay" if own else None
        shown = page(leaf, links)
        yield _Item(leaf.id, leaf.page, XHTML, shown, overlay=over, spine="yes")
        if over:
            paths = {name: _sound_path(name, sound) for name, sound in own.items()}
            heard = clips(played[leaf.id], leaf.sentences)
            yield _Item(over, f"{leaf.id}.smil", SMIL, overlay(shown, leaf.page, heard, paths))
            for name, sound in own.items():
                yield _Item(f"{name}-sound", paths[name], sound.media_type, b"")
    yield _Item("style", STYLE_SHEET, "text/css", _style(publication))
    yield _Item("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx(book, pages, identifier(publication)))


def _style(publication: Publication) -> bytes:
    """Return the style sheet; rules only for what is in the book (EPUBCheck notes a class without a use)."""
    folder = files("publish.writing").joinpath("style")
    parts = ["book.css"]
    parts += ["layouts.css"] if publication.design.layout != "chapters" else []
    parts += ["spoken.css"] if publication.narrations else []
    return b"\n".join(folder.joinpath(part).read_bytes() for part in parts)


def _cover_page(publication: Publication) -> bytes:
    lead = publication.book.editions[0].language
    titles = " · ".join(edition.title for edition in publication.book.editions)
    picture = {"src": COVER, "alt": say(lead, "cover_of", title=titles), **phrase_tags(lead, lead)}
    section = {"class": "cover", "epub:type": "cover"}
    return html(lead, say(lead, "cover"), element("section", section, element("img", picture)))


def _durations(pages: Iterable[Leaf], played: Mapping[str, tuple[Run, ...]]) -> dict[str, int]:
    """Return how long each page is heard, in milliseconds, by its id."""
    return {leaf.id: duration_ms(clips(played[leaf.id], leaf.sentences)) for leaf in pages if played.get(leaf.id)}


def _skeleton(publication: Publication, items: list[_Item], durations: Mapping[str, int]) -> bytes:
    """Return the book without its sound, as ebooklib writes it from finished bytes."""
    from ebooklib import epub

    class Finished(epub.EpubItem):  # type: ignore[misc] # ebooklib has no types
        """An item that ebooklib takes as it is: its own classes rewrite what they are given."""

        properties: tuple[str, ...] = ()
        media_overlay: str | None = None

    package = epub.EpubBook()
    describe(package, publication, durations)
    for item in items:
        finished = Finished(uid=item.id, file_name=item.path, media_type=item.media_type, content=item.content)
        finished.properties = tuple(item.properties.split())
        finished.media_overlay = item.overlay
        package.add_item(finished)
        if item.spine:
            package.spine.append((item.id, item.spine))
    out = io.BytesIO()
    options = {"mtime": modified(publication.book), "raise_exceptions": True, "compresslevel": 0}
    epub.write_epub(out, package, options)
    return out.getvalue()


def _bind(skeleton: bytes, sounds: Mapping[str, Encoded], out: BinaryIO) -> None:
    """Write the finished zip: what ebooklib made, dated to nothing, with the sound in its place."""
    with zipfile.ZipFile(io.BytesIO(skeleton)) as made, zipfile.ZipFile(out, "w") as book:
        for name in made.namelist():
            entry = _entry(name)
            sound = sounds.get(name)
            if sound is None:
                book.writestr(entry, _mended(name, made.read(name)))
                continue
            entry.file_size = sound.size
            with book.open(entry, "w") as stream:
                for chunk in sound.chunks():
                    stream.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    # mimetype must be first and stored, not deflated (EPUB 3.3, OCF ZIP container).
    stored = name == "mimetype" or name.endswith(_STORED)
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE
    return entry


def _mended(name: str, content: bytes) -> bytes:
    """Name the language of the package document, which ebooklib has no word for."""
    if not name.endswith(".opf"):
        return content
    root: Any = parse_xml(content)
    first = root.findtext(".//{http://purl.org/dc/elements/1.1/}language")
    return content.replace(b"<package ", f'<package xml:lang="{first}" '.encode(), 1)
