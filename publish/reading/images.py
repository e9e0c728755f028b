"""What a source says of its pictures, each under a name that a person can use."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from publish.model import Picture, unlike

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = re.compile(r"data:(?P<type>[^,]{0,100}),(?P<bytes>.*)", re.DOTALL | re.IGNORECASE)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,|$)")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_NEWEST = ("image/avif", "image/jxl", "image/heic")
"""What no reading system must show, and Pillow may not know."""
_WIDEST = 1600
"""Pixels that a book wants."""
_ONCE = 800
"""Pixels that a picture without a width is taken to have, at the density of `1x`."""
_PIXEL, _SMALL = 2, 64
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ICONS = frozenset({
    "avatar", "avatars", "beacon", "blank", "emoji", "favicon", "gravatar", "icon", "icons", "pixel", "smiley",
    "spacer", "spinner", "sprite", "tracking",
})  # fmt: skip
_CALLED_ICONS = _ICONS | {"badge", "button", "logo", "profile", "share", "social"}
# A file's name, or a word that says only that there is a picture, describes none.
_NOTHING = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif)|(?:img|dsc|image|picture|photo|foto|imagen|bild)[\s_-]*\d*", re.IGNORECASE
)
_UNNAMED = "picture"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Image:
    """What a source says of one picture."""

    href: str
    alt: str | None
    """None where it has none; empty where it is decoration."""
    signs: tuple[str, ...] = ()
    """What its size and names say, for editing to judge: `picture-pixel`."""
    content: bytes = b""
    """Its bytes, where the source holds them."""
    refused: str = ""
    """Why it holds them not, though it should, as a sentence."""

    def at(self, base: str) -> Image:
        """Return the same with its address made whole against that of its page, if the page has one."""
        try:
            return replace(self, href=urljoin(base, self.href)) if base else self
        except ValueError:
            return self

    def brought(self, found: bytes | str) -> Image:
        """Return the same with its bytes, or with the reason why they cannot be had."""
        return replace(self, refused=found) if isinstance(found, str) else replace(self, content=found)


def image(element: Any) -> Image | None:
    """Return what an `img` says; None where it says nothing of where the picture is."""
    href = _address(element).strip()
    if not href or href.startswith("#"):
        return None
    return Image(href, _alternative(element), tuple(_signs(element, href)))


def _address(element: Any) -> str:
    """Return the address of what a reader would see: the fittest of a set, what a script would load, the plain one."""
    # To an HTML parser of before 2014, a source holds what follows it: parents tell nothing.
    around = next(element.iterancestors("{*}picture"), None)
    told = around.iter("{*}source") if around is not None else ()
    sources = [each for each in told if each.get("type", "").lower() not in _NEWEST]
    for each in (*sources, element):
        for name in _SETS:
            if found := _fittest(each.get(name) or ""):
                return found
    return next((href for name in (*_LAZY, "src") if (href := element.get(name))), "")


def _fittest(srcset: str) -> str:
    """Return the narrowest address that is wide enough for a book, or else the widest; empty where there is none."""
    found = [
        (float(size or 1) * (1 if unit == "w" else _ONCE), href)
        for href, size, unit in _CANDIDATE.findall(srcset)
        if not href.lower().startswith("data:")
    ]
    enough = [each for each in found if each[0] >= _WIDEST]
    return min(enough)[1] if enough else max(found)[1] if found else ""


def _alternative(element: Any) -> str | None:
    if element.get("role") in {"presentation", "none"} or element.get("aria-hidden") == "true":
        return ""
    alt = element.get("alt")
    if alt is not None and not alt.strip():
        return ""
    return worded(alt, element.get("aria-label"), element.get("title"))


def worded(*texts: str | None) -> str | None:
    """Return the first text that says something of a picture, on one line."""
    tidy = (" ".join((text or "").split()) for text in texts)
    return next((text for text in tidy if text and not _NOTHING.fullmatch(text)), None)


def _signs(element: Any, href: str) -> Iterator[str]:
    sizes = [int(size) for name in ("width", "height") if (size := element.get(name) or "").isdecimal()]
    if sizes and min(sizes) <= _PIXEL:
        yield "picture-pixel"
    elif sizes and max(sizes) <= _SMALL:
        yield "picture-small"
    called = _words(f"{element.get('class') or ''} {element.get('id') or ''}")
    if called & _CALLED_ICONS or _words(_last(href)) & _ICONS:
        yield "picture-icon"


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


class Gallery:
    """The pictures of a source, in the order in which they are first shown."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self._known: dict[str, str] = {}
        self._names: set[str] = set()
        self._counted: dict[str, int] = {}

    def name(self, image: Image) -> str:
        """Return the name of a picture, which is taken in if it is new."""
        href, content = (image.href, image.content) if image.content else _parted(image.href)
        key = sha256(content).hexdigest() if content else href
        if key not in self._known:
            name = unlike(_last(href).removeprefix(".") or _UNNAMED, self._names, self._counted)
            self._known[key] = name
            self._names.add(name)
            self.pictures.append(Picture(name, href, content, refused=image.refused))
        return self._known[key]


def _parted(href: str) -> tuple[str, bytes]:
    """Return an address, or the bytes that a `data:` address is."""
    data = _DATA.match(href)
    if data is None:
        return href, b""
    try:
        content = unquote_to_bytes(data["bytes"])
        return "", base64.b64decode(content) if data["type"].lower().endswith(";base64") else content
    except (binascii.Error, ValueError):
        # Kept as bytes that are no picture, so that whoever looks at them says so.
        return "", data["bytes"].encode("utf-8", "replace")


def _last(href: str) -> str:
    try:
        path = urlsplit(href).path
    except ValueError:
        return ""
    name = unicodedata.normalize("NFC", unquote(path).replace("\\", "/").rstrip("/").rpartition("/")[2])
    return "".join(c for c in name if c.isprintable())[-_LONGEST_NAME:] if not href.startswith("data:") else ""
