"""The notes of a page: what calls them, where they stand, and what leads back."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import unquote

from publish.markup import html_name
from publish.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.model import Block
    from publish.reading.html_walk import Run

    Noted = TypeVar("Noted", Block, Run)

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_LABEL = re.compile(r"[\[(]?\s*([^\s\[\]()]{1,12})\s*[\])]?")
_USUAL = re.compile(r"\d{1,4}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,4}", re.IGNORECASE)
"""What calls a note that no type says to be one: `es` leads to a translation, not to a note."""
_BRACKETED = re.compile(r"\[.*\]|[*†‡§¶]{1,4}")
_INLINE = frozenset({"a", "b", "cite", "em", "i", "small", "span", "strong", "sup"})
_WHOLES = frozenset({"article", "body", "h1", "h2", "h3", "h4", "h5", "h6", "html", "main", "ol", "table", "ul"})
_CITED = re.compile(r"\b(?:mw-references|reflist)")
"""Lists of what an encyclopedia cites: no notes to its text."""
_LONGEST = 5000
"""Characters: what is longer is a part of the text, not a note to it."""
_NEAR = 3
"""Elements round a call within which the target of the way back may stand."""


class Call(NamedTuple):
    """Where a note is called."""

    name: str
    """The note's own."""
    label: str
    """What calls it, without its brackets: `1`, `*`."""


@dataclass(frozen=True, slots=True)
class Notes:
    """By element (lxml), what it is to the notes of its page."""

    calls: dict[Any, Call] = field(default_factory=dict)
    notes: dict[Any, str] = field(default_factory=dict)
    """The name of each note that is called."""
    backs: dict[Any, str] = field(default_factory=dict)
    """The links that lead back to a call, with its label."""


def name(href: str, page: str) -> str:
    """Return the name of what a link leads to inside its book; empty where it leads elsewhere. `page` is its own."""
    path, mark, fragment = href.strip().partition("#")
    if not mark or not fragment or "://" in path:
        return ""
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
    return f"{whole}#{unquote(fragment)}"


def notes(root: Any, page: str = "", address: str = "") -> Notes:
    """Return the notes of a page that its own links call: `<sup><a href="#fn1">1</a></sup>`, `role="doc-noteref"`.

    Args:
        root: of the page (lxml).
        page: its path, where it is one of several.
        address: of a page on the web, that its links may repeat.
    """
    links = [(link, name(_href(link, address), page)) for link in root.iter("{*}a") if "#" in link.get("href", "")]
    targets: dict[str, Any] = {}
    for element in root.xpath("//*[@id or @name]") if links else ():
        targets.setdefault(f"{page}#{element.get('id') or element.get('name')}", element)
    found = Notes()
    called: dict[Any, str] = {}
    held: dict[str, Any] = {}
    for link, aim in links:
        target = targets.get(aim)
        if target is not None and target in called:
            found.backs[link] = called[target]
            continue
        label = _called(link) if aim else ""
        if label and aim not in held:
            held[aim] = _note(target)
        note = held.get(aim) if label else None
        if note is not None and not any(each is note for each in link.iterancestors()):
            found.calls[link] = Call(found.notes.setdefault(note, aim), label)
        elif label and target is None and _says(link, "noteref"):
            found.calls[link] = Call(aim, label)
        if link in found.calls:
            called |= dict.fromkeys(_round(link), label)
    return found


def _href(link: Any, address: str) -> str:
    href = str(link.get("href", "")).strip()
    return href.removeprefix(address) if address and href.startswith(f"{address}#") else href


def _round(link: Any) -> list[Any]:
    """Return a call and what stands close round it, and within: the way back leads to one of them."""
    near = [link, *link.iterdescendants()]
    around = link.getparent()
    for _ in range(_NEAR):
        if around is None or html_name(around) not in _INLINE:
            break
        near.append(around)
        around = around.getparent()
    before = link.getprevious()
    # `<a id="ref1"></a><sup><a href="#fn1">1</a></sup>`
    return [*near, before] if before is not None and not (before.tail or "").strip() else near


def _says(element: Any, word: str) -> bool:
    said = f"{element.get(_EPUB_TYPE) or element.get('epub:type') or ''} {element.get('role') or ''}".lower()
    return word in said.replace("doc-", "").split()


def _called(link: Any) -> str:
    """Return what calls a note, without its brackets; empty where a link calls none."""
    words = "".join(link.itertext()).strip()
    match = _LABEL.fullmatch(words)
    if not match or link.get("hreflang"):
        return ""
    if _says(link, "noteref"):
        return match[1]
    raised = next(chain(link.iterancestors("{*}sup"), link.iterdescendants("{*}sup")), None) is not None
    return match[1] if _USUAL.fullmatch(match[1]) and (raised or _BRACKETED.fullmatch(words)) else ""


def _note(target: Any) -> Any:
    """Return the element that holds all of a note, given the one that is aimed at; None where that is no note."""
    around = target
    while around is not None and html_name(around) in _INLINE:
        around = around.getparent()
    if around is None or html_name(around) in _WHOLES:
        return None
    if any(_CITED.search(each.get("class") or "") for each in around.iterancestors()):
        return None
    words = "".join(around.itertext()).strip()
    return around if words and len(words) <= _LONGEST else None


def led_back(link: Any, label: str, *, first: bool) -> str:
    """Return what a link back to a call leaves in the text: the note's label, where the note begins with it."""
    words = "".join(link.itertext())
    match = _LABEL.fullmatch(words.strip())
    if first and match and match[1] == label:
        return f"[{label}]" if (link.tail or "").startswith((".", ")", ":")) else f"[{label}] "
    return words if any(character.isalnum() for character in words) else ""


def labelled(blocks: Iterable[Noted], labels: Mapping[str, str]) -> list[Noted]:
    """Return the blocks, each note beginning with the label (by its name) under which it is called: `[1] `."""
    seen: set[str] = set()
    found: list[Noted] = []
    for block in blocks:
        label = labels.get(block.note, "") if block.note not in seen else ""
        seen.add(block.note)
        found.append(replace(block, spans=_begun(block.spans, label)))
    return found


def _begun(spans: tuple[Span, ...], label: str) -> tuple[Span, ...]:
    begins = "".join(span.text for span in spans).lstrip("[( ")
    own = begins.startswith(label) and not begins[len(label) : len(label) + 1].isalnum()
    return spans if own or not label else (Span(f"[{label}] ", language=spans[0].language), *spans)
