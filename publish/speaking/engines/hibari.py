"""Hibari: a small neural voice for English, some hundred times as fast as one listens."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from publish.errors import EngineError
from publish.model import Sound

if TYPE_CHECKING:
    from publish.model import Voice

_RATE_HZ = 24000
_SEED = 0
"""Of the breath in its consonants: the same sentence is the same bytes."""
_FULL_SCALE = 32767


class Hibari:
    """The voice that comes inside hibari-tts; its others would be fetched from the network.

    Options: `speed` (0.5 to 2, normal 1).
    """

    needs = ("hibari", "onnxruntime")
    extra = "english"

    def __init__(self, voice: Voice) -> None:
        self.version = f"{version('hibari-tts')} {version('onnxruntime')}"
        self._speed = float(voice.options.get("speed", 1.0))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time on the same kind of processor.

        Raises:
            EngineError: there is nothing to say.
        """
        import numpy as np

        wave = _model()(text, speed=self._speed, seed=_SEED)
        if not len(wave):
            msg = f"Hibari found nothing to say in “{text}”"
            raise EngineError(msg)
        return Sound(_RATE_HZ, np.rint(np.clip(wave, -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes())

    def reads(self, text: str) -> bool:
        """Tell whether every letter is of the Latin script."""
        return not any(c.isalpha() and not (c < "\u0250" or "\u1e00" <= c <= "\u1eff") for c in text)


@cache
def _model() -> Any:
    from hibari import Hibari as Model

    return Model(threads=1)
