"""An EPUB 3.3, bound: pages, overlays, sound and metadata in one file."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.markup import element, parse_xml
from publish.model import File
from publish.phrases import primary, say
from publish.writing import figures
from publish.writing.containers import entry, pour
from publish.writing.contents import COVER_PAGE, NAV, nav, ncx
from publish.writing.cover import titles_of
from publish.writing.fonts import MARKERS, cut_down, paths, rules
from publish.writing.labels import Labels
from publish.writing.language_tags import phrase_tags
from publish.writing.leaves import leaves
from publish.writing.overlay import duration_ms, overlay
from publish.writing.package import describe, identifier, modified
from publish.writing.pages import page
from publish.writing.runs import clips, quoted, runs
from publish.writing.sheet import PLS, STYLE_SHEET, html
from publish.writing.told_words import told_words
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.model import Encode, Encoded, Publication, Word
    from publish.writing.leaves import Leaf
    from publish.writing.runs import Clip, Run
    from publish.writing.twins import Twins

MEDIA_TYPE: Final = "application/epub+zip"
XHTML: Final = "application/xhtml+xml"
SMIL: Final = "application/smil+xml"
COVER: Final = "cover.jpg"


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
    """`yes` in the reading order, empty for what is not read page by page."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What stands where, worked out once for all that ask."""

    leaves: tuple[Leaf, ...]
    links: Twins
    contents: bytes
    """The contents list as a page."""
    heard: Mapping[str, str]
    """By the id of each element of the contents list that is heard, in its order, the sentence that says it."""
    told: Mapping[str, tuple[Word, ...]]
    """By the id of each sentence that is lit word by word, its words."""


def bound(publication: Publication, encode: Encode, path: str) -> File:
    """Return the book as a file; its sound is encoded part by part, and streamed from there into the book.

    Args:
        publication: what is bound.
        encode: how its sound is encoded.
        path: of the file: `NAME.epub`.

    Raises:
        OutputError: a track does not follow its page.
    """
    layout = _layout(publication)
    played_by = _played(publication, layout)
    sounds = {run.track.section: encode(run.narration, (run.track,)) for own in played_by.values() for run in own}
    items: list[_Item] = []
    packed: dict[str, bytes] = {}
    letters = set(MARKERS)
    for item in _items(publication, layout, played_by, sounds):
        if publication.fonts and item.media_type == XHTML:
            letters.update(item.content.decode())
        # Pages wait packed: those of a long book are a tenth as large then.
        packed[f"EPUB/{item.path}"] = zlib.compress(item.content, 1)
        items.append(replace(item, content=b""))
    for item in _fonts(publication, letters):
        packed[f"EPUB/{item.path}"] = zlib.compress(item.content, 1)
        items.append(replace(item, content=b""))
    durations = {name: duration_ms(clips(own)) for name, own in played_by.items()}
    skeleton = _skeleton(publication, items, durations)
    streams = {f"EPUB/{_sound_path(name, sound)}": sound for name, sound in sounds.items()}
    return File(path, MEDIA_TYPE, partial(_bind, skeleton, packed, streams))


def _sound_path(name: str, sound: Encoded) -> str:
    return f"audio/{name}{sound.suffix}"


def played(publication: Publication) -> dict[str, tuple[Run, ...]]:
    """Return what each page plays, by its id, in the order of the book; nothing for a book without sound.

    Raises:
        OutputError: a track does not follow its page.
    """
    return _played(publication, _layout(publication)) if publication.narrations else {}


def _played(publication: Publication, layout: _Layout) -> dict[str, tuple[Run, ...]]:
    narrations = publication.narrations
    # The cover has no sound: its words are the titles, and foliate-js lights nothing on the first page of a book
    # (`x.index = resolved.index` in its view.js, where a comparison is meant).
    found = {**runs(layout.leaves, narrations), "nav": quoted("nav", layout.heard, narrations)} if narrations else {}
    return {name: own for name, own in found.items() if own}


def _layout(publication: Publication) -> _Layout:
    labels = Labels(publication.book, publication.text_only)
    pages = leaves(publication.book, publication.design, publication.text_only)
    links = twins(publication.book, pages, publication.design.links)
    shown = nav(publication.book, pages, links, labels, has_cover=bool(publication.cover))
    return _Layout(pages, links, shown, labels.heard, told_words(publication))


