"""What a server sends, unpacked up to a limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from publish.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_PACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_CUT = "It was cut off before its end"
_AGAIN = "Try again; if it stays, save the page as a file."


class TooLargeError(Exception):
    """More bytes than the limit; holds those up to it."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content


async def received(chunks: AsyncIterator[bytes], packing: str, *, largest: int, where: str) -> bytes:
    """Return what was sent, unpacked; the limit counts unpacked bytes, and no more than it is ever unpacked.

    Raises:
        TooLargeError: it is over the limit; the rest is not read.
        SourceError: it is packed in a way that was not asked for, or damaged, or cut off.
    """
    unpacker = _unpacker(packing, where)
    content = bytearray()
    try:
        async for chunk in chunks:
            content += unpacker.unpacked(chunk, largest + 1 - len(content)) if unpacker else chunk
            if len(content) > largest:
                raise TooLargeError(bytes(content[:largest]))
    except zlib.error as error:
        msg = f"What was sent cannot be unpacked: {error}"
        raise SourceError(msg, where=where, hint=_AGAIN) from error
    if unpacker and not unpacker.whole:
        raise SourceError(_CUT, where=where, hint=_AGAIN)
    return bytes(content)


def _unpacker(packing: str, where: str) -> _Unpacker | None:
    packing = packing.strip().lower()
    if packing in {"", "identity"}:
        return None
    if packing not in _PACKED:
        msg = f"It is packed in a way that was not asked for: {packing[:40]}"
        raise SourceError(msg, where=where, hint="Save the page as a file, and give the file.")
    return _Unpacker(_PACKED[packing])


class _Unpacker:
    def __init__(self, window: int) -> None:
        self._window = window
        self._stream = zlib.decompressobj(window)
        self._begun = False

    @property
    def whole(self) -> bool:
        """Whether its end was seen; nothing at all is whole too."""
        return self._stream.eof or not self._begun

    def unpacked(self, chunk: bytes, most: int) -> bytes:
        """Return what a chunk gives, at most so many bytes."""
        if chunk and not self._begun and self._window == zlib.MAX_WBITS and chunk[0] & 0x0F != zlib.DEFLATED:
            # Many servers send bare deflate where RFC 9110 wants it in a zlib wrapper.
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = self._begun or bool(chunk)
        found = bytearray()
        while chunk and len(found) < most:
            if self._stream.eof:
                # A second gzip member follows; anything else after the end is padding.
                if not chunk.startswith(b"\x1f\x8b"):
                    break
                self._stream = zlib.decompressobj(self._window)
            found += self._stream.decompress(chunk, most - len(found))
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return bytes(found)
