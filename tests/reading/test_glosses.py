"""Notes, code, broken lines, rules, abbreviations, dates and readings, as the formats have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from publish.model import Gloss
from publish.reading.glosses import is_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Block, Document

    Read = Callable[[bytes, str], Document]


def glosses(document: Document) -> list[tuple[str, Gloss]]:
    return [(span.text, span.gloss) for block in document.blocks for span in block.spans if span.gloss]


def shown(block: Block) -> str:
    return "".join(span.text for span in block.spans)


@pytest.mark.parametrize("suffix", ["md", "docx", "odt", "rtf"])
def test_what_calls_a_note_names_it(samples: Any, read: Read, suffix: str) -> None:
    document = read(samples.ALL[suffix](), suffix)
    called = {span.calls for block in document.blocks for span in block.spans if span.calls}
    notes = {block.note for block in document.blocks if block.note}
    assert called
    assert called == notes


PAGE = """<html><body><main><h1>The Boat</h1>
<p>The boat is late.<sup id="r1"><a href="#n1">1</a></sup> Nobody waits<a href="#n2" id="r2">[*]</a> for it.</p>
<p>It is <a href="#top">1</a> boat.</p>
<ol><li id="n1"><p>By an hour.</p><p>Or two.</p></li></ol>
<p><a href="#r2" id="n2">[*]</a>. But the dog does. <a href="#r2">↩</a></p></main></body></html>"""


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_a_raised_figure_or_a_bracketed_star_calls_the_note_that_it_leads_to(
    samples: Any, read: Read, suffix: str
) -> None:
    content = samples.epub({"a.xhtml": PAGE}) if suffix == "epub" else PAGE.encode()
    blocks = read(content, suffix).blocks
    assert [(block.kind, block.text, block.note.rpartition("#")[2]) for block in blocks] == [
        ("heading", "The Boat", ""),
        ("paragraph", "The boat is late.[1] Nobody waits[*] for it.", ""),
        ("paragraph", "It is 1 boat.", ""),
        ("note", "[1] By an hour.", "n1"),
        ("note", "Or two.", "n1"),
        ("note", "[*]. But the dog does.", "n2"),
    ]
    assert [span.calls.rpartition("#")[2] for span in blocks[1].spans if span.calls] == ["n1", "n2"]


def test_a_raised_mark_that_leads_to_a_translation_calls_no_note(samples: Any, read: Read) -> None:
    english = '<p id="a">A boat.<sup><a href="#b">es</a><a href="#b" hreflang="es">1</a></sup></p>'
    page = samples.page(f'{english}<p id="b" lang="es">Un barco.</p>')
    for suffix, content in (("html", page.encode()), ("epub", samples.epub({"a.xhtml": page}))):
        blocks = read(content, suffix).blocks
        assert [(block.kind, block.note) for block in blocks] == [("paragraph", ""), ("paragraph", "")]


def test_a_note_on_another_page_of_a_book_is_called_by_its_type(samples: Any, read: Read) -> None:
    call = '<p>Late.<a epub:type="noteref" href="b.xhtml#n1">1</a></p>'
    note = '<aside epub:type="footnote" id="n1"><p>By an hour.</p></aside>'
    blocks = read(samples.epub({"a.xhtml": samples.page(call), "b.xhtml": samples.page(note)}), "epub").blocks
    assert [block.text for block in blocks] == ["Late.[1]", "[1] By an hour."]
    assert blocks[0].spans[-1].calls == blocks[1].note


CODE = "def oar(side):\n    return side\n\nprint(oar(1))"


@pytest.mark.parametrize("suffix", ["html", "epub", "md"])
def test_code_is_one_block_with_its_lines_and_indents(samples: Any, read: Read, suffix: str) -> None:
    page = samples.page(f"<p>It rows:</p><pre><code>{CODE}\n</code></pre><p>So it does.</p>")
    content = {
        "html": page.encode(),
        "epub": samples.epub({"a.xhtml": page}),
        "md": f"It rows:\n\n```python\n{CODE}\n```\n\nSo it does.".encode(),
    }[suffix]
    block = read(content, suffix).blocks[1]
    assert (block.kind, shown(block), block.wording) == ("code", CODE, "")


def test_code_that_is_set_in_is_code_in_markdown(read: Read) -> None:
    block = read(b"It rows:\n\n    one\n      two\n\nSo.", "md").blocks[1]
    assert (block.kind, shown(block)) == ("code", "one\n  two")


def test_code_in_markdown_is_in_the_language_of_its_division(read: Read) -> None:
    page = b'It rows.\n\n<div lang="es">\n\n```\nrema()\n```\n\n</div>\n\nSo it does.'
    assert [(block.text, block.language) for block in read(page, "md").blocks] == [
        ("It rows.", None), ("rema()", "es"), ("So it does.", None),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_a_poem_in_pre_is_stanzas_with_their_lines(samples: Any, read: Read, suffix: str) -> None:
    page = samples.page("<h1>Oars</h1><pre>Row,\nrow,\n\nthe boat</pre>")
    content = samples.epub({"a.xhtml": page}) if suffix == "epub" else page.encode()
    assert [(b.kind, shown(b)) for b in read(content, suffix).blocks[1:]] == [
        ("paragraph", "Row,\nrow,"),
        ("paragraph", "the boat"),
    ]


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_in_pre_a_line_break_parts_two_lines_and_a_picture_follows(samples: Any, read: Read, suffix: str) -> None:
    page = samples.page(
        '<pre>Roses are red<br/>Violets <!-- not: roses -->are blue<img src="rose.png" alt="A rose"/></pre>'
        '<pre><code>row()<br/>  rest()<img src="oar.png" alt="An oar"/></code></pre>'
    )
    content = samples.epub({"a.xhtml": page}) if suffix == "epub" else page.encode()
    assert [(b.kind, shown(b)) for b in read(content, suffix).blocks] == [
        ("paragraph", "Roses are red\nViolets are blue"),
        ("figure", "A rose"),
        ("code", "row()\n  rest()"),
        ("figure", "An oar"),
    ]


def test_the_lines_of_a_verse_stay_in_one_block(samples: Any, read: Read) -> None:
    verse = "<p>Row to the quay.<br>Row home again,<br/> and rest.</p>"
    for suffix, content in (
        ("html", samples.page(verse).encode()),
        ("epub", samples.epub({"a.xhtml": samples.page(verse)})),
        ("md", b"Row to the quay.  \nRow home again,\\\nand rest."),
    ):
        (block,) = read(content, suffix).blocks
        assert shown(block) == "Row to the quay.\nRow home again,\nand rest.", suffix
        assert block.text == "Row to the quay. Row home again, and rest."


def test_a_page_that_wraps_its_lines_by_hand_is_no_verse(samples: Any, read: Read) -> None:
    wrapped = "The boat lends books to every village on the river and it takes<br>them home again.<br>It is late."
    blocks = read(samples.page(f"<p>{wrapped}</p>").encode(), "html").blocks
    assert [shown(block) for block in blocks] == [
        "The boat lends books to every village on the river and it takes them home again.",
        "It is late.",
    ]


@pytest.mark.parametrize("suffix", ["html", "epub", "md"])
def test_a_rule_is_kept_by_what_stands_below_it(samples: Any, read: Read, suffix: str) -> None:
    page = samples.page("<p>One.</p><hr/><p>Two.</p><p>Three.</p>")
    content = {
        "html": page.encode(), "epub": samples.epub({"a.xhtml": page}), "md": b"One.\n\n* * *\n\nTwo.\n\nThree.",
    }[suffix]  # fmt: skip
    assert [block.breaks for block in read(content, suffix).blocks] == [False, True, False]


def test_a_rule_at_the_end_of_a_division_in_markdown_stands_before_what_follows(read: Read) -> None:
    page = b"One.\n\n<div><p>Two.</p><hr></div>\n\nThree.\n\n<hr>\n\nFour."
    assert [(block.text, block.breaks) for block in read(page, "md").blocks] == [
        ("One.", False), ("Two.", False), ("Three.", True), ("Four.", True),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["html", "epub"])
def test_expansions_dates_and_readings_are_kept(samples: Any, read: Read, suffix: str) -> None:
    page = samples.page(
        '<p>The <abbr title="River  Library">RL</abbr> of <time datetime="2026-03-01">Sunday</time> and '
        '<time datetime="soon">soon</time> lends <ruby><rb>図</rb><rb>書</rb><rt>と</rt><rt>しょ</rt></ruby>.</p>'
    )
    content = samples.epub({"a.xhtml": page}) if suffix == "epub" else page.encode()
    document = read(content, suffix)
    assert document.blocks[0].text == "The RL of Sunday and soon lends 図(と)書(しょ)."
    assert glosses(document) == [
        ("RL", Gloss("abbreviation", "River Library")),
        ("Sunday", Gloss("time", "2026-03-01")),
        ("図(と)", Gloss("ruby", "と")),
        ("書(しょ)", Gloss("ruby", "しょ")),
    ]


def test_only_a_day_that_there_is_is_a_date() -> None:
    moments = ("2026-03-01", "2026-03", "2026", "09:30", "2026-03-01T09:30:00Z", "2026-03-01 09:30+01:00")
    others = ("2026-02-30", "2026-13", "0000", "25:00", "yesterday", "20260301", "2026-03-01T9:30")
    assert all(map(is_moment, moments))
    assert not any(map(is_moment, others))
