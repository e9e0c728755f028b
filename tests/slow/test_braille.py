"""Braille by liblouis itself: what was written says, read back, what the article says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from publish import inquiries, pipeline
from publish.config import order
from publish.console import Kept
from publish.model import Span
from publish.outside.liblouis import Liblouis
from publish.writing.proof_brf import body, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXTS = {
    "en": "Nobody knew the keeper of the lighthouse, but every boat could read what she wrote in 1911.",
    "es": "Nadie conocía a la farera; «¿quién será?», decían, y los niños leían sus cartas en 1911.",
    "fr": "Personne ne connaissait la gardienne du phare ; les enfants lisaient ses lettres à l’école.",
    "de": "Niemand kannte die Wärterin; große Schiffe grüßten sie, und über 1911 schrieb sie schön.",
    "ar": "لم يعرف أحد حارسة المنارة، لكن الأطفال قرأوا رسائلها كل مساء.",
}
READ_BACK = {("en", 2): 0.98, ("es", 2): 0.75, ("fr", 2): 0.95}
"""The part of the sample's words at least that contracted braille gives back. In Spanish liblouis reads badly what it
writes well: over seven articles, 82 to 84 of a hundred words, and of uncontracted braille all 3,000."""


@pytest.fixture(scope="module")
def braille(able: Callable[[str], None]) -> Liblouis:
    able("brf")
    return Liblouis()


@pytest.fixture(scope="module")
def made(braille: Liblouis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert braille
    out = tmp_path_factory.mktemp("braille")
    return pipeline.make(order({"sample": True, "to": ["brf", "text"], "out": out}), Kept()).folder


@pytest.mark.parametrize("language", TEXTS)
def test_uncontracted_braille_says_every_word(braille: Liblouis, language: str) -> None:
    written = braille((Span(TEXTS[language]),), language, 1)
    assert written.isascii()
    assert words(braille.read(written, language, 1)) == words(TEXTS[language])


def test_the_signs_are_those_of_unified_english_braille(braille: Liblouis) -> None:
    assert braille((Span("The boat, 3,200 books"),), "en", 1) == ",THE BOAT1 #C1BJJ BOOKS"
    assert braille((Span("The people of the river"),), "en", 2) == ",! P ( ! RIV]"


def test_a_word_in_another_language_is_not_contracted(braille: Liblouis) -> None:
    assert braille((Span("the mother"),), "en", 2) == '! "M'
    assert braille((Span("the "), Span("mother", language="de")), "en", 2) == "! MOTHER"


def test_letters_that_the_code_does_not_know_are_written_in_their_own_within_its_signs(braille: Liblouis) -> None:
    runs = (Span("He said "), Span("سلام", language="ar"), Span(" to all"))
    assert braille(runs, "en", 2) == ',HE SD "(AR\'SVM,") TO ALL'


def test_a_sign_that_a_code_lacks_is_the_nearest_that_it_has(braille: Liblouis) -> None:
    assert braille((Span("sì — “no”"),), "it", 1) == braille((Span('sì - "no"'),), "it", 1)
    assert braille((Span("😀"),), "en", 1) == braille((Span("U+1F600"),), "en", 1)


def test_languages_without_a_table_have_no_grades(braille: Liblouis) -> None:
    assert [braille.grades(tag) for tag in ("en-US", "it", "pt-BR", "zz")] == [(1, 2), (1,), (1, 2), ()]


def test_the_sample_is_proof_read(made: Path, braille: Liblouis) -> None:
    assert sorted(path.name.partition(".")[2] for path in made.glob("brf/*")) == [
        "en.g1.brf",
        "en.g2.brf",
        "es.g1.brf",
        "es.g2.brf",
    ]
    assert inquiries.check(made, Kept()).findings == ()
    for brf in made.glob("brf/*"):
        language, grade = brf.name.split(".")[1], int(brf.name[-5])
        (text,) = made.glob(f"text/*.{language}.txt")
        wanted = Counter(words(text.read_text("utf-8")))
        lost = wanted - Counter(words(braille.read(body(brf.read_bytes()), language, grade)))
        kept = 1 - lost.total() / wanted.total()
        assert kept >= READ_BACK.get((language, grade), 1.0)


def test_a_word_that_is_not_in_the_braille_is_named(made: Path) -> None:
    (text,) = made.glob("text/*.en.txt")
    text.write_text(text.read_text("utf-8") + " lighthouse" * 90, "utf-8")
    rules = Counter(finding.code for finding in inquiries.check(made, Kept()).findings)
    assert rules["brf-words"] == 1
