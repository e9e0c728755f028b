"""Speech made slower, its pitch kept."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from publish.model import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOWEST = 0.5
"""FFmpeg's filter goes no further in one step, and words fall apart."""


def made_by() -> str:
    """Return what decides the samples beside what it is given."""
    return f"atempo {version('av')}"


def slowed(sound: Sound, speed: float) -> Sound:
    """Return the sound at `speed` times its tempo, from SLOWEST to 1, at the same pitch.

    By FFmpeg's `atempo` (waveform-similarity overlap-add), which comes with what decodes MP3. The length is the old
    one divided by the speed, within a few milliseconds.
    """
    if speed == 1 or not sound.pcm:
        return sound
    return Sound(sound.rate_hz, b"".join(_filtered(sound, speed)))


def _filtered(sound: Sound, speed: float) -> Iterator[bytes]:
    import av

    graph = av.filter.Graph()
    source: Any = graph.add_abuffer(sample_rate=sound.rate_hz, format="s16", layout="mono")
    tempo: Any = graph.add("atempo", str(speed))
    sink: Any = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(sound.pcm) // 2)
    frame.planes[0].update(sound.pcm.ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate = sound.rate_hz
    frame.pts = 0
    source.push(frame)
    source.push(None)
    while True:
        try:
            done = sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield bytes(done.planes[0])[: 2 * done.samples]
