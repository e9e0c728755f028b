"""The blocks of one language, each as what it is to its reader: title, standfirst, heading, quote ..."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from publish.editing.cues import UNSPACED, resource, unspaced, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Block, Kind

_SENTENCE_END = re.compile(r"[.!?…。！？؟।॥։።:;：；,،]['\"”’»«“)\]）」』]*\d*\*{0,3}$")
_ENDS_PLAINLY = re.compile(r"[.…。।॥։።;；,،]['\"”’»«“)\]）」』]*$")
_COLON = re.compile(r"[:：]\s*$")
_OPENS_SPEECH = re.compile(r"\s*[\"“„«‹‘'「『《—–-]")
_BYLINE = re.compile(
    r"(?:by|por|par|von|di|per|door|autor|autora|texto|text|texte|testo|автор|текст|записал|записала|przez|tekst|"
    r"yazan|yazı|بقلم|كتب|نوشته|מאת|लेखक|oleh|penulis|tác giả|โดย|av|af|szerző|γράφει|του)\s*:?\s+\S.{0,60}$|"
    r"(?:记者|作者|文/|文：|編集|文・|글|기자).{0,40}$|.{0,30}(?:기자|記者)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{4}\s*年|\d{4}년|\b\d{1,2}:\d\d\b|\b(?:19|20)\d\d\b"
)
_ONLY_A_DATE = re.compile(
    r"(?:[^\W\d_]+,? )?(?:\d{1,2}(?:st|nd|rd|th|er|º|ª)?\.? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? )(?:19|20)\d\d(?:,? \d{1,2}[:.h]\d\d)?\.?"
    r"|\d{1,4}(?:[./-]\d{1,2}){1,2}(?:[./-]\d{2,4})?|\d{4}\s*[年년][\d\s年月日년월일]*",
)
_CAPTION = re.compile(
    r"(?:photos?|foto(?:grafía|grafia|graf)?s?|image|imagen|imagem|figure|figura|fig\.|abb\.|abbildung|bild|"
    r"crédit photo|crédito|credit|photo by|picture|ilustración|illustration|фото|"
    r"рис\.|φωτογραφία|zdjęcie|fot\.|fotoğraf|"
    r"الصورة|صورة|تصوير|عکس|צילום|फोटो|फ़ोटो|图|圖|图片|写真|사진|ภาพ|ảnh)\s*\d{0,3}\s*[:：.|—–]",
    re.IGNORECASE,
)

_BODY_WORDS = 12
_LONG_WORDS = 25
_HEADING_WORDS = 14
_TITLE_WORDS = 32
_LABEL_WORDS = 2
_NAME_WORDS = 8
_VERSE_LINES = 3
_LEAD_IN_WORDS = 45
_LEAD_IN_TAIL = 12
_LABELLED_LIST_WORDS = 4


@lru_cache(maxsize=64)
def length(text: str) -> int:
    """Return how many words a text has; two letters of a script without spaces make one."""
    letters = len(unspaced(text))
    if not letters:
        return len(words(text))
    return sum(1 for word in words(text) if not UNSPACED.search(word)) + (letters + 1) // 2


def is_prose(text: str) -> bool:
    """Whether this is a sentence or more of running text, not a title or a label."""
    size = length(text)
    return size >= _LONG_WORDS or (size >= _BODY_WORDS and bool(_SENTENCE_END.search(text)))


def structured(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of one language with their kinds found. Order and words stay.

    The title is the first short line before the text, a standfirst a short line between the two;
    short lines without a full stop further down are headings; a paragraph that a colon and a verb
    of saying announce, without quotation marks of its own, is a quote.
    """
    found = list(blocks)
    body = next((place for place, block in enumerate(found) if _is_body(block)), len(found))
    title = _title(found[: body or 1], [block for block in found[body:] if block.kind == "heading"]) if body else None
    for place, block in enumerate(found):
        if title is not None and place == title:
            found[place] = _plain(block, "title", 1)
        elif place < body:
            found[place] = _before_the_text(block, after_title=title is not None and place > title)
        else:
            found[place] = _within_the_text(found, place)
    return tuple(found)


def _is_body(block: Block) -> bool:
    if block.kind != "paragraph":
        return block.kind in {"item", "quote", "note"}
    return is_prose(block.text) or bool(_COLON.search(block.text) and _says(block.text))


def _title(leading: Sequence[Block], later: Sequence[Block]) -> int | None:
    """The place of the title among the lines before the text; `later` are the headings below it."""
    marked = [
        place
        for place, block in enumerate(leading)
        if block.kind == "heading" and block.level == 1 and not is_credit(block.text)
    ]
    if marked:
        first = marked[0]
        return first + 1 if _is_section_name(leading[first : first + 2], later) else first
    fit = [place for place, block in enumerate(leading) if _may_be_title(block)]
    if not fit:
        return None
    first, *others = fit
    # A label of a word or two (`Opinion`) stands before a real title.
    if others and _is_label(leading[first].text) and not _is_label(leading[others[0]].text):
        return others[0]
    return first


