"""Lessons beside a book: made of what was spoken, whole, and named where they are not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from mutagen.id3 import ID3
from typer.testing import CliRunner

from publish import completeness, lessons
from publish.casting import Cast
from publish.cli import app
from publish.config import Order
from publish.console import Kept
from publish.errors import ConfigError, OutputError
from publish.model import (
    IN_BOOKS,
    Bead,
    Book,
    Edition,
    Metadata,
    Method,
    Paragraph,
    Publication,
    Section,
    Sentence,
    Span,
)
from publish.outside.narrations import recordings
from publish.speaking import narrate
from publish.studio import Studio
from publish.writing.formats import audio

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model import Alone, File, Kind, Lesson, Narration, Voice

ARTICLE = """Rain in the hills

It rains in the hills above our village every winter. The river rises, and the children watch it from the bridge.

En Español

Lluvia en los cerros

Llueve en los cerros sobre nuestro pueblo todos los inviernos. El río crece y los niños lo miran desde el puente.
"""
ENGLISH = (("title", "Rain"), ("paragraph", "It rains."), ("heading", "After"), ("paragraph", "The sun is out."))
SPANISH = (("title", "Lluvia"), ("paragraph", "Llueve."), ("heading", "Después"))


def edition(language: str, blocks: tuple[tuple[Kind, str], ...]) -> Edition:
    paragraphs = tuple(
        Paragraph(f"{language}-p{n}", kind, (Sentence(f"{language}-p{n}-s1", (Span(text),)),), n, n)
        for n, (kind, text) in enumerate(blocks, 1)
    )
    return Edition(language, blocks[0][1], (Section(f"{language}-c1", blocks[0][1], paragraphs),))


BEADS = tuple(
    Bead(("en", "es"), (f"en-p{n}-s1",), (f"es-p{n}-s1",) if n < 4 else (), "sentence", 1.0) for n in range(1, 5)
)
BOOK = Book(Metadata(authors=("Ann",)), (edition("en", ENGLISH), edition("es", SPANISH)), BEADS)


def taught(tone: Voice, method: Method, work: Path) -> tuple[tuple[Narration, ...], Lesson, dict[str, File]]:
    """A book spoken in two tones with one lesson, and its files."""
    voices = {"en": tone, "es": replace(tone, name="other")}
    cast = Cast(voices, {"en": {}, "es": {}}, {})
    memory: dict[str, bytes] = {}
    with ThreadPoolExecutor(2) as executor:
        narrations = tuple(
            narrate.begin(e, voices[e.language], memory=memory, executor=executor).narration() for e in BOOK.editions
        )
        (made,) = lessons.made([method], BOOK, narrations, cast, memory=memory, executor=executor, tell=Kept())
        studio = Studio(executor, memory, work)
        for narration in (*narrations, made.narration):
            studio.begin(narration, joined=(IN_BOOKS,), bound=False)
        publication = Publication("rain", BOOK, narrations, lessons=(made,))
        files = {file.path: file for file in audio.write(publication, studio.encode)}
    return narrations, made, files


def test_a_lesson_is_sound_captions_and_lyrics_in_both_languages(tone: Voice, tmp_path: Path) -> None:
    _, made, files = taught(tone, Method(("es", "en"), speed={"es": 0.8}), tmp_path)
    completeness.check_lesson(BOOK, made)
    vtt = files["audio/rain.es-en.learn.vtt"].content
    assert isinstance(vtt, bytes)
    completeness.check_lesson_captions(made, vtt.decode())
    assert "<lang es>Llueve.</lang>" in vtt.decode()
    lyrics = files["audio/rain.es-en.learn.lrc"].content
    assert isinstance(lyrics, bytes)
    assert [line.rpartition("]")[2] for line in lyrics.decode().splitlines()[3:]] == [
        *("Lluvia", "Rain", "Llueve.", "It rains.", "Después", "After"),
        *("This has no translation into Spanish.", "The sun is out."),
    ]
    sound = BytesIO()
    mp3 = files["audio/rain.es-en.learn.mp3"].content
    assert callable(mp3)
    mp3(sound)
    sound.seek(0)
    tag = ID3(sound)
    assert [frame.sub_frames["TIT2"].text[0] for frame in tag.getall("CHAP")] == ["Lluvia / Rain", "Después / After"]
    assert (str(tag["TIT2"]), str(tag["TPE1"]), str(tag["TLAN"])) == ("Lluvia / Rain", "Ann", "mul")


class Noting(ThreadPoolExecutor):
    """Notes what it is given to do."""

    def __init__(self) -> None:
        super().__init__(2)
        self.jobs: list[str] = []

    def submit(self, job: Any, /, *given: Any, **named: Any) -> Any:
        self.jobs.append(job.__name__)
        return super().submit(job, *given, **named)


@pytest.mark.parametrize(("alone", "spoken"), [("left-out", 0), ("said", 1)])
def test_nothing_is_spoken_for_a_lesson_but_what_announces(tone: Voice, alone: Alone, spoken: int) -> None:
    cast = Cast({"en": tone, "es": tone}, {"en": {}, "es": {}}, {})
    memory: dict[str, bytes] = {}
    with Noting() as executor:
        narrations = tuple(narrate.begin(e, tone, memory=memory, executor=executor).narration() for e in BOOK.editions)
        executor.jobs.clear()
        method = Method(("en", "es"), alone=alone)
        (made,) = lessons.made([method], BOOK, narrations, cast, memory=memory, executor=executor, tell=Kept())
    assert executor.jobs.count("speak") == spoken
    assert len(made.heard) == 6 + 2 * spoken


def test_a_sentence_that_a_lesson_lacks_is_named(tone: Voice, tmp_path: Path) -> None:
    _, made, files = taught(tone, Method(("en", "es"), alone="left-out"), tmp_path)
    completeness.check_lesson(BOOK, made)
    with pytest.raises(OutputError, match="Lost in the lesson en-es: es-p2-s1 “Llueve.”"):
        completeness.check_lesson(
            BOOK, replace(made, heard=tuple(h for h in made.heard if h.sentence.id != "es-p2-s1"))
        )
    with pytest.raises(OutputError, match="Lost in the lesson en-es: en-p4-s1"):
        completeness.check_lesson(BOOK, replace(made, method=replace(made.method, alone="said")))
    vtt = files["audio/rain.en-es.learn.vtt"].content
    assert isinstance(vtt, bytes)
    with pytest.raises(OutputError, match="Lost in the lesson's captions: es-p2-s1"):
        completeness.check_lesson_captions(made, vtt.decode().replace("Llueve.", "Nieva."))


def test_a_lesson_in_a_language_that_is_not_there_stops_the_command_but_not_the_file() -> None:
    tell = Kept()
    asked = Order(learn=(("fr", "en"), ("es", "en")), learn_speed={"es": 0.8, "": 0.9})
    assert lessons.methods(asked, BOOK.editions, tell) == (Method(("es", "en"), speed={"es": 0.8, "en": 0.9}),)
    assert tell.told == [("warn", "publish.toml: There is no French in this article to learn: no lesson fr-en")]
    with pytest.raises(ConfigError, match="--learn fr-en: There is no French in this article to learn") as caught:
        lessons.methods(replace(asked, said=frozenset({"learn"})), BOOK.editions, tell)
    assert caught.value.hint == "There is: en, es."


def test_no_lesson_is_made_where_no_sound_is() -> None:
    assert lessons.methods(Order(learn=(("es", "en"),), to=("epub",)), BOOK.editions, Kept()) == ()


def test_a_lesson_in_a_language_that_nobody_speaks_is_left_out(tone: Voice) -> None:
    tell, memory = Kept(), dict[str, bytes]()
    cast = Cast({"en": tone}, {"en": {}}, {})
    with ThreadPoolExecutor(1) as executor:
        spoken = (narrate.begin(BOOK.editions[0], tone, memory=memory, executor=executor).narration(),)
        asked = [Method(("es", "en"))]
        assert lessons.made(asked, BOOK, spoken, cast, memory=memory, executor=executor, tell=tell) == ()
    assert tell.told == [("warn", "Nobody speaks Spanish here: no lesson es-en")]


def test_a_lesson_is_made_with_its_narrations_and_is_none_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENFACE_MEMORY", str(tmp_path / "memory"))
    (tmp_path / "rain.txt").write_text(ARTICLE, "utf-8")
    words = [
        "make",
        "rain.txt",
        "--voice",
        "en=tone",
        "--voice",
        "es=tone",
        "--to",
        "audio",
        "--learn",
        "es-en",
        "--workers",
        "1",
    ]

    def made() -> str:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "audio/rain-in-the-hills.es-en.learn.lrc" in made().replace("\\", "/")
    assert "Nothing has changed" in made()
    assert [each.language for each in recordings(tmp_path / "output")] == ["en", "es"]
