"""The names of an article, and a lexicon made of them."""

from __future__ import annotations

from publish.model import Edition, Paragraph, Section, Sentence, Span
from publish.speaking.lexicon import lexicon
from publish.speaking.names import Name, as_lexicon, names


def edition(language: str, *sentences: tuple[Span, ...]) -> Edition:
    said = tuple(Sentence(f"{language}-p2-s{n}", spans) for n, spans in enumerate(sentences, 1))
    title = Paragraph(f"{language}-p1", "title", (Sentence(f"{language}-p1-s1", (Span("Rain Over All Hills"),)),), 1, 1)
    text = Paragraph(f"{language}-p2", "paragraph", said, 2, 2)
    return Edition(language, "Rain", (Section(f"{language}-c1", "Rain", (title, text)),))


def test_names_are_found_with_their_language_the_commonest_first() -> None:
    english = edition(
        "en",
        (Span("Yesterday Dr. "), Span("Ana Quispe", language="es"), Span(" met Nelson’s uncle and the Bank of Peru.")),
        (Span("Nelson had left for the Bank of Peru; nobody in the U.S. knew."),),
    )
    assert names(english) == (
        Name("Nelson", "en", 2, "en-p2-s1"),
        Name("Bank of Peru", "en", 2, "en-p2-s1"),
        Name("Ana Quispe", "es", 1, "en-p2-s1"),
    )


def test_in_german_only_what_is_foreign_is_a_name_for_every_noun_has_a_capital() -> None:
    german = edition("de", (Span("Der Regen traf "), Span("Río Seco", language="es"), Span(" am Morgen.")))
    assert [name.text for name in names(german)] == ["Río Seco"]


def test_the_lexicon_that_is_suggested_is_one_that_we_read() -> None:
    found = (Name("Ana & Quispe", "es", 1, "en-p1-s1"),)
    pls = as_lexicon("en", found, {("Ana & Quispe", "es"): "es:12"})
    assert lexicon(pls, "names.en.pls").phonemes == {"Ana & Quispe": "es:12"}
