"""The names of an article, for a person who knows how they sound: listed, with a suggestion, as a lexicon to mend."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.phrases import primary
from publish.speaking.lexicon import Lexicon, as_pls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publish.model import Edition, Sentence

_NAME = re.compile(r"[^\W\d_]+(?:['’·.-][^\W\d_]+)*")
_BETWEEN = re.compile(r"(?:[’']s?)?[ \u00a0]")
_OWNER = re.compile("[’']s$")
_SHORT = re.compile(r"\w{1,3}|\w{1,2}(?:\.\w{1,2})+")
"""With a dot behind it, an abbreviation: Dr., U.S."""
_CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages in which every noun has a capital, so that one says nothing."""
_JOINING = frozenset(
    {"al", "and", "da", "das", "de", "dei", "del", "della", "di", "do", "dos", "du", "e", "el", "et", "i", "la", "las"}
    | {"le", "les", "los", "of", "the", "und", "van", "von", "y"}
)
"""Small words inside a name: Unión de Gremios."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in one edition."""

    text: str
    language: str
    """The one it comes from, where it is tagged; else the edition's."""
    times: int
    sentence: str
    """Id of the first sentence that has it."""


def names(edition: Edition) -> tuple[Name, ...]:
    """Return the names and foreign runs of an edition, the commonest first.

    A name is a run of words with a capital, the first word of a sentence only where it has one elsewhere too. Titles
    and headings are left out, for some languages write all their words so; in German only foreign runs count.
    """
    found: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    running = [p for section in edition.sections for p in section.paragraphs if p.kind not in ("title", "heading")]
    sentences = [sentence for paragraph in running for sentence in paragraph.sentences]
    inside = {word for sentence in sentences for word in _words(sentence.text)[1:]}
    for sentence in sentences:
        for text, language in _runs(sentence, edition.language, inside):
            found[text] += 1
            first.setdefault(text, (language, sentence.id))
    return tuple(Name(text, first[text][0], times, first[text][1]) for text, times in found.most_common())


def _runs(sentence: Sentence, language: str, inside: set[str]) -> Iterator[tuple[str, str]]:
    opening = True
    for span in sentence.spans:
        foreign = span.language is not None and primary(span.language) != primary(language)
        if foreign and span.language:
            yield span.text.strip(" ,.;:“”«»\"'()"), span.language
        elif primary(language) not in _CAPITAL_NOUNS:
            for name in _names(span.text, opening=opening, inside=inside):
                yield name, language
        opening = opening and not _NAME.search(span.text)


def _names(text: str, *, opening: bool, inside: set[str]) -> Iterator[str]:
    held: list[re.Match[str]] = []
    for match in _NAME.finditer(text):
        is_name = match[0][:1].isupper() and not (opening and _OWNER.sub("", match[0]) not in inside)
        opening = False
        beside = bool(held) and _BETWEEN.fullmatch(text[held[-1].end() : match.start()])
        if beside and (is_name or match[0] in _JOINING):
            held.append(match)
            continue
        yield from _closed(text, held)
        held = [match] if is_name else []
    yield from _closed(text, held)


def _closed(text: str, held: list[re.Match[str]]) -> Iterator[str]:
    while held and held[-1][0] in _JOINING:
        held.pop()
    if held and not (_SHORT.fullmatch(held[-1][0]) and text[held[-1].end() :].startswith(".")):
        name = _OWNER.sub("", text[held[0].start() : held[-1].end()])
        if len(name) > 1:
            yield name


def _words(text: str) -> list[str]:
    return [_OWNER.sub("", word) for word in _NAME.findall(text)]


def as_lexicon(language: str, found: Iterable[Name], phonemes: Mapping[tuple[str, str], str]) -> bytes:
    """Return a PLS file with a lexeme for each name: what it sounds like in the language that it comes from.

    `phonemes` has the IPA of each text in a language. What is right is left so, the rest mended or taken out by hand.
    """
    return as_pls(Lexicon(language, {}, {name.text: phonemes[name.text, name.language] for name in found}))
