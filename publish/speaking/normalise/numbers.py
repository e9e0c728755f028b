"""Numbers in words: whole, decimal, ordinal, ranges, percentages, money and units."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.speaking.normalise.table import Table

# Numbers longer than this are codes: said digit by digit.
_LONGEST = 15
_DOTTED = re.compile(r"(?<![\w.,])\d+(?:\.\d+){2,}(?![\w])")
_RATIO = re.compile(r"(?<![\w:.,])(\d{1,3}):(\d{1,3})(?![\w:]|[.,]\d)")
_SIGN = re.compile(r"(?<![\w.,)\]%-])(?<!\d )[-–](?=\d)")
_TELEPHONE = re.compile(
    r"(?<!\w)(?:\+\d{1,3}[ -]?)?\(?\d{2,4}\)?(?:[ -]\d{2,4}){2,}(?!\w)|(?<!\w)\d{3}-\d{4}(?!\w)|\+\d{7,}"
)
_FRACTION = re.compile(r"(?<![\w/.,])(?:(\d+) )?(\d{1,2})/(\d{1,3})(?![\w/])")
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
_SHORTEST_TELEPHONE = 7
_DATIVE = frozenset(["ab", "am", "beim", "bis", "dem", "den", "des", "im", "nach", "seit", "vom", "vor", "zum", "zur"])


@cache
def cardinal(number: int, language: str) -> str:
    """Return a whole number in words, without the commas that num2words puts between its groups."""
    from num2words import num2words

    return str(num2words(number, lang=language)).replace(",", "")


@cache
def ordinal(number: int, language: str) -> str:
    """Return an ordinal in words, masculine where the language has genders."""
    from num2words import num2words

    # num2words' own forms for 11 to 19 are not Spanish (RAE, Ortografía 2010, 8.3).
    spanish = {11: "undécimo", 12: "duodécimo", 13: "decimotercero", 18: "decimoctavo"}
    if language == "es" and number in spanish:
        return spanish[number]
    return str(num2words(number, lang=language, to="ordinal")).replace(",", "")


def year(number: int, table: Table) -> str:
    """Return a year as it is said: in pairs of digits where the language does so."""
    from num2words import num2words

    paired = table.years == "pairs" or (table.years == "hundreds" and number < 2000)
    if not paired:
        return cardinal(number, table.numbers)
    return str(num2words(number, lang=table.numbers, to="year")).replace(",", "").replace("oh-", "oh ")


def digits(text: str, table: Table) -> str:
    """Return each digit in words."""
    return " ".join(cardinal(int(d), table.numbers) for d in text if d.isdigit())


@cache
def pattern(thousands: str, decimals: str) -> str:
    """Return the regular expression of a number in figures, without groups."""
    marks = "|".join(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+(?!\d)" for mark in thousands)
    whole = rf"(?:{marks}|\d+)" if marks else r"\d+"
    return rf"{whole}(?:[{re.escape(decimals)}]\d+)?"


def number_pattern(table: Table) -> str:
    """Return the regular expression of a number as this language writes it."""
    return pattern(table.thousands, "".join(table.decimals))


def said(figure: str, table: Table) -> str:
    """Return a number in figures, as `number_pattern` finds it, in words."""
    whole, mark, fraction = _parted(figure, table)
    if (len(whole) > 1 and whole[0] == "0") or len(whole) > _LONGEST:
        words = digits(whole, table)
    else:
        words = cardinal(int(whole), table.numbers)
    if not fraction:
        return words
    return f"{words} {table.decimals[mark]} {_fraction(fraction, table)}"


def value(figure: str, table: Table) -> float:
    """Return what a number in figures is worth."""
    whole, _, fraction = _parted(figure, table)
    return float(f"{whole}.{fraction or 0}")


def _parted(figure: str, table: Table) -> tuple[str, str, str]:
    for mark in table.thousands:
        grouped = re.fullmatch(rf"([1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+)(?:([^\d])(\d+))?", figure)
        if grouped:
            return re.sub(r"\D", "", grouped[1]), grouped[2] or "", grouped[3] or ""
    whole, mark, fraction = re.fullmatch(r"(\d+)(?:(\D)(\d+))?", figure).groups("")  # type: ignore[union-attr] # number_pattern found it
    return whole, mark, fraction


def _fraction(figures: str, table: Table) -> str:
    if table.decimals_as == "digits" or len(figures) > 2 or figures[0] == "0":
        return digits(figures, table)
    return cardinal(int(figures), table.numbers)


def codes(text: str, table: Table) -> str:
    """Say version numbers part by part, telephone numbers digit by digit, fractions by name."""
    for sign, plain in _VULGAR.items():
        text = re.sub(rf"(\d)?{sign}", rf"\1 {plain}" if sign in text else "", text) if sign in text else text
    text = _TELEPHONE.sub(lambda m: _telephone(m[0], table), text)
    text = _DOTTED.sub(
        lambda m: (
            m[0]
            if re.fullmatch(number_pattern(table), m[0])
            else f" {table.dot} ".join(said(part, table) for part in m[0].split("."))
        ),
        text,
    )
    text = _RATIO.sub(rf"\1 {table.ratio} \2", text)
    text = _SIGN.sub(f"{table.minus} ", text)
    return _FRACTION.sub(lambda m: _named_fraction(m, table), text)


def _telephone(figures: str, table: Table) -> str:
    groups = re.findall(r"\d+", figures)
    plain = figures[0] not in "+(" and "-" not in figures
    counted = len("".join(groups)) < _SHORTEST_TELEPHONE or all(len(group) == 4 for group in groups)
    if re.fullmatch(number_pattern(table), figures) or (plain and counted):
        return figures
    plus = f"{table.plus} " if figures.startswith("+") else ""
    return plus + ", ".join(digits(part, table) for part in groups)


def _named_fraction(match: re.Match[str], table: Table) -> str:
    whole, top, bottom = match.groups()
    noun = re.match(r"\s([^\W\d_]+)", match.string[match.end() :])
    name = table.fractions.get(f"{top}/{bottom}")
    if name is not None and noun:
        name = agreeing(name, noun[1], table)
    if name is None:
        name = f"{said(top, table)} {table.over} {said(bottom, table)}"
    return f"{said(whole, table)} {table.fractions['and']} {name}" if whole else name


def money(text: str, table: Table) -> str:
    """Say an amount before its currency, as people do, wherever the sign stands."""
    if not table.money:
        return text
    number = number_pattern(table)
    signs = "|".join(re.escape(sign) for sign in sorted(table.money, key=len, reverse=True))
    scales = "|".join(re.escape(scale) for scale in sorted(table.scales, key=len, reverse=True))
    scaled = rf"(?:\s?(?P<scale>{scales})\b)?"
    spread = rf"(?P<from>{number})(?:\s?[-–]\s?(?P<to>{number}))?"
    before = rf"(?<!\w)(?P<sign>{signs})\s?{spread}{scaled}"
    after = rf"(?<![\w.,]){spread}{scaled}\s?(?P<sign>{signs})(?!\w)"
    for found in (before, after):
        text = re.sub(found, lambda m: _amount(m, table), text)
    return text


def _amount(match: re.Match[str], table: Table) -> str:
    one, many, hundredth, hundredths = table.money[match["sign"]]
    figure, end, scale = match["from"], match["to"], match["scale"]
    before = match.string[: match.start()]
    if attributive(before, match.string[match.end() :], table):
        many, hundredths = one, hundredth
    if end:
        return f"{said(figure, table)} {joint(before, table)} {_of(said(end, table), scale, many, table)}"
    if scale:
        return _of(said(figure, table), scale, many, table)
    whole, _, fraction = _parted(figure, table)
    name = one if value(figure, table) == 1 else many
    if len(fraction) != 2 or not hundredth:
        of = f" {table.money_of} " if table.money_of and _round_million(whole, fraction) else " "
        return agreeing(said(figure, table), name, table) + of + name
    name = one if int(whole) == 1 else many
    units = f"{agreeing(said(whole, table), name, table)} {name}"
    if int(fraction) == 0:
        return units
    coin = hundredth if int(fraction) == 1 else hundredths
    cents = f"{agreeing(said(str(int(fraction)), table), coin, table)} {coin}"
    if not int(whole):
        return cents
    return (
        f"{units} {table.money_joint} {cents}" if table.money_joint else f"{units} {cents.removesuffix(coin)}".strip()
    )


def _round_million(whole: str, fraction: str) -> bool:
    return not fraction and int(whole) > 0 and int(whole) % 1_000_000 == 0


def _of(words: str, scale: str | None, currency: str, table: Table) -> str:
    if scale is None:
        return f"{words} {currency}"
    name = table.scales[scale]
    of = f" {table.money_of} " if table.money_of and name not in {"mil", "mila", "mille"} else " "
    return f"{words} {name}{of}{currency}"


def agreeing(words: str, noun: str, table: Table) -> str:
    """Return a number in words as it stands before its noun: una mujer, doscientas mujeres, veintiún años."""
    if not (noun.islower() or (noun and table.capital_nouns)) or noun in table.no_nouns:
        return words
    feminine_noun = table.feminine_nouns and re.search(table.feminine_nouns, noun.lower())
    for ending, form in (table.feminine_forms if feminine_noun else table.masculine_forms).items():
        words = re.sub(ending, form, words)
    return words


def attributive(before: str, after: str, table: Table) -> bool:
    """Whether an amount stands before a noun as an adjective would: a $3 million debt."""
    words = before.split()
    return bool(words) and words[-1].lower() in table.attributive_after and re.match(r"[ -][a-z]", after) is not None


def joint(before: str, table: Table) -> str:
    """Return the word between the ends of a range, as what stands before it asks: between 5 and 10."""
    words = before.split()
    return table.between_after.get(words[-1].lower() if words else "", table.between)


def measures(text: str, table: Table) -> str:
    """Say percentages and units after a number."""
    number = number_pattern(table)
    if table.percent:
        text = re.sub(rf"(?<=\d)\s?%\s?[-–]\s?(?={number}\s?%)", "-", text)
        text = re.sub(r"(?<=\d)\s?%", f" {table.percent}", text)
    if not table.units:
        return text
    units = "|".join(re.escape(unit) for unit in sorted(table.units, key=len, reverse=True))
    found = (
        rf"(?<![\w.,])(?P<number>{number})(?P<gap>[\s-]?)(?P<unit>{units})(?:/(?P<per>{units}))?(?![\w²³/'])"
        r"(?:\.(?=\s[a-zà-ÿ]))?"
    )
    return re.sub(found, lambda m: _measured(m, table), text)


def _measured(match: re.Match[str], table: Table) -> str:
    one, many = table.units[match["unit"]]
    after = match.string[match.end() :]
    if match["unit"] in table.units_like_words and re.match(rf"\s(?!(?:{table.after_units})\b)[^\W\d_]", after):
        return match[0]
    hyphened = "-" in match["gap"] or attributive(match.string[: match.start()], after, table)
    single = hyphened or value(match["number"], table) == 1
    name = one if single else many
    if match["per"]:
        name += f" {table.per} {table.units[match['per']][0]}"
    return f"{agreeing(said(match['number'], table), name, table)} {name}"


def ordinals(text: str, table: Table) -> str:
    """Say ordinals in figures: 3rd, 2.ª, 1er."""
    if table.ordinal_dot:
        text = re.sub(r"(?<=\b[IVXLC])\.(?=\s[^\W\d_])|(?<=[IVXLC]{2})\.(?=\s[^\W\d_])", "", text)
        dotted = r"(?<![\w.,])([1-9]\d{0,2})\.(?=\s[^\W\d_])"
        return re.sub(dotted, lambda m: inflected(ordinal(int(m[1]), table.numbers), m.string[: m.start()]), text)
    if not table.ordinals:
        return text
    found = rf"(?<![\w.,])([1-9]\d{{0,3}})({table.ordinals})(?![\w])(?:(?=(\s[^\W\d_]+))|)"
    return re.sub(found, lambda m: _ordinal(m, table), text)


def _ordinal(match: re.Match[str], table: Table) -> str:
    words, mark, noun = ordinal(int(match[1]), table.numbers), match[2], (match[3] or "").strip()
    if table.feminine and re.fullmatch(table.feminine, mark):
        return feminine(words, table.numbers)
    if table.short and (re.fullmatch(table.short, mark) or (noun.islower() and noun not in table.no_nouns)):
        return shortened(words)
    return words


def inflected(words: str, before: str) -> str:
    """Return a German ordinal with the ending that the article or preposition before it asks for."""
    last = before.rsplit(maxsplit=1)[-1].lower() if before.split() else ""
    return words + "n" if last in _DATIVE else words


def shortened(words: str) -> str:
    """Return a Spanish ordinal as it stands before a masculine noun: tercer piso."""
    return re.sub(r"(primer|tercer)o$", r"\1", words)


def feminine(words: str, language: str) -> str:
    """Return the feminine of an ordinal."""
    if language == "fr":
        return {"premier": "première", "second": "seconde"}.get(words, words)
    return re.sub(r"o\b", "a", words)


def ranges(text: str, table: Table) -> str:
    """Say the dash between two numbers."""
    number = number_pattern(table)
    found = rf"(?<![\w.,-])({number})\s?[-–—]\s?(?={number}(?!\d|-\d))"
    return re.sub(found, lambda m: f"{m[1]} {joint(m.string[: m.start()], table)} ", text)


def figures(text: str, table: Table) -> str:
    """Say the numbers that are left: years and plain ones."""
    number = number_pattern(table)
    text = re.sub(rf"(?<!\w)\+\s?({number})", rf"{table.plus} \1", text)
    text = re.sub(rf"({number})\s?[x×]\s?(?=\d)", rf"\1 {table.symbols.get('×', 'x')} ", text)
    found = rf"(?P<number>{number})(?P<gap>\s?)(?P<noun>(?:mil )?[^\W\d_]*)"
    return re.sub(found, lambda m: _figure(m, table), text)


def _counts(figure: str, before: str, noun: str, table: Table) -> bool:
    """Whether a number counts the word after it, rather than being the name of the one before: artículo 1."""
    words = before.split()
    label = words[-1].lower() if words else ""
    plural = noun.endswith(table.plural_noun) or figure == "1"
    return plural and label not in table.labels and label not in table.roman_after


def _figure(match: re.Match[str], table: Table) -> str:
    figure, gap, noun = match["number"], match["gap"], match["noun"]
    before = match.string[: match.start()]
    if re.fullmatch(r"1[1-9]\d\d|20\d\d", figure):
        words = year(int(figure), table)
    elif gap and _counts(figure, before, noun, table):
        words = agreeing(said(figure, table), noun.removeprefix("mil "), table)
    else:
        words = said(figure, table)
    lead = " " if before and before[-1].isalpha() else ""
    return f"{lead}{words}{gap or (' ' if noun else '')}{noun}"
