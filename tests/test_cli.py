"""The commands, as a person or a machine meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from publish.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RUNNER = CliRunner()
ARTICLE = """Rain in the hills

It rains in the hills above our village every winter. The river rises, and the children watch it from the bridge.

Nobody remembers a winter without rain. The old people say that the hills would be a desert.

En Español

Lluvia en los cerros

Llueve en los cerros sobre nuestro pueblo todos los inviernos. El río crece y los niños lo miran desde el puente.

Nadie recuerda un invierno sin lluvia. Los viejos dicen que los cerros serían un desierto.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of one's own, with one article and a memory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENFACE_MEMORY", str(tmp_path / "memory"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "rain.txt").write_text(ARTICLE, "utf-8")
    return tmp_path


def run(*words: str, stdin: bytes = b"") -> Result:
    return RUNNER.invoke(app, words, input=stdin)


def publish(*words: str, **named: object) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-m", "publish", *words]
    return subprocess.run(call, capture_output=True, timeout=120, check=False, **named)


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'lxml', 'av', 'PIL', 'babel', 'ebooklib', 'rich', 'publish.pipeline', 'publish.editing'}"
    look = f"import sys, publish.cli; sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.parametrize("command", ["make", "inspect", "voices", "check", "plugins", "pack", "verify", "keys"])
def test_every_command_stands_in_help_and_has_its_own(command: str) -> None:
    assert command in run("--help").stdout
    assert "Usage:" in run(command, "--help").stdout


def test_the_version_is_said() -> None:
    assert run("--version").stdout == "Enface 0.1.0\n"


@pytest.mark.parametrize("words", [["mke"], ["make", "--fast"], ["check"]])
def test_words_that_make_no_command_are_two(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_nothing_to_publish_says_how_to_try() -> None:
    done = run("make")
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: There is nothing to publish\nHint: ")


def test_a_source_and_the_sample_are_not_both_meant() -> None:
    assert run("make", "rain.txt", "--sample").exit_code == 3


BINARY = bytes(range(256)) * 40
FURNITURE = b"Skip to content\n\nShare this\n\nAccept cookies\n"


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (None, ["gone.txt"], 4),
        (None, ["."], 4),
        (b"", ["bad.txt"], 4),
        (b" \n", ["-"], 4),
        (BINARY, ["bad.txt"], 4),
        (FURNITURE, ["bad.txt"], 4),
        (b"12345 67890\n\n+++ --- 333\n", ["bad.txt"], 5),
        (None, ["rain.txt", "--language", "en,qqx"], 5),
        (None, ["rain.txt", "--language", "in english"], 5),
        (None, ["rain.txt", "--voice", "es=nobody"], 6),
        (None, ["rain.txt", "--voice", "es=fr-pico"], 6),
        (None, ["rain.txt", "--voice", "es"], 3),
        (None, ["rain.txt", "--voice", "fr=fr-pico"], 3),
        (None, ["rain.txt", "--to", "epub,papyrus"], 3),
        (None, ["rain.txt", "--keep", "x"], 3),
        (None, ["rain.txt", "--config", "gone.toml"], 3),
        (None, ["rain.txt", "--voices", "gone"], 3),
        (None, ["rain.txt", "--out", "taken"], 9),
        (None, ["rain.txt", "--out", "name-taken"], 9),
        (None, ["rain.txt", "--out", "/proc/here"], 9),
    ],
    ids=[
        "missing file",
        "a folder",
        "empty file",
        "empty paste",
        "binary file",
        "only furniture",
        "no language that can be told",
        "unknown language",
        "what is no language",
        "unknown voice",
        "voice of another language",
        "voice without its language",
        "voice for a language that is not there",
        "unknown writer",
        "no line number",
        "missing settings",
        "missing folder of voices",
        "output that is a file",
        "name taken by a file",
        "output that cannot be written",
    ],
)
def test_bad_input_is_said_in_words_and_touches_no_book(
    folder: Path, content: bytes | None, words: list[str], code: int
) -> None:
    earlier = folder / "output" / "rain-in-the-hills"
    earlier.mkdir(parents=True)
    (earlier / "colophon.json").write_text('{"key": "", "artifacts": []}')
    (folder / "taken").write_text("mine")
    (folder / "name-taken").mkdir()
    (folder / "name-taken" / "rain-in-the-hills").write_text("mine")
    (folder / "bad.txt").write_bytes(content or b"")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    done = run("make", *words, stdin=content or b"")

    assert done.exit_code == code, done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith(("Error: ", "Hint: "))]
    assert len(said) == 2
    assert "Traceback" not in done.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


