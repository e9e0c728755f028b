"""Web pages: what they hold, and that nothing of it is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publish.editing.edit import edit
from publish.errors import PublishError, SourceError
from publish.model import Document, Source
from publish.reading.formats.html import read

PAGES = Path(__file__).parent / "pages"
PLAIN = (PAGES / "plain.html").read_bytes()


def document(content: bytes, origin: str = "page.html") -> Document:
    return read(Source("page.html", ".html", content, origin))


def page(name: str) -> Document:
    return document((PAGES / name).read_bytes())


def seen(found: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in found.blocks]


def test_a_page_gives_headings_items_quotes_and_rows_in_their_order() -> None:
    assert [(kind, level, text[:28]) for kind, level, text in seen(page("plain.html"))] == [
        ("item", 1, "Home"),
        ("item", 1, "Sport"),
        ("item", 1, "Weather"),
        ("heading", 1, "The bridge opens again"),
        ("paragraph", 0, "After two winters of work th"),
        ("paragraph", 0, "The council had promised tha"),
        ("heading", 2, "What it cost"),
        ("item", 1, "Steel and stone, which came "),
        ("item", 1, "The wages of forty people fo"),
        ("quote", 0, "“We did it slowly, so that o"),
        ("row", 1, "Year\tCrossings"),
        ("row", 0, "2021\t1,200 a day"),
        ("paragraph", 0, "Croeso i'r bont, meddai'r ar"),
        ("heading", 3, "Most read"),
        ("item", 1, "Ten ferries for sale"),
        ("item", 1, "A gull stole my lunch"),
        ("paragraph", 0, "© 2024 Harbour News. All rig"),
    ]


def test_a_page_says_who_wrote_it_when_and_under_which_licence() -> None:
    said = document(PLAIN, "https://harbour.example/x").metadata
    assert (said.title, said.authors, said.site) == ("The bridge opens again", ("Mara Quill",), "Harbour News")
    assert (said.published, said.url) == ("2024-03-05T08:00:00Z", "https://harbour.example/2024/bridge")
    assert said.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_plain_meta_is_heard_where_there_is_nothing_better() -> None:
    said = page("notes.html").metadata
    assert (said.title, said.authors, said.published) == ("Notes", ("A. Reed",), "2019-07-01")


def test_emphasis_and_links_are_styles_and_a_part_keeps_its_language() -> None:
    found = document(PLAIN, "https://harbour.example/x").blocks
    assert [(s.text, s.styles) for s in found[4].spans if s.styles] == [("open", ("emphasis",))]
    assert [(s.text, s.href) for s in found[4].spans if s.href] == [("men and women", "https://harbour.example/crew")]
    assert [block.language for block in found if block.language] == ["cy"]


def test_captions_and_notes_are_known() -> None:
    assert [(b.kind, b.text) for b in page("notes.html").blocks if b.kind in {"caption", "note"}] == [
        ("caption", "A kettle that sang."),
        ("note", "[1] From a shop that is now a bank."),
    ]


def test_a_page_that_closes_nothing_is_read_to_its_end() -> None:
    texts = [text for _, _, text in seen(page("broken.html"))]
    assert texts[0] == "A broken page"
    assert texts[-2:] == ["After two breaks a new paragraph begins.", "Nobody sees this."]


def test_a_hidden_part_is_kept_with_a_sign() -> None:
    assert "hidden" in page("broken.html").blocks[-1].signs


def test_words_that_the_page_hides_within_a_paragraph_are_not_said_in_it() -> None:
    found = document(
        b"<p>The ferry <span hidden>Share this!</span>leaves <b style='display: none'>now<br>or never</b>at "
        b"<span style='display:none'><img src='bell.png' alt='A bell'></span>noon.</p><p>It is <em>late</em>.</p>"
    )
    assert [(block.text, "hidden" in block.signs) for block in found.blocks] == [
        ("The ferry leaves at noon.", False),
        ("Share this!", True),
        ("now or never", True),
        ("A bell", False),
        ("It is late.", False),
    ]


def test_a_page_whose_head_nobody_closed_has_a_text_all_the_same() -> None:
    found = document(b"<!DOCTYPE html><title>Ferry</title><article><h1>The ferry</h1><p>It is late.</p></article> So.")
    assert [block.text for block in found.blocks] == ["The ferry", "It is late.", "So."]
    half = document(b"<title>Ferry</title><main>It is late.</main> So <body>it <b>goes.</b>")
    assert [block.text for block in half.blocks] == ["It is late.", "So it goes."]


def test_an_old_page_is_read_in_the_charset_that_it_declares() -> None:
    assert [text for _, _, text in seen(page("old.html"))] == [
        "Главная Новости",
        "В городе открыли новую библиотеку.",
        "В ней есть зал для детей и зал для тех, кто любит тишину.",
    ]


def test_an_empty_element_of_xhtml_swallows_nothing() -> None:
    found = page("xhtml.html").blocks
    assert [(b.text, b.language) for b in found] == [
        ("Strict pages end every element, even an empty one.", None),
        ("La rigueur a ses charmes.", "fr"),
    ]


def test_columns_of_two_languages_become_two_editions() -> None:
    book = edit((page("columns.html"),))
    assert {edition.language for edition in book.editions} == {"en", "es"}


def test_the_article_stays_and_the_furniture_goes_with_a_reason() -> None:
    book = edit((document(PLAIN),), wanted=("en",))
    kept = [p.text for e in book.editions for p in e.paragraphs]
    assert any(text.startswith("After two winters") for text in kept)
    assert any(text.startswith("“We did it slowly") for text in kept)
    gone = {r.text: r.rule for r in book.removals}
    assert {"Home", "Sport", "Weather", "A gull stole my lunch"} <= gone.keys()
    assert all(r.reason for r in book.removals)


def test_a_person_may_overrule_the_table() -> None:
    book = edit((document(PLAIN),), wanted=("en",), keep=frozenset({1}), drop=frozenset({5}))
    kept = [p.text for e in book.editions for p in e.paragraphs]
    assert "Home" in kept
    assert not any(text.startswith("After two winters") for text in kept)


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"<html></html>", b"<script>x</script>", b"%PDF-1.4", b"<div>" * 100_000 + b"x"],
    ids=["nothing", "blanks", "no-text", "script-only", "pdf", "deep"],
)
def test_what_is_no_page_is_a_source_error(content: bytes) -> None:
    with pytest.raises(SourceError):
        document(content)


def _visible(html: bytes) -> list[str]:
    text = re.sub(r"(?s)</?(?:em|a|b)\b[^>]*>", "", html.decode())
    text = re.sub(r"(?s)<script.*?</script>|<head>.*?</head>|<[^>]*>", " ", text)
    return text.split()


def test_no_word_of_a_page_is_lost() -> None:
    words = " ".join(text for _, _, text in seen(document(PLAIN))).split()
    assert words == _visible(PLAIN)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
@example(b"<p>\x00\xff\xfe")
@example(b"<html><frameset><frame>")
def test_any_bytes_are_a_document_or_a_source_error(content: bytes) -> None:
    try:
        found = document(content)
    except SourceError:
        return
    assert all(block.text.strip() and "page" in block.signs for block in found.blocks)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_page_with_pieces_cut_and_doubled_loses_nothing_in_editing(data: st.DataObject) -> None:
    content = PLAIN
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 300)))
        place = data.draw(st.integers(0, len(content)))
        piece = data.draw(
            st.sampled_from([content[start:end], b"<table><tr>", b"</div></p>", b"<!--", b"&#0;&#xD800;"])
        )
        content = content[:place] + piece + content[place:]
    try:
        found = document(content)
        book = edit((found,), wanted=("en",))
    except PublishError:
        return
    kept = [p.text for e in book.editions for p in e.paragraphs] + [r.text for r in book.removals]
    words = set(" ".join(kept + [m.text for m in book.markers]).split())
    assert set(" ".join(block.text for block in found.blocks).split()) <= words


def test_judging_twice_changes_nothing() -> None:
    from publish.editing.clean_page import clean_page

    once = clean_page(document(PLAIN).blocks)
    assert clean_page(once.blocks).blocks == once.blocks
