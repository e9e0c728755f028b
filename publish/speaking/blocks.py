"""A stream of samples, cut again into blocks of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def blocks(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same bytes in blocks of `size`, the last one shorter; none where there is nothing.

    What is computed from these does not depend on how the stream happened to be cut.
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= size:
            with memoryview(held) as seen:
                block = bytes(seen[:size])
            del held[:size]
            yield block
    if held:
        yield bytes(held)
