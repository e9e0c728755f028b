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
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from itertools import chain
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from publish import casting, completeness, desk, fingerprint, gathering, jobs, lessons, press, registry, showing
from publish.errors import ConfigError
from publish.model import IN_BOOKS, Book, Publication
from publish.outside import memory as memories
from publish.outside import shows
from publish.outside.executors import workers
from publish.outside.shelf import Shelf
from publish.outside.slug import slug_of
from publish.phrases import counted, language_name
from publish.studio import Studio, article_tracks
from publish.writing.feed import PLAYED
from publish.writing.feed_items import EPISODES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from typing import Any

    from publish.casting import Cast
    from publish.config import Order
    from publish.console import Tell
    from publish.model import Artifact, Bead, Font, Method, Narration, Show
    from publish.press import Writer
    from publish.showing import Feed


log = logging.getLogger(__name__)

_LONG = 1_000
"""Sentences: of a longer text, who spoke and paired ends before others encode. What they grew to is not held then, for
half a second to start anew."""
_WHOLE = frozenset({"web"})
"""The writers that want each narration in one piece, as books have it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What `make` did."""

    folder: Path
    artifacts: tuple[Artifact, ...]
    changed: bool
    """False where the book that was there is the one that was asked for."""
    seconds_of_speech: Mapping[str, int]
    """By language, the article alone."""
    feeds: tuple[Feed, ...] = ()
    """Those of the show that it is an episode of; `folder` is the episode's where nothing else was asked for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the files of some writers go."""

    shelf: Shelf
    key: str
    writers: Mapping[str, Writer]
    episode: bool = False
    """Whether it is in a show."""


def make(order: Order, tell: Tell) -> Made:
    """Make a book on the shelf, whole or not at all, and the episode of a show, if that is asked for.

    Raises:
        PublishError: with what, where and what next; the earlier book is as it was.
    """
    order = replace(order, to=press.named(order.to, show=order.show is not None))
    writers = press.writers(order.to)
    show = _show(order, writers)
    fonts = gathering.fonts(order)
    book = desk.edited(order, tell)
    methods = lessons.methods(order, book.editions, tell)
    cast = casting.Cast() if all(map(press.silent, writers.values())) else casting.cast(order, book.editions, tell)
    name = slug_of([edition.title for edition in book.editions])

    def key(own: Order) -> str:
        used = press.versions({each: writers[each] for each in own.to if each in writers})
        return fingerprint.of(own, book, cast.facts(), fonts=fonts, lessons=methods, tools=used)

    with ExitStack() as entered:
        places = tuple(_places(order, writers, name, key))
        for place in places:
            entered.enter_context(place.shelf)
            before = showing.earlier(order.show, name) if place.episode and order.show else place.shelf.earlier()
            _warn_of_another(before, book, tell)
        first = places[0].shelf
        there = [() if order.force else place.shelf.unchanged(place.key) for place in places]
        due = [place for place, artifacts in zip(places, there, strict=True) if not artifacts]
        publication = _made(order, book, cast, fonts, methods, name=name, places=due, tell=tell) if due else None
        feeds: tuple[Feed, ...] = ()
        for number, place in enumerate(places):
            with shows.held(order.show) if place.episode and order.show else nullcontext():
                if publication and place in due:
                    there[number] = _shelved(publication, place)
                if place.episode and order.show and show:
                    feeds = showing.grow(order.show, show, place.shelf.folder.name)
        return Made(first.folder, there[0], places[0] in due, _speech(first.earlier()), feeds)


def _places(order: Order, writers: Mapping[str, Writer], name: str, key: Callable[[Order], str]) -> Iterator[_Place]:
    """Yield where the files go: those of a book to its folder, those of an episode to its own in the show."""
    serial = {each for each, writer in writers.items() if getattr(writer, "serial", False)}
    plain = tuple(each for each in order.to if each not in serial)
    if plain:
        own = replace(order, to=plain)
        yield _Place(Shelf(order.out, name), key(own), {each: writers[each] for each in plain})
    if serial and order.show:
        needed = dict.fromkeys(each for word in serial for each in (*getattr(writers[word], "brings", ()), word))
        own = replace(order, to=tuple(needed))
        digest = key(own)
        # An episode that says something else is at another address: no app mixes two versions of a sound.
        shelf = Shelf(order.show / EPISODES, f"{name}-{digest[:8]}")
        yield _Place(shelf, digest, press.writers(needed), episode=True)


def _show(order: Order, writers: Mapping[str, Writer]) -> Show | None:
    """Return the show that is asked for, before anything is spoken for it."""
    serial = [name for name, writer in writers.items() if getattr(writer, "serial", False)]
    if serial and not order.show:
        msg = "It belongs to a show, and none is named"
        raise ConfigError(msg, where=f"--to {serial[0]}", hint="Name its folder: --show podcast")
    if serial and PLAYED.isdisjoint(form.format for form in order.forms):
        msg = "Podcast apps play MP3 and M4B, and neither is asked for"
        raise ConfigError(msg, where="--audio-format", hint="Add it: --audio-format mp3,opus")
    return showing.show_of(order.show) if serial and order.show else None


