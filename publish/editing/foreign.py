"""Runs in another language inside a paragraph, tagged so that eye and voice know."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from publish.editing.cues import resource
from publish.editing.language_tables import counted, primary, script, tables
from publish.editing.spelling import leans, spelt, titles
from publish.editing.telling import likelihoods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Paragraph, Section, Sentence, Span

SURE = -3.0
"""How unlikely the paragraph's own language must be for a quotation (log likelihood of the model)."""
QUOTED_WORDS = 3
COMMON_SHARE = 0.2
"""Share of a quotation's words that must be the commonest words of its language."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'·-][^\W\d_]+)*")
_QUOTED = re.compile('[“„]([^“”„]{8,}?)[”“]|«([^«»]{8,}?)»|"([^"]{8,}?)"|‘([^‘’]{8,}?)’(?!\\w)')
_QUOTES = re.compile('[“„«"‘]')
_ENDS = ".!?…:"
_BETWEEN = " \u00a0“”„«»\"'‘’([¿¡—–-"
"""What may stand between the end of a sentence and the first word of the next."""
# An English owner: Pedro Castillo’s.
_OWNER = re.compile("[’']s$")
# A king's or a peak's number, or a letter alone, says nothing of a language.
_NUMERAL = re.compile("[IVXLC]+|[A-Z]")
# With the apostrophe of a plural owner: `Readers’ Circle`.
_GAP = re.compile(r"[’']?[ \u00a0]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in another language: characters begin..end."""

    begin: int
    end: int
    language: str


class _Word(NamedTuple):
    """A word that may be of a name, where it stands. It is asked about for each of the other editions."""

    text: str
    low: str
    begin: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What an edition's own text knows."""

    language: str
    text: str
    small: frozenset[str]
    """The words that it writes with a small letter."""


_ENGLISH = {"en": _Lexicon("en", "", frozenset())}
"""Names in English stand in texts of every language, without an edition in it too."""


def tagged(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """Return the editions with the language of each foreign run on its spans. No text changes.

    A run is a proper name that is made of words of another edition's language, or is surely spelt as that one
    spells, a quotation or an emphasis wholly in another language, or another script. What is in doubt
    stays untagged: a wrong voice is worse than a plain one.
    """
    lexicons = {edition.language: _lexicon(edition) for edition in editions}
    return tuple(
        replace(
            edition,
            sections=tuple(_section(section, edition.language, lexicons) for section in edition.sections),
        )
        for edition in editions
    )


def _lexicon(edition: Edition) -> _Lexicon:
    texts = [paragraph.text for paragraph in edition.paragraphs if paragraph.kind != "code"]
    small = frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())
    return _Lexicon(edition.language, "\n".join(texts), small)


def _section(section: Section, language: str, lexicons: dict[str, _Lexicon]) -> Section:
    return replace(section, paragraphs=tuple(_paragraph(p, language, lexicons) for p in section.paragraphs))


def _paragraph(paragraph: Paragraph, language: str, lexicons: dict[str, _Lexicon]) -> Paragraph:
    runs = () if paragraph.kind == "code" else tuple(_runs(paragraph, language, lexicons))
    if not runs:
        return paragraph
    sentences: list[Sentence] = []
    place = 0
    for sentence in paragraph.sentences:
        sentences.append(replace(sentence, spans=tuple(_cut(sentence.spans, runs, place))))
        place += len(sentence.text + sentence.after)
    return replace(paragraph, sentences=tuple(sentences))


def _cut(spans: tuple[Span, ...], runs: tuple[Run, ...], place: int) -> Iterator[Span]:
    """Yield the spans, cut where a run begins or ends. `place` is where they stand in the paragraph."""
    for span in spans:
        end = place + len(span.text)
        if span.gloss and span.gloss.kind == "ruby":
            # A word and its reading are one.
            own = next((run.language for run in runs if run.begin < end and place < run.end), None)
            yield replace(span, language=span.language or own)
            place = end
            continue
        edges = sorted({place, end, *(e for run in runs for e in (run.begin, run.end) if place < e < end)})
        for a, b in pairwise(edges):
            own = next((run.language for run in runs if run.begin <= a and b <= run.end), None)
            yield replace(span, text=span.text[a - place : b - place], language=span.language or own)
        if not span.text:
            yield span
        place = end


