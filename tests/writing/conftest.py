"""Small books of our own, with real MP3s, for whoever tests the writing room."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from publish.design import Design
from publish.model import (
    Bead,
    Book,
    Cue,
    Edition,
    Font,
    Metadata,
    Narration,
    Paragraph,
    Piece,
    Publication,
    Section,
    Sentence,
    Span,
    Track,
    Voice,
)
from publish.outside.encoders import mp3
from publish.writing.formats.epub import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Encode, Encoded, Form

RATE_HZ = 16000
SENTENCE_MS = 300

ENGLISH = [
    ("title", "A Path and a River"),
    ("standfirst", "A short walk with a long memory"),
    ("paragraph", "The path begins at the market.|Nobody knows who laid it."),
    ("heading", "The second winter", 2),
    ("paragraph", "This one was never translated."),
    ("quote", "We walk because we can."),
    ("item", "One boat", 1),
    ("item", "A spare oar", 2),
    ("item", "Two oars", 1),
    ("note", "* The stones were counted in 1911."),
]
SPANISH = [
    ("title", "Un sendero y un río"),
    ("paragraph", "El sendero empieza en el mercado.|Nadie sabe quién lo puso."),
    ("heading", "El segundo invierno", 2),
    ("quote", "Caminamos porque podemos."),
    ("item", "Una barca", 1),
    ("item", "Un remo de repuesto", 2),
    ("item", "Dos remos", 1),
    ("note", "* Las piedras se contaron en 1911."),
]
PAIRS = [
    ((1, 2), (1,)),
    ((3,), (2,)),
    ((4,), (3,)),
    ((5,), ()),
    ((6,), (4,)),
    ((7,), (5,)),
    ((8,), (6,)),
    ((9,), (7,)),
    ((10,), (8,)),
]


def paragraph(name: str, kind: Any, text: str, level: int = 0) -> Paragraph:
    """`One.|Two.` is two sentences, a space apart."""
    parts = text.split("|")
    sentences = tuple(
        Sentence(f"{name}-s{n}", (Span(part),), " " if n < len(parts) else "") for n, part in enumerate(parts, 1)
    )
    return Paragraph(name, kind, sentences, 1, 1, level)


def edition(language: str, rows: list[Any], *, colophon: str = "About this book") -> Edition:
    paragraphs = tuple(paragraph(f"{language}-p{n}", *row) for n, row in enumerate(rows, 1))
    title = rows[0][1]
    last = (
        paragraph(f"{language}-colophon-p1", "heading", colophon, 1),
        paragraph(f"{language}-colophon-p2", "paragraph", "Made with care."),
    )
    return Edition(
        language,
        title,
        (Section(f"{language}-c1", title, paragraphs),),
        Section(f"{language}-colophon", colophon, last),
    )


def beads(left: str, right: str, pairs: list[Any]) -> tuple[Bead, ...]:
    return tuple(
        Bead(
            (left, right), tuple(f"{left}-p{n}" for n in ours), tuple(f"{right}-p{n}" for n in theirs), "paragraph", 0.9
        )
        for ours, theirs in pairs
    )


def narration(spoken: Edition) -> Narration:
    """Each sentence takes the same time."""
    voice = Voice("tone", "tone", spoken.language, "A test tone", "test", "CC0-1.0")
    tracks = []
    for section in spoken.spoken:
        cues = tuple(
            Cue(sentence.id, n * SENTENCE_MS, (n + 1) * SENTENCE_MS) for n, sentence in enumerate(section.sentences)
        )
        pieces = (Piece("", len(cues) * SENTENCE_MS * RATE_HZ // 1000),)
        tracks.append(Track(section.id, RATE_HZ, pieces, cues))
    return Narration(spoken.language, voice, tuple(tracks))


METADATA = Metadata(
    authors=("Ana Roe",),
    site="The Path",
    url="https://example.org/path",
    licence="CC0-1.0",
    published="2026-05-01",
    origin="path.txt",
    retrieved=date(2026, 6, 1),
    sha256="ab" * 32,
)


@pytest.fixture
def bilingual() -> Book:
    """English leads; a 2-1 bead at the top, one English paragraph without a twin, a nested list, a note."""
    return Book(METADATA, (edition("en", ENGLISH), edition("es", SPANISH)), beads("en", "es", PAIRS))


@pytest.fixture
def make_edition() -> Callable[..., Edition]:
    return edition


@pytest.fixture
def make_beads() -> Callable[..., tuple[Bead, ...]]:
    return beads


@pytest.fixture
def published() -> Callable[..., Publication]:
    """A publication of a book, narrated unless told otherwise: not at all, or in some languages."""

    def make(
        book: Book,
        *,
        spoken: bool | tuple[str, ...] = True,
        design: Design | None = None,
        cover: bytes = b"\xff\xd8\xff\xe0 not a picture",
        fonts: tuple[Font, ...] = (),
        reviewed_by: str = "",
    ) -> Publication:
        heard = spoken if isinstance(spoken, tuple) else tuple(e.language for e in book.editions if spoken)
        narrations = tuple(narration(edition) for edition in book.editions if edition.language in heard)
        return Publication("path", book, narrations, cover, design or Design(), reviewed_by, fonts)

    return make


@pytest.fixture(scope="session")
def encode(tmp_path_factory: pytest.TempPathFactory) -> Encode:
    """Real MP3s, of silence; each length is encoded once."""
    folder = tmp_path_factory.mktemp("sound")
    known: dict[int, Encoded] = {}

    def encoded(_: Narration, tracks: tuple[Track, ...], *_form: Form) -> Encoded:
        samples = sum(track.samples for track in tracks)
        if samples not in known:
            known[samples] = mp3([bytes(2 * samples)], RATE_HZ, folder / f"{samples}.mp3")
        return known[samples]

    return encoded


@pytest.fixture
def finished(encode: Encode) -> Callable[..., io.BytesIO]:
    """The one file that a writer makes of a publication; its EPUB, unless told otherwise."""

    def finish(publication: Publication, writer: Any = write) -> io.BytesIO:
        (file,) = writer(publication, encode)
        out = io.BytesIO()
        assert callable(file.content)
        file.content(out)
        out.seek(0)
        return out

    return finish


@pytest.fixture
def bound(published: Callable[..., Publication], finished: Callable[..., io.BytesIO]) -> Callable[..., io.BytesIO]:
    """The finished EPUB of a book."""
    return lambda book, **more: finished(published(book, **more))
