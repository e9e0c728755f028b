from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.completeness import check_editing
from publish.editing.edit import edit
from publish.editing.mixed import unmixed
from publish.errors import PublishError
from publish.model import Block, Document, Metadata, Span

ENGLISH = "The library opens at nine and closes when the last reader has gone home, which is often very late."
SPANISH = "La biblioteca abre a las nueve y cierra cuando el último lector se ha ido a su casa, casi siempre tarde."
FRENCH = "La bibliothèque ouvre à neuf heures et ferme quand le dernier lecteur est rentré chez lui, souvent tard."
GERMAN = "Die Bibliothek öffnet um neun und schließt, wenn der letzte Leser nach Hause gegangen ist, oft sehr spät."
ITALIAN = "La biblioteca apre alle nove e chiude quando l'ultimo lettore è tornato a casa, il che accade spesso tardi."
PORTUGUESE = "A biblioteca abre às nove e fecha quando o último leitor já foi para casa, o que acontece muito tarde."
RUSSIAN = "Библиотека открывается в девять и закрывается, когда последний читатель уходит домой, часто очень поздно."
CHINESE = "图书馆九点开门，最后一位读者回家时关门，通常已经很晚了，可是没有人抱怨。"
THAI = "ห้องสมุดเปิดเวลาเก้าโมงและปิดเมื่อผู้อ่านคนสุดท้ายกลับบ้านซึ่งมักจะดึกมาก"


