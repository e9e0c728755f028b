"""Overlays word by word: what they hold, when a sentence stays whole, and what the proof sees."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish import completeness
from publish.design import Design
from publish.errors import OutputError
from publish.model import Book, Cue, Gloss, Metadata, Sentence, Span, Word
from publish.writing.formats.epub import write
from publish.writing.proof import coverage, problems
from publish.writing.told_words import told_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Publication

WORD_MS = 20


def timed(publication: Publication) -> Publication:
    """The same with a time for every word, from its sentence's on."""
    texts = {s.id: s for e in publication.book.editions for section in e.spoken for s in section.sentences}

    def cue(old: Cue) -> Cue:
        found = re.finditer(
            r"\w+", "".join("\n" * len(s.text) if s.calls else s.text for s in texts[old.sentence].spans)
        )
        words = (
            Word(f"{old.sentence}-w{n}", m.start(), m.end(), old.begin_ms + (n - 1) * WORD_MS)
            for n, m in enumerate(found, 1)
        )
        return replace(old, words=tuple(words))

    return replace(
        publication,
        design=replace(publication.design, sync="word"),
        narrations=tuple(
            replace(n, tracks=tuple(replace(t, cues=tuple(map(cue, t.cues))) for t in n.tracks))
            for n in publication.narrations
        ),
    )


@pytest.fixture
def lit(bilingual: Book, published: Callable[..., Publication]) -> Publication:
    return timed(published(bilingual))


def within(epub: io.BytesIO, name: str) -> str:
    with zipfile.ZipFile(epub) as archive:
        return archive.read(f"EPUB/{name}").decode()


def changed(epub: io.BytesIO, name: str, pattern: str, by: str = "") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(epub) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == f"EPUB/{name}":
                content, times = re.subn(pattern, by, content.decode())
                assert times, "the change does not apply"
            new.writestr(entry, content)
    out.seek(0)
    return out


def test_a_sentence_is_a_sequence_of_its_words_which_touch_and_fill_it(
    lit: Publication, finished: Callable[..., Any]
) -> None:
    book = finished(lit)
    assert re.search(r'<span id="en-p1-s1">.*?</span></span>', within(book, "en-c1.xhtml"))[0] == (  # type: ignore[index]  # it is there
        '<span id="en-p1-s1"><span id="en-p1-s1-w1">A</span> <span id="en-p1-s1-w2">Path</span> '
        '<span id="en-p1-s1-w3">and</span> <span id="en-p1-s1-w4">a</span> <span id="en-p1-s1-w5">River</span></span>'
    )
    smil = within(book, "en-c1.smil")
    assert '<seq id="en-p1-s1-seq" epub:textref="en-c1.xhtml#en-p1-s1"><par id="en-p1-s1-w1-par">' in smil
    times = re.findall(
        r'#en-p1-s1-w\d"/><audio src="audio/en-c1.mp3" clipBegin="0:00:([^"]*)" clipEnd="0:00:([^"]*)"', smil
    )
    assert times == [
        ("00.000", "00.020"),
        ("00.020", "00.040"),
        ("00.040", "00.060"),
        ("00.060", "00.080"),
        ("00.080", "00.300"),
    ]


@pytest.mark.parametrize("layout", ["chapters", "interleaved", "facing", "reveal"])
def test_a_book_that_is_lit_word_by_word_is_whole_in_every_layout(
    layout: Any, lit: Publication, finished: Callable[..., Any]
) -> None:
    publication = replace(lit, design=Design(layout, sync="word"))
    book = finished(publication)
    assert list(problems(book)) == []
    assert coverage(book) == coverage(finished(replace(publication, design=Design(layout))))
    completeness.check_epub(lit.book, book, spoken=("en", "es"))
    assert finished(publication).getvalue() == book.getvalue()


