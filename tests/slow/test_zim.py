"""A ZIM file of the sample, as the makers of the format look into it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from publish import inquiries, pipeline
from publish.config import order
from publish.console import Kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


def made(out: Path) -> Path:
    wanted = {"sample": True, "to": ["zim"], "voices": {"en": "tone", "es": "tone"}, "out": out, "no_memory": True}
    (found,) = pipeline.make(order(wanted), Kept()).folder.glob("*.zim")
    return found


@pytest.fixture(scope="module")
def sample(able: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    able("zim")
    return made(tmp_path_factory.mktemp("zim"))


def test_its_makers_own_checker_finds_nothing(sample: Path, program: Callable[[str], Path]) -> None:
    done = subprocess.run([program("zimcheck"), "-A", "--json", sample], capture_output=True, check=False, text=True)
    said = json.loads(done.stdout)
    assert (done.returncode, said["status"], said["logs"]) == (0, True, [])


def test_it_is_opened_and_holds_the_page_with_its_sound(sample: Path, program: Callable[[str], Path]) -> None:
    def dumped(*given: str) -> bytes:
        return subprocess.run([program("zimdump"), *given, sample], capture_output=True, check=True).stdout

    page = dumped("show", "--url=index.html").decode()
    assert '<html lang="en" dir="ltr">' in page
    listed = dumped("list").decode().split()
    for language in ("en", "es"):
        path = f"audio/the-boat-that-lends-books.{language}.mp3"
        assert path in listed
        assert f'"{path}"' in page


def test_a_word_of_either_language_finds_it(sample: Path) -> None:
    from publish.outside import zim

    found = zim.opened(sample).found
    assert found("villages") == found("biblioteca") == ("index.html",)
    assert found("zeppelin") == ()


def test_the_same_article_gives_the_same_file(sample: Path, tmp_path: Path) -> None:
    assert made(tmp_path).read_bytes() == sample.read_bytes()


def test_a_damaged_one_is_found(sample: Path, tmp_path: Path) -> None:
    assert inquiries.check(sample.parent, Kept()).findings == ()
    content = bytearray(sample.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged.zim").write_bytes(content)
    (finding,) = inquiries.check(tmp_path, Kept()).findings
    assert "its checksum is not that of its content" in finding.text


def test_events_for_a_machine_are_all_that_is_on_standard_output(sample: Path, publish: Path, tmp_path: Path) -> None:
    assert sample
    command = [str(publish), "make", "--sample", "--to", "zim", "--json", "--out", str(tmp_path)]
    command += ["--voice", "en=tone", "--voice", "es=tone"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())
