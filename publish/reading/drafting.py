"""Runs of text into a document of numbered blocks, for formats that have no lines of their own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.model import Block, Document, Metadata, Span
from publish.reading.decode import clean
from publish.reading.glosses import LINE_BREAK, code
from publish.reading.images import Gallery, Image
from publish.reading.likeness import merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.model import Kind, Picture, Source

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
# Space around a tab that stands between columns.
_AROUND_TAB = re.compile(r" *\t[ \t]*")
_BESIDE_TAB = re.compile(r" *\t *")
_WRAPPED = re.compile(r"[\r\n\f\v]+")
_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}$")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
MARKED: frozenset[Kind] = frozenset({"standfirst", "heading", "quote", "item", "caption", "note", "row", "code"})
"""Kinds that a style or a mark gives: nobody gives furniture one by hand."""
ALL: frozenset[Kind] = MARKED | {"paragraph"}
_UNLINED: frozenset[Kind] = frozenset({"title", "heading", "row"})
MOST_BLOCKS = 40_000
"""Of one source: the Bible has 31,000 verses."""
LARGEST_BLOCK = 1_000_000
"""Characters: the longest novels have fewer, and a paragraph of so many is none."""


class Drafts:
    """The blocks of a source in the order in which they come, counted from 1 where there are no lines.

    Spans are handed in with the language in force where they stand; a block's language is that of
    most of its letters, and only what differs from it keeps a language of its own.
    """

    def __init__(self, name: str, *, sure: frozenset[Kind] = MARKED, gallery: Gallery | None = None) -> None:
        """Begin; blocks of the kinds in `sure` are article because the format says so."""
        self.name = name
        self._sure = sure
        self.gallery = gallery or Gallery()
        self.blocks: list[Block] = []
        self.labels: dict[str, str] = {}
        """By the name of a note, what calls it, where that is known."""
        self.rule_waits = False
        """Whether one stands before the block that comes next."""

    def rule(self) -> None:
        """Set a rule before the block that comes next."""
        self.rule_waits = True

    def add(
        self,
        kind: Kind,
        spans: Iterable[Span],
        *,
        level: int = 0,
        number: int = 0,
        furniture: str = "",
        note: str = "",
        lines: tuple[int, int] | None = None,
    ) -> None:
        """Add one block, its white space tidied (code keeps its own); nothing where there are no characters.

        Raises:
            SourceError: it is longer than any paragraph, or one of too many.
        """
        tidy = _verbatim(spans) if kind == "code" else _tidied(spans, cells=kind == "row", lined=kind not in _UNLINED)
        if not tidy:
            return
        self._check_number()
        if sum(len(span.text) for span in tidy) > LARGEST_BLOCK:
            msg = f"One paragraph of it is longer than {LARGEST_BLOCK:,} characters"
            raise SourceError(msg, where=self.name, hint="Give the article with its paragraphs apart.")
        language = _language(tidy)
        tidy = tuple(merged(replace(s, language=None if s.language == language else s.language) for s in tidy))
        first, last = lines or (len(self.blocks) + 1,) * 2
        # A row of a table is as surely article as what a style marks.
        row = "\t" in "".join(span.text for span in tidy)
        article = (kind in self._sure or row) and not furniture
        self.blocks.append(
            Block(
                kind, tidy, first, last, level, language,
                article=article, number=number, furniture=furniture, breaks=self.rule_waits, note=note,
            )
        )  # fmt: skip
        self.rule_waits = False

    def _check_number(self) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            msg = f"It has more than {MOST_BLOCKS:,} paragraphs"
            raise SourceError(msg, where=self.name, hint="Give one article, or one part of the book.")

    def show(
        self,
        image: Image,
        language: str | None = None,
        *,
        furniture: str = "",
        lines: tuple[int, int] | None = None,
    ) -> None:
        """Add one picture; its words, in that language, are the alternative text.

        Raises:
            SourceError: it is one of too many.
        """
        self._check_number()
        spans = _tidied([Span(image.alt)]) if image.alt else ()
        first, last = lines or (len(self.blocks) + 1,) * 2
        name = self.gallery.name(image)
        decorative = image.alt == ""
        self.blocks.append(
            Block("figure", spans, first, last, 0, language, picture=name, decorative=decorative, furniture=furniture)
        )


def _verbatim(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return code as one run; a line that begins with a sign that is not seen is still a line."""
    own = tuple(spans)
    lines = "".join("\n" if span.text == LINE_BREAK else span.text for span in own).split("\n")
    text = code("\n".join(map(clean, lines)))
    return (Span(text, language=own[0].language),) if text.strip() else ()