def test_a_word_that_is_not_heard_is_seen_and_its_sentence_named(
    lit: Publication, finished: Callable[..., Any]
) -> None:
    broken = changed(finished(lit), "en-c1.smil", r'<par id="en-p3-s2-w2-par">.*?</par>')
    assert ("unspoken", "EPUB/en-c1.xhtml#en-p3-s2") in [(p.rule, p.where) for p in problems(broken)]
    with pytest.raises(OutputError, match="Lost in the book's overlays: en-p3-s2 “Nobody knows who laid it.”"):
        completeness.check_epub(lit.book, broken, spoken=("en", "es"))


def test_a_word_that_is_heard_twice_is_seen(lit: Publication, finished: Callable[..., Any]) -> None:
    twice = changed(finished(lit), "en-c1.smil", r'(<par id="en-p3-s2-w2-par">.*?</par>)', r"\1\1")
    with pytest.raises(OutputError, match="Lost in the book's overlays: en-p3-s2"):
        completeness.check_epub(lit.book, twice, spoken=("en", "es"))


def test_a_word_that_stands_between_those_that_are_heard_is_seen(
    lit: Publication, finished: Callable[..., Any]
) -> None:
    broken = changed(finished(lit), "en-c1.xhtml", r'<span id="en-p3-s2-w1">Nobody</span>', "Nobody ever")
    assert "unspoken" in [problem.rule for problem in problems(broken)]


CALL = Span("1", ("superscript",), gloss=Gloss("note", "en-p2"))


@pytest.mark.parametrize(
    ("spans", "language"),
    [
        ((Span("un"), Span("believ", ("emphasis",)), Span("able rain")), "en"),
        ((Span("It rains"), CALL, Span(" and rains.")), "en"),
        ((Span("The word "), Span("漢(kan)", gloss=Gloss("ruby", "kan"))), "en"),
        ((Span("The paper שלום עולם came."),), "en"),
        ((Span("Rain."),), "en"),
    ],
    ids=["half a word in italics", "words after the call of a note", "a reading above", "two directions", "one word"],
)
def test_a_sentence_whose_words_cannot_be_told_apart_on_the_page_stays_whole(
    spans: tuple[Span, ...], language: str, make_edition: Callable[..., Any], published: Callable[..., Publication]
) -> None:
    edition = make_edition(language, [("title", "Rain falls"), ("paragraph", "x")])
    section = edition.sections[0]
    odd = replace(section.paragraphs[1], sentences=(Sentence("en-p2-s1", spans),))
    edition = replace(edition, sections=(replace(section, paragraphs=(section.paragraphs[0], odd)),))
    told = told_words(timed(published(Book(Metadata(), (edition,)))))
    assert "en-p1-s1" in told
    assert "en-p2-s1" not in told


def test_words_in_links_and_in_bold_keep_what_they_are(
    make_edition: Callable[..., Any], published: Callable[..., Publication], encode: Any
) -> None:
    edition = make_edition("en", [("title", "Rain falls"), ("paragraph", "x")])
    section = edition.sections[0]
    spans = (Span("See "), Span("the bold", href="https://example.org/"), Span(" lamp", ("strong",), language="es"))
    odd = replace(section.paragraphs[1], sentences=(Sentence("en-p2-s1", spans),))
    edition = replace(edition, sections=(replace(section, paragraphs=(section.paragraphs[0], odd)),))
    publication = timed(published(Book(Metadata(), (edition,))))
    (file,) = write(publication, encode)
    out = io.BytesIO()
    file.content(out)  # type: ignore[operator]  # a book is a function
    assert (
        '<a href="https://example.org/"><span id="en-p2-s1-w2">the</span> <span id="en-p2-s1-w3">bold</span></a>'
        '<span lang="es" xml:lang="es"><strong> <span id="en-p2-s1-w4">lamp</span></strong></span>'
    ) in within(out, "en-c1.xhtml")


def test_without_sync_a_book_with_timed_words_is_lit_by_the_sentence(lit: Publication) -> None:
    assert told_words(replace(lit, design=Design())) == {}
