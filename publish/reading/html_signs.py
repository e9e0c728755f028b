"""What a block's place in a page says of it, as words: evidence that editing weighs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from publish.reading.hidden import is_hidden
from publish.reading.html_opinions import Opinion, in_runs, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publish.reading.html_metadata import Told
    from publish.reading.html_walk import Run

_REGIONS = frozenset(
    {
        "nav",
        "aside",
        "header",
        "footer",
        "form",
        "button",
        "article",
        "main",
        "figure",
        "figcaption",
        "table",
        "li",
        "dl",
        "blockquote",
        "address",
        "noscript",
        "select",
        "textarea",
        "label",
        "svg",
        "iframe",
        "section",
        "details",
        "dialog",
        "fieldset",
        "pre",
        "td",
        "p",
    }
)
_ROLES = {
    "navigation": "nav", "complementary": "aside", "banner": "header", "contentinfo": "footer", "main": "main",
    "article": "article", "search": "form", "dialog": "dialog", "button": "button", "menu": "nav", "menubar": "nav",
}  # fmt: skip
# What authors of pages call their parts, in class and id, whole words or beginnings of words in any of them.
_NAMES = {
    "article": "article story post entry news hentry single blog",
    "text": "content body text main copy paragraph prose rich articlebody texto texte inhalt tresc tekst",
    "lead": "lead lede intro standfirst subtitle dek deck summary abstract excerpt teaser chapo",
    "title": "title headline heading titre titulo",
    "nav": "nav navbar navigation menu breadcrumb crumb crumbs pager pagination prev next toc tab tabs skip sitemap",
    "head": "header masthead banner top logo topbar",
    "foot": "footer foot bottom copyright colophon legal imprint",
    "side": "sidebar side aside widget rail column col right left sidenav secondary",
    "share": "share sharing social facebook twitter follow sns bookmark addthis sharedaddy like pinterest",
    "related": "related recommend recommended recommendations more also read popular trending latest recirc similar"
    " promo promoted outbrain taboola topstories most mostread list archive archives feed stories links",
    "comments": "comment comments commentlist disqus reply respond discussion forum livefyre feedback",
    "advert": "ad ads advert advertisement adv sponsor sponsored sponsors dfp gpt banner reklama publicidad",
    "subscribe": "subscribe subscription newsletter signup sign paywall register donate membership login account"
    " modal popup overlay cookie cookies consent gdpr alert notice",
    "meta": "meta byline author authors date time published timestamp tag tags category categories info credit source"
    " bio profile avatar details posted",
    "caption": "caption image img photo gallery media video figure picture slideshow credit",
    "tools": "print tools toolbar button buttons btn actions icon search form controls player rating vote email",
    "quote": "quote pullquote blockquote tweet embed",
    "notes": "footnote footnotes notes references reference citation bibliography sources",
}
_GROUP_OF = {name: group for group, names in _NAMES.items() for name in names.split()}
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NEAR = 2
"""Elements, from the innermost, whose names are a block's own."""
_PROSE = 80
_PROSE_WITH_STOP = 40
"""Letters outside links from which a run is text; fewer where it ends as a sentence does."""
_STOP = re.compile(r"[.!?…。！？؟።፧।]['\"”’»)\]）」』]*$")
_STEPS = ((0.9, "all"), (0.5, "most"), (0.2, "some"), (0.001, "few"))
_WIDE, _NARROW = 0.85, 0.5
"""Shares of a page's text that its wider and its narrower core hold."""


def signs(root: Any, runs: Sequence[Run], told: Told, opinions: Mapping[str, Opinion]) -> list[tuple[str, ...]]:
    """Return the signs of each run: landmarks, names, links, opinions, and its nearness to the core."""
    cores = {f"in-{name}-core": core for name, core in zip(("wide", "narrow"), _cores(root, runs), strict=True)}
    surroundings = _Surroundings(cores)
    sayings = {**opinions, **({"article-body": Opinion(told.body)} if len(told.body) > _PROSE else {})}
    titles = [words(title) for title in told.titles]
    inhabitants: dict[Any, list[int]] = {}
    for place, run in enumerate(runs):
        if run.image is not None:
            continue
        inhabitants.setdefault(run.element.getparent(), []).append(place)
    crowd = {parent: _crowd([runs[place] for place in found]) for parent, found in inhabitants.items()}
    standings = _standings()
    found = []
    for run in runs:
        own = words(run.text)
        in_a_row = in_runs(own)
        found.append((
            "page",
            *surroundings.place(run.element),
            *surroundings.within(run.element),
            *_graded("links", run.linked),
            *(sign for name, opinion in sayings.items() for sign in _graded(name, opinion.share(own, in_a_row))),
            *(f"no-{name}" for name in ("trafilatura", "readability") if name not in opinions),
            *(crowd[run.element.getparent()] if run.image is None else run.image.signs),
            *(["is-title"] if _is_title(own, titles) else []),
            *standings(run.element),
        ))  # fmt: skip
    return found


def is_text(run: Run) -> bool:
    """Whether a run is running text by its length and its lack of links."""
    free = len(run.text) * (1 - run.linked)
    return free >= _PROSE or (free >= _PROSE_WITH_STOP and bool(_STOP.search(run.text)))


