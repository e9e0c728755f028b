"""Acronyms, initials, abbreviations and Roman numerals in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.speaking.normalise.numbers import cardinal, feminine, ordinal, shortened

if TYPE_CHECKING:
    from publish.speaking.normalise.table import Table

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_DOTTED = re.compile(
    rf"(?<![\w.])(?:(?:[{_CAPITAL}]\.[ ]?){{2,}}(?![{_CAPITAL}a-zà-ÿ])|(?:[{_CAPITAL}]\.){{2,}}[{_CAPITAL}]\b)"
)
_INITIAL = re.compile(rf"(?<![\w.])([{_CAPITAL}])\.(?=\s?[{_CAPITAL}])")
_ACRONYM = re.compile(rf"(?<![\w.&])(?!\d+\b)([{_CAPITAL}\d]*[{_CAPITAL}][{_CAPITAL}\d]+)('?s)?(?![\w])")
_JOINED = re.compile(rf"(?<!\w)[{_CAPITAL}]+(?:&[{_CAPITAL}]+)+(?!\w)")
_MIXED = re.compile(r"(?<=[A-ZÀ-Þ])-(?=\d)|(?<=\d)-(?=[^\W\d_])")
_SHOUTED = re.compile(
    rf"(?<![\w])(?:[{_CAPITAL}]+(?:['-][{_CAPITAL}]+)*[ ]+){{2,}}[{_CAPITAL}]+(?:['-][{_CAPITAL}]+)*(?!\w)"
)
_ONSET = "(?:[BCFGPKTDV]R|[BCFGPK]L|S[CKLMNPTW]|ST?R|[CSTP]H|QU|[BCDFGHJKLMNPQRSTVWXYZÇÑ])"
_VOWELS = "[AEIOUÁÉÍÓÚÀÈÙÊÔÂÃÕÄÖÜ]{1,2}"
_ROMAN = re.compile(r"(?<![\w.'-])([^\W\d_]+)(\s+)([IVXLC]+)((?<=I)er|º)?(?![\w-])")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WELL_FORMED = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LAST_ORDINAL = 10
# XL is a size and CC a licence, unless a noun says otherwise.
_LARGEST_UNEXPECTED = 40


def abbreviations(text: str, table: Table) -> str:
    """Say abbreviations in full."""
    number = r"(?=\s?(?:\d|[IVXLC]+\b))"
    rows = ((table.counted, number), (table.titles, rf"(?=\s[{_CAPITAL}])"), (table.abbreviations, ""))
    for words, ahead in rows:
        for short in sorted(words, key=len, reverse=True):
            for found in {short, short[:1].upper() + short[1:] if short[1:2].isalpha() else short}:
                if found in text:
                    end = r"(?!\w)" if found[-1].isalnum() else ""
                    text = re.sub(rf"(?<![\w.]){re.escape(found)}{end}{ahead}", words[short], text)
    return text


def initials(text: str, table: Table) -> str:
    """Spell what is written with dots; keep a person's initial as a letter."""
    text = _DOTTED.sub(lambda m: _spelled(re.sub(r"[. ]", "", m[0]), table) + (" " if m[0].endswith(" ") else ""), text)
    return _INITIAL.sub(r"\1", text)


def _spelled(letters: str, table: Table) -> str:
    parts = re.findall(r"\d+|.", letters)
    return " ".join(
        table.letters.get(part, cardinal(int(part), table.numbers) if part.isdigit() else part) for part in parts
    )


def pronounceable(acronym: str, table: Table) -> bool:
    """Whether these capitals read as a word: long enough, and syllables all through."""
    if len(acronym) < table.spoken_from or not table.codas:
        return False
    syllables = rf"{_ONSET}?{_VOWELS}(?:(?:{table.codas})?{_ONSET}{_VOWELS})*(?:{table.codas})?"
    return re.fullmatch(syllables, acronym) is not None


def acronyms(text: str, table: Table) -> str:
    """Say acronyms as words where they read as words, else spell them; calm a line in capitals."""
    if not table.numbers:
        return text
    text = _calm(text, table)
    text = _JOINED.sub(lambda m: f" {table.symbols['&']} ".join(_spelled(p, table) for p in m[0].split("&")), text)
    text = _MIXED.sub(" ", text)
    return _ACRONYM.sub(lambda m: _acronym(m[1], m[2] or "", table), text)


