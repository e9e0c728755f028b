"""Pages from a real local server, which misbehaves in every way a web server can."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
import trustme
from misbehaving import Site, page, redirect, serving

from publish.errors import SourceError
from publish.outside.web import USER_AGENT, Limits, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Source

QUICK = Limits(total_s=1.0, silent_s=0.4, largest_bytes=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")


def local(url: str) -> Source:
    return fetch(url, allow_local=True, limits=QUICK)


def refused(url: str, *, allow_local: bool = True) -> SourceError:
    with pytest.raises(SourceError) as caught:
        fetch(url, allow_local=allow_local, limits=QUICK)
    assert caught.value.where
    assert caught.value.hint
    return caught.value


def test_a_page_is_taken_with_its_address_its_kind_and_the_day(site: Site) -> None:
    site.pages["/hills/rain"] = page("<p>Llueve.</p>", kind="text/html; charset=ISO-8859-1")
    seen = local(f"{site.url}/hills/rain#second")
    assert (seen.name, seen.suffix, seen.content) == ("rain", ".html", b"<p>Llueve.</p>")
    assert (seen.origin, seen.retrieved, seen.charset) == (f"{site.url}/hills/rain", date(1970, 1, 2), "cp1252")


def test_it_says_who_asks_and_nothing_of_this_machine(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/"] = page()
    local(f"{site.url}/")
    head = site.requests[-1]
    assert f"User-Agent: {USER_AGENT}\r\n" in head
    assert "Enface/0.1.0 (" in head
    assert {line.partition(":")[0] for line in head.split("\r\n")[1:-2]} == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }


def test_redirects_are_followed_and_the_last_address_counts(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect(f"{site.url}/c?d=e"), "/c?d=e": page()}
    assert local(f"{site.url}/a").origin == f"{site.url}/c?d=e"


def test_five_redirects_are_followed_and_six_are_not(site: Site) -> None:
    site.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": page()}
    assert local(f"{site.url}/1").origin == f"{site.url}/6"
    assert refused(f"{site.url}/0").what == "It redirects more than 5 times"


def test_a_circle_of_redirects_is_left(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert refused(f"{site.url}/a").what == "It redirects in a circle"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "Only http and https are fetched, not file"),
        ("ftp://example.org/a", "Only http and https are fetched, not ftp"),
        ("http://ann:secret@example.org/", "There is a name or a password in this address"),
        ("http://[::1", "Invalid URL in location header"),
        ("http://example.org:0/", "This is no web address"),
    ],
)
def test_a_redirect_is_checked_as_the_first_address_was(site: Site, target: str, said: str) -> None:
    site.pages["/"] = redirect(target)
    error = refused(f"{site.url}/")
    assert said in error.what
    assert "secret" not in str(error)


@pytest.mark.parametrize("target", ["127.0.0.1", "169.254.169.254", "[::1]", "10.0.0.1", "[::ffff:10.0.0.1]"])
def test_a_public_page_cannot_send_us_into_the_local_network(
    site: Site, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publish.outside import addresses

    site.pages["/"] = redirect(f"http://{target}:{site.port}/secret")
    # The one server there is stands on loopback; for this test that one name of it is public.
    public = addresses.public
    seen: list[str] = []

    def first_is_public(numeric: str) -> bool:
        seen.append(numeric)
        return len(seen) <= 2 or public(numeric)

    monkeypatch.setattr(addresses, "public", first_is_public)
    error = refused(f"{site.url}/", allow_local=False)
    assert "which is not on the public internet" in error.what
    assert site.paths == ["/robots.txt", "/"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ],
)
def test_this_machine_is_refused_by_whatever_name(site: Site, host: str) -> None:
    error = refused(f"http://{host}:{site.port}/", allow_local=False)
    assert "which is not on the public internet" in error.what
    assert error.hint.startswith("--allow-local")
    assert site.requests == []


def test_a_name_is_resolved_once_and_what_was_checked_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def resolver(host: str, port: int, **named: int) -> object:
        asked.append(host)
        return resolve("127.0.0.1" if host == "article.example" else host, port, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    site.pages["/"] = page()
    seen = local(f"http://article.example:{site.port}/")
    assert asked == ["article.example", "article.example"]
    assert seen.origin == f"http://article.example:{site.port}/"
    assert f"Host: article.example:{site.port}\r\n" in site.requests[-1]


def ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as there:
            there.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not ipv6(), reason="this machine has no IPv6")
def test_ipv6_is_spoken() -> None:
    with serving(family=socket.AF_INET6) as site:
        site.pages["/"] = page()
        assert local(f"{site.url}/").origin == f"http://[::1]:{site.port}/"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("404 Not Found", "There is no such page (404)"),
        ("403 Forbidden", "The site does not give this page to us (403)"),
        ("429 Too Many Requests", "The site has been asked too often (429)"),
        ("500 Internal Server Error", "The site has a fault of its own (500)"),
        ("204 No Content", "The site sent no page (204)"),
        ("302 Found", "The site sent no page (302)"),
    ],
)
def test_a_failure_is_told_in_words(site: Site, status: str, said: str) -> None:
    site.pages["/"] = page("sorry" if status[:3] != "204" else "", status=status)
    assert refused(f"{site.url}/").what == said


def test_an_empty_page_is_none(site: Site) -> None:
    site.pages["/"] = page(" \n")
    assert refused(f"{site.url}/").what == "There is nothing in it"


def test_a_picture_is_no_article(site: Site) -> None:
    site.pages["/"] = page(b"\x89PNG", kind="image/png")
    assert refused(f"{site.url}/").what == "This is no article (image/png)"


def drip(start: bytes, drop: bytes) -> object:
    def reply(connection: socket.socket) -> None:
        connection.sendall(start)
        pause = threading.Event()
        while not pause.wait(0.05):
            connection.sendall(drop)

    return reply


@pytest.mark.parametrize(
    ("start", "drop"),
    [(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a"), (b"HTTP/1.1 200 OK\r\nX: ", b"a"), (b"", b"H")],
    ids=["body", "head", "status"],
)
def test_a_server_that_drips_is_left_in_time(site: Site, start: bytes, drop: bytes) -> None:
    site.pages["/"] = drip(start, drop)
    assert "It took longer than 1 s" in refused(f"{site.url}/").what


def test_a_silent_server_is_left(site: Site) -> None:
    site.pages["/"] = lambda connection: connection.settimeout(5) or connection.recv(1)
    assert refused(f"{site.url}/").what == "The site was silent for 0.4 s"


@pytest.mark.parametrize("length", [True, False])
def test_a_page_over_the_limit_is_refused(site: Site, *, length: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    site.pages["/"] = head + (b"Content-Length: 100001\r\n" if length else b"") + b"\r\n" + b"a" * 100_001
    assert refused(f"{site.url}/").what == "It is larger than 0.1 MB"


def packed(content: bytes, packing: str = "gzip") -> bytes:
    return page(content, headers={"Content-Encoding": packing})


def test_a_bomb_is_refused_before_it_is_unpacked(site: Site) -> None:
    site.pages["/"] = packed(gzip.compress(bytes(50_000_000)))
    assert refused(f"{site.url}/").what == "It is larger than 0.1 MB"


@pytest.mark.parametrize(
    ("content", "packing"),
    [
        (gzip.compress(b"<p>It rains.</p>", mtime=0), "gzip"),
        (gzip.compress(b"<p>It ", mtime=0) + gzip.compress(b"rains.</p>", mtime=0), "x-gzip"),
        (zlib.compress(b"<p>It rains.</p>"), "deflate"),
        (zlib.compress(b"<p>It rains.</p>")[2:-4], "Deflate"),
        (b"<p>It rains.</p>", "identity"),
    ],
)
def test_packed_pages_are_unpacked(site: Site, content: bytes, packing: str) -> None:
    site.pages["/"] = packed(content, packing)
    assert local(f"{site.url}/").content == b"<p>It rains.</p>"


@pytest.mark.parametrize(
    ("content", "packing", "said"),
    [
        (b"not gzip", "gzip", "What was sent cannot be unpacked"),
        (gzip.compress(b"rain " * 500, mtime=0)[:-12], "gzip", "It was cut off before its end"),
        (b"rain", "br", "It is packed in a way that was not asked for: br"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(site: Site, content: bytes, packing: str, said: str) -> None:
    site.pages["/"] = packed(content, packing)
    assert said in refused(f"{site.url}/").what


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50\r\n\r\n<p>It",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<p>It",
        b"HTTP/1.1 200 OK\r\nContent-",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
    ids=["length", "chunked", "head", "ssh", "nothing"],
)
def test_a_cut_connection_is_no_page(site: Site, reply: bytes) -> None:
    site.pages["/"] = reply
    assert "cut off" in refused(f"{site.url}/").what


def test_nobody_there_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert refused(f"http://127.0.0.1:{taken.getsockname()[1]}/").what == "127.0.0.1 cannot be reached"


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /hills/", False),
        ("User-agent: Enface\nDisallow: /*rain$", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Enface\nAllow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /hills/rain", True),
        ("User-agent: *\nDisallow:", True),
        ("<html>no rules</html>", True),
    ],
)
def test_robots_are_asked_for_leave(site: Site, rules: str, *, allowed: bool) -> None:
    site.pages |= {"/robots.txt": page(rules, kind="text/plain"), "/hills/rain": page()}
    if allowed:
        assert local(f"{site.url}/hills/rain").name == "rain"
    else:
        assert "(robots.txt)" in refused(f"{site.url}/hills/rain").what
        assert site.paths == ["/robots.txt"]


def test_leave_is_asked_for_after_a_redirect_too(site: Site) -> None:
    site.pages |= {"/robots.txt": page("User-agent: *\nDisallow: /secret"), "/": redirect("/secret"), "/secret": page()}
    assert "(robots.txt)" in refused(f"{site.url}/").what
    assert "/secret" not in site.paths


def test_a_site_that_cannot_say_is_left_alone(site: Site) -> None:
    site.pages |= {"/robots.txt": page("oops", status="503 Service Unavailable"), "/": page()}
    assert "(robots.txt: 503)" in refused(f"{site.url}/").what


def test_of_endless_rules_the_first_half_megabyte_counts(site: Site) -> None:
    rules = "User-agent: *\nDisallow: /rain\n" + "# \n" * 200_000
    site.pages |= {"/robots.txt": page(rules, kind="text/plain"), "/rain": page(), "/sun": page()}
    assert local(f"{site.url}/sun").name == "sun"
    assert "(robots.txt)" in refused(f"{site.url}/rain").what


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secured(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA) -> None:
    with serving(secured(authority, "127.0.0.1")) as site:
        site.pages["/"] = page()
        error = refused(f"https://127.0.0.1:{site.port}/")
    assert error.what.startswith("The site cannot prove that it is 127.0.0.1:")
    assert site.requests == []


@pytest.mark.parametrize(("name", "good"), [("localhost", True), ("other.example", False)])
def test_a_certificate_must_be_for_the_name_not_the_number(authority: trustme.CA, name: str, *, good: bool) -> None:
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with serving(secured(authority, name)) as site:
        site.pages["/"] = page()
        url = f"https://localhost:{site.port}/"
        if good:
            assert fetch(url, allow_local=True, limits=QUICK, trust=trust).origin == url
        else:
            with pytest.raises(SourceError, match="cannot prove that it is localhost"):
                fetch(url, allow_local=True, limits=QUICK, trust=trust)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https:///a",
        "http://example.org:22/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://a b/",
        "http://ann:secret@example.org/",
        "http://" + "a" * 5000,
        "https://exa\x00mple.org/",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    error = refused(url, allow_local=False)
    assert "secret" not in f"{error} {error.hint}"
