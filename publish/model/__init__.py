"""The words of the house: what each step hands to the next.

Source -> Document -> Book -> Narration -> Publication -> File -> Artifact. Everything is frozen; ids are given once, in
editing, and join page, overlay, captions, log and error: `es-c1` a section, `es-p2` a paragraph, `es-p2-s1` a sentence.
"""

from __future__ import annotations

from publish.model.book import Bead, Book, Edition, Marker, Paragraph, Removal, Section, Sentence, articles
from publish.model.document import Block, Document, Gloss, Kind, Metadata, Picture, Source, Span, Style
from publish.model.lesson import Alone, Heard, Lesson, Method
from publish.model.naming import unlike
from publish.model.narration import (
    IN_BOOKS,
    AudioFormat,
    BitrateMode,
    Call,
    Cue,
    Encode,
    Encoded,
    Engine,
    Form,
    LoudnessProfile,
    Narration,
    Onset,
    Piece,
    Quality,
    Sound,
    Track,
    Voice,
    Word,
    milliseconds,
)
from publish.model.pack import Item, ItemKind, Packed
from publish.model.pauses import Pauses
from publish.model.publication import (
    About,
    Archived,
    Archiver,
    Artifact,
    Braille,
    Content,
    File,
    Font,
    Printer,
    Publication,
)
from publish.model.show import Show

__all__ = [
    "IN_BOOKS",
    "About",
    "Alone",
    "Archived",
    "Archiver",
    "Artifact",
    "AudioFormat",
    "Bead",
    "BitrateMode",
    "Block",
    "Book",
    "Braille",
    "Call",
    "Content",
    "Cue",
    "Document",
    "Edition",
    "Encode",
    "Encoded",
    "Engine",
    "File",
    "Font",
    "Form",
    "Gloss",
    "Heard",
    "Item",
    "ItemKind",
    "Kind",
    "Lesson",
    "LoudnessProfile",
    "Marker",
    "Metadata",
    "Method",
    "Narration",
    "Onset",
    "Packed",
    "Paragraph",
    "Pauses",
    "Picture",
    "Piece",
    "Printer",
    "Publication",
    "Quality",
    "Removal",
    "Section",
    "Sentence",
    "Show",
    "Sound",
    "Source",
    "Span",
    "Style",
    "Track",
    "Voice",
    "Word",
    "articles",
    "milliseconds",
    "unlike",
]