def _calm(text: str, table: Table) -> str:
    capitals = re.findall(rf"(?<!\w)[{_CAPITAL}]{{2,}}(?!\w)", text)
    if text.upper() == text and len(capitals) > 1 and any(len(word) > 4 for word in capitals):
        return re.sub(r"[^\W\d_]+", lambda m: _calmed(m[0], table), text)
    return _SHOUTED.sub(lambda m: _shouted(m[0], table), text)


def _shouted(run: str, table: Table) -> str:
    words = re.findall(r"[^\W\d_]+", run)
    if not any(len(word) > 4 or word in table.words_in_capitals for word in words):
        return run
    return re.sub(r"[^\W\d_]+", lambda m: _calmed(m[0], table), run)


def _calmed(word: str, table: Table) -> str:
    return word if len(word) == 1 or word in table.acronyms or word in table.spelled else word.lower()


def _acronym(letters: str, ending: str, table: Table) -> str:
    if letters in table.acronyms:
        return table.acronyms[letters] + ending
    if letters in table.words_in_capitals:
        return letters.lower() + ending
    if letters not in table.spelled and pronounceable(letters, table):
        return letters.capitalize() + ending
    parts = re.findall(r"\d+|[^\d]+", letters)
    words = [_part(part, table) for part in parts]
    return _plural(" ".join(words), ending, table)


def _part(part: str, table: Table) -> str:
    if part.isdigit():
        return cardinal(int(part), table.numbers)
    if part in table.acronyms or (part not in table.spelled and pronounceable(part, table)):
        return table.acronyms.get(part, part.capitalize())
    return _spelled(part, table)


def _plural(words: str, ending: str, table: Table) -> str:
    if ending != "s":
        return words + ending
    last = words[-1]
    return words[:-1] + table.plurals.get(last, last + table.plural_letters)


def roman_numerals(text: str, table: Table) -> str:
    """Say the numeral after a ruler's name, a chapter, a century: Felipe VI, World War II, XX secolo."""
    if table.roman_ordinal_before:
        nouns = "|".join(table.roman_ordinal_before)
        text = re.sub(
            rf"(?<!\w)([IVXLC]+)(?:er|re|e|ème|º)?(?=\s({nouns})(?!\w))", lambda m: _ordinal(m[1], m[2], table), text
        )
    if table.determiners:
        articles = "|".join(table.determiners)
        found = rf"(?<=\b)((?i:{articles})) ([IVXLC]+)(?= ([{_CAPITAL}][a-zà-ÿ]+))"
        text = re.sub(found, lambda m: f"{m[1]} {_ordinal(m[2], m[3], table)}", text)
    return _ROMAN.sub(lambda m: _after(m, table), text)


def _ordinal(numeral: str, noun: str, table: Table) -> str:
    if not _WELL_FORMED.fullmatch(numeral):
        return numeral
    words = ordinal(_value(numeral), table.numbers)
    if table.feminine_nouns and re.search(table.feminine_nouns, noun.lower()):
        return feminine(words, table.numbers)
    return shortened(words) if table.short else words


def _after(match: re.Match[str], table: Table) -> str:
    word, gap, numeral = match[1], match[2], match[3]
    if not table.numbers or not _WELL_FORMED.fullmatch(numeral):
        return match[0]
    number, name = _value(numeral), word.lower()
    if word in table.regnal:
        return f"{word}{gap}{_regnal(number, word, table)}"
    if name in table.roman_ordinal_after and number <= _LAST_ORDINAL:
        return f"{word}{gap}{ordinal(number, table.numbers)}"
    if (
        name in table.roman_after
        or name in table.roman_ordinal_after
        or (word[0].isupper() and not word.isupper() and len(numeral) > 1 and number < _LARGEST_UNEXPECTED)
    ):
        return f"{word}{gap}{cardinal(number, table.numbers)}"
    return match[0]


def _regnal(number: int, name: str, table: Table) -> str:
    if number > table.regnal_ordinals_to:
        return cardinal(number, table.numbers)
    words = ordinal(number, table.numbers)
    if (
        table.feminine_nouns
        and table.numbers in {"es", "it", "pt_BR", "pt"}
        and name.endswith(("a", "el"))
        and name not in {"Manuel", "Miguel"}
    ):
        words = feminine(words, table.numbers)
    return table.regnal_form.format(ordinal=words)


def _value(numeral: str) -> int:
    values = [_ROMAN_VALUE[letter] for letter in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
