"""A podcast of 500 episodes: what one more costs, beside the tenth.

usage: python tests/bench/show.py [--episodes 500] [--pairs 5]

The episodes have sound of a few bytes, and feeds, transcripts and folders as real ones have. Measured in CPU seconds,
both shows in turns within one run: the growing of the feeds by itself, and a whole `publish make` of the sample in the
test voice, by a process of its own. Printed with it: whether every byte of the feed but the new item stayed as it was,
and the peak of memory while it grew.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from showroom import episode, grown

SETTINGS = """
title = { en = "Village Radio", es = "Radio del pueblo" }
description = "Stories of the river."
author = "Ana Roe"
language = "en"
category = "Education"
base_url = "https://example.org/podcast/"
artwork = "artwork.jpg"
"""
SAMPLE = Path(__file__).parents[2] / "publish" / "sample" / "sample.txt"
PUBLISH = Path(sys.executable).with_name("publish")


def filled(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text(SETTINGS)
    for number in range(count):
        episode(folder, f"story{number}", "00000001", day=1 + number % 28)
    grown(folder)
    return folder


def growing(folder: Path, number: int) -> float:
    own = episode(folder, f"more{number}", "00000001", day=15)
    before, begin = (folder / "feed.xml").read_bytes(), time.process_time()
    grown(folder, own)
    taken = time.process_time() - begin
    after = (folder / "feed.xml").read_bytes()
    if re.sub(rb"<item>\n<title>more%d in .*?</item>\n" % number, b"", after, flags=re.DOTALL) != before:
        sys.exit("A byte of another episode was changed")
    return taken


def made(folder: Path, number: int) -> float:
    source = folder.parent / "article.txt"
    # Another source each time: the same one would be the same episode.
    source.write_text(SAMPLE.read_text("utf-8").replace("2017", str(2017 + number)), "utf-8")
    memory = folder.parent / "memory"
    call = [PUBLISH, "make", source, "--to", "feed", "--show", folder, "--title", f"Boat {number}", "--workers", "1"]
    call += ["--voice", "en=tone", "--voice", "es=tone", "--memory", memory]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(call, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_kb(folder: Path) -> float:
    own = episode(folder, "last", "00000001", day=16)
    tracemalloc.start()
    grown(folder, own)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=500)
    parser.add_argument("--pairs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        small, large = (filled(Path(work) / str(count), count) for count in (9, asked.episodes - 1))
        for what, measure in (
            ("growing the feeds", growing),
            ("publish make", made),
        ):
            measure(small, 0)
            pairs = [(measure(small, n), measure(large, n)) for n in range(1, asked.pairs + 1)]
            tenth, last = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(b / a for a, b in pairs)
            print(f"{what}: tenth {tenth:.3f} s, number {asked.episodes} {last:.3f} s of CPU, {ratio:.2f} times")
        sizes = [(folder / "feed.xml").stat().st_size / 1e6 for folder in (small, large)]
        print(f"feed of all languages: {sizes[0]:.2f} MB and {sizes[1]:.2f} MB; every other byte as it was")
        print(f"peak of Python's memory while growing: {peak_kb(small):.0f} kB and {peak_kb(large):.0f} kB")


if __name__ == "__main__":
    main()
