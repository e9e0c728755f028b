"""What speaks against the languages that a person named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.editing.doubts import seeming
from publish.editing.edit import edit
from publish.model import Block, Document, Metadata, Span

if TYPE_CHECKING:
    import pytest

EN = [
    "The boats left the harbour before dawn, and nobody on the quay saw them go.",
    "By noon the fog had lifted, the nets were full, and the gulls had found us.",
]
ES = [
    "Las barcas salieron del puerto antes del amanecer y nadie las vio en el muelle.",
    "Al mediodía la niebla se había ido, las redes estaban llenas y llegaron las gaviotas.",
]


def document(*texts: str) -> Document:
    blocks = tuple(Block("paragraph", (Span(text),), n, n) for n, text in enumerate(texts, 1))
    return Document(Metadata(title="Boats", origin="boats.txt"), blocks)


def test_a_language_that_the_text_is_not_in_is_believed_and_said(caplog: pytest.LogCaptureFixture) -> None:
    book = edit((document(*EN, *ES),), wanted=("fr",))
    assert [edition.language for edition in book.editions] == ["fr"]
    assert caplog.messages == [
        "The text seems to be in Spanish and English, but --language says French: that is believed; leave it out if not"
    ]


def test_one_wanted_language_of_two_leaves_the_other_in_doubt() -> None:
    assert seeming([*EN, *ES], ("en", "fr")) == ("es",)


def test_the_right_languages_are_not_doubted() -> None:
    assert seeming([*EN, *ES], ("en-GB", "es")) == ()


def test_a_quotation_raises_no_doubt() -> None:
    assert seeming([*EN, *EN, *EN, "The song was «Las barcas salieron del puerto»."], ("en",)) == ()


def test_a_close_relative_raises_no_doubt() -> None:
    assert seeming(["Kuća je velika i stara, a u dvorištu raste orah."], ("sr",)) == ()


def test_a_text_without_words_raises_no_doubt() -> None:
    assert seeming(["* * *", "12"], ("fr",)) == ()
