"""Spanish names inside English sentences: how many of their letters a recogniser hears, with and without their voice.

usage: python tests/bench/names.py say FOLDER            here: writes each sentence twice, as WAV
       python tests/bench/names.py hear FOLDER MODEL     where faster-whisper is installed; MODEL is its folder (base)

`plain` is the English voice alone; `voices` is the same sentence with the name tagged as Spanish, as a book has it.
The figure is character errors within the name alone, accents and case apart: what is heard is aligned with the
sentence letter by letter (Levenshtein), and the errors that fall on the name are counted.
"""

from __future__ import annotations

import json
import sys
import unicodedata
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAMES = """
Comité de Pescadores del Norte|Junta de Vecinos de Quilpué|Sindicato Único de Panaderos|Biblioteca Popular de Tarapoto
Asociación de Mujeres Tejedoras|Coordinadora Estudiantil Andina|Cooperativa Agrícola Los Nogales|Frente Amplio del Agua
Instituto Geológico de Loja|Federación de Choferes Jubilados|Unión de Gaiteros del Valle|Liga de Barrios Unidos
Cámara de Comercio de Paita|Consejo Regional de Ancianos|Ministerio de Obras Públicas|Universidad Libre de Jauja
Red de Radios Comunitarias|Escuela Superior de Marinería|Museo de la Sal y el Viento|Orquesta Juvenil de Huancané
La vuelta del pescador|El último tranvía|Cien noches en Arequipa|Los hijos del algarrobo
Las cartas de mi hermana|La casa de los espejos rotos|El camino de la lluvia|Un verano sin sombra
Rosaura Méndez Ibarra|Joaquín Echeverría Luna|Guadalupe Ñahui Quispe|Íñigo Zubizarreta
Begoña Carrasquilla|Jesús Huamán Céspedes|Ximena Villagómez|Ramón Arguedas Peña
Soledad Iturriaga|Cuauhtémoc Jiménez|Yolanda Chiriboga|Hernán Ibáñez Ruiz
Aurelio Buenahora|Matilde Quiñones|Gervasio Llorente|Pilar Ceballos Rey
Puerto Escondrijo|Los Olivos Viejos|San Jacinto de la Quebrada|Cerro Jabalí
Calle de las Hilanderas|Plaza del Quijote|Bahía Jorobada|Valle de los Jilgueros
Villa Hermosura|Río Guayabal|La Hoyada Chica|Quebrada Honda
Huelga general indefinida|Pan, trabajo y libertad|Nunca más sin nosotras|Agua para todos
"""

SENTENCES = (
    "Last Tuesday the people of {} met again near the old harbour.",
    "She told us that {} had changed the way she thinks about work.",
    "Nobody in the room had ever heard of {} before that evening.",
    "In the second part of the report we read about {} and its long history.",
    "The letter was signed by {} and sent to the newspapers.",
    "For many years {} was all that they talked about at breakfast.",
)


def cases() -> list[tuple[str, str, str]]:
    """Return each sentence as what is before the name, the name, and what is after it."""
    names = [name for line in NAMES.strip().splitlines() for name in line.split("|")]
    parts = [SENTENCES[n % len(SENTENCES)].partition("{}") for n in range(len(names))]
    return [(before, name, after) for (before, _, after), name in zip(parts, names, strict=True)]


def say(folder: Path) -> None:
    """Write every sentence in both ways."""
    from publish.model import Edition, Paragraph, Section, Sentence, Span
    from publish.outside import cards
    from publish.speaking import narrate
    from publish.speaking.voices import card, choose, companions

    known = {name: card(name, *read) for name, read in cards.cards(None).items()}
    voice = choose(known, "en")
    others = companions(known, voice, ["es"], named={})
    for way, own in (("plain", {}), ("voices", others)):
        sentences = tuple(
            Sentence(f"en-p1-s{n}", (Span(before), Span(name, language="es"), Span(after)))
            for n, (before, name, after) in enumerate(cases(), 1)
        )
        edition = Edition("en", "", (Section("en-c1", "", (Paragraph("en-p1", "paragraph", sentences, 1, 1),)),))
        memory: dict[str, bytes] = {}
        with ThreadPoolExecutor(1) as executor:
            track = narrate.begin(edition, voice, memory=memory, executor=executor, others=own).narration().tracks[0]
        (folder / way).mkdir(parents=True, exist_ok=True)
        pcm = b"".join(narrate.stream((track,), memory))
        for n, cue in enumerate(track.cues, 1):
            begin, end = (2 * (ms * track.rate_hz // 1000) for ms in (cue.begin_ms, cue.end_ms))
            with wave.open(str(folder / way / f"{n:02}.wav"), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(track.rate_hz)
                out.writeframes(pcm[begin:end])


def folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def errors(said: str, heard: str, begin: int, end: int) -> int:
    """Return the edits of a cheapest alignment that fall on characters begin..end of what was said."""
    rows = [list(range(len(heard) + 1))]
    for i, a in enumerate(said, 1):
        row = [i]
        for j, b in enumerate(heard, 1):
            row.append(min(rows[-1][j - 1] + (a != b), rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    i, j, found = len(said), len(heard), 0
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + (said[i - 1] != heard[j - 1]):
            i, j, wrong = i - 1, j - 1, said[i - 1] != heard[j - 1]
            found += wrong and begin <= i < end
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
            found += begin <= i < end
        else:
            j -= 1
            found += begin < i < end
    return found


def hear(folder: Path, model: str) -> None:
    """Print the character error rate of the names, both ways."""
    from faster_whisper import WhisperModel

    whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
    totals = {}
    for way in ("plain", "voices"):
        wrong = letters = 0
        for n, (before, name, after) in enumerate(cases(), 1):
            segments, _ = whisper.transcribe(str(folder / way / f"{n:02}.wav"), language="en", beam_size=5)
            heard = folded(" ".join(segment.text for segment in segments))
            begin = len(folded(before)) + 1
            count = errors(folded(before + name + after), heard, begin, begin + len(folded(name)))
            wrong, letters = wrong + count, letters + len(folded(name))
            print(json.dumps({"way": way, "name": name, "errors": count, "heard": heard}, ensure_ascii=False))
        totals[way] = wrong
        print(f"{way}: {wrong} of {letters} characters wrong, {wrong / letters:.1%}")
    print(f"fewer errors: {1 - totals['voices'] / totals['plain']:.1%} (at least 30 % is wanted)")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["say", folder]:
            say(Path(folder))
        case ["hear", folder, model]:
            hear(Path(folder), model)
        case _:
            sys.exit(__doc__)
