"""Notes, rules and pull quotes, from blocks to editions."""

from __future__ import annotations

from publish.editing.breaks import drawn, ruled
from publish.editing.edit import edit
from publish.editing.notes import owned
from publish.editing.pulled import without_pulled
from publish.model import Block, Document, Gloss, Metadata, Span


def block(text: str, line: int = 1, **more: object) -> Block:
    return Block(more.pop("kind", "paragraph"), (Span(text),), line, line, **more)  # type: ignore[arg-type] # as given


def calling(text: str, name: str, line: int = 1) -> Block:
    return Block("paragraph", (Span(text), Span("[1]", gloss=Gloss("note", name))), line, line)


ENGLISH = "The old boat lends books to every village on the river, and it takes the old ones home."
SPANISH = "El viejo barco presta libros a todos los pueblos del río, y se lleva a casa los usados."


def document(*blocks: Block) -> Document:
    return Document(Metadata(origin="boat.md"), blocks)


def test_a_note_that_cites_in_another_language_stays_with_the_text_that_calls_it() -> None:
    blocks = [calling(SPANISH, "n"), block("[1] See The Book of the Boats.", kind="note", note="n"), block(ENGLISH)]
    assert owned(blocks, ["es", "en", "en"]) == ["es", "es", "en"]


def test_a_note_that_two_languages_call_stays_in_its_own() -> None:
    blocks = [calling(SPANISH, "n"), calling(ENGLISH, "n"), block("[1] On Thursdays only.", kind="note", note="n")]
    assert owned(blocks, ["es", "en", "en"]) == ["es", "en", "en"]


def test_two_documents_may_give_their_notes_the_same_names() -> None:
    one = document(calling(ENGLISH, "n"), block("[1] On Thursdays, before it is dark.", 2, kind="note", note="n"))
    two = document(calling(SPANISH, "n"), block("[1] Los jueves, antes de que sea de noche.", 2, kind="note", note="n"))
    english, spanish = edit((one, two)).editions
    assert [(e.language, [p.note for p in e.paragraphs if p.note]) for e in (english, spanish)] == [
        ("en", ["en-p1-s1-n1"]),
        ("es", ["es-p1-s1-n1"]),
    ]
    assert [span.calls for p in spanish.paragraphs for s in p.sentences for span in s.spans if span.calls] == ["es-p2"]


def test_a_call_whose_note_was_dropped_is_words_alone() -> None:
    book = edit(
        (document(calling(ENGLISH, "n"), block("[1] On Thursdays.", 2, kind="note", note="n")),),
        wanted=("en",),
        drop=frozenset({2}),
    )
    spans = [span for p in book.editions[0].paragraphs for s in p.sentences for span in s.spans]
    assert [(span.text, span.gloss) for span in spans if span.text == "[1]"] == [("[1]", None)]


def test_a_rule_drawn_in_signs_is_taken_out_and_holds_for_both_languages() -> None:
    blocks = (block("One.", 1), block("Uno.", 2), block("* * *", 3), block("Two.", 4), block("Dos.", 5))
    kept, removals, lines = drawn(blocks, (), frozenset())
    assert [removal.text for removal in removals] == ["* * *"]
    assert lines == (3,)
    for own in (kept[0::2], kept[1::2]):
        assert [each.breaks for each in ruled(own, lines)] == [False, True]


def test_a_row_of_dashes_is_a_row() -> None:
    row = block("-\t-", kind="row")
    assert drawn([row], (), frozenset())[0] == (row,)


def test_no_rule_stands_before_the_first_words_of_a_language_or_its_notes() -> None:
    blocks = [block("Two.", 4), block("[1] Three.", 5, kind="note")]
    assert [each.breaks for each in ruled(blocks, (3, 5))] == [False, False]


def test_a_quotation_is_pulled_where_all_its_words_stand_in_the_text() -> None:
    text = block(ENGLISH, 1)
    pulled = block("It takes the old ones home; nothing else.", 2, kind="quote")
    again = block("the old boat lends books to every village", 3, kind="quote")
    kept, removals = without_pulled((text, pulled, again), frozenset())
    assert kept == (text, pulled)
    assert [(removal.first_line, removal.rule) for removal in removals] == [(3, "repeated")]
    assert without_pulled((text, again), frozenset({3}))[0] == (text, again)


def test_a_poem_of_short_lines_is_no_heading_and_keeps_its_lines() -> None:
    poem = Block("paragraph", (Span("Row to the quay.\nRow home again"),), 3, 3)
    book = edit((document(block("The Boat", 1), block(ENGLISH, 2), poem, block(ENGLISH.upper(), 4)),), wanted=("en",))
    found = book.editions[0].paragraphs[2]
    assert (found.kind, found.text) == ("paragraph", "Row to the quay.\nRow home again")
    assert [(sentence.text, sentence.after) for sentence in found.sentences] == [
        ("Row to the quay.", "\n"),
        ("Row home again", ""),
    ]


def test_a_star_in_a_paste_calls_the_note_below_it_in_its_own_language() -> None:
    book = edit(
        (
            document(
                block("The Boat", 1),
                block(f"{ENGLISH}* It is late.", 2),
                block("El barco", 3),
                block(f"{SPANISH}* Llega tarde.", 4),
                block("* Los jueves, antes de que sea de noche.", 5, kind="note"),
                block("* On Thursdays, before it is dark.", 6, kind="note"),
            ),
        ),
        wanted=("en", "es"),
    )
    assert [[(p.text, p.note) for p in e.paragraphs if p.kind == "note"] for e in book.editions] == [
        [("* On Thursdays, before it is dark.", "en-p2-s1-n1")],
        [("* Los jueves, antes de que sea de noche.", "es-p2-s1-n1")],
    ]
    calls = [span for p in book.editions[0].paragraphs for s in p.sentences for span in s.spans if span.calls]
    assert [(span.text, span.calls) for span in calls] == [("*", "en-p3")]
