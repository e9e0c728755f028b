"""File names made of titles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 60
"""Characters: room for folders and `.en.mp3` under every system's limit."""

# Latin letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
# Windows takes these for devices, with any suffix: `con.epub`.
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


def slug(title: str) -> str:
    """Return a file name of a-z, 0-9 and single hyphens, the same for the same title everywhere.

    Where most letters are not Latin, a few hexadecimal digits of the title keep two titles apart: `article-3f9a2c`.
    """
    name = _readable(title)
    if not name:
        digest = hashlib.sha256(unicodedata.normalize("NFC", title).encode("utf-8", "replace")).hexdigest()[:6]
        return f"{_cut(_words(title)) or 'article'}-{digest}"
    return f"article-{name}" if _DEVICE.fullmatch(name) else name


def slug_of(titles: Sequence[str]) -> str:
    """Return the name made of the first title that Latin letters can spell, or of the first one."""
    return slug(next((title for title in titles if _readable(title)), titles[0]))


def _readable(title: str) -> str:
    """Return the name as it is read; empty where too few of its letters are left to know it by."""
    words = _words(title)
    kept, letters = (sum(map(str.isalpha, text)) for text in ("".join(words), _lowered(title)))
    return "" if 2 * kept < letters else _cut(words)


def _lowered(title: str) -> str:
    return unicodedata.normalize("NFKD", title.casefold().translate(_APOSTROPHES)).translate(_LETTERS)


def _words(title: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", "".join(char for char in _lowered(title) if not unicodedata.combining(char)))


def _cut(words: list[str]) -> str:
    """Join as many whole words as there is room for."""
    name = "-".join(words)
    if len(name) <= LONGEST:
        return name
    head = name[: LONGEST + 1].rpartition("-")[0]
    return head or name[:LONGEST]
