"""The attributes that say which language a part of a page is in."""

from __future__ import annotations

from publish.phrases import language_of
from publish.writing.scripts import turned


def tagged(language: str) -> dict[str, str | None]:
    """Return the two attributes that name a language: HTML's for browsers, XML's for the rest."""
    return {"lang": language, "xml:lang": language}


def foreign(language: str, within: str) -> dict[str, str | None]:
    """Return the attributes of a run in another language than its page; none where it is the same."""
    if language == within:
        return {}
    return {**tagged(language), **turned(language, within)}


def said_in(language: str) -> str:
    """Return the language that the book's own phrases are really in: English where we lack the one asked for."""
    primary = language.partition("-")[0].lower()
    return language if language_of(language) == primary else language_of(language)


def phrase_tags(language: str, within: str) -> dict[str, str | None]:
    """Return the attributes of a phrase said in (or as near as we can to) a language, on a page in another."""
    return foreign(said_in(language), within)