def _graded(name: str, share: float) -> tuple[str, ...]:
    for least, word in _STEPS:
        if share >= least:
            return (f"{name}-{word}",)
    return ()


def _crowd(runs: Sequence[Run]) -> tuple[str, ...]:
    """What stands beside a run under the same parent says of it."""
    letters = sum(len(run.text) for run in runs) or 1
    text = sum(len(run.text) for run in runs if is_text(run)) / letters
    links = sum(len(run.text) * run.linked for run in runs) / letters
    alone = ("alone",) if len(runs) == 1 else ()
    return (*_graded("beside-text", text), *_graded("beside-links", links), *alone)


def _is_title(own: list[str], titles: list[list[str]]) -> bool:
    return bool(own) and any(own == title or (len(own) > 3 and own == title[: len(own)]) for title in titles)


def _standings() -> Callable[[Any], tuple[str, ...]]:
    """Return what says which blocks stand together, and which are made alike: numbers that mean nothing by themselves.

    `inside 7.3`: its parent and its grandparent. `like 5`: its tag and class with its parent's.
    """
    numbers: dict[Any, int] = {}
    shapes: dict[tuple[tuple[str, str], ...], int] = {}

    @cache
    def told(element: Any) -> tuple[str, ...]:
        around = (element, *islice(element.iterancestors(), 2))
        inside = ".".join(str(numbers.setdefault(each, len(numbers))) for each in around[1:])
        shape = tuple((each.tag, each.get("class", "")) for each in around[:2])
        return f"inside {inside}", f"like {shapes.setdefault(shape, len(shapes))}"

    return told


@dataclass(slots=True)
class _Surroundings:
    """What the elements around each block are and are called; what two blocks share is found once."""

    cores: Mapping[str, Any]
    _places: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    _near: dict[Any, dict[str, None]] = field(default_factory=dict)
    _far: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    _within: dict[Any, tuple[str, ...]] = field(default_factory=dict)

    def place(self, element: Any) -> tuple[str, ...]:
        """Return the signs of a block by its place."""
        known = self._places.get(element)
        if known is None:
            known = self._places[element] = self._placed(element)
        return known

    def _placed(self, element: Any) -> tuple[str, ...]:
        found: dict[str, None] = {f"tag-{element.tag}": None}
        around = element
        for _ in range(_NEAR):
            if _is_outermost(around):
                return tuple(found)
            if around not in self._near:
                self._near[around] = dict.fromkeys(_signs_of(around, "near"))
            found |= self._near[around]
            around = around.getparent()
        return tuple(found | dict.fromkeys(self._farther(around)))

    def _farther(self, element: Any) -> tuple[str, ...]:
        """Return the signs of an element and all around it, for a block deep within."""
        if _is_outermost(element):
            return ()
        if element not in self._far:
            own = (*_signs_of(element, "far"), *self._farther(element.getparent()))
            self._far[element] = tuple(dict.fromkeys(own))
        return self._far[element]

    def within(self, element: Any) -> tuple[str, ...]:
        """Return the names of the cores that an element is or stands in."""
        if element is None:
            return ()
        if element not in self._within:
            above = self.within(element.getparent())
            self._within[element] = tuple(name for name, core in self.cores.items() if core is element or name in above)
        return self._within[element]


def _is_outermost(element: Any) -> bool:
    return element is None or not isinstance(element.tag, str) or element.tag in {"body", "html"}


def _signs_of(element: Any, reach: str) -> Iterator[str]:
    """Yield what one element says of the blocks within it."""
    region = _ROLES.get(element.get("role", ""), element.tag)
    if region in _REGIONS:
        yield f"in-{region}"
    if is_hidden(element) or element.get("aria-hidden") == "true":
        yield "hidden"
    if element.get("itemprop") == "articleBody":
        yield "articleBody"
    for group in _groups(f"{element.get('class', '')} {element.get('id', '')}"):
        yield f"{reach}-{group}"


@lru_cache(maxsize=4096)
def _groups_of(name: str) -> tuple[str, ...]:
    tokens = (token.lower() for token in _TOKEN.findall(name))
    return tuple(dict.fromkeys(_GROUP_OF[token] for token in tokens if token in _GROUP_OF))


def _groups(names: str) -> tuple[str, ...]:
    return _groups_of(names) if names.strip() else ()


def _cores(root: Any, runs: Sequence[Run]) -> tuple[Any, Any]:
    """Return the innermost elements that hold most of the page's text: 85 of a hundred letters, and half of them."""
    weight: dict[Any, float] = {}
    for run in runs:
        if run.image is None and is_text(run):
            own = len(run.text) * (1 - run.linked)
            weight[run.element] = weight.get(run.element, 0.0) + own
            for around in run.element.iterancestors():
                weight[around] = weight.get(around, 0.0) + own
    return _core(root, weight, _WIDE), _core(root, weight, _NARROW)


def _core(root: Any, weight: Mapping[Any, float], share: float) -> Any:
    least = share * weight.get(root, 0.0)
    core = root
    while least:
        inner = next((child for child in core if weight.get(child, 0.0) >= least), None)
        if inner is None:
            break
        core = inner
    return core
