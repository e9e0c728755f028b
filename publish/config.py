"""The order: what a person asked for, by options over publish.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish import settings
from publish.design import Design, Grain, Layout, Links, Sync
from publish.errors import ConfigError
from publish.fitting import limit
from publish.lines import numbers
from publish.model import IN_BOOKS, Alone, AudioFormat, BitrateMode, Form, LoudnessProfile, Pauses, Quality

if TYPE_CHECKING:
    from datetime import date

FILE = "publish.toml"
"""Looked for in the working folder."""

# A voice keeps 30 ms of its own on either side.
_ACX_HEAD_MS = (500, 950)
_ACX_TAIL_MS = (1000, 4900)
_TO = ("epub", "audio")
_OF_WRITERS: Mapping[str, tuple[str, ...]] = {
    "show": ("feed",),
    "single_file": ("web",),
    "sync": ("epub",),
    "braille_page": ("brf",),
    **dict.fromkeys(("fit", "sign"), ("pack",)),
    **dict.fromkeys(("audio_format", "mp3", "per_chapter", "loudness", "room_tone"), ("audio", "feed")),
}
"""Options that say nothing but to these writers: one without the other is a slip. Settings are for every article."""


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that a person decided, checked for form; whether it can be had is the pipeline's to say."""

    sources: tuple[str, ...] = ()
    """Paths as given, `-`, or web addresses; several are one per language, or of an anthology one per article."""
    anthology: str = ""
    """The title under which the sources, each an article of its own, are bound into one book; empty for one article."""
    with_translations: bool = False
    """Fetch a page's translations too, where it names them."""
    allow_local: bool = False
    """Let addresses lead to this machine and its network."""
    images: bool = False
    """Fetch the pictures that a page names by their addresses."""
    alt: Path | None = None
    """A file that says what the pictures show, by picture and language."""
    paste: bool = False
    """Take what is in the clipboard instead of `sources`."""
    sample: bool = False
    """Make the bundled article instead of `sources`."""
    out: Path = Path("output")
    to: tuple[str, ...] = _TO
    """Names of writers."""
    show: Path | None = None
    """The folder of the podcast that the article becomes an episode of."""
    layout: Layout = "chapters"
    """How the languages stand to each other on the book's pages."""
    grain: Grain = "paragraph"
    """What takes turns where they are interleaved."""
    links: Links = "paragraph"
    """What leads to its twin."""
    link_list: bool = False
    """List the article's links, with their addresses, at the end of each edition."""
    sync: Sync = "sentence"
    """What is lit while it is heard."""
    fonts: tuple[Path, ...] = ()
    """Font files that the book brings along, cut down to its letters."""
    audio_format: tuple[AudioFormat, ...] = ("mp3",)
    """What narrations are handed out as, each once."""
    mp3: BitrateMode = "cbr"
    per_chapter: bool = False
    """Hand out each chapter of a narration as a file of its own too."""
    loudness: LoudnessProfile = "podcast"
    """Whose limits narrations keep."""
    room_tone: bool = False
    """Let a quiet room be heard where nothing is said."""
    pauses: Pauses = field(default_factory=Pauses)
    reviewed_by: str = ""
    """Who vouches for what a machine cannot judge; only then is conformance claimed."""
    single_file: bool = False
    """Make the web copy one file."""
    braille_page: tuple[int, int] = (40, 25)
    """Cells in a line of braille, and lines on a page."""
    fit: int = 0
    """How many bytes a pack may have; 0 for as many as it takes."""
    sign: Path | None = None
    """The secret key that signs a pack."""
    settings_file: str = FILE
    """Name of the settings file, for errors."""
    languages: tuple[str, ...] = ()
    """BCP 47 tags that the article may be in; empty for whatever is found. The first leads."""
    quality: Quality = "fast"
    """The tier of voices that speak where none is named."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Voice name by BCP 47 tag."""
    voices_said: frozenset[str] = frozenset()
    """Those of `voices`, by tag, that this very command named: only it may have a program run or a text sent."""
    lexicon: tuple[Path, ...] = ()
    """Pronunciation lexicons (PLS 1.0); each says its language, and what stands in an earlier one counts."""
    learn: tuple[tuple[str, ...], ...] = ()
    """Lessons, each as its languages in the order in which they are heard; see model.Method for how they go."""
    learn_pause: float = 1.0
    learn_speed: Mapping[str, float] = field(default_factory=dict)
    """By BCP 47 tag; by nothing for every language that is not there."""
    learn_alone: Alone = "said"
    title: str = ""
    author: tuple[str, ...] = ()
    keep: frozenset[int] = frozenset()
    """Lines of the source, from 1, that are article whatever the rules say."""
    drop: frozenset[int] = frozenset()
    """Lines of the source, from 1, that are not."""
    keep_in: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The same for one of several sources, by its name: `spanish.txt:3`."""
    drop_in: Mapping[str, frozenset[int]] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    """Those of `keep`, `drop` and `learn` that were given in this very command."""
    alignment: Path | None = None
    """A table of paragraph pairs that overrules those found; None for the one beside the source, if there is one."""
    force: bool = False
    """Make everything again, even what has not changed."""
    workers: int = 0
    """Processes that speak; 0 for one per core."""
    voices_folder: Path | None = None
    memory: str = ""
    """Where spoken sentences are remembered, a folder or an fsspec URL; empty for the user's cache folder."""
    no_memory: bool = False
    """Remember nothing of this run, and nothing of earlier ones."""
    retrieved: date | None = None
    """The day the source was taken, where its file does not say it."""

    @property
    def design(self) -> Design:
        """How the book's pages are laid out."""
        return Design(self.layout, self.grain, self.links, self.link_list, self.sync)

    @property
    def forms(self) -> tuple[Form, ...]:
        """What narrations are handed out as; those for ACX, which takes chapters, as ever."""
        return (IN_BOOKS,) if self.loudness == "acx" else self._forms

    @property
    def chapter_forms(self) -> tuple[Form, ...]:
        """What their chapters are handed out as."""
        return self._forms if self.per_chapter or self.loudness == "acx" else ()

    @property
    def _forms(self) -> tuple[Form, ...]:
        # ACX wants the tone of a room before the first word and after the last.
        tone = self.room_tone or self.loudness == "acx"
        return tuple(
            Form(kind, self.mp3 if kind == "mp3" else "cbr", self.loudness, tone) for kind in self.audio_format
        )


