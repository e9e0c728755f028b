"""Google Translate's engine against a local server that speaks Google's protocol over real HTTPS."""

from __future__ import annotations

import base64
import http.server
import json
import ssl
import threading
import urllib.parse
from dataclasses import dataclass, field
from email.utils import formatdate
from io import BytesIO
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
import trustme

from publish.errors import EngineError, VoiceError
from publish.model import Voice
from publish.speaking.engines.gtts import GoogleTranslate, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GREETING = "Good morning, everyone."


def mp3(seconds: float) -> bytes:
    """Mono MP3 at 24 kHz, as Google sends it."""
    file = BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=24000, layout="mono")
        wave = np.sin(np.arange(int(24000 * seconds)) * 0.1) * 8000
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16).reshape(1, -1), format="s16p", layout="mono")
        frame.sample_rate = 24000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


def answer(sound: bytes | None) -> bytes:
    """Google's batchexecute envelope around one sound, or around none."""
    payload = None if sound is None else json.dumps([base64.b64encode(sound).decode()], separators=(",", ":"))
    rows = [["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], ["di", 12], ["af.httprm", 12, "0", 3]]
    body = json.dumps(rows, separators=(",", ":"))
    return f')]}}\'\n\n{len(body)}\n{body}\n25\n[["e",4,null,null,1]]\n'.encode()


@dataclass
class Google:
    """The local server: what it will answer, and what it was asked."""

    url: str
    certificate: Path
    script: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """Answers in turn, the last one for ever; status 0 cuts the connection in the middle of one."""
    asked: list[list[Any]] = field(default_factory=list)

    def voice(self, **options: str | float | bool) -> Voice:
        told = {"base_url": self.url, "pause_s": 0.0, **options}
        return Voice("gtts-en", "gtts", "en-US", "Google Translate", "online", "Google Terms of Service", told)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def google(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    certificate = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(certificate)
    with _serving(authority.issue_cert("localhost")) as (port, handler):
        state = Google(f"https://localhost:{port}", certificate)
        handler.state = state
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield state


class _Handler(http.server.BaseHTTPRequestHandler):
    state: Google
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        call = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
        assert self.path == "/_/TranslateWebserverUi/data/batchexecute"
        assert call[0][0][0] == "jQ1olc"
        self.state.asked.append(json.loads(call[0][0][1]))
        script = self.state.script
        status, headers, content = script.pop(0) if len(script) > 1 else script[0]
        self.send_response(status or 200)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content if status else content[: len(content) // 2])
        self.close_connection = status == 0

    def log_message(self, *_: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that refuses the certificate hangs up: no trace of it on the screen."""


class _serving:  # noqa: N801 # reads as a word in the with statement
    def __init__(self, leaf: trustme.LeafCert) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        self.handler = type("Handler", (_Handler,), {})
        self.server = _Server(("localhost", 0), self.handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> tuple[int, Any]:
        self.thread.start()
        return self.server.server_address[1], self.handler

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_a_sentence_comes_back_as_mono_16_bit_sound_at_24_khz(google: Google) -> None:
    google.script = [(200, {}, answer(mp3(0.5)))]
    sound = GoogleTranslate(google.voice()).speak(GREETING)
    assert sound.rate_hz == 24000
    assert 0.45 < len(sound.pcm) / 2 / 24000 < 0.65
    assert google.asked == [["Good morning, everyone.", "en", None, "null"]]


def test_slow_speech_and_another_language_are_asked_for_as_the_card_says(google: Google) -> None:
    google.script = [(200, {}, answer(mp3(0.1)))]
    voice = google.voice(slow=True, lang="es")
    GoogleTranslate(voice).speak("Buenos días.")
    assert google.asked == [["Buenos días.", "es", True, "null"]]


def test_a_long_sentence_is_sent_in_pieces_and_comes_back_joined(google: Google) -> None:
    google.script = [(200, {}, answer(mp3(0.2)))]
    text = "When the morning train from the coast arrives late, " * 3 + "we wait."
    sound = GoogleTranslate(google.voice()).speak(text)
    assert [piece[0] for piece in google.asked] == [
        "When the morning train from the coast arrives late,",
        "When the morning train from the coast arrives late,",
        "When the morning train from the coast arrives late, we wait.",
    ]
    assert len(sound.pcm) / 2 / 24000 > 0.55


def test_too_many_requests_then_an_answer_waits_as_long_as_google_asks(google: Google) -> None:
    google.script = [(429, {"Retry-After": "7"}, b""), (200, {}, answer(mp3(0.1)))]
    slept: list[float] = []
    GoogleTranslate(google.voice(), sleep=slept.append).speak(GREETING)
    assert slept == [7.0]
    assert len(google.asked) == 2


def test_a_date_in_retry_after_is_understood(google: Google) -> None:
    google.script = [(503, {"Retry-After": formatdate(0, usegmt=True)}, b""), (200, {}, answer(mp3(0.1)))]
    slept: list[float] = []
    GoogleTranslate(google.voice(), sleep=slept.append).speak(GREETING)
    assert slept == [0.0]


def test_too_many_requests_for_ever_ends_in_an_error_after_doubling_waits(google: Google) -> None:
    google.script = [(429, {}, b"")]
    slept: list[float] = []
    with pytest.raises(EngineError) as raised:
        GoogleTranslate(google.voice(tries=4), sleep=slept.append).speak(GREETING)
    assert slept == [1.0, 2.0, 4.0]
    assert "answered 429" in raised.value.what
    assert raised.value.where == "voice gtts-en, “Good morning, everyone.”"
    assert raised.value.hint == "Tried 4 times. Try again later, or choose an embedded voice."


def test_a_wait_of_an_hour_is_not_slept_through(google: Google) -> None:
    google.script = [(429, {"Retry-After": "3600"}, b"")]
    slept: list[float] = []
    with pytest.raises(EngineError) as raised:
        GoogleTranslate(google.voice(), sleep=slept.append).speak(GREETING)
    assert slept == []
    assert "Google asks to wait 3600 s" in raised.value.hint


def test_a_server_error_is_tried_again(google: Google) -> None:
    google.script = [(500, {}, b""), (502, {}, b""), (200, {}, answer(mp3(0.1)))]
    slept: list[float] = []
    assert GoogleTranslate(google.voice(), sleep=slept.append).speak(GREETING).pcm
    assert slept == [1.0, 2.0]


@pytest.mark.parametrize(("status", "reason"), [(403, "Forbidden"), (404, "Not Found"), (302, "Found")])
def test_a_refusal_is_not_tried_again(google: Google, status: int, reason: str) -> None:
    google.script = [(status, {"Location": "https://localhost/sorry"}, b"")]
    with pytest.raises(EngineError, match=f"answered {status} {reason}") as raised:
        GoogleTranslate(google.voice(), sleep=pytest.fail).speak(GREETING)
    assert raised.value.hint.startswith("Google refuses this network")
    assert len(google.asked) == 1


def test_a_cut_connection_is_tried_again_and_gives_the_whole_sound(google: Google) -> None:
    google.script = [(0, {}, answer(mp3(0.3))), (200, {}, answer(mp3(0.3)))]
    slept: list[float] = []
    sound = GoogleTranslate(google.voice(), sleep=slept.append).speak(GREETING)
    assert len(sound.pcm) / 2 / 24000 > 0.25
    assert slept == [1.0]


def test_a_connection_cut_every_time_leaves_nothing_partial(google: Google) -> None:
    google.script = [(0, {}, answer(mp3(0.3)))]
    with pytest.raises(EngineError, match="could not be reached, or cut the connection"):
        GoogleTranslate(google.voice(tries=2), sleep=lambda _: None).speak(GREETING)


def test_the_second_piece_failing_gives_no_sound_at_all(google: Google) -> None:
    google.script = [(200, {}, answer(mp3(0.2))), (403, {}, b"")]
    with pytest.raises(EngineError, match="answered 403"):
        GoogleTranslate(google.voice()).speak("A long beginning of a sentence, " * 4)


@pytest.mark.parametrize("content", [answer(None), answer(b""), answer(b"no mp3 at all"), b"<html>consent</html>"])
def test_an_answer_without_sound_is_an_error(google: Google, content: bytes) -> None:
    google.script = [(200, {}, content)]
    with pytest.raises(EngineError, match="Google (answered without sound|sent sound that|sent empty sound)"):
        GoogleTranslate(google.voice(), sleep=pytest.fail).speak(GREETING)


def test_a_slow_answer_times_out(google: Google) -> None:
    google.script = [(200, {"Content-Length": "100000"}, answer(mp3(0.1)))]
    with pytest.raises(EngineError, match="could not be reached, or cut the connection"):
        GoogleTranslate(google.voice(timeout_s=0.2, tries=1)).speak(GREETING)


def test_a_certificate_that_nobody_vouches_for_is_refused(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    google.script = [(200, {}, answer(mp3(0.1)))]
    with pytest.raises(EngineError, match="certificate of localhost:[0-9]+ could not be verified") as raised:
        GoogleTranslate(google.voice(), sleep=pytest.fail).speak(GREETING)
    assert "REQUESTS_CA_BUNDLE" in raised.value.hint
    assert google.asked == []


def test_requests_keep_their_distance(google: Google) -> None:
    google.script = [(200, {}, answer(mp3(0.1)))]
    slept: list[float] = []
    engine = GoogleTranslate(google.voice(pause_s=100.0), sleep=slept.append)
    engine.speak(GREETING)
    assert slept == []
    engine.speak(GREETING)
    assert len(slept) == 1
    assert 90 < slept[0] <= 100


def test_text_without_a_letter_is_an_error_before_anything_is_sent(google: Google) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        GoogleTranslate(google.voice()).speak("…!")
    assert google.asked == []


def test_a_domain_that_is_not_googles_is_refused() -> None:
    voice = Voice("gtts-x", "gtts", "en", "x", "online", "x", {"tld": "evil.example"})
    with pytest.raises(VoiceError, match="no domain google.evil.example"):
        GoogleTranslate(voice)


def test_an_address_without_tls_is_refused() -> None:
    voice = Voice("gtts-x", "gtts", "en", "x", "online", "x", {"base_url": "http://localhost"})
    with pytest.raises(VoiceError, match="not an https address"):
        GoogleTranslate(voice)


def test_a_language_that_google_does_not_speak_is_refused() -> None:
    with pytest.raises(VoiceError, match="does not speak br"):
        GoogleTranslate(Voice("gtts-br", "gtts", "br", "x", "online", "x", {}))


def test_pieces_are_cut_at_punctuation_then_at_spaces_then_anywhere() -> None:
    assert pieces("One, two three four. Five", 12) == ["One,", "two three", "four. Five"]
    assert pieces("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert pieces("Short.", 100) == ["Short."]
