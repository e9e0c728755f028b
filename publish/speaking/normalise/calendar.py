"""Dates, years and times of day in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.speaking.normalise.numbers import agreeing, cardinal, inflected, joint, ordinal, said, year

if TYPE_CHECKING:
    from publish.speaking.normalise.table import Table

_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?(?![\w-])")
_NUMERIC = re.compile(r"(?<![\w/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\w/])")
_YEARS = re.compile(r"(?<![\w.,-])(1[1-9]\d\d|20\d\d)\s?[-–—/]\s?(\d{4}|\d{2})(?![\w-])")
_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-4]):([0-5]\d)(?![\w:])")
_TWELVE_HOURS = re.compile(r"(?<![\w:.,])((?:1[0-2]|0?[1-9])(?::[0-5]\d)?)\s?([AaPp])[Mm](?!\w)")
_CENTURY = 100


def dates(text: str, table: Table) -> str:
    """Say dates in figures with the name of their month, and days beside a month as days."""
    if not table.months:
        return text
    text = _ISO.sub(lambda m: _date(m, m[1], m[2], m[3], table), text)
    text = _NUMERIC.sub(lambda m: _numeric(m, table), text)
    return _days(_year_ranges(text, table), table)


def _numeric(match: re.Match[str], table: Table) -> str:
    first, second, the_year = match[1], match[3], match[4]
    month_first = table.numeric_dates == "month first" and match[2] == "/"
    if (month_first and int(first) <= len(table.months)) or int(second) > len(table.months):
        first, second = second, first
    return _date(match, the_year, second, first, table)


def _date(match: re.Match[str], the_year: str, month: str, day: str, table: Table) -> str:
    if not 1 <= int(month) <= len(table.months) or not 1 <= int(day) <= 31:
        return match[0]
    spoken_year = year(int(the_year), table) if int(the_year) >= _CENTURY else cardinal(int(the_year), table.numbers)
    return table.date.format(
        day=_inflected(_day(int(day), table), match.string[: match.start()], table),
        month=table.months[int(month) - 1],
        year=spoken_year,
    )


def _day(day: int, table: Table) -> str:
    if table.day_form == "ordinal":
        return ordinal(day, table.numbers)
    if table.day_form == "first" and day == 1:
        return table.first_day
    return cardinal(day, table.numbers)


def _year_ranges(text: str, table: Table) -> str:
    def ranged(match: re.Match[str]) -> str:
        first, last = match.groups()
        whole = int(last) if len(last) == 4 else int(first[:2] + last)
        if whole <= int(first):
            return match[0]
        end = year(whole, table) if len(last) == 4 else cardinal(int(last), table.numbers)
        return f"{year(int(first), table)} {joint(match.string[: match.start()], table)} {end}"

    return _YEARS.sub(ranged, text)


def _days(text: str, table: Table) -> str:
    """Say the day beside the name of a month: October 23, 10-12 de octubre."""
    names = "|".join(sorted({*table.months, *(m.lower() for m in table.months)}, key=len, reverse=True))
    text = re.sub(rf"\b({names})\s?[-–]\s?(?=(?:{names})\b)", rf"\1 {table.between} ", text)
    day = r"([12]?\d|3[01])(?:st|nd|rd|th)?"
    if table.numeric_dates == "month first":
        found = rf"\b({names}) {day}(?:\s?[-–]\s?{day})?(?![\w:]|[.,]\d)"
        text = re.sub(found, lambda m: f"{m[1]} {_span(m[2], m[3], table, m.string[: m.start()])}", text)
        found = rf"(?<![\w.,:-]){day}(?:\s?[-–]\s?{day})? (?:of )?({names})\b"
        return re.sub(found, lambda m: f"{'' if _the(m) else 'the '}{_span(m[1], m[2], table)} of {m[3]}", text)
    mark = r"(?:\.|º|°|er)?"
    of = "( de | )" if " de " in table.date else "( )"
    found = rf"(?<![\w.,:-])([12]?\d|3[01]){mark}(?:\s?[-–]\s?([12]?\d|3[01]){mark})?{of}(?=(?:{names})\b)"
    return re.sub(found, lambda m: _span(m[1], m[2], table, m.string[: m.start()]) + m[3], text)


def _the(match: re.Match[str]) -> bool:
    return match.string[: match.start()].lower().endswith("the ")


def _span(first: str, last: str | None, table: Table, before: str = "") -> str:
    begin = _inflected(_day(int(first), table), before, table)
    return f"{begin} {joint(before, table)} {_inflected(_day(int(last), table), before, table)}" if last else begin


def _inflected(words: str, before: str, table: Table) -> str:
    if table.day_form != "ordinal" or not table.ordinal_dot:
        return words
    declined = inflected(words, before)
    alone = declined == words and before.split()[-1:] not in (["der"], ["Der"], ["und"])
    return declined + "r" if alone else declined


def times(text: str, table: Table) -> str:
    """Say times of day: half past is left to people, 10:30 is ten thirty."""
    if not table.hour_and_minute:
        return text
    until = r"(?<=:\d\d)\s?[-–]\s?(?=\d{1,2}:\d\d)|(?<=\b[ap] m)\s?[-–]\s?(?=\d)"
    text = re.sub(until, f" {table.between} ", text)
    text = _TWELVE_HOURS.sub(lambda m: f"{m[1]} {m[2].lower()} m", text)
    words = rf"(?:\s?(?:{table.hour_words})(?!\w))?" if table.hour_words else ""
    text = re.sub(_TIME.pattern + words, lambda m: _time(m[1], m[2], table), text)
    if table.hour_words and "h" in table.hour_words.split("|"):
        text = re.sub(
            r"(?<![\w.,])([01]?\d|2[0-4])\s?h\s?([0-5]\d)?(?!\w)", lambda m: _time(m[1], m[2] or "00", table), text
        )
    return text


def _time(hour: str, minute: str, table: Table) -> str:
    said_hour = agreeing(said(str(int(hour)), table), table.hour_noun, table)
    if int(minute) == 0:
        return table.whole_hour.format(hour=said_hour)
    spoken = (
        f"oh {said(minute[1], table)}" if table.numbers == "en" and minute[0] == "0" else said(str(int(minute)), table)
    )
    return table.hour_and_minute.format(hour=said_hour, minute=spoken)


def decades(text: str, table: Table) -> str:
    """Say decades in figures: 1990s, the '60s."""
    if not table.decades:
        return text
    return re.sub(rf"(?<!\w)'?(\d{{2}}|\d{{4}}){table.decades}(?!\w)", lambda m: _decade(m[1], table), text)


def _decade(figure: str, table: Table) -> str:
    words = year(int(figure), table) if len(figure) == 4 else cardinal(int(figure), table.numbers)
    return words[:-1] + "ies" if words.endswith("y") else words + table.decade_suffix
