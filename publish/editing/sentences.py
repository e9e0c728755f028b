"""Paragraphs into sentences."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

_PIECE = 10_000
"""Characters that sentencex is given at once: more than all but the strangest paragraphs have."""
_OPENERS = "\"'“”‘’«»„‹›([{¿¡—–- \u00a0\u202f"
_CLOSERS = "\"'”’»)]}›“"
_BLANK = re.compile(r"[^\S\x00-\x7f]")
_BEFORE_STOP = re.compile(r"(\S+?)\.[\"'”’»)\]]*\s*$")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s*")
_INITIALS = re.compile(r"(?:^|[\s(\"“«‘])(?:[^\W\d_]\.[-\s]?)*[^\W\d_]\.\s*$")
# German and its neighbours write `the 2nd` as `der 2.`: after these a figure with a stop is an ordinal.
_ORDINAL = re.compile(
    r"\b(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|ins|ab|bis|den|de|det|i|na|ve|w|do|od|az)\s+\d{1,4}\.\s*$",
    re.IGNORECASE,
)
_ORDINALS_IN = frozenset(
    {"de", "da", "no", "nb", "fi", "cs", "sk", "pl", "hu", "hr", "sr", "bs", "sl", "is", "et", "lv", "tr"}
)
# `“走吧！”他说。`: who says it still belongs to what was said.
_SAYS = re.compile(r"(?![没不無无])[\u4e00-\u9fff]{0,3}?[说說道问問喊叫答笑](?:道|着|著)?[，,。！？：:]")
_SAID = re.compile(r"[！？!?][”」』’]$")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\"'”’»)]*\s+(?=[\"'“‘«(¿¡]*[^\W\d_a-zà-öø-ÿ])")
_ASIDE = re.compile(r"\s*(?:\([^()]*[.!?…]\)\s+(?=[\"'“‘«¿¡]*[^\W\d_a-zà-öø-ÿ])|（[^（）]*[。！？]）(?=\S))")
_STOPS = re.compile(r"(?:(?<=\s)|^)[\"'“‘«(]*([^\s\"'“‘«(]+)\.[\"'”’»)]*\s+(?=[\"'“‘«(¿¡]*([^\W\d_]+))")


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()


@cache
def _abbreviations(language: str) -> _Abbreviations:
    told = tomllib.loads(files("publish.editing").joinpath("sentences.toml").read_text("utf-8"))
    return _Abbreviations(**{kind: frozenset(words.split()) for kind, words in told.get(language, {}).items()})


def split(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of one paragraph, each with the white space that follows it.

    sentencex proposes; abbreviations, initials, ordinals, quotations and ellipses that it misjudges are
    put right. Joining the sentences gives back the text, to the character. A text without words is one
    sentence; an empty text has none.
    """
    if not text:
        return ()
    code = language.partition("-")[0].lower()
    abbreviations = _abbreviations(code)
    # sentencex 1.0 panics where it cuts at a blank of more than one byte.
    plain = _BLANK.sub(" ", text)
    proposed = _proposed(plain, code)
    ends = [0, *accumulate(map(len, proposed))]
    proposed = [text[a:b] for a, b in pairwise(ends)] if "".join(proposed) == plain else [text]
    whole: list[str] = []
    for piece in (part for long in proposed for part in _parted(long, abbreviations)):
        if whole and _goes_on(whole[-1], piece, code, abbreviations):
            whole[-1] += piece
        else:
            whole.append(piece)
    return tuple(whole)


def _proposed(text: str, code: str) -> list[str]:
    """Return what sentencex makes of a text, of a long one piece by piece: its time grows as the square of a text.

    Of each piece the first half is taken, so that what a sentence is does not depend on where the piece ends.
    """
    from sentencex import segment

    found: list[str] = []
    place, size = 0, _PIECE
    while len(text) - place > size:
        own = segment(code, text[place : place + size])
        sure = bisect_right(list(accumulate(map(len, own))), size // 2)
        found += own[:sure]
        place += sum(map(len, own[:sure]))
        size = _PIECE if sure else 2 * size
    return [*found, *segment(code, text[place:])]


def _parted(piece: str, abbreviations: _Abbreviations) -> list[str]:
    """Cut a piece where it holds two sentences: after an ellipsis, a bracketed sentence, `etc.` before a capital."""
    cuts = {match.end() for match in _ELLIPSIS.finditer(piece)}
    aside = _ASIDE.match(piece)
    if aside:
        cuts.add(aside.end())
    for match in _STOPS.finditer(piece):
        word, following = match[1].lower(), match[2]
        capital = following[:1].isupper()
        opens = capital and following.lower() in abbreviations.opens
        # `No.` with a capital is the numero sign; `no.` is a word.
        if (capital and word in abbreviations.ends and (word != "no" or match[1] == "no")) or (
            opens and word in abbreviations.may_end
        ):
            cuts.add(match.end())
    places = [0, *sorted(cuts), len(piece)]
    return [piece[a:b] for a, b in pairwise(places) if a < b]


def _goes_on(before: str, piece: str, language: str, abbreviations: _Abbreviations) -> bool:
    """Whether a piece belongs to the sentence before it."""
    if not before.strip() or not piece.strip():
        return True
    start = piece.lstrip(_OPENERS)
    ended = before.rstrip()
    if not start or not (start[0].isalnum() or start[0] in "@#$€£&…"):
        # Nothing but marks, or a mark that cannot open a sentence: `”: and so on`.
        return not any(character.isalnum() for character in piece) or start[:1] in tuple(":;,.!?)]}%")
    if _LIST_NUMBER.fullmatch(before) or _small(start):
        return True
    if _SAID.search(ended) and _SAYS.match(piece):
        return True
    return ended.rstrip(_CLOSERS).endswith(".") and _after_a_stop(before, start, language, abbreviations)


def _small(start: str) -> bool:
    """Whether the first word is a small letter's, not a name such as iPhone."""
    word = re.match(r"[^\W\d_]+", start)
    return word is not None and word[0][0].islower() and not any(letter.isupper() for letter in word[0][1:3])


def _after_a_stop(before: str, start: str, language: str, abbreviations: _Abbreviations) -> bool:
    """Whether the full stop at the end of `before` is an abbreviation's, an initial's or an ordinal's."""
    if before == before.rstrip() and before.endswith("."):
        # `J.-C.`, `a.C.`: no space, no end.
        return True
    found = _BEFORE_STOP.search(before)
    # `l’art.` is an article with its elided article.
    word = re.split("['’]", found[1].lstrip(_OPENERS).lower())[-1] if found else ""
    if word in abbreviations.names and start[0].isalpha():
        return True
    if word in abbreviations.numbers and (start[0].isdigit() or re.match(r"[IVXLC]+\b", start) is not None):
        return True
    if language in _ORDINALS_IN and _ORDINAL.search(before):
        return True
    opening = re.match(r"[^\W\d_]+", start)
    if opening and opening[0].lower() in abbreviations.opens:
        return False
    return _is_initial(before, start, language)


def _is_initial(before: str, start: str, language: str) -> bool:
    """Whether `before` ends with an initial (`J.`, `أ.`) and `start` with a name or another one."""
    if not _INITIALS.search(before):
        return False
    letter = before.rstrip()[-2]
    if language == "en" and letter == "I":
        return False
    # A small letter is a unit (`1,75 m.`); a letter without case (Arabic) may be an initial.
    return start[0].isalpha() and not letter.islower()
