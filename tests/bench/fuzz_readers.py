"""Throw random bytes, mutations and hurtful inputs at every reader: a Document or a SourceError, in 5 s and 500 MB.

    python tests/bench/fuzz_readers.py                 # 2000 cases a reader, seed 1, and the hurtful ones
    python tests/bench/fuzz_readers.py --count 10000 --seed 7 docx epub
    python tests/bench/fuzz_readers.py --case 123 docx # one case again, with its traceback

Each reader runs in a process of its own whose address space is limited; a case that takes too long
ends it, and the next one goes on. Seconds are of CPU. A case is made from the seed, the reader and its number alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

SECONDS = 5.0
MEGABYTES = 500
ADDRESS_SPACE = 2_000_000_000
"""Bytes: what ends a process that runs away; what it really used is measured."""


def cases(suffix: str, count: int, seed: int):
    """Give every case as its name and what makes its bytes."""
    import samples
    import spoiling

    sample = samples.ALL[suffix]()
    yield from spoiling.hard(suffix, sample)
    for n in range(count):
        yield f"case {n}", lambda n=n: spoiling.spoiled(sample, suffix, Random(f"{seed} {suffix} {n}"))


def child(suffix: str, count: int, seed: int, start: int) -> None:
    """Run the cases from one on, saying for each its name, seconds, megabytes and what came of it."""
    import resource

    from publish import registry
    from publish.errors import SourceError
    from publish.model import Document, Source

    reader = registry.load("readers", suffix)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    for n, (name, make) in enumerate(cases(suffix, count, seed)):
        if n < start:
            continue
        content = make()
        before = _resident_mb()
        print(json.dumps({"n": n, "name": name, "begins": True}), flush=True)
        # The clock on the wall says little while others work.
        began = time.process_time()
        try:
            document = reader(Source(f"x.{suffix}", f".{suffix}", content, f"x.{suffix}"))
            bad = _faults(document) if isinstance(document, Document) else f"gave {type(document).__name__}"
            came = "document"
        except SourceError as error:
            came, bad = "source error", "" if error.what and error.where and error.hint else f"lacks words: {error!r}"
        except BaseException as error:  # noqa: BLE001  (whatever else comes is what is looked for)
            came, bad = "fault", f"{type(error).__name__}: {error}"[:200]
        took = time.process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said = {"n": n, "name": name, "seconds": took, "mb": peak, "before": before, "came": came, "bad": bad}
        print(json.dumps(said), flush=True)
        if peak > MEGABYTES or before > MEGABYTES / 2:
            return


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def _faults(document) -> str:
    """What is wrong with a document, if anything: its lines must go up, its blocks must hold words."""
    lines = [block.first_line for block in document.blocks]
    if lines != sorted(lines):
        return "lines go back"
    if any(not block.text.strip() or block.last_line < block.first_line for block in document.blocks):
        return "an empty block"
    return "" if document.blocks else "no blocks"


def run(suffix: str, count: int, seed: int) -> dict:
    total = {"reader": suffix, "cases": 0, "documents": 0, "errors": 0, "slowest": 0.0, "largest": 0.0, "failed": []}
    start = 0
    while start is not None:
        start = _run_from(suffix, count, seed, start, total)
    return total


def _run_from(suffix: str, count: int, seed: int, start: int, total: dict) -> int | None:
    """Run one process; return where the next one begins, or None where all is done."""
    command = [sys.executable, __file__, "--child", str(start), "--count", str(count), "--seed", str(seed), suffix]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    current = {"n": start - 1, "name": "start", "mb": 0.0}
    watch = None
    for line in process.stdout:
        current = json.loads(line)
        if watch:
            watch.cancel()
        watch = None
        if current.get("begins"):
            watch = threading.Timer(24 * SECONDS, process.kill)
            watch.start()
        else:
            _count(current, total)
    if watch:
        watch.cancel()
    ended = process.wait()
    if current.get("begins"):
        total["cases"] += 1
        total["failed"].append(f"{current['name']}: ended the process ({ended})")
        return current["n"] + 1
    whole = sum(1 for _ in cases(suffix, count, seed))
    return current["n"] + 1 if current["n"] + 1 < whole and current["n"] >= start else None


def _count(said: dict, total: dict) -> None:
    total["cases"] += 1
    total["documents"] += said["came"] == "document"
    total["errors"] += said["came"] == "source error"
    total["slowest"] = max(total["slowest"], said["seconds"])
    total["largest"] = max(total["largest"], said["mb"])
    if said["bad"]:
        total["failed"].append(f"{said['name']}: {said['bad']}")
    if said["seconds"] > SECONDS:
        total["failed"].append(f"{said['name']}: {said['seconds']:.1f} s")
    if said["mb"] > MEGABYTES:
        total["failed"].append(f"{said['name']}: {said['mb']:.0f} MB")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument(
        "readers", nargs="*", default=["html", "rss", "txt", "md", "docx", "odt", "rtf", "epub", "pdf"]
    )
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--case", help="run this one here: a number, or words of its name")
    options.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child is not None:
        child(given.readers[0], given.count, given.seed, given.child)
        return 0
    if given.case:
        return _again(given)
    failed = 0
    for suffix in given.readers:
        total = run(suffix, given.count, given.seed)
        failed += len(total["failed"])
        print(
            f"{suffix}: {total['cases']} cases, {total['documents']} documents, {total['errors']} source errors, "
            f"{len(total['failed'])} failed; slowest {total['slowest']:.2f} s, largest {total['largest']:.0f} MB",
            flush=True,
        )
        for line in total["failed"][:40]:
            print(f"  {line}", flush=True)
    return 1 if failed else 0


def _again(given) -> int:
    from publish import registry
    from publish.model import Source

    wanted = f"case {given.case}" if given.case.isdigit() else given.case
    for suffix in given.readers:
        for name, make in cases(suffix, given.count, given.seed):
            if name == wanted:
                content = make()
                began = time.perf_counter()
                try:
                    registry.load("readers", suffix)(Source(f"x.{suffix}", f".{suffix}", content, "x"))
                except Exception:  # noqa: BLE001  (shown, whatever it is)
                    traceback.print_exc()
                print(f"{name}: {len(content)} bytes, {time.perf_counter() - began:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
