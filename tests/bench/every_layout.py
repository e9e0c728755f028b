"""Every layout of the sample, of every article in a folder and of its first two as an anthology, through every checker.

usage: python tests/bench/every_layout.py ARTICLES [--out FOLDER] [--layout facing] [--only WORD] [--spoken] [--tone]
    [--play]

Makes each book with and without sound (`--spoken`: with it alone), and runs EPUBCheck with its usage messages, Ace,
the producer rules, Thorium's parser and `publish check`; `--play` plays it in foliate-js too, which takes a third of
its length (`--tone`: a beep for each word, a third of a voice's). A line for each book; the exit code is 1 where one
has a problem. The checkers are those of ../shared (or $ENFACE_SHARED), their parts where VALIDATORS_NM and
VALIDATORS_PY say.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
TOOLS = Path(os.environ.get("ENFACE_SHARED", ROOT.parent / "shared")) / "tools"
PUBLISH = Path(sys.executable).with_name("publish")
TONES = "[voice]\n" + "".join(f'{language} = "tone"\n' for language in ("ar", "en", "es", "fr", "pt", "zh"))
LAYOUTS = ("chapters", "interleaved", "facing", "reveal")
CLEAN = ("fatal=0 error=0 warning=0 usage=0", "pass violations=0", "extra: problems=0")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EPUBCHECK_USAGE": "1"}
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=environment)


def spoken(epub: Path) -> int:
    """How many sentences the overlays of a book speak."""
    with zipfile.ZipFile(epub) as book:
        return sum(book.read(name).count(b"<audio ") for name in book.namelist() if name.endswith(".smil"))


def problems(epub: Path, work: Path, *, play: bool) -> Iterator[str]:
    checked = run("bash", TOOLS / "check_epub.sh", epub, work / "checked")
    yield from (f"not clean: {line}" for line in CLEAN if line not in checked.stdout)
    pars = spoken(epub)
    read = run("node", TOOLS / "parse_readium.cjs", epub)
    found = sum(page["mo"]["pars"] for page in json.loads(read.stdout or '{"spine": []}')["spine"] if page["mo"])
    if found != pars:
        yield f"Thorium's parser finds {found} sentences of {pars}"
    own = run(PUBLISH, "check", epub)
    if own.returncode:
        yield f"publish check: {own.stdout.splitlines()[:1]}"
    if play and pars:
        report = work / "played.json"
        run("node", TOOLS / "check_overlay.mjs", epub, "--rate", "3", "--max-seconds", "1800", "--json", report)
        played = json.loads(report.read_text("utf-8")) if report.exists() else {"problems": ["the reader failed"]}
        yield from played["problems"]
        if played.get("parsExpected") != pars:
            yield f"the reader was to light {played.get('parsExpected')} sentences of {pars}"


def sources(folder: Path, word: str) -> Iterator[tuple[str, list[str | Path]]]:
    """Yield what books are made of, each by a name that holds the word."""
    articles = sorted(folder.glob("*.txt"))
    every: dict[str, list[str | Path]] = {"sample": ["--sample"], **{path.stem: [path] for path in articles}}
    every["anthology"] = [*articles[:2], "--anthology", "Two of Them"]
    return ((name, source) for name, source in every.items() if word in name)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=Path)
    ask.add_argument("--out", type=Path)
    ask.add_argument("--layout", action="append", choices=LAYOUTS)
    ask.add_argument("--only", default="")
    ask.add_argument("--spoken", action="store_true")
    ask.add_argument("--tone", action="store_true")
    ask.add_argument("--play", action="store_true")
    asked = ask.parse_args()
    work = asked.out or Path(tempfile.mkdtemp(prefix="every-layout-"))
    to = ["epub"] if asked.spoken else ["epub", "light"]
    config = work / "voices.toml"
    work.mkdir(parents=True, exist_ok=True)
    config.write_text(TONES if asked.tone else "")
    failed = 0
    for layout in asked.layout or LAYOUTS:
        for name, source in sources(asked.articles, asked.only):
            out = work / layout / name
            made = run(
                PUBLISH, "make", *source, "--out", out, "--to", ",".join(to), "--layout", layout, "--config", config
            )
            books = sorted(out.rglob("*.epub"))
            if made.returncode or len(books) != len(to):
                failed += 1
                print(f"{layout} {out.name}: not made: {made.stderr.strip().splitlines()[-1:]}", flush=True)
            for book in books:
                wrong = list(problems(book, work, play=asked.play))
                failed += bool(wrong)
                kind = "silent" if book.name.endswith(".text.epub") else f"{spoken(book)} sentences"
                print(f"{layout} {out.name} ({kind}): {'; '.join(wrong) or 'clean'}", flush=True)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
