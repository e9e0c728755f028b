"""The espeak-ng library, loaded for one sentence and let go: what it says, and what it would say in IPA."""

from __future__ import annotations

import ctypes
import re
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from threading import Lock
from typing import TYPE_CHECKING, Any

from publish.errors import EngineError, ToolError, VoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = "espeakng_loader"

# From espeak-ng's speak_lib.h.
_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_BY_CHARACTER = 1
_UTF8 = 1
_RATE = 1
_OK = 0
_IPA = 0x02
_TIED = 0x80
_LONGEST_PATH = 159
"""espeak-ng cuts the path of its data here (N_PATH_HOME)."""

TIE = "^"
"""Stands within a sound of several letters: `t^ʃ`."""

_OTHER_NAMES = {"zh": "cmn", "zh-hk": "yue", "zh-mo": "yue", "no": "nb", "nn": "nb", "en": "en-us", "es-mx": "es-419"}
"""What espeak calls a language that BCP 47 calls otherwise."""
_SWITCH = re.compile(r"\([a-z-]+\)")
"""Where it turns to another language by itself: `(en)`."""
_speaking = Lock()


def version() -> str:
    """Return the version of the package that holds the library.

    Raises:
        ToolError: it is not installed.
    """
    try:
        return version_of("espeakng-loader")
    except PackageNotFoundError as error:
        msg = "espeak needs espeakng-loader, which is not installed"
        raise ToolError(msg, hint="Choose another voice.") from error


def spoken(text: str, language: str, *, words_per_minute: int) -> tuple[int, bytes]:
    """Return the sample rate in Hz and the mono 16-bit samples of one sentence, the same bytes every time.

    Raises:
        EngineError: espeak failed, or said nothing.
        ToolError: its library or its data cannot be loaded.
        VoiceError: it does not speak the language.
    """
    said = text.replace("\0", " ").encode()
    pcm = bytearray()
    hear = _HEARING(_into(pcm))
    with _speaking, _fresh_library() as (library, rate_hz):
        _choose(library, language)
        library.espeak_SetParameter(_RATE, words_per_minute, 0)
        library.espeak_SetSynthCallback(hear)
        failed = library.espeak_Synth(said, len(said) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None)
    if failed or not pcm:
        msg = f"espeak said nothing for “{text}”"
        raise EngineError(msg)
    return rate_hz, bytes(pcm)


def phonemes(texts: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Return each text in IPA with stress marks, sounds of several letters tied by TIE; marks of the text are lost.

    Raises:
        ToolError: its library or its data cannot be loaded.
        VoiceError: it does not speak the language.
    """
    with _speaking, _fresh_library() as (library, _):
        _choose(library, language)
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        return tuple(_phonemes(library, text) for text in texts)


def _phonemes(library: Any, text: str) -> str:
    held = ctypes.create_string_buffer(text.replace("\0", " ").encode())
    place = ctypes.c_void_p(ctypes.addressof(held))
    clauses = []
    # It goes clause by clause, and leaves no address after the last.
    while place.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, _IPA | _TIED | ord(TIE) << 8).decode())
    return _SWITCH.sub("", " ".join(clauses)).strip()


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
    version()
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
        try:
            library.espeak_ng_SetRandSeed(ctypes.c_long(1))
            _c_library().srand(1)
            yield library, rate_hz
        finally:
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
