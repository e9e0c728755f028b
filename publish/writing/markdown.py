"""An edition as Markdown (CommonMark, with the tables, notes and strikethrough that most readers of it know)."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.phrases import as_said
from publish.writing.links import address
from publish.writing.plain import RULE, marker, whole
from publish.writing.tables import cells, parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.model import Edition, Metadata, Paragraph, Sentence, Span

_ACTIVE: Final = re.compile(r"[\\`*_\[\]<>~^|]|&(?=#?\w+;)")
# A line that begins so would be an item, a heading or a rule.
_BAR: Final = re.compile(r"(?<!\\)\|")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_MARKED: Final = re.compile(r"^([#+=-])", re.MULTILINE)
_ESCAPED: Final = r"\\\g<0>"
_BREAK: Final = "\\\n"
_MARKS: Final = {"emphasis": "*", "strong": "**", "strikethrough": "~~"}
_TAGS: Final = {
    "emphasis": "em", "strong": "strong", "strikethrough": "del", "superscript": "sup", "subscript": "sub",
}  # fmt: skip


def markdown(edition: Edition, known: Metadata) -> str:
    """Return an edition with its headings, lists, tables, notes, links and emphasis; what is known of it on top.

    Runs in another language are tagged (`<span lang>`). Pictures are there by what they show.
    """
    language = edition.language
    labels = _labels(whole(edition))
    first = edition.colophon.paragraphs[0] if edition.colophon else None
    blocks = [_front_matter(language, known)]
    if edition.sections[0].part:
        # That of an anthology stands on no line of its articles.
        blocks.append(f"# {_ACTIVE.sub(_ESCAPED, edition.title)}")
    for kind, run in groupby(whole(edition), key=lambda p: p.kind if p.kind in {"item", "row", "quote"} else p.id):
        group = list(run)
        if group[0].breaks or group[0] is first:
            blocks.append(RULE)
        if kind == "item":
            blocks.append("\n".join(_items(group, language, labels)))
        elif kind == "row":
            blocks += ["\n".join(_table(rows, language, labels)) for rows in parted(group)]
        elif kind == "quote":
            quoted = "\n\n".join(_words(p.sentences, language, labels) for p in group)
            blocks.append("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))
        else:
            blocks.append(_block(group[0], language, labels))
    return "\n\n".join(blocks) + "\n"


def _front_matter(language: str, known: Metadata) -> str:
    """Return facts as YAML; a string of JSON is one of YAML too."""
    facts: dict[str, object] = {
        "lang": language,
        "author": list(known.authors),
        "date": known.published,
        "publisher": known.site,
        "source": known.url,
        "license": known.licence,
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value)
    return "\n".join(("---", *lines, "---"))


def _labels(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Return what each note is called by: the number that its call shows, or its id where that is taken."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            for _, span in sentence.calls:
                shown = re.sub(r"\W", "", span.text)
                found.setdefault(span.calls, shown if shown and shown not in found.values() else span.calls)
    return found


def _block(paragraph: Paragraph, language: str, labels: Mapping[str, str]) -> str:
    if paragraph.kind == "code":
        longest = max(map(len, re.findall("`+", paragraph.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{paragraph.text}\n{fence}"
    words = _words(as_said(paragraph, language), language, labels)
    if paragraph.kind in {"title", "heading"}:
        level = 1 if paragraph.kind == "title" else max(2, paragraph.level)
        return f"{'#' * level} {words.replace(_BREAK, ' ')}"
    if paragraph.note in labels:
        label = labels[paragraph.note]
        below = words.replace("\n", "\n    ")
        # The number that it begins with is shown by whoever shows the note.
        return f"[^{label}]: {_without(label, below)}" if paragraph.id == paragraph.note else f"    {below}"
    return words


def _without(label: str, words: str) -> str:
    return re.sub(rf"\A(?:\\\[)?{re.escape(label)}(?:\\?[\].)])?\s+", "", words)


def _items(items: Iterable[Paragraph], language: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield items, each set in by as much as the markers take that it stands under."""
    above: list[tuple[int, int, int]] = []
    """Of each level that is open: the level, how far its words are set in, and how far it has counted."""
    for item in items:
        last = 0
        while above and above[-1][0] >= item.level:
            level, _, number = above.pop()
            last = number if level == item.level else last
        margin = above[-1][1] if above else 0
        if last and not last < item.number:
            # Numbers that begin anew are another list.
            yield " " * margin + "<!-- -->"
        elif not last and item.number > 1 and above:
            # No number but 1 can begin a list right below a line of words.
            yield ""
        inner = margin + len(marker(item))
        above.append((item.level, inner, item.number))
        words = _words(item.sentences, language, labels)
        yield " " * margin + marker(item) + words.replace("\n", "\n" + " " * inner)


def _table(rows: Sequence[Paragraph], language: str, labels: Mapping[str, str]) -> Iterator[str]:
    width = max(len(cells(row)) for row in rows)
    headed = bool(rows[0].level)
    if not headed:
        yield "|" + "   |" * width
    for place, row in enumerate(rows):
        if place == headed:
            yield "|" + " --- |" * width
        # Within code too, it parts two cells.
        said = [_BAR.sub(_ESCAPED, _words(cell, language, labels).replace(_BREAK, "<br>")) for cell in cells(row)]
        yield "| " + " | ".join(said + [""] * (width - len(said))) + " |"
    if headed and len(rows) == 1:
        yield "|" + " --- |" * width


def _words(sentences: Iterable[Sentence], within: str, labels: Mapping[str, str]) -> str:
    """Return the words of a block, so that no sign of them is taken for a mark."""
    spans: list[Span] = []
    blanks: list[str] = []
    for sentence in sentences:
        spans += sentence.spans
        blanks += [""] * (len(sentence.spans) - 1) + [sentence.after.replace("\t", " ")]
    made: list[str] = []
    for href, run in groupby(range(len(spans)), key=lambda n: "" if spans[n].calls else address(spans[n].href)):
        places = list(run)
        said = "".join(_run(spans, n, within, labels) + blanks[n] for n in places)
        inner = said.rstrip(" ")
        if href and inner and made and made[-1].endswith("!"):
            # With it, the link would be a picture.
            made[-1] = made[-1][:-1] + "\\!"
        made.append(f"[{inner}](<{href}>)" + said[len(inner) :] if href and inner else said)
    whole_text = "".join(made).strip().replace("\n", _BREAK)
    return _MARKED.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", whole_text))


def _run(spans: Sequence[Span], place: int, within: str, labels: Mapping[str, str]) -> str:
    span = spans[place]
    if span.calls in labels:
        return f"[^{labels[span.calls]}]"
    bare = span.text.strip(" \n")
    if not bare:
        return span.text
    before, _, after = span.text.partition(bare)
    words = _code(bare) if "code" in span.styles else _ACTIVE.sub(_ESCAPED, bare)
    neighbours = [spans[n] for n in (place - 1, place + 1) if 0 <= n < len(spans)]
    calm = bare[0].isalnum() and bare[-1].isalnum() and not any(other.styles for other in neighbours)
    for style in reversed([style for style in span.styles if style in _TAGS]):
        # Marks side by side, or beside a sign, may be read in two ways: tags never are.
        plain = calm and len(span.styles) == 1 and style in _MARKS
        words = _MARKS[style] + words + _MARKS[style] if plain else f"<{_TAGS[style]}>{words}</{_TAGS[style]}>"
    if span.language and span.language != within:
        words = f'<span lang="{span.language}">{words}</span>'
    return before + words + after


def _code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{text.replace(chr(10), ' ')}{room}{fence}"
