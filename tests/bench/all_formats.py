"""CPU of every format at once against that of the book and its narrations: nothing is spoken or encoded twice.

usage: python tests/bench/all_formats.py [ARTICLE.txt] [--runs 2]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLE = Path(__file__).parent.parent.parent / "publish" / "sample" / "sample.txt"
PUBLISH = Path(sys.executable).with_name("publish")
LIMIT = 1.6


def cpu(article: Path, to: str) -> float:
    """Seconds of CPU, of all processes, from an empty memory."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        call = [PUBLISH, "make", article, "--to", to, "--out", f"{folder}/out", "--memory", f"{folder}/memory"]
        subprocess.run(call, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("article", nargs="?", type=Path, default=SAMPLE)
    ask.add_argument("--runs", type=int, default=2)
    asked = ask.parse_args()
    for _ in range(asked.runs):
        usual, every = (cpu(asked.article, to) for to in ("epub,audio", "all"))
        print(f"epub,audio {usual:.1f} s, all {every:.1f} s: {every / usual:.2f} (limit {LIMIT})", flush=True)


if __name__ == "__main__":
    main()
