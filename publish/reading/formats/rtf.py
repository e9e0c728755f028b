"""Rich Text Format: its text as styles, lists, notes and languages mark it."""

from __future__ import annotations

import locale
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish.errors import SourceError
from publish.model import Gloss, Span
from publish.reading.drafting import Drafts, document, tag
from publish.reading.glosses import LINE_BREAK

if TYPE_CHECKING:
    from publish.model import Document, Kind, Source, Style

LARGEST_BYTES = 20_000_000
MOST_TOKENS = 1_500_000
_DEEPEST = 1000
# Rich Text Format (RTF) Specification 1.9.1: control words, control symbols, groups, text.
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_SKIPPED = {
    "colortbl", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
    "listtable", "listoverridetable", "themedata", "datastore", "colorschememapping", "latentstyles", "rsidtbl",
    "generator", "xmlnstbl", "annotation", "atnauthor", "atnid", "xe", "tc", "bkmkstart", "bkmkend", "nonshppict",
    "pgdsctbl", "filetbl", "revtbl", "private", "template", "operator", "company",
}  # fmt: skip
_TARGETS = {"stylesheet", "fonttbl", "fldinst", "info"}
_CHARACTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": " ", "enspace": " ", "line": LINE_BREAK, "tab": "\t",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_HEADING = re.compile(r"heading (\d)")
_LOOKS: dict[str, Style] = {
    "b": "strong", "i": "emphasis", "strike": "strikethrough", "super": "superscript", "sub": "subscript",
}  # fmt: skip
_STYLE_KINDS: dict[str, Kind] = {
    "subtitle": "standfirst", "quote": "quote", "intense quote": "quote", "quotations": "quote", "caption": "caption",
}  # fmt: skip
_CONTENTS = re.compile(r"toc( heading| \d)|contents( heading| \d)")
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"')


@dataclass(slots=True)
class _State:
    """What holds inside a group; a copy is made where one opens."""

    target: str = "text"
    """Where words go: `text`, `note`, `skip`, or the name of a table or a fact."""
    styles: frozenset[Style] = frozenset()
    language: str | None = None
    codec: str | None = None
    href: str = ""
    fallback: int = 1
    """How many characters after a `\\u` stand for the same."""
    hidden: bool = False
    style: int = -1
    level: int = -1
    """Of an outline, 0 the highest."""
    listed: int = 0


@dataclass(slots=True)
class _Read:
    """What has been gathered so far."""

    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    codec: str = "cp1252"
    default: int = 0
    font: int = 0


def read(source: Source) -> Document:
    """Return the document's text. Blocks are counted from 1; that number is their line.

    Deleted and hidden text, headers and footers are not its text. A language is declared where it
    is another than the document's default. Notes follow the paragraph that calls them.

    Raises:
        SourceError: it is no RTF, too large, or nested too deep.
    """
    if not source.content.lstrip()[:6].startswith(b"{\\rtf"):
        raise _broken(source, "it does not begin as one")
    if len(source.content) > LARGEST_BYTES:
        raise _broken(source, "it is too large")
    walk = _Walk(source)
    walk.all(source.content.decode("latin-1"))
    facts = walk.read.facts
    title = walk.title or facts.get("title", "")
    return document(source, walk.drafts.blocks, title=title, authors=re.split("[;\n]", facts.get("author", "")))


def _broken(source: Source, why: str) -> SourceError:
    hint = "Open it in the program that made it and save it again."
    return SourceError(f"It cannot be read as RTF: {why}", where=source.name, hint=hint)


