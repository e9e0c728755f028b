"""A folder over HTTP, as podcast apps and browsers want it: parts of files, their types, from any page."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from publish.errors import ConfigError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LOOPBACK: Final = "127.0.0.1"

_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".html": "text/html; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4a",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".lpf": "application/lpf+zip",
    ".md": "text/markdown; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".zim": "application/x-zim",
    ".zip": "application/zip",
}
_CATALOGUES: Final[Mapping[str, str]] = {
    "opds.json": "application/opds+json",
    "opds.xml": "application/atom+xml;profile=opds-catalog;kind=acquisition",
}
_FEED: Final = "application/rss+xml; charset=utf-8"
_CHAPTERS: Final = "application/json+chapters"
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK: Final = 1 << 16


def media_type(path: str) -> str:
    """Return what a file is told to be, by its place in the folder: `feed.en.xml` is a feed."""
    name = path.rpartition("/")[2]
    if name == "feed.xml" or (name.startswith(("feed.", "item.")) and name.endswith(".xml")):
        return _FEED
    if "/chapters/" in f"/{path}" and name.endswith(".json"):
        return _CHAPTERS
    return _CATALOGUES.get(name) or _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def part(asked: str, size: int) -> tuple[int, int] | None:
    """Return where the part of a file that is asked for begins and ends, as `Range` says (RFC 9110, 14.1.2).

    The whole file where nothing, several parts or no bytes are asked for; None where there is no such part.
    """
    first, last = _ends(asked)
    if not first:
        return ((max(0, size - int(last)), size) if int(last) and size else None) if last else (0, size)
    begin, end = int(first), min(int(last or size), size - 1) + 1
    return (begin, end) if begin < size else None


def _ends(asked: str) -> tuple[str, str]:
    """Return the first and the last byte that are asked for as they are written; nothing where no part is."""
    match = _RANGE.fullmatch(asked.replace(" ", ""))
    first, last = match.groups() if match else ("", "")
    return ("", "") if first and last and int(last) < int(first) else (first, last)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Enface"
    sys_version = ""
    root: Path
    timeout = 60.0
    """Seconds that a connection may say nothing."""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_OPTIONS(self) -> None:
        """A browser asks first whether a page of another place may ask for a part."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self._let_everyone()
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Range, If-Modified-Since, If-None-Match")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
        """Say nothing: who listens to what is nobody's business."""

    def _answer(self, *, body: bool) -> None:
        path = self._file()
        try:
            stream = path.open("rb") if path else None
        except OSError:
            stream = None
        if path is None or stream is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        with stream:
            if path.name == "index.html" and not urlsplit(self.path).path.endswith(("/", "index.html")):
                # What a page names lies beside it only where the address of its folder ends as a folder's does.
                self._refuse(HTTPStatus.MOVED_PERMANENTLY, location=f"{quote(path.parent.name)}/")
                return
            self._send(path, stream, body=body)

    def _send(self, path: Path, stream: BinaryIO, *, body: bool) -> None:
        facts = os.fstat(stream.fileno())
        tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        if tag in self.headers.get("If-None-Match", ""):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._describe(tag, facts.st_mtime)
            self.end_headers()
            return
        # Of another version than the one that a client has begun with, it gets the whole.
        asked = self.headers.get("Range", "") if self.headers.get("If-Range", tag) == tag else ""
        span = part(asked, facts.st_size)
        if span is None:
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, f"bytes */{facts.st_size}")
            return
        begin, end = span
        # To whom asked for `bytes=0-`, all of it is a part too: so a player learns that it may seek.
        whole = not any(_ends(asked))
        self.send_response(HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT)
        self._describe(tag, facts.st_mtime)
        self.send_header("Content-Type", media_type(path.relative_to(self.root).as_posix()))
        self.send_header("Content-Length", str(end - begin))
        if not whole:
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{facts.st_size}")
        self.end_headers()
        if body:
            stream.seek(begin)
            self._copy(stream, end - begin)

    def _describe(self, tag: str, changed: float) -> None:
        self._let_everyone()
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(changed, usegmt=True))
        self.send_header("X-Content-Type-Options", "nosniff")

    def _let_everyone(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Expose-Headers", "Accept-Ranges, Content-Range, Content-Length, ETag")

    def _copy(self, stream: BinaryIO, left: int) -> None:
        while left and (chunk := stream.read(min(left, _CHUNK))):
            try:
                self.wfile.write(chunk)
            except OSError:
                # Whoever listened has gone: players do so all the time.
                self.close_connection = True
                return
            left -= len(chunk)

    def _refuse(self, status: HTTPStatus, span: str = "", *, location: str = "") -> None:
        self.send_response(status)
        self._let_everyone()
        if location:
            self.send_header("Location", location)
        if span:
            self.send_header("Content-Range", span)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self) -> Path | None:
        """Return the file that is asked for, in the folder and not hidden; a folder is its `index.html`."""
        try:
            asked = unquote(urlsplit(self.path).path, errors="strict")
            parts = [each for each in asked.split("/") if each]
            path = self.root.joinpath(*parts).resolve()
        except (ValueError, OSError):
            return None
        if any(each.startswith(".") or {"\\", ":"} & set(each) for each in parts) or not path.is_relative_to(self.root):
            return None
        if path.is_dir():
            path = (path / "index.html").resolve()
        return path if path.is_file() and path.is_relative_to(self.root) else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Take the address as it is; the base class asks the network for its name, which may take long."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that broke is no fault of ours, and nobody's to read of."""


@contextmanager
def server(folder: Path, *, host: str = LOOPBACK, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """Give a server of a folder that listens; `serve_forever` answers.

    Args:
        folder: what is served, but for what is hidden in it.
        host: the address to listen at.
        port: 0 for any that is free.

    Raises:
        SourceError: there is no such folder.
        ConfigError: the address or port cannot be had.
    """
    if not folder.is_dir():
        msg = "There is no such folder"
        raise SourceError(msg, where=str(folder), hint="Name the folder that `publish make` wrote.")
    handler = type("Handler", (_Handler,), {"root": folder.resolve()})
    try:
        family = AF_INET6 if ":" in host else AF_INET
        found = type("Server", (_Server,), {"address_family": family})((host, port), handler)
    except OSError as error:
        msg = f"It cannot listen at {host}, port {port}: {error.strerror}"
        raise ConfigError(msg, where="publish serve", hint="Choose another with --port, or --port 0.") from error
    with found:
        yield found
