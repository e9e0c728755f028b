"""A book of ten hours, told in one hour and in ten: CPU for each sentence, and the largest process.

usage: python tests/bench/ten_hours.py [--sentences 760 7600] [--language es]      (about 6 min of CPU)

The sentences of ten_thousand.py (760 are an hour of Spanish by Pico), each length in a process of its own, on one
thread: spoken, remembered, laid out, mastered, encoded as a book's MP3, decoded and measured. No pairing and no pages:
memory.py has those. The sentences' numbers have five figures in both, for a longer number takes longer to say.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FIRST = 21_000
"""Of the sentences' numbers: those of ten hours more are said in about as many words."""


def measured(count: int, language: str) -> None:
    """Print what a book of so many sentences takes."""
    from ten_thousand import written

    from publish import jobs
    from publish.model import IN_BOOKS
    from publish.outside import cards
    from publish.outside import memory as memories
    from publish.speaking import narrate
    from publish.speaking.voices import card, choose

    voice = choose({name: card(name, *read) for name, read in cards.cards(None).items()}, language)
    begin = time.process_time()
    with memories.forgotten() as memory, tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as executor:
        recital = narrate.begin(written(language, count, FIRST), voice, memory=memory, executor=executor)
        tracks = recital.narration().tracks
        spoken_s = time.process_time() - begin
        jobs.whole(tracks, memory, Path(folder) / "whole.mp3", IN_BOOKS)
    whole_s = time.process_time() - begin
    hours = sum(track.samples / track.rate_hz for track in tracks) / 3600
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each_ms = f"{1000 * spoken_s / count:.1f} ms of CPU each to speak, {1000 * whole_s / count:.1f} in all"
    print(f"{voice.name}: {count} sentences, {hours:.2f} h, {each_ms}, {peak_mb:.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, nargs="+", default=[760, 7600])
    parser.add_argument("--language", default="es")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    for count in given.sentences:
        if given.alone:
            measured(count, given.language)
        else:
            call = [sys.executable, __file__, "--sentences", str(count), "--language", given.language, "--alone"]
            subprocess.run(call, check=True)


if __name__ == "__main__":
    main()