def _items(
    publication: Publication,
    layout: _Layout,
    played_by: Mapping[str, tuple[Run, ...]],
    sounds: Mapping[str, Encoded],
) -> Iterator[_Item]:
    book = publication.book
    if publication.cover:
        yield _Item("cover-image", COVER, "image/jpeg", publication.cover, "cover-image")
        yield _Item("cover", COVER_PAGE, XHTML, _cover_page(publication), spine="yes")
    pictures = figures.shown(book)
    for each in pictures.values():
        yield _Item(each.id, each.path, each.picture.media_type, each.picture.content)
    for leaf in layout.leaves:
        shown = page(_led(leaf, publication), layout.links, pictures, layout.told)
        item = _Item(leaf.id, leaf.page, XHTML, shown, spine="yes")
        own = played_by.get(leaf.id, ())
        yield from _heard(item, clips(own, leaf.sentences, layout.told) if own else {}, own, sounds)
    # Last in the reading order: who listens from the start hears the article, not the list of what is in it.
    of_contents = _Item("nav", NAV, XHTML, layout.contents, "nav", spine="yes")
    of_list = played_by.get("nav", ())
    yield from _heard(of_contents, clips(of_list, tuple(layout.heard)) if of_list else {}, of_list, sounds)
    for language, content in publication.lexicons.items():
        yield _Item(f"lexicon-{language}", _lexicon_path(language), PLS, content)
    yield _Item("style", STYLE_SHEET, "text/css", _style(publication))
    yield _Item("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx(book, layout.leaves, identifier(publication)))


def _led(leaf: Leaf, publication: Publication) -> Leaf:
    """Return a page that leads to the lexicons of the languages it is in."""
    there = {primary(side.language) for row in leaf.rows for side in row.sides}
    own = (language for language in publication.lexicons if primary(language) in there)
    return replace(leaf, lexicons=tuple((language, _lexicon_path(language)) for language in own))


def _lexicon_path(language: str) -> str:
    return f"lexicons/{language}.pls"


def _heard(
    shown: _Item, timed: Mapping[str, Clip], own: tuple[Run, ...], sounds: Mapping[str, Encoded]
) -> Iterator[_Item]:
    """Yield a page, with its overlay and its sounds where it has any; `timed` is in the order of the page."""
    if not own:
        yield shown
        return
    over = f"{shown.id}-overlay"
    yield replace(shown, overlay=over)
    names = [run.track.section for run in own]
    places = {name: _sound_path(name, sounds[name]) for name in names}
    yield _Item(over, f"{shown.id}.smil", SMIL, overlay(shown.content, shown.path, timed, places))
    for name in names:
        yield _Item(f"{name}-sound", places[name], sounds[name].media_type, b"")


def _fonts(publication: Publication, letters: set[str]) -> Iterator[_Item]:
    """Yield each font, cut down to the letters that the pages show."""
    for number, (font, path) in enumerate(zip(publication.fonts, paths(publication.fonts), strict=True), 1):
        yield _Item(f"font-{number}", path, font.media_type, cut_down(font, letters).content)


def _style(publication: Publication) -> bytes:
    """Return the style sheet; rules only for what is in the book (EPUBCheck notes a class without a use)."""
    folder = files("publish.writing").joinpath("style")
    parts = ["book.css"]
    parts += ["layouts.css"] if publication.design.layout != "chapters" else []
    parts += ["spoken.css"] if publication.narrations else []
    own = rules(publication.fonts, publication.book.editions).encode()
    return b"\n".join(([own] if own else []) + [folder.joinpath(part).read_bytes() for part in parts])


def _cover_page(publication: Publication) -> bytes:
    lead = publication.book.editions[0].language
    titles = " · ".join(titles_of(publication.book))
    picture = {"src": COVER, "alt": say(lead, "cover_of", title=titles), **phrase_tags(lead, lead)}
    section = {"class": "cover", "epub:type": "cover"}
    return html(lead, say(lead, "cover"), element("section", section, element("img", picture)))


def _skeleton(publication: Publication, items: list[_Item], durations: Mapping[str, int]) -> bytes:
    """Return the book with nothing in its files but in those that ebooklib writes itself."""
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


def _bind(skeleton: bytes, packed: Mapping[str, bytes], sounds: Mapping[str, Encoded], out: BinaryIO) -> None:
    """Write the finished zip: what ebooklib made, dated to nothing, with pages and sound in their places."""
    with zipfile.ZipFile(io.BytesIO(skeleton)) as made, zipfile.ZipFile(out, "w") as book:
        for name in made.namelist():
            sound = sounds.get(name)
            if sound is None:
                content = zlib.decompress(packed[name]) if name in packed else _mended(name, made.read(name))
                book.writestr(entry(name), content)
                continue
            pour(sound, name, book)


def _mended(name: str, content: bytes) -> bytes:
    """Name the language of the package document, which ebooklib has no word for."""
    if not name.endswith(".opf"):
        return content
    root: Any = parse_xml(content)
    first = root.findtext(".//{http://purl.org/dc/elements/1.1/}language")
    return content.replace(b"<package ", f'<package xml:lang="{first}" '.encode(), 1)
