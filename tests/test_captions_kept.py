"""What a page puts into a figure, without its picture: each caption is in the book or in the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish import registry
from publish.completeness import check_editing, check_pictures
from publish.editing.edit import edit
from publish.model import Source

if TYPE_CHECKING:
    from publish.model import Book

QUAY = "The quay was dark for years, and all who walked there at night knew each of its stones by heart."
LAMP = "The first lamp was put up in the spring, and nobody in the town asked who had paid for it."
CAPTION = "The keeper in winter"
OF_PICTURES = [
    '<figure><img src="a.jpg" alt="A lamp"><figcaption>{0}</figcaption></figure>',
    '<figure><img src="a.jpg"><figcaption>{0}</figcaption></figure>',
    '<figure><img src="a.jpg" alt=""><figcaption>{0}</figcaption></figure>',
    '<figure><figcaption>{0}</figcaption><img src="a.jpg" alt="A lamp"></figure>',
    '<figure><a href="/a"><img src="a.jpg" alt="A lamp"></a><figcaption><small>{0}</small></figcaption></figure>',
    '<figure><picture><source srcset="a.webp"><img src="a.jpg"></picture><figcaption><p>{0}</p></figcaption></figure>',
]
OF_OTHERS = [
    '<figure><video src="a.mp4"></video><figcaption>{0}</figcaption></figure>',
    "<figure><blockquote>We walk.</blockquote><figcaption>{0}</figcaption></figure>",
    "<figure><pre><code>x = 1</code></pre><figcaption>{0}</figcaption></figure>",
    '<figure hidden><img src="a.jpg"><figcaption>{0}</figcaption></figure>',
]


def edited(figure: str, suffix: str) -> Book:
    shown = figure.format(CAPTION)
    page = f"<html lang='en'><body><article><h1>The lamp</h1><p>{QUAY}</p>{shown}<p>{LAMP}</p></article></body></html>"
    text = page if suffix == "html" else f"# The lamp\n\n{QUAY}\n\n{shown}\n\n{LAMP}\n"
    document = registry.load("readers", suffix)(Source(f"quay.{suffix}", f".{suffix}", text.encode(), "quay"))
    assert CAPTION in [block.text for block in document.blocks]
    book = edit((document,))
    check_editing((document,), book)
    check_pictures((document,), book)
    return book


@pytest.mark.parametrize("suffix", ["html", "md"])
@pytest.mark.parametrize("figure", OF_PICTURES)
def test_a_caption_is_in_the_book_though_nobody_brought_its_picture(figure: str, suffix: str) -> None:
    kinds = {p.text: p.kind for edition in edited(figure, suffix).editions for p in edition.paragraphs}
    assert kinds[CAPTION] == "caption"


@pytest.mark.parametrize("figure", OF_OTHERS)
def test_a_caption_of_what_the_book_cannot_hold_is_in_the_receipt_with_a_reason(figure: str) -> None:
    book = edited(figure, "html")
    reasons = [removal.reason for removal in book.removals if removal.text == CAPTION]
    kept = [p.text for edition in book.editions for p in edition.paragraphs if p.text == CAPTION]
    assert all(reasons)
    assert len(reasons) + len(kept) == 1
