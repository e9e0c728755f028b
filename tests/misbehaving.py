"""A real server on loopback that answers exactly as it is told, byte for byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

Answer = bytes | Callable[[socket.socket], None]
"""Bytes to send, or what to do with the connection."""


@dataclass
class Site:
    """What it will answer by path, and what it was asked."""

    port: int
    host: str = "127.0.0.1"
    pages: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    """Whole request heads."""

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


def page(
    content: bytes | str = "<p>It rains.</p>",
    *,
    status: str = "200 OK",
    kind: str | None = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    body = content.encode() if isinstance(content, str) else content
    said = {"Content-Length": str(len(body)), **({"Content-Type": kind} if kind else {}), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def redirect(target: str) -> bytes:
    return page(b"", status="302 Found", headers={"Location": target})


@contextmanager
def serving(tls: ssl.SSLContext | None = None, family: socket.AddressFamily = socket.AF_INET) -> Iterator[Site]:
    """Serve until the block ends; robots.txt is 404 unless a page says else."""
    listener = socket.socket(family)
    listener.bind(("127.0.0.1" if family == socket.AF_INET else "::1", 0))
    listener.listen(16)
    site = Site(listener.getsockname()[1], "127.0.0.1" if family == socket.AF_INET else "[::1]")
    threads: list[threading.Thread] = []
    closing = threading.Event()

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if closing.is_set():
                connection.close()
                return
            thread = threading.Thread(target=answer, args=(connection,), daemon=True)
            threads.append(thread)
            thread.start()

    def answer(plain: socket.socket) -> None:
        with plain, suppress(OSError):
            connection = tls.wrap_socket(plain, server_side=True) if tls else plain
            with connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    head += piece
                site.requests.append(head.decode("latin-1"))
                reply = site.pages.get(site.paths[-1], page("gone", status="404 Not Found"))
                if callable(reply):
                    reply(connection)
                else:
                    connection.sendall(reply)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        closing.set()
        with suppress(OSError), socket.socket(family) as last:
            last.connect(listener.getsockname()[:2])
        thread.join(5)
        listener.close()
        for each in threads:
            each.join(5)
