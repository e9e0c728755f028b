"""Light Markdown inside a line, and the white space that copying a page leaves behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Style

_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words: there, marks stand against letters."""

# An opening mark follows no letter and no full stop, a closing mark precedes no letter: so `f*ck`, `Leser*innen`,
# `snake_case` and the footnote star of `arrive.*` stay letters. Runs are bounded to keep a hostile line linear.
_RUN = "{1,2000}?"
_INLINE = re.compile(
    rf"""
      (?<!`)`(?!`)(?P<code>[^`]{_RUN})`(?!`)
    | !?\[(?P<label>[^\[\]]{{1,2000}})\]\((?P<href>[^()\s]{{0,2000}})(?:\s"[^"]{{0,200}}")?\)
    | (?:(?<![\w*.,;:!?…”’»)\]])|(?<=[{_UNSPACED}]))\*\*\*(?=[^\s*])(?P<both>.{_RUN})(?<=[^\s*])\*\*\*(?!\*)
    | (?:(?<![\w*.])|(?<=[{_UNSPACED}]))\*\*(?=[^\s*])(?P<strong>.{_RUN})(?<=[^\s*])\*\*(?:(?![\w*])|(?=[{_UNSPACED}]))
    | (?<![\w_])__(?=[^\s_])(?P<strong_too>.{_RUN})(?<=[^\s_])__(?![\w_])
    | (?<![\w*.,;:!?…”’»)\]])\*(?=[\w“"‘'«¿¡(\[])(?P<emphasis>[^*]{_RUN})(?<=[^\s*])\*(?![\w*])
    | (?<![\w_])_(?=[\w“"‘'«¿¡(\[])(?P<emphasis_too>[^_]{_RUN})(?<=[^\s_])_(?![\w_])
    """,
    re.VERBOSE,
)
_MARK = re.compile(r"[`*_\[]")
"""Where none of these stands, there is nothing to look for."""
_STYLES: dict[str, tuple[Style, ...]] = {
    "code": ("code",),
    "both": ("strong", "emphasis"),
    "strong": ("strong",),
    "strong_too": ("strong",),
    "emphasis": ("emphasis",),
    "emphasis_too": ("emphasis",),
}

# A link that lost its address keeps its blank: `(INEI) , along`. Only before marks that no language sets off with a
# space: French ; : ! ? and its guillemets are left as they stand, and so are `. . .` and `.5`.
_STRAY_SPACE = re.compile(r"(?<=[^\s.,…]) +(?=(?:,|،|\.(?!\s*\.))(?:[\s”’\"»)\]*_]|$))|(?<=\S) +(?=[，。、；：！？])")
_STRAY_SPACE_INSIDE = re.compile(r"(\([^()]{1,200}[^\s()]) +\)")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_CODE = re.compile(r"(`[^`]+`)")

_COLUMN_GAP = re.compile(r" *\t[ \t]*| {4,}")
_MENU_GAP = re.compile(r" {2,}")
_CELL_CHARACTERS = 30


def tidied(text: str) -> str:
    """Return one line with single spaces, none before a comma or a full stop; a tab stands between columns."""
    text = text.strip()
    if "\t" not in text and "  " not in text:
        return _repaired(text)
    for gap, most in ((_COLUMN_GAP, None), (_MENU_GAP, _CELL_CHARACTERS)):
        cells = [cell for cell in gap.split(text) if cell]
        if _are_columns(cells, most):
            return "\t".join(_repaired(_BLANKS.sub(" ", cell).strip()) for cell in cells)
    return _repaired(_BLANKS.sub(" ", text))


def _are_columns(cells: list[str], most: int | None) -> bool:
    """Whether these were cells: a lone double blank is a slip, three short cells in a row are a menu."""
    if most is None:
        return len(cells) > 1
    return len(cells) > 2 and all(len(cell) <= most and cell[-1] not in ".,;?!" for cell in cells)


def _repaired(text: str) -> str:
    if " " not in text:
        return text
    pieces = _CODE.split(text) if "`" in text else [text]
    pieces[::2] = [_STRAY_SPACE_INSIDE.sub(r"\1)", _STRAY_SPACE.sub("", piece)) for piece in pieces[::2]]
    return "".join(pieces)


def spans(text: str) -> tuple[Span, ...]:
    """Return a tidied line as runs: bold, emphasis, code and links are styles, everything else is letters."""
    found = tuple(_spans(text, (), "")) if _MARK.search(text) else ()
    return found or (Span(text),)


def _spans(text: str, styles: tuple[Style, ...], href: str) -> Iterator[Span]:
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            yield Span(text[end : match.start()], styles, href)
        end = match.end()
        kind = match.lastgroup or ""
        if match["label"] is not None:
            address = match["href"]
            known = address.startswith(("http://", "https://", "mailto:"))
            yield from _spans(match["label"], styles, address if known else href)
        elif kind == "code":
            yield Span(match["code"], (*styles, "code"), href)
        else:
            yield from _spans(match[kind], (*styles, *_STYLES[kind]), href)
    if end < len(text):
        yield Span(text[end:], styles, href)
