"""Speech as MP3, and back again from any format."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from publish.errors import OutputError, ToolError
from publish.model import milliseconds
from publish.outside.infoframe import RATES_HZ, InfoFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    import numpy as np
    from av import AudioFrame
    from numpy.typing import NDArray

    from publish.model import BitrateMode

BITRATE_KBPS = 48
"""Clean for one voice at 16 to 24 kHz."""

MP3_GAIN_DB = -0.446
"""LAME multiplies what it is given by 0.95, at every rate and bit rate under 192; its wheel has no switch for that."""

_GAIN_AT_192_DB = -0.265
"""There it multiplies by 0.97."""

_QUALITY = 5
"""LAME's own scale: 2 takes 2.6 times as long for speech, 7 half as long."""

_VBR_MTRH = 4
"""LAME's usual way to vary the bit rate."""
_VBR_QUALITY = 5
"""`lame -V 5`: speech at 16 kHz takes 35 kbit/s."""

_CHUNK_BYTES = 1 << 16
_FRAMES_AT_ONCE = 64
_PCM_BYTES = 1 << 20
"""Half a minute at 16 kHz. A codec that takes turns with a limiter at every 32 KB loses a tenth of its speed."""


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """An encoded sound on disk; satisfies model.Encoded, and may travel between processes."""

    path: Path
    suffix: str
    media_type: str
    size: int
    duration_ms: int
    loudness_lufs: float = nan
    """Not a number until someone has listened: see speaking.mastering."""
    true_peak_dbtp: float = nan
    is_as_asked: bool = False
    """Whether it is as loud as its profile asks for."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the file's bytes, a little at a time."""
        with self.path.open("rb") as stored:
            while chunk := stored.read(_CHUNK_BYTES):
                yield chunk


def mp3(
    chunks: Iterable[bytes],
    rate_hz: int,
    path: Path,
    *,
    bitrate_kbps: int = BITRATE_KBPS,
    mode: BitrateMode = "cbr",
) -> EncodedFile:
    """Encode mono 16-bit PCM as MP3 with a constant bit rate, or at a constant quality (`vbr`), into `path`.

    No ID3 tag. The first frame is silent and says how much a player must take off at both ends
    (LAME's `Info` or `Xing` tag), so what is decoded has exactly the samples that went in. The same samples give the
    same bytes.

    Raises:
        ToolError: MP3 has no such sampling rate.
        OutputError: the file cannot be written.
    """
    # LAME by its own wheel: 2.4 s of CPU for 25 min at 16 kHz, where the one inside PyAV's FFmpeg takes 8.3 s.
    import lameenc

    if rate_hz not in RATES_HZ:
        msg = f"MP3 has no sampling rate of {rate_hz} Hz"
        raise ToolError(msg, hint=f"There are: {', '.join(map(str, RATES_HZ))}.")
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_out_sample_rate(rate_hz)
    if mode == "vbr":
        encoder.set_vbr(_VBR_MTRH)
        encoder.set_vbr_quality(_VBR_QUALITY)
    else:
        encoder.set_bit_rate(bitrate_kbps)
    encoder.set_quality(_QUALITY)
    opening = InfoFrame(rate_hz, bitrate_kbps)
    samples = 0
    try:
        with path.open("w+b") as out:
            out.write(opening.content(samples=0, sound_bytes=0))
            for chunk in gathered(chunks):
                samples += len(chunk) // 2
                out.write(encoder.encode(chunk))
            out.write(encoder.flush())
            size = out.tell()
            varying = _places(out, opening, size) if mode == "vbr" else ()
            out.seek(0)
            out.write(opening.content(samples=samples, sound_bytes=size - opening.size, varying=varying))
    except OSError as error:
        raise OutputError(str(error.strerror or error), where=path.name, hint="Is the disk full?") from error
    return EncodedFile(path, ".mp3", "audio/mpeg", size, milliseconds(samples, rate_hz))


def mp3_gain_db(kbps: int, mode: BitrateMode) -> float:
    """Return what LAME adds by itself: nothing where the bit rate varies."""
    if mode == "vbr":
        return 0.0
    return _GAIN_AT_192_DB if kbps == 192 else MP3_GAIN_DB


def _places(out: BinaryIO, opening: InfoFrame, size: int) -> Sequence[int]:
    """Return where each frame after the first begins, from the end of that one: 8 bytes for each, 0.8 MB an hour."""
    places = array("Q")
    at = opening.size
    while at < size:
        places.append(at - opening.size)
        out.seek(at)
        at += opening.following(out.read(4))
    return places


def gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same samples, half a minute at a time."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _PCM_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def decoded(path: Path) -> Iterator[bytes]:
    """Yield an encoded file as mono 16-bit PCM at its own rate, without the encoder's delay and padding.

    Raises:
        ToolError: FFmpeg cannot decode it, or it is not mono.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            sound = stream.codec_context
            if sound.channels != 1 or sound.format.name not in {"fltp", "s16"}:
                msg = "It is not mono MP3, AAC, Opus or FLAC"
                raise ToolError(msg, where=path.name)
            frames = container.decode(audio=0)
            chunks = gathered(_batches(frames) if sound.format.name == "fltp" else map(pcm, frames))
            # FFmpeg's decoder leaves what AAC adds to fill its last frame; the file says how long it is.
            yield from _first(chunks, stream.duration or 0) if container.format.name.startswith("mov") else chunks
    except av.FFmpegError as error:
        msg = f"It cannot be decoded: {error}"
        raise ToolError(msg, where=path.name) from error


def rate_of(path: Path) -> int:
    """Return the sampling rate at which an encoded file is decoded, in Hz.

    Raises:
        ToolError: FFmpeg cannot read it.
    """
    import av

    try:
        with av.open(str(path)) as container:
            return int(container.streams.audio[0].codec_context.sample_rate)
    except (av.FFmpegError, IndexError) as error:
        msg = f"It cannot be decoded: {error}"
        raise ToolError(msg, where=path.name) from error


def _first(chunks: Iterable[bytes], samples: int) -> Iterator[bytes]:
    left = 2 * samples
    for chunk in chunks:
        yield chunk[:left]
        left -= len(chunk[:left])


def pcm(frame: AudioFrame) -> bytes:
    """Return a frame's samples, where they are mono and of 16 bits."""
    return bytes(memoryview(frame.planes[0])[: 2 * frame.samples])


def _batches(frames: Iterable[AudioFrame]) -> Iterator[bytes]:
    import numpy as np

    held: list[NDArray[np.float32]] = []
    for frame in frames:
        # With a count: a frame's buffer may be longer than its samples.
        held.append(np.frombuffer(memoryview(frame.planes[0]), dtype=np.float32, count=frame.samples))
        if len(held) == _FRAMES_AT_ONCE:
            yield _pcm(held)
            held = []
    if held:
        yield _pcm(held)


def _pcm(parts: list[NDArray[np.float32]]) -> bytes:
    import numpy as np

    samples = np.concatenate(parts)
    samples *= 32768
    np.rint(samples, out=samples)
    np.clip(samples, -32768, 32767, out=samples)
    return samples.astype("<i2").tobytes()
