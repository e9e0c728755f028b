"""When each word on the page is heard: what stands there, paired with what an engine was given to say."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from publish.model import Word, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Onset, Sentence

# What stands between blanks, without the marks around it.
_WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")


class _Shown(NamedTuple):
    text: str
    begin: int
    end: int


def words(sentence: Sentence, onsets: Sequence[Onset], *, first_sample: int, rate_hz: int) -> tuple[Word, ...]:
    """Return the words of a sentence with the times at which they begin, those of the onsets from `first_sample` on.

    What is said otherwise than it is written (`3,200`) is paired by what stands around it; where that leaves several
    words for several, they are one, as are those that begin with one onset. None where nothing is known.
    """
    text = _without_calls(sentence)
    shown = [_Shown(word[0], word.start(), _end(text, word.end())) for word in _WORD.finditer(text)]
    said = [(word, number) for number, onset in enumerate(onsets) for word in onset.text.split() if _same(word)]
    both = [_same(word.text) for word in shown], [_same(word) for word, _ in said]
    matcher = SequenceMatcher(None, *both, autojunk=False)
    units: list[tuple[int, int, int]] = []
    last = -1
    for first, end, begins, ends in _paired(matcher.get_opcodes()):
        number = said[begins][1]
        if number == last:
            units[-1] = (units[-1][0], shown[end - 1].end, units[-1][2])
        else:
            units.append((shown[first].begin, shown[end - 1].end, onsets[number].sample))
        last = said[ends - 1][1]
    return tuple(
        Word(f"{sentence.id}-w{number}", begin, end, milliseconds(first_sample + sample, rate_hz))
        for number, (begin, end, sample) in enumerate(units, 1)
    )


def _end(text: str, end: int) -> int:
    """Return where a word ends with the accents and vowel signs on its last letter, which are no letters to `re`."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def _paired(opcodes: Iterable[tuple[str, int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return runs of words shown, each with the run of words that says it, as few words as may be in each."""
    found: list[tuple[int, int, int, int]] = []
    first = begins = 0
    for kind, i, until, _, said_until in opcodes:
        # What is the same in both is paired word by word.
        for left in range(until - i - 1, -1, -1) if kind == "equal" else (0,):
            end, ends = until - left, said_until - left
            if first < end and begins < ends:
                found.append((first, end, begins, ends))
            elif found:
                # Shown and not said, or said and not shown: it goes with what is before it.
                found[-1] = (found[-1][0], end, found[-1][2], ends)
            else:
                continue
            first, begins = end, ends
    return found


def _without_calls(sentence: Sentence) -> str:
    """Return the text of a sentence, each call of a note in it as blanks: it is said after it."""
    return "".join(" " * len(span.text) if span.calls else span.text for span in sentence.spans)


def _same(word: str) -> str:
    """Return what two spellings of a word have in common: its letters and figures."""
    return "".join(filter(str.isalnum, word)).casefold()
