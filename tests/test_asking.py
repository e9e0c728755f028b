"""What the commands that make nothing tell a person."""

from __future__ import annotations

from publish.asking import _hint
from publish.inquiries import Finding

UNHEARD = Finding("error", "missing", "rain.es.mp3: es-p1-s1 at 0.0 s", "Missing, 100% of its words")
UNTOLD = Finding("error", "alternative-text", "EPUB/en-c1.xhtml", "A picture says nothing")


def test_a_sentence_that_was_not_heard_is_no_matter_of_pictures() -> None:
    assert _hint([UNHEARD]) == "Make it again with --force; if it stays, please report it."
    assert _hint([UNTOLD, UNHEARD]) == "Make it again with --force; if it stays, please report it."
    assert _hint([UNTOLD]) == "Say what the pictures show: make it again with --alt FILE."
