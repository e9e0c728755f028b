"""Each way to break a book, one at a time: the proof sees it and names it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from publish.design import Design
from publish.writing.proof import Coverage, coverage, problems
from publish.writing.proof_style import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book

OPF, NAV, CSS = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/style/book.css"
PAGE, TWIN, SMIL = "EPUB/en-c1.xhtml", "EPUB/es-c1.xhtml", "EPUB/en-c1.smil"
ACTIVE = ".-epub-media-overlay-active"


def changed(epub: io.BytesIO, name: str, change: Callable[[str], str]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(epub) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                text = content.decode()
                assert change(text) != text, "the change does not apply"
                content = change(text).encode()
            new.writestr(entry, content)
    out.seek(0)
    return out


def without(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text)


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def swapped(text: str) -> str:
    first, second = re.findall(r'<par id="en-p3-s\d-par">.*?</par>', text)
    return text.replace(first + second, second + first)


def shifted(text: str) -> str:
    return re.sub(r'"0:00:0(\d)\.', lambda m: f'"0:00:{int(m[1]) + 2:02}.', text)


BREAKS: list[tuple[str, str, Callable[[str], str]]] = [
    ("package-language", OPF, put(' xml:lang="en" xmlns', " xmlns")),
    ("identifier", OPF, put("urn:uuid:", "number ")),
    ("identifier", "EPUB/toc.ncx", put("urn:uuid:", "urn:uuid:f")),
    ("modified", OPF, without(r'<meta property="dcterms:modified">[^<]*</meta>')),
    ("title", OPF, without(r"<dc:title[^>]*>[^<]*</dc:title>")),
    ("language", OPF, put("<dc:language>es</dc:language>", "")),
    (
        "language",
        OPF,
        put("<dc:language>es</dc:language>", "<dc:language>es</dc:language><dc:language>fi</dc:language>"),
    ),
    ("manifest", OPF, put('href="style/book.css"', 'href="style/other.css"')),
    ("access-metadata", OPF, without(r'<meta[^>]*property="schema:[^>]*>[^<]*</meta>')),
    ("access-metadata", OPF, put(">readingOrder<", ">readingorder<")),
    ("access-metadata", OPF, put(">textual,auditory<", ">textual,visual<")),
    ("access-metadata", OPF, put(">readingOrder<", ">unlocked<")),
    ("access-claim", OPF, without(r"<meta[^>]*>synchronizedAudioText</meta>")),
    ("access-claim", OPF, without(r' media-overlay="en-c1-overlay"')),
    ("conforms-to", OPF, put("</metadata>", '<meta property="dcterms:conformsTo">WCAG-AA</meta></metadata>')),
    (
        "conforms-to",
        OPF,
        put(
            "</metadata>",
            '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>',
        ),
    ),
    ("overlay-unused", OPF, without(r' media-overlay="[^"]*"')),
    ("overlay-metadata", OPF, without(r'<meta[^>]*"media:active-class"[^>]*>[^<]*</meta>')),
    ("overlay-metadata", OPF, without(r'<meta[^>]*"media:narrator"[^>]*>[^<]*</meta>')),
    ("media-duration", OPF, lambda t: re.sub(r'("media:duration"[^>]*>)[^<]*', r"\g<1>0:00:47.629", t)),
    ("media-duration", OPF, without(r'<meta refines="#en-c1-overlay" property="media:duration">[^<]*</meta>')),
    ("overlay-order", SMIL, swapped),
    ("overlay-times", SMIL, shifted),
    ("overlay-times", SMIL, put('clipEnd="0:00:00.600"', 'clipEnd="0:00:00.300"')),
    ("overlay-target", SMIL, put("#en-p3-s1", "#en-p33-s1")),
    ("unspoken", SMIL, without(r'<par id="en-p3-s1-par">.*?</par>')),
    ("unspoken", PAGE, put("</section>", "<p>And one more thing.</p></section>")),
    ("overlay-structure", SMIL, put(' epub:type="list"', "")),
    ("overlay-structure", SMIL, put(' epub:type="list-item"', "")),
    ("overlay-structure", SMIL, put(' epub:type="footnote"', "")),
    ("overlay-structure", SMIL, put('epub:textref="en-c1.xhtml#en-p7"', 'epub:textref="en-c1.xhtml#en-p6"')),
    ("overlay-structure", SMIL, put('epub:textref="en-c1.xhtml#en-p6-quote"', 'epub:textref="en-c1.xhtml#gone"')),
    ("overlay-structure", SMIL, without(r' epub:textref="[^"]*en-p3"')),
    ("sound", SMIL, put("audio/en-c1.mp3", "audio/en-c9.mp3")),
    ("overlay-target", PAGE, put('id="en-p10-s1"', 'id="en-p10-s1x"')),
    ("language", PAGE, put('lang="en" xml:lang', 'lang="fi" xml:lang')),
    ("language", PAGE, without(r' lang="en" xml:lang="en"')),
    ("page-title", PAGE, put("<title>A Path and a River</title>", "<title> </title>")),
    ("headings", PAGE, put("h2", "h3")),
    ("headings", PAGE, put("h1", "h2")),
    ("id", PAGE, put('id="en-p4"', 'id="en-p3"')),
    ("link", PAGE, put("#es-p2", "#nowhere")),
    ("link", PAGE, put("es-c1.xhtml", "fr-c1.xhtml")),
    ("twin", PAGE, without(r'<sup class="twins">.*?</sup>')),
    ("twin", PAGE, put('hreflang="es"', 'hreflang="pt"')),
    ("twin", PAGE, put("in Spanish (es)", "in Spanish")),
    ("alternative-text", "EPUB/cover.xhtml", without(r' alt="[^"]*"')),
    ("navigation", NAV, put('epub:type="landmarks"', 'epub:type="index"')),
    ("navigation", NAV, put('epub:type="landmarks"', 'epub:type="page-list"')),
    ("navigation", NAV, put("es-c1.xhtml", "en-c1.xhtml")),
    ("contrast", CSS, lambda t: t + "\np, li, span { color: #bbb; background: #fff }\n"),
    ("contrast", CSS, lambda t: t + "\nem { color: #999 }\n"),
    ("contrast", CSS, lambda t: t + "\n@media (prefers-color-scheme: dark) { em { color: #333 } }\n"),
    ("contrast", CSS, lambda t: t + "\nem { color: #767676 }\n"),
    ("contrast", CSS, lambda t: t + "\nem { color: #00c }\n"),
    ("contrast", CSS, lambda t: t + "\npre { background: #eee }\n"),
    ("active-class", CSS, put(".-epub-media-overlay-playing", ".playing")),
    ("active-class", CSS, lambda t: re.sub(rf"{re.escape(ACTIVE)}\s*\{{[^}}]*\}}", "", t)),
    ("active-class", CSS, lambda t: re.sub(rf"{re.escape(ACTIVE)}\s*\{{[^}}]*\}}", ACTIVE + "{}", t)),
    ("active-class", CSS, without(r"text-decoration: underline;")),
    ("active-class", CSS, without(r"  color: #(1c1a14|fff6dd);")),
    ("not-an-epub", PAGE, put("</body>", "")),
    ("not-an-epub", OPF, put("<package", "<packet")),
    ("not-an-epub", "META-INF/container.xml", put("rootfile ", "leaf ")),
]


@pytest.mark.parametrize(("rule", "name", "change"), BREAKS, ids=[f"{n}-{rule}" for n, (rule, *_) in enumerate(BREAKS)])
def test_a_broken_book_is_seen_and_the_fault_named(
    bilingual: Book, bound: Callable[..., Any], rule: str, name: str, change: Callable[[str], str]
) -> None:
    assert rule in {problem.rule for problem in problems(changed(bound(bilingual), name, change))}


def test_a_right_to_left_page_that_does_not_say_so_is_seen(
    bound: Callable[..., Any], make_edition: Callable[..., Any], bilingual: Book
) -> None:
    from dataclasses import replace

    book = replace(bilingual, editions=(make_edition("ar", [("title", "طائرات")]),), beads=())
    broken = changed(bound(book), "EPUB/ar-c1.xhtml", put(' dir="rtl"', ""))
    assert [p.rule for p in problems(broken)] == ["direction"]


def test_a_zip_that_does_not_begin_with_a_bare_mimetype_is_seen(bilingual: Book, bound: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(bound(bilingual)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            new.writestr(name, old.read(name))
    assert "mimetype" in {p.rule for p in problems(out)}


def test_what_is_no_zip_is_one_problem_and_no_crash() -> None:
    (problem,) = problems(io.BytesIO(b"This is not a book."))
    assert problem.rule == "not-an-epub"


def test_a_problem_says_where_it_is(bilingual: Book, bound: Callable[..., Any]) -> None:
    broken = changed(bound(bilingual), SMIL, without(r'<par id="en-p10-s1-par">.*?</par>'))
    unspoken = next(p for p in problems(broken) if p.rule == "unspoken")
    assert unspoken.where == "EPUB/en-c1.xhtml#en-p10-s1"
    assert unspoken.what == "This sentence is not in the overlay: * The stones were counted in 1911."


def test_a_book_of_which_one_language_is_heard_is_not_enough_for_the_ear_alone(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    made = bound(bilingual, design=Design("interleaved"), spoken=("en",))
    assert problems(made) == ()
    claimed = '<meta property="schema:accessModeSufficient">auditory</meta></metadata>'
    assert [p.rule for p in problems(changed(made, OPF, put("</metadata>", claimed)))] == ["access-claim"]


@pytest.mark.parametrize("layout", ["interleaved", "facing", "reveal"])
def test_a_page_that_lost_every_link_between_its_languages_is_found(
    bilingual: Book, bound: Callable[..., Any], layout: str
) -> None:
    made = bound(bilingual, design=Design(layout))
    assert problems(made) == ()
    broken = changed(made, "EPUB/c1.xhtml", without(r'<a class="twin".*?</a>'))
    assert "No block of this page leads to another language." in [p.what for p in problems(broken)]


def test_a_sentence_of_the_language_that_is_heard_may_not_be_missing(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    made = bound(bilingual, spoken=("en",))
    broken = changed(made, SMIL, without(r'<par id="en-p10-s1-par">.*?</par>'))
    assert "unspoken" in [p.rule for p in problems(broken)]


def test_rules_are_found_through_comments_and_media() -> None:
    css = "/* a { } */ p, q { color: red; margin:0 } @media (prefers-color-scheme: dark) { p { color: white } } a{}"
    found = [(rule.selector, rule.dark, dict(rule.declared)) for rule in rules(css)]
    assert found == [
        ("p, q", False, {"color": "red", "margin": "0"}),
        ("p", True, {"color": "white"}),
        ("a", False, {}),
    ]


def test_all_text_is_spoken_but_for_the_marks_and_notes_that_are_named(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    heard = coverage(bound(bilingual))
    words = "".join(
        p.text for e in bilingual.editions for p in (*e.paragraphs, *(e.colophon.paragraphs if e.colophon else ()))
    )
    # Twenty marks of two letters, and one note: "This paragraph has no translation into Spanish."
    assert heard == Coverage(visible=heard.spoken + heard.named, spoken=len("".join(words.split())), named=20 * 2 + 41)
