"""Captions of quotations, code and films: in the book, with what they are captions of."""

from __future__ import annotations

from publish.editing.edit import edit
from publish.model import Book, Source
from publish.reading.formats import html, markdown

PAGE = """<!doctype html><html lang="en"><head><title>The lamp at the library</title></head><body>
<nav><a href="/">Home</a> <a href="/a">News</a></nav><main><article><h1>The lamp at the library</h1>
<p>The red lamp of the library hums all night, and the people of the street have learned to sleep with it. Nobody asks
any more who lit it, or why it was never put out again.</p>
<figure><blockquote><p>A lamp that hums is a lamp that works, and a street that hears it is a street that sleeps.</p>
</blockquote><figcaption>Rosa Vela, keeper of the lamp</figcaption></figure>
<p>In the winter of the flood the lamp was the only light for a mile, and the boats found their way home by it. The
council wrote it a letter of thanks, which hangs beside the door.</p>
<figure><pre><code>lamp.on()
lamp.hum(50)</code></pre><figcaption>Listing 1: how the lamp is lit</figcaption></figure>
<p>The programme that lights it has not been changed for thirty years, and nobody dares to touch it. It is two lines
long, and the second of them is what makes it hum.</p>
<figure><video src="lamp.mp4" controls></video><figcaption>The lamp at midnight, filmed by Ana Roe</figcaption></figure>
<p>Every year on the day of the flood the street comes together below the lamp, and the oldest among them tells the
story again. The children know it by heart, and correct her.</p></article></main>
<aside><figure><figcaption>Our other lamps</figcaption></figure><p>Buy one today</p></aside>
<footer><p>Copyright The Street</p></footer></body></html>"""


def blocks(book: Book) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in book.editions[0].paragraphs if p.kind in {"quote", "caption", "code"}]


def test_captions_of_a_quotation_of_code_and_of_a_film_are_in_the_book() -> None:
    book = edit((html.read(Source("lamp.html", ".html", PAGE.encode(), "lamp.html")),))
    assert blocks(book) == [
        ("quote", "A lamp that hums is a lamp that works, and a street that hears it is a street that sleeps."),
        ("caption", "Rosa Vela, keeper of the lamp"),
        ("code", "lamp.on()\nlamp.hum(50)"),
        ("caption", "Listing 1: how the lamp is lit"),
        ("caption", "The lamp at midnight, filmed by Ana Roe"),
    ]
    assert "Our other lamps" in [removal.text for removal in book.removals]


def test_a_caption_that_a_person_dropped_stays_out() -> None:
    document = html.read(Source("lamp.html", ".html", PAGE.encode(), "lamp.html"))
    line = next(block.first_line for block in document.blocks if block.text.startswith("Rosa Vela"))
    assert ("caption", "Rosa Vela, keeper of the lamp") not in blocks(edit((document,), drop=frozenset({line})))


def test_what_html_within_markdown_hides_is_in_the_receipt() -> None:
    text = """# The lamp at the library

The red lamp of the library hums all night, and the people of the street have learned to sleep with it.

<figure hidden><img src="door.png" alt="A door"><figcaption>Nobody sees this</figcaption></figure>

<p>Then the lamp is put out for one minute, <span hidden>or two,</span> and everybody listens.</p>
"""
    book = edit((markdown.read(Source("lamp.md", ".md", text.encode(), "lamp.md")),))
    assert [(removal.text, removal.reason) for removal in book.removals] == [
        ("Nobody sees this", "The page hides it."),
        ("A door", "The page hides it."),
        ("or two,", "The page hides it."),
    ]
    assert book.editions[0].paragraphs[-1].text == "Then the lamp is put out for one minute, and everybody listens."
