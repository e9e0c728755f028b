"""The offline web copy: a page that plays, in a folder with its sound, or all in one file."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.model import File
from publish.writing.cover import hue
from publish.writing.figures import Shown, shown
from publish.writing.fonts import MARKERS, cut_down, paths
from publish.writing.fonts import rules as font_rules
from publish.writing.heard import cues
from publish.writing.icon import drawn
from publish.writing.package import identifier
from publish.writing.passages import Passages, passages
from publish.writing.timeline import article_tracks
from publish.writing.web_page import web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publish.model import Encode, Encoded, Font, Publication

PAGE: Final = "index.html"
_PNG: Final = "image/png"
_ICONS: Final = (192, 512)
_HTML: Final = "text/html"
# Divisible by three: the base64 of such pieces, joined, is that of the whole.
_CHUNK: Final = 3 * 65536


def folder(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield the page that plays, what it shows and plays, and what lets it be installed from a server.

    The sound of each edition is the narration that the audio files have. A book without sound is a page to read.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    content = _content(publication, encode, _beside)
    page, *beside = _page_and_pictures(content, installable=True)
    beside.append(File("manifest.webmanifest", "application/manifest+json", _manifest(publication)))
    yield page
    yield from beside
    yield File("sw.js", "text/javascript", _worker(content, page, beside))
    yield from _sounds(content)


def inside(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield the same for a program that shows it out of an archive: there it is installed already.

    Raises:
        OutputError: as `folder`.
    """
    content = _content(publication, encode, _beside)
    yield from _page_and_pictures(content, installable=False)
    yield from _sounds(content)


def alone(publication: Publication, encode: Encode) -> File:
    """Return one file that holds it all.

    Raises:
        OutputError: as `folder`.
    """
    content = _content(publication, encode, _embedded)
    # The sound is put in its place while it is written: a long book's is never held in memory.
    places = {language: f"data:{one.media_type};base64,@{language}@" for language, one in content.sounds.items()}
    faces = [_as_data(font.media_type, font.content) for font in content.fonts]
    page = content.page(places, faces, _as_data(_PNG, content.icon(_ICONS[0])), installable=False)
    return File(f"{publication.name}.html", _HTML, partial(_filled, page, content.sounds))


def _content(publication: Publication, encode: Encode, picture: Callable[[Shown], str]) -> _Content:
    sounds = {
        narration.language: encode(narration, article_tracks(edition, narration))
        for edition, narration in publication.spoken
    }
    text = passages(publication, picture)
    table = cues(publication.book, publication.narrations, text.leaves, name=identifier(publication))
    letters = {letter for section in text.sections for words in section.itertext() for letter in words}
    brought = tuple(cut_down(font, letters.union(table, MARKERS)) for font in publication.fonts)
    return _Content(publication, text, table, brought, sounds)


@dataclass(frozen=True, slots=True)
class _Content:
    """What both forms hold."""

    publication: Publication
    text: Passages
    table: str
    """The player's."""
    fonts: tuple[Font, ...]
    """Cut down to its letters."""
    sounds: Mapping[str, Encoded]
    """By language."""

    @property
    def named(self) -> dict[str, str]:
        """Where each sound is, by language."""
        name = self.publication.name
        return {language: f"audio/{name}.{language}{one.suffix}" for language, one in self.sounds.items()}

    def page(self, sounds: Mapping[str, str], faces: Sequence[str], icon: str, *, installable: bool) -> str:
        """Return the page, given where its sounds, its fonts and its sign are."""
        book = self.publication.book
        rules = font_rules(self.fonts, book.editions)
        for path, face in zip(paths(self.fonts), faces, strict=True):
            # As an EPUB's style sheet has it, from a folder of its own.
            rules = rules.replace(f"url(../{path})", f"url({face})")
        return web_page(book, self.text, self.table, sounds, fonts=rules, icon=icon, installable=installable)

    def icon(self, size: int) -> bytes:
        """Return its sign on a screen."""
        return drawn(hue(self.publication.book.editions[0].title), size)


def _page_and_pictures(content: _Content, *, installable: bool) -> Iterator[File]:
    faces = paths(content.fonts)
    page = content.page(content.named, faces, _icon_name(_ICONS[0]), installable=installable)
    yield File(PAGE, _HTML, page.encode())
    for path, font in zip(faces, content.fonts, strict=True):
        yield File(path, font.media_type, font.content)
    for each in shown(content.publication.book).values():
        yield File(_beside(each), each.picture.media_type, each.picture.content)
    for size in _ICONS if installable else _ICONS[:1]:
        yield File(_icon_name(size), _PNG, content.icon(size))


def _sounds(content: _Content) -> Iterator[File]:
    for language, one in content.sounds.items():
        yield File(content.named[language], one.media_type, partial(_copied, one))


def _as_data(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _beside(picture: Shown) -> str:
    return picture.path


def _embedded(picture: Shown) -> str:
    return _as_data(picture.picture.media_type, picture.picture.content)


def _icon_name(size: int) -> str:
    return f"icon-{size}.png"


def _manifest(publication: Publication) -> bytes:
    lead = publication.book.editions[0]
    facts: dict[str, Any] = {
        "name": lead.title,
        "short_name": lead.title,
        "lang": lead.language,
        "id": identifier(publication),
        "start_url": PAGE,
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [{"src": _icon_name(n), "sizes": f"{n}x{n}", "type": _PNG, "purpose": "any maskable"} for n in _ICONS],
    }
    return f"{json.dumps(facts, ensure_ascii=False, indent=1)}\n".encode()


def _worker(content: _Content, page: File, beside: Sequence[File]) -> bytes:
    """Return the service worker, told what it keeps; under another version it keeps all anew."""
    version = hashlib.sha256()
    for file in (page, *beside):
        version.update(file.content if isinstance(file.content, bytes) else b"")
    for one in content.sounds.values():
        for chunk in one.chunks():
            version.update(chunk)
    kept = ["./", page.path, *(file.path for file in beside)]
    told = json.dumps({"version": version.hexdigest()[:16], "kept": kept, "sounds": list(content.named.values())})
    own = files("publish.writing").joinpath("player", "worker.js").read_text("utf-8")
    return f"const COPY = {told};\n{own}".encode()


def _copied(sound: Encoded, out: BinaryIO) -> None:
    out.writelines(sound.chunks())


def _filled(page: str, sounds: Mapping[str, Encoded], out: BinaryIO) -> None:
    """Write a page, each sound in its place."""
    rest = page
    for language, sound in sounds.items():
        before, _, rest = rest.partition(f"@{language}@")
        out.write(before.encode())
        waiting = b""
        for chunk in sound.chunks():
            waiting += chunk
            whole = len(waiting) // _CHUNK * _CHUNK
            out.write(base64.b64encode(waiting[:whole]))
            waiting = waiting[whole:]
        out.write(base64.b64encode(waiting))
    out.write(rest.encode())
