"""A font cut down to the letters of a book."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from publish.errors import ConfigError, ToolError
from publish.model import Font

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Edition

# Bits of OS/2 fsType (OpenType 1.9): how far the maker lets a font be embedded.
_USAGE, _RESTRICTED, _NO_SUBSETTING, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0100, 0x0200
_COPYRIGHT, _FAMILY, _LICENCE, _LICENCE_URL, _TYPOGRAPHIC_FAMILY = 0, 1, 13, 14, 16
_ITALIC: Final = 0x0001
_KNOWN: Final = (("SIL Open Font License", "OFL-1.1"), ("Apache License, Version 2", "Apache-2.0"))
_COVERED: Final = 0.9
"""The share of an edition's letters that a font must have for the edition to be set in it."""
_BROKEN: Final = (
    *(KeyError, ValueError, IndexError, AssertionError, AttributeError, TypeError),
    *(struct.error, zlib.error),
)
"""What fontTools raises on files that are not as they should be, beside its own errors."""
MARKERS: Final = "0123456789۰۱۲۳۴۵۶۷۸۹.•◦▪·-\u2010"
"""What a style sheet may set: before the items of a list, between two words, and where it breaks one."""
_WEB: Final = (b"wOFF", b"wOF2")
_COLLECTION: Final = b"ttcf"


def font(content: bytes, where: str) -> Font:
    """Return what a font says of itself.

    Args:
        content: an OpenType or TrueType file, plain or as WOFF or WOFF2.
        where: its name, for errors.

    Raises:
        ConfigError: it is no such file, may not be embedded or cut down, or names no licence.
        ToolError: the package that reads fonts is not here.
    """
    opened = _opened(content, where)
    _refuse_restricted(opened["OS/2"].fsType, where)
    names = opened["name"]
    text, url = _name(names, _LICENCE), _name(names, _LICENCE_URL)
    short = next((short for words, short in _KNOWN if words in text), url or text)
    if not short:
        msg = "The font does not say under which licence it is"
        raise ConfigError(msg, where=where, hint="Take one that does, such as one of the SIL Open Font License.")
    weights = next((axis for axis in opened["fvar"].axes if axis.axisTag == "wght"), None) if "fvar" in opened else None
    own = opened["OS/2"].usWeightClass
    return Font(
        family=_name(names, _TYPOGRAPHIC_FAMILY) or _name(names, _FAMILY) or "Book",
        weight=f"{weights.minValue:.0f} {weights.maxValue:.0f}" if weights else str(own),
        italic=bool(opened["OS/2"].fsSelection & _ITALIC),
        licence=short,
        licence_text=" ".join(filter(None, (_name(names, _COPYRIGHT), text, url))),
        letters=frozenset(map(chr, opened.getBestCmap() or ())),
        content=_plain(opened, content),
    )


def _opened(content: bytes, where: str) -> Any:
    try:
        from fontTools.ttLib import TTFont, TTLibError
    except ImportError as error:
        msg = "Embedding a font needs the package fonttools"
        raise ToolError(msg, where=where, hint='Install it: pip install "enface[font]"') from error
    if content[:4] == _COLLECTION:
        msg = "This is a collection of fonts"
        raise ConfigError(msg, where=where, hint="Give one font: a .ttf, .otf or .woff2 file.")
    try:
        # Without a time of its own the same font gives the same bytes.
        opened = TTFont(io.BytesIO(content), recalcTimestamp=False)
        _ = opened["OS/2"], opened["name"], opened["cmap"], opened["head"]
    except ImportError as error:
        msg = "Reading WOFF2 needs the package brotli"
        raise ToolError(msg, where=where, hint='Install it: pip install "enface[font]"') from error
    except (TTLibError, *_BROKEN) as error:
        msg = f"This is no font: {error}"
        raise ConfigError(msg, where=where, hint="Give a .ttf, .otf or .woff2 file.") from error
    return opened


def _refuse_restricted(permissions: int, where: str) -> None:
    refused = {
        "may not be embedded": permissions & _USAGE == _RESTRICTED,
        "may not be cut down to the letters of a book": permissions & _NO_SUBSETTING,
        "may be embedded as pictures only": permissions & _BITMAPS_ONLY,
    }
    why = next((why for why, is_so in refused.items() if is_so), "")
    if why:
        msg = f"By its licence, this font {why} (OS/2 fsType {permissions:#06x})"
        raise ConfigError(msg, where=where, hint="Take another font, such as one of the SIL Open Font License.")


def _name(names: Any, number: int) -> str:
    return " ".join((names.getDebugName(number) or "").split())


def _plain(opened: Any, content: bytes) -> bytes:
    """Return the file without the compression of WOFF: a book is compressed as a whole, and Pillow reads it."""
    if content[:4] not in _WEB:
        return content
    opened.flavor = None
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def cut_down(whole: Font, letters: Iterable[str]) -> Font:
    """Return a font with these letters and what joins them, the same bytes every time; its licence stays in it.

    Raises:
        ConfigError: the font is damaged.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont, TTLibError

    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False, hinting=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted({ord(letter) for letter in letters} | {0x20, 0xA0}))
    out = io.BytesIO()
    try:
        opened = TTFont(io.BytesIO(whole.content), recalcTimestamp=False)
        cutter.subset(opened)
        opened.save(out)
    except (TTLibError, *_BROKEN) as error:
        msg = f"The font is damaged: {error}"
        raise ConfigError(msg, where=whole.family, hint="Fetch it anew, or take another.") from error
    return replace(whole, content=out.getvalue())


def rules(fonts: Sequence[Font], editions: Sequence[Edition]) -> str:
    """Return the style sheet that loads fonts and sets each edition in those that have its letters, in their order."""
    faces = [
        f'@font-face {{\n  font-family: "{_quoted(one.family)}";\n  src: url(../{path});\n'
        f"  font-style: {'italic' if one.italic else 'normal'};\n  font-weight: {one.weight};\n}}\n"
        for one, path in zip(fonts, paths(fonts), strict=True)
    ]
    for edition in editions:
        own = [one for one in fonts if covers(one, edition)]
        families = dict.fromkeys(f'"{_quoted(one.family)}"' for one in own)
        named = f'[lang|="{edition.language}"]'
        if families:
            generic = "sans-serif" if "sans" in own[0].family.lower() else "serif"
            faces.append(f"{named} {{\n  font-family: {', '.join(families)}, {generic};\n}}\n")
        elif faces:
            # Within a page that is set in one of them, another language is not.
            faces.append(f"* {named} {{\n  font-family: initial;\n}}\n")
    return "\n".join(faces)


def _quoted(family: str) -> str:
    return family.replace("\\", "").replace('"', "")


def covers(one: Font, edition: Edition) -> bool:
    """Whether a font has nearly all letters of an edition; a foreign name may stand in another."""
    letters = [letter for p in edition.paragraphs for letter in p.text if letter.isalpha()]
    return bool(letters) and sum(letter in one.letters for letter in letters) >= _COVERED * len(letters)


def paths(fonts: Sequence[Font]) -> list[str]:
    """Return where each font stands in the book, from its package document."""
    return [f"fonts/font-{number}{one.suffix}" for number, one in enumerate(fonts, 1)]
