"""How words are said that no rule knows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from publish.errors import ConfigError
from publish.model import Edition, Paragraph, Section, Sentence, Span, Voice
from publish.speaking.lexicon import as_pls, lexicon, merged, said
from publish.speaking.narrate import begin

NAMES = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
  <lexeme><grapheme>Quiroga</grapheme><alias>kee ROH gah</alias><phoneme>kiˈɾoɡa</phoneme></lexeme>
  <lexeme><grapheme>Río Seco</grapheme><grapheme>Rio Seco</grapheme><alias>reeoh SAY koh</alias></lexeme>
  <lexeme><grapheme>Río</grapheme><alias>reeoh</alias></lexeme>
  <lexeme><grapheme>tear</grapheme><phoneme>tɛɹ</phoneme><phoneme prefer="true">tɪɹ</phoneme></lexeme>
</lexicon>
"""
ENGLISH = lexicon(NAMES.encode(), "names.en.pls")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quiroga left.", "kee ROH gah left."),
        ("They saw Río Seco, then the Río.", "They saw reeoh SAY koh, then the reeoh."),
        ("Quirogas and quiroga are others.", "Quirogas and quiroga are others."),
        ("Quiroga paid 27%.", "kee ROH gah paid twenty-seven percent."),
        ("A tear fell.", "A tear fell."),
    ],
)
def test_a_word_is_said_as_its_alias_and_the_rest_by_the_rules(text: str, words: str) -> None:
    assert said(text, "en", ENGLISH, ipa=False).replace("-", " ") == words.replace("-", " ")


def test_an_engine_that_takes_phonemes_is_given_them_and_of_two_readings_the_preferred() -> None:
    assert said("Quiroga shed a tear in Río Seco.", "en", ENGLISH, ipa=True) == (
        "⟦kiˈɾoɡa⟧ shed a ⟦tɪɹ⟧ in reeoh SAY koh."
    )


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        ("</lexicon>", "", "names.en.pls: Not well-formed XML"),
        ("pronunciation-lexicon", "other", "names.en.pls:2: This is no pronunciation lexicon"),
        ('alphabet="ipa"', 'alphabet="x-sampa"', "names.en.pls:2: The alphabet must be ipa, not 'x-sampa'"),
        ('xml:lang="en"', "", "names.en.pls:2: The lexicon does not say its language"),
        ("<grapheme>Quiroga</grapheme>", "", "names.en.pls:3: A lexeme needs a grapheme"),
        ("<alias>reeoh</alias>", "", "names.en.pls:5: A lexeme needs a grapheme, and an alias or a phoneme"),
    ],
)
def test_a_wrong_lexicon_is_told_by_its_line(change: str, to: str, message: str) -> None:
    with pytest.raises(ConfigError) as told:
        lexicon(NAMES.replace(change, to).encode(), "names.en.pls")
    assert str(told.value).startswith(message)


def test_of_two_lexicons_of_a_language_the_earlier_one_counts() -> None:
    other = NAMES.replace("kee ROH gah", "other").replace(">Río<", ">Lago<").replace('"en"', '"en-GB"')
    both = merged([ENGLISH, lexicon(other.encode(), "other.pls")])["en"]
    assert (both.aliases["Quiroga"], both.aliases["Lago"], both.aliases["Río"]) == ("kee ROH gah", "reeoh", "reeoh")


def test_what_was_applied_is_written_with_its_words_alone_and_read_back() -> None:
    used = ENGLISH.of(["Quiroga shed a tear & left.", "Rio Secos is another."])
    assert (used.aliases, used.phonemes) == ({"Quiroga": "kee ROH gah"}, {"Quiroga": "kiˈɾoɡa", "tear": "tɪɹ"})
    assert lexicon(as_pls(used), "applied") == used
    assert as_pls(used).decode().splitlines()[2] == (
        "  <lexeme><grapheme>Quiroga</grapheme><alias>kee ROH gah</alias><phoneme>kiˈɾoɡa</phoneme></lexeme>"
    )


def test_a_changed_reading_is_spoken_anew_and_nothing_else() -> None:
    tone = Voice(name="tone", engine="tone", language="mul", says="", tier="test", licence="")
    sentences = tuple(Sentence(f"en-p1-s{n}", (Span(t),)) for n, t in enumerate(("Quiroga left.", "It rained."), 1))
    edition = Edition("en", "Rain", (Section("en-c1", "Rain", (Paragraph("en-p1", "paragraph", sentences, 1, 1),)),))
    memory: dict[str, bytes] = {}
    with ThreadPoolExecutor(1) as executor:
        begin(edition, tone, memory=memory, executor=executor).narration()
        before = set(memory)
        begin(edition, tone, memory=memory, executor=executor, lexicons={"en": ENGLISH}).narration()
    assert (len(before), len(set(memory) - before)) == (2, 1)


def test_brackets_of_the_article_are_never_taken_for_phonemes() -> None:
    words = said("The sign ⟦kiˈɾoɡa⟧ and Quiroga.", "en", ENGLISH, ipa=True)
    assert (words.count("⟦"), words.count("⟧"), "⟦kiˈɾoɡa⟧" in words.partition(" and ")[2]) == (1, 1, True)
    assert "⟦" not in said("The sign ⟦kiˈɾoɡa⟧.", "en", None, ipa=True)