def _is_section_name(pair: Sequence[Block], later: Sequence[Block]) -> bool:
    """Whether a heading of a word or two leads to the only heading of the second level: `Village`, then the title."""
    if len(pair) < 2 or pair[1].kind != "heading" or pair[1].level != 2:
        return False
    alone = not any(block.level <= 2 for block in later)
    return alone and _is_label(pair[0].text) and not _is_label(pair[1].text) and not is_credit(pair[1].text)


def _may_be_title(block: Block) -> bool:
    text = block.text
    if block.kind not in {"paragraph", "heading"} or not any(c.isalpha() for c in text):
        return False
    return length(text) <= _TITLE_WORDS and not is_credit(text) and not _CAPTION.match(text)


def _is_label(text: str) -> bool:
    return length(text) <= _LABEL_WORDS


def is_credit(text: str) -> bool:
    """Whether a line only says by whom a text is, or of what day."""
    return _is_byline(text) or bool(_ONLY_A_DATE.fullmatch(text.strip()))


def _is_byline(text: str) -> bool:
    if length(text) > _HEADING_WORDS:
        return False
    dated = bool(_DATE.search(text))
    return bool(_BYLINE.match(text)) and (dated or (length(text) <= _NAME_WORDS and not _SENTENCE_END.search(text)))


def _before_the_text(block: Block, *, after_title: bool) -> Block:
    if block.kind in {"row", "code", "caption"}:
        return block
    text = block.text
    if block.kind == "heading" or _is_byline(text) or _CAPTION.match(text):
        return _plain(block, "caption") if _CAPTION.match(text) else block
    if after_title and not _is_label(text) and not _DATE.search(text):
        return _plain(block, "standfirst")
    if _is_label(text) and after_title:
        return _plain(block, "heading", 2)
    return block


def _within_the_text(blocks: Sequence[Block], place: int) -> Block:
    block = blocks[place]
    if block.kind == "heading":
        return _plain(block, "heading", max(2, block.level))
    if block.kind != "paragraph":
        return block
    if _CAPTION.match(block.text) and length(block.text) <= _LEAD_IN_WORDS:
        return replace(block, kind="caption")
    if place and _is_quoted(blocks[place - 1], block):
        return replace(block, kind="quote")
    if place + 1 < len(blocks) and _is_heading(blocks, place):
        return _plain(block, "heading", 2)
    return block


def _is_heading(blocks: Sequence[Block], place: int) -> bool:
    block, following = blocks[place], blocks[place + 1]
    text = block.text
    size = length(text)
    if (
        size > _HEADING_WORDS
        or "\n" in "".join(span.text for span in block.spans)
        or not any(c.isalpha() for c in text)
        or re.match(r"[—–-]\s", text)
    ):
        return False
    if following.kind == "note" or _is_byline(text):
        return False
    if all("code" in span.styles for span in block.spans if span.text.strip()):
        return False
    if all("strong" in span.styles for span in block.spans if span.text.strip()):
        return True
    if _COLON.search(text):
        return following.kind == "item" and size <= _LABELLED_LIST_WORDS
    return not _ENDS_PLAINLY.search(text) and not _is_verse(blocks, place)


def _is_verse(blocks: Sequence[Block], place: int) -> bool:
    """Whether the line stands among short lines: a poem, a table, a list without marks."""
    # No further than there may be need: the lines of a long poem would each be looked at from every other.
    first, last = place, place
    while place - first < _VERSE_LINES and first > 0 and _is_short(blocks[first - 1]):
        first -= 1
    while last - first + 1 < _VERSE_LINES and last + 1 < len(blocks) and _is_short(blocks[last + 1]):
        last += 1
    return last - first + 1 >= _VERSE_LINES


def _is_short(block: Block) -> bool:
    return block.kind in {"paragraph", "heading"} and length(block.text) <= _HEADING_WORDS


@cache
def _speech(head: str) -> frozenset[tuple[str, ...]]:
    rows = resource("speech.txt")
    return frozenset(tuple(words(p)) or (p,) for name, phrases in rows if name.split()[0] == head for p in phrases)


def _is_quoted(lead: Block, block: Block) -> bool:
    """Whether a colon and a verb of saying announce this paragraph, which has no quotation marks of its own."""
    if lead.kind != "paragraph" or not _COLON.search(lead.text) or _OPENS_SPEECH.match(block.text):
        return False
    if length(lead.text) > _LEAD_IN_WORDS or not is_prose(block.text):
        return False
    return _says(lead.text) or (_has(words(block.text), "self") and not _has(words(lead.text), "self"))


def _says(text: str) -> bool:
    tail = words(text)[-_LEAD_IN_TAIL:]
    if _has(tail, "say"):
        return True
    end = text[-_LEAD_IN_TAIL:]
    return any(verb[0] in end for verb in _speech("say") if UNSPACED.search(verb[0]))


def _has(tokens: Sequence[str], head: str) -> bool:
    known = _speech(head)
    return any(tuple(tokens[i : i + size]) in known for size in (1, 2) for i in range(len(tokens) - size + 1))


def _plain(block: Block, kind: Kind, level: int = 0) -> Block:
    """The block as that kind; where all of it is bold, that was how the source said so."""
    spans = block.spans
    if all("strong" in span.styles for span in spans if span.text.strip()):
        spans = tuple(replace(s, styles=tuple(style for style in s.styles if style != "strong")) for s in spans)
    return replace(block, kind=kind, level=level, spans=spans)
