"""The recital: every sentence spoken once, failures that name the sentence."""

from __future__ import annotations

import multiprocessing
from array import array
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from publish import registry
from publish.errors import EngineError
from publish.model import Edition, Paragraph, Section, Sentence, Span, Voice
from publish.outside.memory import Folder
from publish.speaking.engines.tone import Tone
from publish.speaking.memory import recalled
from publish.speaking.narrate import _engine, begin, heard, languages, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence
    from pathlib import Path

    from publish.model import Narration, Sound


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def section(name: str, *paragraphs: tuple[str, ...]) -> Section:
    """A section whose sentences are numbered as editing numbers them."""
    return Section(
        name,
        "Rain",
        tuple(
            Paragraph(
                f"{name}-p{p}",
                "paragraph",
                tuple(Sentence(f"{name}-p{p}-s{s}", (Span(text),), " ") for s, text in enumerate(sentences, 1)),
                p,
                p,
            )
            for p, sentences in enumerate(paragraphs, 1)
        ),
    )


RAIN = Edition(
    "en",
    "Rain",
    (section("en", ("Rain.",), ("It rained all night.", "We stayed at home.", "It rained all night.")),),
    section("en-colophon", ("Spoken by a tone.",)),
)
PICO = Voice(name="es-pico", engine="pico", language="es-ES", says="", tier="fast", licence="")


def told(edition: Edition, voice: Voice, memory: MutableMapping[str, bytes], executor: Executor) -> Narration:
    return begin(edition, voice, memory=memory, executor=executor).narration()


def test_every_sentence_is_heard_in_order_the_colophon_last(tone: Voice, executor: ThreadPoolExecutor) -> None:
    narration = told(RAIN, tone, {}, executor)
    assert [[cue.sentence for cue in track.cues] for track in narration.tracks] == [
        ["en-p1-s1", "en-p2-s1", "en-p2-s2", "en-p2-s3"],
        ["en-colophon-p1-s1"],
    ]


