"""Books in scripts other than Latin, through checkers that are not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from publish.outside import epubcheck

pytestmark = pytest.mark.slow

TEXTS = Path(__file__).parent.parent / "data" / "scripts"


def made(folder: Path, publish: Path, run: Any, language: str, *options: str) -> Path:
    """The book of our own article in a language and English."""
    source = folder / "boat.md"
    source.write_text("\n".join((TEXTS / f"{name}.md").read_text("utf-8") for name in (language, "en")), "utf-8")
    done = run(publish, "make", source, "--out", folder / "out", *options)
    assert done.returncode == 0, done.stderr
    (book,) = (folder / "out").rglob("*.epub")
    return book


WHOLE = [("he", "--to", "epub"), ("ja", "--to", "light"), ("ar", "--to", "light", "--layout", "facing")]
OTHERS = [
    ("fa", "interleaved"),
    ("zh", "reveal"),
    ("ko", "chapters"),
    ("hi", "facing"),
    ("am", "chapters"),
]


@pytest.mark.parametrize("how", WHOLE)
def test_epubcheck_ace_and_the_producer_rules_find_nothing(
    how: tuple[str, ...], publish: Path, tool: Any, run: Any, tmp_path: Path
) -> None:
    done = run("bash", tool("check_epub.sh"), made(tmp_path, publish, run, *how), tmp_path / "checked")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fatal=0 error=0 warning=0 usage=0" in done.stdout
    assert "pass violations=0" in done.stdout
    assert "extra: problems=0" in done.stdout


@pytest.mark.parametrize(("language", "layout"), OTHERS)
def test_epubcheck_finds_nothing_in_the_other_scripts(
    language: str, layout: str, publish: Path, run: Any, tmp_path: Path
) -> None:
    start = epubcheck.command()
    if not start:
        pytest.skip("EPUBCheck is not here (EPUBCHECK_JAR)")
    book = made(tmp_path, publish, run, language, "--to", "light", "--layout", layout)
    assert epubcheck.messages(book, start) == ()
