"""Markdown (CommonMark, with tables, notes and front matter); blocks keep their lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.errors import SourceError
from publish.model import Document, Gloss, Span
from publish.reading.decode import decoded
from publish.reading.drafting import Drafts, document, tag
from publish.reading.elements import parsed, read_into
from publish.reading.glosses import LINE_BREAK
from publish.reading.images import Image, image, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Kind, Source, Style

LARGEST_CHARACTERS = 1_500_000
"""More than the longest novels."""
LONGEST_LINE = 100_000
MOST_LINES = 20_000
MOST_MARKS = 40_000
"""The parser tries marks against each other: so many take it two or three seconds at worst."""
_MARK = re.compile(r"[*_`\[\]<>&\\^|~]|^[ \t]*[-+][ \t]", re.MULTILINE)
_FRONT = re.compile(
    r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)^(?P=fence)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_ENTRY = re.compile(r"^(?P<key>[A-Za-z][\w-]*)\s*[:=]\s*(?P<value>.*)$")
_LISTED = re.compile(r"^\s+-\s+(?P<value>\S.*)$|^-\s+(?P<item>\S.*)$")
_NAMED = re.compile(r"^(?:name|author)\s*:\s*", re.IGNORECASE)
_OPENS = re.compile(r"<(?P<tag>div|section|article|span|p|i|em|q|cite)\b[^>]*>", re.IGNORECASE)
_LANG = re.compile(r"\blang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CLOSES = re.compile(r"</(?P<tag>div|section|article|span|p|i|em|q|cite)\s*>", re.IGNORECASE)
_STYLES: dict[str, Style] = {
    "em": "emphasis", "strong": "strong", "s": "strikethrough", "sup": "superscript", "sub": "subscript",
}  # fmt: skip
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINES = re.compile(r"(\n)")
_STYLED = re.compile(r"<(?P<ends>/)?(?P<tag>s|del|sup|sub)\s*>", re.IGNORECASE)
_TAGS: dict[str, Style] = {**_STYLES, "del": "strikethrough"}


def read(source: Source) -> Document:
    """Return the text as blocks with their lines; notes as blocks of their own, `[1]` where they are called.

    Raises:
        SourceError: there is nothing to read, it is not text, or a line or the whole is too long.
    """
    text = decoded(source.content, source.name)
    _check_length(text, source.name)
    facts, text = _front_matter(text)
    walk = _Walk(Drafts(source.name), tag(_one(facts, "lang", "language")))
    for token in _parser().parse(text, walk.env):
        walk.token(token)
    return document(
        source,
        walk.drafts.blocks,
        title=_one(facts, "title"),
        authors=facts.get("author", facts.get("authors", ())),
        published=_one(facts, "date", "published"),
        licence=_one(facts, "license", "licence", "rights"),
        url=_one(facts, "url", "canonical", "canonical_url", "source"),
        site=_one(facts, "site", "publisher", "publication"),
        pictures=walk.drafts.gallery.pictures,
    )


def _check_length(text: str, name: str) -> None:
    lines = text.splitlines()
    longest = max(map(len, lines), default=0)
    what = ""
    if len(text) > LARGEST_CHARACTERS:
        what = f"It is longer than {LARGEST_CHARACTERS:,} characters"
    elif longest > LONGEST_LINE:
        what = f"A line of it is longer than {LONGEST_LINE:,} characters"
    elif sum(map(bool, lines)) > MOST_LINES:
        what = f"It has more than {MOST_LINES:,} lines"
    elif sum(1 for _ in _MARK.finditer(text)) > MOST_MARKS:
        what = f"It has more than {MOST_MARKS:,} marks of Markdown"
    if what:
        raise SourceError(what, where=name, hint="Give one article, or a part of it at a time.")


def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(sub_plugin).use(superscript_plugin)
    # Notes stay where they are written, with their lines.
    return parser.disable(["footnote_tail"])


def _front_matter(text: str) -> tuple[dict[str, list[str]], str]:
    """Return what the lines between two fences say, and the text with these lines made empty."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    facts: dict[str, list[str]] = {}
    last: list[str] = []
    for line in found["head"].splitlines():
        if entry := _ENTRY.match(line):
            last = facts.setdefault(entry["key"].lower(), [])
            last += _values(entry["value"])
        elif item := _LISTED.match(line):
            last += _values(_NAMED.sub("", item["value"] or item["item"]))
    return facts, "\n" * found[0].count("\n") + text[found.end() :]


