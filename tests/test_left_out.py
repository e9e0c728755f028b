"""What a machine lacks: a writer that needs it is left out of all, refused by its name, and the way to it is said."""

from __future__ import annotations

import ctypes.util
import sys
from typing import TYPE_CHECKING

import pytest

from publish import inquiries, press
from publish.errors import ToolError
from publish.outside import liblouis

if TYPE_CHECKING:
    from collections.abc import Iterator


BRAILLE = "Run: sudo apt install liblouis20 liblouis-data"
PRINT = 'Run: pip install "enface[print]"'


@pytest.fixture
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Linux without liblouis and without pango."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    monkeypatch.delenv("LIBLOUIS", raising=False)
    liblouis._library.cache_clear()
    # Importing it is then as where nobody has installed it.
    monkeypatch.setattr("publish.outside.weasyprint.PACKAGE", "weasyprint-of-no-machine")
    yield
    liblouis._library.cache_clear()


@pytest.mark.usefixtures("nothing_here")
def test_all_is_all_that_can_be_made_and_a_line_says_what_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    found = press.named(["all"], show=False)
    assert "epub" in found
    assert {"brf", "print"}.isdisjoint(found)
    assert caplog.messages == [
        f"--to all leaves out brf. Braille needs liblouis, which is not here. {BRAILLE}",
        f"--to all leaves out print. Print needs the package weasyprint, which is not installed. {PRINT}",
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
