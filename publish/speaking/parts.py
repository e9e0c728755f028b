"""A sentence cut where the voice changes: each foreign run to a voice of its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeAlias

from publish.phrases import as_said, language_of, primary, say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from publish.model import Edition, Section, Sentence, Span, Voice

LONG_WORDS = 3
"""So many words make a run that another voice says; a shorter one is not worth the change of timbre.

It is, where the other is of the same engine and the voice itself would say the words wrongly.
"""

COMMA_MS = 180
"""The pause where a mark stands between two voices. Pico's own at a comma is 255 ms in English, 310 in Spanish."""

Reads: TypeAlias = Callable[[str], bool]
"""Tells whether an engine can say every letter of a text."""

_PAUSING = re.compile(r"[,;:…()\[\]—–]|\s-+\s")
_WORD = re.compile(r"[^\W_]+(?:['’·-][^\W_]+)*")
# Which voice reads a script that says no language of its own (first word of its characters' Unicode names).
_READ_AS = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CHEROKEE": "chr",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice says of a sentence, without a stop."""

    text: str
    """As it is shown."""
    language: str
    voice: Voice | None = None
    """None for the voice of the edition."""
    pause_ms: int = 0
    """Before it, where a mark stands between it and the part before."""


@dataclass(frozen=True, slots=True)
class Casting:
    """Who says what in one edition."""

    voice: Voice
    reads: Reads
    others: Mapping[str, Voice]
    """By language: who says its runs, where somebody does."""
    pronounces: tuple[str, ...] = ()
    """Languages whose words the voice of the edition says as they should sound."""

    def pronounced(self, language: str) -> bool:
        """Whether the voice of the edition says words of another language as they should sound."""
        return primary(language) in self.pronounces

    def says(self, text: str, language: str) -> Voice | None:
        """Return who says a run in another language; None where the voice of the edition does."""
        other = self.others.get(language)
        if other is None or other == self.voice:
            return None
        if not self.reads(text):
            return other
        long = len(_WORD.findall(text)) >= LONG_WORDS
        close = other.engine == self.voice.engine and not self.pronounced(language)
        return other if other.tier == self.voice.tier and (long or close) else None


def heard(section: Section, language: str) -> Iterator[Sentence]:
    """Yield a section's sentences as they are heard, with all that they call."""
    return (sentence for paragraph in section.paragraphs for sentence in as_said(paragraph, language))


def said(section: Section, language: str) -> Iterator[Sentence]:
    """Yield them in the words that are said."""
    return map(worded, heard(section, language))


def languages(edition: Edition, reads: Reads) -> tuple[str, ...]:
    """Return the languages beside its own that are said in an edition, each once, in reading order."""
    return tuple(
        dict.fromkeys(
            language
            for section in edition.spoken
            for sentence in said(section, edition.language)
            for _, language in _pieces(sentence, edition.language, reads)
            if language != edition.language
        )
    )


def called(mark: str, language: str) -> str:
    """Return what is said where a note is called: `Note 1`; the number alone where we lack the word."""
    label = mark.strip("[]")
    ours = language_of(language) == primary(language)
    return say(language, "note_called", label=label) if ours else label


def worded(sentence: Sentence) -> Sentence:
    """Return a sentence in the words that are said: a word with its reading once, no call of a note among them."""
    said = tuple(replace(span, text=_once(span)) for span in sentence.spans if not span.calls)
    # A cell may hold a call alone.
    return replace(sentence, spans=said) if any(_WORD.search(span.text) for span in said) else sentence


def _once(span: Span) -> str:
    """Return a base with its reading as the one of the two that is surely read right: kana, else the base."""
    base = span.text.removesuffix(f"({span.gloss.value})") if span.gloss and span.gloss.kind == "ruby" else ""
    if not span.gloss or base in {"", span.text}:
        return span.text
    kana = all("\u3041" <= letter <= "\u30ff" for letter in span.gloss.value)
    return span.gloss.value if kana else base


