"""What will be heard: voices, sound, and when each sentence is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from publish.model.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Quality: TypeAlias = Literal["fast", "best"]
"""The tier that a person wants to hear."""

AudioFormat: TypeAlias = Literal["mp3", "m4b", "opus", "flac"]
"""What narrations can be handed out as; each is the suffix of its files too."""
BitrateMode: TypeAlias = Literal["cbr", "vbr"]
"""Constant or variable."""

LoudnessProfile: TypeAlias = Literal["podcast", "acx", "ebu"]
"""Whose limits narrations keep: podcast directories', Audible's audiobooks', broadcasters'."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One card of voices/."""

    name: str
    """The card's file name without its suffix: `es-pico`."""
    engine: str
    language: str  # BCP 47 tag: `es-ES`
    says: str
    """What `publish voices` reads out, in English; its name stands before the first comma."""
    tier: Literal["fast", "best", "online", "last-resort", "test"]
    licence: str
    options: Mapping[str, str | float | bool] = field(default_factory=dict)
    lexicon: str = ""
    """File name of a PLS lexicon beside the card, or empty."""
    synthetic: bool = True
    gender: Literal["", "female", "male"] = ""
    """Where the card says it: who stands in for it in another language sounds alike."""
    preference: int = 0
    """Of two voices of one tier and language, the one with the higher number speaks."""
    size_mb: int = 0
    """What its engine and its data take, in MB, where they do not come with the program."""
    folder: str = ""
    """Where its card lies: files that the card names lie beside it."""

    @property
    def called(self) -> str:
        """Its name alone, for a sentence in any language: `Pico`."""
        return self.says.partition(",")[0]


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono 16-bit little-endian samples."""

    rate_hz: int
    pcm: bytes


class Engine(Protocol):
    """Turns text into sound. Built from its voice card: `Pico(voice)`; one per worker process.

    An engine may say more of itself, on its class:

    * `needs`, the packages that it imports when it speaks, and `extra`, the extra of ours that brings them: where one
      is not there, no voice of it is chosen, and it need not look itself;
    * `slow`, true where a sentence takes about as long to speak as to hear: workers get one at a time;
    * `ipa`, true where it takes phonemes between ⟦ and ⟧;
    * `named_only`, true where it speaks only if a person named its voice: it runs a program or goes online;
    * `pronounces`, the languages (primary tags) whose words it says with one voice, and then the method
      `speak_runs(runs) -> Sound`, text and language of each run;
    * `reads(text) -> bool`, a method: whether it has a sound for every letter;
    * `speak_timed(runs) -> tuple[Sound, tuple[Onset, ...]]`, a method: the same sound, and where its words begin in it,
      to the sample. An engine that would have to guess has none.
    """

    version: str
    """Of the engine itself; part of the key under which a sentence is remembered."""

    def __init__(self, voice: Voice) -> None: ...

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence. Raises EngineError, naming the text, never returns silence for words."""


@dataclass(frozen=True, slots=True)
class Onset:
    """Where a word begins in a sound."""

    text: str
    """As the engine was given it; several words where it cannot say when each of them begins."""
    sample: int


def milliseconds(samples: int, rate_hz: int) -> int:
    """Return how long so many samples last, rounded half up: the one way in which times are made of counts."""
    return (samples * 2000 + rate_hz) // (2 * rate_hz)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of samples: a remembered sound, or silence."""

    key: str
    """Where the memory keeps it (raw PCM, see Sound); empty for silence."""
    samples: int


@dataclass(frozen=True, slots=True)
class Call:
    """When the number of a note is said, after the sentence that calls it and within its cue."""

    id: str
    """Of the call: `es-p2-s1-n1`."""
    begin_ms: int


@dataclass(frozen=True, slots=True)
class Word:
    """When a word begins to be heard, and where it stands; several are one where nobody knows when each is."""

    id: str
    """`es-p2-s1-w3`."""
    begin: int
    """Its place in the text of its sentence, in characters."""
    end: int
    begin_ms: int


@dataclass(frozen=True, slots=True)
class Cue:
    """When one sentence is heard, from the start of its track."""

    sentence: str
    """The id that the page, the overlay and the captions share: `fr-p2-s1`."""
    begin_ms: int
    end_ms: int
    """Where the next cue begins: cues touch and fill the track."""
    calls: tuple[Call, ...] = ()
    words: tuple[Word, ...] = ()
    """All that are said in it, where that is known; each is heard until the next one is."""


@dataclass(frozen=True, slots=True)
class Track:
    """A section's sound, as a list of pieces, with its cues. Holds no samples itself."""

    section: str
    rate_hz: int
    pieces: tuple[Piece, ...]
    cues: tuple[Cue, ...]

    @property
    def samples(self) -> int:
        """Its length."""
        return sum(piece.samples for piece in self.pieces)

    @property
    def duration_ms(self) -> int:
        """Its length, rounded as cues are."""
        return milliseconds(self.samples, self.rate_hz)


@dataclass(frozen=True, slots=True)
class Narration:
    """One edition, spoken."""

    language: str
    voice: Voice
    tracks: tuple[Track, ...]
    """In the order of `Edition.spoken`."""
    others: tuple[Voice, ...] = ()
    """Who says what is in another language, by the order in which they are first heard."""
    pauses: Pauses = field(default_factory=Pauses)
    """With which the tracks were laid out."""


class Encoded(Protocol):
    """Sound in its finished form, kept outside memory."""

    @property
    def suffix(self) -> str:
        """Of its file: `.mp3`."""

    @property
    def media_type(self) -> str:
        """`audio/mpeg`."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def duration_ms(self) -> int:
        """As decoded, encoder delay taken off."""

    @property
    def loudness_lufs(self) -> float:
        """Integrated (EBU R128), measured on the decoded result."""

    @property
    def true_peak_dbtp(self) -> float:
        """Measured on the decoded result."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the encoded bytes, a little at a time, any number of times."""


@dataclass(frozen=True, slots=True)
class Form:
    """What sound is made into; by default what a book carries."""

    format: AudioFormat = "mp3"
    bitrate: BitrateMode = "cbr"
    """Of MP3; the other formats have their own way."""
    loudness: LoudnessProfile = "podcast"
    room_tone: bool = False
    """Whether a quiet room is heard where nothing is said."""


IN_BOOKS = Form()


class Encode(Protocol):
    """Gives writers their sound."""

    def __call__(self, narration: Narration, tracks: tuple[Track, ...], form: Form = IN_BOOKS, /) -> Encoded:
        """Return these tracks of a narration, joined in order, at the narration's common loudness."""
