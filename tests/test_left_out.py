"""What a machine lacks: a writer that needs it is left out of all, refused by its name, and the way to it is said."""

from __future__ import annotations

import _ctypes
import ctypes.util
import shutil
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from publish import inquiries, press, registry
from publish.cli import app
from publish.errors import ToolError
from publish.outside import liblouis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


BRAILLE = "Run: sudo apt install liblouis20 liblouis-data"
PRINT = 'Run: pip install "enface[print]"'
ZIM = 'Run: pip install "enface[zim]"'


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Linux without liblouis and without pango."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    monkeypatch.delenv("LIBLOUIS", raising=False)
    liblouis._library.cache_clear()
    # Importing it is then as where nobody has installed it.
    monkeypatch.setattr("publish.outside.weasyprint.PACKAGE", "weasyprint-of-no-machine")
    monkeypatch.setattr("publish.outside.zim.PACKAGE", "libzim-of-no-machine")
    yield
    liblouis._library.cache_clear()


@pytest.fixture
def named_badly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A LIBLOUIS that names a file that is no library."""
    file = tmp_path / "louis.so"
    file.write_text("no library", "utf-8")
    monkeypatch.setenv("LIBLOUIS", str(file))
    liblouis._library.cache_clear()
    yield file
    liblouis._library.cache_clear()


@pytest.mark.usefixtures("nothing_here")
def test_all_is_all_that_can_be_made_and_a_line_says_what_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    found = press.named(["all"], show=False)
    assert "epub" in found
    assert {"brf", "print", "zim"}.isdisjoint(found)
    assert caplog.messages == [
        f"--to all leaves out brf. Braille needs liblouis, which is not here. {BRAILLE}",
        f"--to all leaves out print. Print needs the package weasyprint, which is not installed. {PRINT}",
        f"--to all leaves out zim. A ZIM file needs the package libzim, which is not installed. {ZIM}",
    ]


@pytest.mark.usefixtures("nothing_here")
def test_asked_for_by_name_it_is_refused_before_anything_is_done() -> None:
    with pytest.raises(ToolError, match="Braille needs liblouis") as error:
        press.writers(["epub", "brf"])
    assert error.value.hint == BRAILLE


@pytest.mark.usefixtures("nothing_here")
def test_the_list_of_plug_ins_says_what_brings_it() -> None:
    missing = {name: lacks for group, name, lacks in inquiries.plugins() if group == "writers"}
    assert missing["print"].endswith(PRINT)
    assert not missing["epub"]


def test_a_library_that_is_named_wrongly_is_said_and_no_other_taken_in_its_place(named_badly: Path) -> None:
    assert press.lacking("brf").startswith(f"LIBLOUIS does not name liblouis: {named_badly}. ")


def test_a_library_of_something_else_is_not_liblouis(named_badly: Path) -> None:
    # Any library will do that Python itself has.
    shutil.copyfile(_ctypes.__file__, named_badly)
    assert press.lacking("brf").startswith("LIBLOUIS does not name liblouis: ")


@pytest.mark.usefixtures("nothing_here")
def test_a_writer_whose_package_is_not_here_is_left_out_of_all_and_does_not_stop_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stranger = EntryPoint("zine", "no_such_package.zine:write", "publish.writers")
    monkeypatch.setitem(registry._catalogue("writers"), "zine", stranger)
    assert "zine" not in press.named(["all"], show=False)


@pytest.mark.usefixtures("nothing_here")
def test_the_list_of_plug_ins_is_read_as_sentences() -> None:
    lines = CliRunner().invoke(app, ["plugins"]).stdout.splitlines()
    assert f"writer print: Print needs the package weasyprint, which is not installed. {PRINT}" in lines
