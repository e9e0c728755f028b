"""What was copied: asked of the platform's own tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.errors import SourceError, ToolError
from publish.model import Source
from publish.outside import files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAME = "clipboard"
"""Where errors say that it comes from."""

_SECONDS = 10.0
"""A program that shows its copy in a window of its own answers late; one that hangs never does."""
_COPY = "Copy the article again, or save it as a file; `publish make -` takes what you paste."
# `«data HTML3C68746D6C3E»`: what AppleScript calls the HTML of a clipboard.
_APPLE = re.compile(rb"\xc2\xabdata HTML([0-9A-Fa-f]*)\xc2\xbb")
# https://learn.microsoft.com/windows/win32/dataxchg/html-clipboard-format: offsets in bytes, the text UTF-8.
_WINDOWS_START = re.compile(rb"^StartFragment:(\d{1,10})", re.MULTILINE)
_WINDOWS_END = re.compile(rb"^EndFragment:(\d{1,10})", re.MULTILINE)
_POWERSHELL = (
    "$ErrorActionPreference = 'Stop'; Add-Type -AssemblyName System.Windows.Forms; "
    "$data = [Windows.Forms.Clipboard]::{asked}; if ($null -eq $data) {{ exit 0 }}; "
    "$bytes = if ($data -is [IO.MemoryStream]) {{ $data.ToArray() }} "
    "else {{ [Text.Encoding]::UTF8.GetBytes([string]$data) }}; "
    "$out = [Console]::OpenStandardOutput(); $out.Write($bytes, 0, $bytes.Length)"
)


def _as_it_is(content: bytes) -> bytes:
    return content


@dataclass(frozen=True, slots=True)
class _Tool:
    """How one program gives what was copied."""

    html: tuple[str, ...]
    """Its command line for HTML; empty where it knows none."""
    text: tuple[str, ...]
    unpacked: Callable[[bytes], bytes] = _as_it_is
    """What the HTML is wrapped in is taken off."""


def copied(platform: str = sys.platform) -> Source:
    """Return what is in the clipboard: its HTML where there is some with words in it, else its text.

    The program is asked that this platform has: osascript, PowerShell, wl-paste, xclip or xsel.

    Raises:
        ToolError: there is no clipboard here, or no program that reads it.
        SourceError: nothing is in it, or over 20 MB.
    """
    tool = _tool(platform, os.environ)
    html = tool.unpacked(_said(tool.html).content) if tool.html else b""
    if _words(html):
        return _source(html, ".html")
    answer = _said(tool.text)
    if answer.content.strip():
        return _source(answer.content, "")
    if answer.failed:
        msg = f"The clipboard cannot be read: {answer.failed}"
        raise ToolError(msg, where=tool.text[0], hint=_COPY)
    msg = "There is no text in it"
    raise SourceError(msg, where=NAME, hint=_COPY)


def _tool(platform: str, environment: Mapping[str, str]) -> _Tool:
    """Return the program that reads the clipboard of this platform.

    Raises:
        ToolError: there is none; says which to install.
    """
    if platform == "darwin":
        # `pbpaste` gives no HTML, and text in the encoding of the terminal.
        return _Tool(
            ("osascript", "-e", "the clipboard as «class HTML»"),
            ("osascript", "-e", "the clipboard as text"),
            apple_html,
        )
    if platform == "win32":
        return _Tool(_powershell("GetData('HTML Format')"), _powershell("GetText()"), windows_html)
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if wayland and shutil.which("wl-paste"):
        return _Tool(("wl-paste", "--no-newline", "--type", "text/html"), ("wl-paste", "--no-newline"))
    if x11 and shutil.which("xclip"):
        ask = ("xclip", "-selection", NAME, "-out", "-target")
        return _Tool((*ask, "text/html"), (*ask, "UTF8_STRING"))
    if x11 and shutil.which("xsel"):
        return _Tool((), ("xsel", "--clipboard", "--output"))
    if not (wayland or x11):
        msg = "There is no clipboard here: this is no desktop session"
        raise ToolError(msg, where=NAME, hint="Give a file, or paste the article after `publish make -`.")
    package = "wl-clipboard" if wayland else "xclip"
    msg = "No program that reads the clipboard is installed"
    raise ToolError(msg, where=NAME, hint=f"Install {package}, by `sudo apt install {package}` for example.")


def _powershell(asked: str) -> tuple[str, ...]:
    # The clipboard of Windows is open only to a thread of the single-threaded apartment.
    return ("powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", _POWERSHELL.format(asked=asked))


def apple_html(said: bytes) -> bytes:
    """Return the HTML in what AppleScript prints: `«data HTML3C703E…»`."""
    match = _APPLE.search(said)
    return bytes.fromhex(match[1].decode("ascii")[: len(match[1]) // 2 * 2]) if match else b""


def windows_html(said: bytes) -> bytes:
    """Return what was copied without the header of numbers that Windows puts before it, and what stands around it."""
    start, end = _WINDOWS_START.search(said), _WINDOWS_END.search(said)
    if start is None or end is None:
        return said
    fragment = said[int(start[1]) : int(end[1])]
    return fragment or said[said.find(b"<") :]


@dataclass(frozen=True, slots=True)
class _Answer:
    content: bytes
    failed: str
    """In its own words, if it failed."""


def _said(call: tuple[str, ...]) -> _Answer:
    """Return what a program prints, up to the size of a source.

    Raises:
        ToolError: it cannot be started, or does not end.
        SourceError: it is over 20 MB.
    """
    try:
        process = subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603  (a fixed program; no shell)
    except OSError as error:
        msg = f"The clipboard cannot be read: {error.strerror}"
        raise ToolError(msg, where=call[0], hint="Save the article as a file, and give the file.") from error
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(_SECONDS, stop)
    watch.start()
    with process:
        try:
            content = process.stdout.read(files.LARGEST_BYTES + 1) if process.stdout else b""
            if len(content) > files.LARGEST_BYTES:
                process.kill()
                msg = f"It is larger than {files.LARGEST_BYTES // 1_000_000} MB"
                raise SourceError(msg, where=NAME, hint="Copy one article.")
            complaint = process.stderr.read(1000).decode("utf-8", "replace") if process.stderr else ""
            ended = process.wait()
        finally:
            watch.cancel()
    if late.is_set():
        msg = f"The clipboard did not answer within {_SECONDS:g} s"
        raise ToolError(msg, where=call[0], hint=_COPY)
    said = complaint.strip().splitlines()
    failed = (said[0] if said else f"exit {ended}") if ended else ""
    return _Answer(b"" if ended else content, failed)


def _words(html: bytes) -> bool:
    """Whether there is anything between the tags."""
    return bool(re.sub(rb"<[^<>]*>|&nbsp;|[\s\0]", b"", html))


def _source(content: bytes, suffix: str) -> Source:
    # As a paste by hand: the book names no file, and nothing is kept beside it.
    day = files.day(time.time())
    return Source(name="pasted text", suffix=suffix, content=content, origin=files.PASTE, retrieved=day)
