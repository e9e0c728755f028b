"""The words an engine should be given for the words on the page."""

from __future__ import annotations

import re

from publish.speaking.normalise import calendar, letters, marks, numbers
from publish.speaking.normalise.table import Table, table

_ENDED = re.compile(r"[.!?…](?:[”»\"'’)\]]|\s)*$")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
_LOOSE_HYPHEN = re.compile(r"(?<!\w)-+|-+(?!\w)")


def spoken(text: str, language: str) -> str:
    """What an engine is given to say for `text`; the text shown is never changed.

    `language` is a BCP 47 tag; a language without a table of its own gets the common
    rules only. Every word of the text is in the result, or a table says what stands
    for it; the result is empty only where the text has nothing to say.
    """
    rules = table(language)
    said = marks.cleaned(text)
    said = marks.addresses(said, rules)
    if rules.numbers:
        said = _in_words(said, rules)
    said = marks.symbols(marks.slashes(marks.quiet(said), rules), rules)
    said = _LOOSE_HYPHEN.sub(" ", _HYPHEN.sub(rules.hyphen, said))
    said = marks.tidied(said)
    for clumsy, fluent in rules.repairs.items():
        said = said.replace(clumsy, fluent)
    if said and _ENDED.search(text) and said[-1].isalnum():
        said += "."
    return said


def _in_words(text: str, rules: Table) -> str:
    for step in (
        letters.abbreviations,
        calendar.dates,
        calendar.times,
        calendar.decades,
        numbers.codes,
        numbers.money,
        numbers.ranges,
        numbers.measures,
        numbers.ordinals,
        letters.roman_numerals,
        letters.initials,
        letters.acronyms,
        numbers.figures,
    ):
        text = step(text, rules)
    return text
