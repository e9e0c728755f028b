"""Marks and symbols: what of them is said, what is a pause, what is silent."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.speaking.normalise.table import Table

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Soft hyphen, zero-width and direction marks, variation selectors: never heard.
# The joiners spell words in Arabic and Indic scripts.
_SILENT = re.compile(
    "[\u00ad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]|(?<![\u0600-\u0dff])[\u200c\u200d]"
)
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f]")
_THIN_GROUP = re.compile("(?<=\\d)[\u00a0\u202f\u2009](?=\\d{3}(?!\\d))")
_OTHER_SPACES = re.compile("[\u00a0\u2000-\u200a\u3000]")
_QUOTES = re.compile(r"[“”„‟«»‹›\"]")
# ‘so’ and 'so': single quotes around words; an apostrophe stands within or after a word.
_SINGLE_QUOTES = re.compile(r"(?<!\w)['‘’‚](?=\w)(?!\d0s)|(?<=[\w.,!?])['’](?!\w)(?<!s['’])")
# A word slipped into a quotation belongs to its sentence: "people (was) harmed".
_SLIPPED_IN = re.compile(r"[(\[]([a-zà-ÿ]{1,3})[)\]](?=\s+[a-zà-ÿ])")
_OPENING = re.compile(r"\s*[(\[{]\s*")
_CLOSING = re.compile(r"\s*[)\]}]")
_DASH = re.compile(r"\s*[|•·]\s*|\s*[–—―]\s*|\s+-{1,3}\s+|\s*-{2,3}\s*")
_BULLET = re.compile(r"^\s*[-–—•·*▪◦‣]\s+", re.MULTILINE)
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,})")
_WEB = re.compile(r"\bhttps?://(?:www\.)?([\w.-]+\w)[^\s<>()\[\]“”\"]*?(?=[.,;:!?]*(?:[\s)\]>”\"]|$))", re.IGNORECASE)
_BARE_WEB = re.compile(
    r"(?<![\w@.])www\.([\w.-]+\w)(?:/[^\s<>()\[\]“”\"]*?)?(?=[.,;:!?]*(?:[\s)\]>”\"]|$))", re.IGNORECASE
)
_SITE = re.compile(
    r"(?<![\w@.])((?:[\w-]+\.)+(?:org|com|net|info|gov|edu)(?:\.[a-z]{2})?)(?:/[\w/.?=&%-]*\w)?(?![\w@])"
)
_MAIL = re.compile(r"\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_HANDLE = re.compile(r"(?<!\w)@(?=\w)")
_SLASH = re.compile(r"\s*/+\s*")
_PAUSES = re.compile(r"\s*,(?:\s*,)+")
_TOUCHING = re.compile(r"\s+([,.;:!?])")
_TIGHT = re.compile(r",(?=[^\W\d_])")
_COMMA_BEFORE = re.compile(r",\s*([.;:!?])")
_COMMA_AFTER = re.compile(r"([.;:!?¿¡])\s*,")


def cleaned(text: str) -> str:
    """Return the text in composed form, without what can never be heard, its white space plain."""
    text = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    text = _SKIN_TONES.sub("", _SILENT.sub("", text))
    text = _OTHER_SPACES.sub(" ", _THIN_GROUP.sub("\u202f", text))
    return text.replace("\u2010", "-").replace("\u2011", "-").replace("\u2212", "-").replace("’", "'")


def _host(name: str, table: Table) -> str:
    return name.replace(".", f" {table.dot} ").replace("-", " ")


def addresses(text: str, table: Table) -> str:
    """Say a web address by its host only, a mail address whole."""
    text = _MAIL.sub(lambda m: f"{_host(m[1], table)} {table.at} {_host(m[2], table)}", text)
    text = _WEB.sub(lambda m: _host(m[1], table), text)
    text = _BARE_WEB.sub(lambda m: _host(m[1], table), text)
    text = _SITE.sub(lambda m: _host(m[1], table), text)
    return _HANDLE.sub(f"{table.at} ", text)


def quiet(text: str) -> str:
    """Drop quotation marks; turn brackets, dashes and dots of suspense into pauses."""
    text = _SINGLE_QUOTES.sub("", _QUOTES.sub(" ", text))
    text = _BULLET.sub("", text)
    text = _SLIPPED_IN.sub(r"\1", text)
    text = _CLOSING.sub(", ", _OPENING.sub(", ", text))
    return _ELLIPSIS.sub(", ", _DASH.sub(", ", text))


def symbols(text: str, table: Table) -> str:
    """Say the symbols that have a name, and name emoji; what is left of them is silent."""
    for sign, word in table.symbols.items():
        text = text.replace(sign, f" {word} ")
    return "".join(_named(sign, table) for sign in text)


def _named(sign: str, table: Table) -> str:
    if sign in table.emoji:
        return f", {table.emoji[sign]}, "
    kind = unicodedata.category(sign)
    if kind == "So" and table.numbers == "en" and ord(sign) >= 0x2600:
        return f", {unicodedata.name(sign, '').lower()}, "
    if kind in {"So", "Sk", "Cf", "Co", "Cn"} or sign in "<>*_^|~\\#=+":
        return " "
    return sign


def slashes(text: str, table: Table) -> str:
    """Turn a slash between words into a pause, unless the pair has a reading of its own."""
    for pair, said in table.slash_words.items():
        text = re.sub(rf"(?<!\w){re.escape(pair)}(?!\w)", said, text, flags=re.IGNORECASE)
    return _SLASH.sub(", ", text)


def tidied(text: str) -> str:
    """Leave one space between words and one pause where several met; none at the ends."""
    text = " ".join(text.split())
    text = _TIGHT.sub(", ", _PAUSES.sub(",", text))
    text = _COMMA_AFTER.sub(r"\1", _COMMA_BEFORE.sub(r"\1", text))
    return _TOUCHING.sub(r"\1", text).strip(" ,")
