"""Articles bound into one book: ids that run on, twins within an article, languages that one of them lacks."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.completeness import check_sentences, check_twins
from publish.editing.anthology import beads, bound
from publish.model import Bead, Book, Edition, Marker, Metadata, Paragraph, Removal, Section, Sentence, Span


def edition(language: str, *sections: tuple[str, ...]) -> Edition:
    """A section for each run of texts; the first text is the title."""
    count = 0
    made = []
    for number, texts in enumerate(sections, 1):
        paragraphs = []
        for text in texts:
            count += 1
            name = f"{language}-p{count}"
            kind = "title" if count == 1 else "paragraph"
            paragraphs.append(Paragraph(name, kind, (Sentence(f"{name}-s1", (Span(text),)),), count, count))
        made.append(Section(f"{language}-c{number}", texts[0], tuple(paragraphs)))
    return Edition(language, sections[0][0], tuple(made))


def book(name: str, *editions: Edition, **more: object) -> Book:
    known = Metadata(origin=name, sha256=name, authors=("Ana Roe",), licence="CC BY 4.0", retrieved=date(2026, 3, 1))
    return Book(known, editions, **more)  # type: ignore[arg-type]  # fields of Book, whichever a test wants


RAIN = book(
    "rain.txt",
    edition("en", ("Rain", "It rains."), ("Later", "It stopped.")),
    edition("es", ("Lluvia", "Llueve.")),
    removals=(Removal(9, 9, "Share", "call-to-action", "It asks to share."),),
    markers=(Marker(5, 5, "En Español", "es"),),
    overrides=("keep 3",),
)
SNOW = book("snow.txt", edition("es-MX", ("Nieve", "Nieva.")), edition("en", ("Snow", "It snows.")))
WIND = book("wind.txt", edition("en", ("Wind", "It blows.")))


def test_sections_and_paragraphs_are_numbered_on_through_the_articles() -> None:
    whole = bound((RAIN, SNOW), "Weather")
    english, spanish = whole.editions
    assert [(s.id, s.part, s.title, [p.id for p in s.paragraphs]) for s in english.sections] == [
        ("en-c1", 1, "Rain", ["en-p1", "en-p2"]),
        ("en-c2", 1, "Later", ["en-p3", "en-p4"]),
        ("en-c3", 2, "Snow", ["en-p5", "en-p6"]),
    ]
    assert [s.id for s in spanish.sections[1].sentences] == ["es-p3-s1", "es-p4-s1"]
    assert (english.title, spanish.title) == ("Weather", "Weather")


def test_two_tags_of_one_language_become_one_edition() -> None:
    assert [e.language for e in bound((RAIN, SNOW), "Weather").editions] == ["en", "es"]


def test_an_article_in_two_variants_of_a_language_keeps_both() -> None:
    both = book("both.txt", edition("pt-PT", ("Chuva",)), edition("pt-BR", ("Chuva",)))
    assert [e.language for e in bound((both, book("b.txt", edition("pt", ("Neve",)))), "Tempo").editions] == [
        "pt-PT",
        "pt-BR",
        "pt",
    ]


def test_what_was_removed_or_overruled_says_in_which_article() -> None:
    whole = bound((SNOW, RAIN), "Weather")
    assert [(r.part, r.first_line) for r in whole.removals] == [(2, 9)]
    assert [(m.part, m.first_line) for m in whole.markers] == [(2, 5)]
    assert whole.overrides == ("keep rain.txt:3",)


def test_each_article_keeps_what_is_known_of_it() -> None:
    whole = bound((RAIN, WIND), "Weather")
    assert [(part.title, part.origin) for part in whole.parts] == [("Rain", "rain.txt"), ("Wind", "wind.txt")]
    known = whole.metadata
    assert (known.title, known.authors, known.licence, known.origin, known.sha256) == (
        "Weather",
        ("Ana Roe",),
        "CC BY 4.0",
        "rain.txt, wind.txt",
        "rain.txt wind.txt",
    )


def test_a_pair_decided_by_hand_follows_its_paragraphs_and_the_languages_of_the_whole() -> None:
    decided = Bead(("es-MX", "en"), ("es-MX-p2",), ("en-p2",), "paragraph", 1.0)
    snow = Book(SNOW.metadata, SNOW.editions, beads=(decided,))
    assert bound((RAIN, snow), "Weather").beads == (Bead(("en", "es"), ("en-p6",), ("es-p4",), "paragraph", 1.0),)


def test_twins_are_of_one_article_and_an_article_without_a_language_has_none() -> None:
    whole = bound((RAIN, WIND, SNOW), "Weather")
    found = [(b.left, b.right) for b in beads(whole.editions, None) if b.level == "paragraph"]
    assert found == [
        (("en-p1",), ("es-p1",)),
        (("en-p2",), ("es-p2",)),
        (("en-p3",), ()),
        (("en-p4",), ()),
        (("en-p5",), ()),
        (("en-p6",), ()),
        (("en-p7",), ("es-p3",)),
        (("en-p8",), ("es-p4",)),
    ]


LANGUAGES = st.lists(st.sampled_from(["en", "es", "fr"]), min_size=1, max_size=3, unique=True)
ARTICLES = st.lists(st.tuples(LANGUAGES, st.integers(1, 4)), min_size=2, max_size=4)


@settings(deadline=None, max_examples=30)
@given(ARTICLES)
def test_every_sentence_has_an_id_of_its_own_and_stands_in_one_pair(shapes: list[tuple[list[str], int]]) -> None:
    books = [
        book(f"{n}.txt", *(edition(language, tuple(f"Text {k} of {n}." for k in range(count))) for language in tongues))
        for n, (tongues, count) in enumerate(shapes)
    ]
    whole = bound(books, "All")
    for own in whole.editions:
        check_sentences(own)
    names = [p.id for e in whole.editions for p in e.paragraphs]
    assert len(set(names)) == len(names) == sum(len(tongues) * count for tongues, count in shapes)
    check_twins(Book(whole.metadata, whole.editions, beads(whole.editions, None)))
