"""What was packed comes back, in whatever pieces it arrives."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import SourceError
from publish.outside.transfer import TooLargeError, received

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def unpacked(sent: bytes, packing: str, *, largest: int, step: int) -> bytes:
    async def pieces() -> AsyncIterator[bytes]:
        for place in range(0, len(sent), step):
            yield sent[place : place + step]

    return asyncio.run(received(pieces(), packing, largest=largest, where="here"))


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "bare"]), st.integers(1, 40))
def test_packing_changes_nothing(content: bytes, packing: str, step: int) -> None:
    sent = {"gzip": gzip.compress, "deflate": zlib.compress, "bare": lambda c: zlib.compress(c, wbits=-15)}[packing](
        content
    )
    name = "deflate" if packing == "bare" else packing
    assert unpacked(sent, name, largest=300, step=step) == content


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", ""]))
def test_no_bytes_make_it_stumble(sent: bytes, packing: str) -> None:
    try:
        assert len(unpacked(sent, packing, largest=1000, step=7)) <= 1000
    except (SourceError, TooLargeError):
        return


@pytest.mark.parametrize("packing", ["gzip", ""])
def test_no_more_than_the_limit_is_kept(packing: str) -> None:
    content = b"rain" * 1000
    with pytest.raises(TooLargeError) as caught:
        unpacked(gzip.compress(content) if packing else content, packing, largest=100, step=9)
    assert caught.value.content == content[:100]