TONE = ("--voice", "en=tone", "--voice", "es=tone", "--workers", "1")


def test_a_full_disk_is_said_in_words_and_leaves_no_book(folder: Path) -> None:
    # One language that is named: telling languages needs room on the disk, too, and would stop before there is a book.
    (folder / "rain.txt").write_text(ARTICLE.partition("En Español")[0], "utf-8")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        done = run("make", "rain.txt", "--language", "en", "--voice", "en=tone")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert done.exit_code == 9, done.stderr
    assert "Error: " in done.stderr
    assert list((folder / "output").iterdir()) == [], done.stderr


def test_what_was_made_can_be_opened_and_is_not_made_again(folder: Path) -> None:
    done = run("make", "rain.txt", *TONE)
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Wrote output/rain-in-the-hills/rain-in-the-hills.epub (")
    assert lines[0].endswith(" of speech)")
    assert lines[-1] == "To read and hear it, open output/rain-in-the-hills/rain-in-the-hills.epub"
    assert (folder / lines[-1].rpartition(" ")[2]).is_file()

    again = run("make", "rain.txt", *TONE, "--json")
    done_event = json.loads(again.stdout.splitlines()[-1])
    assert (done_event["event"], done_event["changed"]) == ("done", False)
    assert done_event["seconds_of_speech"].keys() == {"en", "es"}


def test_the_book_without_sound_is_not_said_to_hold_speech(folder: Path) -> None:
    done = run("make", "rain.txt", *TONE, "--to", "epub,light")
    (line,) = (line for line in done.stdout.splitlines() if "text.epub" in line)
    assert line.endswith(" kB)"), line


def test_a_machine_reads_an_error_as_data() -> None:
    done = run("make", "gone.txt", "--json")
    assert done.exit_code == 4
    error = json.loads(done.stdout.splitlines()[-1])
    assert (error["event"], error["kind"], error["exit_code"], error["where"]) == (
        "error",
        "SourceError",
        4,
        "gone.txt",
    )
    assert done.stderr == ""


def test_inspect_is_one_json_document_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    done = run("inspect", "rain.txt", "--json")
    assert done.exit_code == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["languages"] == ["en", "es"]
    assert seen["titles"] == {"en": "Rain in the hills", "es": "Lluvia en los cerros"}
    assert [row["text"] for row in seen["markers"]] == ["En Español"]
    assert sorted(folder.rglob("*")) == before


def test_inspect_reads_like_a_receipt() -> None:
    lines = run("inspect", "rain.txt").stdout.splitlines()
    assert lines[0] == "English: Rain in the hills (3 blocks, 5 sentences)"
    assert "The same in English and Spanish:" in lines


def test_the_settings_of_a_folder_are_followed(folder: Path) -> None:
    (folder / "publish.toml").write_text('sources = ["rain.txt"]\ndrop = 5\n')
    seen = json.loads(run("inspect", "--json").stdout)
    assert [row["lines"] for row in seen["removed"]] == [[5, 5]]
    assert len(seen["overrides"]) == 1


def test_voices_and_plugins_are_listed() -> None:
    assert "es-pico: " in run("voices").stdout
    assert {"reader txt", "writer epub"} <= set(run("plugins").stdout.splitlines())
    rows = [json.loads(line) for line in run("voices", "--json").stdout.splitlines()]
    assert set(rows[0]) == {"name", "language", "says", "engine", "tier", "licence", "gender", "size_mb", "missing"}


def test_a_voice_can_be_heard(folder: Path) -> None:
    done = run("voices", "hear", "tone", "One two three", "--out", "tone.mp3")
    assert done.stdout.endswith("of sound: tone.mp3\n")
    assert (folder / "tone.mp3").stat().st_size > 1000
    assert run("voices", "hear", "nobody", "Hello").exit_code == 6


def test_what_is_no_book_fails_its_check(folder: Path) -> None:
    (folder / "bad.epub").write_bytes(b"no zip")
    assert run("check", "bad.epub").exit_code in (4, 9)
    assert run("check", "gone.epub").exit_code == 4


def test_a_reader_that_goes_away_leaves_no_traceback() -> None:
    call = [sys.executable, "-m", "publish", "voices"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run_:
        assert run_.stdout is not None
        assert run_.stderr is not None
        run_.stdout.close()
        said = run_.stderr.read()
    assert said == b""
    assert run_.returncode == 1


def test_a_pipe_is_written_in_utf_8_whatever_the_system_speaks(folder: Path) -> None:
    card = 'engine = "tone"\nlanguage = "es"\nsays = "Begoña"\ntier = "test"\nlicence = "CC0-1.0"\n'
    (folder / "voices").mkdir()
    (folder / "voices" / "mine.toml").write_text(card, "utf-8")
    done = publish("voices", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.stderr == b""
    assert "mine: Begoña (es, test, CC0-1.0)" in done.stdout.decode("utf-8")


def test_a_transcript_that_was_changed_since_is_found(folder: Path) -> None:
    assert run("make", "rain.txt", *TONE).exit_code == 0
    assert run("check", "output").exit_code == 0
    next((folder / "output").rglob("*.es.vtt")).write_text("junk")
    done = run("check", "output")
    assert done.exit_code == 9
    assert "es.vtt: It is gone, or not as it was made" in done.stdout


def test_an_option_before_its_command_is_not_swallowed(folder: Path) -> None:
    done = run("voices", "--json", "hear", "tone", "one two")
    assert done.exit_code == 2
    assert "stand after it" in done.stderr


def test_a_book_of_text_alone_speaks_nothing_and_claims_no_sound(folder: Path) -> None:
    done = run("make", "rain.txt", "--to", "light", "--layout", "facing", "--memory", "memory")
    assert done.exit_code == 0, done.stderr
    (made,) = (folder / "output").rglob("*.epub")
    assert made.name.endswith(".text.epub")
    assert "To read it, open" in done.stdout
    with zipfile.ZipFile(made) as book:
        assert not any(name.endswith((".mp3", ".smil")) for name in book.namelist())
        assert b"read aloud by" not in book.read("EPUB/en-colophon.xhtml")
    assert json.loads(next((folder / "output").rglob("colophon.json")).read_text("utf-8"))["voices"] == []
    assert run("check", "output").exit_code == 0


def test_a_book_is_judged_rule_by_rule_and_the_report_lies_beside_it(folder: Path) -> None:
    run("make", "rain.txt", "--to", "light", "--memory", "memory", "--reviewed-by", "Ana Roe")
    done = run("check", "output", "--rules", "--earl", "--acr")
    assert done.exit_code == 0, done.stderr
    assert "  Passed: 3.1.1 Language of Page: Every page says its language" in done.stdout.splitlines()
    (report,) = (folder / "output").rglob("*.earl.json")
    assert len(json.loads(report.read_text("utf-8"))["earl:assertions"]) > 80
    (page,) = (folder / "output").rglob("*.acr.html")
    written = page.read_bytes()
    assert b"<dt>Reviewed by</dt><dd>Ana Roe</dd>" in written
    # It has no date of its own, and is no part of what is checked.
    assert run("check", "output", "--acr").exit_code == 0
    assert page.read_bytes() == written


def test_a_description_without_what_it_describes_is_refused() -> None:
    done = CliRunner().invoke(app, ["make", "--sample", "--to", "text,onix"])
    assert (done.exit_code, "--to onix: It describes the epub, which is not asked for" in done.stderr) == (3, True)
