from __future__ import annotations

from publish.editing.structure import structured
from publish.model import Block, Kind, Span

LONG = "Every autumn the lamp keeper rows out to the rock with a barrel of oil, two loaves and a very old dog."
MORE = "The dog has never liked the sea, but it likes the keeper, and the keeper has never learned to row alone."


def kinds(*lines: str | tuple[Kind, str]) -> list[str]:
    blocks = [
        Block(
            line[0] if isinstance(line, tuple) else "paragraph",
            (Span(line[1] if isinstance(line, tuple) else line),),
            n,
            n,
        )
        for n, line in enumerate(lines, 1)
    ]
    return [block.kind for block in structured(blocks)]


def test_title_standfirst_text_and_heading() -> None:
    assert kinds("The Lamp on the Rock", "“I row because he cannot swim”", LONG, "A barrel of oil", MORE) == [
        "title",
        "standfirst",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_a_section_label_before_the_title_is_not_the_title() -> None:
    assert kinds("Opinion", "The Lamp on the Rock", LONG)[1] == "title"


def test_a_byline_is_neither_title_nor_standfirst() -> None:
    assert kinds("By Ana Ruiz", "The Lamp on the Rock", "By Ana Ruiz, 3 May 2024", LONG) == [
        "paragraph",
        "title",
        "paragraph",
        "paragraph",
    ]


def test_a_paragraph_after_stated_without_marks_is_a_quote() -> None:
    lead = "Asked about the dog, the keeper of the lamp stated:"
    assert kinds("The Lamp", LONG, lead, MORE, LONG) == ["title", "paragraph", "paragraph", "quote", "paragraph"]


def test_a_quotation_in_another_language_is_recognised_too() -> None:
    lead = "Al preguntarle por el perro, la farera dijo a los vecinos:"
    said = "A mí nunca me gustó remar, pero el perro me espera todas las tardes en la escalera del muelle."
    assert kinds("La lámpara", lead, said)[2] == "quote"


def test_an_arabic_verb_of_saying_may_begin_with_and() -> None:
    lead = "ابتسمت حارسة المنارة حين سألها الجيران عن الكلب، وقالت:"
    said = "لم أحب التجديف يومًا، لكن الكلب ينتظرني كل مساء على درج الرصيف حتى أعود من البحر."
    assert kinds("المصباح", lead, said)[2] == "quote"


def test_a_paragraph_with_its_own_marks_stays_a_paragraph() -> None:
    assert kinds("The Lamp", LONG, "The keeper said:", f"“{MORE}”")[3] == "paragraph"


def test_a_colon_that_announces_reasons_makes_no_quote() -> None:
    lead = "There are three reasons for the barrel, and every one of them is wet:"
    assert kinds("The Lamp", LONG, lead, MORE)[3] == "paragraph"


def test_a_short_line_with_a_colon_heads_a_list() -> None:
    assert kinds("Stone Soup", LONG, "Ingredients:", ("item", "a stone"), ("item", "water"))[2] == "heading"


def test_short_lines_in_a_row_are_a_poem_not_headings() -> None:
    assert kinds("The Lamp", LONG, "Row, old dog", "the sea is wide", "the lamp is lit", MORE)[2:5] == ["paragraph"] * 3


def test_the_last_short_line_is_no_heading() -> None:
    assert kinds("The Lamp", LONG, MORE, "So they row")[3] == "paragraph"


def test_a_caption_says_what_it_is() -> None:
    assert kinds("The Lamp", LONG, "Photo: the dog in its boat", MORE)[2] == "caption"


def test_bold_that_only_marks_a_heading_is_taken_off() -> None:
    blocks = [
        Block("paragraph", (Span("The Lamp"),), 1, 1),
        Block("paragraph", (Span(LONG),), 2, 2),
        Block("paragraph", (Span("A barrel of oil.", ("strong",)),), 3, 3),
        Block("paragraph", (Span(MORE),), 4, 4),
    ]
    heading = structured(blocks)[2]
    assert (heading.kind, heading.level, heading.spans) == ("heading", 2, (Span("A barrel of oil."),))


def test_text_without_a_title_has_none() -> None:
    assert kinds(LONG, MORE) == ["paragraph", "paragraph"]


def headed(*heads: tuple[int, str]) -> list[tuple[str, str]]:
    """The kinds of a text under these headings, the last of them between its paragraphs."""
    blocks = [Block("heading", (Span(text),), n, n, level) for n, (level, text) in enumerate(heads, 1)]
    blocks.insert(2, Block("paragraph", (Span(LONG),), 8, 8))
    return [(block.kind, block.text) for block in structured([*blocks, Block("paragraph", (Span(MORE),), 9, 9)])]


def test_the_name_of_a_section_above_the_only_other_heading_is_no_title() -> None:
    assert headed((1, "Village"), (2, "The lamp that rowed home"))[:2] == [
        ("heading", "Village"),
        ("title", "The lamp that rowed home"),
    ]


def test_a_short_title_above_the_first_of_several_headings_stays_the_title() -> None:
    found = headed((1, "Village"), (2, "The first journey south"), (2, "The second journey north"))
    assert [text for kind, text in found if kind == "title"] == ["Village"]


def test_nothing_is_nothing() -> None:
    assert structured([]) == ()


def test_a_line_of_code_is_no_heading() -> None:
    code = Block("paragraph", (Span("oars = 2", ("code",)),), 3, 3)
    text = "The ferry of San Telmo has one oar and two opinions, and it crosses the river every morning at six."
    blocks = [Block("paragraph", (Span(own),), n, n) for n, own in ((1, "The Ferry"), (2, text), (4, text))]
    assert [b.kind for b in structured([*blocks[:2], code, blocks[2]])] == [
        "title",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
