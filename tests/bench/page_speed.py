"""How fast a page is read and cleaned beside trafilatura alone, and a long paste beside language detection alone.

usage: python tests/bench/page_speed.py [--pages 80] [--megabytes 1] [--runs 3] [--gate]

Every page goes in turn through `trafilatura.extract` and through our reader and editing (which asks trafilatura and
readability besides its own judgement), in one process on one core; so does every run of the paste, through py3langid
line by line and through our reader and editing. Figures are ratios of CPU, the median of the runs and their range.
`--gate` ends with exit code 1 where one is over its limit. Pages and texts are those of the shared data
(../shared/data, or $ENFACE_SHARED/data).
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING

# One core for everyone: libraries of numbers would take them all.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

from editing import DATA, rows, source

from publish.editing.edit import edit
from publish.errors import PublishError
from publish.reading.formats import html, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Document, Source

PAGES = DATA / "clean" / "html_pages.jsonl.xz"
PLAIN = DATA / "clean" / "plain_pages.jsonl.xz"
LEAST_PAGES_PER_SECOND = 0.45
"""Of those of trafilatura alone."""
MOST_OF_DETECTION = 2.0
"""CPU of a paste over that of py3langid on its lines."""


def made(read: Callable[[Source], Document], given: Source) -> None:
    try:
        edit((read(given),))
    except PublishError:
        return


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def page_speed(count: int) -> tuple[float, float, float]:
    """Return our pages per second over those of trafilatura, then the seconds of each for a page."""
    import trafilatura

    every = list(rows(PAGES))
    own = theirs = 0.0
    chosen = every[:: max(1, len(every) // count)]
    for row in chosen:
        given = source(f"{row['id']}.html", row["html"], ".html", row.get("url", ""))
        theirs += seconds(lambda page=row["html"]: trafilatura.extract(page))
        own += seconds(lambda given=given: made(html.read, given))
    return theirs / own, own / len(chosen), theirs / len(chosen)


def paste(size: int) -> list[str]:
    """Return the article lines of many pages, one after the other, of so many bytes in all."""
    lines: list[str] = []
    for row in rows(PLAIN):
        lines += [" ".join(line.split()) for line, kept in zip(row["lines"], row["keep"], strict=True) if kept]
        if sum(len(line.encode()) + 2 for line in lines) >= size:
            break
    return [line for line in lines if line]


def paste_speed(lines: list[str]) -> tuple[float, float, float]:
    """Return our CPU over that of py3langid, then the seconds of each."""
    import py3langid

    given = source("paste.txt", "\n\n".join(lines))
    theirs = seconds(lambda: [py3langid.classify(line) for line in lines])
    own = seconds(lambda: made(text.read, given))
    return own / theirs, own, theirs


def told(name: str, found: list[tuple[float, float, float]], unit: str) -> float:
    ratios = [ratio for ratio, _, _ in found]
    median = statistics.median(ratios)
    own, theirs = (statistics.median(column) for column in list(zip(*found, strict=True))[1:])
    print(f"{name}: {median:.2f} ({min(ratios):.2f} to {max(ratios):.2f}); {own:.3f} s against {theirs:.3f} s {unit}")
    return median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=80)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--gate", action="store_true")
    given = parser.parse_args()
    if not PAGES.exists() or not PLAIN.exists():
        print(
            f"Not measured: the pages are not here ({PAGES.parent}); set ENFACE_SHARED to the folder that holds data/"
        )
        return
    logging.disable(logging.WARNING)
    page_speed(3)
    lines = paste(round(given.megabytes * 1_000_000))
    paste_speed(lines[:100])
    pages = [page_speed(given.pages) for _ in range(given.runs)]
    fast = told("pages per second / trafilatura's", pages, "a page")
    pastes = [paste_speed(lines) for _ in range(given.runs)]
    dear = told(f"CPU of a paste of {given.megabytes} MB / language detection's", pastes, "in all")
    if given.gate and (fast < LEAST_PAGES_PER_SECOND or dear > MOST_OF_DETECTION):
        sys.exit(1)


if __name__ == "__main__":
    main()