def test_the_stream_is_as_long_as_the_tracks_say(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    narration = told(RAIN, tone, memory, executor)
    # 4 beeps of 150 ms less the gap after the last, kept as 30 ms: 600 ms a sentence of four words.
    length = sum(len(chunk) for chunk in stream(narration.tracks, memory))
    assert length == 2 * sum(track.samples for track in narration.tracks)
    assert narration.tracks[1].duration_ms == 600 + 600 + 1600


def test_a_sentence_that_stands_twice_is_spoken_once(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    told(RAIN, tone, memory, executor)
    assert len(memory) == 4


def test_what_is_remembered_is_not_spoken_again(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    first = told(RAIN, tone, memory, executor)
    again = begin(RAIN, tone, memory=memory, executor=executor)
    assert again.pending == {}
    assert again.narration() == first


def test_what_has_been_said_is_let_go_before_the_last_sentence_is(tone: Voice) -> None:
    with ThreadPoolExecutor(1) as pool:
        recital = begin(RAIN, tone, memory={}, executor=pool)
    assert recital.pending == {}
    assert len(recital.narration().tracks) == 2


def test_a_damaged_memory_is_spoken_again(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    first = told(RAIN, tone, memory, executor)
    whole = dict(memory)
    memory[min(memory)] = b"enf1 but cut"
    assert told(RAIN, tone, memory, executor) == first
    assert memory == whole


def test_a_sentence_without_words_is_a_pause(tone: Voice, executor: ThreadPoolExecutor) -> None:
    edition = Edition("en", "Rain", (section("en", ("Rain.",), ("* * *",), ("Sun.",)),))
    (track,) = told(edition, tone, {}, executor).tracks
    assert [cue.sentence for cue in track.cues] == ["en-p1-s1", "en-p2-s1", "en-p3-s1"]
    assert track.cues[1].end_ms - track.cues[1].begin_ms == 750


def test_an_edition_without_any_word_is_an_error(tone: Voice, executor: ThreadPoolExecutor) -> None:
    with pytest.raises(EngineError, match="found nothing to say"):
        told(Edition("en", "", (section("en", ("—",)),)), tone, {}, executor)


class Ruined(Executor):
    """An executor whose worker dies at some words, so many times."""

    def __init__(self, deadly: str, *, deaths: int) -> None:
        self._deadly = deadly
        self._deaths = deaths

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self._deaths and any(self._deadly in line.text for line in arguments[1]):
            self._deaths -= 1
            future.set_exception(BrokenProcessPool("A process in the process pool was terminated abruptly."))
        else:
            future.set_result(fn(*arguments, **named))
        return future


def test_a_worker_that_dies_once_costs_nothing(tone: Voice) -> None:
    narration = told(RAIN, tone, {}, Ruined("home", deaths=1))
    assert [len(track.cues) for track in narration.tracks] == [4, 1]


def test_a_sentence_that_kills_two_workers_is_named(tone: Voice) -> None:
    with pytest.raises(EngineError, match="en-p2-s2: The voice tone died twice at “We stayed at home.”"):
        told(RAIN, tone, {}, Ruined("home", deaths=2))


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
def test_a_sentence_that_the_engine_cannot_say_is_named(executor: ThreadPoolExecutor) -> None:
    edition = Edition("es", "Lluvia", (section("es", ("Llovió.", "東京")),))
    with pytest.raises(EngineError, match="es-p1-s2: Pico cannot read “東京”"):
        told(edition, PICO, {}, executor)


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
def test_one_worker_or_two_give_the_same_bytes(tmp_path: Path) -> None:
    sentences = tuple(f"Llovió {n} noches seguidas, y la radio de la cocina no dejó de sonar." * 3 for n in range(2, 8))
    edition = Edition("es", "Lluvia", (section("es", sentences),))
    kept = []
    for count in (1, 2):
        memory = Folder(tmp_path / str(count))
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as workers:
            narration = told(edition, PICO, memory, workers)
        kept.append(b"".join(stream(narration.tracks, memory)))
    assert len(kept[0]) > 2 * 16000 * 60
    assert kept[0] == kept[1]


def spanish_in_english(*spans: Span) -> Edition:
    paragraph = Paragraph("en-p1", "paragraph", (Sentence("en-p1-s1", spans),), 1, 1)
    return Edition("en", "Rain", (Section("en-c1", "Rain", (paragraph,)),))


MEETING = spanish_in_english(
    Span("On Monday the "), Span("Comité de los Remeros del Lago", language="es"), Span(" met by the lake.")
)


def test_a_run_in_another_language_is_part_of_its_sentence_s_one_sound(
    tone: Voice, executor: ThreadPoolExecutor
) -> None:
    spanish = replace(tone, language="es")
    narration = begin(MEETING, tone, memory={}, executor=executor, others={"es": spanish}).narration()
    assert [cue.sentence for cue in narration.tracks[0].cues] == ["en-p1-s1"]
    assert len([piece for piece in narration.tracks[0].pieces if piece.key]) == 1
    assert narration.others == (spanish,)
    assert heard(MEETING, tone, {"es": spanish}) == {"es": spanish}


def test_the_same_sentence_without_another_voice_is_another_sound(tone: Voice, executor: ThreadPoolExecutor) -> None:
    memory: dict[str, bytes] = {}
    told(MEETING, tone, memory, executor)
    begin(MEETING, tone, memory=memory, executor=executor, others={"es": replace(tone, language="es")}).narration()
    assert len(memory) == 2


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
@pytest.mark.parametrize("name", ["Comité de los Remeros del Lago", "Sindicato Único", "Ñañez"])
def test_a_name_by_another_voice_is_not_set_apart_by_a_pause(name: str, executor: ThreadPoolExecutor) -> None:
    english, memory = replace(PICO, name="en-pico", language="en-US"), dict[str, bytes]()
    edition = spanish_in_english(
        Span("On Monday morning the people of the "),
        Span(name, language="es"),
        Span(" came down to the water and sang for an hour."),
    )
    narration = begin(edition, english, memory=memory, executor=executor, others={"es": PICO}).narration()
    (line,) = [piece.key for piece in narration.tracks[0].pieces if piece.key]
    sound = recalled(memory, line)
    assert sound is not None
    # No pause of a tenth of a second stands anywhere in it.
    steps = [max(abs(v) for v in array("h", sound.pcm[n : n + 320])) for n in range(0, len(sound.pcm) - 320, 320)]
    assert "0" * 10 not in "".join("0" if step < 250 else "1" for step in steps).strip("0")


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
def test_one_worker_or_two_give_the_same_bytes_with_several_voices(tmp_path: Path) -> None:
    english = replace(PICO, name="en-pico", language="en-US")
    sentences = tuple(
        Sentence(f"en-p1-s{n}", (Span(f"It rained for {n} nights, and the "), Span("Comité del Lago", language="es")))
        for n in range(40)
    )
    edition = Edition("en", "", (Section("en-c1", "", (Paragraph("en-p1", "paragraph", sentences, 1, 1),)),))
    kept = []
    for count in (1, 2):
        memory = Folder(tmp_path / str(count))
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as workers:
            narration = begin(edition, english, memory=memory, executor=workers, others={"es": PICO}).narration()
        kept.append(b"".join(stream(narration.tracks, memory)))
    assert kept[0] == kept[1]


@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
def test_letters_that_no_voice_here_reads_are_told_once(
    executor: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    edition = spanish_in_english(Span("El cartel dice Озеро."))
    with caplog.at_level("WARNING"):
        begin(edition, PICO, memory={}, executor=executor).narration()
    assert [record.getMessage() for record in caplog.records] == [
        "The voice es-pico cannot read every letter of en-p1-s1, nor can another voice here"
    ]


@pytest.mark.skipif(find_spec("espeakng_loader") is None, reason="espeak has no wheel for this platform")
@pytest.mark.skipif(find_spec("py_nanotts") is None, reason="py-nanotts has no wheel for this platform")
def test_words_in_a_script_that_pico_leaves_out_are_heard(
    executor: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    english = replace(PICO, name="en-pico", language="en-US")
    edition = spanish_in_english(Span("The sign says Озеро закрыто до понедельника."))
    assert languages(edition, english) == ("ru",)
    robot = Voice(name="espeak", engine="espeak", language="ru", says="", tier="last-resort", licence="")
    with caplog.at_level("WARNING"):
        alone = told(edition, english, {}, executor)
        caplog.clear()
        both = begin(edition, english, memory={}, executor=executor, others={"ru": robot}).narration()
    assert caplog.records == []
    assert both.tracks[0].duration_ms > alone.tracks[0].duration_ms + 1000
    assert both.tracks[0].rate_hz == 16000


def test_two_voices_whose_cards_name_files_alike_in_two_folders_are_two(tone: Voice) -> None:
    assert _engine(replace(tone, folder="mine")) is _engine(replace(tone, folder="mine"))
    assert _engine(replace(tone, folder="mine")) is not _engine(replace(tone, folder="yours"))


def test_when_words_are_asked_for_a_second_run_remembers_when_each_is_heard(
    tone: Voice, executor: ThreadPoolExecutor
) -> None:
    memory: dict[str, bytes] = {}
    first, again = (begin(RAIN, tone, memory=memory, executor=executor, timed=True).narration() for _ in range(2))
    plain = begin(RAIN, tone, memory={}, executor=executor).narration()
    assert first == again
    assert [(word.id, word.begin_ms) for word in first.tracks[0].cues[1].words][:2] == [
        ("en-p2-s1-w1", 1500),
        ("en-p2-s1-w2", 1650),
    ]
    assert [track.pieces for track in first.tracks] == [track.pieces for track in plain.tracks]
    assert all(not cue.words for track in plain.tracks for cue in track.cues)


def test_sounds_remembered_before_words_were_asked_for_are_made_again_with_their_times(
    tone: Voice, executor: ThreadPoolExecutor
) -> None:
    memory: dict[str, bytes] = {}
    begin(RAIN, tone, memory=memory, executor=executor).narration()
    timed = begin(RAIN, tone, memory=memory, executor=executor, timed=True).narration()
    assert all(cue.words for track in timed.tracks for cue in track.cues)


class Heard:
    """An engine that says Spanish words as Spanish, and notes what it was asked to say and how."""

    version = "1"
    pronounces = ("en", "es")
    asked: ClassVar[list[object]] = []

    def __init__(self, voice: Voice) -> None:
        self._tone = Tone(voice)

    def speak(self, text: str) -> Sound:
        self.asked.append(text)
        return self._tone.speak(text)

    def speak_runs(self, runs: Sequence[tuple[str, str]]) -> Sound:
        self.asked.append(list(runs))
        return self._tone.speak(" ".join(text for text, _ in runs))


class Plain:
    """An engine of one language."""

    version = "1"

    def __init__(self, voice: Voice) -> None:
        self.speak = Tone(voice).speak


@pytest.fixture
def british(tone: Voice, monkeypatch: pytest.MonkeyPatch) -> Voice:
    load = registry.load
    ours = {"heard": Heard, "plain": Plain}
    monkeypatch.setattr(registry, "load", lambda kind, name: ours.get(name) or load(kind, name))
    monkeypatch.setattr(Heard, "asked", [])
    return replace(tone, name="en-gb", engine="heard", language="en-GB")


def test_a_british_voice_stays_british_in_a_sentence_with_a_spanish_name(
    british: Voice, executor: ThreadPoolExecutor
) -> None:
    edition = spanish_in_english(Span("The boatman is "), Span("Jorge Quiroga", language="es"), Span(", they say."))
    told(edition, british, {}, executor)
    assert Heard.asked == [[("The boatman is", "en-GB"), ("Jorge Quiroga", "es"), ("they say.", "en-GB")]]


def test_a_sentence_wholly_in_spanish_is_not_said_as_if_it_were_english(
    british: Voice, executor: ThreadPoolExecutor
) -> None:
    told(spanish_in_english(Span("Jorge Quiroga", language="es")), british, {}, executor)
    told(spanish_in_english(Span("The boatman.")), british, {}, executor)
    assert Heard.asked == [[("Jorge Quiroga", "es")], "The boatman."]


def test_spanish_of_two_countries_side_by_side_by_one_plain_voice_does_not_end_the_run(
    british: Voice, executor: ThreadPoolExecutor
) -> None:
    plain = replace(british, name="es", engine="plain", language="es-ES")
    english = replace(plain, name="en", language="en-GB")
    edition = spanish_in_english(
        Span("They said: "),
        Span("hoy no hay pan ni agua", language="es"),
        Span(" mañana tampoco va a haber", language="es-MX"),
    )
    others = {"es": plain, "es-MX": plain}
    narration = begin(edition, english, memory={}, executor=executor, others=others).narration()
    assert narration.tracks[0].duration_ms > 1000
