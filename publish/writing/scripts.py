"""Which way a language runs."""

from __future__ import annotations

from typing import Literal

# Languages whose usual script runs from right to left (CLDR 46, characterOrder), and the scripts that do.
_LANGUAGES = frozenset(
    {
        "ar",
        "arc",
        "arz",
        "bal",
        "bgn",
        "bqi",
        "ckb",
        "dv",
        "fa",
        "glk",
        "he",
        "iw",
        "ji",
        "ks",
        "lrc",
        "luz",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "rhg",
        "sd",
        "sdh",
        "skr",
        "syr",
        "ug",
        "ur",
        "yi",
    }
)
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"})

# Languages with a full stop after which a line may end even before a no-break space (UAX 14, LB12a: class BA).
_DANDA = frozenset({"as", "bho", "bn", "bo", "dz", "hi", "km", "kok", "mai", "mr", "my", "ne", "or", "pa", "sa"})
_NO_BREAK_SPACE = "\u00a0"
_WORD_JOINER = "\u2060"

SCRIPT_LENGTH = 4


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a BCP 47 tag; a script subtag (`az-Arab`, `ks-Deva`) decides before the language."""
    primary, *rest = language.lower().split("-")
    for subtag in rest:
        if len(subtag) == SCRIPT_LENGTH and subtag.isalpha():
            return "rtl" if subtag in _SCRIPTS else "ltr"
    return "rtl" if primary in _LANGUAGES else "ltr"


def glue(language: str) -> str:
    """Return a space at which no line ends, whatever sentence of the language stands before it."""
    return (_WORD_JOINER if language.lower().partition("-")[0] in _DANDA else "") + _NO_BREAK_SPACE


def turned(language: str, within: str) -> dict[str, str | None]:
    """Return the attribute of what is in a language within another that runs the other way; none where it does not.

    A list and a quotation need it too, for their marks stand where a line begins.
    """
    way = direction(language)
    return {"dir": way} if way != direction(within) else {}
