"""What goes out: everything that a writer needs, what it gives, and what was saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias

from publish.design import Design
from publish.model.narration import IN_BOOKS, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model.book import Book, Edition
    from publish.model.document import Span
    from publish.model.lesson import Lesson
    from publish.model.narration import Narration


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the book brings along."""

    family: str
    weight: str
    """As CSS has it: `400`, or `100 900` for one that varies."""
    italic: bool
    licence: str
    """Short, for a sentence: `OFL-1.1`."""
    licence_text: str
    """What the font itself says, its copyright first."""
    letters: frozenset[str]
    content: bytes
    """OpenType, uncompressed."""

    @property
    def suffix(self) -> str:
        """Of its file: `.otf` where its outlines are PostScript's."""
        return ".otf" if self.content[:4] == b"OTTO" else ".ttf"

    @property
    def media_type(self) -> str:
        """`font/otf` or `font/ttf`: core media types of EPUB, both."""
        return f"font/{self.suffix[1:]}"


class Braille(Protocol):
    """Gives writers braille, as the code of each language has it."""

    def grades(self, language: str) -> tuple[int, ...]:
        """Return 1 where a language can be written uncontracted, and 2 where contracted."""

    def continues(self, language: str) -> str:
        """Return what ends a line on which a long word is not finished."""

    def __call__(self, runs: Sequence[Span], language: str, grade: int, /) -> str:
        """Return runs of text in one line of North American ASCII braille."""


class Printer(Protocol):
    """Sets a page of HTML in print."""

    def __call__(self, html: str, identifier: bytes, /) -> bytes:
        """Return it as a tagged PDF of that name; all that it shows stands in it."""


@dataclass(frozen=True, slots=True)
class About:
    """What an archive for offline readers says of the files in it."""

    main: str
    """The path of the page that is read, and found by its words."""
    title: str
    words: str
    language: str
    """ISO 639-3: of the words that a search takes for each other, as `boats` and `boat`."""
    facts: Mapping[str, str]
    """Its metadata, by name."""
    picture: Callable[[int], bytes]
    """Gives a PNG of so many pixels on each side."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What is found in such an archive."""

    main: str
    facts: Mapping[str, bytes]
    entries: Mapping[str, tuple[str, bytes]]
    """Media type and content, by path."""
    found: Callable[[str], Sequence[str]]
    """Gives the paths of the pages in which words stand."""
    broken: str = ""
    """Why it cannot be read, and holds nothing; a sentence."""


class Archiver(Protocol):
    """Puts files in an archive for offline readers."""

    def __call__(self, out: BinaryIO, files: Iterable[File], about: About, /) -> None:
        """Write it; the same files give the same bytes."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that a writer needs."""

    name: str
    """Base name of every file, ASCII: `rain`."""
    book: Book
    narrations: tuple[Narration, ...]
    """One for each edition that has a voice, in their order; empty for a book without sound."""
    cover: bytes = b""
    """JPEG, 1600 x 2560."""
    design: Design = field(default_factory=Design)
    reviewed_by: str = ""
    """Who looked at what a machine cannot judge, and vouches for it; empty where nobody has."""
    fonts: tuple[Font, ...] = ()
    """None by default: the reader's own font rules."""
    forms: tuple[Form, ...] = (IN_BOOKS,)
    """What narrations are handed out as."""
    chapter_forms: tuple[Form, ...] = ()
    """What each of their chapters is handed out as, as a file of its own."""
    single_file: bool = False
    """Whether the web copy is one file, sound and all, and not a folder."""
    lessons: tuple[Lesson, ...] = ()
    lexicons: Mapping[str, bytes] = field(default_factory=dict)
    """How words are said: PLS files that a reader with a voice of its own may follow, by their language."""
    braille: Braille | None = None
    """For the writer that `uses` it, as the printer is."""
    braille_page: tuple[int, int] = (40, 25)
    """Cells in a line, and lines on a page."""
    printer: Printer | None = None
    archiver: Archiver | None = None
    made: tuple[Artifact, ...] = ()
    """What the other writers made of it; only a writer that comes last is told."""

    @property
    def spoken(self) -> tuple[tuple[Edition, Narration], ...]:
        """Each edition that somebody speaks, with its narration."""
        editions = {edition.language: edition for edition in self.book.editions}
        return tuple((editions[narration.language], narration) for narration in self.narrations)

    @property
    def text_only(self) -> frozenset[str]:
        """The languages that nobody speaks, of a book in which others are spoken."""
        heard = {narration.language for narration in self.narrations}
        return frozenset(edition.language for edition in self.book.editions if heard) - heard


Content: TypeAlias = bytes | Callable[[BinaryIO], None]
"""Bytes, or a function that writes them to a binary stream in which it may seek, and read what it wrote.

So a long book is never held in memory."""


@dataclass(frozen=True, slots=True)
class File:
    """What a writer gives: not yet anywhere."""

    path: str
    """Relative to the book's folder, with forward slashes."""
    media_type: str
    content: Content


@dataclass(frozen=True, slots=True)
class Artifact:
    """What was saved."""

    path: str
    media_type: str
    size: int
    sha256: str
