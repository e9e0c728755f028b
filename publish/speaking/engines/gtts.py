"""Google Translate's voices, through gTTS: the one engine that sends the text away.

gTTS makes the requests' bodies; it is not let send them, because it waits for ever, tries
once and does not verify TLS. The options of a card:

* `tld`: which Google is asked, hence which accent: `com.mx`. One of Google's own domains.
* `lang`: the language as Google names it, where it is not simply the card's.
* `slow`: true for slow speech.
* `base_url`: another https host that speaks Google's protocol, such as a company's proxy.
* `timeout_s`, `tries`, `pause_s`: how long to wait for an answer, how often to ask, and how
  long to rest between two requests.

The certificate is verified against the usual ones, or against those that the environment
variable REQUESTS_CA_BUNDLE names. HTTPS_PROXY is followed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from publish.errors import EngineError, VoiceError
from publish.model import Sound, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

RATE_HZ = 24_000
"""What Google sends."""

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_RPC = "jQ1olc"
_CONNECT_S = 10.0
_LONGEST_WAIT_S = 120.0
_PASSING = frozenset({429, 500, 502, 503, 504})
_STOPS = re.compile(r"(?<=[.!?;:,。！？；：、，])\s*|\s+")


class GoogleTranslate:
    """An engine that needs the network, and is used only where a person names its voice."""

    needs = ("gtts", "av")
    named_only = True
    """Whatever tier a card gives itself: the text leaves this machine."""

    def __init__(self, voice: Voice, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.version = version("gTTS")
        self._where = f"voice {voice.name}"
        self._language = _language(voice)
        self._slow = bool(voice.options.get("slow", False))
        self._line = _Line(
            _address(voice),
            where=self._where,
            timeout_s=float(voice.options.get("timeout_s", 30.0)),
            tries=int(voice.options.get("tries", 5)),
            pause_s=float(voice.options.get("pause_s", 0.5)),
            sleep=sleep,
        )

    def speak(self, text: str) -> Sound:
        """Return the sound of one sentence, whole.

        Raises:
            EngineError: Google refused, could not be reached, or sent no sound. Nothing partial is returned.
        """
        if not any(sign.isalnum() for sign in text):
            msg = f"There is nothing to say in {text!r}"
            raise EngineError(msg, where=self._where, hint="A sentence needs a letter or a figure.")
        try:
            return Sound(RATE_HZ, b"".join(self._pcm(body) for body in self._bodies(text)))
        except EngineError as error:
            error.where = f"{self._where}, {_shortened(text)}"
            raise

    def _bodies(self, text: str) -> Iterator[str]:
        from gtts import gTTS

        for piece in pieces(text, gTTS.GOOGLE_TTS_MAX_CHARS):
            # Several only where gTTS' own clean-up makes a piece longer.
            yield from gTTS(piece, lang=self._language, slow=self._slow, lang_check=False).get_bodies()

    def _pcm(self, body: str) -> bytes:
        pcm = _decoded(_mp3(self._line.post(body)))
        if not pcm:
            msg = "Google sent empty sound"
            raise EngineError(msg, hint="Try again, or choose another voice.")
        return pcm


class _Line:
    """A patient, unhurried HTTPS line to one address."""

    def __init__(
        self, url: str, *, where: str, timeout_s: float, tries: int, pause_s: float, sleep: Callable[[float], None]
    ) -> None:
        self._url, self._where = url, where
        self._timeout_s, self._tries, self._pause_s = timeout_s, max(1, tries), pause_s
        self._sleep = sleep
        self._free_at = 0.0
        self._session: requests.Session | None = None

    def post(self, body: str) -> str:
        """Return the answer to one request, after as many tries as it takes.

        Waits twice as long after each failure (1, 2, 4 ... s), or as long as the
        answer's Retry-After asks, up to two minutes.
        """
        for attempt in range(1, self._tries + 1):
            self._rest()
            try:
                return self._once(body)
            except _PassingError as failure:
                wait_s = 2.0 ** (attempt - 1) if failure.wait_s is None else failure.wait_s
                if attempt == self._tries or wait_s > _LONGEST_WAIT_S:
                    asked = "" if failure.wait_s is None else f" Google asks to wait {failure.wait_s:.0f} s."
                    hint = f"Tried {attempt} times.{asked} Try again later, or choose an embedded voice."
                    raise EngineError(failure.what, where=self._where, hint=hint) from failure
                self._sleep(wait_s)
        raise AssertionError

    def _rest(self) -> None:
        wait_s = self._free_at - time.monotonic()
        if wait_s > 0:
            self._sleep(wait_s)
        self._free_at = time.monotonic() + self._pause_s

    def _once(self, body: str) -> str:
        import requests
        from gtts import gTTS

        if self._session is None:
            self._session = requests.Session()
        try:
            answer = self._session.post(
                self._url,
                data=body,
                headers=gTTS.GOOGLE_TTS_HEADERS | {"Referer": self._url.removesuffix(_PATH) + "/"},
                timeout=(_CONNECT_S, self._timeout_s),
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            msg = f"The certificate of {_host(self._url)} could not be verified"
            hint = "Someone may be listening. Behind a company's proxy, set REQUESTS_CA_BUNDLE to its certificate."
            raise EngineError(msg, where=self._where, hint=hint) from error
        except requests.exceptions.RequestException as error:
            msg = f"{_host(self._url)} could not be reached, or cut the connection"
            raise _PassingError(msg) from error
        _refuse(answer, self._where)
        return str(answer.text)


class _PassingError(Exception):
    """A failure that may pass: worth another try."""

    def __init__(self, what: str, wait_s: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.wait_s = wait_s


def pieces(text: str, longest: int) -> list[str]:
    """Cut a text where one would breathe, into as few pieces of at most `longest` characters as that gives."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > longest:
        cuts = [m.start() for m in _STOPS.finditer(rest, 0, longest + 1) if 0 < m.start() <= longest]
        stops = [cut for cut in cuts if rest[cut - 1] in ".!?;:,。！？；：、，" and cut >= longest // 3]
        cut = (stops or cuts or [longest])[-1]
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [piece for piece in [*found, rest] if any(sign.isalnum() for sign in piece)]


def _language(voice: Voice) -> str:
    """Return Google's own tag for the voice's language: `es` for es-MX, but `pt-PT` and `zh-CN` as they are."""
    from gtts.lang import tts_langs

    known: dict[str, str] = {tag.lower(): tag for tag in tts_langs()}
    wanted = str(voice.options.get("lang", voice.language)).lower()
    for tag in (wanted, wanted.split("-")[0]):
        if tag in known:
            return known[tag]
    msg = f"Google Translate does not speak {voice.language}"
    raise VoiceError(msg, where=f"voice {voice.name}", hint=f"It speaks: {', '.join(sorted(known.values()))}.")


def _address(voice: Voice) -> str:
    where = f"voice {voice.name}"
    base = str(voice.options.get("base_url", "")).rstrip("/")
    if base:
        if not base.startswith("https://"):
            msg = f"base_url is not an https address: {base}"
            raise VoiceError(msg, where=where, hint="The text must not travel unsealed.")
        return base + _PATH
    tld = str(voice.options.get("tld", "com"))
    domains = (files("publish.speaking.engines") / "google_domains.txt").read_text("utf-8").split()
    if tld not in domains:
        msg = f"Google has no domain google.{tld}"
        raise VoiceError(msg, where=where, hint=f"tld is one of: {', '.join(domains)}.")
    return f"https://translate.google.{tld}{_PATH}"


def _host(url: str) -> str:
    return url.removeprefix("https://").split("/")[0]


def _refuse(answer: requests.Response, where: str) -> None:
    """Raise unless the answer is a good one."""
    status = answer.status_code
    if status == 200:
        return
    msg = f"{_host(answer.url)} answered {status} {answer.reason}"
    if status in _PASSING:
        raise _PassingError(msg, _retry_after_s(answer.headers.get("Retry-After", "")))
    hint = "Google refuses this network or has changed its service. Try later, or choose an embedded voice."
    raise EngineError(msg, where=where, hint=hint)


def _retry_after_s(header: str) -> float | None:
    """Return what a Retry-After header asks for, in seconds; it may be a number or a date (RFC 9110, 10.2.3)."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _mp3(answer: str) -> bytes:
    """Return the MP3 in an answer of Google's batchexecute: lines of JSON, one of them our call's."""
    for line in answer.splitlines():
        if _RPC not in line:
            continue
        try:
            calls = json.loads(line)
            sound = next(json.loads(call[2])[0] for call in calls if call[1] == _RPC and call[2])
            return base64.b64decode(sound, validate=True)
        except (ValueError, LookupError, TypeError, StopIteration, binascii.Error):
            break
    msg = "Google answered without sound"
    raise EngineError(msg, hint="It may not speak this text in this language, or has changed its service.")


def _decoded(mp3: bytes) -> bytes:
    """Return MP3 as mono 16-bit samples at RATE_HZ."""
    import av

    found: list[bytes] = []
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    try:
        with av.open(BytesIO(mp3), "r", format="mp3") as container:
            for frame in container.decode(audio=0):
                found.extend(bytes(part.planes[0])[: part.samples * 2] for part in resampler.resample(frame))
        found.extend(bytes(part.planes[0])[: part.samples * 2] for part in resampler.resample(None))
    except (av.FFmpegError, IndexError) as error:
        msg = "Google sent sound that cannot be decoded"
        raise EngineError(msg, hint="Try again, or choose another voice.") from error
    return b"".join(found)


def _shortened(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:57] + '...'}”"
