"""The language of each paragraph, decided together."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.editing.languages import _chosen, tell
from publish.errors import LanguageError

EN = [
    "The boats left the harbour before dawn, and nobody saw them go.",
    "My aunt says that the sea keeps its own calendar.",
    "By noon the fog had lifted and the nets were full.",
]
ES = [
    "Las barcas salieron del puerto antes del amanecer y nadie las vio.",
    "Mi tía dice que el mar lleva su propio calendario.",
    "Al mediodía la niebla se había ido y las redes estaban llenas.",
]
PT = [
    "Os barcos saíram do porto antes do amanhecer e ninguém os viu.",
    "A minha tia diz que o mar tem o seu próprio calendário.",
    "Ao meio-dia o nevoeiro já tinha ido embora e as redes estavam cheias.",
]
SW = "Ziwa limetulia leo na hakuna mtu anayetoka kwenda kuvua samaki asubuhi hii."


def test_two_languages_in_blocks() -> None:
    assert tell([*EN, *ES]) == ("en", "en", "en", "es", "es", "es")


def test_two_languages_taking_turns() -> None:
    texts = [text for pair in zip(EN, ES, strict=True) for text in pair]
    assert tell(texts) == ("en", "es", "en", "es", "en", "es")


def test_three_languages() -> None:
    assert tell([*EN, *ES, *PT]) == ("en",) * 3 + ("es",) * 3 + ("pt",) * 3


def test_one_language() -> None:
    assert tell(ES) == ("es", "es", "es")


def test_a_heading_goes_with_the_text_that_it_leads() -> None:
    assert tell([*EN, "Rumba", *ES])[3] == "es"


def test_a_line_without_letters_goes_with_its_neighbours() -> None:
    assert tell([*EN, "* * *", EN[0], *ES]) == ("en",) * 5 + ("es",) * 3


def test_numbered_headings_are_told_by_the_company_they_keep() -> None:
    texts = ["Capítulo 1", ES[0], "Chapter 1", EN[0], "Capítulo 2", ES[1], "Chapter 2", EN[1]]
    assert tell(texts) == ("es", "es", "en", "en", "es", "es", "en", "en")


def test_names_of_another_language_do_not_move_a_paragraph() -> None:
    texts = ["The Federación de Remeros del Lago, led by Rosa Lima of Puerto Viejo, met in Callao.", *EN, *ES]
    assert tell(texts)[0] == "en"


def test_a_quotation_does_not_move_a_paragraph() -> None:
    texts = [*ES, "«The sea is not for sale», dice siempre mi tía cuando alguien pregunta por las barcas."]
    assert tell(texts) == ("es",) * 4


def test_a_title_in_another_language_makes_no_edition() -> None:
    assert tell(["Rainy Days", *ES]) == ("es",) * 4


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Η θάλασσα έχει το δικό της ημερολόγιο.", "el"),
        ("לים יש לוח שנה משלו.", "he"),
        ("바다에는 바다의 달력이 있다.", "ko"),
        ("海には海の暦がある。", "ja"),
        ("大海有它自己的日历。", "zh"),
        ("ทะเลมีปฏิทินของตัวเอง", "th"),
        ("ծովն ունի իր օրացույցը", "hy"),
        ("ზღვას თავისი კალენდარი აქვს", "ka"),
        ("கடலுக்கு அதன் சொந்த நாட்காட்டி உண்டு", "ta"),
    ],
)
def test_a_script_of_one_language_is_enough(text: str, language: str) -> None:
    assert tell([text]) == (language,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Het meer is vandaag stil en niemand gaat varen.", "nl"),
        ("Der See ist heute still und niemand fährt hinaus.", "de"),
        ("Le lac est calme aujourd’hui et personne ne sort.", "fr"),
        ("Il lago oggi è calmo e nessuno esce.", "it"),
        ("El llac avui és tranquil i ningú no surt.", "ca"),
        ("O lago hoxe está tranquilo e ninguén sae.", "gl"),
        ("Søen er stille i dag, og ingen sejler ud.", "da"),
        ("Innsjøen er stille i dag, og ingen drar ut.", "no"),
        ("Sjön är stilla i dag och ingen far ut.", "sv"),
        ("Jezero je dnes klidné a nikdo nevyplouvá.", "cs"),
        ("Jazero je dnes pokojné a nikto nevypláva.", "sk"),
        ("Danau hari ini tenang karena tidak ada angin.", "id"),
        ("Tasik hari ini tenang kerana tiada angin.", "ms"),
        ("Озеро сегодня тихое, и никто не выходит.", "ru"),
        ("Озеро сьогодні тихе, і ніхто не виходить.", "uk"),
        ("Езерото днес е тихо и никой не излиза.", "bg"),
        ("دریاچه امروز آرام است و کسی بیرون نمی‌رود.", "fa"),
        ("البحيرة هادئة اليوم ولا أحد يخرج.", "ar"),
    ],
)
def test_close_relatives_are_told_apart(text: str, language: str) -> None:
    assert tell([text]) == (language,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Masyarakat dan penduduk desa ini berkata tidak.", "id"),
        ("Penumpang kereta api menunggu di stasiun.", "id"),
        ("Juruterbang menunggu penumpang.", "ms"),
        ("Man bare venter, når lyset går.", "da"),
    ],
)
def test_a_word_that_both_relatives_use_speaks_for_neither(text: str, language: str) -> None:
    assert tell([text]) == (language,)


def test_kanji_alone_are_japanese_beside_kana() -> None:
    assert tell(["海の暦", "海には海の暦がある。", "日本"]) == ("ja", "ja", "ja")


def test_only_wanted_languages_are_told() -> None:
    assert tell([*EN, *PT], wanted=("en", "es")) == ("en",) * 3 + ("es",) * 3


def test_a_wanted_region_is_kept() -> None:
    assert tell([*EN, *PT], wanted=("en-GB", "pt-BR")) == ("en-GB",) * 3 + ("pt-BR",) * 3


def test_a_wanted_tag_is_put_in_its_usual_form() -> None:
    assert tell(["x"], wanted=("ZH_hant_tw",)) == ("zh-Hant-TW",)


def test_one_wanted_language_is_believed() -> None:
    assert tell(["1984", "Hello"], wanted=("mi",)) == ("mi", "mi")


def test_what_the_source_declares_decides_a_doubtful_line() -> None:
    texts = [*EN, "Festival Central", *ES]
    assert (tell(texts, declared=[None] * 3 + ["en"])[3], tell(texts, declared=[None] * 3 + ["es"])[3]) == ("en", "es")


def test_where_every_text_is_declared_that_is_believed() -> None:
    assert tell(["***", "Hola", "1", "Hello"], declared=[None, "es", None, "en-GB"]) == ("es", "es", "es", "en")


def test_a_wrong_declaration_does_not_move_a_long_paragraph() -> None:
    long = " ".join(ES)
    assert tell([*EN, long, long], declared=[None, None, None, "en", None])[3] == "es"


def test_a_declaration_in_another_script_is_not_believed() -> None:
    assert tell(["Η θάλασσα έχει το δικό της ημερολόγιο.", *EN], declared=["en"])[0] == "el"


def test_digits_tell_no_language() -> None:
    with pytest.raises(LanguageError, match="the text holds no words"):
        tell(["1984", "27.4 %", "→ ★"])


def test_nothing_tells_no_language() -> None:
    with pytest.raises(LanguageError):
        tell([])


@pytest.mark.parametrize("wanted", [("xx",), ("en", "klingon"), ("",)])
def test_a_language_that_is_none_is_refused_with_those_there_are(wanted: tuple[str, ...]) -> None:
    with pytest.raises(LanguageError, match="is not a language we know") as refused:
        tell(EN, wanted=wanted)
    assert "en, eo, es" in refused.value.hint


def test_a_language_without_statistics_cannot_be_told_from_another() -> None:
    with pytest.raises(LanguageError, match="mi cannot be told from others"):
        tell(EN, wanted=("mi", "en"))


def test_scripts_alone_need_no_model() -> None:
    asked = (
        "import sys; from publish.editing.languages import tell; "
        "tell(['大海有它自己的日历。', 'Η θάλασσα', '바다의 달력']); tell(['x'], wanted=('en',)); "
        "tell(['Hola a todos', 'Hello all'], declared=['es', 'en']); sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_two_common_languages_need_no_slow_model() -> None:
    asked = (
        f"import sys; from publish.editing.languages import tell; told = tell({[*EN, 'Rumba', *ES]!r}); "
        "sys.exit('py3langid' in sys.modules or set(told) != {'en', 'es'})"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_languages_are_told_where_the_quick_detector_has_no_wheel() -> None:
    asked = (
        "import sys; sys.modules['eldc'] = None; from publish.editing.languages import tell; "
        f"sys.exit(tell({[*EN, *ES]!r}) != ('en',) * 3 + ('es',) * 3)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_what_is_told_does_not_hang_on_the_seed_of_hashes() -> None:
    asked = f"from publish.editing.languages import tell; print(tell({[*EN, 'Rumba', *ES, 'Ana Paz', SW, *PT]!r}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SW, "sw"),
        ("Mae'r llyn yn dawel heddiw a does neb yn mynd allan ar y dŵr.", "cy"),
        ("Die meer is vandag stil en niemand gaan vaar nie.", "af"),
        ("Езерото денес е мирно и никој не излегува.", "mk"),
        ("ताल आज शान्त छ र कोही पनि बाहिर जाँदैन।", "ne"),
        ("Gol îro aram e û kes dernakeve derve.", "ku"),
    ],
)
def test_a_language_that_the_quick_detector_does_not_know_is_told(text: str, language: str) -> None:
    assert tell([text]) == (language,)


def test_one_paragraph_in_a_rarer_language_is_told_among_many() -> None:
    assert tell([*EN * 5, SW, *EN * 5]) == ("en",) * 15 + ("sw",) + ("en",) * 15


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*EN, *ES, *PT, "Rumba", "1984", ""]), min_size=1, max_size=8))
def test_the_same_texts_are_told_the_same_again(texts: list[str]) -> None:
    texts = [*texts, EN[0]]
    assert tell(texts) == tell(texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_text_gets_a_language_that_is_known(texts: list[str]) -> None:
    told = tell([*texts, EN[0]])
    assert len(told) == len(texts) + 1
    assert all(2 <= len(code) <= 3 for code in told)


def test_the_title_above_a_byline_stays_in_the_language_of_its_own_text() -> None:
    head, cabeza = ["The Quiet River", "By Ana Lopez"], ["El río tranquilo", "Por Ana Lopez"]
    assert tell([*head, *EN, *cabeza, *ES]) == ("en",) * 5 + ("es",) * 5
    assert tell([*cabeza, *ES, *head, *EN]) == ("es",) * 5 + ("en",) * 5


def test_two_languages_that_stand_in_for_each_other_do_not_keep_us_waiting_for_ever() -> None:
    table = np.array([[-9, 0, -1, -7], [-4, -10, 0, -8], [-7, -3, -6, 0]], dtype=np.float32)
    assert set(_chosen(table, [2.0, 2.0, 3.0])) <= {0, 1, 2, 3}
