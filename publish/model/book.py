"""What will be read: editions with lasting ids, their twins, and the receipt for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from publish.model.document import Kind, Metadata, Picture, Span


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
    picture: str = ""
    """The name of what went, where it is a picture; the text is then its alternative text, if it has one."""
    part: int = 0
    """Of an anthology, the article that it stood in, from 1; 0 in a book of one article."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that only says which language follows: `En Español`."""

    first_line: int
    last_line: int
    text: str
    language: str
    part: int = 0
    """As a removal's."""


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
        """The words as they are shown, as one line; places in it are those in the spans."""
        return "".join(span.text for span in self.spans).replace("\n", " ")

    @property
    def calls(self) -> tuple[tuple[str, Span], ...]:
        """Its runs that call a note, each under its id: `es-p2-s1-n1`."""
        calls = (span for span in self.spans if span.calls)
        return tuple((f"{self.id}-n{number}", span) for number, span in enumerate(calls, 1))


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
    breaks: bool = False
    """Whether a rule stands before it: a change of scene."""
    note: str = ""
    """Of a note that is called: the id of the note's first paragraph."""
    picture: str = ""
    """Of a figure, the name of its picture in the book; its one sentence is the alternative text."""
    undescribed: bool = False
    """Whether nobody wrote that text: the sentence only says so."""
    decorations: tuple[str, ...] = ()
    """Names of pictures without words of their own that stand before it; a caption is what they have instead."""

    @property
    def text(self) -> str:
        """All its sentences, with the white space between them and the line breaks in them."""
        return "".join("".join(span.text for span in s.spans) + s.after for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of paragraphs that is one page of the book and one track of sound."""

    id: str
    """`es-c1`; the colophon is `es-colophon`, the labels are `es-labels`."""
    title: str
    paragraphs: tuple[Paragraph, ...]
    part: int = 0
    """Of an anthology, the article that it belongs to, from 1; 0 in a book of one article."""

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
    labels: Section | None = None
    """What the contents list says in this language beside the article's own titles; heard there alone."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The article's paragraphs, without the colophon."""
        return tuple(p for section in self.sections for p in section.paragraphs)

    @property
    def spoken(self) -> tuple[Section, ...]:
        """All that is heard of it: the article, then the colophon and the labels, where there are any."""
        return (*self.sections, *(section for section in (self.colophon, self.labels) if section))


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
    """The article, or several bound together, edited: what will be read and heard, and the receipt for the rest."""

    metadata: Metadata
    editions: tuple[Edition, ...]  # the first leads
    beads: tuple[Bead, ...] = ()
    """For each pair of editions, paragraph beads and the sentence beads within them, in the leading edition's order."""
    removals: tuple[Removal, ...] = ()
    markers: tuple[Marker, ...] = ()
    overrides: tuple[str, ...] = ()
    """What a person overruled, as said on the command line: `keep 12`, `drop rain.txt:3`."""
    parts: tuple[Metadata, ...] = ()
    """Of an anthology, what is known of each article, its title among it; empty in a book of one article."""
    pictures: tuple[Picture, ...] = ()
    """Those of its figures and decorations, each once; what could not be had is there without its bytes."""


def articles(editions: tuple[Edition, ...]) -> tuple[tuple[Edition, ...], ...]:
    """Return the articles that editions hold, in order: of each, the editions that have it, with its sections alone."""
    found: dict[int, dict[str, list[Section]]] = {}
    for edition in editions:
        for section in edition.sections:
            found.setdefault(section.part, {}).setdefault(edition.language, []).append(section)
    return tuple(
        tuple(
            replace(edition, title=own[edition.language][0].title, sections=tuple(own[edition.language]), colophon=None)
            for edition in editions
            if edition.language in own
        )
        for _, own in sorted(found.items())
    )
