"""Nothing is lost in silence: what each stage was given stands in what it gave, or the build stops and names it."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from itertools import count, takewhile
from typing import TYPE_CHECKING, NoReturn

from publish.errors import OutputError
from publish.markup import parse_xml, shown
from publish.phrases import as_said
from publish.writing.captions import captions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import BinaryIO

    from publish.model import Book, Document, Edition, Lesson, Narration, Sentence

_HINT = "This is a fault of Enface, not of the article: please report it, with the source."
_SHOWN = 60


def _stop(what: str, text: str, stage: str) -> NoReturn:
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    msg = f"Lost in {stage}: {what} “{shown}”"
    raise OutputError(msg, hint=_HINT)


def _words(text: str) -> Counter[str]:
    return Counter(text.split())


# Scripts and marks that need no space between words: an edition may begin right at them.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])"
)


def _units(text: str) -> Counter[str]:
    """Return the words of a text, and each character of the scripts that need no space."""
    return _words(_UNSPACED.sub(r" \g<0> ", text))


def check_reading(lines: Sequence[str], document: Document) -> None:
    """Every line of a text that says something stands in a block.

    Raises:
        OutputError: names the first line that does not.
    """
    read = {n for block in document.blocks for n in range(block.first_line, block.last_line + 1)}
    for number, line in enumerate(lines, 1):
        if number not in read and any(character.isalnum() for character in line):
            _stop(f"line {number}", line.strip(), "reading")


def check_editing(documents: Iterable[Document], book: Book) -> None:
    """Every word of every block is in an edition, in a marker or in the receipt, and no other word is.

    Words are counted, not placed: editing may split a block, or join two, but not lose or add a word. A title that
    editing had to make stands on no line, and is left out of the count.

    Raises:
        OutputError: names the first block with a word that went missing, or the word that was added.
    """
    kept: Counter[str] = Counter()
    for text in (
        *(p.text for e in book.editions for p in e.paragraphs if p.first_line and not p.picture),
        *(r.text for r in book.removals if not r.picture),
        *(m.text for m in book.markers),
    ):
        kept += _units(text)
    for document in documents:
        for block in (block for block in document.blocks if not block.picture):
            words = _units(block.text)
            if words - kept:
                _stop(f"line {block.first_line}", block.text, "editing")
            kept -= words
    if kept:
        _stop("the count: there is one more", next(iter(kept)), "editing")


def check_pictures(documents: Iterable[Document], book: Book) -> None:
    """Every picture of the source is in an edition as often as it was given there, or in the receipt.

    A name counts as often as it stands in the source; a book may show one more often, in another language.

    Raises:
        OutputError: names the first that is not.
    """
    found = Counter(removal.picture for removal in book.removals if removal.picture)
    for paragraph in (p for edition in book.editions for p in edition.paragraphs):
        found.update(filter(None, (paragraph.picture, *paragraph.decorations)))
    given = Counter(block.picture for document in documents for block in document.blocks if block.picture)
    for name in given - found:
        _stop("the picture", name, "editing")


def check_sentences(edition: Edition) -> None:
    """Every sentence has an id of its own, and no paragraph is empty.

    Raises:
        OutputError: names the paragraph or the sentence.
    """
    seen: set[str] = set()
    for section in edition.spoken:
        for paragraph in section.paragraphs:
            if not paragraph.text.strip():
                _stop(f"the text of {paragraph.id}", "", "splitting into sentences")
            for sentence in paragraph.sentences:
                if sentence.id in seen or not sentence.text.strip():
                    _stop(sentence.id, sentence.text, "splitting into sentences")
                seen.add(sentence.id)


def check_twins(book: Book) -> None:
    """Every paragraph and every sentence is in exactly one bead, for each other edition.

    Raises:
        OutputError: names the first that is not.
    """
    languages = [edition.language for edition in book.editions]
    pairs = [(a, b) for i, a in enumerate(languages) for b in languages[i + 1 :]]
    for pair in pairs:
        for level in ("paragraph", "sentence"):
            paired = Counter(
                name for b in book.beads if b.languages == pair and b.level == level for name in (*b.left, *b.right)
            )
            for edition in book.editions:
                if edition.language in pair:
                    _once(edition, level, paired)


def _once(edition: Edition, level: str, paired: Counter[str]) -> None:
    for paragraph in edition.paragraphs:
        members = [paragraph] if level == "paragraph" else paragraph.sentences
        for member in members:
            if paired[member.id] != 1:
                _stop(member.id, member.text, "pairing twins")


def check_narration(edition: Edition, narration: Narration) -> None:
    """Every sentence is heard, once, in order, in a track that its cues fill.

    Raises:
        OutputError: names the first sentence that is not heard.
    """
    tracks = {track.section: track for track in narration.tracks}
    for section in edition.spoken:
        track = tracks.get(section.id)
        heard = [cue.sentence for cue in track.cues] if track else []
        _in_order(section.sentences, heard, "the narration")
        # A sentence of signs alone is a pause; every other has a sound of its own in the track.
        spoken = [s for s in section.sentences if any(c.isalnum() for c in s.text)]
        if track and sum(bool(piece.key) for piece in track.pieces) < len(spoken):
            _stop(f"a sound of {section.id}", section.title, "the narration")
        if track and (track.cues[0].begin_ms != 0 or track.cues[-1].end_ms != track.duration_ms):
            _stop(f"the end of {section.id}", section.title, "the narration")


def _in_order(sentences: Sequence[Sentence], found: Sequence[str], stage: str) -> None:
    for position, sentence in enumerate(sentences):
        if position >= len(found) or found[position] != sentence.id:
            _stop(sentence.id, sentence.text, stage)
    if len(found) > len(sentences):
        _stop(f"the order: {found[len(sentences)]} is one too many", "", stage)


def check_captions(edition: Edition, vtt: str) -> None:
    """Every sentence of the article is a cue of the WebVTT, under its id, with its words.

    Raises:
        OutputError: names the first that is not.
    """
    cues = {cue.id: cue.text for cue in captions(vtt)}
    for section in edition.sections:
        for sentence in (s for p in section.paragraphs for s in as_said(p, edition.language)):
            if _words(cues.get(sentence.id, "")) != _words(sentence.text):
                _stop(sentence.id, sentence.text, "the captions")


def check_lesson(book: Book, lesson: Lesson) -> None:
    """Every sentence of both languages is heard as often as the lesson's method says, in cues that fill its track.

    Raises:
        OutputError: names the first that is not.
    """
    method = lesson.method
    (track,) = lesson.narration.tracks
    own = [bead for bead in book.beads if bead.level == "sentence" and set(bead.languages) == set(method.languages)]
    alone = {name for bead in own if not (bead.left and bead.right) for name in (*bead.left, *bead.right)}
    heard = Counter(each.sentence.id for each in lesson.heard)
    for edition in (edition for edition in book.editions if edition.language in method.languages):
        for sentence in (s for p in edition.paragraphs for s in p.sentences):
            once = int(method.alone == "said")
            if heard[sentence.id] != (once if sentence.id in alone else method.languages.count(edition.language)):
                _stop(sentence.id, sentence.text, f"the lesson {method.name}")
    spoken = [each for each in lesson.heard if any(c.isalnum() for c in each.sentence.text)]
    if sum(bool(piece.key) for piece in track.pieces) < len(spoken) or len(track.cues) != len(lesson.heard):
        _stop("a sound", "", f"the lesson {method.name}")
    if track.cues and track.cues[-1].end_ms != track.duration_ms:
        _stop("the end", "", f"the lesson {method.name}")


def check_lesson_captions(lesson: Lesson, vtt: str) -> None:
    """Every sentence that a lesson has is a cue of its WebVTT, in order, with its words.

    Raises:
        OutputError: names the first that is not.
    """
    shown = list(captions(vtt))
    _in_order([each.sentence for each in lesson.heard], [_first(cue.id) for cue in shown], "the lesson's captions")
    for each, cue in zip(lesson.heard, shown, strict=True):
        if _words(cue.text) != _words(each.sentence.text):
            _stop(each.sentence.id, each.sentence.text, "the lesson's captions")


def _first(cue: str) -> str:
    """Return the id of the sentence that a cue names, however often it was heard before."""
    return cue.partition(".")[0]


def check_epub(book: Book, epub: BinaryIO, *, spoken: Collection[str]) -> None:
    """Every sentence, the colophons' too, is in the book under its id, with its words, and once in an overlay.

    The languages in `spoken` are; a sentence of another one is in no overlay.

    What a picture shows is said by an attribute of it, or stands in its place in brackets. Every picture that the
    book has is on a page, and every label that the contents list of this layout shows is heard.

    Raises:
        OutputError: names the first that is not.
    """
    words, heard, unseen = _inside(epub)
    if unseen:
        _stop("the picture", min(unseen), "the book's pages")
    for edition in book.editions:
        for section in edition.spoken:
            sentences = [
                s for p in section.paragraphs for s in zip(p.sentences, as_said(p, edition.language), strict=True)
            ]
            for sentence, said in sentences:
                found = _words(words.get(sentence.id, ""))
                if section is edition.labels and not found:
                    continue
                if found != _words(sentence.text) and found != _words(f"[{said.text}]"):
                    _stop(sentence.id, sentence.text, "the book's pages")
                if _times_heard(sentence.id, words, heard) != (edition.language in spoken):
                    _stop(sentence.id, sentence.text, "the book's overlays")


def _times_heard(sentence: str, words: Mapping[str, str], heard: Counter[str]) -> int:
    """Return how often a sentence is heard, by itself or word by word; -1 where its words are not equally often."""
    own = list(takewhile(words.__contains__, (f"{sentence}-w{number}" for number in count(1))))
    times = {heard[word] for word in own} or {0}
    return heard[sentence] + times.pop() if len(times) == 1 else -1


def check_web(book: Book, page: BinaryIO, narrations: Iterable[Narration]) -> None:
    """Every sentence, the colophons' too, is in the web copy under its id, with its words; what is heard has a cue.

    Raises:
        OutputError: names the first that is not.
    """
    from publish.writing.proof_web import opened, told

    root = opened(page)
    words = {e.get("id"): e.get("alt") or shown(e) for e in root.iter("span", "img") if e.get("id")}
    heard = {voice["language"]: voice["sentences"] for voice in told(root).get("voices", ())}
    spoken = {narration.language for narration in narrations}
    for edition in book.editions:
        ends = [edition.colophon] if edition.colophon else []
        for paragraph in (p for section in (*edition.sections, *ends) for p in section.paragraphs):
            for sentence, said in zip(paragraph.sentences, as_said(paragraph, edition.language), strict=True):
                if _words(words.get(sentence.id, "")) not in (_words(sentence.text), _words(f"[{said.text}]")):
                    _stop(sentence.id, sentence.text, "the web copy's page")
        if edition.language in spoken:
            sentences = [sentence for section in edition.sections for sentence in section.sentences]
            _in_order(sentences, heard.get(edition.language, ()), "the web copy's cues")


def _inside(epub: BinaryIO) -> tuple[dict[str, str], Counter[str], set[str]]:
    """Return what a book shows by id, how often its overlays name each id, and the pictures that no page shows."""
    found: dict[str, str] = {}
    heard: Counter[str] = Counter()
    with zipfile.ZipFile(epub) as archive:
        unseen = {name.partition("/")[2] for name in archive.namelist() if "/images/" in name}
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                root = parse_xml(archive.read(name))
                words = root.iter("{*}span", "{*}img")
                found |= {e.get("id"): e.get("alt") or shown(e) for e in words if e.get("id")}
                unseen -= {e.get("src", "") for e in root.iter("{*}img")}
            elif name.endswith(".smil"):
                root = parse_xml(archive.read(name))
                heard += Counter(e.get("src", "").partition("#")[2] for e in root.iter("{*}text"))
    return found, heard, unseen
