"""Errors that are for people: what happened, where, and what to do next.

Our exception hierarchy, with exit codes (2 stays with the command line parser):

* PublishError
  + ConfigError 3     an option or publish.toml cannot be followed
  + SourceError 4     the source cannot be read as an article
  + LanguageError 5   no language, or one we do not know
  + VoiceError 6      no such voice, or it speaks another language
  + EngineError 7     an engine could not speak a sentence
  + ToolError 8       a program or library outside failed
  + OutputError 9     the output cannot be written, or fails its own checks

Anything else is a bug and shows a traceback.
"""

from __future__ import annotations

from typing import Any


class PublishError(Exception):
    """Something that the person at the keyboard can understand and mend."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Return `where: what`, the line that a person reads first."""
        return f"{self.where}: {self.what}" if self.where else self.what

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way home from a worker process, with place and hint."""
        return _rebuilt, (type(self), self.what, self.where, self.hint)


def _rebuilt(kind: type[PublishError], what: str, where: str, hint: str) -> PublishError:
    return kind(what, where=where, hint=hint)


class ConfigError(PublishError):
    """An option or a line of publish.toml cannot be followed."""

    exit_code = 3


class SourceError(PublishError):
    """The source cannot be read as an article."""

    exit_code = 4


class LanguageError(PublishError):
    """No language could be found, or it is not one we know."""

    exit_code = 5


class VoiceError(PublishError):
    """No such voice, or it does not speak this language."""

    exit_code = 6


class EngineError(PublishError):
    """An engine failed to speak a sentence."""

    exit_code = 7


class ToolError(PublishError):
    """A program or a library outside failed."""

    exit_code = 8


class OutputError(PublishError):
    """The output cannot be written, or does not pass its own checks."""

    exit_code = 9
