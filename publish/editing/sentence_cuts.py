"""Where a piece of text holds two sentences though no splitter says so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

OPENERS = "\"'“”‘’«»„“‹›‚([{¿¡—–-「『（《 \u00a0\u202f\n"
CLOSERS = "\"'”’»)]}›“」』）》"
_ENDS = ".!?…。！？।॥؟۔።፧"
_EMOJI = r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]"
_NOTE = r"(?:\[(?:\d{1,3}|[a-z]{1,2}|[*†‡§]{1,3})\]|[¹²³⁰⁴-⁹]|(?<=\S)[*†‡]{1,3}(?=\s|$))"
# A capital, or a letter of a script without capitals.
_LARGE = r"[\"'“‘«„(¿¡]*[^\W\d_a-zß-öø-ÿ]"

# What ends a sentence comes first and what stands before it after: a search for a mark is quick, one from each
# letter is not.
_BREAKS = (
    re.compile(rf"(?:…|\.\.\.)[\"'”’»)]*\s+(?={_LARGE})|……(?=[\u4e00-\u9fff])"),
    # `It fell.[3] They left.`
    re.compile(rf"[{_ENDS}][{re.escape(CLOSERS)}]*{_NOTE}+\s*(?=\S)"),
    # `Do you come? — No.`
    re.compile(rf"[!?…！？؟][\"'”’»)]*\s+(?=[—–-]\s?{_LARGE})"),
    # `It fell. iPhone owners laughed.`
    re.compile(r"\.(?<=\w\.)\s+(?=[a-z]{1,2}[A-Z][A-Za-z])"),
    # `Prices fell. 3M lost.`, `In 1998. 20 more came.`
    re.compile(r"\.(?:(?<=[^\W\d_]{5}\.)|(?<=\s\d{4}\.))\s+(?=\d)"),
    # `出た。2019年の`: sentencex ends no sentence before a figure; nor any at Khmer's full stop.
    re.compile(r"[。！？][」』”’）]*(?=\d)|។\s*(?=\S)"),
    # `1. Knock. 2. Wait.`
    re.compile(rf"[.!?](?<=[^\W\d_]{{2}}[.!?])\s+(?=\d{{1,2}}[.)]\s+{_LARGE})"),
)
# An address or a file is no abbreviation.
_ADDRESS = re.compile(
    r"(?:\S@\S{1,200}|://\S{1,300}|www\.\S{1,300}|\w\.(?:com|org|net|info|edu|gov|eu|pdf|html?|txt|docx?|xlsx?|jpe?g|png|mp3|zip))\.\s+"
    rf"(?={_LARGE})"
)
_HAS_ADDRESS = re.compile(r"@|://|www\.|\.[a-z3]{2,4}\.")
# `— I come. — I do not.`: only among dashes, for a place is told with one too (`Peoria, Ill. — Two men …`).
_TURN_OPENS = re.compile(r"\s*[—–-]")
_TURN = re.compile(rf"\.[\"'”’»)]*\s+(?=[—–-]\s?{_LARGE})")
_ASIDE = re.compile(rf"\s*(?:\([^()]*[.!?…؟।]\)\s+(?={_LARGE})|（[^（）]*[。！？]）(?=\S))")
_STOPS = re.compile(r"(?:(?<=\s)|^)[\"'“‘«(]*([^\s\"'“‘«(]+)\.[\"'”’»)]*\s+(?=[\"'“‘«(¿¡]*([^\W\d_]+))")
_EMOJIS = re.compile(_EMOJI)
_PARTY = re.compile(rf"(?<=\w)\s*{_EMOJI}+\s+(?=[^\W\d_])")
_NO_SPACE = re.compile(r"[.؟।](?<=[^\W\d_][.؟।])(?=[\"“«¿¡]?[^\W\d_])")
_LAST_WORD = re.compile(r"(?:^|[\s\"'“‘«„(¿¡’])([^\W\d_]{3,})[.؟।]$")
_FIRST_WORD = re.compile(r"[\"“«¿¡]?([^\W\d_]+)(?!\.\w)(?![\w@/(])")
_OPENING = re.compile(r"([^\W\d_]+)(['’.]?)")
_MARKS = re.compile(rf"(?:(?:{_EMOJI}|{_NOTE})+\s*)+")
_APOSTROPHE = re.compile(r"’(?<=\w’)(?=\w)")
_PAIRS = (("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("(", ")"), ("「", "」"), ("『", "』"), ("（", "）"))
_QUOTATION = 2000
"""How long, in characters, a quotation may go on to be kept whole."""
_NEAR = 60
"""How many letters on either side of a full stop are looked at."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language writes round its full stops, as `sentences.toml` tells it; words in small letters."""

    names: frozenset[str] = frozenset()
    """Abbreviations that stand before a capital."""
    numbers: frozenset[str] = frozenset()
    """Abbreviations that stand before a figure; with a hyphen, how such a word ends (Goethestr. 5)."""
    ends: frozenset[str] = frozenset()
    """Abbreviations after which a capital begins a sentence."""
    may_end: frozenset[str] = frozenset()
    """Abbreviations after which only one of `opens` begins a sentence."""
    opens: frozenset[str] = frozenset()
    """Words that, with a capital, open a sentence."""
    carries: frozenset[str] = frozenset()
    """Where there are no capitals: words with which a sentence goes on after an ellipsis."""
    says: re.Pattern[str] | None = None
    """What follows a quotation that ended with `!` or `?` and says whose it is."""


