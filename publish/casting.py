"""Who speaks: a voice for each language of a book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.errors import ConfigError, VoiceError
from publish.outside import files as disk
from publish.phrases import language_name, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.config import Order
    from publish.console import Tell
    from publish.model import Edition, Voice


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks in a book; nobody in one without sound."""

    voices: Mapping[str, Voice]
    """By language: who reads that edition."""
    others: Mapping[str, Mapping[str, Voice]]
    """By the edition's language: who says what stands there in another one, by that one."""

    @property
    def all(self) -> tuple[Voice, ...]:
        """Every voice of theirs, some of them twice."""
        return (*self.voices.values(), *(voice for others in self.others.values() for voice in others.values()))


def cast(order: Order, editions: tuple[Edition, ...], tell: Tell) -> Cast:
    """Choose who speaks; nobody, where a language has no voice and a book can be had without sound.

    Raises:
        VoiceError: a voice that was named cannot speak, or a language has none and nothing but sound was asked for.
    """
    from publish.speaking import narrate
    from publish.speaking.voices import card, choose, companions

    cards = {name: card(name, text) for name, text in disk.cards(order.voices_folder).items()}
    languages = [edition.language for edition in editions]
    for language in order.voices:
        if language not in languages:
            msg = f"There is no {language_name(language, 'en')} in this article to give a voice to"
            raise ConfigError(msg, where=f"--voice {language}", hint=f"There is: {', '.join(languages)}.")
    try:
        voices = {language: choose(cards, language, name=order.voices.get(language)) for language in languages}
    except VoiceError as error:
        if order.voices or "epub" not in order.to:
            raise
        tell.warn(f"{error}, so this book has no sound. {error.hint}")
        return Cast({}, {})
    others = {}
    for edition in editions:
        voice = voices[edition.language]
        # The colophon is in English where we lack the edition's language.
        needed = dict.fromkeys((*narrate.languages(edition, voice), language_of(edition.language)))
        others[edition.language] = companions(cards, voice, needed, named=voices)
    return Cast(voices, others)


def heard(editions: tuple[Edition, ...], cast: Cast) -> dict[str, dict[str, Voice]]:
    """Return those of the cast who say something beside the edition's own voice, for each edition."""
    from publish.speaking import narrate

    return {
        edition.language: narrate.heard(edition, cast.voices[edition.language], cast.others[edition.language])
        for edition in editions
        if edition.language in cast.voices
    }
