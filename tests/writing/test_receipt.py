"""What was done to the article, told to a person and to a machine."""

from __future__ import annotations

from datetime import date

from publish.model import (
    Bead,
    Book,
    Cue,
    Edition,
    Marker,
    Metadata,
    Narration,
    Paragraph,
    Piece,
    Removal,
    Section,
    Sentence,
    Span,
    Track,
    Voice,
)
from publish.writing.receipt import as_json, as_lines, colophon

CITY = (Span("San ", language="es"), Span("José.", ("strong",), "", "es"))
ENGLISH = Edition(
    "en",
    "Rain",
    (
        Section(
            "en-c1",
            "Rain",
            (
                Paragraph("en-p1", "title", (Sentence("en-p1-s1", (Span("Rain"),)),), 3, 3),
                Paragraph(
                    "en-p2",
                    "paragraph",
                    (
                        Sentence("en-p2-s1", (Span("It rains in "), *CITY), " "),
                        Sentence("en-p2-s2", (Span("We walk."),)),
                    ),
                    4,
                    6,
                ),
            ),
        ),
    ),
    Section("en-colophon", "Colophon", (Paragraph("en-colophon-p1", "paragraph", (), 0, 0),)),
)
SPANISH = Edition(
    "es",
    "Lluvia",
    (Section("es-c1", "Lluvia", (Paragraph("es-p1", "title", (Sentence("es-p1-s1", (Span("Lluvia"),)),), 9, 9),)),),
)
BOOK = Book(
    Metadata(origin="rain.txt", retrieved=date(2026, 3, 1), sha256="ab", authors=("Ann",)),
    (ENGLISH, SPANISH),
    (
        Bead(("en", "es"), ("en-p1",), ("es-p1",), "paragraph", 0.975312),
        Bead(("en", "es"), ("en-p1-s1",), ("es-p1-s1",), "sentence", 0.9),
        Bead(("en", "es"), ("en-p2",), (), "paragraph", 1.0),
    ),
    (Removal(1, 1, "Share this", "call-to-action", "It asks the reader to do something."),),
    (Marker(8, 8, "En Español", "es"),),
    ("keep 4",),
)


def test_a_machine_reads_every_block_in_order() -> None:
    seen = as_json(BOOK)
    assert seen["languages"] == ["en", "es"]
    assert seen["titles"] == {"en": "Rain", "es": "Lluvia"}
    assert [(b["id"], b["language"], b["kind"], b["text"], b["lines"]) for b in seen["blocks"]] == [
        ("en-p1", "en", "title", "Rain", [3, 3]),
        ("en-p2", "en", "paragraph", "It rains in San José. We walk.", [4, 6]),
        ("es-p1", "es", "title", "Lluvia", [9, 9]),
    ]


def test_foreign_words_are_found_by_their_place_in_the_text() -> None:
    block = as_json(BOOK)["blocks"][1]
    assert block["foreign"] == [[12, 21, "es"]]
    assert block["text"][12:21] == "San José."


def test_two_foreign_runs_with_a_space_between_sentences_stay_two() -> None:
    sentences = (
        Sentence("en-p1-s1", (Span("Sí.", language="es"),), " "),
        Sentence("en-p1-s2", (Span("No.", language="es"),)),
    )
    edition = Edition("en", "", (Section("en-c1", "", (Paragraph("en-p1", "paragraph", sentences, 1, 1),)),))
    assert as_json(Book(Metadata(), (edition,)))["blocks"][0]["foreign"] == [[0, 3, "es"], [4, 7, "es"]]