def _values(text: str) -> list[str]:
    text = text.strip()
    parts = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else [text]
    return [tidy for part in parts if (tidy := part.strip().strip("\"'").strip()) and tidy not in {"|", ">"}]


def _one(facts: dict[str, list[str]], *keys: str) -> str:
    return next((facts[key][0] for key in keys if facts.get(key)), "")


class _Walk:
    """Tokens of markdown-it on their way to blocks."""

    def __init__(self, drafts: Drafts, language: str | None) -> None:
        self.drafts = drafts
        self.env: dict[str, Any] = {}
        self.open: list[str] = []
        self.languages: list[tuple[str, str | None]] = [("", language)]
        self.level = 0
        self.note = ("", "")
        """Of the note that is open: its name, and its mark as long as it has no words."""
        self.lists: list[int] = []
        """Of each list that is open, the next number; 0 where it has none."""
        self.number = 0
        """Of the item that has no words yet."""
        self.row: list[Span] | None = None
        self.cells = 0
        """Of the row, so far."""
        self.lines = (1, 1)

    def token(self, token: Any) -> None:
        if token.map:
            self.lines = (token.map[0] + 1, max(token.map[1], token.map[0] + 1))
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            self.begin(kind, token)
        elif token.nesting == -1:
            self.end(kind)
        elif token.type == "inline":
            self.inline(token)
        elif token.type in {"code_block", "fence"}:
            self.drafts.add(
                "code", [Span(token.content, language=self.languages[-1][1])], note=self.note[0], lines=self.lines
            )
        elif token.type == "hr":
            self.drafts.rule()
        elif token.type == "html_block":
            self.html(token.content)

    def begin(self, kind: str, token: Any) -> None:
        self.open.append(kind)
        if kind == "heading":
            self.level = int(token.tag[1:])
        elif kind == "list_item":
            # What counts is where a list begins: `1. 1. 1.` is one, two, three.
            self.number = self.lists[-1] if self.lists else 0
            if self.number:
                self.lists[-1] += 1
        elif kind in {"bullet_list", "ordered_list"}:
            first = token.attrGet("start")
            self.lists.append(0 if kind == "bullet_list" else 1 if first is None else int(first))
        elif kind == "footnote_reference":
            self.note = f"^{token.meta['label']}", f"[{token.meta['label']}] "
        elif kind in {"td", "th"} and self.row is not None and self.open[-2] == "tr":
            self.row += [Span("\t")] if self.cells else []
            self.cells += 1
        elif kind == "tr":
            self.row, self.cells = [], 0

    def end(self, kind: str) -> None:
        self.open.pop()
        if kind in {"bullet_list", "ordered_list"}:
            self.lists.pop()
        if kind == "footnote_reference":
            self.note = ("", "")
        if kind == "tr" and self.row is not None:
            self.drafts.add("row", self.row, level=int("thead" in self.open), lines=self.lines)
            self.row = None

    def inline(self, token: Any) -> None:
        spans = self.spans(token.children or ())
        self.inline_words(token, spans)
        for each in _images(token.children or ()):
            self.drafts.show(each, self.languages[-1][1], lines=self.lines)

    def inline_words(self, token: Any, spans: list[Span]) -> None:
        if self.row is not None:
            self.row += [replace(span, text=span.text.replace("\t", " ")) for span in spans]
            return
        kind, level = self.kind()
        name, mark = self.note
        spans, self.note = [Span(mark), *spans] if mark else spans, (name, "")
        number, self.number = self.number if kind == "item" else 0, 0
        self.drafts.add(kind, spans, level=level, number=number, note=name, lines=self.lines)
        for own, note in self.inline_notes(token.children or ()):
            self.drafts.add("note", note, note=own, lines=self.lines)

    def kind(self) -> tuple[Kind, int]:
        if "footnote_reference" in self.open:
            return "note", 0
        if "heading" in self.open:
            return "heading", self.level
        lists = self.open.count("bullet_list") + self.open.count("ordered_list")
        if lists:
            return "item", lists
        return ("quote", 0) if "blockquote" in self.open else ("paragraph", 0)

    def inline_notes(self, tokens: Sequence[Any]) -> list[tuple[str, list[Span]]]:
        """The names and words of the notes that are written where they are called: `^[like this]`."""
        known = self.env.get("footnotes", {}).get("list", {})
        found = []
        for token in tokens:
            note = known.get(token.meta["id"], {}) if token.type == "footnote_ref" else {}
            if note.get("tokens"):
                found.append((_called(token), [Span(f"{_words(token)} "), *self.spans(note["tokens"])]))
        return found

    def html(self, content: str) -> None:
        opened = [match for match in _OPENS.finditer(content) if _LANG.search(match[0])]
        if opened and not _CLOSES.search(content):
            self.languages += [(match["tag"].lower(), tag(_LANG.findall(match[0])[0])) for match in opened]
        elif closes := _CLOSES.fullmatch(content.strip()):
            self.closed(closes["tag"])
            return
        try:
            root = parsed(content.encode())
        except SourceError:
            # A comment, or another tag that closes: there are no words in it.
            return
        drafts = Drafts(self.drafts.name, gallery=self.drafts.gallery)
        read_into(drafts, root, language=self.languages[-1][1])
        for block in drafts.blocks:
            if block.breaks:
                self.drafts.rule()
            if block.picture:
                self.drafts.blocks.append(replace(block, first_line=self.lines[0], last_line=self.lines[1]))
                continue
            spans = _with_language(block)
            self.drafts.add(
                block.kind,
                spans,
                level=block.level,
                number=block.number,
                furniture=block.furniture,
                note=block.note,
                lines=self.lines,
            )
        if drafts.rule_waits:
            self.drafts.rule()

    def closed(self, name: str) -> None:
        for place in range(len(self.languages) - 1, 0, -1):
            if self.languages[place][0] == name.lower():
                del self.languages[place:]
                return

    def spans(self, tokens: Sequence[Any]) -> list[Span]:
        found: list[Span] = []
        styles: list[Style] = []
        tags: list[Style] = []
        links: list[str] = []
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name in _STYLES:
                styles.append(_STYLES[name]) if token.nesting > 0 else styles.pop()
            elif name == "link":
                links.append(_address(token.attrGet("href"))) if token.nesting > 0 else links.pop()
            elif styled := token.type == "html_inline" and _STYLED.fullmatch(token.content):
                style = _TAGS[styled["tag"].lower()]
                tags = [tag_ for tag_ in tags if tag_ != style] if styled["ends"] else [*tags, style]
            elif token.type == "html_inline" and not _LINE_BREAK.fullmatch(token.content):
                self.tag(token.content)
            else:
                own: tuple[Style, ...] = ("code",) if token.type == "code_inline" else ()
                looks = tuple(dict.fromkeys((*styles, *tags, *own)))
                gloss = Gloss("note", _called(token)) if token.type == "footnote_ref" else None
                found.append(Span(_words(token), looks, links[-1] if links else "", self.languages[-1][1], gloss))
        return found

    def tag(self, content: str) -> None:
        if closes := _CLOSES.match(content):
            self.closed(closes["tag"])
        elif opens := _OPENS.match(content):
            said = _LANG.search(content)
            self.languages.append((opens["tag"].lower(), tag(said[1]) if said else self.languages[-1][1]))