def _tidied(spans: Iterable[Span], *, cells: bool = False, lined: bool = True) -> tuple[Span, ...]:
    """Return the spans with single blanks between words, none at the ends; a tab stands between columns.

    Of `cells`, the empty ones keep their tabs, those at the end apart. What is not `lined` is one line.
    """
    found: list[Span] = []
    for span in spans:
        if span.text == LINE_BREAK and lined:
            _break(found, span)
            continue
        text = (_BESIDE_TAB if cells else _AROUND_TAB).sub("\t", _WRAPPED.sub(" ", clean(span.text)))
        text = re.sub(" {2,}", " ", text)
        if not found or found[-1].text.endswith((" ", "\t", "\n")):
            text = text.lstrip(" " if cells else " \t")
        if text:
            found.append(replace(span, text=text))
    while found and not found[-1].text.rstrip():
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _break(found: list[Span], like: Span) -> None:
    """End a line: no blank stands before it, and no empty line is kept."""
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    if found and not found[-1].text:
        found.pop()
    if found and not found[-1].text.endswith("\n"):
        found.append(replace(like, text="\n"))


def _language(spans: tuple[Span, ...]) -> str | None:
    if len({span.language for span in spans}) == 1:
        return spans[0].language
    letters: Counter[str | None] = Counter()
    for span in spans:
        letters[span.language] += len(_LETTER.findall(span.text))
    return letters.most_common(1)[0][0] if any(letters.values()) else spans[0].language


def plain(text: str) -> str:
    """Return text as one line of single blanks: what a title or a name is."""
    return _BLANKS.sub(" ", clean(text)).strip()


def tag(language: str | None) -> str | None:
    """Return a language tag (BCP 47) where this looks like one, else None."""
    tidy = (language or "").strip().replace("_", "-")
    return tidy if _TAG.match(tidy) and tidy.lower() not in {"und", "zxx", "mul", "x-none"} else None


def day(text: str) -> str:
    """Return the ISO 8601 date at the head of a time stamp; empty where there is none."""
    found = _DAY.match(text.strip())
    return found[0] if found else ""


def document(
    source: Source,
    blocks: Iterable[Block],
    *,
    title: str = "",
    authors: Iterable[str] = (),
    published: str = "",
    licence: str = "",
    url: str = "",
    site: str = "",
    pictures: Iterable[Picture] = (),
) -> Document:
    """Return the whole document.

    Raises:
        SourceError: there is no text in it.
    """
    found = tuple(blocks)
    if all(block.furniture or block.picture for block in found):
        msg = "There is no text in it"
        raise SourceError(msg, where=source.name, hint="Is the article a picture in it?")
    remote = source.origin if source.origin.startswith(("http://", "https://")) else ""
    metadata = Metadata(
        title=plain(title),
        authors=tuple(dict.fromkeys(name for author in authors if (name := plain(author)))),
        site=plain(site),
        url=url if url.startswith(("http://", "https://")) else remote,
        licence=plain(licence),
        published=day(published),
        origin=remote or source.name,
        retrieved=source.retrieved,
        sha256=hashlib.sha256(source.content).hexdigest(),
    )
    return Document(metadata, found, tuple(pictures))
