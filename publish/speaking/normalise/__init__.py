"""The words an engine should be given for the words on the page."""

from __future__ import annotations

import re
import unicodedata

_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff<>\[\]{}]")


def spoken(text: str, language: str) -> str:
    """What an engine is given to say for `text`; the text shown is never changed.

    `language` is a BCP 47 tag; a language without rules of its own gets the common ones.
    """
    del language
    whole = unicodedata.normalize("NFC", text)
    return " ".join(_UNSPEAKABLE.sub(" ", whole).replace("(", ", ").replace(")", ", ").split())
