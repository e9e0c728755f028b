"""What each form of a narration costs: size, CPU beside its bare encoder, memory.

python tests/bench/formats.py NARRATION.mp3 [--minutes 10 60]

The narration's sound is repeated to so many minutes. `bare` encodes the mastered samples and does nothing else;
`whole` masters, encodes, decodes and measures, as a worker does. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from publish.model import IN_BOOKS, Form, Piece, Track
from publish.outside import encoders, ffmpeg
from publish.speaking.mastering import mastered

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {
    "mp3": IN_BOOKS,
    "mp3 vbr": Form("mp3", "vbr"),
    "mp3 acx": Form("mp3", loudness="acx", room_tone=True),
    "m4b": Form("m4b"),
    "opus": Form("opus"),
    "flac": Form("flac"),
}
PIECE_S = 5


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sound", type=Path)
    asked.add_argument("--minutes", type=int, nargs="+", default=[10, 60])
    asked.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.alone:
        print(*measured(given.sound, given.minutes[0], *given.alone))
        return
    print("| form | minutes | kB a minute | bare, s | whole, s | ratio | MB |")
    for name in FORMS:
        for minutes in given.minutes:
            (_, bare, _), (size, whole, peak) = (alone(given.sound, minutes, name, what) for what in ("bare", "whole"))
            row = (name, minutes, f"{size / minutes / 1000:.0f}", f"{bare:.2f}", f"{whole:.2f}", f"{whole / bare:.2f}")
            print("|", " | ".join(map(str, row)), f"| {peak:.0f} |")


def alone(sound: Path, minutes: int, form: str, what: str) -> tuple[float, float, float]:
    """Bytes, seconds of CPU and MB at most, of one way in a process of its own."""
    call = [sys.executable, __file__, str(sound), "--minutes", str(minutes), "--alone", form, what]
    size, seconds, peak = subprocess.run(call, capture_output=True, check=True, text=True).stdout.split()
    return float(size), float(seconds), float(peak)


def measured(sound: Path, minutes: int, name: str, what: str) -> tuple[int, float, float]:
    form, rate_hz = FORMS[name], encoders.rate_of(sound)
    pcm = b"".join(encoders.decoded(sound))
    size = 2 * PIECE_S * rate_hz
    pieces = [pcm[at : at + size] for at in range(0, len(pcm) - size, size)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{form.format}"
        begin = time.process_time()
        if what == "bare":
            # What is fed to it is made before the clock starts.
            ready = list(mastered(again(pieces, minutes), rate_hz, gain_db=0.0, ceiling_dbtp=-1.5))
            begin = time.process_time()
            encode(ready, rate_hz, path, form)
        else:
            whole(pieces, rate_hz, minutes, path, form)
        seconds = time.process_time() - begin
        return path.stat().st_size, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def again(pieces: list[bytes], minutes: int) -> Iterator[bytes]:
    rounds = chain.from_iterable(repeat(pieces))
    return (next(rounds) for _ in range(minutes * 60 // PIECE_S))


def encode(ready: list[bytes], rate_hz: int, path: Path, form: Form) -> None:
    if form.loudness == "acx":
        louder = ffmpeg.resampled(ready, rate_hz, 44100)
        encoders.mp3(louder, 44100, path, bitrate_kbps=192)
    elif form.format == "mp3":
        encoders.mp3(ready, rate_hz, path, mode=form.bitrate)
    else:
        ffmpeg.encoded(ready, rate_hz, path, form.format)


def whole(pieces: list[bytes], rate_hz: int, minutes: int, path: Path, form: Form) -> None:
    from publish import jobs
    from publish.model import Sound
    from publish.speaking.memory import packed

    memory = {str(n): packed(Sound(rate_hz, piece)) for n, piece in enumerate(pieces)}
    samples = PIECE_S * rate_hz
    names = [str(n % len(pieces)) for n in range(minutes * 60 // PIECE_S)]
    tracks = (Track("en-c1", rate_hz, tuple(Piece(name, samples) for name in names), ()),)
    jobs.whole(tracks, memory, path, form)


if __name__ == "__main__":
    main()
