"""Which addresses of the web may be asked."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from publish.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

_LONGEST = 4096
_SECRET = re.compile(r"//[^/]*@")
_NONE = "This is no web address"
_LOOKS = "It looks like https://example.org/article."
_SCHEMES = frozenset({"http", "https"})
_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
# How a network without IPv4 names every IPv4 address (NAT64, RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def parsed(text: str, *, allow_local: bool = False) -> httpx.URL:
    """Return an address that may be asked, as far as its letters tell.

    Raises:
        SourceError: it is no http or https address, carries a password, or names the port of another service.
    """
    import httpx

    try:
        url = httpx.URL(text.strip())
        host, port = url.raw_host, url.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise SourceError(_NONE, where=_shortened(text), hint=_LOOKS) from error
    where = shown(url)
    if url.scheme not in _SCHEMES:
        msg = f"Only http and https are fetched, not {url.scheme or 'this'}"
        raise SourceError(msg, where=where, hint="Save it as a file, and give the file.")
    if not host or len(text) > _LONGEST or not 0 < (80 if port is None else port) < 65536:
        raise SourceError(_NONE, where=where, hint=_LOOKS)
    if url.userinfo:
        msg = "There is a name or a password in this address"
        raise SourceError(msg, where=where, hint="Leave out what stands before the @, or save the page as a file.")
    if port is not None and not allow_local and port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        msg = f"Port {port} belongs to another service than the web"
        raise SourceError(msg, where=where, hint="Leave the port out, or use --allow-local for a server of your own.")
    return url


def shown(url: httpx.URL) -> str:
    """Return an address as people may read it: without a password."""
    return _shortened(str(url.copy_with(userinfo=b"") if url.userinfo else url))


async def checked(url: httpx.URL, *, allow_local: bool, where: str) -> tuple[str, ...]:
    """Return the numeric addresses of a host, best first: the ones that were checked are the ones to connect to.

    Raises:
        SourceError: there is no such host, or one of its addresses is not on the public internet.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await _resolved(url.raw_host.decode("ascii"), port)
    except (OSError, UnicodeError) as error:
        msg = f"No such host is known: {url.host}"
        raise SourceError(msg, where=where, hint="Check its name, and that this machine is online.") from error
    if not found:
        msg = f"No address of {url.host} can be reached from elsewhere"
        raise SourceError(msg, where=where, hint="Give its numeric address, or another name.")
    for numeric in found:
        if not (allow_local or public(numeric)):
            msg = f"It leads to {numeric}, which is not on the public internet"
            raise SourceError(msg, where=where, hint="--allow-local lets it, for a server that you trust.")
    return found


def public(numeric: str) -> bool:
    """Whether an address is one of the public internet, in every form that it can take.

    Private, loopback, link-local, multicast, reserved and unspecified ones are not, nor an IPv6 address
    that stands for such an IPv4 one (mapped, NAT64, 6to4).
    """
    address = ipaddress.ip_address(numeric)
    if isinstance(address, ipaddress.IPv4Address):
        return _global(address)
    if address.ipv4_mapped:
        return _global(address.ipv4_mapped)
    if address in _TRANSLATED:
        return _global(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    inner = address.sixtofour
    return _global(address) and not address.is_site_local and (inner is None or _global(inner))


def _global(address: _IP) -> bool:
    closed = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    # Versions of Python differ in what they call global.
    return address.is_global and not (closed or address.is_reserved or address.is_unspecified)


async def _resolved(host: str, port: int) -> tuple[str, ...]:
    """Ask the resolver, which reads `0x7f.1` and `2130706433` as hosts too, in a thread that may be left behind.

    The loop's own threads are waited for at its end, however long a name server is silent.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def told(settle: Callable[[], None]) -> None:
        if not answer.done():
            settle()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # One with a `%` is link-local, and means nothing without its network card.
            found = tuple(dict.fromkeys(text for row in rows if "%" not in (text := str(row[4][0]))))
        except (OSError, UnicodeError) as error:
            settle: Callable[[], None] = partial(answer.set_exception, error)
        else:
            settle = partial(answer.set_result, found)
        # The loop may be closed by now: nobody waits for the answer then.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(told, settle)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    return await answer


def _shortened(text: str) -> str:
    printable = _SECRET.sub("//", "".join(c for c in text.strip() if c.isprintable()))
    return printable if len(printable) <= 200 else printable[:199] + "…"
