"""Twins of paragraphs and sentences."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.align import beads, pairs
from publish.model import Bead, Edition, Kind, Paragraph, Section, Sentence, Span

FRENCH = {
    "The tide mill had stood idle for forty years.": "Le moulin à marée était arrêté depuis quarante ans.",
    "Its wheel was green with weed.": "Sa roue était verte d’algues.",
    "In 1998 a retired welder bought it for 12,500 euros.": "En 1998, un soudeur à la retraite l’acheta 12 500 euros.",
    "Nobody in the village believed that it would ever turn again.": (
        "Personne au village ne croyait qu’il tournerait un jour de nouveau."
    ),
    "He began with the sluice gates.": "Il commença par les vannes.",
    "The oak came from a church in Nantes.": "Le chêne venait d’une église de Nantes.",
    "Every evening children brought him drawings of fish.": (
        "Chaque soir, des enfants lui apportaient des dessins de poissons."
    ),
    "Would the sea still know the way?": "La mer connaîtrait-elle encore le chemin ?",
    "On the first spring tide the stones moved.": "À la première grande marée, les meules bougèrent.",
    "The flour was grey and tasted of salt.": "La farine était grise et avait un goût de sel.",
    "Today the mill grinds two tonnes a week.": "Aujourd’hui, le moulin moud deux tonnes par semaine.",
    "Its bread is sold as far away as Lyon.": "Son pain se vend jusqu’à Lyon.",
}
ENGLISH = list(FRENCH)


def by_letters(texts: Sequence[str]) -> np.ndarray:
    """A cheap meaning: how often each three letters stand in a text; a French text of ours means its English."""
    english = {french: text for text, french in FRENCH.items()}
    rows = np.zeros((len(texts), 256), np.float32)
    for row, text in zip(rows, texts, strict=True):
        said = f"  {english.get(text, text)}  "
        for at in range(len(said) - 2):
            row[crc32(said[at : at + 3].encode()) % 256] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def edition(language: str, *paragraphs: Sequence[str], kinds: Sequence[Kind] = ()) -> Edition:
    built = []
    for number, sentences in enumerate(paragraphs, 1):
        name = f"{language}-p{number}"
        inside = tuple(Sentence(f"{name}-s{k}", (Span(text),), " ") for k, text in enumerate(sentences, 1))
        kind = kinds[number - 1] if kinds else "paragraph"
        built.append(Paragraph(name, kind, inside, number, number))
    return Edition(language, "", (Section(f"{language}-c1", "", tuple(built)),))


def french(*texts: str) -> list[str]:
    return [FRENCH[text] for text in texts]


def sides(found: Sequence[Bead], level: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(bead.left, bead.right) for bead in found if bead.level == level]


def test_paragraphs_face_their_translations_and_sentences_theirs() -> None:
    found = beads(
        (
            edition("en", ENGLISH[:3], ENGLISH[3:6], ENGLISH[6:9]),
            edition("fr", french(*ENGLISH[:3]), french(*ENGLISH[3:6]), french(*ENGLISH[6:9])),
        ),
        by_letters,
    )
    assert sides(found, "paragraph") == [((f"en-p{k}",), (f"fr-p{k}",)) for k in (1, 2, 3)]
    assert sides(found, "sentence") == [((f"en-p{k}-s{s}",), (f"fr-p{k}-s{s}",)) for k in (1, 2, 3) for s in (1, 2, 3)]
    assert {bead.languages for bead in found} == {("en", "fr")}


def test_an_untranslated_opening_paragraph_stands_alone() -> None:
    found = beads(
        (
            edition("en", ENGLISH[:2], ENGLISH[2:5], ENGLISH[5:8], ENGLISH[8:]),
            edition("fr", french(*ENGLISH[2:5]), french(*ENGLISH[5:8]), french(*ENGLISH[8:])),
        ),
        by_letters,
    )
    assert sides(found, "paragraph") == [
        (("en-p1",), ()),
        (("en-p2",), ("fr-p1",)),
        (("en-p3",), ("fr-p2",)),
        (("en-p4",), ("fr-p3",)),
    ]
    assert sides(found, "sentence")[:3] == [(("en-p1-s1",), ()), (("en-p1-s2",), ()), (("en-p2-s1",), ("fr-p1-s1",))]


def test_two_paragraphs_that_the_translator_joined_face_the_one() -> None:
    found = beads(
        (
            edition("en", ENGLISH[:2], ENGLISH[2:4], ENGLISH[4:6], ENGLISH[6:9]),
            edition("fr", french(*ENGLISH[:2]), french(*ENGLISH[2:6]), french(*ENGLISH[6:9])),
        ),
        by_letters,
    )
    assert sides(found, "paragraph") == [
        (("en-p1",), ("fr-p1",)),
        (("en-p2", "en-p3"), ("fr-p2",)),
        (("en-p4",), ("fr-p3",)),
    ]


def test_a_paragraph_that_the_translator_moved_is_found_again() -> None:
    groups = [ENGLISH[:3], ENGLISH[3:6], ENGLISH[6:9], ENGLISH[9:]]
    moved = [groups[1], groups[2], groups[3], groups[0]]
    found = beads((edition("en", *groups), edition("fr", *(french(*g) for g in moved))), by_letters)
    assert sides(found, "paragraph") == [
        (("en-p1",), ("fr-p4",)),
        (("en-p2",), ("fr-p1",)),
        (("en-p3",), ("fr-p2",)),
        (("en-p4",), ("fr-p3",)),
    ]


def test_what_only_the_second_edition_says_comes_after_its_neighbour_there() -> None:
    note = "Traduit par une amie de la meunière."
    found = beads(
        (
            edition("en", ENGLISH[:3], ENGLISH[3:6]),
            edition("fr", french(*ENGLISH[:3]), [note], french(*ENGLISH[3:6])),
        ),
        by_letters,
    )
    assert sides(found, "paragraph") == [(("en-p1",), ("fr-p1",)), ((), ("fr-p2",)), (("en-p2",), ("fr-p3",))]
    assert sides(found, "sentence")[3] == ((), ("fr-p2-s1",))


def test_three_editions_are_paired_two_by_two() -> None:
    texts = (ENGLISH[:3], ENGLISH[3:6])
    found = beads((edition("en", *texts), edition("fr", *texts), edition("de", *texts)), by_letters)
    assert [bead.languages for bead in found if bead.level == "paragraph"] == [
        ("en", "fr"), ("en", "fr"), ("en", "de"), ("en", "de"), ("fr", "de"), ("fr", "de"),
    ]  # fmt: skip


def test_one_edition_has_no_beads() -> None:
    assert beads((edition("en", ENGLISH),), by_letters) == ()


def test_an_edition_without_paragraphs_leaves_the_other_alone() -> None:
    found = beads((edition("en", ENGLISH[:1]), edition("fr")), by_letters)
    assert [(bead.level, bead.left, bead.right) for bead in found] == [
        ("paragraph", ("en-p1",), ()),
        ("sentence", ("en-p1-s1",), ()),
    ]


def test_each_sentence_is_embedded_once() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return by_letters(texts)

    beads((edition("en", ENGLISH[:3], ENGLISH[:1]), edition("fr", ENGLISH[:3]), edition("de", ENGLISH[:2])), embed)
    assert sorted(asked) == sorted(ENGLISH[:3])


def test_without_meaning_numbers_names_and_lengths_carry_the_job() -> None:
    found = beads(
        (
            edition("en", ENGLISH[:3], ENGLISH[3:6], ENGLISH[9:]),
            edition("fr", french(*ENGLISH[:3]), french(*ENGLISH[3:6]), french(*ENGLISH[9:])),
        ),
        None,
    )
    assert sides(found, "paragraph") == [((f"en-p{k}",), (f"fr-p{k}",)) for k in (1, 2, 3)]


def test_pairs_are_lists_of_places() -> None:
    found = pairs(ENGLISH[:4], french(*ENGLISH[:2], ENGLISH[3]), by_letters)
    assert [(left, right) for left, right, _ in found] == [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,))]


def test_the_numbers_of_numbered_lines_are_no_anchors() -> None:
    # As anchors, 22 and 23 would hold the last two together with these two.
    left = ("21\tThe clock ran on rain.", "22\tNobody minded that.", "23\tIt stopped one day.")
    right = ("22\tEl reloj iba con lluvia.", "23\tSe paró cierto día.")
    assert [pair[:2] for pair in pairs(left, right, None)] == [((0,), (0,)), ((1,), ()), ((2,), (1,))]


def test_a_speck_between_two_lines_of_a_scan_is_left_out_of_their_pair() -> None:
    left = ["The keeper rang.", "Fog hid the whole of the bay until noon, and nobody came.", "The ship was late."]
    right = ["Le gardien sonna.", "La brume cacha toute la baie", ".-^ !", "jusqu’à midi, et personne ne vint."]
    found = pairs(left, [*right, "Le navire tarda."], None)
    assert [pair[:2] for pair in found] == [((0,), (0,)), ((1,), (1, 3)), ((), (2,)), ((2,), (4,))]


def test_two_lines_of_nothing_but_a_mark_face_each_other() -> None:
    found = pairs([ENGLISH[0], "?", ENGLISH[1]], [ENGLISH[0], "?", ENGLISH[1]], None)
    assert [pair[:2] for pair in found] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_nothing_faces_nothing() -> None:
    assert pairs([], [], by_letters) == []
    assert pairs([], ["Alone."], None) == [((), (0,), pytest.approx(1.0))]


TEXTS = st.lists(st.text(max_size=40), max_size=7)
PARAGRAPHS = st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=4), max_size=5)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_every_item_is_in_exactly_one_pair_and_sides_keep_their_order(left, right, meant) -> None:
    found = pairs(left, right, by_letters if meant else None)
    assert sorted(item for pair in found for item in pair[0]) == list(range(len(left)))
    assert sorted(item for pair in found for item in pair[1]) == list(range(len(right)))
    firsts = [pair[0][0] for pair in found if pair[0]]
    assert firsts == sorted(firsts)
    assert all(list(side) == sorted(side) for pair in found for side in pair[:2])
    assert all((a or b) and 0 <= share <= 1 for a, b, share in found)


@settings(max_examples=40, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, st.booleans())
def test_every_id_is_in_exactly_one_bead_of_its_level(left, right, meant) -> None:
    editions = edition("en", *left), edition("fr", *right)
    found = beads(editions, by_letters if meant else None)
    for one, side in zip(editions, ("left", "right"), strict=True):
        told = [name for bead in found if bead.level == "paragraph" for name in getattr(bead, side)]
        assert sorted(told) == sorted(p.id for p in one.paragraphs)
        told = [name for bead in found if bead.level == "sentence" for name in getattr(bead, side)]
        assert sorted(told) == sorted(s.id for p in one.paragraphs for s in p.sentences)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=10, unique=True), st.booleans())
def test_a_text_against_itself_is_paired_one_to_one_and_surely(texts, meant) -> None:
    found = pairs(texts, texts, by_letters if meant else None)
    assert [(a, b) for a, b, _ in found] == [((k,), (k,)) for k in range(len(texts))]
    assert min(share for _, _, share in found) > 0.95
