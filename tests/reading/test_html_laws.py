"""Laws that hold for every page: nothing is lost, cleaning ends, what goes leaves the rest in its order."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.editing.clean_page import clean_page
from publish.editing.edit import edit
from publish.errors import PublishError, SourceError
from publish.markup import parse_html
from publish.model import Block, Document, Source
from publish.reading.formats.html import read
from publish.reading.html_opinions import opinions

if TYPE_CHECKING:
    import random

PROSE = (
    "For ninety years the clock above the fish market ran on rain, and a gutter filled a copper cup.",
    "Nobody minded. The bakers opened when the light reached the second step of the church.",
    "Last spring the council put a battery in it, and since then the market has been on time.",
    "Durante noventa años el reloj del mercado anduvo con la lluvia, y a nadie le importó.",
)
SHORT = ("Home", "Share this:", "© 2024 Harbour News", "Most read", "1984", "The clock that ran on rain", "雨", "* * *")
_TAGS = ("p", "div", "li", "h1", "h2", "blockquote", "td", "span", "a", "nav", "aside", "figcaption", "article", "pre")
_TEXTS = st.sampled_from((*PROSE, *PROSE, *SHORT)) | st.text("ab é.,<&雨\t", min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
_ELEMENTS = st.recursive(
    _TEXTS,
    lambda inner: st.builds(
        lambda tag, name, parts: f'<{tag} class="{name}">{" ".join(parts)}</{tag}>',
        st.sampled_from(_TAGS),
        st.sampled_from(("", "content", "share", "related", "sidebar", "byline")),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
PAGES = st.lists(_ELEMENTS, max_size=6).map(lambda parts: f"<html><body>{''.join(parts)}</body></html>")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def document(html: str, charset: str = "", encoding: str = "utf-8") -> Document:
    return read(Source("page.html", ".html", html.encode(encoding), "page.html", charset=charset))


def blocks_of(html: str) -> tuple[Block, ...]:
    try:
        return document(html).blocks
    except SourceError:
        return ()


def letters(text: str) -> str:
    return "".join(text.split())


@FEW
@given(PAGES)
def test_every_letter_of_a_page_is_in_one_block_in_its_order(html: str) -> None:
    shown = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&amp;", "&")
    assert letters("".join(block.text for block in blocks_of(html))) == letters(shown)


@FEW
@given(PAGES)
def test_every_block_of_a_page_is_kept_or_in_the_receipt_with_its_text(html: str) -> None:
    blocks = blocks_of(html)
    cleaned = clean_page(blocks)
    kept = {block.first_line: block.text for block in cleaned.blocks}
    gone = {removal.first_line: removal.text for removal in cleaned.removals}
    assert not kept.keys() & gone.keys()
    assert kept | gone == {b.first_line: b.text if b.first_line in kept else b.text.replace("\t", "  ") for b in blocks}


@FEW
@given(PAGES)
def test_a_page_that_becomes_a_book_loses_no_letter(html: str) -> None:
    try:
        book = edit((document(html),), wanted=("en", "es"))
    except PublishError:
        return
    there = [(p.first_line, p.text) for e in book.editions for p in e.paragraphs if p.first_line]
    there += [(gone.first_line, gone.text) for gone in (*book.removals, *book.markers)]
    read_as = "".join(block.text for block in blocks_of(html))
    assert sorted(letters("".join(text for _, text in there))) == sorted(letters(read_as))


@FEW
@given(PAGES)
def test_cleaning_what_is_left_of_a_page_changes_nothing(html: str) -> None:
    once = clean_page(blocks_of(html))
    again = clean_page(once.blocks)
    assert (again.blocks, again.removals) == (once.blocks, ())


@FEW
@given(PAGES, st.data())
def test_whatever_a_person_drops_of_a_page_the_rest_keeps_its_order(html: str, data: st.DataObject) -> None:
    blocks = blocks_of(html)
    lines = st.frozensets(st.sampled_from([block.first_line for block in blocks])) if blocks else st.just(frozenset())
    cleaned = clean_page(blocks, drop=data.draw(lines))
    order = [block.first_line for block in cleaned.blocks]
    assert order == sorted(order)


@FEW
@given(PAGES, st.randoms(use_true_random=False))
def test_shuffling_what_was_removed_never_changes_the_order_of_what_was_kept(html: str, chance: random.Random) -> None:
    blocks = blocks_of(html)
    kept = {block.first_line: block for block in clean_page(blocks).blocks}
    gone = [block for block in blocks if block.first_line not in kept]
    chance.shuffle(gone)
    rest = iter(gone)
    shuffled = [kept.get(block.first_line) or next(rest) for block in blocks]
    still = [block.first_line for block in clean_page(shuffled).blocks if block.first_line in kept]
    assert still == [line for line in kept if line in still]


def test_asking_for_opinions_leaves_the_page_as_it_is() -> None:
    root = parse_html("<html><body><nav>Home</nav>" + "".join(f"<p>{text}</p>" for text in PROSE) + "</body></html>")
    before = copy.deepcopy(root)
    opinions(root, list(root.iter()))
    assert [(e.tag, e.text, e.tail, dict(e.attrib)) for e in root.iter()] == [
        (e.tag, e.text, e.tail, dict(e.attrib)) for e in before.iter()
    ]


RUSSIAN = "<html><body><p>В городе открыли новую библиотеку, и в ней есть зал для детей.</p></body></html>"


def test_a_page_that_declares_nothing_is_read_in_the_charset_that_its_server_names() -> None:
    found = document(RUSSIAN, "windows-1251", "cp1251")
    assert found.blocks[0].text == "В городе открыли новую библиотеку, и в ней есть зал для детей."


def test_a_server_that_says_latin_1_of_everything_misleads_no_page_that_knows_better() -> None:
    page = RUSSIAN.replace("<html>", '<html><head><meta charset="windows-1251"></head>')
    assert document(page, "iso-8859-1", "cp1251").blocks[0].text.startswith("В городе")


def test_a_charset_that_does_not_exist_is_not_believed() -> None:
    assert document("<p>Crème brûlée</p>", "x-nonsense", "cp1252").blocks[0].text == "Crème brûlée"


def page_in(language: str, *texts: str) -> Document:
    return document(f'<html lang="{language}"><body>{"".join(f"<p>{text}</p>" for text in texts)}</body></html>')


@pytest.mark.parametrize("language", ["no", "da"])
def test_where_words_leave_a_doubt_the_language_of_the_page_settles_it(language: str) -> None:
    # The same words in Danish and in Norwegian.
    found = edit((page_in(language, "Vi bor her, og du er min ven."),))
    assert [edition.language for edition in found.editions] == [language]


@pytest.mark.parametrize("language", ["en", "fr", "ru", "tlh"])
def test_a_template_in_another_language_misleads_no_page(language: str) -> None:
    text = "Durante noventa años el reloj del mercado anduvo con la lluvia, y a nadie le importó demasiado."
    found = edit((page_in(language, "El reloj de la lluvia", text, "Hoy anda bien."),))
    assert [edition.language for edition in found.editions] == ["es"]


def test_the_language_of_the_body_counts_before_that_of_the_root() -> None:
    assert document('<html lang="en"><body lang="pt-BR"><p>Bom dia.</p></body></html>').metadata.language == "pt-BR"


def test_a_part_has_no_language_of_its_own_from_the_page() -> None:
    assert [block.language for block in page_in("es", "Hola", '<span lang="en">Hi</span>').blocks] == [None, None]
