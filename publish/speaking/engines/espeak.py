"""eSpeak NG: robotic, but in more than a hundred languages."""

from __future__ import annotations

import ctypes
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING, Any

from publish.errors import EngineError, ToolError, VoiceError
from publish.model import Sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publish.model import Voice

# From espeak-ng's speak_lib.h.
_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_BY_CHARACTER = 1
_UTF8 = 1
_RATE = 1
_OK = 0
_LONGEST_PATH = 159
"""espeak-ng cuts the path of its data here (N_PATH_HOME)."""

_OTHER_NAMES = {"zh": "cmn", "zh-hk": "yue", "zh-mo": "yue", "no": "nb", "nn": "nb", "en": "en-us", "es-mx": "es-419"}
"""What espeak calls a language that BCP 47 calls otherwise."""
_speaking = Lock()


class Espeak:
    """espeak-ng as a library, its sound taken from memory; no program is started.

    Options: `words_per_minute` (80 to 450, normal 160).
    """

    needs = ("espeakng_loader",)

    def __init__(self, voice: Voice) -> None:
        try:
            self.version = version("espeakng-loader")
        except PackageNotFoundError as error:
            msg = "espeak needs espeakng-loader, which is not installed"
            raise ToolError(msg, hint="Choose another voice.") from error
        self._language = voice.language
        self._words_per_minute = int(voice.options.get("words_per_minute", 160))

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time.

        Raises:
            EngineError: espeak failed, or said nothing.
            ToolError: its library or its data cannot be loaded.
            VoiceError: it does not speak the voice's language.
        """
        said = text.replace("\0", " ").encode()
        pcm = bytearray()
        hear = _HEARING(_into(pcm))
        with _speaking, _fresh_library() as (library, rate_hz):
            _choose(library, self._language)
            library.espeak_SetParameter(_RATE, self._words_per_minute, 0)
            library.espeak_SetSynthCallback(hear)
            failed = library.espeak_Synth(said, len(said) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None)
        if failed or not pcm:
            msg = f"espeak said nothing for “{text}”"
            raise EngineError(msg)
        return Sound(rate_hz, bytes(pcm))


_HEARING = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def _into(pcm: bytearray) -> Callable[[Any, int, int | None], int]:
    """Return what espeak calls with each run of samples; at the end there are none."""

    def heard(samples: Any, count: int, _events: int | None) -> int:
        if samples and count > 0:
            pcm.extend(ctypes.string_at(samples, 2 * count))
        return 0

    return heard


@contextmanager
def _fresh_library() -> Iterator[tuple[Any, int]]:
    """Load espeak for one sentence and let it go; give it with its sample rate in Hz.

    espeak keeps the phase of its pitch flutter and its gain in static variables, and takes its breath from
    random numbers: loaded once, it says the same sentence otherwise each time. Loading costs 5 ms.
    """
    import espeakng_loader

    folder = espeakng_loader.get_data_path()
    if len(folder.encode()) > _LONGEST_PATH:
        msg = "espeak's data lie too deep in the file system for espeak to find them"
        raise ToolError(
            msg, where=folder, hint=f"Install into a folder whose path is under {_LONGEST_PATH} characters."
        )
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        msg = f"espeak cannot be loaded: {error}"
        raise ToolError(msg, hint="Install espeakng-loader anew, or choose another voice.") from error
    try:
        rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, folder.encode(), _NEVER_EXIT)
        if rate_hz <= 0:
            msg = "espeak does not start"
            raise ToolError(msg, where=folder, hint="Install espeakng-loader anew.")
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        _c_library().srand(1)
        yield library, rate_hz
        library.espeak_Terminate()
    finally:
        _unload(library)


def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


def _unload(library: ctypes.CDLL) -> None:
    handle = ctypes.c_void_p(library._handle)  # noqa: SLF001  # ctypes itself has no other way to close
    if sys.platform == "win32":
        ctypes.windll.kernel32.FreeLibrary(handle)
    else:
        _c_library().dlclose(handle)


def _choose(library: ctypes.CDLL, language: str) -> None:
    tag = language.replace("_", "-").lower()
    primary = tag.split("-")[0]
    for name in (tag, _OTHER_NAMES.get(tag), _OTHER_NAMES.get(primary), primary):
        if name and library.espeak_SetVoiceByName(name.encode()) == _OK:
            return
    msg = f"espeak does not speak {language}"
    raise VoiceError(msg)
