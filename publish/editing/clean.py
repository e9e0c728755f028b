"""Article from furniture, line by line, with a reason for every line that goes.

Each line is scored by a table of weights over its signs (`signs.txt`, made by
tests/bench/tune_clean.py). In what reads like a whole page, its surroundings count too, the
likeliest beginning and end of the article are found, and what lies beyond them goes (`extent.py`).
In what reads like a paste, a line without any sign of furniture has the benefit of the doubt, and
the cheapest run of decisions is taken, for article stands together with article. Between the two,
each counts for its part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, repeat
from operator import mul
from typing import TYPE_CHECKING

from publish.editing.cues import resource
from publish.editing.extent import on_page
from publish.editing.signs import PROSE, Seen, forget, seen
from publish.model import Removal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.editing.extent import Steps
    from publish.model import Block

_SWITCH = 1.0
"""What it costs in a paste to go from article to furniture or back, in the units of the weights (log odds)."""
_DOUBT = 2.5
_DOUBT_OF_SHORT = 4.0
"""The benefit of the doubt in a paste, in log odds: for running text; for a title or heading before it."""
_MARKED = 12.0
"""What a heading that the source itself marks has in its favour besides, in a paste, where it shows no furniture."""
_CAUGHT = 4.0
"""What a line has against it that says little more than furniture says."""
_TWICE = 1.5
"""What a sentence has against it that stands in the source twice."""
_BUTTON_WORDS = 5
_TITLE_LIKENESS = 0.5
_TITLE_REACH = 6
"""Lines above the text among which a lost title is looked for."""
_TITLE_WORDS = 32
_BOX = 5.0
"""What the lines have against them that stand in the source twice together with a button."""
_NOTE = 4.0
"""What a footnote that the text refers to has in its favour."""
_SURE = 100.0
_PASTE_WORDS = (0.55, 0.7)
_PASTE_LINES = (0.35, 0.5)
"""Below the first share of words (of lines) in plain running text it is a page, above the second a paste."""
_SHORT_LINES = (0.15, 0.25)
_SHORT = (-55, -40)
"""A source of so few lines needs fewer of them in running text to be a paste."""
_CLEAR_WORDS = (0.7, 0.8)
_CLEAR = (-25, -15)
"""One of even fewer is a paste by its share of words without a sign of furniture."""
_BRIEF = 35
_LONG = 55
"""Up to so many lines, none of them prose, there is no text to be outside of; from so many on, there is no article."""
_MERCY = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""What is added, step by step, to the scores of a source that has running text and would lose all of it."""
_COVERED = 0.5
"""Where furniture's phrases make up this much of a line, they are the line."""
_COVERED_SENTENCE = 0.75
"""The same for a line that is a sentence."""
_FURNITURE_HALF = 0.5

