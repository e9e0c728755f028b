"""Narrations killed at random moments and resumed: the same bytes as one that nobody disturbed.

usage: python tests/bench/killed.py [ARTICLE.txt] [--times 20] [--seed 5] [--voice LANG=NAME ...]   (Linux, macOS)

`publish make --to audio` runs once undisturbed, from an empty memory. Then, each time from an empty memory and an
empty shelf, it and all its processes get SIGKILL at a moment of that run, and the same command runs again to its end.
Every file on the shelf is compared with the undisturbed run's, by its bytes. Where a run was done before its moment
came, another moment is drawn. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parent.parent.parent / "publish" / "sample" / "sample.txt"


def started(article: Path, folder: Path, voices: list[str]) -> subprocess.Popen[bytes]:
    """Begin to make the narrations of an article, with a memory and a shelf in this folder."""
    chosen = [word for voice in voices for word in ("--voice", voice)]
    return subprocess.Popen(
        [sys.executable, "-m", "publish", "make", article, "--to", "audio", "--out", folder / "out", *chosen],
        env={**os.environ, "ENFACE_MEMORY": str(folder / "memory")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def shelved(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file on the shelf; what an unfinished run left beside it is no part of it."""
    out = folder / "out"
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(out.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(out).parts)
    }


def killed(article: Path, folder: Path, voices: list[str], after_s: float) -> int | None:
    """Kill a run after so many seconds; return how many sounds it had remembered, None if it was done before."""
    run = started(article, folder, voices)
    try:
        run.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return sum(1 for _ in (folder / "memory").rglob("*.pcm"))
    return None


def main() -> int:
    """Print what became of each run; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--voice", action="append", default=[], metavar="LANG=NAME")
    given = parser.parse_args()
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as place:
        calm = Path(place) / "calm"
        begin = time.monotonic()
        if started(given.article, calm, given.voice).wait():
            sys.exit("The undisturbed run failed")
        whole_s = time.monotonic() - begin
        wanted = shelved(calm)
        print(f"Undisturbed: {len(wanted)} files in {whole_s:.1f} s")
        number = wrong = 0
        while number < given.times:
            share = moments.random()
            with tempfile.TemporaryDirectory(dir=place) as own:
                remembered = killed(given.article, Path(own), given.voice, share * whole_s)
                if remembered is None:
                    continue
                number += 1
                failed = started(given.article, Path(own), given.voice).wait()
                same = not failed and shelved(Path(own)) == wanted
            wrong += not same
            verdict = "the same" if same else "DIFFERENT"
            print(f"{number}: killed at {share:.0%} with {remembered} sounds remembered: {verdict}", flush=True)
    print(f"{given.times - wrong} of {given.times} the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
