"""One sentence taken out at each stage in turn: the build stops and names it."""

from __future__ import annotations

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from publish import completeness, jobs
from publish.editing.edit import edit
from publish.errors import OutputError
from publish.model import IN_BOOKS, Publication, Source
from publish.reading.formats.text import read
from publish.speaking import narrate
from publish.studio import Studio
from publish.writing.formats import audio, epub

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Book, Document, Narration, Voice

ARTICLE = """The Kite Repair Shop

Old Mrs. Abney mends kites on Tuesdays. She never asks who broke them. The tails are the hardest part.

Children wait outside with their broken frames. Some of them have waited since the morning.

**En Español**

El taller de cometas

La vieja señora Abney repara cometas los martes. Nunca pregunta quién las rompió. Las colas son lo más difícil.

Los niños esperan afuera con sus armazones rotos. Algunos esperan desde la mañana.
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read(Source("kites.txt", ".txt", ARTICLE.encode(), "kites.txt"))


@pytest.fixture(scope="module")
def book(document: Document) -> Book:
    found = edit((document,))
    return replace(found, beads=jobs.twins(found.editions, {}))


@pytest.fixture
def spoken(book: Book, tone: Voice) -> tuple[tuple[Narration, ...], dict[str, bytes]]:
    memory: dict[str, bytes] = {}
    with ThreadPoolExecutor(2) as executor:
        recitals = [narrate.begin(e, tone, memory=memory, executor=executor) for e in book.editions]
        return tuple(recital.narration() for recital in recitals), memory


def without(book: Book, sentence: str) -> Book:
    """The same book with one sentence gone."""
    editions = tuple(
        replace(
            edition,
            sections=tuple(
                replace(
                    section,
                    paragraphs=tuple(
                        replace(p, sentences=tuple(s for s in p.sentences if s.id != sentence))
                        for p in section.paragraphs
                    ),
                )
                for section in edition.sections
            ),
        )
        for edition in book.editions
    )
    return replace(book, editions=editions)


def test_a_whole_book_passes(document: Document, book: Book) -> None:
    completeness.check_editing((document,), book)
    completeness.check_twins(book)


def test_a_line_lost_in_reading_is_named(document: Document) -> None:
    lines = ARTICLE.splitlines()
    completeness.check_reading(lines, document)
    cut = replace(document, blocks=document.blocks[:-1])
    with pytest.raises(OutputError, match="Lost in reading: line 13 “Los niños esperan"):
        completeness.check_reading(lines, cut)


def test_a_word_that_editing_added_is_named(document: Document, book: Book) -> None:
    with pytest.raises(OutputError, match="Lost in editing: the count"):
        completeness.check_editing((replace(document, blocks=document.blocks[:-1]),), book)


def test_a_sentence_lost_in_editing_is_named(document: Document, book: Book) -> None:
    with pytest.raises(OutputError, match="Lost in editing: line 3 “Old Mrs. Abney"):
        completeness.check_editing((document,), without(book, "en-p2-s2"))


def test_a_block_lost_with_its_removal_is_named(document: Document, book: Book) -> None:
    with pytest.raises(OutputError, match="Lost in editing: line 7 “En Español”"):
        completeness.check_editing((document,), replace(book, markers=()))


def test_a_sentence_that_no_bead_holds_is_named(book: Book) -> None:
    beads = tuple(b for b in book.beads if "es-p2-s3" not in b.right)
    with pytest.raises(OutputError, match="Lost in pairing twins: (en-p2-s3|es-p2-s3)"):
        completeness.check_twins(replace(book, beads=beads))


def test_a_sentence_that_is_not_heard_is_named(
    book: Book, spoken: tuple[tuple[Narration, ...], dict[str, bytes]]
) -> None:
    (english, _), _ = spoken
    track = english.tracks[0]
    cut = replace(english, tracks=(replace(track, cues=tuple(c for c in track.cues if c.sentence != "en-p2-s3")),))
    completeness.check_narration(book.editions[0], english)
    with pytest.raises(OutputError, match="Lost in the narration: en-p2-s3 “The tails are the hardest part.”"):
        completeness.check_narration(book.editions[0], cut)


def test_a_sentence_cut_from_the_transcript_is_named(
    book: Book, spoken: tuple[tuple[Narration, ...], dict[str, bytes]], tmp_path: Path
) -> None:
    narrations, memory = spoken
    with ThreadPoolExecutor(1) as executor:
        studio = Studio(executor, memory, tmp_path)
        for narration in narrations:
            studio.begin(narration, joined=(IN_BOOKS,), bound=False)
        files = {file.path: file for file in audio.write(Publication("kites", book, narrations), studio.encode)}
    content = files["audio/kites.es.vtt"].content
    assert isinstance(content, bytes)
    vtt = content.decode()
    completeness.check_captions(book.editions[1], vtt)
    with pytest.raises(OutputError, match="Lost in the captions: es-p3-s2"):
        completeness.check_captions(book.editions[1], vtt.replace("Algunos esperan desde la mañana.", ""))


def bound(book: Book, narrations: tuple[Narration, ...], memory: dict[str, bytes], work: Path) -> io.BytesIO:
    """The book as the writer makes it."""
    with ThreadPoolExecutor(1) as executor:
        studio = Studio(executor, memory, work)
        for narration in narrations:
            studio.begin(narration, joined=(), bound=True)
        (file,) = epub.write(Publication("kites", book, narrations), studio.encode)
        out = io.BytesIO()
        assert callable(file.content)
        file.content(out)
    return out


def mutilated(epub_bytes: io.BytesIO, suffix: str, pattern: str) -> io.BytesIO:
    """The same book, with what matches the pattern cut from its files of one kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(epub_bytes) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(suffix):
                content = re.sub(pattern, "", content.decode(), flags=re.DOTALL).encode()
            new.writestr(info, content)
    return out


def test_a_sentence_cut_from_a_page_or_an_overlay_is_named(
    book: Book, spoken: tuple[tuple[Narration, ...], dict[str, bytes]], tmp_path: Path
) -> None:
    narrations, memory = spoken
    whole = bound(book, narrations, memory, tmp_path)
    completeness.check_epub(book, whole, spoken=("en", "es"))
    page = mutilated(whole, ".xhtml", r'<span id="en-p2-s2">.*?</span>')
    with pytest.raises(OutputError, match="Lost in the book's pages: en-p2-s2 “She never asks who broke them.”"):
        completeness.check_epub(book, page, spoken=("en", "es"))
    overlay = mutilated(whole, ".smil", r"<par\b(?:(?!</par>).)*#es-p2-s1.*?</par>")
    with pytest.raises(OutputError, match="Lost in the book's overlays: es-p2-s1"):
        completeness.check_epub(book, overlay, spoken=("en", "es"))
