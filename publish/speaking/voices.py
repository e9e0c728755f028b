"""Voice cards: which voice speaks a language on this machine."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish import registry
from publish.errors import ConfigError, VoiceError
from publish.model import Voice
from publish.phrases import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.model import Quality

log = logging.getLogger(__name__)

ANY = "mul"
"""What a card gives as its language (ISO 639-2, "multiple languages") when one voice speaks many."""
_DEFAULT_TIERS = ("fast", "best", "last-resort")
"""A voice of another tier, online and test, speaks only when it is named."""
_TIERS = (*_DEFAULT_TIERS, "online", "test")
_TEXTS = ("engine", "language", "says", "tier", "licence")
_GENDERS = ("", "female", "male")
_NUMBERS = ("preference", "size_mb")
_KEYS = (*_TEXTS, *_NUMBERS, "gender", "languages", "lexicon", "synthetic", "options")


def card(name: str, toml: str, folder: str = "") -> Voice:
    """Return the voice that a card describes. Its name is the card's file name without `.toml`.

    `folder` is where the card lies: files that it names lie beside it.

    Raises:
        ConfigError: the card is not TOML, or a key is missing, unknown or of the wrong kind; `where`
            names the file and the key.
    """
    try:
        keys = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=f"{name}.toml") from error
    _check(name, keys)
    return Voice(
        name=name,
        lexicon=keys.get("lexicon", ""),
        gender=keys.get("gender", ""),
        synthetic=keys.get("synthetic", True),
        preference=keys.get("preference", 0),
        size_mb=keys.get("size_mb", 0),
        folder=folder,
        options=_options(name, keys),
        **{key: keys[key] for key in _TEXTS},
    )


def _check(name: str, keys: Mapping[str, Any]) -> None:
    unknown = next((key for key in keys if key not in _KEYS), None)
    if unknown:
        raise _wrong(name, unknown, "is not a key of a voice card", f"There are: {', '.join(_KEYS)}.")
    for key in _TEXTS:
        if not isinstance(keys.get(key), str) or not keys[key]:
            raise _wrong(name, key, "must be there, as a text", "voices/README.md shows a whole card.")
    for key, known in (("tier", _TIERS), ("gender", _GENDERS)):
        if keys.get(key, known[0]) not in known:
            raise _wrong(name, key, f"is {keys[key]!r}", f"There are: {', '.join(filter(None, known))}.")
    if not isinstance(keys.get("lexicon", ""), str):
        raise _wrong(name, "lexicon", "must be a text", "The name of a PLS file beside the card.")
    for key in _NUMBERS:
        if type(keys.get(key, 0)) is not int or keys.get(key, 0) < 0:
            raise _wrong(name, key, "must be a whole number", "")
    if not isinstance(keys.get("synthetic", True), bool):
        raise _wrong(name, "synthetic", "must be true or false", "")


def _options(name: str, keys: Mapping[str, Any]) -> dict[str, str | float | bool]:
    """Return the card's options, with the languages of a voice for many among them."""
    options = keys.get("options", {})
    if not isinstance(options, dict):
        raise _wrong(name, "options", "must be a table", "For example: options = { speed = 1.0 }.")
    for key, value in options.items():
        if not isinstance(value, str | float | int):
            raise _wrong(name, f"options.{key}", "must be a text, a number, true or false", "")
    languages = keys.get("languages")
    if languages is None:
        return dict(options)
    if keys["language"] != ANY:
        raise _wrong(name, "languages", f'goes only with language = "{ANY}"', "")
    if not isinstance(languages, list) or not all(isinstance(tag, str) and tag for tag in languages):
        raise _wrong(name, "languages", "must be a list of language tags", 'For example: languages = ["bg", "ca"].')
    return {**options, "languages": " ".join(languages)}


def _wrong(name: str, key: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"{key} {what}", where=f"{name}.toml", hint=hint)


def missing(voice: Voice) -> str:
    """Return what this machine lacks for a voice, as a person would say it; empty where it can speak.

    An engine may name the packages that it imports when it speaks, `needs`, and the extra of ours that brings them.
    """
    if voice.engine not in registry.names("engines"):
        return f"there is no engine called {voice.engine}"
    return registry.missing("engines", voice.engine)


def named_only(voice: Voice) -> bool:
    """Tell whether a voice speaks only where a person named it: it is online, or its engine says so of itself."""
    return voice.tier == "online" or bool(getattr(registry.load("engines", voice.engine), "named_only", False))


def speaks(voice: Voice, language: str) -> bool:
    """Tell whether a voice speaks a language, in any of its varieties."""
    if voice.language != ANY:
        return primary(voice.language) == primary(language)
    listed = voice.options.get("languages")
    return listed is None or primary(language) in {primary(tag) for tag in str(listed).split()}


