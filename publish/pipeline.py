"""The route from a source to a shelf; the only place that knows all four rooms.

document    = reader(source)                    reading
book        = edit(documents)                   editing
narrations  = [narrate(edition, voice) ...]     speaking, in worker processes, while twins are paired
files       = writer(publication, encode)       writing
artifacts   = [shelf.save(file) ...]            outside
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from publish import __version__, byhand, casting, completeness, gathering, jobs, registry
from publish.errors import OutputError
from publish.model import Publication
from publish.outside import beside
from publish.outside import memory as memories
from publish.outside.executors import workers
from publish.outside.shelf import Shelf
from publish.outside.slug import slug_of
from publish.phrases import language_name
from publish.reading import decode
from publish.reading.kinds import kind
from publish.studio import Studio, article_tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from typing import Any, BinaryIO

    from publish.casting import Cast
    from publish.config import Order
    from publish.console import Tell
    from publish.model import Artifact, Bead, Book, Document, Encode, File, Narration, Source

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
    book = edited(order, tell)
    cast = casting.Cast() if all(map(_silent, writers.values())) else casting.cast(order, book.editions)
    key = _key(order, book, cast)
    with Shelf(order.out, slug_of([edition.title for edition in book.editions])) as shelf:
        _warn_of_another(shelf.earlier(), book, tell)
        if not order.force and (there := shelf.unchanged(key)):
            return Made(shelf.folder, there, changed=False, seconds_of_speech=_speech(shelf.earlier()))
        remembered = memories.forgotten() if order.no_memory else memories.kept(order.memory)
        with remembered as memory, workers(order.workers) as executor:
            book, narrations = _told(book, cast, memory=memory, executor=executor, tell=tell)
            studio = Studio(executor, memory, shelf.work)
            publication = Publication(
                shelf.folder.name, book, narrations, _cover(book), order.design, order.reviewed_by
            )
            _encode(publication, studio, order.to, tell)
            _save(publication, writers, studio.encode, shelf)
        return _shelved(publication, key, shelf)


def inspect(order: Order, tell: Tell) -> Book:
    """Return the book that `make` would make, twins paired; write nothing but what was overruled."""
    book = edited(order, tell)
    with_twins = replace(book, beads=jobs.twins(book.editions, {}, book.beads))
    completeness.check_twins(with_twins)
    return with_twins


def write_down(book: Book, tell: Tell, *, html: Path | None, alignment: Path | None) -> None:
    """Write what `inspect` shows where it was asked for: as a web page, and its paragraph pairs as a table to edit.

    Raises:
        OutputError: a file cannot be written.
    """
    from publish.editing import decided
    from publish.writing import receipt_html

    if html:
        tell.stage(f"Wrote {beside.saved(html, receipt_html.page(book), 'text/html').path}")
    if alignment:
        table = decided.table(book)
        tell.stage(f"Wrote {beside.saved(alignment, table, 'text/tab-separated-values').path}")


def edited(order: Order, tell: Tell) -> Book:
    """Return the book as it was read and edited, its twins not yet paired.

    Raises:
        PublishError: with what, where and what next.
    """
    from publish.editing import languages
    from publish.editing.edit import edit

    sources = gathering.sources(order, tell, sys.stdin.buffer)
    documents = tuple(_document(source, order) for source in sources)
    lines = byhand.lines(order, sources, documents, tell)
    book = edit(documents, wanted=order.languages, keep=lines.keep, drop=lines.drop)
    for edition in book.editions:
        completeness.check_sentences(edition)
    completeness.check_editing(documents, book)
    byhand.remember(order, lines, tell)
    # What a person decided stands in the book from here on, and in its key; the rest is paired in `_told`.
    book = replace(book, beads=byhand.pairs(order, book, tell))
    # Its model is as large as all the rest of us, and is not asked again.
    languages.forget()
    tell.stage(_read_line(sources, book))
    return book


def _document(source: Source, order: Order) -> Document:
    if order.retrieved:
        source = replace(source, retrieved=order.retrieved)
    name = kind(source)
    name = name if name in registry.names("readers") else "txt"
    document: Document = registry.load("readers", name)(source)
    if name == "txt":
        completeness.check_reading(decode.lines(decode.decoded(source.content, source.name, source.charset)), document)
    metadata = replace(
        document.metadata,
        title=order.title or document.metadata.title,
        authors=order.author or document.metadata.authors,
    )
    return replace(document, metadata=metadata)


def _read_line(sources: Sequence[Source], book: Book) -> str:
    names = ", ".join(source.name for source in sources)
    *others, last = (language_name(edition.language, "en") for edition in book.editions)
    languages = f"{', '.join(others)} and {last}" if others else last
    paragraphs = sum(len(edition.paragraphs) for edition in book.editions)
    left_out = len(book.removals)
    lines = f"; {_count(left_out, 'line')} left out" if left_out else ""
    return f"Read {names}: {_count(paragraphs, 'paragraph')}, {languages}{lines}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _told(
    book: Book, cast: Cast, *, memory: MutableMapping[str, bytes], executor: Executor, tell: Tell
) -> tuple[Book, tuple[Narration, ...]]:
    """Have every sentence spoken, and twins paired meanwhile."""
    from publish.editing.colophon import with_colophons
    from publish.speaking import narrate

    book = with_colophons(book, cast.voices, casting.heard(book.editions, cast))
    twins: Future[tuple[Bead, ...]] = executor.submit(jobs.twins, book.editions, memory, book.beads)
    recitals = [
        narrate.begin(
            edition,
            cast.voices[edition.language],
            memory=memory,
            executor=executor,
            others=cast.others[edition.language],
            lexicons=cast.lexicons,
        )
        for edition in book.editions
        if cast.voices
    ]
    spoken = {future: sentences for recital in recitals for future, sentences in recital.pending.items()}
    _wait(spoken, "Speaking sentences", tell)
    narrations = tuple(recital.narration() for recital in recitals)
    for edition, narration in zip(book.editions if cast.voices else (), narrations, strict=True):
        completeness.check_narration(edition, narration)
    _wait({twins: 1}, "Pairing sentences", tell)
    try:
        beads = twins.result()
    except BrokenExecutor:
        log.warning("A process that works for us died; the pairing of sentences is done again")
        beads = executor.submit(jobs.twins, book.editions, memory, book.beads).result()
    book = replace(book, beads=beads)
    completeness.check_twins(book)
    tell.stage(_twin_line(book))
    return book, narrations


def _twin_line(book: Book) -> str:
    sentences = [bead for bead in book.beads if bead.level == "sentence"]
    alone = [name for bead in sentences if not (bead.left and bead.right) for name in (*bead.left, *bead.right)]
    total = sum(len(p.sentences) for edition in book.editions for p in edition.paragraphs)
    if len(book.editions) == 1:
        return f"One language, {_count(total, 'sentence')}"
    few = ", ".join(alone[:5]) + (" and more" if len(alone) > 5 else "")
    partners = f"; {len(alone)} {'has' if len(alone) == 1 else 'have'} no partner ({few})" if alone else ""
    return f"Paired {_count(total, 'sentence')}{partners}"


def _wait(futures: Mapping[Future[Any], int], what: str, tell: Tell) -> None:
    """Wait until all have ended, or one has failed, saying how far it is; each counts for so much."""
    waiting = set(futures)
    total = sum(futures.values())
    while waiting:
        tell.progress(what, total - sum(futures[future] for future in waiting), total)
        done, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        if any(future.exception() for future in done):
            return
    if total:
        tell.progress(what, total, total)


def _encode(publication: Publication, studio: Studio, to: tuple[str, ...], tell: Tell) -> None:
    """Have what the writers will ask for encoded, all languages at once."""
    from publish.writing.leaves import leaves
    from publish.writing.runs import runs

    for narration in publication.narrations:
        studio.begin(narration, joined="audio" in to)
    _wait(dict.fromkeys(studio.pending, 1), "Encoding narrations", tell)
    if "epub" in to:
        pages = leaves(publication.book, publication.design)
        for run in chain.from_iterable(runs(pages, publication.narrations).values()):
            studio.prepare(run.narration, run.track)
        _wait(dict.fromkeys(studio.pending, 1), "Encoding chapters", tell)


def _cover(book: Book) -> bytes:
    from publish.writing.cover import cover

    return cover(book)


def _silent(writer: Writer) -> bool:
    """Whether a writer wants a book without sound, whatever else is made: it says so of itself."""
    return bool(getattr(writer, "silent", False))


def _silenced(publication: Publication) -> Publication:
    """Return a publication as it is without its sound; its colophon does not claim any."""
    from publish.editing.colophon import with_colophons

    return replace(publication, book=with_colophons(publication.book, {}), narrations=())


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
    artifacts = shelf.publish({"key": key, **facts, "seconds_of_speech": speech})
    return Made(shelf.folder, artifacts, changed=True, seconds_of_speech=speech)


def _versions(narrations: Iterable[Narration]) -> dict[str, str]:
    voices = (voice for n in narrations for voice in (n.voice, *n.others))
    return {voice.engine: registry.load("engines", voice.engine)(voice).version for voice in voices}


def _speech(earlier: Mapping[str, Any]) -> dict[str, int]:
    return dict(earlier.get("seconds_of_speech", {}))


def _warn_of_another(earlier: Mapping[str, Any], book: Book, tell: Tell) -> None:
    """Two articles of one title would share a folder: say which one goes."""
    before = earlier.get("source", {}).get("origin", book.metadata.origin)
    if before != book.metadata.origin:
        tell.warn(f"This takes the place of the book that was made from {before}; --title or --out keeps both")


def _key(order: Order, book: Book, cast: Cast) -> str:
    """Return a name for everything that decides the bytes of the book."""
    facts = {
        "enface": __version__,
        "to": order.to,
        "design": asdict(order.design),
        "reviewed_by": order.reviewed_by,
        "book": asdict(book),
        "cast": cast.facts(),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
