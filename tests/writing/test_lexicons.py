"""How words are said, brought along for a reader's own voice."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from publish.casting import Cast, applied
from publish.markup import parse_xml
from publish.speaking.lexicon import Lexicon
from publish.writing.formats.epub import write
from publish.writing.proof import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.design import Layout
    from publish.model import Book, Encode, Publication

PLS = {"en-GB": b'<lexicon version="1.0"/>', "fr": b"<lexicon/>"}


def made(publication: Publication, encode: Encode) -> dict[str, bytes]:
    (file,) = write(publication, encode)
    out = io.BytesIO()
    assert callable(file.content)
    file.content(out)
    assert list(problems(out)) == []
    with zipfile.ZipFile(out) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.mark.parametrize(
    ("layout", "linked", "not_linked"),
    [("chapters", ["en-c1.xhtml"], ["es-c1.xhtml"]), ("facing", ["c1.xhtml"], ["nav.xhtml"])],
)
def test_a_lexicon_is_in_the_book_and_its_pages_lead_to_it(
    bilingual: Book,
    published: Callable[..., Publication],
    encode: Encode,
    layout: Layout,
    linked: list[str],
    not_linked: list[str],
) -> None:
    plain = published(bilingual)
    files = made(replace(plain, lexicons=PLS, design=replace(plain.design, layout=layout)), encode)
    assert files["EPUB/lexicons/en-GB.pls"] == PLS["en-GB"]
    link = b'<link rel="pronunciation" type="application/pls+xml" href="lexicons/en-GB.pls" hreflang="en-GB"/>'
    assert all(files[f"EPUB/{name}"].count(link) == 1 for name in linked)
    assert not any(b"pronunciation" in files[f"EPUB/{name}"] for name in not_linked)
    package = parse_xml(files["EPUB/content.opf"])
    items = {item.get("href"): item.get("media-type") for item in package.iter("{*}item")}
    assert items["lexicons/en-GB.pls"] == "application/pls+xml"
    assert "ttsMarkup" in [meta.text for meta in package.iter("{*}meta")]


def test_only_what_the_book_has_words_of_is_applied(bilingual: Book) -> None:
    word = bilingual.editions[0].paragraphs[0].text.split()[0]
    lexicons = {
        "en": Lexicon("en-GB", {word: "one", "absent": "two"}, {}),
        "es": Lexicon("es", {"absent": "dos"}, {}),
        "fr": Lexicon("fr", {word: "un"}, {}),
    }
    found = applied(bilingual.editions, Cast({}, {}, lexicons))
    assert list(found) == ["en-GB"]
    assert f"<grapheme>{word}</grapheme><alias>one</alias>".encode() in found["en-GB"]
    assert b"absent" not in found["en-GB"]
