"""Texts that were cut within a bracket."""

import pytest

from publish.editing.align import pairs
from publish.editing.brackets import cut_in_brackets


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["She drew it twice ( Annals , No .", "12 , p. 40 ) .", "Then it sank ."], [0]),
        (["他画了两次（见第", "十二卷）。"], [0]),
        (["One (two.", "Three.", "Four).", "Five."], [0, 1]),
        (["(The whole sentence.)", "Another."], []),
        (["a) the hull", "b) the mast"], []),
        (["An open ( that nobody closes.", "Two.", "Three.", "Four.", "Five )."], []),
        (["A smile :)", "(Another."], []),
        (["[ ( ]", ")"], [0]),
        ([], []),
    ],
)
def test_a_text_is_cut_where_the_bracket_closes_soon_after_it(texts: list[str], expected: list[int]) -> None:
    assert cut_in_brackets(texts) == expected


def test_a_reference_that_was_cut_at_an_abbreviation_stays_with_its_sentence() -> None:
    # Without the bracket its second half would be left without a twin.
    left = [
        "The lamp was lit at dusk.",
        "The log tells the whole story (see Harbour Notes, No.",
        "12, page 40).",
        "The boat sank in a storm.",
    ]
    right = [
        "La lampe fut allumée le soir.",
        "Le journal de bord raconte toute l’histoire.",
        "Le bateau coula un jour d’orage.",
    ]
    assert [pair[:2] for pair in pairs(left, right, None)] == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]