def _runs(paragraph: Paragraph, language: str, lexicons: dict[str, _Lexicon]) -> Iterator[Run]:
    """Yield the foreign runs, none of them overlapping."""
    text = paragraph.text.replace("\n", " ")
    found = [*_quotations(paragraph, language, lexicons), *_other_scripts(text, language, lexicons)]
    others = {**_ENGLISH, **lexicons} if _ENGLISH.keys().isdisjoint(map(primary, lexicons)) else lexicons
    found += [
        run for code, other in others.items() if code != language for run in _names(text, lexicons[language], other)
    ]
    kept: list[Run] = []
    for run in sorted(found, key=lambda run: (run.begin, -run.end)):
        if kept and run.language == kept[-1].language and not text[kept[-1].end : run.begin].strip():
            kept[-1] = Run(kept[-1].begin, max(run.end, kept[-1].end), run.language)
        elif not kept or run.begin >= kept[-1].end:
            kept.append(run)
    yield from kept


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in resource("stopwords.txt")}


def _common(language: str) -> frozenset[str]:
    """Return the commonest words of a language."""
    return _stop_words().get(primary(language), frozenset())


@cache
def _linking(language: str, other: str) -> frozenset[str]:
    """Return the commonest words of a language that are not among those of the other."""
    return _common(language) - _common(other)


@cache
def _before_names(language: str, other: str) -> frozenset[str]:
    """Return the words of a language with which no name in the other begins."""
    return _linking(language, other) | titles(language)


@cache
def _nouns(language: str) -> tuple[frozenset[str], bool]:
    """Return the words that name a body, and whether they open its name."""
    told = tomllib.loads(files("publish.editing").joinpath("foreign.toml").read_text("utf-8"))
    code = primary(language)
    return frozenset(told["nouns"].get(code, "").split()), code in told["first"].split()


def _names(text: str, own: _Lexicon, other: _Lexicon) -> Iterator[Run]:
    """Yield the proper names made of the other edition's words: `Comité del Gremio de Transportes`."""
    linking = _linking(other.language, own.language)
    for stretch in _stretches(text):
        run: list[_Word] = []
        for word in stretch:
            if word.capital or (run and word.text in linking):
                run.append(word)
            else:
                yield from _named(text, run, own, other)
                run = []
        yield from _named(text, run, own, other)


@lru_cache(maxsize=8)
def _stretches(text: str) -> tuple[tuple[_Word, ...], ...]:
    """Return the words that only blanks part and that may be names: with two capitals, and what may link them."""
    links = _links()
    found: list[list[_Word]] = []
    stretch: list[_Word] = []
    for match in _WORD.finditer(text):
        word = match[0]
        capital = word[0].isupper()
        if not capital and not (stretch and word in links):
            stretch = []
            continue
        if not stretch or _GAP.fullmatch(text, stretch[-1].end, match.start()) is None:
            stretch = []
            if not capital:
                continue
            found.append(stretch)
        stretch.append(_Word(word, word.lower(), match.start(), match.end(), capital))
    return tuple(tuple(each) for each in found if sum(word.capital for word in each) > 1)


@cache
def _links() -> frozenset[str]:
    """Return the commonest words of all languages: none but these may link the words of a name."""
    return frozenset[str]().union(*_stop_words().values())


def _named(text: str, run: list[_Word], own: _Lexicon, other: _Lexicon) -> Iterator[Run]:
    """Yield the run, without what is not part of the name at its ends, where it is surely in the other language."""
    if len(run) < 2 or sum(word.capital for word in run) < 2:
        return
    nouns, opens = _nouns(other.language)
    run = _trimmed(run, own, other)
    # A sentence's first word has its capital from there: `Then Ana Peña Ruiz …`.
    if len(run) > 2 and _opens(text, run[0].begin) and not leans(run[0].text, to=other.language, own=own.language):
        run = _trimmed(run[1:], own, other)
    capitals = [word.low for word in run if word.capital]
    if len(capitals) < 2 or any(word in own.small and word not in other.small for word in capitals):
        return
    begin, end = run[0].begin, run[-1].begin + len(_OWNER.sub("", run[-1].text))
    head = capitals[0] if opens else capitals[-1]
    names_a_body = head in nouns and head not in _nouns(own.language)[0]
    known = sum(1 for word in capitals if word in other.small and word not in own.small)
    linked = not all(word.capital for word in run)
    if linked and (names_a_body or known * 2 > len(capitals)):
        yield Run(begin, end, other.language)
        return
    # Looking for it in all of the other text is dear: last.
    there = text[begin:end] in other.text
    if (there and (names_a_body or known >= 2)) or spelt(
        text[begin:end], other=other.language, own=own.language, there=there
    ):
        yield Run(begin, end, other.language)


