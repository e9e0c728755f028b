"""One page from the web, fetched because a person named it."""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publish import __version__
from publish.errors import SourceError
from publish.model import Source
from publish.outside import addresses, files, media
from publish.outside.transfer import TooLargeError, received

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    import httpx
    from protego import Protego

NAME = "Enface"
"""What robots.txt calls us."""

USER_AGENT = f"{NAME}/{__version__} (makes an accessible book of one article, at its reader's request)"

_ROBOTS_BYTES = 500 * 1024
"""What a crawler must read at least, RFC 9309, 2.5."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITH_CONTENT = frozenset({200, 203})
_SAVE = "Open it in a browser, save the page as a file, and give the file."
_AGAIN = "Try again later, or save the page as a file."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much patience and room one fetch has."""

    total_s: float = 30.0
    """For everything: names, robots.txt, redirects, a server that drips."""
    silent_s: float = 10.0
    """For a connection, and between two pieces."""
    largest_bytes: int = files.LARGEST_BYTES
    """Unpacked."""
    redirects: int = 5


DEFAULT_LIMITS = Limits()
PICTURE_LIMITS = Limits(total_s=20.0)
_ALL_PICTURES_S, _ALL_PICTURES_BYTES = 120.0, 100_000_000


def fetch(
    url: str, *, allow_local: bool = False, limits: Limits = DEFAULT_LIMITS, trust: ssl.SSLContext | None = None
) -> Source:
    """Return a page, with the address where it was found in the end.

    No cookie, no proxy and no password of this machine goes with the request; robots.txt is respected (RFC 9309).
    The fragment is kept only where it names an entry of a feed.

    Args:
        url: http or https.
        allow_local: let it reach servers on this machine and its network.
        limits: of time and size.
        trust: certificates to trust; None for those of the public web.

    Raises:
        SourceError: it may not be fetched, cannot be, or is no article.
    """
    import httpx

    # None of this machine's settings: no proxy, no certificate of its own, no .netrc.
    visit = _Visit(allow_local, limits, trust or httpx.create_ssl_context(trust_env=False))
    return asyncio.run(_in_time(url, visit))


def fetch_pictures(
    urls: Iterable[str],
    *,
    allow_local: bool = False,
    limits: Limits = PICTURE_LIMITS,
    trust: ssl.SSLContext | None = None,
) -> dict[str, bytes | str]:
    """Return the bytes of each picture by its address, or the reason why it could not be had, as a sentence.

    They are fetched one after the other, as a page is; `limits` are those of one picture. After two minutes, or 100 MB,
    no other is asked for.
    """
    import httpx

    visit = _Visit(allow_local, limits, trust or httpx.create_ssl_context(trust_env=False), pictures=True)
    return asyncio.run(_pictures(dict.fromkeys(urls), visit))


async def _pictures(urls: Iterable[str], visit: _Visit) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    begun, room = time.monotonic(), _ALL_PICTURES_BYTES
    for url in urls:
        if room <= 0 or time.monotonic() - begun > _ALL_PICTURES_S:
            found[url] = "The pictures before it took all the time and the room that there is."
            continue
        try:
            first = addresses.parsed(url, allow_local=visit.allow_local)
            async with asyncio.timeout(visit.limits.total_s):
                content = (await _page(first, visit)).content
        except SourceError as error:
            found[url] = f"{error.what}."
        except TimeoutError:
            found[url] = f"It took longer than {visit.limits.total_s:g} s."
        except TooLargeError:
            found[url] = f"It is larger than {visit.limits.largest_bytes / 1e6:g} MB."
        else:
            found[url] = content
            room -= len(content)
    return found


@dataclass(slots=True)
class _Visit:
    """What one fetch may do, and what it knows."""

    allow_local: bool
    limits: Limits
    trust: ssl.SSLContext
    robots: dict[str, Protego] = field(default_factory=dict)
    """By origin."""
    pictures: bool = False
    """Whether it is pictures that are asked for: their bytes are judged, not what the server calls them."""


@dataclass(frozen=True, slots=True)
class _Answer:
    url: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes


