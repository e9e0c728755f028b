"""The book's own words, in the language of its reader."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from publish.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Paragraph, Sentence

FALLBACK = "en"


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("publish").joinpath("phrases.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("publish").joinpath("interface.toml").read_text("utf-8"))


def primary(language: str) -> str:
    """Return the language itself of a BCP 47 tag, without script and region: `pt` for `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].lower()


def language_of(language: str) -> str:
    """Return the language in which `say` really answers: the primary tag, or `en` where we lack it."""
    return primary(language) if primary(language) in _table() else FALLBACK


def say(language: str, key: str, /, **values: object) -> str:
    """Return a phrase in this language, or in English where we lack the language; see `language_of`.

    Raises:
        KeyError: no such phrase, or a value that it needs was not given. A bug, not a person's error.
    """
    return _table()[language_of(language)][key].format(**values)


def said(language: str, key: str, /, **values: object) -> Span:
    """Return a phrase as a run of a text in this language, tagged where we lack the language; see `say`."""
    own = language_of(language)
    return Span(say(language, key, **values), language=own if own != primary(language) else None)


def interface(language: str) -> dict[str, str]:
    """Return the words of the web copy's player by their key, in this language or in English; see `language_of`."""
    return {key: word for key, word in _words()[language_of(language)].items() if isinstance(word, str)}


def packed(language: str, key: str) -> str:
    """Return a phrase of a pack, in this language or in English; see `language_of`."""
    return str(_words()[language_of(language)]["pack"][key])


def as_said(paragraph: Paragraph, language: str) -> tuple[Sentence, ...]:
    """Return the sentences of a block as they are heard and captioned: a picture's words say first that it is one."""
    if paragraph.kind != "figure":
        return paragraph.sentences
    first = said(language, "picture", text="")
    return tuple(replace(sentence, spans=(first, *sentence.spans)) for sentence in paragraph.sentences)


def counted(number: int, what: str) -> str:
    """Return so many of a thing, in English: `1 line`, `2 lines`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def language_name(code: str, within: str) -> str:
    """Return a language's name as it stands inside a sentence: `español` for (`es`, `es`), `Spanish` within `en`.

    Falls back to the tag itself where CLDR has no name.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language_of(within))
    except (UnknownLocaleError, ValueError):
        return code
    return str(locale.languages.get(primary(code), code))


def language_names(codes: Iterable[str], within: str) -> str:
    """Return the names of languages as they stand in a row in a sentence: `Spanish, French, and Thai`."""
    return listed([language_name(code, within) for code in codes], within)


def listed(names: Sequence[str], language: str) -> str:
    """Return names as they stand in a row in a sentence of this language."""
    from babel.lists import format_list

    return format_list(names, locale=language_of(language))


def autonym(code: str) -> str:
    """Return a language's own name for itself, as it stands in a title: `Español`, `English`, `中文`."""
    from babel import Locale, UnknownLocaleError

    try:
        name = str(Locale.parse(primary(code)).languages.get(primary(code), code))
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]
