"""The clipboard, by programs of our own that answer as those of each platform do."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest

from publish.errors import SourceError, ToolError
from publish.outside import clipboard

if TYPE_CHECKING:
    from pathlib import Path

HTML = "<meta charset='utf-8'><h1>El río</h1><p>Llueve <a href='https://example.org'>aquí</a>.</p>"
CF_HTML = """Version:0.9\r
StartHTML:00000097\r
EndHTML:00000170\r
StartFragment:00000131\r
EndFragment:00000151\r
<html><body>\r
<!--StartFragment--><p>Llueve aquí.</p><!--EndFragment-->\r
</body></html>"""

WL_PASTE = """
kinds = {kinds!r}
if "--type" in sys.argv:
    asked = sys.argv[sys.argv.index("--type") + 1]
else:
    asked = "text/plain"
if not kinds:
    sys.exit("Nothing is copied")
if asked not in kinds:
    sys.exit("Clipboard content is not available as requested type \\"" + asked + "\\"")
sys.stdout.buffer.write(kinds[asked].encode())
"""
XCLIP = """
assert sys.argv[1:5] == ["-selection", "clipboard", "-out", "-target"], sys.argv
kinds = {kinds!r}
if sys.argv[5] not in kinds:
    sys.exit("Error: target " + sys.argv[5] + " not available")
sys.stdout.buffer.write(kinds[sys.argv[5]].encode())
"""
OSASCRIPT = """
kinds = {kinds!r}
kind = "html" if "HTML" in sys.argv[2] else "text"
if kind not in kinds:
    sys.exit("execution error: Can’t make some data into the expected type. (-1700)")
content = kinds[kind]
said = f"«data HTML{content.encode().hex().upper()}»" if kind == "html" else content
sys.stdout.buffer.write(said.encode())
"""
POWERSHELL = """
kinds = {kinds!r}
assert "-STA" in sys.argv
sys.stdout.buffer.write(kinds.get("html" if "HTML Format" in sys.argv[-1] else "text", "").encode())
"""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop session of X11 whose programs are those that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return tmp_path


def put(desk: Path, name: str, script: str, **kinds: str) -> None:
    path = desk / name
    kinds = {kind.replace("__", "/"): content for kind, content in kinds.items()}
    path.write_text(f"#!{sys.executable}\nimport sys\n{script.replace('{kinds!r}', repr(kinds))}", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_html_is_taken_from_wayland(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    put(desk, "wl-paste", WL_PASTE, text__html=HTML, text__plain="El río")
    found = clipboard.copied("linux")
    assert (found.content.decode(), found.suffix, found.name, found.origin) == (HTML, ".html", "pasted text", "-")


def test_html_is_taken_from_x11(desk: Path) -> None:
    put(desk, "xclip", XCLIP, text__html=HTML, UTF8_STRING="El río")
    assert clipboard.copied("linux").content.decode() == HTML


@pytest.mark.parametrize("html", ["<meta charset='utf-8'><p>&nbsp;</p>\n", ""])
def test_html_without_words_gives_way_to_text(desk: Path, html: str) -> None:
    put(desk, "xclip", XCLIP, text__html=html, UTF8_STRING="Llueve aquí.")
    found = clipboard.copied("linux")
    assert (found.content.decode(), found.suffix) == ("Llueve aquí.", "")


def test_a_text_alone_is_taken(desk: Path) -> None:
    put(desk, "xclip", XCLIP, UTF8_STRING="Llueve aquí.")
    assert clipboard.copied("linux").content.decode() == "Llueve aquí."


def test_where_only_xsel_is_installed_there_is_text(desk: Path) -> None:
    put(desk, "xsel", "assert sys.argv[1:] == ['--clipboard', '--output']; print('It rains.')")
    assert clipboard.copied("linux").content == b"It rains.\n"


def test_html_is_taken_from_a_mac(desk: Path) -> None:
    put(desk, "osascript", OSASCRIPT, html=HTML, text="El río")
    assert clipboard.copied("darwin").content.decode() == HTML


def test_text_is_taken_from_a_mac(desk: Path) -> None:
    put(desk, "osascript", OSASCRIPT, text="El río")
    assert clipboard.copied("darwin").content.decode() == "El río"


def test_html_is_taken_from_windows_without_its_header(desk: Path) -> None:
    put(desk, "powershell.exe", POWERSHELL, html=CF_HTML, text="Llueve aquí.")
    assert clipboard.copied("win32").content.decode() == "<p>Llueve aquí.</p>"


def test_text_is_taken_from_windows(desk: Path) -> None:
    put(desk, "powershell.exe", POWERSHELL, text="Llueve aquí.")
    assert clipboard.copied("win32").content.decode() == "Llueve aquí."


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (b"<p>It rains.</p>", b"<p>It rains.</p>"),
        (b"StartFragment:9\r\nEndFragment:3\r\n<p>It rains.</p>", b"<p>It rains.</p>"),
        (b"StartFragment:900\r\nEndFragment:999\r\n<p>It rains.</p>", b"<p>It rains.</p>"),
    ],
)
def test_a_header_of_wrong_numbers_loses_no_word(said: bytes, taken: bytes) -> None:
    assert clipboard.windows_html(said) == taken


@pytest.mark.parametrize("wayland", [True, False])
def test_without_a_program_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch, *, wayland: bool) -> None:
    if wayland:
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(ToolError, match="No program that reads the clipboard is installed") as raised:
        clipboard.copied("linux")
    assert ("wl-clipboard" if wayland else "xclip") in raised.value.hint


def test_without_a_desktop_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(ToolError, match="no desktop session") as raised:
        clipboard.copied("linux")
    assert "publish make -" in raised.value.hint


def test_an_empty_clipboard_is_told_in_the_words_of_its_program(desk: Path) -> None:
    put(desk, "xclip", XCLIP)
    with pytest.raises(ToolError, match="Error: target UTF8_STRING not available"):
        clipboard.copied("linux")


def test_blanks_alone_are_nothing(desk: Path) -> None:
    put(desk, "xclip", XCLIP, UTF8_STRING="  \n")
    with pytest.raises(SourceError, match="There is no text in it"):
        clipboard.copied("linux")


def test_a_program_that_hangs_is_left(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_SECONDS", 0.3)
    put(desk, "xclip", "import time; time.sleep(60)")
    with pytest.raises(ToolError, match="did not answer within 0.3 s"):
        clipboard.copied("linux")


def test_what_never_ends_is_refused(desk: Path) -> None:
    put(desk, "xclip", "while True: sys.stdout.buffer.write(b'<p>It rains.</p>' * 10_000)")
    with pytest.raises(SourceError, match="larger than 20 MB"):
        clipboard.copied("linux")