def _opens(text: str, begin: int) -> bool:
    """Tell whether a sentence begins there."""
    before = text[max(0, begin - 8) : begin].rstrip(_BETWEEN)
    return not before or before[-1] in _ENDS


def _trimmed(run: list[_Word], own: _Lexicon, other: _Lexicon) -> list[_Word]:
    """Take off what is not part of the name: `The Comité del …`, `Yesterday Comité del …`, `President …`, `… del`."""
    own_only = _before_names(own.language, other.language)
    nouns, opens = _nouns(other.language)
    if opens and any(word.low in nouns for word in run):
        own_only = own_only | {word.low for word in run} - nouns - other.small - _common(other.language)
    while run and (run[0].low in own_only or not run[0].capital):
        run = run[1:]
    while run and (not run[-1].capital or _NUMERAL.fullmatch(run[-1].text)):
        run = run[:-1]
    return run


def _quotations(paragraph: Paragraph, language: str, lexicons: dict[str, _Lexicon]) -> Iterator[Run]:
    """Yield what stands in quotation marks, or in emphasis, and is wholly in another language."""
    text = paragraph.text.replace("\n", " ")
    for match in _QUOTED.finditer(text) if _QUOTES.search(text) else ():
        group = match.lastindex or 0
        found = _whole(match[group], language, tuple(lexicons))
        if found:
            yield Run(match.start(group), match.end(group), found)
    place = 0
    for sentence in paragraph.sentences:
        here = place
        for span in sentence.spans:
            found = _whole(span.text, language, tuple(lexicons)) if "emphasis" in span.styles else None
            if found:
                yield Run(here, here + len(span.text), found)
            here += len(span.text)
        place += len(sentence.text + sentence.after)


def _whole(quoted: str, language: str, editions: tuple[str, ...]) -> str | None:
    """Return the language of a quotation, where it is surely another one."""
    words = [word.lower() for word in _WORD.findall(quoted)]
    if len(words) < QUOTED_WORDS:
        return None
    own = _common(language)
    strange = [word for word in words if word not in own]
    best: list[tuple[int, bool, str]] = []
    for code in dict.fromkeys((*editions, *_stop_words())):
        if primary(code) == primary(language):
            continue
        common = _common(code)
        telling = sum(map(common.__contains__, strange))
        if telling < 2 or any(word in own and word not in common for word in words):
            continue
        if sum(map(common.__contains__, words)) >= COMMON_SHARE * len(words):
            best.append((telling, code in editions, code))
    if not best:
        return None
    _, _, code = max(best)
    likely = likelihoods((quoted,), (primary(language), primary(code)))[0]
    return code if likely[1] >= 0 and likely[0] <= SURE else None


def _other_scripts(text: str, language: str, lexicons: dict[str, _Lexicon]) -> Iterator[Run]:
    """Yield the words that are in a script which this language is not written in, and one other is."""
    written_in = tables().written_in
    # Latin names stand in every language.
    if text.isascii() or counted(text).keys() <= {"Latin", "other"}:
        return
    place = 0
    for name, letters in groupby(text, key=script):
        begin, place = place, place + sum(1 for _ in letters)
        # A single letter may be a symbol (`π`).
        if name in {"", "Latin", "other"} or place - begin < 2 or primary(language) in written_in[name]:
            continue
        codes = written_in[name]
        found = [other for other in lexicons if primary(other) in codes] or (list(codes) if len(codes) == 1 else [])
        if len(found) == 1:
            yield Run(begin, place, found[0])