def test_a_machine_reads_what_was_dropped_marked_and_paired() -> None:
    seen = as_json(BOOK)
    assert seen["removed"] == [
        {
            "lines": [1, 1],
            "text": "Share this",
            "rule": "call-to-action",
            "reason": "It asks the reader to do something.",
        }
    ]
    assert seen["markers"] == [{"lines": [8, 8], "text": "En Español", "language": "es"}]
    assert seen["beads"][0] == {
        "languages": ["en", "es"],
        "left": ["en-p1"],
        "right": ["es-p1"],
        "level": "paragraph",
        "confidence": 0.9753,
    }
    assert seen["sentences"][1] == {"id": "en-p2-s1", "block": "en-p2", "text": "It rains in San José."}
    assert (seen["source"]["origin"], seen["source"]["retrieved"], seen["source"]["sha256"]) == (
        "rain.txt",
        "2026-03-01",
        "ab",
    )


def test_the_colophon_is_no_block_of_the_article() -> None:
    assert "colophon" not in str(as_json(BOOK))


def test_a_person_reads_the_same() -> None:
    assert list(as_lines(BOOK)) == [
        "English: Rain (2 blocks, 3 sentences)",
        "Spanish: Lluvia (1 block, 1 sentence)",
        "",
        "Kept in English:",
        "  en-p1, line 3, title: Rain",
        "  en-p2, lines 4-6, paragraph: It rains in San José. We walk.",
        "",
        "Kept in Spanish:",
        "  es-p1, line 9, title: Lluvia",
        "",
        "Dropped: 1 block",
        "  line 1, call-to-action: Share this",
        "    It asks the reader to do something.",
        "  line 8, says that Spanish follows: En Español",
        "  Overruled: keep 4",
        "",
        "The same in English and Spanish:",
        "  en-p1 and es-p1, 98% sure",
        "    en-p1: Rain",
        "    es-p1: Lluvia",
        "  en-p2 is not in Spanish",
        "    en-p2: It rains in San José. We walk.",
    ]


def test_a_long_paragraph_is_shown_by_its_beginning() -> None:
    sentence = Sentence("en-p1-s1", (Span("word\n" * 100),))
    edition = Edition("en", "", (Section("en-c1", "", (Paragraph("en-p1", "paragraph", (sentence,), 1, 100),)),))
    shown = list(as_lines(Book(Metadata(), (edition,))))[3]
    assert shown == "  en-p1, lines 1-100, paragraph: " + "word " * 18 + "word…"


def test_the_books_folder_says_who_read_it_by_which_version_and_for_how_long() -> None:
    voice = Voice("es-pico", "pico", "es-ES", "Pico", "fast", "Apache-2.0", {"speed": 1.0})
    other = Voice("en-pico", "pico", "en-US", "Pico", "fast", "Apache-2.0")
    track = Track("es-c1", 16_000, (Piece("", 24_000),), (Cue("es-p1-s1", 0, 1500),))
    seen = colophon(
        BOOK, (Narration("es", voice, (track, track), (other,)),), versions={"es-pico": "0.1.1", "en-pico": "0.1.2"}
    )
    assert seen["voices"] == [
        {
            "language": "es",
            "voice": "es-pico",
            "says": "Pico",
            "engine": "pico",
            "version": "0.1.1",
            "licence": "Apache-2.0",
            "options": {"speed": 1.0},
            "synthetic": True,
            "others": [
                {
                    "language": "en-US",
                    "voice": "en-pico",
                    "engine": "pico",
                    "version": "0.1.2",
                    "licence": "Apache-2.0",
                }
            ],
            "seconds": 3,
        }
    ]
    assert seen["removed"][0]["text"] == "Share this"
    assert seen["overrides"] == ["keep 4"]


def test_a_book_does_not_tell_which_program_or_server_spoke_it() -> None:
    options = {"command": "/home/ana/say --key 123", "base_url": "https://voices.example.org", "speed": 1.0}
    voice = Voice("mine", "command", "es", "Mine", "fast", "none", options)
    track = Track("es-c1", 16_000, (Piece("", 24_000),), (Cue("es-p1-s1", 0, 1500),))
    seen = colophon(BOOK, (Narration("es", voice, (track,)),), versions={})
    assert seen["voices"][0]["options"] == {"speed": 1.0}
