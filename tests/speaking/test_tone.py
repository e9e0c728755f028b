"""The test voice."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from publish.errors import EngineError
from publish.speaking.engines.tone import Tone

if TYPE_CHECKING:
    from publish.model import Voice


def test_a_word_is_a_beep_of_150_ms(tone: Voice) -> None:
    sound = Tone(tone).speak("It rained again.")
    assert (sound.rate_hz, len(sound.pcm)) == (16000, 3 * 2 * 2400)


def test_the_samples_are_the_same_on_every_machine(tone: Voice) -> None:
    pcm = Tone(tone).speak("It rained again.").pcm
    assert hashlib.sha256(pcm).hexdigest()[:16] == "0695b62618c4f358"


def test_no_word_is_an_error_not_a_silence(tone: Voice) -> None:
    with pytest.raises(EngineError, match="no word"):
        Tone(tone).speak("— …")
