"""Who speaks in a book."""

from __future__ import annotations

import pytest

from publish.casting import Cast, cast
from publish.config import Order
from publish.errors import VoiceError
from publish.model import Edition


class Ear:
    """Hears what a person is told."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def stage(self, line: str) -> None:
        raise AssertionError(line)

    def progress(self, what: str, done: int, total: int) -> None:
        raise AssertionError(what)

    def warn(self, line: str) -> None:
        self.warnings.append(line)


def in_languages(*languages: str) -> tuple[Edition, ...]:
    return tuple(Edition(language, language, ()) for language in languages)


def test_a_language_without_a_voice_gives_a_book_without_sound_and_says_what_to_do() -> None:
    ear = Ear()
    assert cast(Order(), in_languages("ja", "en"), ear) == Cast({}, {})
    assert ear.warnings == [
        "No voice speaks ja, so this book has no sound. For ja there are: gtts-ja. Ask for one: --voice ja=gtts-ja."
    ]


def test_a_language_without_any_card_says_how_to_add_one() -> None:
    ear = Ear()
    assert cast(Order(), in_languages("en", "bo"), ear) == Cast({}, {})
    assert ear.warnings == [
        "No voice speaks bo, so this book has no sound. No card speaks bo: add one as voices/README.md shows."
    ]


def test_where_nothing_but_sound_was_asked_for_a_language_without_a_voice_is_an_error() -> None:
    with pytest.raises(VoiceError, match="No voice speaks bo"):
        cast(Order(to=("audio",)), in_languages("en", "bo"), Ear())
