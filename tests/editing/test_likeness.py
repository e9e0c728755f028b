from __future__ import annotations

import math

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from publish.editing.likeness import BARRED, likeness, places
from publish.editing.telling import primary

TEXTS = ("The rain fell on the tin roof.", "La lluvia cayó toda la noche.", "雨が屋根に降った。", "HELP", "Ništa")
LANGUAGES = ("en", "es", "ja", "de", "sk")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_like_a_language_as_the_library_itself_says(text: str) -> None:
    ranked = dict(LanguageIdentifier.from_model_file(MODEL_FILE).rank(text))
    found = likeness(text, places(LANGUAGES, primary)) * math.sqrt(len(text.encode()))
    assert found.tolist() == pytest.approx([ranked[code] for code in LANGUAGES], rel=1e-6)


def test_a_language_that_the_model_does_not_know_is_barred() -> None:
    assert likeness("The rain fell.", places(("en", "tlh"), primary))[1] == BARRED


def test_a_text_of_nothing_that_the_model_knows_is_as_like_every_language() -> None:
    assert set(likeness("e a", places(("en", "es", "ja"), primary)).tolist()) == {0.0}
