"""Which sentences are lit word by word: those whose words are timed, and can be told apart on a page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from publish.markup import escaped
from publish.writing.bidi import isolated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Cue, Publication, Sentence, Word

_LEAST_MS = 10
"""A word that is heard for less has no time of its own."""
_WHOLE = frozenset({"ruby", "note"})
"""Runs that a page shows in another form than their text."""


def told_words(publication: Publication) -> dict[str, tuple[Word, ...]]:
    """Return the words of each sentence that is lit word by word, by its id; none where that is not asked for."""
    return dict(_told(publication)) if publication.design.sync == "word" else {}


def _told(publication: Publication) -> Iterator[tuple[str, tuple[Word, ...]]]:
    for edition, narration in publication.spoken:
        cues = {cue.sentence: cue for track in narration.tracks for cue in track.cues if cue.words}
        # What a picture shows is no text on the page.
        paragraphs = (p for section in edition.spoken for p in section.paragraphs if not p.picture)
        for sentence in (s for paragraph in paragraphs for s in paragraph.sentences):
            cue = cues.get(sentence.id)
            if cue and _in_order(cue) and _apart(sentence, cue.words, edition.language):
                yield sentence.id, cue.words


def _in_order(cue: Cue) -> bool:
    """Tell whether each word is heard, one after the other, before the notes that the sentence calls."""
    edges = cue.begin_ms, *(word.begin_ms for word in cue.words[1:]), *(call.begin_ms for call in cue.calls), cue.end_ms
    return len(cue.words) > 1 and all(end - begin >= _LEAST_MS for begin, end in pairwise(edges))


def _apart(sentence: Sentence, words: tuple[Word, ...], language: str) -> bool:
    """Tell whether each word stands in one run of its sentence, before any call of a note, all in one direction."""
    runs = list(zip(sentence.spans, accumulate((len(span.text) for span in sentence.spans), initial=0), strict=False))
    calls = [begin for span, begin in runs if span.calls]
    homes = [(begin, begin + len(span.text)) for span, begin in runs if not (span.gloss and span.gloss.kind in _WHOLE)]
    # Names that run the other way stand in the order of their own direction only while they are together.
    one_way = all(isolated(span.text, span.language or language) == escaped(span.text) for span in sentence.spans)
    return one_way and all(
        any(begin <= word.begin and word.end <= end for begin, end in homes)
        and not any(call < word.begin for call in calls)
        for word in words
    )
