from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import SourceError
from publish.reading.decode import decoded, lines

RIVER = "La rivière gèle à l’aube; personne ne bouge. Où est le café de la vieille gare?\nUne péniche passe.\n"
POLISH = "Łódź płynęła powoli, a źrebię spało pod gęstą wierzbą. Żółty liść spadł na ścieżkę.\n" * 3
RUSSIAN = "Лодка плыла медленно, и жеребёнок спал под ивой. Жёлтый лист упал на тропу.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_french_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert decoded(RIVER.encode(encoding), "r.txt") == RIVER


def test_german_in_latin_1_keeps_its_umlauts() -> None:
    assert decoded("Die Brücke über den Fluß ist schön.".encode("latin-1"), "b.txt") == (
        "Die Brücke über den Fluß ist schön."
    )


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "cp1250"), (RUSSIAN, "cp1251")])
def test_an_eastern_code_page_is_not_taken_for_western(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "e.txt") == text


def test_utf_8_with_a_strayed_windows_quote_is_mended() -> None:
    content = "Ça s’arrête là, dit-elle, à l’été. ".encode() + b"\x93Oui\x94" + " répéta l’écho.".encode()
    assert decoded(content, "m.txt") == "Ça s’arrête là, dit-elle, à l’été. “Oui” répéta l’écho."


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n "])
def test_nothing_to_read_is_a_source_error_with_a_hint(content: bytes) -> None:
    with pytest.raises(SourceError, match="empty.txt: There is ") as caught:
        decoded(content, "empty.txt")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (bytes(range(32)) * 8, "not text"),
        (b"ab\x00\x00\x00\x01cd\x00\x02", "not text"),
    ],
)
def test_a_binary_file_is_refused_and_named(content: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        decoded(content, "x.txt")


def test_every_line_end_counts_once() -> None:
    assert lines("a\r\nb\rc\nd") == ("a", "b", "c", "d")


def test_letters_are_composed_and_invisible_marks_go() -> None:
    assert lines("cafe\u0301 so\u00adft ze\u200bro\ufeff") == ("café soft zero",)


def test_a_no_break_space_left_by_a_page_becomes_a_space() -> None:
    assert lines("two years.\u00a0 As\u00a0bills\u00a0") == ("two years.  As bills",)


def test_french_punctuation_keeps_its_no_break_space() -> None:
    assert lines("«\u00a0Oui\u00a0», dit-il\u00a0; et\u202f? 14\u202f000\u00a0€") == (
        "«\u00a0Oui\u00a0», dit-il\u00a0; et\u202f? 14\u202f000\u00a0€",
    )


def test_joiners_stay_where_persian_and_emoji_need_them() -> None:
    assert lines("می\u200cخواهم 👩\u200d🌾 a\u200db") == ("می\u200cخواهم 👩\u200d🌾 ab",)


def test_direction_marks_stay_only_in_lines_that_run_right_to_left() -> None:
    assert lines("שלום\u200f! 12\nplain\u200e text") == ("שלום\u200f! 12", "plain text")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_source_error(content: bytes) -> None:
    try:
        text = decoded(content, "any")
    except SourceError:
        return
    assert all(
        c.isprintable() or c in "\t\u00a0\u202f\u3000\u200c\u200d\u1680\u2007" or ord(c) > 160
        for c in "".join(lines(text))
    )


@given(st.text(max_size=120))
def test_text_comes_back_from_utf_8(text: str) -> None:
    kept = "A line of words to begin with.\n" + "".join(c for c in text if c.isprintable())
    assert decoded(kept.encode(), "t") == kept
