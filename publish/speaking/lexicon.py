"""Pronunciation lexicons, W3C PLS 1.0: how words are said that no rule knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from publish.errors import ConfigError, SourceError
from publish.markup import XML_LANG, document, element, escaped, joined, parse_xml
from publish.phrases import primary
from publish.speaking.normalise import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
_NAMESPACE = f"{{{_PLS}}}"
_PAUSING = ",;:.!?…"
_BEGINS = re.compile(rf"[^\w{_PAUSING}]*([{_PAUSING}])")
_ENDS = re.compile(rf"([{_PAUSING}])[^\w{_PAUSING}]*$")
_LOOSE = re.compile(rf"\s+(?=[{_PAUSING}])")
OPEN, CLOSE = "⟦", "⟧"
"""Around IPA in what is given to an engine that takes it: an article's own are taken for blanks."""
_UNMARKED = str.maketrans(OPEN + CLOSE, "  ")


@dataclass(frozen=True)
class Lexicon:
    """The words of one language, and how each is said."""

    language: str
    """BCP 47."""
    aliases: dict[str, str]
    """Word -> words that sound like it."""
    phonemes: dict[str, str]
    """Word -> IPA."""

    @cached_property
    def _word(self) -> re.Pattern[str]:
        words = sorted({*self.aliases, *self.phonemes}, key=len, reverse=True)
        return re.compile(rf"(?<![^\W_])({'|'.join(map(re.escape, words))})(?![^\W_])")

    def knows(self, text: str) -> bool:
        """Whether any of its words stands in a text."""
        return self._word.search(text) is not None

    def of(self, texts: Iterable[str]) -> Lexicon:
        """Return what it has of the words that stand in these texts."""
        there = {match[0] for text in texts for match in self._word.finditer(text)}
        aliases, phonemes = (
            {word: said for word, said in readings.items() if word in there}
            for readings in (self.aliases, self.phonemes)
        )
        return Lexicon(self.language, aliases, phonemes)

    def pieces(self, text: str, *, ipa: bool) -> Iterator[tuple[str, str]]:
        """Yield the text in pieces, each with what is said for it; empty where the rules say that.

        `ipa` is for an engine that takes phonemes; any other is given the alias; a word without one is left to rules.
        """
        place = 0
        for match in self._word.finditer(text):
            word = match[0]
            phonemes = self.phonemes.get(word, "") if ipa else ""
            said = f"{OPEN}{phonemes}{CLOSE}" if phonemes else self.aliases.get(word, "")
            if said:
                yield text[place : match.start()], ""
                yield word, said
                place = match.end()
        yield text[place:], ""


def lexicon(content: bytes, where: str) -> Lexicon:
    """Return the lexicon that a PLS file holds; of several readings of a word, the first (or the preferred) counts.

    Raises:
        ConfigError: it is no PLS 1.0, not in IPA, or a lexeme lacks its word or its reading; names the line.
    """
    try:
        root = parse_xml(content)
    except SourceError as error:
        raise ConfigError(error.what, where=where, hint="docs/lexicons.md shows a whole file.") from error
    if root.tag != f"{_NAMESPACE}lexicon":
        raise _wrong(root, where, "This is no pronunciation lexicon (PLS 1.0)")
    if root.get("alphabet", "").lower() != "ipa":
        raise _wrong(root, where, f"The alphabet must be ipa, not {root.get('alphabet')!r}")
    if not root.get(XML_LANG):
        raise _wrong(root, where, "The lexicon does not say its language (xml:lang)")
    aliases: dict[str, str] = {}
    phonemes: dict[str, str] = {}
    for lexeme in root.iterfind(f"{_NAMESPACE}lexeme"):
        words, alias, sounds = _lexeme(lexeme, where)
        for word in words:
            if alias:
                aliases.setdefault(word, alias)
            if sounds:
                phonemes.setdefault(word, sounds)
    if not aliases and not phonemes:
        raise _wrong(root, where, "There is no word in this lexicon")
    return Lexicon(root.get(XML_LANG), aliases, phonemes)


def as_pls(lexicon: Lexicon) -> bytes:
    """Return a lexicon as a PLS file, a lexeme for each word."""
    kinds = (("alias", lexicon.aliases), ("phoneme", lexicon.phonemes))
    lexemes = (
        element(
            "lexeme",
            {},
            element("grapheme", {}, word),
            *(element(kind, {}, readings[word]) for kind, readings in kinds if word in readings),
        )
        for word in dict.fromkeys((*lexicon.aliases, *lexicon.phonemes))
    )
    lines = (joined("  ", lexeme, "\n") for lexeme in lexemes)
    root = {"version": "1.0", "xmlns": _PLS, "alphabet": "ipa", "xml:lang": lexicon.language}
    return document(element("lexicon", root, escaped("\n"), *lines))


def _lexeme(lexeme: Any, where: str) -> tuple[list[str], str, str]:
    """Return the words, the alias and the phonemes of a lexeme."""
    words = [_text(grapheme) for grapheme in lexeme.iterfind(f"{_NAMESPACE}grapheme")]
    alias, sounds = _reading(lexeme, "alias"), _reading(lexeme, "phoneme")
    if not all(words) or not words or not (alias or sounds):
        raise _wrong(lexeme, where, "A lexeme needs a grapheme, and an alias or a phoneme")
    return words, alias, sounds


def said(text: str, language: str, known: Lexicon | None, *, ipa: bool) -> str:
    """Return what an engine is given to say for a text: what the lexicon knows by its word, the rest by the rules."""
    text = text.translate(_UNMARKED)
    if known is None or not known.knows(text):
        return spoken(text, language)
    given = [reading or _between(piece, language) for piece, reading in known.pieces(text, ipa=ipa)]
    return _LOOSE.sub("", " ".join(filter(None, given)))


def _between(piece: str, language: str) -> str:
    """Return what is said for a piece beside a known word; the mark it begins or ends with still makes its pause."""
    marks = [match[1] if match else "" for match in (_BEGINS.match(piece), _ENDS.search(piece))]
    by_rules = spoken(piece, language).strip(f"{_PAUSING} ")
    return f"{marks[0]} {by_rules}{marks[1]}".strip() if by_rules else marks[0]


def merged(lexicons: list[Lexicon]) -> dict[str, Lexicon]:
    """Return one lexicon for each language, by its primary tag; what stands in an earlier one counts."""
    found: dict[str, Lexicon] = {}
    for each in lexicons:
        language = primary(each.language)
        before = found.get(language)
        if before is None:
            found[language] = each
        else:
            aliases, phonemes = {**each.aliases, **before.aliases}, {**each.phonemes, **before.phonemes}
            found[language] = Lexicon(before.language, aliases, phonemes)
    return found


def _reading(lexeme: Any, kind: str) -> str:
    readings = list(lexeme.iterfind(f"{_NAMESPACE}{kind}"))
    preferred = [each for each in readings if each.get("prefer") == "true"]
    return _text((preferred or readings)[0]) if readings else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _wrong(element: Any, where: str, what: str) -> ConfigError:
    return ConfigError(what, where=f"{where}:{element.sourceline}", hint="docs/lexicons.md shows a whole file.")