def _with_language(block: Any) -> list[Span]:
    """Return a block's runs, each with its language, as they were before its lines were set."""
    return [
        replace(span, text=LINE_BREAK if text == "\n" else text, language=span.language or block.language)
        for span in block.spans
        for text in _LINES.split(span.text)
    ]


def _images(tokens: Sequence[Any]) -> list[Image]:
    """Return the pictures of a line, those of HTML too. `![](…)` says nothing: few who write it mean decoration."""
    found: list[Image] = []
    for token in tokens:
        if token.type == "image" and token.attrGet("src"):
            alt = " ".join(token.content.split())
            found.append(Image(str(token.attrGet("src")), worded(alt, token.attrGet("title"))))
        elif token.type == "html_inline" and token.content.lower().startswith("<img"):
            elements = parsed(token.content.encode()).iter("{*}img")
            found += [own for element in elements if (own := image(element))]
    return found


def _address(href: object) -> str:
    text = str(href or "")
    return text if text.startswith(("http://", "https://", "mailto:")) else ""


def _called(token: Any) -> str:
    """Return the name of the note that is called; one that is written where it is called has none of its own."""
    label = token.meta.get("label")
    return f"^{label}" if label else f"^^{token.meta['id']}"


def _words(token: Any) -> str:
    if token.type == "footnote_ref":
        return f"[{token.meta.get('label') or token.meta['id'] + 1}]"
    if token.type in {"softbreak", "hardbreak", "html_inline"}:
        return " " if token.type == "softbreak" else LINE_BREAK
    return str(token.content) if token.type in {"text", "code_inline"} else ""
