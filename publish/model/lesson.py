"""Two editions heard in turns, for who learns one of their languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.model.book import Sentence
    from publish.model.narration import Narration

Alone: TypeAlias = Literal["said", "left-out"]
"""What becomes of a sentence that has no translation."""


@dataclass(frozen=True, slots=True)
class Method:
    """How a lesson goes."""

    languages: tuple[str, ...]
    """Those of a turn, in the order in which they are heard (BCP 47); one may come again: `es`, `en`, `es`."""
    pause: float = 1.0
    """After each but the last, as a multiple of what was just heard."""
    speed: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """By language, how fast it is said: 0.8 takes a quarter longer, at the same pitch. 1 where it is not there."""
    alone: Alone = "said"

    @property
    def name(self) -> str:
        """As it stands in file names and on the command line: `es-en`."""
        return "-".join(self.languages)


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence of a lesson."""

    sentence: Sentence
    """As it is heard."""
    language: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article in two languages, sentence by sentence in turns."""

    method: Method
    heard: tuple[Heard, ...]
    narration: Narration
    """One track, with a cue for each of `heard`: under the sentence's id, or `es-p1-s1.2` when it comes again."""
