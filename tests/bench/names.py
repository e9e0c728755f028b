"""Spanish names inside English sentences: how many of their letters a recogniser hears, with and without their voice.

Two sets of sixty, the second made once all was as it is, as a proof that nothing was fitted to the first.

usage: python tests/bench/names.py say FOLDER            here: writes each sentence twice, as WAV
       python tests/bench/names.py hear FOLDER MODEL     where faster-whisper is installed; MODEL is its folder (base)

`plain` is the English voice alone; `voices` is the same sentence with the name tagged as Spanish, as a book has it.
At least 30 % fewer are wanted.
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
from typing import Any

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
MORE_NAMES = """
Asamblea de Regantes del Sur|Club Deportivo Los Halcones|Sociedad de Zapateros Libres|Centro Vecinal de Chanchamayo
Archivo Histórico de Jalapa|Brigada de Mujeres Caminantes|Hermandad de Alfareros Viejos|Partido Nacional Campesino
Colegio de Ingenieros de Zamora|Confederación de Jóvenes Obreros|Grupo Teatral La Hormiga
Círculo de Lectores de Guaranda
Tribunal Superior de Cuentas|Secretaría de Pesca y Bosques|Dirección General de Archivos|Hospital Civil de Tacna
Mesa de Jubilados Rurales|Taller Gráfico del Barrio|Parque de las Garzas|Coro Infantil de Ayabaca
El jardín de los relojes|La noche del zorro|Las voces del pantano|Todos los jueves llueve
Cuentos de la ceniza|Los pasos de Jacinta|La sombra del guayabo|Donde nace el río
Eulalia Ramírez Cordero|Jacinto Quiroga Vela|Encarnación Huallpa Choque|Ezequiel Zamudio
Milagros Peñaloza|Rodrigo Yupanqui Salas|Xochitl Hernández|Jorge Luis Arizmendi
Gumersindo Aguirre|Lucía Echegaray|Fermín Villalobos Gil|Yanina Cifuentes
Concepción Jaramillo|Octavio Zegarra Núñez|Remedios Guillén|Baltasar Ojeda Cruz
Puerto Golondrina|Las Lajas Blancas|Santa Cecilia del Monte|Cerro Gavilán
Calle del Azafrán|Plaza de los Carpinteros|Bahía Caracola|Valle Escondido
Villa Esperanza|Río Jaguaruna|La Ceja Grande|Laguna Verdeazul
Justicia para los ausentes|Tierra, techo y cosecha|Ni una hora más|La calle es nuestra
"""

SENTENCES = (
    "Last Tuesday the people of {} met again near the old harbour.",
    "She told us that {} had changed the way she thinks about work.",
    "Nobody in the room had ever heard of {} before that evening.",
    "In the second part of the report we read about {} and its long history.",
    "The letter was signed by {} and sent to the newspapers.",
    "For many years {} was all that they talked about at breakfast.",
)
MORE_SENTENCES = (
    "When the rain stopped, the members of {} walked home together.",
    "My teacher wrote that {} was the reason she stayed.",
    "You will not find {} on any of the older maps.",
    "The radio spoke about {} for nearly an hour.",
    "A small poster of {} hung beside the kitchen door.",
    "Without {} there would be nothing left to tell.",
)


def cases() -> list[tuple[str, str, str]]:
    """Return each sentence as what is before the name, the name, and what is after it, both sets in their order."""
    return [*_cases(NAMES, SENTENCES), *_cases(MORE_NAMES, MORE_SENTENCES)]


def _cases(listed: str, sentences: tuple[str, ...]) -> list[tuple[str, str, str]]:
    names = [name for line in listed.strip().splitlines() for name in line.split("|")]
    parts = [sentences[n % len(sentences)].partition("{}") for n in range(len(names))]
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
            with wave.open(str(folder / way / f"{n:03}.wav"), "wb") as out:
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
    half = len(cases()) // 2
    found = {}
    for way in ("plain", "voices"):
        counts = [_wrong(whisper, folder / way, way, n) for n in range(2 * half)]
        found[way] = [tuple(map(sum, zip(*some, strict=True))) for some in (counts[:half], counts[half:], counts)]
    for n, which in enumerate(("first set", "second set", "both")):
        (plain, letters), (voices, _) = found["plain"][n], found["voices"][n]
        print(f"{which}: {plain} and {voices} of {letters} letters wrong, {1 - voices / plain:.1%} fewer")


def _wrong(whisper: Any, folder: Path, way: str, n: int) -> tuple[int, int]:
    """Return how many letters of a name are misheard, and how many there are; say what was heard."""
    before, name, after = cases()[n]
    segments, _ = whisper.transcribe(str(folder / f"{n + 1:03}.wav"), language="en", beam_size=5)
    heard = folded(" ".join(segment.text for segment in segments))
    begin, letters = len(folded(before)) + 1, len(folded(name))
    count = errors(folded(before + name + after), heard, begin, begin + letters)
    print(json.dumps({"way": way, "name": name, "errors": count, "heard": heard}, ensure_ascii=False))
    return count, letters


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["say", folder]:
            say(Path(folder))
        case ["hear", folder, model]:
            hear(Path(folder), model)
        case _:
            sys.exit(__doc__)
