"""An alignment that a person decided: a table of paragraph pairs, written to be edited and read again."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections import Counter
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, NoReturn

from publish.editing.order import beads_in_order
from publish.errors import ConfigError
from publish.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.model import Book, Edition

log = logging.getLogger(__name__)

_HEADER = ("left", "right", "languages", "sure", "left begins", "right begins")
_BETWEEN = re.compile(r"[\s,;+]+")
_WORDS = 8
_CHARACTERS = 60
"""Of a paragraph, for a person to know it by."""
_SAID = "# What each paragraph said: once it says something else, the line that it is on above is void."
_MARK = re.compile(r"#\s*(\S+-p\d+)")


def table(book: Book) -> str:
    """Return the paragraph beads of a book as tab-separated lines, ready to edit; `beads` reads it.

    Columns: ids on the left, ids on the right (with blanks between), the two languages; then, for the person
    only, how sure we were and how each side begins. An empty side was not translated. Below stands a hash of what
    each paragraph said, by which a line is known to be void.
    """
    texts = {p.id: p.text for edition in book.editions for p in edition.paragraphs}
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow(_HEADER)
    for bead in book.beads:
        if bead.level == "paragraph":
            begins = [_beginning(texts[side[0]]) if side else "" for side in (bead.left, bead.right)]
            sides = (" ".join(bead.left), " ".join(bead.right))
            writer.writerow((*sides, " ".join(bead.languages), f"{bead.confidence:.2f}", *begins))
    writer.writerow((_SAID,))
    writer.writerows((f"# {name}", _hash(text)) for name, text in texts.items())
    return out.getvalue()


def _hash(text: str) -> str:
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def _beginning(text: str) -> str:
    return " ".join(text.split()[:_WORDS])[:_CHARACTERS]


def beads(tsv: str, editions: tuple[Edition, ...], where: str) -> tuple[Bead, ...]:
    """Return the paragraph beads that such a table gives, each certain.

    Two editions that it does not name together are left to be aligned; of two that it names, every paragraph is
    on one line. Columns after the third are not read. The order is the leading edition's.

    Where the table says what its paragraphs said, a paragraph that stands elsewhere now is followed there; a line
    of which one says something else is void, with a warning, and its paragraphs and new ones are in no bead.

    Raises:
        ConfigError: an id is unknown, twice there or missing; names the file and the line.
    """
    return _Table(editions, where).beads(tsv)


class _Table:
    def __init__(self, editions: tuple[Edition, ...], where: str) -> None:
        self.where = where
        self.line = 0
        self.languages = [edition.language for edition in editions]
        self.texts = {p.id: p.text for e in editions for p in e.paragraphs}
        self.language = {p.id: e.language for e in editions for p in e.paragraphs}
        self.place = {name: at for at, name in enumerate(self.language)}
        self.now: dict[str, str | None] = {}
        """Of each paragraph whose text the table knows: its id now; None where it says something else."""
        self.loose: set[str] = set()
        """What stood on a void line."""

    def beads(self, tsv: str) -> tuple[Bead, ...]:
        rows = list(self._rows(tsv))
        self.now = self._found_again({mark[1]: row[1] for _, row in rows if (mark := _MARK.fullmatch(row[0]))})
        found: dict[tuple[str, str], list[Bead]] = {}
        seen: dict[tuple[tuple[str, str], str], int] = {}
        for bead in self._standing(rows):
            for name in (*bead.left, *bead.right):
                before = seen.setdefault((bead.languages, name), self.line)
                if before != self.line or (*bead.left, *bead.right).count(name) > 1:
                    self._refuse(f"{name} is here and on line {before}", "A paragraph stands on one line.")
            found.setdefault(bead.languages, []).append(bead)
        for pair in found:
            for name in self._to_be_named(pair):
                if (pair, name) not in seen:
                    hint = "One without a translation has a line with the other side left empty."
                    self._refuse(f"{name} is on no line for {pair[0]} and {pair[1]}", hint)
        pairs = combinations(self.languages, 2)
        return tuple(bead for pair in pairs for bead in beads_in_order(found.get(pair, []), self.place))

    def _rows(self, tsv: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
        rows = csv.reader(io.StringIO(tsv.removeprefix("\ufeff"), newline=""), dialect="excel-tab")
        try:
            for row in rows:
                self.line = rows.line_num
                left, right, languages = (cell.strip() for cell in (*row, "", "", "")[:3])
                yield self.line, (left, right, languages)
        except csv.Error as error:
            self._refuse(f"This is no table: {error}", "Columns stand a tab apart; a quotation mark has its partner.")

    def _found_again(self, said: Mapping[str, str]) -> dict[str, str | None]:
        hashes = {name: _hash(text) for name, text in self.texts.items()}
        once = Counter(hashes.values())
        places = {each: name for name, each in hashes.items() if once[each] == 1}
        now: dict[str, str | None] = {}
        for name, each in said.items():
            there = name if hashes.get(name) == each else places.get(each)
            # The same words in another edition are another paragraph.
            same = there is not None and there.rpartition("-")[0] == name.rpartition("-")[0]
            now[name] = there if same else None
        return now

    def _standing(self, rows: Sequence[tuple[int, tuple[str, str, str]]]) -> Iterator[Bead]:
        for line, (left, right, languages) in rows:
            self.line = line
            if left.startswith("#") or (left, right) == _HEADER[:2] or not (left or right):
                continue
            names = (*_split(left), *_split(right))
            gone = [name for name in names if self.now.get(name, name) is None]
            if gone:
                self.loose.update(there for name in names if (there := self.now.get(name, name)))
                what = f"{', '.join(gone)} {'has' if len(gone) == 1 else 'have'} changed since"
                log.warning("%s, line %d: %s; the line is void, its paragraphs are paired anew", self.where, line, what)
            else:
                one, other = (
                    tuple(self.now.get(name, name) or name for name in _split(side)) for side in (left, right)
                )
                yield self._bead(one, other, _split(languages))

    def _to_be_named(self, pair: tuple[str, str]) -> list[str]:
        """The paragraphs that no void line held, and that are not new."""
        known = {name for name in self.now.values() if name}
        return [
            name
            for name, language in self.language.items()
            if language in pair and name not in self.loose and (name in known or not self.now)
        ]

    def _bead(self, left: tuple[str, ...], right: tuple[str, ...], languages: tuple[str, ...]) -> Bead:
        for name in (*left, *right):
            if name not in self.language:
                self._refuse(f"There is no paragraph {name}", "`publish inspect` shows the ids there are.")
        pair = languages or self._pair(left, right)
        if len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(self.languages):
            known = " ".join(self.languages)
            self._refuse("The third column must name two languages of the article", f"Among these: {known}.")
        one, other = pair
        for name, own in (*((name, one) for name in left), *((name, other) for name in right)):
            if self.language[name] != own:
                self._refuse(f"{name} is not in {own}", "Left and right follow the order of the languages.")
        sides = tuple(sorted(left, key=self.place.__getitem__)), tuple(sorted(right, key=self.place.__getitem__))
        if self.languages.index(one) > self.languages.index(other):
            one, other, sides = other, one, (sides[1], sides[0])
        return Bead((one, other), *sides, level="paragraph", confidence=1.0)

    def _pair(self, left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
        """The languages of a line that does not name them."""
        if left and right:
            return self.language[left[0]], self.language[right[0]]
        if len(self.languages) != 2:
            return ()
        one, other = self.languages
        return (one, other) if self.language[(left or right)[0]] == (one if left else other) else (other, one)

    def _refuse(self, what: str, hint: str) -> NoReturn:
        fresh = "A fresh table: `publish inspect SOURCE --alignment-out FILE`."
        raise ConfigError(what, where=f"{self.where}, line {self.line}", hint=f"{hint} {fresh}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(cell)))
