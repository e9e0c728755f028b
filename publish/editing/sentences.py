"""Paragraphs into sentences."""

from __future__ import annotations

import re

# A piece that begins like this goes on with the sentence before it.
_CONTINUES = re.compile(r"[\s\"'”’»)\]]*[:;,.!?…)\]”’»]|[\s\"'“”‘’«»(]*[–—]\s*[a-zà-ÿ]")


def split(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of one paragraph, each with the white space that follows it.

    Joining them gives back the text, to the character. A text without words is one sentence;
    an empty text has none.
    """
    if not text:
        return ()
    from sentencex import segment

    whole: list[str] = []
    for piece in segment(language.partition("-")[0].lower(), text):
        if whole and (not piece.strip() or not whole[-1].strip() or _CONTINUES.match(piece)):
            whole[-1] += piece
        else:
            whole.append(piece)
    return tuple(whole) if "".join(whole) == text else (text,)
