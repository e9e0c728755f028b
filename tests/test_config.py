"""The order, by options over publish.toml."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bcp47 import in_turns, language
from publish.config import Order, order
from publish.design import Design
from publish.errors import ConfigError, LanguageError, PublishError
from publish.lines import lines
from publish.model import Form

FILE = """
sources = ["rain.txt"]
out = "books"
to = ["epub"]
language = ["en", "ES"]
title = "Rain"
author = "Ann"
keep = [3, "5-7"]
drop = "9"
workers = 1
voices = "mine"
memory = "sounds"
retrieved = 2026-03-01

[voice]
en = "en-pico"
es = "es-pico"
"""


def test_nothing_said_is_our_own_order() -> None:
    assert order({}) == Order(out=Path("output"), to=("epub", "audio"))


def test_the_file_may_say_what_the_options_say() -> None:
    assert order({}, toml=FILE) == Order(
        sources=("rain.txt",),
        out=Path("books"),
        to=("epub",),
        languages=("en", "es"),
        voices={"en": "en-pico", "es": "es-pico"},
        title="Rain",
        author=("Ann",),
        keep=frozenset({3, 5, 6, 7}),
        drop=frozenset({9}),
        workers=1,
        voices_folder=Path("mine"),
        memory="sounds",
        retrieved=date(2026, 3, 1),
    )


def test_an_option_goes_over_the_file() -> None:
    found = order({"title": "Sun", "out": Path("o"), "to": ["audio,epub"], "keep": "1", "force": True}, toml=FILE)
    assert (found.title, found.out, found.to, found.keep) == ("Sun", Path("o"), ("audio", "epub"), frozenset({1}))
    assert (found.force, found.author) == (True, ("Ann",))


def test_a_voice_for_one_language_leaves_the_others() -> None:
    found = order({"voices": ["es=tone", "pt_br=x=y"]}, toml=FILE)
    assert found.voices == {"en": "en-pico", "es": "tone", "pt-BR": "x=y"}


def test_an_option_that_was_not_given_changes_nothing() -> None:
    options = {"title": None, "author": [], "voices": None, "sample": False, "sources": (), "keep": None}
    assert order(options, toml=FILE) == order({}, toml=FILE)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('titel = "Rain"', "publish.toml: There is no setting called titel"),
        ("title = 3", "publish.toml: title: This must be a text"),
        ("author = [1]", "publish.toml: author: This must be a text or a list of texts"),
        ("workers = true", "publish.toml: workers: This must be a number of processes, or 0 for one per core"),
        ("workers = -1", "publish.toml: workers: This must be a number of processes, or 0 for one per core"),
        ("keep = [1.5]", "publish.toml: keep: This must be line numbers"),
        ("keep = [0]", "publish.toml: keep: 0 is no line number"),
        ('out = ""', "publish.toml: out: This must be a folder"),
        ("out = 1", "publish.toml: out: This must be a text"),
        ("voice = {en = 1}", "publish.toml: voice.en: This must be a text"),
        ("retrieved = 2026-03-01T10:00:00", "publish.toml: retrieved: This must be a day"),
        ('retrieved = "soon"', "publish.toml: retrieved: This must be a day"),
        ("force = true", "publish.toml: There is no setting called force"),
    ],
)
def test_what_cannot_be_followed_names_file_and_key(toml: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        order({}, toml=toml)
    assert str(caught.value) == said
    assert caught.value.hint


def test_what_is_no_toml_names_the_file() -> None:
    with pytest.raises(ConfigError, match=r"mine.toml: This is not TOML: .*line 2"):
        order({}, toml='title = "Rain"\nout = \n', where="mine.toml")


def test_a_misspelt_setting_is_answered_with_its_neighbour() -> None:
    with pytest.raises(ConfigError) as caught:
        order({}, toml='titel = "Rain"')
    assert caught.value.hint == "Is it title?"


@pytest.mark.parametrize("pair", ["es", "=x", "es=", "es-pico"])
def test_a_voice_without_its_language_is_refused(pair: str) -> None:
    with pytest.raises(ConfigError, match="--voice: This must be LANG=NAME"):
        order({"voices": [pair]})


@pytest.mark.parametrize("text", ["e", "english please", "en--gb", "../en", "", "en,es"])
def test_a_language_that_is_no_tag_is_refused(text: str) -> None:
    with pytest.raises(LanguageError, match="is no language tag"):
        language(text, "--language")


@pytest.mark.parametrize(
    ("text", "tag"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), (" es ", "es"), ("es-419", "es-419")],
)
def test_a_language_is_written_in_its_usual_letters(text: str, tag: str) -> None:
    assert language(text, "--language") == tag


def test_lines_may_be_numbers_and_ranges() -> None:
    assert lines("3, 5-7,3", "--keep") == frozenset({3, 5, 6, 7})


@pytest.mark.parametrize("text", ["0", "7-5", "x", "1-", "-3", "1.5", "1-99999999", "٣a"])
def test_what_counts_no_lines_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="is no line number"):
        lines(text, "--keep")


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=60))
def test_no_settings_file_is_a_bug(text: str) -> None:
    with contextlib.suppress(PublishError):
        order({}, toml=text)


def test_sentences_take_turns_only_where_languages_do() -> None:
    assert order({"layout": "interleaved", "grain": "sentence"}).design == Design("interleaved", "sentence")
    with pytest.raises(ConfigError, match="Only interleaved languages"):
        order({"layout": "facing", "grain": "sentence"})


def test_a_layout_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(ConfigError, match="one of chapters, interleaved, facing, reveal"):
        order({}, toml='layout = "columns"')


def test_audio_formats_are_told_apart_by_commas_in_whatever_case() -> None:
    assert order({"audio_format": ["mp3,M4B", "opus"]}).audio_format == ("mp3", "m4b", "opus")
    assert [form.format for form in order({}, toml='audio-format = ["flac"]').forms] == ["flac"]


def test_an_audio_format_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ConfigError, match="--audio-format: This must be one of mp3, m4b, opus, flac"):
        order({"audio_format": ["wav"]})


def test_pauses_are_a_table_of_milliseconds() -> None:
    found = order({}, toml="[pauses]\nsentence = 500\nbefore-heading = 2000\n").pauses
    assert (found.sentence, found.before_heading, found.paragraph) == (500, 2000, 750)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[pauses]\nsentense = 1", "publish.toml: pauses: There is no pause called sentense"),
        ("[pauses]\ntail = -1", "publish.toml: pauses.tail: This must be milliseconds, from 0 to 10000"),
        ("[pauses]\ntail = 0.5", "publish.toml: pauses.tail: This must be milliseconds, from 0 to 10000"),
        ("pauses = 300", "publish.toml: pauses: This must be a table of pauses in milliseconds"),
    ],
)
def test_a_pause_that_cannot_be_kept_is_named(toml: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        order({}, toml=toml)


def test_a_settings_file_may_ask_for_the_list_of_links() -> None:
    assert order({}, toml="link-list = true").design == Design(link_list=True)


def test_chapters_are_what_acx_takes_and_the_whole_is_as_ever() -> None:
    found = order({"loudness": "acx"})
    assert found.forms == (Form("mp3"),)
    assert found.chapter_forms == (Form("mp3", "cbr", "acx", room_tone=True),)


def test_loudness_and_room_tone_are_of_every_form() -> None:
    found = order({"loudness": "EBU", "room_tone": True, "audio_format": ["mp3,opus"], "mp3": "vbr"})
    assert found.forms == (Form("mp3", "vbr", "ebu", room_tone=True), Form("opus", "cbr", "ebu", room_tone=True))
    assert found.chapter_forms == ()
    assert order({"per_chapter": True}).chapter_forms == (Form("mp3"),)


@pytest.mark.parametrize("more", [{"audio_format": ["opus"]}, {"audio_format": ["mp3,flac"]}, {"mp3": "vbr"}])
def test_acx_takes_nothing_but_mp3_at_a_constant_bit_rate(more: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="--loudness acx: ACX takes MP3 at a constant bit rate"):
        order({"loudness": "acx", **more})


def test_pauses_that_acx_would_send_back_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"pauses\.head, pauses\.tail: ACX wants half a second"):
        order({"loudness": "acx"}, toml="[pauses]\ntail = 400")


def test_a_lesson_is_ordered_by_its_languages_in_turn() -> None:
    found = order({"learn": ["es-en,en-es-en"], "learn_pause": 1.5, "learn_speed": ["0.9,es=0.8"]})
    assert found.learn == (("es", "en"), ("en", "es", "en"))
    assert (found.learn_pause, found.learn_speed, found.learn_alone) == (1.5, {"": 0.9, "es": 0.8}, "said")
    toml = 'learn = "pt-BR-en"\nlearn-pause = 2\nlearn-alone = "left-out"\n[learn-speed]\npt-BR = 0.7\n'
    found = order({}, toml=toml)
    assert (found.learn, found.learn_speed) == ((("pt-BR", "en"),), {"pt-BR": 0.7})
    assert (found.learn_pause, found.learn_alone, "learn" in found.said) == (2.0, "left-out", False)


@pytest.mark.parametrize("text", ["es", "es-es", "es-en-fr", "es_en", "ES-en", ""])
def test_a_lesson_is_of_two_languages(text: str) -> None:
    with pytest.raises(ConfigError, match="--learn: This must be two languages") as caught:
        in_turns(text, "--learn")
    assert caught.value.hint == "For example: es-en, es-en-es or pt-BR-en"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"learn_pause": 11.0}, "--learn-pause: This must be a multiple of what was just heard"),
        ({"learn_speed": ["2"]}, "--learn-speed: This must be how fast it is said, 0.5 to 1"),
        ({"learn_speed": ["es=slow"]}, "--learn-speed: This must be how fast it is said"),
        ({"learn_alone": "sung"}, "--learn-alone: This must be one of said, left-out"),
        ({"learn": ["es-en"], "to": ["epub"]}, "--learn: A lesson comes with the narrations"),
    ],
)
def test_a_lesson_that_cannot_be_had_says_what_can(options: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        order(options)


def test_a_file_may_ask_for_lessons_where_the_command_asks_for_no_sound() -> None:
    assert order({"to": ["epub"]}, toml='learn = "es-en"').learn == (("es", "en"),)


def test_the_settings_file_has_its_name_for_those_who_find_a_fault_later() -> None:
    assert order({}, toml="", where="other.toml").settings_file == "other.toml"


def test_nought_in_a_command_overrules_a_file() -> None:
    found = order({"learn_pause": 0.0, "workers": 0}, toml="learn-pause = 2\nworkers = 3\n")
    assert (found.learn_pause, found.workers) == (0.0, 0)


@pytest.mark.parametrize(
    ("options", "toml", "said"),
    [
        ({"to": [","]}, "", "--to: This must be one name or more"),
        ({}, "to = []", "publish.toml: to: This must be one name or more"),
        ({}, "audio-format = []", "publish.toml: audio-format: This must be one of mp3, m4b, opus, flac, or several"),
        ({"show": "podcast"}, "", "--show: It says how feed is made, which is not asked for"),
        ({"single_file": True}, "", "--single-file: It says how web is made"),
        ({"audio_format": ["m4b"], "to": ["epub"]}, "", "--audio-format: It says how audio is made"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(options: dict[str, object], toml: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        order(options, toml=toml)
