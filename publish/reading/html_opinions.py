"""What two libraries take for the article of a page: trafilatura and readability."""

from __future__ import annotations

import copy
import logging
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_MOST_ELEMENTS = 20_000
_MOST_NEIGHBOURS = 16_000_000
"""Sum of the squares of the children of each element: trafilatura walks along them for each of them."""
_MOST_LEVELS = 500_000
"""Sum of the depths of the elements: both look upwards from each of them."""
_MOST_LETTERS = 12_000_000
"""Letters, each as often as there are elements around it: readability reads the text of every element anew."""
_NO_TEXT = frozenset({"script", "style"})
_KEPT_WITHIN = "ancestor-or-self::pre | ancestor-or-self::code"
_KEPT_AROUND = "descendant-or-self::main | descendant-or-self::article | descendant-or-self::math"
_RUN = 3
"""Words in a row by which a text is found again."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A text that someone takes for the article, ready to be looked up in."""

    text: str
    _runs: frozenset[tuple[str, ...]] = field(init=False, repr=False)
    _flat: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Cut the text into runs of words once."""
        found = words(self.text)
        object.__setattr__(self, "_runs", frozenset(in_runs(found)))
        object.__setattr__(self, "_flat", f" {' '.join(found)} ")

    def share(self, found: list[str], runs: list[tuple[str, ...]]) -> float:
        """Return how much of a block, given by its words and by those in runs, stands in the text, 0..1."""
        if len(found) <= _RUN:
            return float(bool(found) and f" {' '.join(found)} " in self._flat)
        return sum(map(self._runs.__contains__, runs)) / len(runs)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, each letter of a script without spaces for itself."""
    return _WORD.findall(text.casefold())


def in_runs(found: list[str]) -> list[tuple[str, ...]]:
    """Return every few words that stand in a row."""
    return list(zip(found, found[1:], found[2:], strict=False))


def opinions(root: Any, elements: Sequence[Any]) -> dict[str, Opinion]:
    """Return what each library takes for the article of a page; the tree stays as it is.

    Args:
        root: the page.
        elements: all of its elements, in its order: lxml makes one anew each time that it is asked for one unheld.

    Returns:
        By the library's name.

    A library that fails on a page, or finds nothing, has no opinion; nor has any on a page that would
    cost them seconds, for their time grows faster than the page.
    """
    if not affordable(elements):
        return {}
    texts = {"trafilatura": _trafilatura(root), "readability": _readability(root)}
    return {name: Opinion(text) for name, text in texts.items() if text.strip()}


def affordable(of_page: Sequence[Any]) -> bool:
    """Whether both libraries can look at a page within a few seconds, by its size and shape.

    The limits are three to a hundred times what any of 399 pages of news sites, blogs and shops needs.
    """
    elements = neighbours = levels = letters = 0
    depths: dict[Any, int] = {}
    for element in of_page:
        depth = depths[element] = depths.get(element.getparent(), 0) + 1
        elements += 1
        neighbours += len(element) ** 2
        levels += depth
        letters += (depth - 1) * len(element.tail or "")
        if element.tag not in _NO_TEXT:
            letters += depth * len(element.text or "")
    return (
        elements <= _MOST_ELEMENTS
        and neighbours <= _MOST_NEIGHBOURS
        and levels <= _MOST_LEVELS
        and letters <= _MOST_LETTERS
    )


def _failures() -> tuple[type[BaseException], ...]:
    """What these libraries are known to raise on broken pages."""
    from lxml.etree import LxmlError

    return (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, LxmlError)


def _trafilatura(root: Any) -> str:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        # It takes a copy itself.
        found = bare_extraction(root, include_comments=False, fast=True)
    except _failures():
        return ""
    return str(getattr(found, "text", "") or "")


def _readability(root: Any) -> str:
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    page = _readable()(root)
    try:
        page.summary(html_partial=True)
    except (Unparseable, *_failures()):
        return ""
    return str(page.said)


@lru_cache(maxsize=4096)
def _is_unlikely(name: str) -> bool:
    from readability.readability import REGEXES

    found = REGEXES["unlikelyCandidatesRe"].search(name)
    return bool(found and not REGEXES["okMaybeItsACandidateRe"].search(name))


def _drop_unlikely(tree: Any) -> None:
    """Take out what readability takes out by its names; it looks at each name anew, but a page has few."""
    for element in tree.findall(".//*"):
        name = f"{element.get('class', '')} {element.get('id', '')}"
        if (
            len(name) > 1
            and _is_unlikely(name)
            and element.tag not in {"html", "body"}
            and not element.xpath(_KEPT_WITHIN)
            and not element.xpath(_KEPT_AROUND)
        ):
            element.drop_tree()


@cache
def _readable() -> Any:
    """Return readability's document, without what only a page to be shown needs: links, scripts in attributes."""
    from lxml import etree
    from readability.readability import REGEXES, Document, text_length

    class Readable(Document):  # type: ignore[misc]  # the library says nothing of its types
        said = ""
        """The text of the summary, once it is made."""

        def _parse(self, page: Any) -> Any:
            tree = copy.deepcopy(page)
            # lxml makes an element anew each time that it is asked for one that nobody holds.
            self.held = list(tree.iter())
            hidden = REGEXES["displayNoneRe"].search
            for element in tree.xpath("//*[@hidden]"):
                element.drop_tree()
            for element in tree.xpath("//*[@style]"):
                if hidden(element.get("style")):
                    element.drop_tree()
            for element in tree.iter("image"):
                element.tag = "img"
            etree.strip_attributes(tree, "style")
            etree.strip_elements(tree, "script", "style", "link", etree.Comment, with_tail=False)
            return tree

        def get_link_density(self, element: Any) -> float:
            # Most elements hold no link: their own text need not be gathered then.
            linked = sum(map(text_length, element.findall(".//a")))
            return linked / max(text_length(element), 1) if linked else 0.0

        def remove_unlikely_candidates(self) -> None:
            _drop_unlikely(self.html)

        def get_clean_html(self) -> str:
            self.said = " \n".join(self.html.itertext())
            return str(super().get_clean_html())

    return Readable