def _made(
    order: Order,
    book: Book,
    cast: Cast,
    fonts: tuple[Font, ...],
    methods: tuple[Method, ...],
    *,
    name: str,
    places: Sequence[_Place],
    tell: Tell,
) -> Publication:
    """Have a book spoken once, and written to each place."""
    remembered = memories.forgotten() if order.no_memory else memories.kept(order.memory)
    with remembered as memory, workers(order.workers) as executor:
        book, narrations = _told(book, cast, order, fonts, memory=memory, executor=executor, tell=tell)
        taught = lessons.made(methods, book, narrations, cast, memory=memory, executor=executor, tell=tell)
        if sum(len(section.sentences) for edition in book.editions for section in edition.sections) > _LONG:
            executor.rest()
        studio = Studio(executor, memory, places[0].shelf.work)
        publication = Publication(
            name,
            book,
            narrations,
            _cover(book, fonts, executor, tell),
            order.design,
            order.reviewed_by,
            fonts,
            forms=order.forms,
            chapter_forms=order.chapter_forms,
            single_file=order.single_file,
            braille_page=order.braille_page,
            lessons=taught,
            lexicons=casting.applied(book.editions, cast),
        )
        _encode(publication, studio, frozenset().union(*(place.writers for place in places)), tell)
        # Nothing is left to do for them but for a writer that asks for more than the usual.
        executor.rest()
        for place in places:
            press.printed(publication, place.writers, studio.encode, place.shelf)
    return publication


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

    book = with_colophons(book, cast.voices, casting.heard(book.editions, cast), fonts, design=order.design)
    twins: Future[tuple[Bead, ...]] = executor.submit(jobs.twins, book.editions, memory, book.beads)
    narrations = _narrated(book, cast, order, memory=memory, executor=executor, tell=tell)
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
    order: Order,
    *,
    memory: MutableMapping[str, bytes],
    executor: Executor,
    tell: Tell,
) -> tuple[Narration, ...]:
    """Return every edition that somebody is cast for spoken, in their order."""
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
            pauses=order.pauses,
            timed=order.sync == "word",
        )
        for edition in book.editions
        if edition.language in cast.voices
    ]
    _wait(chain.from_iterable(recital.pending.items() for recital in recitals), "Speaking sentences", tell)
    narrations = tuple(recital.narration() for recital in recitals)
    editions = {edition.language: edition for edition in book.editions}
    for narration in narrations:
        completeness.check_narration(editions[narration.language], narration)
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


def _encode(publication: Publication, studio: Studio, to: Collection[str], tell: Tell) -> None:
    """Have what the writers will ask for encoded, all languages at once."""
    from publish.writing.binding import played
    from publish.writing.parts import parts

    joined = (*(publication.forms if "audio" in to else ()), *(() if _WHOLE.isdisjoint(to) else (IN_BOOKS,)))
    for narration in publication.narrations:
        studio.begin(narration, joined=joined, bound=set(to) != {"audio"})
    for lesson in publication.lessons:
        completeness.check_lesson(publication.book, lesson)
        studio.begin(lesson.narration, joined=(IN_BOOKS,), bound=False)
    _wait(((job, 1) for job in studio.pending), "Encoding narrations", tell)
    if "epub" in to:
        for run in chain.from_iterable(played(publication).values()):
            studio.prepare(run.narration, (run.track,))
    chapter_forms = publication.chapter_forms if "audio" in to else ()
    for edition, narration in publication.spoken if chapter_forms else ():
        for part in parts(edition, narration):
            for form in chapter_forms:
                studio.prepare(narration, part.tracks, form)
    if chapter_forms or "epub" in to:
        _wait(((job, 1) for job in studio.pending), "Encoding chapters", tell)


def _cover(book: Book, fonts: tuple[Font, ...], executor: Executor, tell: Tell) -> bytes:
    """Return the cover, drawn by a worker: the library for it, and the picture, are 20 MB that we need not hold."""
    faces = tuple(font.content for font in fonts)
    # Of the text it shows nothing but the titles.
    titled = tuple(replace(edition, sections=(), colophon=None, labels=None) for edition in book.editions)
    bare = Book(book.metadata, titled, parts=book.parts)
    cover, undrawn = executor.submit(jobs.cover, bare, faces).result()
    for language in undrawn:
        name = language_name(language, "en")
        tell.warn(f"The title in {name} is not on the cover: no font at hand has its letters; --font brings one")
    return cover


def _shelved(publication: Publication, place: _Place) -> tuple[Artifact, ...]:
    from publish.writing import receipt, works

    speech = {
        narration.language: round(sum(track.duration_ms for track in article_tracks(narration)) / 1000)
        for narration in publication.narrations
    }
    facts = receipt.colophon(publication.book, publication.narrations, versions=_versions(publication.narrations))
    facts |= receipt.fonts(publication.fonts) | works.told(publication)
    return place.shelf.publish({"key": place.key, **facts, "seconds_of_speech": speech})


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
