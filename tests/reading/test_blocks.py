from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.model import Block, Span
from publish.reading.blocks import blocks
from publish.reading.decode import lines


def read(text: str) -> tuple[Block, ...]:
    return blocks(lines(text))


def said(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(text)]


def test_one_line_is_one_block_with_its_number() -> None:
    assert [(b.first_line, b.last_line, b.text) for b in read("\n\nOne.\nTwo.\n\nThree.")] == [
        (3, 3, "One."),
        (4, 4, "Two."),
        (6, 6, "Three."),
    ]


def test_a_hard_wrapped_paste_is_joined_into_paragraphs() -> None:
    text = (
        "The ferry left an hour late because the harbour master had lost his keys\n"
        "and nobody on the quay, not even the baker who knows everything, had the\n"
        "courage to wake his wife. So we waited on the ropes and told stories, as\n"
        "people do.\n"
        "\n"
        "When the keys were found they were in the lock. The harbour master bowed\n"
        "to the passengers, and they applauded him with all the warmth they could\n"
        "muster.\n"
    )
    found = read(text)
    assert [(b.first_line, b.last_line) for b in found] == [(1, 4), (6, 8)]
    assert found[0].text.endswith("told stories, as people do.")


def test_a_poem_keeps_its_lines() -> None:
    assert (
        len(read("Boat on the hill,\nwho put you there?\nThe flood, said the mill,\nand the wind, said the air.")) == 4
    )


def test_marks_are_structure_not_letters() -> None:
    assert said("# A Boat\n## Its hull\n> He sailed.\n- oars\n* rope\n• tar") == [
        ("heading", "A Boat"),
        ("heading", "Its hull"),
        ("quote", "He sailed."),
        ("item", "oars"),
        ("item", "rope"),
        ("item", "tar"),
    ]


def test_inline_marks_become_styles() -> None:
    (block,) = read("A **bold** and *soft* and _low_ `x = 1` [map](https://example.org/m) end")
    assert block.spans == (
        Span("A "),
        Span("bold", ("strong",)),
        Span(" and "),
        Span("soft", ("emphasis",)),
        Span(" and "),
        Span("low", ("emphasis",)),
        Span(" "),
        Span("x = 1", ("code",)),
        Span(" "),
        Span("map", (), "https://example.org/m"),
        Span(" end"),
    )


def test_a_footnote_star_is_a_letter_and_its_line_a_note() -> None:
    assert said("The hut opens when you come.*\n* Not in fog.\nThe path is steep.\n* sandals\n* water") == [
        ("paragraph", "The hut opens when you come.*"),
        ("note", "* Not in fog."),
        ("paragraph", "The path is steep."),
        ("item", "sandals"),
        ("item", "water"),
    ]


def test_stars_and_lines_inside_words_are_letters() -> None:
    text = "Leser*innen und Autor*innen, sh*t, snake_case_name, 5 * 3 * 2, fish* and chips*"
    assert said(text) == [("paragraph", text)]


def test_bold_in_a_script_without_spaces_is_bold() -> None:
    (block,) = read("夜里**渔船**回来了")
    assert [span.styles for span in block.spans] == [(), ("strong",), ()]


def test_numbers_that_count_on_are_items_and_keep_their_number() -> None:
    assert said("1. Wash the stone.\n2. Boil it.") == [("item", "Wash the stone."), ("item", "Boil it.")]


def test_a_date_at_the_beginning_is_no_list() -> None:
    assert said("12. Oktober 1950 war ein Donnerstag.\n\nEs regnete.")[0][0] == "paragraph"


def test_the_space_that_a_stripped_link_left_goes() -> None:
    assert said("The office (RBRM) , with “terror .” and “urban” . (see Law 7 ) Group . But no.") == [
        ("paragraph", "The office (RBRM), with “terror.” and “urban”. (see Law 7) Group. But no.")
    ]


def test_the_authors_own_spaces_and_marks_stay() -> None:
    text = "US/ EU/ NATO, anti-colonial, wait . . . and .5 « Oui » : non ; si ! quoi ?"
    assert said(text) == [("paragraph", text)]


def test_a_doubled_space_is_one_and_a_wide_gap_is_a_column() -> None:
    assert said("for  eleven months.  Then") == [("paragraph", "for eleven months. Then")]
    assert said("Menu  Search  Log in") == [("paragraph", "Menu\tSearch\tLog in")]
    assert said("El barco\tThe boat") == [("paragraph", "El barco\tThe boat")]


def test_a_line_of_marks_alone_is_kept_as_it_is() -> None:
    assert said("**\n***\n[](x)\n#") == [
        ("paragraph", "**"),
        ("paragraph", "***"),
        ("paragraph", "[](x)"),
        ("paragraph", "#"),
    ]


@given(st.text(alphabet="ab .*_#>-1[]()`\n\t“,|\u00a0", max_size=200))
def test_every_line_with_something_on_it_is_in_exactly_one_block(text: str) -> None:
    found = read(text)
    covered = [n for block in found for n in range(block.first_line, block.last_line + 1)]
    assert covered == [n for n, line in enumerate(lines(text), 1) if line.strip()]
    assert all(block.text.strip() for block in found)


def test_the_scene_between_two_rows_of_tildes_is_no_code() -> None:
    found = blocks(["It rained.", "", "~~~~~", "", "The ferry came at seven.", "", "~~~~~", "", "It left again."])
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "It rained."),
        ("paragraph", "~~~~~"),
        ("paragraph", "The ferry came at seven."),
        ("paragraph", "~~~~~"),
        ("paragraph", "It left again."),
    ]


def test_what_stands_between_two_fences_is_code_and_a_lone_fence_is_text() -> None:
    found = blocks(
        ["It rows:", "```python", "def oar():", "    return 1", "", "# end", "```", "So it does.", "~~~", "Yes."]
    )
    assert [(block.kind, "".join(span.text for span in block.spans), block.first_line) for block in found] == [
        ("paragraph", "It rows:", 1),
        ("code", "def oar():\n    return 1\n\n# end", 2),
        ("paragraph", "So it does.", 8),
        ("paragraph", "~~~", 9),
        ("paragraph", "Yes.", 10),
    ]