async def _in_time(url: str, visit: _Visit) -> Source:
    first = addresses.parsed(url, allow_local=visit.allow_local)
    where = addresses.shown(first)
    try:
        async with asyncio.timeout(visit.limits.total_s):
            return _source(await _page(first, visit), first.fragment)
    except TimeoutError as error:
        msg = f"It took longer than {visit.limits.total_s:g} s"
        raise SourceError(msg, where=where, hint=_AGAIN) from error
    except TooLargeError as error:
        msg = f"It is larger than {visit.limits.largest_bytes / 1e6:g} MB"
        raise SourceError(msg, where=where, hint="Give the address of one article.") from error


async def _page(url: httpx.URL, visit: _Visit) -> _Answer:
    """Follow redirects to the page, asking leave of every site on the way."""
    seen = [url]
    while True:
        await _ask_leave(seen[-1], visit)
        where = addresses.shown(seen[-1])
        answer = await _got(seen[-1], visit, largest=visit.limits.largest_bytes, where=where)
        onward = _onward(answer, visit)
        if onward is None:
            _refuse_failure(answer)
            return answer
        if onward in seen:
            msg = "It redirects in a circle"
            raise SourceError(msg, where=addresses.shown(url), hint=_SAVE)
        if len(seen) > visit.limits.redirects:
            msg = f"It redirects more than {visit.limits.redirects} times"
            raise SourceError(msg, where=addresses.shown(url), hint=_SAVE)
        seen.append(onward)


def _onward(answer: _Answer, visit: _Visit) -> httpx.URL | None:
    """Return where a redirect leads, checked as the first address was."""
    import httpx

    if answer.status not in _REDIRECTS or "location" not in answer.headers:
        return None
    location = answer.headers["location"]
    try:
        onward = answer.url.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        msg = "It redirects to something that is no web address"
        raise SourceError(msg, where=addresses.shown(answer.url), hint=_SAVE) from error
    try:
        return addresses.parsed(str(onward), allow_local=visit.allow_local)
    except SourceError as error:
        msg = f"It redirects to {error.where}. {error.what}"
        raise SourceError(msg, where=addresses.shown(answer.url), hint=_SAVE) from error


async def _ask_leave(url: httpx.URL, visit: _Visit) -> None:
    """Look into the site's robots.txt.

    Raises:
        SourceError: it says no, or the site cannot say.
    """
    origin = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
    if origin not in visit.robots:
        visit.robots[origin] = await _robots(origin, visit, where=addresses.shown(url))
    if not visit.robots[origin].can_fetch(str(url.copy_with(fragment=None)), NAME):
        msg = "The site asks programs not to fetch this page (robots.txt)"
        raise SourceError(msg, where=addresses.shown(url), hint=_SAVE)


async def _robots(origin: str, visit: _Visit, *, where: str) -> Protego:
    from protego import Protego

    url = addresses.parsed(origin, allow_local=visit.allow_local)
    for _ in range(visit.limits.redirects + 1):
        try:
            answer = await _got(url, visit, largest=_ROBOTS_BYTES, where=where)
        except TooLargeError as error:
            return Protego.parse(error.content.decode("utf-8", "replace"))
        onward = _onward(answer, visit)
        if onward is None:
            break
        url = onward
    if answer.status >= 500 or answer.status == 429:
        # RFC 9309, 2.3.1.4: a site that cannot say what it wants is left alone.
        msg = f"The site cannot say just now what programs may fetch (robots.txt: {answer.status})"
        raise SourceError(msg, where=where, hint=_AGAIN)
    found = answer.content.decode("utf-8-sig", "replace") if answer.status in _WITH_CONTENT else ""
    return Protego.parse(found)


