"""Voices beside each other: how fast, how large, how soon, on six paragraphs of our own in each language.

usage: python tests/bench/voices.py FOLDER VOICE=LANGUAGE [VOICE=LANGUAGE ...]       (Linux, macOS)

Each voice speaks `tests/data/paragraphs/LANGUAGE.txt` in a process of its own, on one thread, as a book has it
(normalised, trimmed, with its pauses). Printed as a row of a table: seconds of sound a second of CPU, once its model is
loaded; the largest the process was; the CPU until the first sentence is there, imports and model included. FOLDER gets
VOICE.LANGUAGE.wav and .txt, for a recogniser.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PARAGRAPHS = Path(__file__).parent.parent / "data" / "paragraphs"
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def row(name: str, language: str, folder: Path) -> str:
    """Speak the paragraphs of a language; return their row."""
    from publish.editing.sentences import split
    from publish.model import Edition, Paragraph, Section, Sentence, Span
    from publish.outside import cards
    from publish.speaking import narrate
    from publish.speaking.voices import card, choose

    text = (PARAGRAPHS / f"{language}.txt").read_text("utf-8")
    blocks = []
    for n, block in enumerate(text.strip().split("\n\n"), 1):
        sentences = (Sentence(f"p{n}-s{k}", (Span(s.strip()),), " ") for k, s in enumerate(split(block, language), 1))
        blocks.append(Paragraph(f"p{n}", "paragraph", tuple(sentences), n, n))
    edition = Edition(language, "", (Section("c1", "", tuple(blocks)),))
    opening = Paragraph("o1", "paragraph", blocks[0].sentences[:1], 1, 1)
    known = {each: card(each, *read) for each, read in cards.cards(None).items()}
    voice = choose(known, language, name=name)
    with ThreadPoolExecutor(1) as executor:
        narrate.begin(
            Edition(language, "", (Section("o", "", (opening,)),)), voice, memory={}, executor=executor
        ).narration()
        first_s = time.process_time()
        memory: dict[str, bytes] = {}
        (track,) = narrate.begin(edition, voice, memory=memory, executor=executor).narration().tracks
        spent_s = time.process_time() - first_s
    with wave.open(str(folder / f"{name}.{language}.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(track.rate_hz)
        for chunk in narrate.stream((track,), memory):
            out.writeframes(chunk)
    (folder / f"{name}.{language}.txt").write_text(" ".join(text.split()), "utf-8")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    largest_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    speed = track.duration_ms / 1000 / spent_s
    return f"| {name} | {language} | {speed:.1f} | {largest_mb:.0f} MB | {first_s:.2f} s |"


def main(folder: Path, asked: list[str]) -> None:
    """Print a row for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for pair in asked:
        call = [sys.executable, __file__, "--one", str(folder), *pair.split("=")]
        done = subprocess.run(call, env={**os.environ, **THREADS}, check=False, capture_output=True, text=True)
        print(done.stdout.strip() or f"| {pair} | {done.stderr.strip().splitlines()[-1]} |", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--one", place, name, language]:
            print(row(name, language, Path(place)))
        case [place, *pairs] if pairs:
            main(Path(place), pairs)
        case _:
            sys.exit(__doc__)
