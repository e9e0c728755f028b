"""Can the text be read in its colours, and the spoken sentence be seen?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publish.writing.colours import BLACK, READABLE, WHITE, colour_in, contrast
from publish.writing.proof_book import Opened, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.writing.colours import Colour

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"([^{}]*)([{}])")
_FIXED = re.compile(r"\d(?:px|pt|cm|mm|in)\b")
SCHEMES: Final[Mapping[str, tuple[Colour, Colour]]] = {
    "light": (BLACK, WHITE),
    # As foliate-js has it; other readers' are lighter, or their text darker.
    "sepia": ((91, 70, 54), (241, 232, 208)),
    "dark": (WHITE, BLACK),
}
"""Text and ground of a page that a reader's theme has coloured."""
_MARKS = ("text-decoration", "text-decoration-line", "outline", "outline-style", "border", "border-bottom")


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: str
    dark: bool
    """Inside `@media (prefers-color-scheme: dark)`."""
    declared: Mapping[str, str]


def style(book: Opened) -> Iterator[Problem]:
    """Colours at least 4.5:1 on light, sepia and dark pages; the active class seen, and not by colour alone."""
    found: list[tuple[str, _Rule]] = []
    for item in book.items:
        if item.media_type == "text/css" and item.path in book.archive.namelist():
            css = book.archive.read(item.path).decode("utf-8", "replace")
            found += [(item.path, rule) for rule in rules(css)]
    for path in dict.fromkeys(path for path, _ in found):
        yield from _readable(path, [rule for own, rule in found if own == path])
    for path, rule in found:
        yield from _adaptable(path, rule)
    if book.spoken:
        yield from _active(book, [rule for _, rule in found])


def behaviour(book: Opened) -> Iterator[Problem]:
    """Text flows into any page, and the keyboard goes where the reading goes."""
    if "pre-paginated" in book.values("rendition:layout"):
        yield Problem("adaptable", book.package_path, "The pages are fixed: text cannot flow or grow.")
    for path, root in book.pages.items():
        for element in root.iter("{*}a", "{*}summary", "{*}span", "{*}div"):
            order = element.get("tabindex") or "0"
            if order.isdecimal() and int(order) > 0:
                yield Problem("focus", f"{path}#{element.get('id') or ''}", "The keyboard comes here out of order.")


def _adaptable(path: str, rule: _Rule) -> Iterator[Problem]:
    for name, value in rule.declared.items():
        if name in ("font-size", "line-height", "width", "letter-spacing", "word-spacing") and _FIXED.search(value):
            yield Problem(
                "adaptable", f"{path} {rule.selector}", f"A fixed size is not the reader's own: {name}: {value}"
            )
        if "!important" in value and name in ("font-size", "line-height", "letter-spacing", "word-spacing"):
            yield Problem("adaptable", f"{path} {rule.selector}", f"A reader cannot change this: {name}: {value}")
        if name == "position" and value in ("fixed", "sticky"):
            yield Problem(
                "focus", f"{path} {rule.selector}", "What stays in its place may lie over what is being read."
            )
        if ":focus" in rule.selector and name.startswith("outline") and value in ("none", "0"):
            yield Problem("focus", f"{path} {rule.selector}", "It cannot be seen where the keyboard is.")


def rules(css: str) -> Iterator[_Rule]:
    """Give each style rule with its declarations, through one at-rule after another."""
    above: list[str] = []
    for prelude, mark in _PART.findall(_COMMENT.sub("", css)):
        if mark == "{":
            above.append(" ".join(prelude.split()))
            continue
        if above and not above[-1].startswith("@"):
            dark = any(part.startswith("@media") and "dark" in part for part in above)
            yield _Rule(above[-1], dark, _declared(prelude))
        del above[-1:]


def _declared(block: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in block.split(";"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _in_scheme(found: Iterable[_Rule], scheme: str) -> dict[str, dict[str, str]]:
    """Return what is declared of each selector in a scheme, later rules over earlier ones."""
    declared: dict[str, dict[str, str]] = {}
    for rule in found:
        if scheme == "dark" or not rule.dark:
            declared[rule.selector] = {**declared.get(rule.selector, {}), **rule.declared}
    return declared


def _colours(declared: Mapping[str, str]) -> tuple[Colour | None, Colour | None]:
    ground = declared.get("background-color") or declared.get("background", "")
    return colour_in(declared.get("color", "")), colour_in(ground)


def _contrast(declared: Mapping[str, str], scheme: str) -> float:
    """Return the contrast of what sets a colour; what it leaves open is the plain page's. 21 where it sets none."""
    text, ground = _colours(declared)
    if text is None and ground is None:
        return contrast(BLACK, WHITE)
    plain = SCHEMES[scheme]
    return contrast(text or plain[0], ground or plain[1])


def _readable(path: str, found: Sequence[_Rule]) -> Iterator[Problem]:
    """Each selector in each scheme; the first in which it cannot be read is named."""
    told: set[str] = set()
    for scheme in SCHEMES:
        for selector, declared in _in_scheme(found, scheme).items():
            ratio = _contrast(declared, scheme)
            if ratio < READABLE and selector not in told:
                told.add(selector)
                what = f"The contrast of {selector} is {ratio:.1f}:1 on a {scheme} page; text needs {READABLE}:1."
                yield Problem("contrast", path, what)


def _active(book: Opened, found: list[_Rule]) -> Iterator[Problem]:
    where = book.package_path
    for name in (*book.values("media:active-class"), *book.values("media:playback-active-class")):
        mark = re.compile(rf"\.{re.escape(name)}(?![\w-])[^\s>+~]*$")
        # What frames a picture marks no text.
        own = [
            _Rule(name, rule.dark, rule.declared)
            for rule in found
            if any(
                mark.search(part.strip()) and not part.strip().startswith("img.") for part in rule.selector.split(",")
            )
        ]
        if not any(rule.declared for rule in own):
            yield Problem("active-class", where, f"No style shows what has the class {name}.")
        elif name in book.values("media:active-class"):
            yield from _marked(where, name, own)


def _marked(where: str, name: str, own: Sequence[_Rule]) -> Iterator[Problem]:
    """What is being spoken is told by both colours, in each scheme, and by a mark besides."""
    for scheme in SCHEMES:
        declared = _in_scheme(own, scheme).get(name, {})
        if None in _colours(declared):
            what = f"{name} does not set both colours on a {scheme} page, so its contrast is left to chance."
            yield Problem("active-class", where, what)
        if all(declared.get(key, "none") in {"none", "0"} for key in _MARKS):
            yield Problem("active-class", where, f"{name} is told by colour alone on a {scheme} page.")
