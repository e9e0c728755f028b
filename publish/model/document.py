"""What the page said: a source's bytes, and the document that reading makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import date

Kind: TypeAlias = Literal[
    "title", "standfirst", "heading", "paragraph", "quote", "item", "caption", "note", "row", "code", "figure"
]
"""What a block is to its reader. Reading knows headings, quotes, items, rows, code and figures by their marks; editing
the rest."""

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
class Gloss:
    """What a run of text stands for, beyond its words."""

    kind: Literal["abbreviation", "time", "ruby", "note"]
    value: str
    """The expansion; the date or time (ISO 8601); the reading, which the text has in brackets after its base; the note
    that is called: in a document `Block.note`, in a book the id of its first paragraph."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of inline text in one style."""

    text: str
    """A line break that the author set is a newline."""
    styles: tuple[Style, ...] = ()
    """Outermost first."""
    href: str = ""
    language: str | None = None
    """BCP 47 tag where this run is in another language than its block."""
    gloss: Gloss | None = None

    @property
    def calls(self) -> str:
        """The note that it calls; empty where it calls none."""
        return self.gloss.value if self.gloss and self.gloss.kind == "note" else ""


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
    picture: str = ""
    """Of a figure, the name of its picture in the document; its words are the alternative text, none where it has
    none."""
    decorative: bool = False
    """Whether the source says that a figure has nothing to tell (`alt=""`)."""
    furniture: str = ""
    """Where the format itself says that this is no article, the reason as a sentence: `It is the table of contents.`"""
    breaks: bool = False
    """Whether a rule stands before it: a change of scene."""
    note: str = ""
    """Of a note that is called: a name of the source's own, the same for all of its blocks."""

    @property
    def text(self) -> str:
        """The words, without marks, as one line; places in it are those in the spans."""
        # Most blocks are one run; this is asked more often than anything else.
        whole = self.spans[0].text if len(self.spans) == 1 else "".join([span.text for span in self.spans])
        return whole.replace("\n", " ")

    @property
    def wording(self) -> str:
        """What of its text is in a human language: nothing of code."""
        return "" if self.kind == "code" else self.text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the article, wherever its bytes are."""

    name: str
    """What a person calls it by, the end of its address: `lamp.jpg`; no other picture of the article has it."""
    href: str = ""
    """Its address as the source gives it, made whole where the page has one; empty where the source holds the bytes."""
    content: bytes = b""
    """Empty until somebody has brought them."""
    media_type: str = ""
    """As its bytes say; empty until somebody has looked at them."""
    width: int = 0
    height: int = 0
    refused: str = ""
    """Why the book has it not, as a sentence: `It is no picture that we can read.`"""

    @property
    def shown(self) -> bool:
        """Whether the book can show it."""
        return bool(self.content and self.media_type) and not self.refused


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
    pictures: tuple[Picture, ...] = ()
    """Those that its figures name, each once."""
