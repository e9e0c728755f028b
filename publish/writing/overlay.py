"""A page and its track as a media overlay (EPUB 3.3, SMIL)."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from publish.errors import OutputError
from publish.markup import document, element
from publish.writing.twins import list_id, page_of

if TYPE_CHECKING:
    from publish.markup import Markup
    from publish.model import Cue, Paragraph, Section, Track

ACTIVE_CLASS: Final = "-epub-media-overlay-active"
PLAYBACK_CLASS: Final = "-epub-media-overlay-playing"
_NAMESPACES: Final = {
    "xmlns": "http://www.w3.org/ns/SMIL",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
    "version": "3.0",
}
# What a listener may ask to skip, or leave early (EPUB 3.3, skippability and escapability).
_NAMED: Final = {"note": "footnote", "item": "list-item"}
_MS_PER_HOUR = 3_600_000
_MS_PER_MINUTE = 60_000
_MS_PER_SECOND = 1000


def clock(milliseconds: int) -> str:
    """Return a SMIL clock value, exact: `1:02:03.004`."""
    hours, rest = divmod(milliseconds, _MS_PER_HOUR)
    minutes, rest = divmod(rest, _MS_PER_MINUTE)
    seconds, rest = divmod(rest, _MS_PER_SECOND)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"


def duration_ms(track: Track) -> int:
    """Return the sum of a track's clips: what `media:duration` states."""
    return sum(cue.end_ms - cue.begin_ms for cue in track.cues)


def overlay(section: Section, track: Track, *, sound: str) -> bytes:
    """Return the overlay of a section's page: sentence by sentence in the page's order, block by block.

    The twins' marks are not in it: they are the page's furniture, not the author's words, and a
    reader that fills gaps in an overlay by its own voice would speak them after every paragraph.

    Raises:
        OutputError: the track does not speak exactly the section's sentences, each once, in order.
    """
    cues = _matched(section, track)
    page = page_of(section)
    kind = "colophon" if section.id.endswith("-colophon") else "chapter"
    blocks: list[Markup] = []
    for kind_of_block, run in groupby(section.paragraphs, key=lambda p: p.kind):
        paragraphs = list(run)
        inner = [_block(paragraph, page=page, sound=sound, cues=cues) for paragraph in paragraphs]
        blocks += [_list(list_id(paragraphs[0]), page, inner)] if kind_of_block == "item" else inner
    whole = {"id": f"{section.id}-seq", "epub:textref": f"{page}#{section.id}", "epub:type": kind}
    return document(element("smil", _NAMESPACES, element("body", {}, element("seq", whole, *blocks))))


def _list(name: str, page: str, inner: list[Markup]) -> Markup:
    return element("seq", {"id": f"{name}-seq", "epub:textref": f"{page}#{name}", "epub:type": "list"}, *inner)


def _matched(section: Section, track: Track) -> dict[str, Cue]:
    wanted = [sentence.id for sentence in section.sentences]
    heard = [cue.sentence for cue in track.cues]
    if wanted != heard:
        odd = next(w or h for w, h in zip_longest(wanted, heard) if w != h)
        msg = f"The sound of {section.id} does not follow its page: {odd}"
        raise OutputError(msg)
    return {cue.sentence: cue for cue in track.cues}


def _block(paragraph: Paragraph, *, page: str, sound: str, cues: dict[str, Cue]) -> Markup:
    pars = [_par(cues[sentence.id], page=page, sound=sound) for sentence in paragraph.sentences]
    attributes = {
        "id": f"{paragraph.id}-seq",
        "epub:textref": f"{page}#{paragraph.id}",
        "epub:type": _NAMED.get(paragraph.kind),
    }
    return element("seq", attributes, *pars)


def _par(cue: Cue, *, page: str, sound: str) -> Markup:
    return element(
        "par",
        {"id": f"{cue.sentence}-par"},
        element("text", {"src": f"{page}#{cue.sentence}"}),
        element("audio", {"src": sound, "clipBegin": clock(cue.begin_ms), "clipEnd": clock(cue.end_ms)}),
    )
