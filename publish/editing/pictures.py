"""Pictures: which belong to the article, in which edition and where they stand, and what is said of them.

A picture is judged by what its source says of it and by the fate of the text beside it, after that text has been
judged: so a picture changes nothing about the text. It stands where its source put it, in the language of its
neighbours. A second edition shows it too where it has it of its own, or where a person described it in that
language; otherwise not, for nobody would have said there what it shows.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import ChainMap
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from publish.editing.cues import common_words, words
from publish.model import Block, Removal, Span, unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from publish.model import Document, Picture

    See: TypeAlias = Callable[[tuple[Picture, ...]], tuple[Picture, ...]]
    Alternatives: TypeAlias = Mapping[str, Mapping[str, str]]

log = logging.getLogger(__name__)

_PIXEL, _ICON = 2, 48
"""Pixels: no picture is so small; on a web page, no picture of an article."""
_REASONS = {
    "by-hand": "A person dropped it.",
    "tracking-pixel": "It is a pixel or two: there to count readers, not to be looked at.",
    "icon": "By its size or its name it is an icon, an avatar or a logo.",
    "hidden": "The page hides it.",
    "navigation": "It stands in the page's menu, head or foot.",
    "share": "It stands among the buttons for sharing and following.",
    "related": "It stands among links to other pages.",
    "comments": "It stands among the comments.",
    "advert": "It stands in an advertisement.",
    "subscribe": "It stands in a box about subscribing, signing in or cookies.",
    "outside-the-article": "What stands beside it is no article.",
    "repeated": "The same picture stands right before it.",
    "furniture": "",
    "picture": "",
}
_PLAIN = {
    "picture-pixel": "tracking-pixel", "picture-small": "icon", "picture-icon": "icon", "hidden": "hidden",
    "in-nav": "navigation", "near-share": "share", "near-comments": "comments", "near-advert": "advert",
}  # fmt: skip
"""The rules that these signs speak for, even between two blocks of the article."""
_DOUBTFUL = {
    "near-nav": "navigation", "in-footer": "navigation", "near-foot": "navigation", "far-share": "share",
    "near-related": "related", "far-related": "related", "far-comments": "comments", "far-advert": "advert",
    "near-subscribe": "subscribe", "far-subscribe": "subscribe",
}  # fmt: skip
"""Those that say nothing there: names of classes that half a page stands in."""
_WITHIN = frozenset({"in-figure", "in-narrow-core"})
"""Signs of a picture of the article, where the lines beside it (a date, a credit) are none."""
_DECORATION = "It has nothing to tell (its alternative text is empty), and nothing follows it."


def unseen(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Return the pictures as they are, for whoever has no means to bring them."""
    return tuple(picture if picture.shown else replace(picture, refused="Nobody brought it.") for picture in pictures)


