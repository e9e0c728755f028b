"""Sentences remembered: under which name, and in which form."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from publish.model import Sound, Voice
from publish.speaking.memory import joint_key, key, packed, recalled

ES = Voice(
    name="es-pico",
    engine="pico",
    language="es-ES",
    says="A voice",
    tier="fast",
    licence="Apache-2.0",
    options={"speed": 1.0, "volume": 0.5},
)
SOUND = Sound(22050, b"\1\0\2\0\3\0")


def test_what_is_packed_comes_back() -> None:
    assert recalled({"k": packed(SOUND)}, "k") == SOUND


def test_what_was_never_spoken_is_none() -> None:
    assert recalled({}, "k") is None


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:-1] + b"\7", lambda b: b[:3], lambda b: b"", lambda b: b + b"\0"]
)
def test_a_damaged_sound_is_told_and_forgotten(damage: object, caplog: pytest.LogCaptureFixture) -> None:
    assert callable(damage)
    with caplog.at_level(logging.WARNING):
        assert recalled({"k": damage(packed(SOUND))}, "k") is None
    assert "damaged" in caplog.text


def test_two_voices_never_share_a_sound() -> None:
    voices = (
        ES,
        replace(ES, language="fr-FR"),
        replace(ES, engine="espeak"),
        replace(ES, options={"speed": 1.2, "volume": 0.5}),
        replace(ES, options={"speed": 1.0}),
    )
    names = {key(voice, version="1", text="Llovió.") for voice in voices}
    names |= {key(ES, version="2", text="Llovió."), key(ES, version="1", text="Llueve.")}
    assert len(names) == 7


def test_what_a_card_is_called_and_says_changes_no_sound() -> None:
    other = replace(ES, name="mine", says="My voice", options={"volume": 0.5, "speed": 1.0})
    assert key(other, version="1", text="Llovió.") == key(ES, version="1", text="Llovió.")


def test_a_sentence_of_several_voices_is_known_by_every_part_and_pause() -> None:
    names = {
        joint_key("en", [("a", 0), ("b", 0)]),
        joint_key("en", [("b", 0), ("a", 0)]),
        joint_key("en", [("a", 0), ("b", 180)]),
        joint_key("en", [("a", 0), ("c", 0)]),
        joint_key("fr", [("a", 0), ("b", 0)]),
    }
    assert len(names) == 5
