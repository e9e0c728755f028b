"""Article from furniture in a web page, block by block, with a reason for every block that goes.

Reading marked each block with its place in the page and with whether trafilatura and readability
take it for the article. Here all that, and the words themselves, are weighed by a table
(`page_signs.txt`). Then each block is looked at again in the light of what that said of the others:
those beside it, in the same element, made like it (`page_company.txt`; both tables are made by
tests/bench/tune_page.py). The sum decides, a little leaning on the neighbours, for article stands
together with article.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import repeat
from operator import mul
from typing import TYPE_CHECKING

from publish.editing.clean import Cleaned
from publish.editing.cues import resource
from publish.editing.page_company import company
from publish.editing.page_signs import SeenBlock, seen_page
from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.model import Block

JUDGED = "article"
"""The sign of a block that was judged and stays."""
_SWITCH = 0.4
"""What it costs to go from article to furniture or back, in the units of the weights (log odds)."""
_SURE = 100.0
_LEAST_WORDS = 20
"""A page that would keep less than this is judged more mildly, step by step."""
_MERCY = (0.0, 0.7, 1.4, 2.1, 2.8, 3.5, 4.2, 5.0)
_RULES = {
    "by-hand": ((), "A person dropped it."),
    "hidden": (("hidden", "in-noscript"), "The page hides it."),
    "navigation": (("in-nav", "near-nav", "far-nav"), "It stands in the page's menu."),
    "comments": (("near-comments", "far-comments"), "It stands among the comments."),
    "share": (("near-share", "far-share"), "It stands among the buttons for sharing and following."),
    "related": (("near-related", "far-related"), "It stands in a list of other pages."),
    "subscribe": (("near-subscribe", "far-subscribe"), "It stands in a box about subscribing, signing in or cookies."),
    "advert": (("near-advert", "far-advert"), "It stands in an advertisement."),
    "footer": (("in-footer", "near-foot", "far-foot"), "It stands in the foot of the page."),
    "header": (("in-header", "near-head", "far-head"), "It stands in the head of the page."),
    "sidebar": (("in-aside", "near-side", "far-side"), "It stands beside the article."),
    "form": (("in-form", "in-button", "in-select", "near-tools", "far-tools"), "It is a button or part of a form."),
    "details": (("near-meta", "far-meta"), "It stands among the details: date, author, categories."),
    "links": (("links-all", "links-most"), "It is mostly links."),
    "no-words": ((), "It has no words."),
    "outside-the-article": ((), "Neither trafilatura nor readability takes it for the article."),
    "not-prose": ((), "By its words and its place it is a label, not a part of the text."),
}


def clean_page(
    blocks: Sequence[Block], *, keep: frozenset[int] = frozenset(), drop: frozenset[int] = frozenset()
) -> Cleaned:
    """Return the blocks of a page that are article, and a removal for each of the others, in order.

    A block on a line number in `keep` stays and one on a line in `drop` goes, whatever the table
    says; `keep` wins. A block that was judged before stays. Nothing may be left.
    """
    dropped = [_on(block, drop) and not _on(block, keep) for block in blocks]
    left = [block for block, gone in zip(blocks, dropped, strict=True) if not gone]
    judged = iter(_judged(left, keep))
    rules = ["by-hand" if gone else next(judged) for gone in dropped]
    return Cleaned(
        tuple(
            block if JUDGED in block.signs else replace(block, signs=(*block.signs, JUDGED))
            for block, rule in zip(blocks, rules, strict=True)
            if not rule
        ),
        tuple(
            Removal(block.first_line, block.last_line, block.text.replace("\t", "  "), rule, _RULES[rule][1])
            for block, rule in zip(blocks, rules, strict=True)
            if rule
        ),
    )


def _on(block: Block, lines: frozenset[int]) -> bool:
    return any(number in lines for number in range(block.first_line, block.last_line + 1))


@cache
def tables() -> tuple[dict[str, float], dict[str, float]]:
    """Return the tables of the first look and of the second: the weight of each sign, in log odds of being article."""
    first, second = (
        {name: float(value[0]) for name, value in resource(f"page_{look}.txt")} for look in ("signs", "company")
    )
    return first, second


@cache
def _against() -> dict[str, tuple[float, int, str]]:
    """Return for each sign that weighs against a block its weight, then the place of its rule, and the rule."""
    _, weights = tables()
    told = (
        (sign, (weights.get(f"@{sign}", 0.0), place, rule))
        for place, (rule, (own, _)) in enumerate(_RULES.items())
        for sign in own
    )
    return {sign: entry for sign, entry in told if entry[0] < 0}


def _judged(blocks: list[Block], keep: frozenset[int]) -> list[str]:
    """Return for each block the rule by which it goes; empty where it stays."""
    seen = seen_page(blocks)
    sure = [JUDGED in block.signs or _on(block, keep) for block in blocks]
    decided = stays(seen, *tables(), sure)
    # A note belongs to the text that calls it, wherever the page has it.
    called = {span.calls for stay, block in zip(decided, blocks, strict=True) if stay for span in block.spans}
    decided = [stay or (bool(block.note) and block.note in called) for stay, block in zip(decided, blocks, strict=True)]
    return ["" if stay else _rule(block, entry) for stay, block, entry in zip(decided, blocks, seen, strict=True)]


def stays(
    seen: Sequence[SeenBlock], first: Mapping[str, float], second: Mapping[str, float], sure: Sequence[bool]
) -> list[bool]:
    """Return which blocks are article, by the tables of the first look and the second; those that are sure are."""
    import numpy as np

    alone = [_SURE if known else score for score, known in zip(weighed(seen, first), sure, strict=True)]
    scores: Sequence[float] = weighed(seen, second)
    columns = company(seen, alone)
    if columns:
        # One after the other, for the last digit of a sum depends on the order.
        scores = sum((second.get(name, 0.0) * column for name, column in columns.items()), np.array(scores)).tolist()
    scores = [
        _SURE if known else -_SURE if _is_wordless(entry) else score
        for score, entry, known in zip(scores, seen, sure, strict=True)
    ]
    found: list[bool] = []
    for mercy in _MERCY:
        found = run([score + mercy for score in scores])
        if all(sure) or sum(entry.size for entry, stay in zip(seen, found, strict=True) if stay) >= _LEAST_WORDS:
            return found
    if any(found):
        return found
    return [not (entry.signs.get("@hidden") or entry.signs.get("@links-all")) and bool(entry.size) for entry in seen]


def weighed(seen: Sequence[SeenBlock], table: Mapping[str, float]) -> list[float]:
    """Return the log odds of each block being article, by its own signs."""
    always = table.get("always", 0.0)
    nothing = repeat(0.0)
    return [always + sum(map(mul, map(table.get, entry.signs, nothing), entry.signs.values())) for entry in seen]


def _is_wordless(entry: SeenBlock) -> bool:
    return bool(entry.signs.get("no letters") and not entry.signs.get("digits"))


def run(scores: Sequence[float]) -> list[bool]:
    """Return the likeliest run of decisions, where each change of mind costs (Viterbi)."""
    article, furniture = 0.0, 0.0
    came: list[tuple[bool, bool]] = []
    for place, score in enumerate(scores):
        switch = _SWITCH if place else 0.0
        came.append((article >= furniture - switch, article - switch > furniture))
        article, furniture = max(article, furniture - switch) + score, max(furniture, article - switch)
    decided: list[bool] = []
    stay = article > furniture
    for from_article, from_furniture in reversed(came):
        decided.append(stay)
        stay = from_article if stay else from_furniture
    return decided[::-1]


def _rule(block: Block, entry: SeenBlock) -> str:
    """Return the rule whose signs weigh most against a block."""
    if _is_wordless(entry):
        return "no-words"
    against = _against()
    heaviest = min((against[sign] for sign in block.signs if sign in against), default=None)
    if heaviest:
        return heaviest[-1]
    return "outside-the-article" if entry.signs.get("said by none") else "not-prose"
