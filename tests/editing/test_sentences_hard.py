"""Hard cases, as a reader would split them: each language stays at its floor."""

from __future__ import annotations

import pytest
from sentence_cases import LANGUAGES, cases, same

from publish.editing.sentences import split

FLOOR = 0.97


def test_there_are_cases_in_eight_languages() -> None:
    assert {language: len(cases(language)) for language in LANGUAGES} == {
        **dict.fromkeys(("de", "en", "es", "fr"), 60),
        **dict.fromkeys(("ar", "hi", "pt", "zh"), 25),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_cases_are_split_as_a_reader_would(language: str) -> None:
    wrong = [case for case in cases(language) if not same(split("".join(case), language), case)]
    assert len(wrong) <= (1 - FLOOR) * len(cases(language)), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_in_hard_cases(language: str) -> None:
    texts = ["".join(case) for case in cases(language)]
    assert ["".join(split(text, language)) for text in texts] == texts