def choose(voices: Mapping[str, Voice], language: str, *, name: str | None = None, quality: Quality = "fast") -> Voice:
    """Return the voice of that name, or the first one for a language that can speak on this machine.

    First is: the tier that was asked for, then fast, best and last resort; then the exact tag before another variety
    of the language, then the card's preference, then the plainest name. Online and test voices speak only when named.
    A voice for many languages comes back as the voice of this one.

    Raises:
        VoiceError: no such voice, it speaks another language, or nothing speaks this one here.
    """
    fitting = sorted((v for v in voices.values() if speaks(v, language)), key=lambda v: _rank(v, language, quality))
    if name is not None:
        voice = _named(voices, name, language, fitting)
        lacking = missing(voice)
        if lacking:
            msg = f"The voice {name} cannot speak here: {lacking}"
            raise VoiceError(msg, hint=_others(fitting, language))
        return _specialised(voice, language)
    passed: list[str] = []
    for voice in fitting:
        if voice.tier not in _DEFAULT_TIERS:
            continue
        lacking = missing(voice)
        if lacking:
            passed.append(f"{voice.name}: {lacking}")
            continue
        if named_only(voice):
            continue
        _warn_of_lesser(voice, language, quality, passed)
        return _specialised(voice, language)
    msg = f"No voice speaks {language}"
    raise VoiceError(msg, hint=f"{passed[0]}." if passed else _others(fitting, language))


def _warn_of_lesser(voice: Voice, language: str, quality: Quality, passed: list[str]) -> None:
    """Say in one line that a voice is not of the tier that was asked for, and what keeps a better one away."""
    if voice.tier == quality:
        return
    instead = f" ({passed[0]})" if passed else ""
    if voice.tier == "last-resort":
        log.warning("The voice for %s, %s, is robotic; no better one is installed%s", language, voice.name, instead)
    elif quality == "best":
        log.warning("No voice of the tier best speaks %s here%s; %s does", language, instead, voice.name)


def able(voices: Mapping[str, Voice], language: str) -> tuple[Voice, ...]:
    """Return every voice that can speak a language on this machine without the network, the first choice first.

    Raises:
        VoiceError: there is none.
    """
    fitting = sorted((v for v in voices.values() if speaks(v, language)), key=lambda v: _rank(v, language))
    found = [v for v in fitting if v.tier in _DEFAULT_TIERS and not missing(v) and not named_only(v)]
    if not found:
        msg = f"No voice speaks {language} here"
        raise VoiceError(msg, hint=_others(fitting, language))
    return tuple(_specialised(voice, language) for voice in found)


def companions(
    voices: Mapping[str, Voice], main: Voice, languages: Iterable[str], *, named: Mapping[str, Voice]
) -> dict[str, Voice]:
    """Return who stands in for a voice where its text turns to another language, for each that has somebody.

    The same tier comes first, then the same engine, then the voice that the article's edition in that language has
    (`named`). It is a voice of the same gender, where both say theirs, and no faster. Nothing is sent online that
    was not: an online voice has no companions, and is none.
    """
    if main.tier == "online":
        return {}
    found: dict[str, Voice] = {}
    for language in languages:
        fitting = [
            voice
            for voice in voices.values()
            if speaks(voice, language)
            and voice.tier in {*_DEFAULT_TIERS, main.tier}
            and (not voice.gender or not main.gender or voice.gender == main.gender)
            and not missing(voice)
            and not named_only(voice)
        ]
        chosen = named.get(language)
        for voice in sorted(
            fitting,
            key=lambda v: (
                v.tier != main.tier,
                v.engine != main.engine,
                v.name != getattr(chosen, "name", ""),
                _rank(v, language),
            ),
        )[:1]:
            found[language] = _as_slow(_specialised(voice, language), main)
    return found


def _as_slow(voice: Voice, main: Voice) -> Voice:
    """Return a voice that speaks no faster than the one beside it: a name said in haste is not understood."""
    speeds = [each.options.get("speed") for each in (voice, main)]
    known = [speed for speed in speeds if isinstance(speed, float | int)]
    if voice.engine != main.engine or len(known) < len(speeds):
        return voice
    return replace(voice, options={**voice.options, "speed": min(known)})


def _named(voices: Mapping[str, Voice], name: str, language: str, fitting: list[Voice]) -> Voice:
    voice = voices.get(name)
    if voice is None:
        msg = f"There is no voice called {name}"
        raise VoiceError(msg, hint=_others(fitting, language))
    if voice not in fitting:
        only = "other languages" if voice.language == ANY else voice.language
        msg = f"The voice {name} speaks {only}, not {language}"
        raise VoiceError(msg, hint=_others(fitting, language))
    return voice


def _others(fitting: list[Voice], language: str) -> str:
    names = [voice.name for voice in fitting if voice.tier != "test"]
    if not names:
        return f"No card speaks {language}: add one as voices/README.md shows."
    return f"For {language} there are: {', '.join(names)}. Ask for one: --voice {language}={names[0]}."


def _rank(voice: Voice, language: str, quality: Quality = "fast") -> tuple[bool, int, bool, int, int, str]:
    exact = voice.language.lower() == language.lower()
    plain = len(voice.name), voice.name
    return voice.tier != quality, _TIERS.index(voice.tier), not exact, -voice.preference, *plain


def _specialised(voice: Voice, language: str) -> Voice:
    if voice.language != ANY:
        return voice
    options = {key: value for key, value in voice.options.items() if key != "languages"}
    return replace(voice, language=language, options=options)
