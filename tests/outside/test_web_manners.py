"""What a fetch takes along from one answer to the next, from a real local server."""

from __future__ import annotations

import gzip
import threading
from typing import TYPE_CHECKING

import pytest
from misbehaving import Site, page, redirect, serving

from publish.errors import SourceError
from publish.outside.web import Limits, fetch

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

LIMITS = Limits(total_s=20.0, silent_s=10.0, largest_bytes=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def test_a_cookie_is_given_back_to_nobody(site: Site) -> None:
    cookie = {"Set-Cookie": "visitor=7; Path=/"}
    site.pages |= {
        "/robots.txt": page("", kind="text/plain", headers=cookie),
        "/a": page(b"", status="302 Found", headers={"Location": "/b", **cookie}),
        "/b": page(headers=cookie),
    }
    fetch(f"{site.url}/a", allow_local=True, limits=LIMITS)
    fetch(f"{site.url}/b", allow_local=True, limits=LIMITS)
    assert site.paths == ["/robots.txt", "/a", "/b", "/robots.txt", "/b"]
    assert not any("cookie" in request.lower() for request in site.requests)


def test_rules_that_moved_are_followed(site: Site) -> None:
    site.pages |= {
        "/robots.txt": redirect("/rules"),
        "/rules": page("User-agent: *\nDisallow: /rain", kind="text/plain"),
        "/rain": page(),
    }
    with pytest.raises(SourceError, match=r"\(robots.txt\)"):
        fetch(f"{site.url}/rain", allow_local=True, limits=LIMITS)
    assert site.paths == ["/robots.txt", "/rules"]


def test_rules_that_move_in_a_circle_end_the_search_not_the_program(site: Site) -> None:
    site.pages |= {"/robots.txt": redirect("/robots.txt"), "/rain": page()}
    assert fetch(f"{site.url}/rain", allow_local=True, limits=LIMITS).name == "rain"
    assert site.paths == ["/robots.txt"] * 6 + ["/rain"]


def test_rules_cannot_lead_to_a_file(site: Site) -> None:
    site.pages |= {"/robots.txt": redirect("file:///etc/passwd"), "/rain": page()}
    with pytest.raises(SourceError, match="Only http and https are fetched, not file"):
        fetch(f"{site.url}/rain", allow_local=True, limits=LIMITS)
    assert site.paths == ["/robots.txt"]


def test_a_bomb_that_drips_is_refused_once_it_is_too_large(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")
        pause = threading.Event()
        for start in range(0, len(bomb), 100):
            connection.sendall(bomb[start : start + 100])
            pause.wait(0.01)

    site.pages["/rain"] = drip
    with pytest.raises(SourceError, match=r"It is larger than 0.1 MB"):
        fetch(f"{site.url}/rain", allow_local=True, limits=LIMITS)
