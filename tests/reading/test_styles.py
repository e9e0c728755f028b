"""Struck, raised and lowered letters in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document

    Read = Callable[[bytes, str], Document]
    Told = Callable[[Document], list[str]]

EXPECTED = ["1 paragraph: We sail ~~now~~ on H~2~O, the 2^nd^ boat."]


def test_markdown_has_marks_for_them(read: Read, told: Told) -> None:
    assert told(read(b"We sail ~~now~~ on H~2~O, the 2^nd^ boat.", "md")) == EXPECTED


def test_markdown_may_use_the_elements_of_a_page(read: Read, told: Told) -> None:
    text = b"We sail <del>now</del> on H<sub>2</sub>O, the 2<sup>nd</sup> boat.</sup>"
    assert told(read(text, "md")) == EXPECTED


def test_markdowns_own_notes_are_still_notes(read: Read, told: Told) -> None:
    assert told(read(b"We sail^[At noon.] now.[^1]\n\n[^1]: Or later.", "md")) == [
        "1 paragraph: We sail[1] now.[1]",
        "1 note: [1] At noon.",
        "3 note: [1] Or later.",
    ]


def test_a_page_has_elements_for_them(read: Read, told: Told) -> None:
    page = b"We sail <del>now</del> on H<sub>2</sub>O, the 2<sup>nd</sup> boat."
    assert [line.partition(": ")[2] for line in told(read(b"<p>" + page + b"</p>", "html"))] == [
        EXPECTED[0].partition(": ")[2]
    ]


def test_word_has_properties_for_them(samples: Any, read: Read, told: Told) -> None:
    run, up = samples.run, '<w:vertAlign w:val="{}"/>'
    words = run("We sail ") + run("now", "<w:strike/>") + run(" on H") + run("2", up.format("subscript"))
    words += run("O, the 2") + run("nd", up.format("superscript")) + run(" boat.")
    assert told(read(samples.docx(samples.paragraph(words)), "docx")) == EXPECTED


def test_rtf_has_words_for_them(read: Read, told: Told) -> None:
    text = rb"{\rtf1\ansi We sail {\strike now} on H{\sub 2}O, the 2\super nd\nosupersub  boat.\par}"
    assert told(read(text, "rtf")) == EXPECTED
