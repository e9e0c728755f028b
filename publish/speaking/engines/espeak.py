"""eSpeak NG: robotic, but in more than a hundred languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.model import Sound
from publish.outside import espeak_ng

if TYPE_CHECKING:
    from publish.model import Voice


class Espeak:
    """espeak-ng as a library, its sound taken from memory; no program is started.

    Options: `words_per_minute` (80 to 450, normal 160).
    """

    needs = (espeak_ng.PACKAGE,)

    def __init__(self, voice: Voice) -> None:
        self.version = espeak_ng.version()
        self._language = voice.language
        self._words_per_minute = int(voice.options.get("words_per_minute", 160))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time.

        Raises:
            EngineError: espeak failed, or said nothing.
            ToolError: its library or its data cannot be loaded.
            VoiceError: it does not speak the voice's language.
        """
        return Sound(*espeak_ng.spoken(text, self._language, words_per_minute=self._words_per_minute))
