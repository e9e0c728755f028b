"""What a person wrote of the pictures: read, and written to be filled in."""

from __future__ import annotations

import pytest

from publish.editing.alternatives import as_toml, read
from publish.errors import ConfigError
from publish.model import Book, Edition, Metadata, Paragraph, Section, Sentence, Span


def test_a_file_says_by_picture_and_language_what_is_shown() -> None:
    toml = '["lamp.jpg"]\nen = "A lamp,\\n lit"\nes = ""\n'
    assert read(toml, "alt.toml") == {"lamp.jpg": {"en": "A lamp, lit", "es": ""}}


def test_a_table_says_the_same() -> None:
    table = "# picture\tlanguage\ttext\nlamp.jpg\ten\tA lamp\n\nlamp.jpg\tes\tUn farol\n"
    assert read(table, "alt.tsv") == {"lamp.jpg": {"en": "A lamp", "es": "Un farol"}}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("lamp.jpg = 3", "alt.toml"),
        ("[", "alt.toml"),
        ('["a.jpg"]\nen = 3', "alt.toml"),
        ("lamp.jpg\tA lamp", "alt.tsv"),
    ],
)
def test_what_is_neither_is_refused_with_the_form_that_is_wanted(text: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text, where)
    assert where in caught.value.where
    assert caught.value.hint


def figure(name: str, picture: str, text: str, *, undescribed: bool = False) -> Paragraph:
    sentence = Sentence(f"{name}-s1", (Span(text),))
    return Paragraph(name, "figure", (sentence,), 1, 1, picture=picture, undescribed=undescribed)


def test_what_is_missing_is_made_ready_to_write_and_reads_as_nothing_until_then() -> None:
    english = (
        figure("en-p1", "lamp.jpg", 'A "lamp"'),
        figure("en-p2", "boat.jpg", "Nobody has", undescribed=True),
        Paragraph("en-p3", "paragraph", (Sentence("en-p3-s1", (Span("x"),)),), 1, 1, decorations=("line.png",)),
    )
    editions = (
        Edition("en", "Lamp", (Section("en-c1", "Lamp", english),)),
        Edition("es", "Farol", (Section("es-c1", "Farol", ()),)),
    )
    made = as_toml(Book(Metadata(), editions))
    assert '["boat.jpg"]\n# en = ""\n# es = ""\n' in made
    assert read(made, "alt.toml") == {"lamp.jpg": {"en": 'A "lamp"'}, "boat.jpg": {}, "line.png": {"en": ""}}