class _Walk:
    """Tokens on their way to blocks."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.drafts = Drafts(source.name)
        self.read = _Read()
        self.now = _State()
        self.stack: list[_State] = []
        self.spans: list[Span] = []
        self.outer: list[tuple[int, list[Span]]] = []
        """Paragraphs that wait while a note inside them is read: the depth of the note, their words."""
        self.notes: list[list[Span]] = []
        self.is_head = False
        """Whether the table's row at hand names its columns."""
        self.bytes = bytearray()
        self.skip = 0
        self.starred = False
        self.count = 0
        self.title = ""

    def all(self, text: str) -> None:
        place = count = 0
        while match := _TOKEN.search(text, place):
            place = match.end()
            count += 1
            if count > MOST_TOKENS:
                raise _broken(self.source, "it has too many marks")
            if match["word"] == "bin":
                place += max(0, min(int(match["number"] or 0), len(text)))
            else:
                self.token(match)
        self.paragraph()

    def token(self, match: re.Match[str]) -> None:
        if match["hex"]:
            self.bytes_(bytes.fromhex(match["hex"]))
            return
        if match["text"]:
            self.words(match["text"])
            return
        self.flush()
        if match["brace"] == "{":
            self.opened()
        elif match["brace"] == "}":
            self.closed()
        elif match["word"]:
            self.word(match["word"], None if match["number"] is None else int(match["number"]))
        elif match["symbol"] == "*":
            self.starred = True
        elif match["symbol"] in "\r\n":
            self.paragraph()
        else:
            self.put(_SYMBOLS.get(match["symbol"], ""))

    def opened(self) -> None:
        if len(self.stack) > _DEEPEST:
            raise _broken(self.source, "it is nested too deep")
        self.stack.append(self.now)
        self.now = replace(self.now)
        self.starred = False

    def closed(self) -> None:
        self.starred = False
        if self.outer and self.outer[-1][0] == len(self.stack):
            _, spans = self.outer.pop()
            self.notes.append(self.spans)
            self.spans = spans
        if self.stack:
            self.now = self.stack.pop()

    def bytes_(self, one: bytes) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.bytes += one

    def words(self, text: str) -> None:
        cut = min(self.skip, len(text))
        self.skip -= cut
        self.bytes += text[cut:].encode("latin-1")

    def flush(self) -> None:
        """Turn gathered bytes into letters: a letter of Chinese is two of them."""
        if self.bytes:
            text = self.bytes.decode(self.now.codec or self.read.codec, errors="replace")
            self.bytes.clear()
            self.put(text)

    def put(self, text: str) -> None:
        now = self.now
        if not text or now.target == "skip" or now.hidden:
            return
        if now.target in {"text", "note"}:
            styles: tuple[Style, ...] = tuple(sorted(now.styles))
            self.spans.append(Span(text, styles, now.href, now.language))
        elif now.target == "stylesheet":
            name = text.strip().rstrip(";").lower()
            if name:
                self.read.styles[max(now.style, 0)] = name
        elif now.target == "fldinst":
            address = _ADDRESS.search(text)
            if address and address[1].startswith(("http://", "https://", "mailto:")) and self.stack:
                # The words of the link are in the next group, inside the same field.
                self.stack[-1].href = address[1]
        elif now.target != "fonttbl":
            self.read.facts[now.target] = self.read.facts.get(now.target, "") + text

    def word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if self.now.target == "skip":
            return
        if word == "u":
            self.unicode(number or 0)
        elif word == "row":
            self.row()
        elif word in {"par", "sect", "page"}:
            self.paragraph()
        elif word in _CHARACTERS:
            self.put(_CHARACTERS[word])
        elif word in {"cell", "nestcell"}:
            self.put("\t")
        elif word in {"trowd", "trhdr"}:
            self.is_head = word == "trhdr"
        elif not self.destination(word, starred=starred) and not self.character(word, number):
            self.paragraph_word(word, number)

    def unicode(self, number: int) -> None:
        self.skip = self.now.fallback
        code = number % 65536
        last = self.spans[-1].text[-1:] if self.spans else ""
        if 0xDC00 <= code < 0xE000 and "\ud800" <= last < "\udc00":
            self.spans[-1] = replace(
                self.spans[-1],
                text=self.spans[-1].text[:-1] + chr(0x10000 + ((ord(last) - 0xD800) << 10) + code - 0xDC00),
            )
        else:
            self.put(chr(code))

    def destination(self, word: str, *, starred: bool) -> bool:
        """Whether the word says where the group's words go."""
        now = self.now
        if word in _TARGETS or (now.target == "info" and word in {"title", "author"}):
            now.target = word
        elif word == "footnote":
            self.note()
        elif word in {"pntext", "listtext", "pn"}:
            # The bullet itself is in this group; the paragraph around it is an item.
            for around in self.stack[-1:]:
                around.listed = max(1, around.listed)
            now.target = "skip"
        elif word in _SKIPPED or now.target == "info" or (starred and word not in {"shppict", "cs", "s"}):
            now.target = "skip"
        else:
            return False
        return True

    def note(self) -> None:
        self.count += 1
        mark = f"[{self.count}]"
        call = Span(mark, language=self.now.language, gloss=Gloss("note", mark))
        self.outer.append((len(self.stack), [*self.spans, call]))
        self.spans = [Span(f"{mark} ", language=self.now.language)]
        self.now.target = "note"

    def character(self, word: str, number: int | None) -> bool:
        """Whether the word says how letters look or which language they are."""
        now, read_ = self.now, self.read
        if style := _LOOKS.get(word):
            now.styles = now.styles - {style} if number == 0 else now.styles | {style}
        elif word == "nosupersub":
            now.styles = now.styles - {"superscript", "subscript"}
        elif word in {"v", "deleted"}:
            now.hidden = number != 0
        elif word == "plain":
            now.styles, now.hidden, now.language = frozenset(), False, None
        elif word == "lang" and number is not None:
            name = locale.windows_locale.get(number)
            now.language = None if number == read_.default else tag(name)
        elif word == "f" and number is not None:
            read_.font, now.codec = number, read_.fonts.get(number)
        elif word == "fcharset" and now.target == "fonttbl":
            read_.fonts[read_.font] = _CHARSETS.get(number or 0, read_.codec)
        elif word == "uc":
            now.fallback = min(max(number or 0, 0), 10)
        else:
            return False
        return True

    def paragraph_word(self, word: str, number: int | None) -> None:
        now = self.now
        if word == "pard":
            now.style, now.level, now.listed = -1, -1, 0
        elif word == "s" and number is not None:
            now.style = number
        elif word == "outlinelevel" and number is not None:
            now.level = number
        elif word == "ls":
            now.listed = max(1, now.listed)
        elif word == "ilvl":
            now.listed = 1 + min(max(number or 0, 0), 8)
        elif word == "deflang":
            self.read.default = number or 0
        elif word == "ansicpg":
            self.read.codec = _codec(number)

    def row(self) -> None:
        """End a table's row: a tab has followed each of its cells."""
        cells = sum(span.text.count("\t") for span in self.spans)
        if cells < 2 or self.outer:
            self.paragraph()
            return
        self.drafts.add("row", self.spans, level=int(self.is_head))
        self.called()

    def paragraph(self) -> None:
        """End the paragraph at hand, and add the notes that it calls after it."""
        self.flush()
        if self.outer:
            # Inside a note: its paragraphs are one block.
            self.spans.append(Span(" "))
            return
        kind, level, furniture = self.kind()
        if kind == "heading" and level == 1 and not self.title and self.read.styles.get(self.now.style) == "title":
            self.title = "".join(span.text for span in self.spans)
        self.drafts.add(kind, self.spans, level=level, furniture=furniture)
        self.called()

    def called(self) -> None:
        """Add the notes that the block at hand calls."""
        for note in self.notes:
            # It begins with its mark.
            self.drafts.add("note", note, note=note[0].text.strip())
        self.spans, self.notes = [], []

    def kind(self) -> tuple[Kind, int, str]:
        name = self.read.styles.get(self.now.style, "")
        if _CONTENTS.fullmatch(name):
            return "paragraph", 0, "It is the table of contents."
        if name == "title":
            return "heading", 1, ""
        if heading := _HEADING.fullmatch(name):
            return "heading", min(max(int(heading[1]), 1), 6), ""
        if 0 <= self.now.level < 9:
            return "heading", min(self.now.level + 1, 6), ""
        if name in _STYLE_KINDS:
            return _STYLE_KINDS[name], 0, ""
        return ("item", self.now.listed, "") if self.now.listed else ("paragraph", 0, "")


def _codec(number: int | None) -> str:
    import codecs

    try:
        return codecs.lookup("mac_roman" if number == 10000 else "utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return "cp1252"