_REASONS = {
    "by-hand": "A person dropped it.",
    "marked": "The source itself says that it is no article.",
    "no-words": "It has no words.",
    "navigation": "It is a link of the page's menu or its way around.",
    "share": "It is a button for sharing or saving.",
    "follow": "It asks to follow a channel or install an app.",
    "newsletter": "It asks to subscribe.",
    "donate": "It asks for money or support.",
    "account": "It is about signing in.",
    "cookies": "It is about cookies, privacy or terms.",
    "comments": "It belongs to the comments.",
    "related": "It points to other pages.",
    "rights": "It is a notice of rights or of who made the site.",
    "tools": "It is a tool of the page: print, listen, rate, translate.",
    "advert": "It is an advertisement or its label.",
    "repeated": "It stands in the source more than once, as boxes and buttons do.",
    "links": "It is a row of links or labels.",
    "outside-the-text": "It stands outside the running text and reads like a label.",
    "beyond-the-article": "It stands before the likeliest beginning of the article or after its likeliest end.",
    "unlike-the-text": "It is a sentence, but its words and its neighbours are those of furniture.",
    "not-prose": "It reads like a label between the paragraphs, not like a part of the text.",
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What stays, and the receipt for the rest."""

    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...]


def clean(
    blocks: Sequence[Block], *, keep: frozenset[int] = frozenset(), drop: frozenset[int] = frozenset()
) -> Cleaned:
    """Return the blocks that are article, and a removal for each of the others, in order.

    A block on a line number in `keep` stays and one on a line in `drop` goes, whatever the table
    says; `keep` wins. Where the source itself says what is article or furniture, it is believed.
    Cleaning what is left changes nothing. Nothing may be left.
    """
    removals: list[Removal] = []
    left: list[Block] = []
    for block in blocks:
        if _on(block, drop) and not _on(block, keep):
            removals.append(_removal(block, "by-hand"))
        elif block.furniture and not _on(block, keep):
            removals.append(replace(_removal(block, "marked"), reason=block.furniture))
        else:
            left.append(block)
    while True:
        decided = _decided(left, keep)
        removals.extend(_removal(block, rule) for block, rule in zip(left, decided, strict=True) if rule)
        if not any(decided):
            break
        left = [block for block, rule in zip(left, decided, strict=True) if not rule]
    # Here already: what follows remembers as much.
    forget()
    return Cleaned(tuple(left), tuple(sorted(removals, key=lambda removal: removal.first_line)))


def _on(block: Block, lines: frozenset[int]) -> bool:
    return any(line in lines for line in range(block.first_line, block.last_line + 1))


def _removal(block: Block, rule: str) -> Removal:
    return Removal(block.first_line, block.last_line, block.text.replace("\t", "  "), rule, _REASONS[rule])


@cache
def weights() -> dict[str, float]:
    """Return the table: the weight of each sign, in log odds of being article."""
    return {name: float(value[0]) for name, value in resource("signs.txt")}


def _decided(blocks: list[Block], keep: frozenset[int]) -> list[str]:
    """Return for each line the rule by which it goes; empty where it stays."""
    lines = seen(blocks)
    sure = frozenset(place for place, block in enumerate(blocks) if block.article or (keep and _on(block, keep)))
    decided = stays(lines, weights(), sure)
    kept = [place for place, stay in enumerate(decided) if stay]
    within = range(kept[0], kept[-1]) if kept else range(0)
    return [
        "" if stay else "no-words" if _is_wordless(line) else _rule(line, within=place in within)
        for place, (stay, line) in enumerate(zip(decided, lines, strict=True))
    ]


def stays(
    lines: Sequence[Seen], table: Mapping[str, float], sure: frozenset[int] = frozenset(), steps: Steps | None = None
) -> list[bool]:
    """Return which lines are article, by a table of weights and one of steps, in one pass. The places in `sure` are."""
    if _is_brief(lines):
        return [place in sure or not _is_wordless(line) for place, line in enumerate(lines)]
    own = _scored(lines, table, steps)
    scores = [_SURE if place in sure else score for place, score in enumerate(own)]
    found = run(scores, _SWITCH * _likeness_to_paste(lines))
    if not any(stay and (place not in sure or lines[place].prose >= PROSE) for place, stay in enumerate(found)):
        # A button that a person wants to keep is no text to be happy with.
        return _or_pasted_twice(lines, [place in sure or stay for place, stay in enumerate(_least(lines, own))])
    title = _lost_title(lines, found)
    return _or_pasted_twice(lines, [stay or place == title for place, stay in enumerate(found)])


def _is_brief(lines: Sequence[Seen]) -> bool:
    """Whether a source is a few short lines, none with a sign of furniture: there is no text to stand outside of."""
    return len(lines) <= _BRIEF and not any(line.prose >= PROSE or _suspect(line) for line in lines)


def _lost_title(lines: Sequence[Seen], found: Sequence[bool]) -> int | None:
    """Return the place of the line that is likeliest the title, where a paste has kept nothing above its text.

    A title may stand alone between a section's name and a byline; of the clear lines there, it is
    the one that shares most words with the text, or else the longest.
    """
    first = next((place for place, line in enumerate(lines) if found[place] and line.prose >= PROSE), None)
    if first is None or any(found[:first]) or _likeness_to_paste(lines) < _TITLE_LIKENESS:
        return None
    above = range(max(0, first - _TITLE_REACH), first)
    fit = [place for place in above if _may_be_title(lines[place])]
    return max(fit, key=lambda p: (lines[p].signs["words of the text"], lines[p].size), default=None)


def _may_be_title(line: Seen) -> bool:
    return 1 < line.size <= _TITLE_WORDS and not _suspect(line) and not line.signs["date"]


def _scored(lines: Sequence[Seen], table: Mapping[str, float], steps: Steps | None) -> list[float]:
    """Return the log odds of each line being article, in the light of what kind of source it stands in."""
    paste = _likeness_to_paste(lines)
    own = weighed(lines, table)
    page = on_page(lines, own, steps) if paste < 1 else own
    scores = [
        paste * of_paste + (1 - paste) * of_page + _lift(line, paste)
        for of_paste, of_page, line in zip(own, page, lines, strict=True)
    ]
    for place in _boxes(lines):
        scores[place] -= _BOX
    return scores


def weighed(lines: Sequence[Seen], table: Mapping[str, float]) -> list[float]:
    """Return the log odds of each line being article, by its signs alone."""
    unless_seen = repeat(1.0)
    return [sum(map(mul, table.values(), map(line.signs.get, table, unless_seen))) for line in lines]


def _boxes(lines: Sequence[Seen]) -> list[int]:
    """Return the places of the lines that stand twice together with a button: a box, header to button."""
    found: list[int] = []
    twice = groupby(enumerate(lines), key=lambda entry: _is_twice(entry[1]))
    for again, entries in twice:
        group = list(entries)
        if again and any(line.signs["strong cue in a short line"] for _, line in group):
            found.extend(place for place, _ in group)
    return found


def _likeness_to_paste(lines: Sequence[Seen]) -> float:
    """Return 0 for a whole page, 1 for a paste: by how much of it is running text, or shows no sign of furniture."""
    total = max(1, sum(line.size for line in lines))
    clear = [line for line in lines if not _suspect(line)]
    plain = [line for line in clear if line.prose >= PROSE]
    if not plain:
        return 0.0
    short = _ramp(-len(lines), *_SHORT) * _ramp(len(plain) / len(lines), *_SHORT_LINES)
    of_text = _ramp(sum(line.size for line in plain) / total, *_PASTE_WORDS)
    of_text *= max(short, _ramp(len(plain) / len(lines), *_PASTE_LINES))
    of_clear = _ramp(sum(line.size for line in clear) / total, *_CLEAR_WORDS)
    return max(of_text, of_clear * _ramp(-len(lines), *_CLEAR))


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _lift(line: Seen, paste: float) -> float:
    """Return the benefit of the doubt for one line."""
    signs = line.signs
    if _is_wordless(line):
        return -_SURE
    if signs["note"] and not line.strong:
        return _NOTE
    if _is_button(line):
        return -_CAUGHT * paste
    if signs["repeated long"] or signs["echoed"]:
        return -_TWICE * paste
    if _suspect(line) or (line.prose < PROSE and signs["after all text"]):
        return 0.0
    doubt = _DOUBT if line.prose >= PROSE else _DOUBT_OF_SHORT
    return (doubt + _MARKED * signs["marked"]) * paste


def _is_button(line: Seen) -> bool:
    """Whether a line says little more than furniture says, or begins as furniture does and is no sentence."""
    if not line.signs["strong cue in a short line"]:
        return bool(line.signs["strong cue first"] and not line.signs["ends a sentence"])
    brief = line.size <= _BUTTON_WORDS or line.signs["strong cue first"]
    if line.signs["ends a sentence"]:
        return line.cover >= _COVERED_SENTENCE
    return bool(brief) or line.cover >= _COVERED


def _suspect(line: Seen) -> bool:
    """Whether a line shows any sign of furniture, apart from being short or standing aside."""
    return _is_twice(line) or _says_furniture(line)


def _is_twice(line: Seen) -> bool:
    return bool(line.signs["repeated"] or line.signs["echoed"])


def _says_furniture(line: Seen) -> bool:
    """Whether a line shows a sign of furniture by its own words."""
    signs = line.signs
    short = line.prose < PROSE
    return bool(
        line.cover >= _COVERED
        or signs["strong cue in a short line"]
        or signs["strong cue first"]
        or signs["strong cues per word"] >= _COVERED
        or (short and (signs["separators"] or signs["address"] or signs["symbol"]))
        # `# 1984` is a title, `1984` may be a number of readers.
        or (short and signs["count"] and not signs["marked"])
    )


def run(scores: Sequence[float], cost: float = _SWITCH) -> list[bool]:
    """Return which lines stay: the likeliest run of decisions, where each change of mind costs (Viterbi)."""
    article, furniture = 0.0, 0.0
    came: list[tuple[bool, bool]] = []
    for place, score in enumerate(scores):
        switch = cost if place else 0.0
        from_article, from_furniture = article >= furniture - switch, article - switch > furniture
        came.append((from_article, from_furniture))
        article, furniture = max(article, furniture - switch) + score, max(furniture, article - switch)
    decided: list[bool] = []
    stay = article > furniture
    for from_article, from_furniture in reversed(came):
        decided.append(stay)
        stay = from_article if stay else from_furniture
    return decided[::-1]


def _least(lines: Sequence[Seen], scores: Sequence[float]) -> list[bool]:
    """What stays where the table would leave nothing: the best of its text, or its lines if most look clear."""
    if any(line.prose >= PROSE and not _suspect(line) for line in lines):
        for mercy in _MERCY:
            found = run([score + mercy for score in scores])
            if any(found):
                return found
    clear = [not _suspect(line) and not line.signs["no letters"] for line in lines]
    if len(lines) >= _LONG:
        return [False] * len(lines)
    size = sum(line.size for line, is_clear in zip(lines, clear, strict=True) if is_clear)
    return clear if size > _FURNITURE_HALF * sum(line.size for line in lines) else [False] * len(lines)


def _or_pasted_twice(lines: Sequence[Seen], found: Sequence[bool]) -> list[bool]:
    """Return what stays; where no running text does, also what was pasted twice with its buttons: it is no box."""
    if len(lines) >= _LONG or any(stay and line.prose >= PROSE for stay, line in zip(found, lines, strict=True)):
        return list(found)
    return [
        stay or (line.prose >= PROSE and _is_twice(line) and not _says_furniture(line))
        for stay, line in zip(found, lines, strict=True)
    ]


def _is_wordless(line: Seen) -> bool:
    return bool(line.signs["no letters"] and not line.signs["digits"])


def _rule(line: Seen, *, within: bool) -> str:
    """Return the rule by which a line goes that stands within the article, or before or after all of it."""
    signs = line.signs
    if line.rule and (line.strong or line.cover >= _COVERED):
        return line.rule
    if signs["repeated"] or signs["echoed"]:
        return "repeated"
    if signs["separators"] or signs["item"] or signs["arrows"] or signs["address"]:
        return "links"
    short = line.prose < PROSE
    if short and (signs["before all text"] or signs["after all text"]):
        return "outside-the-text"
    if within:
        return "not-prose" if short else "unlike-the-text"
    return "beyond-the-article"
