"""The words of the house: what each step hands to the next.

Source -> Document -> Book -> Narration -> Publication -> File -> Artifact. Everything is frozen; ids are given once, in
editing, and join page, overlay, captions, log and error: `es-c1` a section, `es-p2` a paragraph, `es-p2-s1` a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, TypeAlias

from publish.design import Design

if TYPE_CHECKING:
    from datetime import date

Kind: TypeAlias = Literal["title", "standfirst", "heading", "paragraph", "quote", "item", "caption", "note", "row"]
"""What a block is to its reader. Reading knows headings, quotes, items and rows by their marks; editing the rest."""

Style: TypeAlias = Literal["emphasis", "strong", "code", "strikethrough", "superscript", "subscript"]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes from outside, and where they came from."""

    name: str
    """File name without its folder, or `pasted text`."""
    suffix: str
    """With its dot, lower case: `.txt`; empty where there is none."""
    content: bytes
    origin: str
    """The path as the person gave it, a URL, or `-`."""
    retrieved: date | None = None
    """The day the bytes were taken (UTC): for a file, its last change."""
    charset: str = ""
    """The encoding that the sender declared, if any: `iso8859-1`. Often wrong."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of inline text in one style."""

    text: str
    styles: tuple[Style, ...] = ()
    """Outermost first."""
    href: str = ""
    language: str | None = None
    """BCP 47 tag where this run is in another language than its block."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the source, in its place."""

    kind: Kind
    """`paragraph` unless the source's marks say more."""
    spans: tuple[Span, ...]
    first_line: int
    """Counted from 1, in the source as it was given; a web page has no lines, there blocks are counted."""
    last_line: int
    level: int = 0
    """Depth of a heading (1-6) or of a list item (from 1); 1 for a table's row of column heads; 0 elsewhere."""
    language: str | None = None
    """What the source itself declares (`lang`), if it does."""
    signs: tuple[str, ...] = ()
    """What its place in a web page says of it, for editing to judge: `in-nav`, `links-most`; empty elsewhere."""
    article: bool = False
    """Whether the format itself says that this belongs to the text: a book's page, a heading's style."""
    number: int = 0
    """Of an item in an ordered list; 0 where it has none."""
    furniture: str = ""
    """Where the format itself says that this is no article, the reason as a sentence: `It is the table of contents.`"""

    @property
    def text(self) -> str:
        """The words, without marks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the article as a whole."""

    title: str = ""
    """Said by a person or by the page; empty where editing must find it."""
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    """Canonical address of the article; empty for a paste."""
    licence: str = ""
    published: str = ""
    """ISO 8601 date, or empty."""
    origin: str = ""
    """File name or URL: what the colophon names as the source. Never a folder of this machine."""
    retrieved: date | None = None
    sha256: str = ""
    """Of the source's bytes, all sources in order."""
    language: str = ""
    """What a page says it is in as a whole (BCP 47). Often the template's, not the text's: weak evidence."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the page said: languages still mixed, furniture still in."""

    metadata: Metadata
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """A block that is not article, with the reason and the rule that said so."""

    first_line: int
    last_line: int
    text: str
    rule: str
    """Short name of the rule: `call-to-action`, `repeated`, `by-hand`."""
    reason: str
    """One plain English sentence for the person who wonders."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that only says which language follows: `En Español`."""

    first_line: int
    last_line: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, whole: the grain of overlay, captions and twins."""

    id: str
    """`es-p2-s1`."""
    spans: tuple[Span, ...]
    after: str = ""
    """White space between this sentence and the next of its paragraph."""

    @property
    def text(self) -> str:
        """The words as they are shown."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of one edition. Joining its sentences gives back its text; in a row, tabs stand between the cells."""

    id: str
    """`es-p2`: numbered from 1 in reading order, titles included."""
    kind: Kind
    sentences: tuple[Sentence, ...]
    first_line: int
    last_line: int
    level: int = 0
    empty_cells: int = 0
    """Those of a row before its first sentence."""
    number: int = 0

    @property
    def text(self) -> str:
        """All its sentences, with the white space between them."""
        return "".join(s.text + s.after for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of paragraphs that is one page of the book and one track of sound."""

    id: str
    """`es-c1`; the colophon is `es-colophon`."""
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in reading order."""
        return tuple(s for p in self.paragraphs for s in p.sentences)


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the article, whole."""

    language: str
    """BCP 47 tag: `es`."""
    title: str
    sections: tuple[Section, ...]
    """The article. Its title and standfirst are the first paragraphs of the first section."""
    colophon: Section | None = None
    """How this book was made, in this language; in the EPUB, not in the audio files."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The article's paragraphs, without the colophon."""
        return tuple(p for section in self.sections for p in section.paragraphs)


@dataclass(frozen=True, slots=True)
class Bead:
    """These say the same; an empty side was not translated."""

    languages: tuple[str, str]
    """The two editions, the leading one first."""
    left: tuple[str, ...]
    right: tuple[str, ...]
    level: Literal["paragraph", "sentence"]
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class Book:
    """The article, edited: what will be read and heard, and the receipt for the rest."""

    metadata: Metadata
    editions: tuple[Edition, ...]  # the first leads
    beads: tuple[Bead, ...] = ()
    """For each pair of editions, paragraph beads and the sentence beads within them, in the leading edition's order."""
    removals: tuple[Removal, ...] = ()
    markers: tuple[Marker, ...] = ()
    overrides: tuple[str, ...] = ()
    """What a person overruled, as said on the command line: `keep 12`, `drop 3`."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One card of voices/."""

    name: str
    """The card's file name without its suffix: `es-pico`."""
    engine: str
    language: str  # BCP 47 tag: `es-ES`
    says: str
    """What `publish voices` reads out, in English; its name stands before the first comma."""
    tier: Literal["fast", "best", "online", "last-resort", "test"]
    licence: str
    options: Mapping[str, str | float | bool] = field(default_factory=dict)
    lexicon: str = ""
    """File name of a PLS lexicon beside the card, or empty."""
    synthetic: bool = True
    gender: Literal["", "female", "male"] = ""
    """Where the card says it: who stands in for it in another language sounds alike."""

    @property
    def called(self) -> str:
        """Its name alone, for a sentence in any language: `Pico`."""
        return self.says.partition(",")[0]


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono 16-bit little-endian samples."""

    rate_hz: int
    pcm: bytes


class Engine(Protocol):
    """Turns text into sound. Built from its voice card: `Pico(voice)`; one per worker process."""

    version: str
    """Of the engine itself; part of the key under which a sentence is remembered."""

    def __init__(self, voice: Voice) -> None: ...

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence. Raises EngineError, naming the text, never returns silence for words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of samples: a remembered sound, or silence."""

    key: str
    """Where the memory keeps it (raw PCM, see Sound); empty for silence."""
    samples: int


@dataclass(frozen=True, slots=True)
class Cue:
    """When one sentence is heard, from the start of its track."""

    sentence: str
    """The id that the page, the overlay and the captions share: `fr-p2-s1`."""
    begin_ms: int
    end_ms: int
    """Where the next cue begins: cues touch and fill the track."""


@dataclass(frozen=True, slots=True)
class Track:
    """A section's sound, as a list of pieces, with its cues. Holds no samples itself."""

    section: str
    rate_hz: int
    pieces: tuple[Piece, ...]
    cues: tuple[Cue, ...]

    @property
    def samples(self) -> int:
        """Its length."""
        return sum(piece.samples for piece in self.pieces)

    @property
    def duration_ms(self) -> int:
        """Its length, rounded as cues are: half up."""
        return (self.samples * 2000 + self.rate_hz) // (2 * self.rate_hz)


@dataclass(frozen=True, slots=True)
class Narration:
    """One edition, spoken."""

    language: str
    voice: Voice
    tracks: tuple[Track, ...]
    """In the order of the edition's sections; the colophon's, where there is one, last."""
    others: tuple[Voice, ...] = ()
    """Who says what is in another language, by the order in which they are first heard."""


class Encoded(Protocol):
    """Sound in its finished form, kept outside memory."""

    @property
    def suffix(self) -> str:
        """Of its file: `.mp3`."""

    @property
    def media_type(self) -> str:
        """`audio/mpeg`."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def duration_ms(self) -> int:
        """As decoded, encoder delay taken off."""

    @property
    def loudness_lufs(self) -> float:
        """Integrated (EBU R128), measured on the decoded result."""

    @property
    def true_peak_dbtp(self) -> float:
        """Measured on the decoded result."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the encoded bytes, a little at a time, any number of times."""


Encode: TypeAlias = Callable[[Narration, tuple[Track, ...]], Encoded]
"""Encodes these tracks of a narration, joined in order, at the narration's common loudness."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that a writer needs."""

    name: str
    """Base name of every file, ASCII: `rain`."""
    book: Book
    narrations: tuple[Narration, ...]
    """One per edition, in the same order; empty for a book without sound."""
    cover: bytes = b""
    """JPEG, 1600 x 2560."""
    design: Design = field(default_factory=Design)
    reviewed_by: str = ""
    """Who looked at what a machine cannot judge, and vouches for it; empty where nobody has."""


Content: TypeAlias = bytes | Callable[[BinaryIO], None]
"""Bytes, or a function that writes them to a seekable binary stream, so that a long book is never held in memory."""


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
