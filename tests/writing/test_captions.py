"""Cues as WebVTT."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from publish.model import Sentence, Span
from publish.writing.captions import Caption, captions, clock, lrc, webvtt
from publish.writing.timeline import Moment


def moment(name: str, text: str, begin_ms: int = 0, end_ms: int = 1000) -> Moment:
    return Moment(Sentence(name, (Span(text),)), begin_ms, end_ms)


def test_each_sentence_is_a_cue_under_its_id() -> None:
    vtt = webvtt(
        [moment("es-p1-s1", "Llueve.", 0, 1500), moment("es-p1-s2", "¿Y mañana?", 1500, 3_723_004)],
        language="es",
        title="La lluvia",
        notes=["Narrado por Pico"],
    )

    assert vtt == (
        "WEBVTT\n"
        "\n"
        "NOTE\n"
        "Language: es\n"
        "La lluvia\n"
        "Narrado por Pico\n"
        "\n"
        "es-p1-s1\n"
        "00:00:00.000 --> 00:00:01.500\n"
        "Llueve.\n"
        "\n"
        "es-p1-s2\n"
        "00:00:01.500 --> 01:02:03.004\n"
        "¿Y mañana?\n"
    )


def test_letters_that_are_marks_to_webvtt_are_escaped() -> None:
    vtt = webvtt([moment("en-p1-s1", "if a < b && b --> c\n\nthen\x00 stop")], language="en", title="T")

    assert vtt.endswith("if a &lt; b &amp;&amp; b --&gt; c then\ufffd stop\n")


def test_a_title_with_an_arrow_does_not_make_a_cue_of_the_note() -> None:
    assert "A --&gt; B" in webvtt([], language="en", title="A --> B")


def test_more_than_a_hundred_hours_have_three_figures() -> None:
    assert clock(360_000_001) == "100:00:00.001"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_word_of_a_sentence_is_lost(text: str) -> None:
    vtt = webvtt([moment("en-p1-s1", text)], language="en", title="T")

    (cue,) = re.findall(r"--> 00:00:01.000\n(.*)\n", vtt, flags=re.DOTALL)
    assert html.unescape(cue).split() == text.replace("\0", "\ufffd").split()


def test_what_was_written_is_read_back() -> None:
    heard = [moment("es-p1-s1", "si a < b & <i>c</i>", 0, 1500), moment("es-p1-s2.2", "¿Y [2]?", 1500, 3_723_004)]
    tagged = [Moment(each.sentence, each.begin_ms, each.end_ms, "es") for each in heard]
    found = [Caption("es-p1-s1", 0, 1500, "si a < b & <i>c</i>"), Caption("es-p1-s2.2", 1500, 3_723_004, "¿Y [2]?")]
    for moments in (heard, tagged):
        assert list(captions(webvtt(moments, language="es", title="T").replace("\n", "\r\n"))) == found


def test_a_language_that_is_not_the_files_is_tagged() -> None:
    vtt = webvtt([Moment(Sentence("en-p1-s1", (Span("Rain."),)), 0, 1000, "en")], language="es, en", title="T")
    assert vtt.endswith("00:00:00.000 --> 00:00:01.000\n<lang en>Rain.</lang>\n")


def test_lyrics_have_their_times_in_minutes_and_hundredths() -> None:
    found = lrc(
        [moment("a", "Llueve.", 0), moment("b", "[2] It\nrains.", 6_125_999)], title="Rain", artist="", end_ms=6_130_000
    )
    assert found == "[ti:Rain]\n[length:102:10]\n[00:00.00]Llueve.\n[102:05.99] [2] It rains.\n"
