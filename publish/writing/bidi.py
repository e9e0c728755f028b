"""Runs that are written the other way than the words round them, held together and apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from publish.markup import element, escaped, joined
from publish.writing.scripts import direction

if TYPE_CHECKING:
    from publish.markup import Markup

# Letters of the scripts that a name inside a text of the other direction is likely in.
_LEFT_TO_RIGHT: Final = "A-Za-zÀ-ÖØ-öø-\u024f\u0370-\u0373\u0376-\u052f\u1e00-\u1fff"
_RIGHT_TO_LEFT: Final = (
    "\u05d0-\u05f4\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u074f\u0750-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc"
)

# `Río Abierto`, `WCAG 2.2`, `C++`, `example.org/a`: a comma, a bracket or a full stop after a name is the sentence's.
_NAME = rf"[{_LEFT_TO_RIGHT}](?:[{_LEFT_TO_RIGHT}\d’'&+#@/.:_=?%~-]*[{_LEFT_TO_RIGHT}\d+#/])?"
# Nor are a sign and its figure one (`-5`, `+49 30 1234`), for they have no letter that says which way.
_FIGURE = r"\+\d[\d ()-]{5,}\d|(?<![\w)])[+−-]\d+(?:[.,]\d+)*"
_NAMES: Final = re.compile(rf"{_NAME}(?:[ \u00a0](?:{_NAME}|\d+(?:[.,]\d+)*|& {_NAME}))*|{_FIGURE}")
# No figure: one that follows a word of the other direction would be drawn before it (UAX 9, W2 and W7).
_WORDS: Final = re.compile(rf"[{_RIGHT_TO_LEFT}]+(?:[ \u00a0\u200c-]+[{_RIGHT_TO_LEFT}]+)*")


def isolated(text: str, language: str) -> Markup:
    """Return a text in a language with each run of the other direction in `<bdi>`.

    Without that, commas and figures beside a foreign name are drawn on its wrong side (UAX 9). A style sheet cannot
    do it: EPUB forbids `direction` and `unicode-bidi` there (EPUB 3.3, 6.3.1).
    """
    against, way = (_NAMES, "ltr") if direction(language) == "rtl" else (_WORDS, "rtl")
    parts: list[Markup] = []
    place = 0
    for run in against.finditer(text):
        parts += [escaped(text[place : run.start()]), element("bdi", {"dir": way}, run[0])]
        place = run.end()
    return joined(*parts, escaped(text[place:]))
