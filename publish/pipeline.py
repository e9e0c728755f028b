"""The route from a source to a shelf; the only place that knows all four rooms.

document    = reader(source)                    reading
book        = edit(documents)                   editing
narrations  = [narrate(edition, voice) ...]     speaking, in worker processes, while twins are paired
files       = writer(publication, encode)       writing
artifacts   = [shelf.save(file) ...]            outside
"""

from __future__ import annotations

import logging
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from publish import casting, completeness, desk, fingerprint, gathering, jobs, registry
from publish.errors import ConfigError, OutputError
from publish.model import Publication
from publish.outside import memory as memories
from publish.outside.executors import workers
from publish.outside.shelf import Shelf
from publish.outside.slug import slug_of
from publish.phrases import counted, language_name
from publish.studio import Studio, article_tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from typing import Any, BinaryIO

    from publish.casting import Cast
    from publish.config import Order
    from publish.console import Tell
    from publish.model import Artifact, Bead, Book, Encode, File, Font, Narration, Pauses

    Writer = Callable[[Publication, Encode], Iterable[File]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What `make` did."""

    folder: Path
    artifacts: tuple[Artifact, ...]
    changed: bool
    """False where the book that was there is the one that was asked for."""
    seconds_of_speech: Mapping[str, int]
    """By language, the article alone."""


def make(order: Order, tell: Tell) -> Made:
    """Make a book on the shelf, whole or not at all.

    Raises:
        PublishError: with what, where and what next; the earlier book is as it was.
    """
    writers = {name: registry.load("writers", name) for name in order.to}
    _check_company(writers)
    fonts = gathering.fonts(order)
    book = desk.edited(order, tell)
    cast = casting.Cast() if all(map(_silent, writers.values())) else casting.cast(order, book.editions, tell)
    key = fingerprint.of(order, book, cast.facts(), fonts=fonts)
    with Shelf(order.out, slug_of([edition.title for edition in book.editions])) as shelf:
        _warn_of_another(shelf.earlier(), book, tell)
        if not order.force and (there := shelf.unchanged(key)):
            return Made(shelf.folder, there, changed=False, seconds_of_speech=_speech(shelf.earlier()))
        remembered = memories.forgotten() if order.no_memory else memories.kept(order.memory)
        with remembered as memory, workers(order.workers) as executor:
            book, narrations = _told(book, cast, order, fonts, memory=memory, executor=executor, tell=tell)
            studio = Studio(executor, memory, shelf.work)
            publication = Publication(
                shelf.folder.name,
                book,
                narrations,
                _cover(book, fonts, tell),
                order.design,
                order.reviewed_by,
                fonts,
                forms=order.forms,
                chapter_forms=order.chapter_forms,
            )
            _encode(publication, studio, order.to, tell)
            _save(publication, writers, studio.encode, shelf)
        return _shelved(publication, key, shelf)


def inspect(order: Order, tell: Tell) -> Book:
    """Return the book that `make` would make, twins paired; write nothing but what was overruled."""
    book = desk.edited(order, tell)
    with_twins = replace(book, beads=jobs.twins(book.editions, {}, book.beads))
    completeness.check_twins(with_twins)
    return with_twins


def _told(
    book: Book,
    cast: Cast,
    order: Order,
    fonts: tuple[Font, ...],
    *,
    memory: MutableMapping[str, bytes],
    executor: Executor,
    tell: Tell,
) -> tuple[Book, tuple[Narration, ...]]:
    """Have every sentence spoken, and twins paired meanwhile."""
    from publish.editing.colophon import with_colophons

    book = with_colophons(book, cast.voices, casting.heard(book.editions, cast), fonts)
    twins: Future[tuple[Bead, ...]] = executor.submit(jobs.twins, book.editions, memory, book.beads)
    narrations = _narrated(book, cast, order.pauses, memory=memory, executor=executor, tell=tell)
    _wait([(twins, 1)], "Pairing sentences", tell)
    try:
        beads = twins.result()
    except BrokenExecutor:
        log.warning("A process that works for us died; the pairing of sentences is done again")
        beads = executor.submit(jobs.twins, book.editions, memory, book.beads).result()
    book = replace(book, beads=beads)
    completeness.check_twins(book)
    tell.stage(_twin_line(book))
    return book, narrations


def _narrated(
    book: Book,
    cast: Cast,
    pauses: Pauses,
    *,
    memory: MutableMapping[str, bytes],
    executor: Executor,
    tell: Tell,
) -> tuple[Narration, ...]:
    """Return every edition spoken, in their order; none where nobody is cast."""
    from publish.speaking import narrate

    if not cast.voices:
        return ()
    recitals = [
        narrate.begin(
            edition,
            cast.voices[edition.language],
            memory=memory,
            executor=executor,
            others=cast.others[edition.language],
            lexicons=cast.lexicons,
            pauses=pauses,
        )
        for edition in book.editions
    ]
    _wait(chain.from_iterable(recital.pending.items() for recital in recitals), "Speaking sentences", tell)
    narrations = tuple(recital.narration() for recital in recitals)
    for edition, narration in zip(book.editions, narrations, strict=True):
        completeness.check_narration(edition, narration)
    return narrations


def _twin_line(book: Book) -> str:
    sentences = [bead for bead in book.beads if bead.level == "sentence"]
    alone = [name for bead in sentences if not (bead.left and bead.right) for name in (*bead.left, *bead.right)]
    total = sum(len(p.sentences) for edition in book.editions for p in edition.paragraphs)
    if len(book.editions) == 1:
        return f"One language, {counted(total, 'sentence')}"
    few = ", ".join(alone[:5]) + (" and more" if len(alone) > 5 else "")
    partners = f"; {len(alone)} {'has' if len(alone) == 1 else 'have'} no partner ({few})" if alone else ""
    return f"Paired {counted(total, 'sentence')}{partners}"


def _wait(futures: Iterable[tuple[Future[Any], int]], what: str, tell: Tell) -> None:
    """Wait until all have ended, or one has failed, saying how far it is; each counts for so much."""
    # Each is looked at once, when it has ended, and then let go: to wait for all looks at all of them each time.
    ended: SimpleQueue[Future[Any]] = SimpleQueue()
    waiting = dict(futures)
    done, total = 0, sum(waiting.values())
    for future in tuple(waiting):
        future.add_done_callback(ended.put)
    while waiting:
        tell.progress(what, done, total)
        with suppress(Empty):
            future = ended.get(timeout=0.5)
            if future.exception():
                return
            done += waiting.pop(future)
    if total:
        tell.progress(what, total, total)


def _encode(publication: Publication, studio: Studio, to: tuple[str, ...], tell: Tell) -> None:
    """Have what the writers will ask for encoded, all languages at once."""
    from publish.writing.binding import played
    from publish.writing.parts import parts

    joined = publication.forms if "audio" in to else ()
    for narration in publication.narrations:
        studio.begin(narration, joined=joined, bound=to != ("audio",))
    _wait(((job, 1) for job in studio.pending), "Encoding narrations", tell)
    if "epub" in to:
        for run in chain.from_iterable(played(publication).values()):
            studio.prepare(run.narration, (run.track,))
    chapter_forms = publication.chapter_forms if "audio" in to else ()
    editions = {edition.language: edition for edition in publication.book.editions}
    for narration in publication.narrations if chapter_forms else ():
        for part in parts(editions[narration.language], narration):
            for form in chapter_forms:
                studio.prepare(narration, part.tracks, form)
    if chapter_forms or "epub" in to:
        _wait(((job, 1) for job in studio.pending), "Encoding chapters", tell)


def _cover(book: Book, fonts: tuple[Font, ...], tell: Tell) -> bytes:
    from publish.writing.cover import cover, undrawn

    faces = tuple(font.content for font in fonts)
    for language in undrawn(book, faces):
        name = language_name(language, "en")
        tell.warn(f"The title in {name} is not on the cover: no font at hand has its letters; --font brings one")
    return cover(book, faces)


def _check_company(writers: Mapping[str, Writer]) -> None:
    """A writer that describes another one's file, as it says of itself, is of no use without that file."""
    for name, writer in writers.items():
        described = getattr(writer, "describes", name)
        if described not in writers:
            msg = f"It describes the {described}, which is not asked for"
            raise ConfigError(msg, where=f"--to {name}", hint=f"Ask for both: --to {described},{name}")


def _silent(writer: Writer) -> bool:
    """Whether a writer wants a book without sound, whatever else is made: it says so of itself."""
    return bool(getattr(writer, "silent", False))


def _silenced(publication: Publication) -> Publication:
    """Return a publication as it is without its sound and fonts; its colophon does not claim any."""
    from publish.editing.colophon import with_colophons

    return replace(publication, book=with_colophons(publication.book, {}), narrations=(), fonts=())


def _save(publication: Publication, writers: Mapping[str, Writer], encode: Encode, shelf: Shelf) -> None:
    """Let each writer write, and hold each to what it was given."""
    for name, write in writers.items():
        own = _silenced(publication) if _silent(write) else publication
        for file in write(own, encode):
            shelf.save(file)
            _check(name, file.path, own, shelf)


def _check(writer: str, path: str, publication: Publication, shelf: Shelf) -> None:
    """Look into what was saved: every sentence must be there."""
    if path.endswith(".epub"):
        with shelf.opened(path) as epub:
            completeness.check_epub(publication.book, epub, spoken=bool(publication.narrations))
            if publication.reviewed_by:
                _vouch(path, epub)
    elif path.endswith(".vtt"):
        language = path.removesuffix(".vtt").rpartition(".")[2]
        edition = next((e for e in publication.book.editions if e.language == language), None)
        if edition is None:
            msg = f"The writer {writer} made a transcript in a language that the book is not in: {language}"
            raise OutputError(msg, where=path)
        with shelf.opened(path) as vtt:
            completeness.check_captions(edition, vtt.read().decode())


def _vouch(path: str, epub: BinaryIO) -> None:
    """A person's name stands under a claim only where the machine's part of it holds."""
    from publish.writing.proof import problems
    from publish.writing.standards import verdicts

    epub.seek(0)
    failed = [verdict for verdict in verdicts(epub, problems(epub)) if verdict.outcome == "failed"]
    if failed:
        msg = f"Conformance cannot be claimed: {failed[0].standard}, {failed[0].rule}: {failed[0].detail}"
        raise OutputError(msg, where=path, hint="Make it without --reviewed-by, and please report it.")


def _shelved(publication: Publication, key: str, shelf: Shelf) -> Made:
    from publish.writing import receipt

    speech = {
        narration.language: round(sum(track.duration_ms for track in article_tracks(narration)) / 1000)
        for narration in publication.narrations
    }
    facts = receipt.colophon(publication.book, publication.narrations, versions=_versions(publication.narrations))
    facts |= receipt.fonts(publication.fonts)
    artifacts = shelf.publish({"key": key, **facts, "seconds_of_speech": speech})
    return Made(shelf.folder, artifacts, changed=True, seconds_of_speech=speech)


def _versions(narrations: Iterable[Narration]) -> dict[str, str]:
    voices = (voice for n in narrations for voice in (n.voice, *n.others))
    return {voice.name: registry.load("engines", voice.engine)(voice).version for voice in voices}


def _speech(earlier: Mapping[str, Any]) -> dict[str, int]:
    return dict(earlier.get("seconds_of_speech", {}))


def _warn_of_another(earlier: Mapping[str, Any], book: Book, tell: Tell) -> None:
    """Two articles of one title would share a folder: say which one goes."""
    before = earlier.get("source", {}).get("origin", book.metadata.origin)
    if before != book.metadata.origin:
        tell.warn(f"This takes the place of the book that was made from {before}; --title or --out keeps both")
