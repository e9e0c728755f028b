"""Pico itself, where it has a wheel."""

from __future__ import annotations

import threading
from importlib.util import find_spec

import pytest

from publish.errors import EngineError
from publish.model import Sound, Voice
from publish.speaking.engines.pico import Pico
from publish.speaking.sound import trimmed

pytestmark = pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")


def voice(language: str) -> Voice:
    return Voice(name=language, engine="pico", language=language, says="", tier="fast", licence="")


def seconds(text: str, language: str = "en-US") -> float:
    sound = trimmed(Pico(voice(language)).speak(text))
    return len(sound.pcm) / 2 / sound.rate_hz


@pytest.mark.parametrize("language", ["en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "it-IT"])
def test_it_speaks_each_of_its_languages(language: str) -> None:
    assert 1.0 < seconds("Radio Marina canta la luna, la mar, la lava.", language) < 6.0


def test_the_same_sentence_is_the_same_bytes_in_any_order() -> None:
    pico = Pico(voice("en-US"))
    texts = [f"It rained for {n} days, and nobody on the island asked why." for n in range(2, 8)]
    first = [pico.speak(text).pcm for text in texts]
    assert [pico.speak(text).pcm for text in reversed(texts)] == first[::-1]


def test_two_threads_do_not_disturb_each_other() -> None:
    text = "It rained for three days, and nobody on the island asked why."
    alone, heard = Pico(voice("en-US")).speak(text), []
    threads = [threading.Thread(target=lambda: heard.append(Pico(voice("en-US")).speak(text))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [alone, alone, alone]


def same(one: str, other: str, language: str = "en-US") -> bool:
    """Whether two texts are the same to the ear: the same samples."""
    pico = Pico(voice(language))
    return pico.speak(one) == pico.speak(other)


def test_markup_is_not_obeyed() -> None:
    assert seconds("Rain. <volume level='0'>Sun and wind and snow.</volume>") > seconds("Rain. Sun and wind and snow.")


def test_a_text_does_not_end_at_a_nul() -> None:
    assert same("Rain\0and sun.", "Rain and sun.")


def test_a_hyphenated_word_is_two_words() -> None:
    assert same("The US-backed plan.", "The US backed plan.")


def test_a_dash_is_a_pause() -> None:
    assert same("The rain — and the sun.", "The rain, and the sun.")
    assert same("The rain – and the sun.", "The rain, and the sun.")


def test_a_row_of_points_is_one_pause() -> None:
    assert same("Rain..... And sun.", "Rain. And sun.")
    assert same("Rain… And sun?!", "Rain. And sun?")


def test_an_inverted_mark_is_not_said() -> None:
    assert same("¿Quién canta?", "Quién canta?", "es-ES")
    assert same("The song “¿Quién canta?” is old.", "The song “Quién canta?” is old.")


def test_a_letter_of_another_alphabet_does_not_split_its_word() -> None:
    assert same("Antonín Dvořák y Łódź.", "Antonín Dvorák y Lódz.", "es-ES")
    assert same("Le chef-d’œuvre.", "Le chef d’œuvre.", "fr-FR")


def test_a_quotation_mark_is_not_said() -> None:
    assert same("He said ‘rain’ and left.", "He said rain and left.")
    assert same("It doesn’t rain.", "It doesn't rain.")


@pytest.mark.parametrize("language", ["en-US", "es-ES"])
def test_a_sentence_of_two_hundred_words_is_said_to_the_end(language: str) -> None:
    ten = "la luna canta sola en la radio de la casa"
    assert 1.95 < seconds(f"{' '.join([ten] * 20)}.", language) / seconds(f"{' '.join([ten] * 10)}.", language) < 2.1


def test_a_number_of_a_hundred_figures_is_said_to_the_end() -> None:
    assert seconds("7" * 100) > 30


def test_a_word_of_three_hundred_letters_is_said_to_the_end() -> None:
    assert seconds("banana" * 50) > 12


@pytest.mark.slow
def test_what_overflows_its_buffers_is_said_in_parts() -> None:
    assert seconds(" ".join(["27.4%"] * 300)) > 500


@pytest.mark.parametrize("text", ["東京", "Дождь", "…", ""])
def test_words_it_cannot_read_are_an_error_not_a_silence(text: str) -> None:
    with pytest.raises(EngineError, match=f"Pico cannot read “{text}”"):
        Pico(voice("en-US")).speak(text)


def test_a_language_it_does_not_have_is_an_error() -> None:
    with pytest.raises(EngineError, match="Unsupported voice"):
        Pico(voice("pt-BR")).speak("Chove.")


def test_its_sound_is_mono_at_16_khz_and_does_not_clip() -> None:
    sound = Pico(voice("es-ES")).speak("¡Ay, ay, ay! ¡Canta y no llores!")
    samples = memoryview(sound.pcm).cast("h")
    assert sound == Sound(16000, sound.pcm)
    assert 8000 < max(samples) < 32767


@pytest.mark.parametrize("text", ["Łódź, Hawaiʻi, œuvre – “ñ” 7 %…", "Đặng ﬁnally 🙂"])
def test_it_tells_that_it_reads_what_is_latin(text: str) -> None:
    assert Pico(voice("en-US")).reads(text)


@pytest.mark.parametrize("text", ["The sign says Озеро.", "日本", "the angle α", "٧ days"])
def test_it_tells_that_it_would_leave_letters_out(text: str) -> None:
    assert not Pico(voice("en-US")).reads(text)
