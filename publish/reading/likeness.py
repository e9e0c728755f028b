"""Neighbouring runs of text that are alike, as one."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.model import Span


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield each run of spans that differ in their text alone as one; each word of a ruby has a reading of its own."""
    # Joined at once: there may be thousands, and each copy on the way would be as long.
    keyed = ((place if span.gloss and span.gloss.kind == "ruby" else -1, span) for place, span in enumerate(spans))
    for _, run in groupby(keyed, key=lambda e: (e[0], e[1].styles, e[1].href, e[1].language, e[1].gloss)):
        first, *rest = (span for _, span in run)
        yield replace(first, text="".join((first.text, *(span.text for span in rest)))) if rest else first
