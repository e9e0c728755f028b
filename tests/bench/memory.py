"""Peak memory of the whole job as the article grows: 10 times and 40 times a real one.

usage: python tests/bench/memory.py [ARTICLE.txt] [--times 10 40] [--voice tone] [--gate] (Linux: reads /proc)

The long article repeats the paragraphs of ARTICLE's languages with a word of their own in every sentence, so that
nothing is remembered from one copy to the next. Printed for each length: the largest single process, and the peak of
all processes together (proportional set size, sampled ten times a second). `--gate` ends with exit code 1 where a
process is over 300 MB, or that of the longest is over a twentieth larger than that of the shortest.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("ENFACE_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "data" / "articles" / "s00-seed-peru.txt"
SAMPLE = ROOT / "publish" / "sample" / "sample.txt"
PUBLISH = Path(sys.executable).with_name("publish")

LARGEST_MB = 300
GROWTH = 1.05
ORDINALS = {"en": "Part {n}:", "es": "Parte {n}:"}


def long_article(article: Path, times: int) -> str:
    """Every paragraph so many times, each sentence marked, one language after the other."""
    seen = json.loads(
        subprocess.run([PUBLISH, "inspect", article, "--json"], capture_output=True, check=True, text=True).stdout
    )
    parts = []
    for language in seen["languages"]:
        blocks = {b["id"]: b for b in seen["blocks"] if b["language"] == language}
        parts.append(seen["titles"][language])
        mark = ORDINALS.get(language, "{n}:")
        for n in range(1, times + 1):
            for block in list(blocks)[1:]:
                said = [row["text"] for row in seen["sentences"] if row["block"] == block]
                parts.append(" ".join(f"{mark.format(n=n)} {text}" for text in said))
    return "\n\n".join(parts)


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, tasks.read_text().split())
            except OSError:
                continue
    return found


def kb(pid: int, file: str, field: str) -> int:
    """A figure of /proc in kilobytes; 0 once the process has gone."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)


def peaks(command: list[object]) -> tuple[float, float, float]:
    """Run it; return the largest process and the peak of all, in MB, and seconds of wall."""
    begun = time.monotonic()
    largest = together = 0
    with subprocess.Popen([str(p) for p in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        while child.poll() is None:
            pids = family(child.pid)
            largest = max([largest, *(kb(pid, "status", "VmHWM:") for pid in pids)])
            together = max(together, sum(kb(pid, "smaps_rollup", "Pss:") for pid in pids))
            time.sleep(0.1)
        assert child.stderr
        if child.returncode:
            sys.exit(child.stderr.read().decode()[-2000:])
    return largest / 1000, together / 1000, time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=SEED if SEED.exists() else SAMPLE)
    parser.add_argument("--times", nargs="+", type=int, default=[10, 40])
    parser.add_argument("--voice", default="", help="one voice for all languages instead of the best")
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    figures = []
    for times in options.times:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "long.txt"
            source.write_text(long_article(options.article, times), "utf-8")
            voices = [f"--voice={language}={options.voice}" for language in ("en", "es") if options.voice]
            place = ["--out", Path(folder) / "out", "--memory", Path(folder) / "memory"]
            largest, together, wall = peaks([PUBLISH, "make", source, *place, *voices])
        print(f"{times} times: largest process {largest:.0f} MB, together {together:.0f} MB, {wall:.0f} s", flush=True)
        figures.append(largest)
    if options.gate and (max(figures) > LARGEST_MB or figures[-1] > GROWTH * figures[0]):
        sys.exit("Memory is over its limit")


if __name__ == "__main__":
    main()
