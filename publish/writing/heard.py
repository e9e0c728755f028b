"""What the web copy's player is told: which sentence is heard when, in which voice, and where its twin is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from publish.phrases import interface, language_of
from publish.writing.scripts import direction
from publish.writing.timeline import article_tracks, moments
from publish.writing.twins import sections_of, twins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from publish.model import Book, Edition, Narration
    from publish.writing.leaves import Leaf
    from publish.writing.timeline import Moment


def cues(book: Book, narrations: Iterable[Narration], leaves: Iterable[Leaf], *, name: str) -> str:
    """Return the player's table as JSON that may stand in a page.

    Per voice, in the order of its sound: `sentences` (their ids), `begins` (milliseconds, one more than sentences:
    the last is the end), and `twins`, by other language the place of the sentence in its voice that says the same, or
    -1. `words` holds those of the player in each language of the book.

    Args:
        book: with its beads.
        narrations: of its editions, or of some of them.
        leaves: its pages.
        name: what a browser keeps the place under.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    spoken = {narration.language: narration for narration in narrations}
    heard = {e.language: _heard(e, spoken[e.language]) for e in book.editions if e.language in spoken}
    answers = _answers(book, tuple(leaves))
    table = {
        "book": name,
        "voices": [_voice(language, heard, answers) for language in heard],
        "words": {edition.language: _words(edition.language) for edition in book.editions},
    }
    # In a page `</script>` would end it, wherever it stands.
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _heard(edition: Edition, narration: Narration) -> tuple[Moment, ...]:
    return tuple(moment for _, some in moments(edition, article_tracks(edition, narration)) for moment in some)


def _voice(
    language: str, heard: Mapping[str, tuple[Moment, ...]], answers: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    own = heard[language]
    names = [moment.sentence.id for moment in own]
    twins_in: dict[str, list[int]] = {}
    for other, said in heard.items():
        if other != language:
            place = {moment.sentence.id: number for number, moment in enumerate(said)}
            twins_in[other] = [place.get(answers[name].get(other, ""), -1) for name in names]
    begins = [*(moment.begin_ms for moment in own), own[-1].end_ms]
    return {"language": language, "sentences": names, "begins": begins, "twins": twins_in}


def _answers(book: Book, leaves: tuple[Leaf, ...]) -> dict[str, dict[str, str]]:
    """Return the twin of each sentence by its language; where a sentence has none of its own, its block's first."""
    blocks = twins(book, leaves).links
    own = twins(book, leaves, "sentence").links
    firsts = {p.id: p.sentences[0].id for e in book.editions for s in sections_of(e) for p in s.paragraphs}
    return {
        sentence.id: {
            place.language: firsts.get(place.id, place.id)
            # Of two blocks that answer one, the first.
            for places in (blocks.get(paragraph.id, ()), own.get(sentence.id, ()))
            for place in reversed(places)
        }
        for edition in book.editions
        for paragraph in edition.paragraphs
        for sentence in paragraph.sentences
    }


def _words(language: str) -> dict[str, str]:
    own = language_of(language)
    return {"lang": own, "dir": direction(own), **interface(language)}