def renamed(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the documents with each picture under a name that no other one has; the same one has the same."""
    named: dict[tuple[str, bytes], str] = {}
    taken: dict[str, str] = {}
    counted: dict[str, int] = {}
    found = []
    for document in documents:
        own = {picture.name: picture.name for picture in document.pictures}
        names: dict[str, str] = {}
        for picture in document.pictures:
            key = picture.href, picture.content
            if key not in named:
                # None takes what another one of its own document is called.
                new = picture.name in taken
                named[key] = unlike(picture.name, ChainMap(taken, own), counted) if new else picture.name
                taken[named[key]] = picture.name
            names[picture.name] = named[key]
        blocks = tuple(replace(b, picture=names[b.picture]) if b.picture else b for b in document.blocks)
        pictures = tuple(replace(picture, name=names[picture.name]) for picture in document.pictures)
        found.append(replace(document, blocks=blocks, pictures=pictures))
    return tuple(found)


def judged(
    blocks: Sequence[Block], kept: Iterable[Block], *, keep: frozenset[int], drop: frozenset[int]
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the figures that are article, and a removal for each of the others.

    Args:
        blocks: all of the source, in order.
        kept: of those with words, what is left after cleaning; a split block is known by its line.
        keep: lines that a person wants.
        drop: lines that a person does not want.
    """
    lines = frozenset(block.first_line for block in kept)
    extent = range(min(lines, default=0), max(lines, default=0))
    texts = [place for place, block in enumerate(blocks) if not block.picture]
    stay: list[Block] = []
    gone: list[Removal] = []
    before = ""
    for place, block in enumerate(blocks):
        if not block.picture:
            before = ""
            continue
        at = bisect_right(texts, place)
        beside = [blocks[texts[n]].first_line in lines for n in (at - 1, at) if 0 <= n < len(texts)]
        within = block.first_line in extent and not _WITHIN.isdisjoint(block.signs)
        rule = "" if block.first_line in keep else _rule(block, beside, drop, within=within)
        rule = rule or ("repeated" if block.picture == before else "")
        if rule:
            gone.append(_removal(block, rule, block.furniture))
        else:
            before = block.picture
            stay.append(block)
    return tuple(stay), tuple(gone)


def _rule(block: Block, beside: Sequence[bool], drop: frozenset[int], *, within: bool) -> str:
    """Return the rule by which a figure goes; empty where it stays."""
    if block.first_line in drop:
        return "by-hand"
    if block.furniture:
        return "furniture"
    if not block.signs:
        return ""
    among = any(beside) if within else len(beside) == 2 and all(beside)
    rules = _PLAIN if among else {**_PLAIN, **_DOUBTFUL}
    named = next((rules[sign] for sign in block.signs if sign in rules), "")
    return named or ("" if any(beside) or within else "outside-the-article")


def captions(
    figures: Iterable[Block], blocks: Sequence[Block], removals: Sequence[Removal]
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the captions that were taken for furniture though their pictures are article, and the other removals.

    A line of a few words beside the text looks like a label; by a picture it is what the picture is for, and tells of
    it whether the book has the picture or not. It stands below, or above where no other picture could own it.
    """
    places = {block.first_line: place for place, block in enumerate(blocks) if block.picture}
    by_pictures = (_caption(blocks, places[figure.first_line]) for figure in figures)
    wanted = {block.first_line: block for block in by_pictures if block}
    back = {r.first_line for r in removals if r.first_line in wanted and not r.picture and r.rule != "by-hand"}
    kept = tuple(block for line, block in wanted.items() if line in back)
    return kept, tuple(removal for removal in removals if removal.first_line not in back)


def _caption(blocks: Sequence[Block], figure: int) -> Block | None:
    """Return the caption of the figure at this place, if it has one."""
    after = next((block for block in islice(blocks, figure + 1, None) if not block.picture), None)
    if after and after.kind == "caption":
        return after
    above = blocks[max(figure - 2, 0) : figure]
    return above[-1] if above and above[-1].kind == "caption" and not above[0].picture else None


def _removal(block: Block, rule: str, reason: str = "") -> Removal:
    text = block.text or block.picture
    return Removal(block.first_line, block.last_line, text, rule, _REASONS[rule] or reason, picture=block.picture)


def looked_at(
    figures: Iterable[Block], pictures: Mapping[str, Picture]
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the figures whose pictures, now that they have been brought, are as large as a picture."""
    stay: list[Block] = []
    gone: list[Removal] = []
    for block in figures:
        picture = pictures[block.picture]
        # A drawing has no size of its own.
        sides = (picture.width, picture.height) if picture.shown and picture.width else (_ICON,)
        rule = "tracking-pixel" if min(sides) <= _PIXEL else "icon" if block.signs and max(sides) < _ICON else ""
        stay += [] if rule else [block]
        gone += [_removal(block, rule)] if rule else []
    return tuple(stay), tuple(gone)


def editions_of(figures: Iterable[Block], texts: Sequence[Block], told: Sequence[str]) -> list[str]:
    """Return the language of the edition in which each figure stands: that of its caption, else of its neighbours.

    Where those before and after it differ, its own words decide, if they can; else the one before.
    """
    lines = [block.first_line for block in texts]
    found = []
    for figure in figures:
        at = bisect_right(lines, figure.first_line)
        after = told[at] if at < len(told) else told[-1]
        before = told[at - 1] if at else after
        captioned = at < len(texts) and texts[at].kind == "caption"
        own = figure.language or common_words(figure.text, words(figure.text))[1]
        alike = next((tongue for tongue in (after, before) if own and _primary(tongue) == _primary(own)), before)
        found.append(after if captioned else alike)
    return found


def _primary(language: str) -> str:
    return language.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the editions show, by their language."""

    own: Mapping[str, Sequence[Block]]
    removals: tuple[Removal, ...]


def settled(
    figures: Sequence[Block],
    languages: Sequence[str],
    texts: Mapping[str, Sequence[Block]],
    pictures: Mapping[str, Picture],
    alternatives: Alternatives,
) -> Figures:
    """Give each figure to its edition with the words that are its alternative text there.

    One of which there is neither picture nor words goes, with the reason that its picture was refused.

    Args:
        figures: those of the article.
        languages: of each, the edition in which it stands.
        texts: by edition, the blocks with words, in order.
        pictures: by name, as far as they could be had.
        alternatives: what a person wrote, by picture and language; an empty text makes it decoration.
    """
    own: dict[str, list[Block]] = {language: [] for language in texts}
    gone: list[Removal] = []
    for figure, language in zip(figures, languages, strict=True):
        picture = pictures[figure.picture]
        block = _described(_unrepeated(figure, texts[language]), alternatives.get(figure.picture, {}).get(language))
        if not block.spans and not picture.shown:
            gone.append(_removal(figure, "picture", picture.refused))
            continue
        if not block.spans and not block.decorative:
            log.warning(
                "Line %d: the picture %s has no alternative text, so nobody who does not see it knows what it shows; "
                "--alt FILE supplies it, `publish inspect --alt-out FILE` makes the file",
                figure.first_line,
                figure.picture,
            )
        own[language].append(block)
    for figure, language in zip(figures, languages, strict=True):
        for other, text in alternatives.get(figure.picture, {}).items():
            there = own.get(other)
            if text and there is not None and all(block.picture != figure.picture for block in there):
                line = _answering(figure.first_line, texts[language], texts[other])
                there.append(_described(replace(figure, first_line=line, last_line=line), text))
    return Figures(own, tuple(gone))


def _unrepeated(figure: Block, texts: Sequence[Block]) -> Block:
    """Return a figure without words that its caption says again: they would be heard twice."""
    following = next((block for block in texts if block.first_line >= figure.first_line), None)
    if following is None or following.kind != "caption" or words(following.text) != words(figure.text):
        return figure
    return replace(figure, spans=(), decorative=True)


def _described(figure: Block, text: str | None) -> Block:
    """Return a figure with what a person wrote of it, if anything."""
    if text is None:
        return figure
    return replace(figure, spans=(Span(text),) if text else (), decorative=not text, language=None)


def _answering(line: int, ours: Sequence[Block], theirs: Sequence[Block]) -> int:
    """Return the line in another edition that is as far into it: translations run side by side."""
    before = sum(block.first_line <= line for block in ours)
    place = round(before / len(ours) * len(theirs)) if ours else 0
    return theirs[max(place - 1, 0)].last_line if theirs else line


def placed(
    blocks: Sequence[Block], figures: Iterable[Block]
) -> tuple[tuple[tuple[Block, tuple[str, ...]], ...], tuple[Removal, ...]]:
    """Return the blocks of an edition with its figures among them, each with the decorations that stand before it.

    No figure comes before the title, nor between two rows of a table. A decoration that nothing follows goes.
    """
    title = next((place for place, block in enumerate(blocks) if block.kind == "title"), -1)
    waiting = sorted(figures, key=lambda figure: figure.first_line)
    found: list[tuple[Block, tuple[str, ...]]] = []
    before: list[Block] = []
    for place, block in enumerate(blocks):
        in_table = place > 0 and blocks[place - 1].kind == block.kind == "row"
        while waiting and place > title and not in_table and _precedes(waiting[0], block, found):
            before = _added(waiting.pop(0), found, before)
        found.append((block, tuple(each.picture for each in before)))
        before = []
    for figure in waiting:
        before = _added(figure, found, before)
    return tuple(found), tuple(_removal(block, "picture", _DECORATION) for block in before)


def _precedes(figure: Block, block: Block, found: Sequence[tuple[Block, tuple[str, ...]]]) -> bool:
    """Whether a figure comes before a block: on one line with it, only one before its caption."""
    captioned = block.kind == "caption" and not (found and found[-1][0].picture)
    return figure.first_line < block.first_line + captioned


def _added(figure: Block, found: list[tuple[Block, tuple[str, ...]]], before: list[Block]) -> list[Block]:
    """Add a figure, or the decoration that it is to those that wait for what follows; return those that wait."""
    if figure.decorative:
        return [*before, figure]
    found.append((figure, tuple(each.picture for each in before)))
    return []