def cut(sentence: Sentence, language: str, casting: Casting) -> tuple[Part, ...]:
    """Return a sentence as parts, whose texts joined are the sentence. Most have one.

    A run that is grown together with what is beside it (`Castillo’s`) stays with the voice of the edition, as
    does one that no other voice is there for. Marks alone go to the part before them.
    """
    text = sentence.text
    cast: list[Part] = []
    place = 0
    for run, tongue in _pieces(sentence, language, casting.reads):
        end = place + len(run)
        voice = None if tongue == language else casting.says(run, tongue)
        if voice is not None and _grown_together(text, place, end) and casting.reads(run):
            voice = None
        said_in = tongue if voice or casting.pronounced(tongue) else language
        if cast and ((cast[-1].voice, cast[-1].language) == (voice, said_in) or not _WORD.search(run)):
            cast[-1] = replace(cast[-1], text=cast[-1].text + run)
        elif cast and not _WORD.search(cast[-1].text):
            cast[-1] = Part(cast[-1].text + run, said_in, voice, cast[-1].pause_ms)
        else:
            cast.append(Part(run, said_in, voice))
        place = end
    return tuple(_paused(_merged(cast)))


def borrowed(part: Part, voice: Voice) -> bool:
    """Tell whether a part is in another language than the voice's own."""
    return primary(part.language) != primary(voice.language)


def sounding(part: Part, voice: Voice, pronounces: Collection[str]) -> str:
    """Return as words of which language a voice says a part: a British one says `en` as British."""
    return part.language if borrowed(part, voice) and primary(part.language) in pronounces else voice.language


def _merged(parts: list[Part]) -> Iterator[Part]:
    for _, alike in groupby(parts, key=lambda part: (part.voice, part.language)):
        first, *rest = alike
        yield replace(first, text="".join(part.text for part in (first, *rest)))


def _paused(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield the parts, each with the pause that the marks between it and the one before ask for."""
    before = ""
    for part in parts:
        words = list(_WORD.finditer(before)), list(_WORD.finditer(part.text))
        between = before[words[0][-1].end() :] + part.text[: words[1][0].start()] if all(words) else ""
        yield replace(part, pause_ms=COMMA_MS if _PAUSING.search(between) else 0)
        before = part.text


def _grown_together(text: str, begin: int, end: int) -> bool:
    """Tell whether a letter stands right beside the run, or behind an apostrophe or a hyphen."""
    return bool(re.match(r"['’-]?\w", text[end:]) or re.search(r"\w['’-]?$", text[:begin]))


def _pieces(sentence: Sentence, language: str, reads: Reads) -> Iterator[tuple[str, str]]:
    """Yield a sentence's runs with the language of each, as it is tagged or as its script tells."""
    for tongue, spans in groupby(sentence.spans, key=lambda span: span.language or language):
        text = "".join(span.text for span in spans)
        own = primary(tongue) == primary(language)
        if own and not reads(text):
            yield from _by_script(text, language, reads)
        elif text:
            yield text, language if own else tongue


def _by_script(text: str, language: str, reads: Reads) -> Iterator[tuple[str, str]]:
    """Yield the runs of a text whose scripts the voice may not read."""
    told: list[str | None] = [_tongue(character, reads) for character in text]
    # Marks and blanks inside a run belong to it; what surrounds it does not.
    for place in range(1, len(text)):
        if unicodedata.combining(text[place]) or unicodedata.category(text[place])[0] == "M":
            told[place] = told[place - 1]
    known = [place for place, tongue in enumerate(told) if tongue]
    for a, b in pairwise(known):
        if told[a] == told[b] != "" and b - a > 1:
            told[a + 1 : b] = [told[a]] * (b - a - 1)
    for tongue, run in groupby(zip(told, text, strict=True), key=lambda pair: pair[0] or language):
        yield "".join(character for _, character in run), tongue


def _tongue(character: str, reads: Reads) -> str | None:
    """Return the language to read a character in; empty for a letter of the voice's own, None for a mark."""
    if not character.isalnum():
        return None
    if reads(character):
        return ""
    return _READ_AS.get(unicodedata.name(character, "").partition(" ")[0], "")
