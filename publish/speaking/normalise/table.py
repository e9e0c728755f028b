"""One language's rules as data: what its table in `tables/` may say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The fields of a TOML table; a language without one of its own has only the common rules."""

    numbers: str = ""
    """The language as num2words knows it; empty: digits are left to the engine."""
    thousands: str = ""
    """Marks that may stand between groups of three digits."""
    decimals: Words = field(default_factory=dict)
    """Mark between whole and fraction -> its word, in the order tried."""
    decimals_as: Literal["digits", "number"] = "digits"
    years: Literal["pairs", "hundreds", "number"] = "number"
    """`pairs`: nineteen eighty-four; `hundreds`: the same up to 1999 only; `number`: as any number."""
    percent: str = ""
    minus: str = ""
    plus: str = ""
    between: str = ""
    """Said for the dash of a range: `to`."""
    between_after: Words = field(default_factory=dict)
    """Said for it after certain words: between 5-10 -> `and`."""
    ratio: str = ""
    """Said for the colon of 3:1."""
    attributive_after: tuple[str, ...] = ()
    """Words after which a unit or currency stays singular before a noun: a 5 million dollar debt."""
    dot: str = "."
    at: str = "@"
    slash: str = ""
    """Said for a slash that must be heard (24/7 aside, most are pauses)."""
    over: str = ""
    """Between the numbers of a fraction without a name of its own."""
    fractions: Words = field(default_factory=dict)
    symbols: Words = field(default_factory=dict)
    emoji: Words = field(default_factory=dict)
    abbreviations: Words = field(default_factory=dict)
    """Replaced wherever they stand."""
    titles: Words = field(default_factory=dict)
    """Replaced before a word with a capital."""
    counted: Words = field(default_factory=dict)
    """Replaced before a number: `No. 5`."""
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """After a number: symbol -> one, many."""
    units_like_words: tuple[str, ...] = ()
    """Units that are words as well, and count as units only at an end or before `after_units`: ha."""
    after_units: str = ""
    """Regular expression of the words that may follow a unit."""
    per: str = ""
    """`km per hour`."""
    money: Mapping[str, tuple[str, str, str, str]] = field(default_factory=dict)
    """Sign -> one, many, one hundredth, many hundredths."""
    money_joint: str = ""
    """Between the whole and the hundredths: `and`; empty: deux euros cinquante."""
    money_of: str = ""
    """Between a million and its currency: `de`."""
    scales: Words = field(default_factory=dict)
    """What may stand between an amount and its currency: `bn` -> `billion`."""
    months: tuple[str, ...] = ()
    """The twelve names; a date in figures is said with them."""
    numeric_dates: Literal["month first", "day first"] = "day first"
    day_form: Literal["ordinal", "number", "first"] = "number"
    """How a day of a month is said; `first`: an ordinal for the first day only."""
    first_day: str = ""
    date: str = ""
    """`{day} de {month} de {year}`."""
    day_and_month: str = ""
    whole_hour: str = ""
    """`{hour} o'clock`."""
    hour_and_minute: str = ""
    hour_noun: str = ""
    """What hours are counted as, where that bends the number: `horas`."""
    hour_words: str = ""
    """Regular expression of what may follow a time and is then said by it: `h`, `Uhr`."""
    ordinals: str = ""
    """Regular expression of the marks after the digits of an ordinal."""
    feminine: str = ""
    """Regular expression of those that are feminine."""
    short: str = ""
    """Regular expression of those with a short form: `3er` -> tercer."""
    decades: str = ""
    """Regular expression of the mark after a decade: 1990s."""
    decade_suffix: str = "s"
    ordinal_dot: bool = False
    """Whether a dot after a number, within a sentence, makes it an ordinal: 19. Jahrhundert."""
    determiners: tuple[str, ...] = ()
    """Articles between which and a noun with a capital a Roman numeral is an ordinal: el VI Pleno."""
    regnal: tuple[str, ...] = ()
    """Names of rulers and popes: the Roman numeral after them is their number."""
    regnal_form: str = "{ordinal}"
    regnal_ordinals_to: int = 99
    """Above this, rulers are counted with plain numbers."""
    roman_after: tuple[str, ...] = ()
    """Nouns counted with Roman numerals, in lower case: `chapter`, `war`."""
    roman_ordinal_after: tuple[str, ...] = ()
    """Those of them whose number up to ten is an ordinal: `siglo V`."""
    roman_ordinal_before: tuple[str, ...] = ()
    """Nouns with an ordinal in front: `XX secolo`."""
    acronyms: Words = field(default_factory=dict)
    """Said as these words."""
    spelled: tuple[str, ...] = ()
    """Acronyms that look like words, yet are spelled."""
    words_in_capitals: tuple[str, ...] = ()
    """Short words that are words even in capitals: NOT."""
    spoken_from: int = 4
    """Letters from which an acronym that can be pronounced is."""
    codas: str = ""
    """Regular expression of the consonants that may end a syllable of a word."""
    letters: Words = field(default_factory=dict)
    """Names of letters that engines misread alone."""
    plurals: Words = field(default_factory=dict)
    """Plurals of letters that engines misread: `O` -> `ose`."""
    plural_letters: str = "s"
    """What the plural of a spelled acronym sounds like."""
    hyphen: str = " "
    """Put for a hyphen within a word."""
    slash_words: Words = field(default_factory=dict)
    """Pairs with a slash that have a reading of their own: `and/or`."""
    feminine_forms: Words = field(default_factory=dict)
    """Regular expression of a number's ending -> its form before a feminine noun: `cientos` -> `cientas`."""
    masculine_forms: Words = field(default_factory=dict)
    """The same before any other noun: `uno` -> `un`."""
    capital_nouns: bool = False
    """Whether nouns have a capital letter."""
    feminine_nouns: str = ""
    """Regular expression of the nouns that are feminine, matched in lower case."""
    plural_noun: str = "s"
    """What the nouns end with that a number above one bends to; empty for any."""
    labels: tuple[str, ...] = ()
    """Nouns whose number stands after them: artículo 1."""
    no_nouns: tuple[str, ...] = ()
    """Words that may follow a number and are no nouns."""
    repairs: Words = field(default_factory=dict)
    """Replaced in what the other rules gave: `o'clock p m`."""


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def table(language: str) -> Table:
    """Return the rules for a BCP 47 tag: its language's, with what its region does otherwise; else only the common."""
    folder = files("publish.speaking.normalise") / "tables"
    primary = language.split("-", maxsplit=1)[0].lower()
    found = folder / f"{primary}.toml"
    if not found.is_file():
        return Table()
    read = tomllib.loads(found.read_text("utf-8"))
    regions = read.pop("regions", {})
    read |= regions.get(language.lower(), {})
    return Table(**{key: _frozen(value) for key, value in read.items()})