def further(text: str, proposed: list[int], habits: Habits) -> set[int]:
    """Where in a text sentences seem to begin beside the places that a splitter proposed; offsets in characters."""
    turn = (_TURN,) if _TURN_OPENS.match(text) else ()
    address = (_ADDRESS,) if _HAS_ADDRESS.search(text) else ()
    breaks = (*_BREAKS, *address, *turn)
    cuts = {match.end() for pattern in breaks for match in pattern.finditer(text)}
    cuts |= {match.end() for match in _STOPS.finditer(text) if _ends(match, habits)}
    party = _PARTY.finditer(text) if _EMOJIS.search(text) else ()
    cuts |= {match.end() for match in party if opens(text[match.end() : match.end() + _NEAR], habits)}
    for match in _NO_SPACE.finditer(text):
        place = match.end()
        if cramped(text[max(0, place - _NEAR) : place], text[place : place + _NEAR], habits):
            cuts.add(place)
    # `don’t` closes no quotation.
    plain = _APOSTROPHE.sub("'", text)
    cuts = {cut for cut in cuts if not _held(plain, cut) and not _between_straight_quotes(text, cut, proposed)}
    asides = (_ASIDE.match(text, place) for place in (*proposed, *cuts))
    return cuts | {aside.end() for aside in asides if aside}


def _ends(stop: re.Match[str], habits: Habits) -> bool:
    """Whether a word with a full stop, before a word, ends its sentence."""
    word, following = stop[1].lower(), stop[2]
    if not following[:1].isupper():
        return False
    if ends(stop[1], habits):
        return True
    # Splitters take some whole words for abbreviations: `bien.`, `com.`, and `me.` for Maine.
    long = word in habits.opens or (len(word) > 3 and word.isalpha())
    whole = long and stop[1].islower() and word not in habits.names | habits.numbers
    return (whole or word in habits.may_end) and opens(stop.string[stop.start(2) : stop.start(2) + _NEAR], habits)


def ends(word: str, habits: Habits) -> bool:
    """Whether a capital after this word and its full stop begins a sentence.

    `No.` with a capital is the numero sign and `M.` an initial; `no.` is a word and `m.` are metres.
    """
    return word.lower() in habits.ends and (word.islower() or len(word) > 2)


def opens(start: str, habits: Habits) -> bool:
    """Whether a text begins with a word that opens sentences: `The`, `L’`, but not an initial, `A.`."""
    word = _OPENING.match(start.lstrip(OPENERS))
    if word is None or not word[1][0].isupper() or word[1].lower() not in habits.opens:
        return False
    return word[2] != "." or len(word[1]) > 1


def cramped(before: str, start: str, habits: Habits) -> bool:
    """Whether a sentence ended at a full stop whose space was forgotten: `It rained.We left.`."""
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(start)
    if last is None or first is None:
        return False
    word, following = last[1], first[1]
    if {word.lower()} & (habits.names | habits.numbers | habits.ends | habits.may_end):
        return False
    if not word[-1].islower() and not word[-1].isupper():
        # A script without capitals.
        return len(following) > 1
    if not following[0].isupper() or not word[1:].islower():
        return False
    return following.lower() in habits.opens or (word[0].islower() and len(following) > 2 and following[1:].islower())


def _held(text: str, cut: int) -> bool:
    """Whether a quotation or bracket that holds the place is closed only after it, so that it stays whole."""
    for opener, closer in _PAIRS:
        begun = text.rfind(opener, max(0, cut - _QUOTATION), cut)
        if begun < 0 or closer in text[begun + 1 : cut]:
            continue
        after = text[cut : cut + _QUOTATION]
        if closer in after.partition(opener)[0]:
            return True
    return False


def _between_straight_quotes(text: str, cut: int, proposed: list[int]) -> bool:
    """Whether an odd number of `"` stands before the place, in the piece that a splitter kept whole, and one after."""
    at = bisect_right(proposed, cut)
    begin, end = proposed[at - 1], proposed[min(at, len(proposed) - 1)]
    if cut - begin > _QUOTATION:
        return False
    return text.count('"', begin, cut) % 2 == 1 and text.find('"', cut, min(end, cut + _QUOTATION)) >= 0


def with_their_marks(text: str, places: list[int]) -> list[int]:
    """Move each place behind the emoji and note marks that belong to the sentence before it.

    Where the paragraph itself begins with such a mark, it is a list with marks for bullets, and nothing moves.
    """
    if _MARKS.match(text):
        return places
    moved = {0, len(text)}
    for place, after in pairwise([*places[1:], len(text)]):
        marks = _MARKS.match(text, place, after)
        moved.add(marks.end() if marks else place)
    return sorted(moved)