def order(options: Mapping[str, object], *, toml: str = "", where: str = FILE) -> Order:
    """Return the order: each option that was given, else the file's word, else ours.

    Args:
        options: values by field name of `Order`, as the command line gives them; None, "" and () were not given.
            `voices` is a sequence of `LANG=NAME`; `keep` and `drop` are texts such as `3,5-7,spanish.txt:2`.
        toml: what the file says.
        where: its name, for errors.

    Raises:
        ConfigError: a value cannot be followed; names the file and the key, or the option.
        LanguageError: a language is not a BCP 47 tag.
    """
    values: dict[str, Any] = {}
    for key, value in _table(toml, where).items():
        reader = _KEYS.get(key)
        if reader is None:
            msg = f"There is no setting called {key}"
            raise ConfigError(msg, where=where, hint=_nearest(key))
        values[_field(key)] = reader(value, f"{where}: {key}")
    for key, value in options.items():
        # A number may be 0.
        if value is None or value is False or value in ("", (), []):
            continue
        read = _OPTIONS[key](value, _option(key))
        # `--voice es=…` changes one language of the file's table, not the table.
        values[key] = {**values.get(key, {}), **read} if key == "voices" else read
    _check_together(values, options)
    _check_loudness(values)
    for key in ("keep", "drop"):
        if key in values:
            counted_on, values[f"{key}_in"] = values[key].pop("", frozenset()), values[key]
            values[key] = counted_on
    if values.get("paste"):
        values["sources"] = ()
    if values.get("anthology"):
        _check_anthology(values)
    values["settings_file"] = where
    values["said"] = frozenset(key for key in ("keep", "drop", "learn") if options.get(key))
    values["voices_said"] = frozenset(settings.voices(options.get("voices") or (), _option("voices")))
    return Order(**values)


def _check_together(values: Mapping[str, Any], options: Mapping[str, object]) -> None:
    if values.get("grain") == "sentence" and values.get("layout") != "interleaved":
        msg = "Only interleaved languages take turns sentence by sentence"
        raise ConfigError(msg, where="--grain sentence", hint="Add --layout interleaved.")
    if options.get("learn") and {"audio", "all"}.isdisjoint(values.get("to", _TO)):
        msg = "A lesson comes with the narrations, which are not asked for"
        raise ConfigError(msg, where="--learn", hint="Ask for both: --to epub,audio")
    for key, writers in _OF_WRITERS.items():
        if options.get(key) and not {*writers, "all"} & set(values.get("to", _TO)):
            msg = f"It says how {writers[0]} is made, which is not asked for"
            raise ConfigError(msg, where=_option(key), hint=f"Add it: --to {writers[0]}")


