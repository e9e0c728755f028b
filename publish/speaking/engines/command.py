"""Any program that reads text and gives back a WAV file: the voice that somebody has already."""

from __future__ import annotations

import io
import shlex
import subprocess
import wave
from typing import TYPE_CHECKING

from publish.errors import EngineError, ToolError
from publish.speaking.sound import mono

if TYPE_CHECKING:
    from publish.model import Sound, Voice

_SECONDS = 120
"""For one sentence: the slowest engines speak at a tenth of the speed at which one listens."""


class Command:
    """Starts the program anew for each sentence, without a shell: text in by standard input, WAV out by its output.

    Options: `command` (the program and its words), `version` (rise it when the program says things otherwise).
    """

    named_only = True
    """A card names a program: it runs where a person asked for that voice, never because it lies in a folder."""

    def __init__(self, voice: Voice) -> None:
        self._call = shlex.split(str(voice.options.get("command", "")))
        if not self._call:
            msg = "The card of this voice names no program"
            raise ToolError(msg, where=f"{voice.name}.toml", hint='Add: options = { command = "program --to-wav" }.')
        self.version = str(voice.options.get("version", "1"))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence.

        Raises:
            EngineError: the program failed, took over two minutes, or gave no WAV of 8 to 32 bits.
            ToolError: it cannot be started.
        """
        program = self._call[0]
        try:
            done = subprocess.run(self._call, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (a person named it; no shell)
        except subprocess.TimeoutExpired as error:
            msg = f"{program} did not finish “{text}” within {_SECONDS} s"
            raise EngineError(msg) from error
        except OSError as error:
            msg = f"{program} cannot be started: {error.strerror}"
            raise ToolError(msg, hint="Is it installed? The card's `command` names it.") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            msg = f"{program} failed on “{text}” (exit {done.returncode}): {said[-1] if said else 'it said nothing'}"
            raise EngineError(msg)
        return _sound(done.stdout, program, text)


def _sound(content: bytes, program: str, text: str) -> Sound:
    try:
        with wave.open(io.BytesIO(content)) as stream:
            channels, width, rate_hz = stream.getnchannels(), stream.getsampwidth(), stream.getframerate()
            # A stream does not know its length: what was announced may be more than there is.
            pcm = stream.readframes(min(stream.getnframes(), len(content)))
    except (wave.Error, EOFError) as error:
        msg = f"{program} gave no WAV file for “{text}”: {error}"
        raise EngineError(msg) from error
    return mono(pcm, rate_hz, width=width, channels=channels)
