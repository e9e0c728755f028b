"""Speech as AAC, Opus or FLAC, by the FFmpeg that is inside PyAV."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from publish.errors import OutputError, ToolError
from publish.model import milliseconds
from publish.outside.encoders import BITRATE_KBPS, EncodedFile, gathered, pcm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from av import AudioFrame, AudioResampler
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

    from publish.model import AudioFormat

OPUS_KBPS = 24
"""Clean for one voice, and what podcast archives use: half of an MP3's."""

OPUS_HEARD_HZ = 48000
"""Whatever went in, this is the rate at which Opus is decoded."""

# Of the muxer and of the encoder: neither writes its version, the time, or a random number.
_BIT_EXACT_FILE = 0x400
_BIT_EXACT_SOUND = 1 << 23


# Of libopus: what is encoded is speech, and a packet of 60 ms has a third of the headers of three of 20.
_LEAN: Mapping[str, str] = {"application": "voip", "frame_duration": "60"}


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How FFmpeg makes one format."""

    container: str
    codec: str
    samples: str
    media_type: str
    kbps: int = 0
    rates_hz: tuple[int, ...] = ()
    """All that the codec takes; none where it takes any."""
    options: Mapping[str, str] = field(default_factory=dict)


_RECIPES: Mapping[AudioFormat, _Recipe] = {
    "m4b": _Recipe(
        # The index before the sound, so that a player may begin before it has all of the file.
        "ipod",
        "aac",
        "fltp",
        "audio/mp4",
        BITRATE_KBPS,
        options={"movflags": "+faststart", "brand": "M4B "},
    ),
    "opus": _Recipe("ogg", "libopus", "s16", "audio/ogg", OPUS_KBPS, (8000, 12000, 16000, 24000, 48000)),
    "flac": _Recipe("flac", "flac", "s16", "audio/flac"),
}


def encoded(chunks: Iterable[bytes], rate_hz: int, path: Path, kind: AudioFormat, *, lean_kbps: int = 0) -> EncodedFile:
    """Encode mono 16-bit PCM into `path`, as any format but MP3.

    It has no tag. What is decoded begins at the sample that went in first and ends with the last; Opus, which knows
    few rates, may bring it at another one. The same samples give the same bytes, however they are cut.

    Args:
        chunks: the samples.
        rate_hz: how many of them make a second.
        path: where it goes.
        kind: the format.
        lean_kbps: of Opus, another bit rate than ours, in packets as long as may be: for little data.

    Raises:
        ToolError: FFmpeg cannot encode it, as at a rate that AAC does not know.
        OutputError: the file cannot be written.
    """
    import av

    recipe = _RECIPES[kind]
    target_hz = next((hz for hz in recipe.rates_hz if hz >= rate_hz), rate_hz)
    # A time of the file's own is counted in samples: its length is then exact.
    clock = {"movie_timescale": str(target_hz)} if recipe.container == "ipod" else {}
    samples = 0
    try:
        with av.open(str(path), "w", format=recipe.container, options={**recipe.options, **clock}) as out:
            out.flags |= _BIT_EXACT_FILE
            stream = _stream(out, recipe, target_hz, lean_kbps)
            resampler = av.AudioResampler(format=recipe.samples, layout="mono", rate=target_hz)
            for chunk in gathered(chunks):
                for frame in _frames(chunk, rate_hz, samples, resampler):
                    out.mux(stream.encode(frame))
                samples += len(chunk) // 2
            for frame in resampler.resample(None):
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        size = path.stat().st_size
    except OSError as error:
        # FFmpeg's errors are the system's too where a disk is full or a folder is missing.
        if isinstance(error, av.FFmpegError) and not error.strerror:
            raise
        raise OutputError(str(error.strerror or error), where=path.name, hint="Is the disk full?") from error
    except (av.FFmpegError, ValueError) as error:
        msg = f"FFmpeg cannot encode {kind} at {rate_hz} Hz: {error}"
        raise ToolError(msg, where=path.name) from error
    return EncodedFile(path, f".{kind}", recipe.media_type, size, milliseconds(samples, rate_hz))


def resampled(chunks: Iterable[bytes], rate_hz: int, target_hz: int) -> Iterator[bytes]:
    """Yield mono 16-bit PCM at another rate, as long as it was to a sample, however it was cut."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=target_hz)
    samples = 0
    # A little at a time: of half a minute at once it makes 45 MB of its own, and is no faster.
    for chunk in chunks:
        yield from map(pcm, _frames(chunk, rate_hz, samples, resampler))
        samples += len(chunk) // 2
    yield from map(pcm, resampler.resample(None))


def _stream(out: OutputContainer, recipe: _Recipe, rate_hz: int, lean_kbps: int) -> AudioStream:
    stream = cast("AudioStream", out.add_stream(recipe.codec, rate=rate_hz))
    codec = stream.codec_context
    codec.layout = "mono"
    codec.format = recipe.samples
    # Frames of FLAC made by several threads would need their memory, and bring no time where workers share the cores.
    codec.thread_count = 1
    codec.flags |= _BIT_EXACT_SOUND
    if recipe.kbps:
        codec.bit_rate = 1000 * (lean_kbps or recipe.kbps)
    if lean_kbps:
        codec.options = dict(_LEAN)
    return stream


def _frames(chunk: bytes, rate_hz: int, begin: int, resampler: AudioResampler) -> Iterator[AudioFrame]:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(np.frombuffer(chunk, "<i2").reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate_hz
    frame.time_base = Fraction(1, rate_hz)
    frame.pts = begin
    yield from resampler.resample(frame)
