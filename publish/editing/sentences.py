"""Paragraphs into sentences."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

from publish.editing import sentence_cuts
from publish.editing.sentence_cuts import CLOSERS, OPENERS, Habits

_PIECE = 10_000
"""Characters that sentencex is given at once: more than all but the strangest paragraphs have."""
_BLANK = re.compile(r"[^\S\x00-\x7f]")
# Marks around quotations that sentencex does not know, and pairs of the same length that it does.
_QUOTED = (
    # `won’t` closes no quotation.
    (re.compile(r"’(?<=[a-z]’)(?=(?:t|s|re|ll|ve|m|d)\b)"), "ʼ"),
    (re.compile(r"『([^『』]*)』"), r"“\1”"),
    (re.compile(r"‚([^‚‘’]*)[‘’]"), r"‹\1›"),
)
_BEFORE_STOP = re.compile(r"(\S+?)\.[\"'”’»)\]]*\s*$")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4}|\d{1,2}(?:\.\d{1,2}){1,3})[.)]\s*")
# `two rules: 1. Knock.`: the number belongs to what it numbers.
_LISTED = re.compile(r"[:;]\s+[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s*$")
_INITIALS = re.compile(r"(?:^|[\s(\"“«‘])(?:[^\W\d_]\.[-\s]?)*[^\W\d_]\.\s*$")
# `d. h.`, `p. ej.`, `a. m.`: two small letters or syllables, each with its stop.
_TWO_LETTERS = re.compile(r"(?:^|[\s(\"“«‘„])[^\W\d_A-ZÀ-Þ]\.\s?[^\W\d_A-ZÀ-Þ][^\s.A-ZÀ-Þ]{0,2}\.\s*$")
# `Dr`, `Ltd`, `Bs`: such words are abbreviations, unless they are sounds.
_NO_VOWELS = re.compile(r"(?!Hm+$|Mm+$|Ss+h*$|Sh+$|Br+$|Gr+$|Ps+t$|Pf+t?$)[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,4}")
# German and its neighbours write `the 2nd` as `der 2.`: after these a figure with a stop is an ordinal.
_ORDINAL = re.compile(
    r"\b(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|ins|ab|bis|den|de|det|i|na|ve|w|do|od|az)\s+\d{1,4}\.\s*$",
    re.IGNORECASE,
)
_ORDINALS_IN = frozenset(
    {"de", "da", "no", "nb", "fi", "cs", "sk", "pl", "hu", "hr", "sr", "bs", "sl", "is", "et", "lv", "tr"}
)
_SAID = re.compile(r"[!?！？؟。][”»“」』’\"]\s*$")
# Who ends sentences with a danda writes a full stop after abbreviations only.
_FULL_STOP = re.compile(r"(?<!\.)\.\s*$")
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
    proposed = _proposed(text, code)
    places = sorted({*proposed, *sentence_cuts.further(text, proposed, habits)})
    places = sentence_cuts.with_their_marks(text, places)
    kept = [0]
    with_dandas = "।" in text
    for place, after in pairwise(places[1:]):
        before = text[max(kept[-1], place - _TAIL) : place]
        if not (with_dandas and _FULL_STOP.search(before)) and not _goes_on(before, text[place:after], code, habits):
            kept.append(place)
    return tuple(text[a:b] for a, b in pairwise([*kept, len(text)]))


def _proposed(text: str, code: str) -> list[int]:
    """Where sentencex would begin and end sentences."""
    # sentencex 1.0 panics where it cuts at a blank of more than one byte.
    plain = _BLANK.sub(" ", text)
    for unknown, known in _QUOTED:
        plain = unknown.sub(known, plain)
    pieces = _segmented(plain, code)
    return [0, *accumulate(map(len, pieces))] if "".join(pieces) == plain else [0, len(text)]


def _segmented(text: str, code: str) -> list[str]:
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


def _goes_on(before: str, piece: str, language: str, habits: Habits) -> bool:
    """Whether a piece belongs to the sentence before it, of which `before` is the end."""
    if not before.strip() or not piece.strip():
        return True
    start = piece.lstrip(OPENERS)
    ended = before.rstrip()
    if not start or not (start[0].isalnum() or start[0] in "@#$€£&…"):
        # Nothing but marks, or a mark that cannot open a sentence: `”: and so on`.
        return not any(character.isalnum() for character in piece) or start[:1] in tuple(":;,.!?)]}%")
    if _LIST_NUMBER.fullmatch(before) or _LISTED.search(before) or _small(start) or _said(ended, piece, habits):
        return True
    if before.endswith("."):
        # `J.-C.`, `a.C.`: no space, no end, unless the space was forgotten.
        return not sentence_cuts.cramped(before, piece, habits)
    return ended.rstrip(CLOSERS).endswith(".") and _after_a_stop(before, start, language, habits)


def _said(ended: str, piece: str, habits: Habits) -> bool:
    """Whether a piece says whose the quotation before it was, or takes up what an ellipsis broke off."""
    if _SAID.search(ended) and habits.says and habits.says.match(piece):
        return True
    if not ended.endswith(("…", "...")):
        return False
    return piece.startswith(tuple(habits.carries)) or ended.rstrip("….") in habits.carries


def _small(start: str) -> bool:
    """Whether the first word is a small letter's, not a name such as iPhone; Georgian sentences begin with no other."""
    word = re.match(r"[^\W\d_]+", start)
    return (
        word is not None and word[0][0].title() != word[0][0] and not any(letter.isupper() for letter in word[0][1:3])
    )


def _after_a_stop(before: str, start: str, language: str, habits: Habits) -> bool:
    """Whether the full stop at the end of `before` is an abbreviation's, an initial's or an ordinal's."""
    found = _BEFORE_STOP.search(before)
    # `l’art.` is an article with its elided article.
    word = re.split("['’]", found[1].lstrip(OPENERS))[-1] if found else ""
    if _numbered(word, start, habits) or (language in _ORDINALS_IN and _ORDINAL.search(before)):
        return True
    opens = sentence_cuts.opens(start, habits)
    if sentence_cuts.ends(word, habits) or (opens and word.lower() in habits.may_end):
        return False
    if start[0].isalpha() and {word.lower(), word.lower().rpartition("-")[2]} & habits.names:
        return True
    return not opens and (
        _NO_VOWELS.fullmatch(word) is not None
        or _is_initial(before, start, language)
        or _TWO_LETTERS.search(before) is not None
    )


def _numbered(word: str, start: str, habits: Habits) -> bool:
    """Whether a word with a full stop belongs to the figure after it: `p. 5`, `Nr. 5`, `Goethestr. 5`."""
    if not start[0].isdigit() and not re.match(r"[IVXLC]+\b", start):
        return False
    word = word.lower()
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
