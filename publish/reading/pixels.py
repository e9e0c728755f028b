"""A picture judged by its bytes and made fit for a book: upright, no wider than a page, its maker's notes gone."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from publish.errors import SourceError
from publish.markup import parse_xml

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
"""Half of what a large camera takes; unpacked, 150 MB."""
LARGEST_SIDE = 1600
"""Pixels: what a tablet shows."""
_JPEG_QUALITY = 85
_KINDS = ("JPEG", "PNG", "GIF", "WEBP")
_SHARP = ("PNG", "GIF")
_SVG_HEAD = 1000
_SVG_PARTS = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "lineargradient", "radialgradient", "stop", "clippath", "mask", "marker", "pattern",
})  # fmt: skip


def fitted(content: bytes) -> tuple[bytes, str, int, int]:
    """Return a picture as a book takes it: its bytes, their media type, width and height in pixels.

    A JPEG, or a WebP without transparency, becomes a JPEG; a PNG, a GIF (its first image) or a WebP with transparency
    a PNG; a drawing (SVG) that cannot run or load anything stays as it is, without size. The same bytes give the same.

    Raises:
        SourceError: it is no picture that we know, broken, dangerous, or too large.
    """
    if not content:
        msg = "There is nothing in it"
        raise SourceError(msg)
    if len(content) > LARGEST_BYTES:
        msg = f"It is larger than {LARGEST_BYTES // 1_000_000} MB"
        raise SourceError(msg)
    if b"<svg" in content[:_SVG_HEAD] or content.lstrip()[:5] == b"<?xml":
        return _drawing(content), "image/svg+xml", 0, 0
    return _photograph(content)


def _photograph(content: bytes) -> tuple[bytes, str, int, int]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow warns of what is refused below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=_KINDS)
        if opened.width * opened.height > MOST_PIXELS:
            msg = f"It has more than {MOST_PIXELS // 1_000_000} million pixels"
            raise SourceError(msg)
        sharp = opened.format in _SHARP
        opened.draft(None, (LARGEST_SIDE, LARGEST_SIDE))
        upright = _coloured(ImageOps.exif_transpose(opened), opened.info.get("icc_profile"))
    except UnidentifiedImageError as error:
        msg = "It is no JPEG, PNG, GIF, WebP or SVG"
        raise SourceError(msg) from error
    except Image.DecompressionBombError as error:
        msg = f"It has more than {MOST_PIXELS // 1_000_000} million pixels"
        raise SourceError(msg) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
        msg = "It is broken"
        raise SourceError(msg) from error
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return _encoded(upright, as_png=sharp or upright.mode == "RGBA")


def _coloured(image: Image, profile: bytes | None) -> Image:
    """Return a picture in one of the modes that every reader shows, its colours those of the screen."""
    from PIL import ImageCms

    clear = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if clear else "L" if image.mode in {"1", "L", "I", "I;16", "F"} else "RGB"
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, screen, outputMode="RGB") or image.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            # A profile that cannot be read says nothing.
            return image.convert(mode)
    return image.convert(mode)


def _encoded(image: Image, *, as_png: bool) -> tuple[bytes, str, int, int]:
    bare: Any = image.copy()
    bare.info = {}
    out = io.BytesIO()
    if as_png:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return out.getvalue(), "image/png" if as_png else "image/jpeg", image.width, image.height


def _drawing(content: bytes) -> bytes:
    """Return an SVG that only draws.

    Raises:
        SourceError: it is none, or could do more than that.
    """
    from lxml import etree

    try:
        root = parse_xml(content)
    except SourceError as error:
        msg = "It is no JPEG, PNG, GIF, WebP or SVG"
        raise SourceError(msg) from error
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        msg = "It is no JPEG, PNG, GIF, WebP or SVG"
        raise SourceError(msg)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            element.getparent().remove(element) if element.getparent() is not None else None
            continue
        if etree.QName(element).localname.lower() not in _SVG_PARTS or not all(map(_harmless, element.items())):
            msg = f"It is an SVG that does more than draw ({etree.QName(element).localname})"
            raise SourceError(msg)
    drawn: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    return drawn


def _harmless(attribute: tuple[str, str]) -> bool:
    """Whether an attribute neither runs nor loads anything."""
    name, value = attribute[0].rpartition("}")[2].lower(), attribute[1].lower()
    if name.startswith("on") or "javascript:" in value or "\\" in value:
        return False
    if name in {"href", "src"}:
        return value.startswith("#")
    return value.count("url(") == value.replace(" ", "").replace("'", "").replace('"', "").count("url(#")
