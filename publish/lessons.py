"""Lessons, as they were asked for, of what was spoken for the narrations."""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from math import isfinite
from typing import TYPE_CHECKING

from publish import jobs
from publish.errors import ConfigError
from publish.model import Edition, Method, Paragraph, Piece, Section, Sentence
from publish.phrases import language_name, primary, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping
    from concurrent.futures import Executor

    from publish.casting import Cast
    from publish.config import Order
    from publish.console import Tell
    from publish.model import Book, Lesson, Narration
    from publish.speaking.learning import Change

log = logging.getLogger(__name__)

_TOGETHER = 64
"""Sounds that a worker changes in one go: half a second's work."""
_UNHEARD_DB = 0.5
"""Two voices nearer to each other than this are left as they are."""


def methods(order: Order, editions: tuple[Edition, ...], tell: Tell) -> tuple[Method, ...]:
    """Return how each lesson goes that was asked for, in the languages of these editions.

    A settings file is for every article: a lesson of its that is not for this one is left out, with a warning.

    Raises:
        ConfigError: the command asks for a lesson in a language that is not there.
    """
    found = []
    for asked in order.learn if "audio" in order.to else ():
        name = "-".join(asked)
        there = [next((e.language for e in editions if _same(e.language, tag)), None) for tag in asked]
        languages = tuple(language for language in there if language)
        if len(set(languages)) == len(set(asked)) and len(languages) == len(asked):
            common = order.learn_speed.get("", 1.0)
            speed = {own: order.learn_speed.get(tag, common) for own, tag in zip(languages, asked, strict=True)}
            found.append(Method(languages, order.learn_pause, speed, order.learn_alone))
            continue
        # Two tags of one edition are no two languages either.
        lacking = next((tag for tag, own in zip(asked, there, strict=True) if own is None), asked[-1])
        msg = f"There is no {language_name(lacking, 'en')} in this article to learn"
        if "learn" in order.said:
            raise ConfigError(
                msg, where=f"--learn {name}", hint=f"There is: {', '.join(e.language for e in editions)}."
            )
        tell.warn(f"{order.settings_file}: {msg}: no lesson {name}")
    return tuple({method.name: method for method in found}.values())


def _same(language: str, tag: str) -> bool:
    return tag in (language, primary(language))


def made(
    asked: Iterable[Method],
    book: Book,
    narrations: tuple[Narration, ...],
    cast: Cast,
    *,
    memory: MutableMapping[str, bytes],
    executor: Executor,
    tell: Tell,
) -> tuple[Lesson, ...]:
    """Return the lessons of a book that was spoken; nothing of it is spoken again.

    One in a language that nobody speaks here is left out, with a warning.

    Raises:
        EngineError: a sound has gone from the memory, or what announces a sentence cannot be spoken.
    """
    from publish.speaking import learning

    found = []
    by_language = {narration.language: narration for narration in narrations}
    for method in asked:
        silent = [language for language in method.languages if language not in by_language]
        if silent:
            tell.warn(f"Nobody speaks {language_name(silent[0], 'en')} here: no lesson {method.name}")
            continue
        announced = _announced(method)
        planned = learning.turns(book, method, announced)
        used = {each.sentence.id for turn in planned for part in turn for each in part}
        spoken = {language: by_language[language] for language in dict.fromkeys(method.languages)}
        rate_hz = max(narration.tracks[0].rate_hz for narration in spoken.values())
        changes = _changes(spoken, method, rate_hz, memory, executor)
        sounds: dict[str, tuple[Piece, ...]] = {}
        for language, narration in spoken.items():
            own = _sounds(narration)
            if announced[language].id in used:
                own |= _sounds(_said(announced[language], language, cast, memory, executor))
            own = {name: pieces for name, pieces in own.items() if name in used}
            sounds |= _changed(own, changes[language], narration.tracks[0].rate_hz, memory, executor)
        found.append(learning.lesson(planned, sounds, method, spoken, rate_hz))
    return tuple(found)


def _announced(method: Method) -> dict[str, Sentence]:
    """Return what is said, in each language, before what has no translation."""
    first, second = dict.fromkeys(method.languages)
    return {
        language: Sentence(
            f"{language}-learn-p1-s1",
            (said(language, "untranslated_here", language=language_name(other, language)),),
        )
        for language, other in ((first, second), (second, first))
    }


def _said(
    sentence: Sentence, language: str, cast: Cast, memory: MutableMapping[str, bytes], executor: Executor
) -> Narration:
    from publish.speaking import narrate

    section = Section(f"{language}-learn", "", (Paragraph(f"{language}-learn-p1", "paragraph", (sentence,), 0, 0),))
    return narrate.begin(
        Edition(language, "", (section,)),
        cast.voices[language],
        memory=memory,
        executor=executor,
        others=cast.others[language],
        lexicons=cast.lexicons,
    ).narration()


def _sounds(narration: Narration) -> dict[str, tuple[Piece, ...]]:
    """Return what is heard of each sentence, by its id, without the silence around it."""
    from publish.writing.runs import by_cue

    found = {}
    for track in narration.tracks:
        for cue, pieces in zip(track.cues, by_cue(track), strict=True):
            spoken = [place for place, piece in enumerate(pieces) if piece.key]
            found[cue.sentence] = tuple(pieces[spoken[0] : spoken[-1] + 1]) if spoken else ()
    return found


def _changes(
    spoken: Mapping[str, Narration],
    method: Method,
    rate_hz: int,
    memory: MutableMapping[str, bytes],
    executor: Executor,
) -> dict[str, Change]:
    """Return what brings each language's sounds to one rate and loudness: the louder voice is made softer."""
    from publish.speaking.learning import Change
    from publish.studio import article_tracks

    measuring = {
        language: executor.submit(jobs.loudness, article_tracks(narration), memory)
        for language, narration in spoken.items()
    }
    lufs = {language: job.result() for language, job in measuring.items()}
    softest = min(lufs.values())
    # What is silent has no level, and nothing is made as silent as that.
    over = {language: loud - softest if isfinite(loud - softest) else 0.0 for language, loud in lufs.items()}
    gains = {language: -round(db, 1) if db >= _UNHEARD_DB else 0.0 for language, db in over.items()}
    return {language: Change(rate_hz, gains[language], method.speed.get(language, 1.0)) for language in spoken}


def _changed(
    sounds: Mapping[str, tuple[Piece, ...]],
    change: Change,
    was_hz: int,
    memory: MutableMapping[str, bytes],
    executor: Executor,
) -> dict[str, tuple[Piece, ...]]:
    """Return the sounds as they are heard in the lesson; they are changed in workers, into the memory."""
    if change == type(change)(was_hz):
        return dict(sounds)
    spoken = [piece for pieces in sounds.values() for piece in pieces if piece.key]
    batches = [tuple(spoken[first : first + _TOGETHER]) for first in range(0, len(spoken), _TOGETHER)]
    waiting = [(batch, executor.submit(jobs.changed, batch, change, memory)) for batch in batches]
    new: dict[str, Piece] = {}
    for batch, job in waiting:
        try:
            new |= job.result()
        except BrokenExecutor:
            log.warning("A process that works for us died; what it did is done again")
            new |= executor.submit(jobs.changed, batch, change, memory).result()
    longer = change.rate_hz / was_hz / change.speed
    return {
        name: tuple(new[p.key] if p.key else Piece("", round(p.samples * longer)) for p in pieces)
        for name, pieces in sounds.items()
    }
