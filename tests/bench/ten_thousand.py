"""Ten thousand sentences spoken: none lost, none doubled, and the times are those of the sound.

usage: python tests/bench/ten_thousand.py [--sentences 10000] [--workers 2] [--only LANG ...]    (about 12 min of CPU)

Generated text of our own, no sentence twice: nine in ten are in the languages of the fast tier, the others are samples
of twelve languages that espeak-ng reads, and of the neural voices that are installed. Each language is spoken by
workers, laid out, mastered and encoded as a book's is, then decoded. Held for each: every sentence has one sound of
its own and one cue, in order; its cue is not silent in what was decoded; the cues are as long as that, within 20 ms an
hour. Exit 1 where one is not so.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from publish.model import Edition, Track, Voice

FAST = {
    "en": (
        "The baker counted {n} boats|A tall boy found {n} keys|My aunt sold {n} lamps|Nobody mended {n} nets",
        "in the harbour|behind the school|before the rain|near the old bridge",
    ),
    "es": (
        "La panadera contó {n} barcos|Un niño halló {n} llaves|Mi tía vendió {n} lámparas|Nadie arregló {n} redes",
        "en el puerto|detrás de la escuela|antes de la lluvia|cerca del viejo puente",
    ),
    "fr": (
        "Ma sœur a compté {n} bateaux|Un garçon a trouvé {n} clés|Ma tante a vendu {n} lampes|Il a réparé {n} filets",
        "dans le port|derrière l'école|avant la pluie|près du vieux pont",
    ),
    "de": (
        "Die Frau zählte {n} Boote|Ein Junge fand {n} Schlüssel|Meine Tante verkaufte {n} Lampen|Er flickte {n} Netze",
        "im Hafen|hinter der Schule|vor dem Regen|an der alten Brücke",
    ),
    "it": (
        "La fornaia contò {n} barche|Un ragazzo trovò {n} chiavi|Mia zia vendette {n} lampade|Lui riparò {n} reti",
        "nel porto|dietro la scuola|prima della pioggia|vicino al vecchio ponte",
    ),
}
ESPEAK = {
    "pt": ("Minha tia vendeu {n} lâmpadas|O menino achou {n} chaves", "no porto|antes da chuva"),
    "nl": ("Mijn tante verkocht {n} lampen|De jongen vond {n} sleutels", "in de haven|voor de regen"),
    "sv": ("Min moster sålde {n} lampor|Pojken fann {n} nycklar", "i hamnen|före regnet"),
    "pl": ("Moja ciotka sprzedała {n} lamp|Chłopiec znalazł {n} kluczy", "w porcie|przed deszczem"),
    "ro": ("Mătușa mea a vândut {n} lămpi|Băiatul a găsit {n} chei", "în port|înainte de ploaie"),
    "fi": ("Tätini myi {n} lamppua|Poika löysi {n} avainta", "satamassa|ennen sadetta"),
    "tr": ("Teyzem {n} lamba sattı|Çocuk {n} anahtar buldu", "limanda|yağmurdan önce"),
    "ru": ("Моя тётя продала {n} ламп|Мальчик нашёл {n} ключей", "в порту|перед дождём"),
    "el": ("Η θεία μου πούλησε {n} λάμπες|Το αγόρι βρήκε {n} κλειδιά", "στο λιμάνι|πριν από τη βροχή"),
    "hi": ("मेरी मौसी ने {n} दीपक बेचे|लड़के को {n} चाबियाँ मिलीं", "बंदरगाह में|बारिश से पहले"),
    "ar": ("باعت خالتي {n} مصباحا|وجد الولد {n} مفتاحا", "في الميناء|قبل المطر"),
    "ca": ("La meva tia va vendre {n} llums|El nen va trobar {n} claus", "al port|abans de la pluja"),
}
NEURAL = {"en-hibari": "en", "en-kokoro": "en", "es-kokoro": "es"}
SAMPLED = 20
"""Sentences of each neural voice: a minute's work or more."""
WITHIN_MS_AN_HOUR = 20
SILENT_DBFS = -50