async def _got(url: httpx.URL, visit: _Visit, *, largest: int, where: str) -> _Answer:
    """Return one answer, whole; of a redirect or a failure not its page. Errors name `where`, what a person asked for.

    Raises:
        SourceError: nobody answers, or not as they should.
        TooLargeError: there is more of it than `largest` bytes.
    """
    numerics = await addresses.checked(url, allow_local=visit.allow_local, where=where)
    async with _asked(url, numerics, visit, where=where) as response:
        headers, content = response.headers, b""
        if response.status_code in _WITH_CONTENT:
            if not visit.pictures:
                media.refuse(headers.get("content-type", ""), where)
            packing = headers.get("content-encoding", "")
            content = await received(response.aiter_raw(), packing, largest=largest, where=where)
        return _Answer(url, response.status_code, headers, content)


@asynccontextmanager
async def _asked(
    url: httpx.URL, numerics: tuple[str, ...], visit: _Visit, *, where: str
) -> AsyncIterator[httpx.Response]:
    """Ask the first of the checked addresses that can be reached; the name goes into `Host` and into TLS.

    A connection is never used twice, for two sites may share an address.
    """
    import httpx

    async with httpx.AsyncClient(trust_env=False, verify=visit.trust, timeout=visit.limits.silent_s) as client:
        try:
            response = await _reached(client, url, numerics, media.PICTURES if visit.pictures else media.ACCEPTED)
            try:
                yield response
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            msg = f"The site was silent for {visit.limits.silent_s:g} s"
            raise SourceError(msg, where=where, hint=_AGAIN) from error
        except httpx.TransportError as error:
            raise _broken(url, error, where) from error


async def _reached(
    client: httpx.AsyncClient, url: httpx.URL, numerics: tuple[str, ...], accepted: str
) -> httpx.Response:
    import httpx

    for place, numeric in enumerate(numerics, 1):
        request = client.build_request(
            "GET",
            url.copy_with(host=numeric, fragment=None),
            headers={
                "Host": url.netloc.decode("ascii"),
                "User-Agent": USER_AGENT,
                "Accept": accepted,
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
            },
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        try:
            return await client.send(request, stream=True, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if place == len(numerics):
                raise
    msg = "no address"
    raise httpx.ConnectError(msg)


def _broken(url: httpx.URL, error: httpx.TransportError, where: str) -> SourceError:
    import httpx

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            msg = f"The site cannot prove that it is {url.host}: {cause.verify_message}"
            return SourceError(msg, where=where, hint="Somebody may be listening. If you trust it, save the page.")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        msg = f"{url.host} cannot be reached"
        return SourceError(msg, where=where, hint="Check the address, and that this machine is online.")
    if isinstance(error, httpx.RemoteProtocolError):
        return SourceError(f"It was cut off, or is no web page: {error}", where=where, hint=_AGAIN)
    return SourceError(f"The connection broke: {error}", where=where, hint=_AGAIN)


def _refuse_failure(answer: _Answer) -> None:
    status, where = answer.status, addresses.shown(answer.url)
    if status in _WITH_CONTENT:
        if answer.content.strip():
            return
        msg = "There is nothing in it"
        raise SourceError(msg, where=where, hint=_SAVE)
    match status:
        case 404 | 410:
            what, hint = "There is no such page", "Check the address."
        case 401 | 402 | 403 | 407 | 451:
            what, hint = "The site does not give this page to us", _SAVE
        case 429:
            what, hint = "The site has been asked too often", "Wait a while, then try again."
        case _ if status >= 500:
            what, hint = "The site has a fault of its own", _AGAIN
        case _:
            what, hint = "The site sent no page", _SAVE
    msg = f"{what} ({status})"
    raise SourceError(msg, where=where, hint=hint)


def _source(answer: _Answer, fragment: str) -> Source:
    kind = answer.headers.get("content-type", "")
    path = unquote(answer.url.path).rstrip("/").rpartition("/")[2]
    name = "".join(c for c in path if c.isprintable()) or answer.url.host
    suffix = media.suffix(kind, name if path else "")
    # Only in a feed does the fragment choose what is read.
    url = answer.url.copy_with(fragment=fragment if fragment and suffix in media.FEEDS else None)
    return Source(
        name=name,
        suffix=suffix,
        content=answer.content,
        origin=str(url),
        retrieved=files.day(time.time()),
        charset=media.charset(kind),
    )
