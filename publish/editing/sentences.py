"""Paragraphs into sentences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

from publish.editing import sentence_cuts
from publish.editing.sentence_cuts import CLOSERS, OPENERS, Habits

_BLANK = re.compile(r"[^\S\x00-\x7f]")
# Marks around quotations that sentencex does not know, and pairs of the same length that it does.
_QUOTED = ((re.compile(r"『([^『』]*)』"), r"“\1”"), (re.compile(r"‚([^‚‘’]*)[‘’]"), r"‹\1›"))
_BEFORE_STOP = re.compile(r"(\S+?)\.[\"'”’»)\]]*\s*$")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]\s*")
# `two rules: 1. Knock.`: the number belongs to what it numbers.
_LISTED = re.compile(r"[:;]\s+[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s*$")
_INITIALS = re.compile(r"(?:^|[\s(\"“«‘])(?:[^\W\d_]\.[-\s]?)*[^\W\d_]\.\s*$")
# `d. h.`, `p. ej.`, `a. m.`: two small letters or syllables, each with its stop.
_TWO_LETTERS = re.compile(r"(?:^|[\s(\"“«‘„])[^\W\d_A-ZÀ-Þ]\.\s?[^\W\d_A-ZÀ-Þ][^\s.A-ZÀ-Þ]{0,2}\.\s*$")
# German and its neighbours write `the 2nd` as `der 2.`: after these a figure with a stop is an ordinal.
_ORDINAL = re.compile(
    r"\b(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|ins|ab|bis|den|de|det|i|na|ve|w|do|od|az)\s+\d{1,4}\.\s*$",
    re.IGNORECASE,
)
_ORDINALS_IN = frozenset(
    {"de", "da", "no", "nb", "fi", "cs", "sk", "pl", "hu", "hr", "sr", "bs", "sl", "is", "et", "lv", "tr"}
)
_SAID = re.compile(r"[!?！？؟。][”»“」』’\"]\s*$")
_TAIL = 80
"""How many letters before a place may say whether a sentence ends there."""


@cache
def _habits(language: str) -> Habits:
    told = tomllib.loads(files("publish.editing").joinpath("sentences.toml").read_text("utf-8")).get(language, {})
    says = told.pop("says", None)
    return Habits(**{kind: frozenset(words.split()) for kind, words in told.items()}, says=says and re.compile(says))


def split(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of one paragraph, each with the white space that follows it.

    sentencex proposes; abbreviations, initials, ordinals, quotations, notes and ellipses that it misjudges are
    put right. A quotation or a bracket that holds whole sentences stays in one piece. Joining the sentences
    gives back the text, to the character. A text without words is one sentence; an empty text has none.
    """
    if not text:
        return ()
    code = language.partition("-")[0].lower()
    habits = _habits(code)
    places = {0, len(text)}
    for begin, end in pairwise(_proposed(text, code)):
        places.update(begin + cut for cut in (0, *sentence_cuts.inside(text[begin:end], habits)))
    places = sentence_cuts.with_their_marks(text, sorted(places))
    kept = [0]
    for place, after in pairwise(places[1:]):
        if not _goes_on(text[max(kept[-1], place - _TAIL) : place], text[place:after], code, habits):
            kept.append(place)
    return tuple(text[a:b] for a, b in pairwise([*kept, len(text)]))


def _proposed(text: str, code: str) -> list[int]:
    """Where sentencex would begin and end sentences."""
    from sentencex import segment

    # sentencex 1.0 panics where it cuts at a blank of more than one byte.
    plain = _BLANK.sub(" ", text)
    for unknown, known in _QUOTED:
        plain = unknown.sub(known, plain)
    pieces = segment(code, plain)
    return [0, *accumulate(map(len, pieces))] if "".join(pieces) == plain else [0, len(text)]


def _goes_on(before: str, piece: str, language: str, habits: Habits) -> bool:
    """Whether a piece belongs to the sentence before it, of which `before` is the end."""
    if not before.strip() or not piece.strip():
        return True
    start = piece.lstrip(OPENERS)
    ended = before.rstrip()
    if not start or not (start[0].isalnum() or start[0] in "@#$€£&…"):
        # Nothing but marks, or a mark that cannot open a sentence: `”: and so on`.
        return not any(character.isalnum() for character in piece) or start[:1] in tuple(":;,.!?)]}%")
    if _LIST_NUMBER.fullmatch(before) or _LISTED.search(before) or _small(start):
        return True
    if _SAID.search(ended) and habits.says and habits.says.match(piece):
        return True
    if ended.endswith(("…", "...")) and piece.startswith(tuple(habits.carries)):
        return True
    return ended.rstrip(CLOSERS).endswith(".") and _after_a_stop(before, start, language, habits)


def _small(start: str) -> bool:
    """Whether the first word is a small letter's, not a name such as iPhone."""
    word = re.match(r"[^\W\d_]+", start)
    return word is not None and word[0][0].islower() and not any(letter.isupper() for letter in word[0][1:3])


def _after_a_stop(before: str, start: str, language: str, habits: Habits) -> bool:
    """Whether the full stop at the end of `before` is an abbreviation's, an initial's or an ordinal's."""
    if before == before.rstrip() and before.endswith("."):
        # `J.-C.`, `a.C.`: no space, no end, unless the space was forgotten.
        return not sentence_cuts.cramped(before, start, habits)
    found = _BEFORE_STOP.search(before)
    # `l’art.` is an article with its elided article.
    word = re.split("['’]", found[1].lstrip(OPENERS).lower())[-1] if found else ""
    opens = sentence_cuts.opens(start, habits)
    if opens and word in habits.may_end:
        return False
    figure = start[0].isdigit() or re.match(r"[IVXLC]+\b", start) is not None
    if (word in habits.names and start[0].isalpha()) or (figure and _numbers(word, habits)):
        return True
    if language in _ORDINALS_IN and _ORDINAL.search(before):
        return True
    if opens or (found and sentence_cuts.ends(found[1].lstrip(OPENERS), habits)):
        return False
    return _is_initial(before, start, language) or _TWO_LETTERS.search(before) is not None


def _numbers(word: str, habits: Habits) -> bool:
    """Whether a word with a full stop stands before a figure: `p.`, `Nr.`, `Goethestr.`."""
    return word in habits.numbers or any(word.endswith(end[1:]) for end in habits.numbers if end.startswith("-"))


def _is_initial(before: str, start: str, language: str) -> bool:
    """Whether `before` ends with an initial (`J.`, `أ.`) and `start` with a name or another one."""
    if not _INITIALS.search(before):
        return False
    letter = before.rstrip()[-2]
    if language == "en" and letter == "I":
        return False
    # A small letter is a unit (`1,75 m.`); a letter without case (Arabic) may be an initial.
    return start[0].isalpha() and not letter.islower()