def written(language: str, count: int, first: int = 2) -> Edition:
    """Return an edition of so many sentences, ten a paragraph, five hundred a section, numbered from `first`."""
    from publish.model import Edition, Paragraph, Section, Sentence, Span

    openings, places = (part.split("|") for part in (FAST | ESPEAK)[language])
    shapes = list(product(openings, places))
    end = "।" if language == "hi" else "."

    def sentence(n: int) -> Sentence:
        opening, place = shapes[n % len(shapes)]
        text = f"{opening.format(n=n + first)} {place}{end}"
        return Sentence(f"{language}-p{n // 10 + 1}-s{n % 10 + 1}", (Span(text),), " ")

    sentences = [sentence(n) for n in range(count)]
    paragraphs = [
        Paragraph(f"{language}-p{n // 10 + 1}", "paragraph", tuple(sentences[n : n + 10]), n, n)
        for n in range(0, count, 10)
    ]
    sections = (
        Section(f"{language}-c{n // 50 + 1}", f"{n}", tuple(paragraphs[n : n + 50]))
        for n in range(0, len(paragraphs), 50)
    )
    return Edition(language, language, tuple(sections))


def wrong(edition: Edition, tracks: tuple[Track, ...], samples: np.ndarray, apart_ms: float) -> Iterator[str]:
    """Yield what is not as it should be; the cues are so much longer than the samples."""
    rate_hz = tracks[0].rate_hz
    sentences = [sentence for section in edition.sections for sentence in section.sentences]
    cues = [cue for track in tracks for cue in track.cues]
    if [cue.sentence for cue in cues] != [sentence.id for sentence in sentences]:
        yield "the cues are not the sentences in their order"
    keys = [piece.key for track in tracks for piece in track.pieces if piece.key]
    if len(keys) != len(sentences) or len(set(keys)) != len(sentences):
        yield f"{len(set(keys))} sounds, {len(keys)} times, for {len(sentences)} sentences"
    place = 0
    for track in tracks:
        for cue in track.cues:
            begin, end = (place + ms * rate_hz // 1000 for ms in (cue.begin_ms, cue.end_ms))
            level = float(np.sqrt(np.mean(np.square(samples[begin:end].astype(np.float64))))) / 32768
            if level < 10 ** (SILENT_DBFS / 20):
                yield f"{cue.sentence} is silent"
        place += track.samples
    hours = len(samples) / rate_hz / 3600
    if abs(apart_ms) > WITHIN_MS_AN_HOUR * max(1.0, hours):
        yield "the cues are not as long as the sound"


def spoken(voice: Voice, language: str, count: int, executor: Executor) -> tuple[int, float]:
    """Have a language spoken, say how it went; return how many faults there are, and the hours of sound."""
    from publish import jobs
    from publish.model import IN_BOOKS
    from publish.outside import memory as memories
    from publish.outside.encoders import decoded
    from publish.speaking import narrate

    begin = time.monotonic()
    edition = written(language, count)
    with memories.forgotten() as memory, tempfile.TemporaryDirectory() as folder:
        tracks = narrate.begin(edition, voice, memory=memory, executor=executor).narration().tracks
        sound = Path(folder) / "whole.mp3"
        executor.submit(jobs.whole, tracks, memory, sound, IN_BOOKS).result()
        samples = np.concatenate([np.frombuffer(chunk, "<i2") for chunk in decoded(sound)])
    heard_s = len(samples) / tracks[0].rate_hz
    apart_ms = sum(cue.end_ms - cue.begin_ms for track in tracks for cue in track.cues) - 1000 * heard_s
    faults = list(wrong(edition, tracks, samples, apart_ms))
    told = "; ".join(faults[:5]) or "all there, once"
    took = f"{count} sentences, {heard_s / 60:.1f} min, cues {apart_ms:+.1f} ms, {time.monotonic() - begin:.0f} s"
    print(f"{voice.name}, {language}: {took}: {told}", flush=True)
    return len(faults), heard_s / 3600


def main() -> int:
    """Speak all; return the exit code."""
    from publish.outside import cards
    from publish.outside.executors import workers
    from publish.speaking.voices import card, choose, missing

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--only", nargs="+", default=[])
    given = parser.parse_args()
    known = {name: card(name, *read) for name, read in cards.cards(None).items()}
    neural = [(known[name], language, SAMPLED) for name, language in NEURAL.items() if not missing(known[name])]
    samples = given.sentences // 10 // len(ESPEAK)
    plan = [(choose(known, language, name="espeak"), language, samples) for language in ESPEAK]
    plan += neural
    rest = given.sentences - sum(count for _, _, count in plan)
    share = rest // len(FAST)
    plan = [(choose(known, language), language, share) for language in FAST] + plan
    plan[0] = (*plan[0][:2], share + rest % len(FAST))
    faults, hours, sentences = 0, 0.0, 0
    with workers(given.workers) as executor:
        for voice, language, count in plan:
            if not given.only or language in given.only:
                found, length = spoken(voice, language, count, executor)
                faults, hours, sentences = faults + found, hours + length, sentences + count
    print(f"{sentences} sentences, {hours:.2f} h of speech, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