def page(*lines: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", (Span(line),), n, n) for n, line in enumerate(lines, 1))


def parts(line: str, *others: str) -> list[str]:
    """What becomes of a line that stands before others."""
    blocks, _ = unmixed(page(line, *others))
    return [block.text for block in blocks if block.first_line == 1]


@pytest.mark.parametrize(
    ("line", "others", "expected"),
    [
        (
            "We open at nine. Abrimos a las nueve.",
            (ENGLISH, SPANISH),
            ["We open at nine.", "Abrimos a las nueve."],
        ),
        ("We open at nine. Abrimos a las nueve.", (), ["We open at nine.", "Abrimos a las nueve."]),
        ("Stone Soup / La soupe de pierre", (ENGLISH, FRENCH), ["Stone Soup", "La soupe de pierre"]),
        (
            "Der Markt am Fluss | Il mercato sul fiume",
            (GERMAN, ITALIAN),
            ["Der Markt am Fluss", "Il mercato sul fiume"],
        ),
        (
            "Please bring your card / Traiga su tarjeta, por favor / Traga o seu cartão, por favor",
            (ENGLISH, SPANISH, PORTUGUESE),
            ["Please bring your card", "Traiga su tarjeta, por favor", "Traga o seu cartão, por favor"],
        ),
        (
            "Мы открываемся в девять утра. We open at nine in the morning.",
            (RUSSIAN, ENGLISH),
            ["Мы открываемся в девять утра.", "We open at nine in the morning."],
        ),
        (
            "欢迎来到夜间图书馆。Welcome to the night library.",
            (CHINESE, ENGLISH),
            ["欢迎来到夜间图书馆。", "Welcome to the night library."],
        ),
        ("石头汤的故事／The Story of Stone Soup", (CHINESE, ENGLISH), ["石头汤的故事", "The Story of Stone Soup"]),
        (
            "ยินดีต้อนรับสู่ห้องสมุด | Welcome to the library",
            (THAI, ENGLISH),
            ["ยินดีต้อนรับสู่ห้องสมุด", "Welcome to the library"],
        ),
        (
            "A man asked for a pot. He put in a stone. Ein Mann bat um einen Topf. Er legte einen Stein hinein.",
            (ENGLISH, GERMAN),
            ["A man asked for a pot. He put in a stone.", "Ein Mann bat um einen Topf. Er legte einen Stein hinein."],
        ),
    ],
)
def test_a_paragraph_in_two_languages_is_split_between_them(
    line: str, others: tuple[str, ...], expected: list[str]
) -> None:
    assert parts(line, *others) == expected


@pytest.mark.parametrize(
    "line",
    [
        "He said “No hay nadie aquí” and he left the house before it was dark.",
        "The sign on the door says: No pise usted el césped. It is older than the grass.",
        "She reads Cien años de soledad every winter. Nobody in the house knows why she does.",
        "The word for it is madrugada. It is the time between midnight and the first bus, when nobody is about.",
        "“El pueblo unido jamás será vencido.” The people, united, will never be defeated.",
        "The bus from Buenos Aires / Rosario is late",
        "Read / write access, AC / DC and he / she",
        "San Telmo, San Juan, Santa Cruz de la Sierra. These are the three places that we went to see in May.",
        "¡Hola! We open at nine, and the coffee is ready at ten.",
        "Madrid / London",
        "The market is open / The museum is not open today",
    ],
)
def test_names_quotations_and_single_phrases_split_nothing(line: str) -> None:
    blocks, marks = unmixed(page(ENGLISH, SPANISH, line))
    assert [block.text for block in blocks] == [ENGLISH, SPANISH, line]
    assert marks == ()


def test_a_name_beside_a_name_is_no_title_in_two_languages() -> None:
    line = "María Ruiz Gómez / Photo by John Brown"
    blocks, _ = unmixed(page(ENGLISH, SPANISH, line))
    assert blocks[-1].text == line


def test_a_language_that_no_other_block_is_in_splits_nothing() -> None:
    line = "El pueblo unido jamás será vencido. The people united will never be defeated."
    blocks, _ = unmixed(page(ENGLISH, line, "The cats do not mind the noise, and neither do the readers at night."))
    assert blocks[1].text == line


def test_the_mark_between_goes_to_the_receipt_with_its_line() -> None:
    _, marks = unmixed(page(ENGLISH, SPANISH, "The rain on the roof / La lluvia sobre el tejado"))
    assert [(mark.first_line, mark.text, mark.rule) for mark in marks] == [(3, "/", "separator")]


def test_parts_keep_their_styles() -> None:
    spans = (Span("We open "), Span("at nine", ("strong",)), Span(". Abrimos "), Span("a las nueve", ("strong",)))
    blocks, _ = unmixed((*page(ENGLISH, SPANISH), Block("paragraph", (*spans, Span(".")), 3, 3)))
    assert [[span.text for span in block.spans] for block in blocks[2:]] == [
        ["We open ", "at nine", "."],
        ["Abrimos ", "a las nueve", "."],
    ]


def test_one_wanted_language_splits_nothing() -> None:
    blocks = page("We open at nine. Abrimos a las nueve.", ENGLISH, SPANISH)
    assert unmixed(blocks, wanted=("es",)) == (blocks, ())


def test_a_book_of_mixed_paragraphs_has_both_editions_whole() -> None:
    blocks = page(
        "Stone Soup / La soupe de pierre",
        "A man asked for a pot of water. Un homme demanda une marmite d'eau.",
        "The villagers laughed at him. Les villageois se moquèrent de lui.",
    )
    document = Document(Metadata(origin="soup.txt"), blocks)
    book = edit((document,))
    check_editing((document,), book)
    assert {edition.language: [p.text for p in edition.paragraphs] for edition in book.editions} == {
        "en": ["Stone Soup", "A man asked for a pot of water.", "The villagers laughed at him."],
        "fr": ["La soupe de pierre", "Un homme demanda une marmite d'eau.", "Les villageois se moquèrent de lui."],
    }


SENTENCES = (
    "We open at nine.",
    "Abrimos a las nueve.",
    "Stone Soup",
    "La soupe de pierre",
    "欢迎来到夜间图书馆。",
    "1950.",
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*SENTENCES, "/", "|", "／", " "]), min_size=1, max_size=5), max_size=5))
def test_no_word_is_lost_in_splitting(lines: list[list[str]]) -> None:
    blocks = page(*(text for line in lines if (text := " ".join(line)).strip()))
    document = Document(Metadata(origin="mix.txt"), blocks)
    try:
        book = edit((document,))
    except PublishError:
        return
    check_editing((document,), book)
