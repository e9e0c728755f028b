"""Who reads what: the voices of a book's editions, those who stand in for them, and how words are said."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import registry
from publish.errors import ConfigError, VoiceError
from publish.outside import cards
from publish.phrases import language_name, language_of, primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.config import Order
    from publish.console import Tell
    from publish.model import Edition, Voice
    from publish.speaking.lexicon import Lexicon

_SOUND_ALONE = frozenset({"audio", "audiobook", "daisy"})
"""Writers that have nothing for a language that nobody speaks."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks; nobody, in a book without sound."""

    voices: Mapping[str, Voice] = field(default_factory=dict)
    """By language: who reads that edition; a language that nobody speaks is not in it."""
    others: Mapping[str, Mapping[str, Voice]] = field(default_factory=dict)
    """By the edition's language: who says what stands there in another one, by that one."""
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    """How words are said, by the language they are in."""

    def facts(self) -> dict[str, Any]:
        """Return all that decides how the book sounds, and nothing of where it lies."""
        spoken = (*self.voices.items(), *(pair for others in self.others.values() for pair in others.items()))
        return {
            "voices": [(language, asdict(replace(voice, folder=""))) for language, voice in spoken],
            "engines": [registry.load("engines", voice.engine)(voice).version for _, voice in spoken],
            "lexicons": [asdict(lexicon) for lexicon in self.lexicons.values()],
        }


def cast(order: Order, editions: tuple[Edition, ...], tell: Tell) -> Cast:
    """Return who reads these editions, as the order says or as the cards here allow.

    Nobody reads a language that has no voice here, where a book is made: that edition is text only.

    Raises:
        ConfigError: a card or a lexicon is wrong, or a voice is given to a language that is not there.
        VoiceError: a voice that was named cannot speak, or a language has none and nothing but sound was asked for.
    """
    from publish.speaking import narrate
    from publish.speaking.voices import card, companions

    known = {name: card(name, *found) for name, found in cards.cards(order.voices_folder).items()}
    languages = [edition.language for edition in editions]
    # The file's voices are for every article, whatever it is in.
    for language in sorted(order.voices_said.difference(languages)):
        msg = f"There is no {language_name(language, 'en')} in this article to give a voice to"
        raise ConfigError(msg, where=f"--voice {language}", hint=f"There is: {', '.join(languages)}.")
    voices = _voices(order, known, languages, tell)
    _check_said(order, voices)
    if order.sync == "word" and "epub" in order.to:
        _tell_of_sentences(voices, tell)
    others = {}
    for edition in (edition for edition in editions if edition.language in voices):
        voice = voices[edition.language]
        # The colophon is in English where we lack the edition's language.
        needed = dict.fromkeys((*narrate.languages(edition, voice), language_of(edition.language)))
        others[edition.language] = companions(known, voice, needed, named=voices)
    everyone = (*voices.values(), *(voice for spoken in others.values() for voice in spoken.values()))
    return Cast(voices, others, _lexicons(order, everyone, editions, tell))


def _voices(order: Order, known: Mapping[str, Voice], languages: list[str], tell: Tell) -> dict[str, Voice]:
    """Return who reads each language, and say of each that nobody reads what is missing for it."""
    from publish.speaking.voices import choose

    found: dict[str, Voice] = {}
    silent: dict[str, str] = {}
    for language in languages:
        try:
            found[language] = choose(known, language, name=order.voices.get(language), quality=order.quality)
        except VoiceError as error:
            if language in order.voices or _SOUND_ALONE.issuperset(order.to):
                raise
            silent[language] = error.hint
    for language, hint in silent.items():
        name = language_name(language, "en")
        so = f"the {name} in this book is text only" if found else "this book has no sound"
        tell.warn(f"No voice here speaks {name}, so {so}. {hint}")
    return found


def _check_said(order: Order, voices: Mapping[str, Voice]) -> None:
    """Hold a settings file to what it may decide: it can come along with an article, and nobody has read it."""
    from publish.speaking.voices import named_only

    for language, voice in voices.items():
        if language not in order.voices_said and named_only(voice):
            msg = "This voice runs a program or goes online: only the command may name it"
            hint = f"Type it: --voice {language}={voice.name}"
            raise ConfigError(msg, where=f"{order.settings_file}: voice.{language}", hint=hint)


def _tell_of_sentences(voices: Mapping[str, Voice], tell: Tell) -> None:
    """Say which languages stay lit by the sentence: a guess would light words that nobody is saying."""
    from publish.speaking import narrate

    for language, voice in voices.items():
        if not narrate.tells_words(voice):
            name = language_name(language, "en")
            tell.warn(f"{voice.called} cannot say when each word is heard, so {name} lights up by the sentence")


def _lexicons(
    order: Order, voices: Iterable[Voice], editions: tuple[Edition, ...], tell: Tell
) -> Mapping[str, Lexicon]:
    """Return how words are said, by language: as the person's lexicons say, else as those of the voices' cards do.

    One that the person named, and that has no word of the article, is told: a name may be spelled otherwise there.
    """
    from publish.speaking.lexicon import lexicon, merged

    ours = dict.fromkeys(Path(voice.folder) / voice.lexicon for voice in voices if voice.lexicon)
    read = {path: lexicon(cards.lexicon(path), str(path)) for path in (*order.lexicon, *ours)}
    texts = _texts(editions)
    for path in dict.fromkeys(order.lexicon):
        if not any(map(read[path].knows, texts.get(primary(read[path].language), ()))):
            name = language_name(read[path].language, "en")
            tell.warn(f"{path}: none of its words stands in this article's {name}; they are matched letter by letter")
    return merged(list(read.values()))


def _texts(editions: tuple[Edition, ...]) -> dict[str, list[str]]:
    """Return what is said of these editions, by the language whose lexicon may tell how."""
    texts: dict[str, list[str]] = {}
    for edition in editions:
        for sentence in (s for section in edition.spoken for s in section.sentences):
            # A run that is tagged may yet be said by the voice of the edition.
            texts.setdefault(primary(edition.language), []).append(sentence.text)
            for span in sentence.spans:
                if span.language:
                    texts.setdefault(primary(span.language), []).append(span.text)
    return texts


def applied(editions: tuple[Edition, ...], cast: Cast) -> dict[str, bytes]:
    """Return the lexicons that say something in these editions as PLS files of the words that stand there.

    By the language that each gives as its own.
    """
    from publish.speaking.lexicon import as_pls

    texts = _texts(editions)
    used = (lexicon.of(texts.get(language, ())) for language, lexicon in cast.lexicons.items())
    return {each.language: as_pls(each) for each in used if each.aliases or each.phonemes}


def heard(editions: tuple[Edition, ...], cast: Cast) -> dict[str, dict[str, Voice]]:
    """Return those of the cast who say something beside the edition's own voice, for each edition."""
    from publish.speaking import narrate

    return {
        edition.language: narrate.heard(edition, cast.voices[edition.language], cast.others[edition.language])
        for edition in editions
        if edition.language in cast.voices
    }