def _check_loudness(values: Mapping[str, Any]) -> None:
    if values.get("loudness") != "acx":
        return
    if values.get("audio_format", ("mp3",)) != ("mp3",) or values.get("mp3") == "vbr":
        msg = "ACX takes MP3 at a constant bit rate, and nothing else"
        raise ConfigError(msg, where="--loudness acx", hint="Leave out --audio-format and --mp3.")
    pauses = values.get("pauses", Pauses())
    if not (_ACX_HEAD_MS[0] <= pauses.head <= _ACX_HEAD_MS[1] and _ACX_TAIL_MS[0] <= pauses.tail <= _ACX_TAIL_MS[1]):
        msg = "ACX wants half a second to a second before the first word, and one to five seconds after the last"
        raise ConfigError(msg, where="pauses.head, pauses.tail", hint="Leave them as they are: 600 and 1600.")


def _check_anthology(values: Mapping[str, Any]) -> None:
    sources = values.get("sources", ())
    if len(sources) < 2:
        msg = "An anthology is two articles or more"
        raise ConfigError(msg, where="--anthology", hint='publish make first.txt second.txt --anthology "Title"')
    for name in sources:
        if sources.count(name) > 1:
            msg = "The same article stands twice in this anthology"
            raise ConfigError(msg, where=name, hint="Name each article once.")
    if values.get("title"):
        msg = "An anthology has its own title, and each article keeps the one that was found"
        raise ConfigError(msg, where="--title", hint="Leave it out.")
    for option in ("keep", "drop"):
        if values.get(option):
            msg = f"Each article of an anthology has a line {min(values[option])}"
            raise ConfigError(msg, where=f"--{option}", hint=f"Name its file: {sources[0]}:{min(values[option])}")


def _table(toml: str, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=where, hint='A line looks like: title = "Rain"') from error


def _nearest(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key, _KEYS, n=1)
    return f"Is it {close[0]}?" if close else f"There are: {', '.join(_KEYS)}."


def _option(key: str) -> str:
    singular = {"voices": "voice", "languages": "language", "voices_folder": "voices", "fonts": "font"}
    return "--" + singular.get(key, key).replace("_", "-")


_Read = Callable[[object, str], Any]

_KEYS: Mapping[str, _Read] = {
    "sources": settings.kept_sources,
    "out": settings.path,
    "to": settings.writers,
    "show": settings.path,
    "language": settings.languages,
    "quality": partial(settings.one_of, Quality),
    "lexicon": settings.paths,
    "voice": settings.voices,
    "learn": settings.lessons,
    "learn-pause": settings.pause,
    "learn-speed": settings.speeds,
    "learn-alone": partial(settings.one_of, Alone),
    "anthology": settings.a_text,
    "title": settings.a_text,
    "author": settings.texts,
    "keep": numbers,
    "drop": numbers,
    "alignment": settings.path,
    "alt": settings.path,
    "layout": partial(settings.one_of, Layout),
    "grain": partial(settings.one_of, Grain),
    "links": partial(settings.one_of, Links),
    "link-list": settings.flag,
    "sync": partial(settings.one_of, Sync),
    "braille-page": settings.braille_page,
    "font": settings.paths,
    "audio-format": partial(settings.each_of, AudioFormat),
    "mp3": partial(settings.one_of, BitrateMode),
    "per-chapter": settings.flag,
    "loudness": partial(settings.one_of, LoudnessProfile),
    "room-tone": settings.flag,
    "pauses": settings.pauses,
    "workers": settings.count,
    "voices": settings.path,
    "memory": settings.folder,
    "retrieved": settings.day,
}
"""What publish.toml may say: the options' own words. What one run wants (--force, --json …) is no setting."""

_FIELDS: Mapping[str, str] = {"language": "languages", "voice": "voices", "voices": "voices_folder", "font": "fonts"}
"""Where a setting's word is not the order's."""


def _field(key: str) -> str:
    return _FIELDS.get(key, key.replace("-", "_"))


_OPTIONS: Mapping[str, _Read] = {
    **{_field(key): reader for key, reader in _KEYS.items()},
    # Only the command itself may name what is fetched.
    "sources": settings.texts,
    "with_translations": settings.flag,
    "allow_local": settings.flag,
    "images": settings.flag,
    "paste": settings.flag,
    # Nor is a book reviewed before it is made: a settings file cannot vouch for the next one.
    "reviewed_by": settings.a_text,
    "sample": settings.flag,
    "single_file": settings.flag,
    "fit": limit,
    "sign": settings.path,
    "no_memory": settings.flag,
    "memory": settings.place,
    "force": settings.flag,
}
