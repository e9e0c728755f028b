"""A page and its sound as a media overlay (EPUB 3.3, SMIL)."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from publish.errors import OutputError
from publish.markup import document, element, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.markup import Markup
    from publish.writing.runs import Clip

ACTIVE_CLASS: Final = "-epub-media-overlay-active"
PLAYBACK_CLASS: Final = "-epub-media-overlay-playing"
_NAMESPACES: Final = {
    "xmlns": "http://www.w3.org/ns/SMIL",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
    "version": "3.0",
}
XHTML: Final = "{http://www.w3.org/1999/xhtml}"
TYPE: Final = "{http://www.idpf.org/2007/ops}type"
# What a listener may want to leave early, by what it is on the page (EPUB 3.3, escapability; the words are those
# of the Structural Semantics Vocabulary).
ESCAPABLE: Final = {
    "ul": "list", "ol": "list", "li": "list-item",
    "table": "table", "tr": "table-row", "td": "table-cell", "th": "table-cell",
    "figure": "figure", "aside": "aside",
}  # fmt: skip
SKIPPABLE: Final = frozenset({"footnote", "endnote", "noteref", "pagebreak"})
"""What a listener may want to pass over (EPUB 3.3, skippability): it says so of itself on the page."""
TEXT_ONLY: Final = "text-only"
"""The class of a sentence in a language that nobody speaks, in a book in which others are spoken."""
_CALL: Final = "noteref"
_MS_PER_HOUR = 3_600_000
_MS_PER_MINUTE = 60_000
_MS_PER_SECOND = 1000


def clock(milliseconds: int) -> str:
    """Return a SMIL clock value, exact: `1:02:03.004`."""
    hours, rest = divmod(milliseconds, _MS_PER_HOUR)
    minutes, rest = divmod(rest, _MS_PER_MINUTE)
    seconds, rest = divmod(rest, _MS_PER_SECOND)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"


def duration_ms(clips: Mapping[str, Clip]) -> int:
    """Return the sum of a page's clips: what `media:duration` states."""
    return sum(clip.end_ms - clip.begin_ms for clip in clips.values())


def overlay(page: bytes, name: str, clips: Mapping[str, Clip], sounds: Mapping[str, str]) -> bytes:
    """Return the overlay of a page, in the page's own order, whatever its layout: sentence by sentence, block in block.

    A sentence whose words have clips of their own is a sequence of them.

    The twins' marks are not in it: they are the page's furniture, not the author's words, and a
    reader that fills gaps in an overlay by its own voice would speak them after every paragraph.

    Args:
        page: the finished page.
        name: its file name.
        clips: by the id of each sentence (or word), picture or call of a note that is heard on it, in the page's order.
        sounds: path of each sound that the clips name.

    Raises:
        OutputError: the sound does not speak exactly the page's sentences, each once, in order.
    """
    body = parse_xml(page).find(f"{XHTML}body")
    calls = {e.get("id") for e in body.iter(f"{XHTML}a") if e.get(TYPE) == _CALL} & clips.keys()
    spans = body.iter(f"{XHTML}span", f"{XHTML}img", f"{XHTML}a")
    shown = [e.get("id") for e in spans if e.get("id") in calls or (_is_sentence(e) and not _is_cut(e, clips))]
    _match(name, shown, list(clips))
    pars = {
        heard: _par(heard, f"{name}#{heard}", clip, sounds, _CALL if heard in calls else None)
        for heard, clip in clips.items()
    }
    return document(element("smil", _NAMESPACES, element("body", {}, *_within(body, name, pars))))


def _is_sentence(element_: Any) -> bool:
    named = element_.tag != f"{XHTML}a" and element_.get("id") and not element_.get(TYPE)
    return bool(named and TEXT_ONLY not in (element_.get("class") or "").split())


def _is_cut(element_: Any, clips: Mapping[str, Clip]) -> bool:
    """Tell whether a sentence is heard word by word."""
    return element_.get("id") not in clips and any(word.get("id") in clips for word in element_.iter(f"{XHTML}span"))


def _match(name: str, shown: Sequence[str], heard: Sequence[str]) -> None:
    if list(shown) != list(heard):
        odd = next(s or h for s, h in zip_longest(shown, heard) if s != h)
        msg = f"The sound of {name} does not follow its page: {odd}"
        raise OutputError(msg)


def _within(element_: Any, name: str, pars: Mapping[str, Markup]) -> Iterator[Markup]:
    """Yield what is heard of an element: one sequence where it has a name to come back to, else its parts."""
    own = element_.get("id")
    if own in pars:
        yield pars[own]
        yield from (pars[call.get("id")] for call in element_.iterfind(f".//{XHTML}a") if call.get("id") in pars)
        return
    parts = [part for child in element_ for part in _within(child, name, pars)]
    if not parts or not own:
        yield from parts
        return
    # What the page calls itself comes first: a note is a note, whether it is a paragraph or an aside.
    named = element_.get(TYPE) or ESCAPABLE.get(element_.tag.removeprefix(XHTML))
    yield element("seq", {"id": f"{own}-seq", "epub:textref": f"{name}#{own}", "epub:type": named}, *parts)


def _par(sentence: str, target: str, clip: Clip, sounds: Mapping[str, str], kind: str | None) -> Markup:
    times = {"clipBegin": clock(clip.begin_ms), "clipEnd": clock(clip.end_ms)}
    return element(
        "par",
        {"id": f"{sentence}-par", "epub:type": kind},
        element("text", {"src": target}),
        element("audio", {"src": sounds[clip.sound], **times}),
    )
