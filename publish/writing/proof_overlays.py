"""Does the sound follow the page, sentence by sentence, and nothing go unheard?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final

from publish.markup import local_name
from publish.writing.overlay import TEXT_ONLY
from publish.writing.proof_book import (
    SMIL,
    XHTML,
    Opened,
    Problem,
    by_id,
    elements,
    is_sentence,
    is_word,
    joined_path,
    said,
    visible,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)(?:s)?")
_TOUCH_MS = 50
"""Cues touch: more than this between two clips is a slip."""
_PAST_END_MS = 60
"""What an encoder's last frame may take away."""
_UNHEARD_END_MS = 400
_STATED_MS = 2
_SHOWN = 60
NOT_SPOKEN: Final = frozenset({"twins", "untranslated", "name", "back", TEXT_ONLY})
"""Classes of what a page shows and nobody reads aloud: marks that lead to a translation or back from a note,
notes that there is none, the name of the language that opens one, sentences in a language without a voice."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the text on spoken pages is heard, in characters, white space apart."""

    visible: int
    spoken: int
    named: int
    """In what NOT_SPOKEN names."""


@dataclass(frozen=True, slots=True)
class _Clip:
    target: str
    element: Any
    """None where the page has no such id."""
    sound: str
    begin_ms: int
    end_ms: int


def overlays(book: Opened) -> Iterator[Problem]:
    """Each overlay: its own page, in the page's order, clips that touch and fill their sound, durations that add up."""
    used = {item.overlay for item in book.items if item.overlay}
    for item in book.items:
        if item.media_type == "application/smil+xml" and item.id not in used:
            yield Problem("overlay-unused", item.path, "No page uses this overlay.")
    total = 0
    for page, overlay in book.spoken:
        clips = list(_clips(book, page.path, overlay.path))
        yield from _order(book.pages[page.path], page.path, overlay.path, clips)
        yield from _times(book, overlay.path, clips)
        length = sum(clip.end_ms - clip.begin_ms for clip in clips)
        total += length
        stated = [m.value for m in book.metas if m.property == "media:duration" and m.refines == f"#{overlay.id}"]
        yield from _stated(overlay.path, stated, length)
        yield from _heard(page.path, book.pages[page.path], clips)
    if book.spoken:
        yield from _stated(book.package_path, list(book.values("media:duration")), total)
        yield from _named(book)
        yield from _silent_pages(book)


def coverage(book: Opened) -> Coverage:
    """Count the characters of the pages that have an overlay."""
    shown = spoken = named = 0
    for page, overlay in book.spoken:
        body = book.pages[page.path].find(f"{XHTML}body")
        shown += _shown_letters(body)
        heard = [clip.element for clip in _clips(book, page.path, overlay.path) if clip.element is not None]
        # What calls a note stands in its sentence.
        whole = dict.fromkeys(_sentence_of(element) for element in heard)
        spoken += sum(_letters(element) for element in whole if local_name(element) != "a")
        named += _named_letters(body)
    return Coverage(shown, spoken, named)


def _shown_letters(body: Any) -> int:
    """Count the letters of the page's text, and of the words that stand for its pictures."""
    texts = (e.text for e in visible(body))
    tails = (e.tail for e in visible(body) if e is not body)
    pictures = (said(e) for e in visible(body) if local_name(e) == "img")
    return sum(len("".join(text.split())) for text in chain(texts, tails, pictures) if text)


def _named_letters(body: Any) -> int:
    return sum(_letters(element) for element in elements(body) if _passed_over(element))


def _passed_over(element: Any) -> bool:
    return not NOT_SPOKEN.isdisjoint((element.get("class") or "").split())


def _letters(element: Any) -> int:
    return 0 if element is None else len("".join(said(element).split()))


def _clips(book: Opened, page: str, overlay: str) -> Iterator[_Clip]:
    ids = by_id(book.pages[page])
    for par in book.overlays[overlay].iter(f"{SMIL}par"):
        text, sound = par.find(f"{SMIL}text"), par.find(f"{SMIL}audio")
        path, _, name = ("" if text is None else text.get("src") or "").partition("#")
        own = joined_path(overlay, path) == page
        if sound is None:
            continue
        yield _Clip(
            target=name,
            element=ids.get(name) if own else None,
            sound=joined_path(overlay, sound.get("src") or ""),
            begin_ms=milliseconds(sound.get("clipBegin") or "0"),
            end_ms=milliseconds(sound.get("clipEnd") or "0"),
        )


def milliseconds(clock: str) -> int:
    """Return a SMIL clock value (`1:02:03.004`, `02:03`, `3.5s`) in milliseconds, -1 where it is none."""
    found = _CLOCK.fullmatch(clock.strip())
    if not found:
        return -1
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return round(((hours * 60 + minutes) * 60 + seconds) * 1000)


def _order(root: Any, page: str, overlay: str, clips: Sequence[_Clip]) -> Iterator[Problem]:
    place = {element: n for n, element in enumerate(elements(root))}
    last = -1
    for clip in clips:
        if clip.element is None:
            yield Problem("overlay-target", overlay, f"{clip.target} is not on {page}.")
            continue
        if place[clip.element] < last:
            yield Problem("overlay-order", f"{page}#{clip.target}", "This is spoken after what follows it on the page.")
        if place[clip.element] == last:
            yield Problem("overlay-order", f"{page}#{clip.target}", "This is spoken twice.")
        last = place[clip.element]
        if not said(clip.element):
            yield Problem("overlay-target", f"{page}#{clip.target}", "This is spoken, but has no words.")


def _times(book: Opened, overlay: str, clips: Sequence[_Clip]) -> Iterator[Problem]:
    for clip in clips:
        if clip.end_ms <= clip.begin_ms:
            yield Problem("overlay-times", f"{overlay}#{clip.target}", "The clip does not end after it begins.")
    for sound in dict.fromkeys(clip.sound for clip in clips):
        own = [clip for clip in clips if clip.sound == sound]
        if own[0].begin_ms > _TOUCH_MS:
            yield Problem("overlay-times", overlay, f"The first clip of {sound} begins late, at {own[0].begin_ms} ms.")
        for before, after in pairwise(own):
            if abs(after.begin_ms - before.end_ms) > _TOUCH_MS:
                yield Problem(
                    "overlay-times", f"{overlay}#{after.target}", "The clip does not begin where the last ends."
                )
        yield from _end(book, overlay, sound, own[-1].end_ms)


def _end(book: Opened, overlay: str, sound: str, end_ms: int) -> Iterator[Problem]:
    length_ms = _length_ms(book, sound)
    if length_ms is None:
        yield Problem("sound", sound, "The sound is missing or cannot be read.")
    elif end_ms > length_ms + _PAST_END_MS:
        yield Problem("overlay-times", overlay, f"The last clip ends {end_ms - length_ms} ms after its sound.")
    elif end_ms < length_ms - _UNHEARD_END_MS:
        yield Problem("overlay-times", overlay, f"The last {length_ms - end_ms} ms of {sound} are never heard.")


def _length_ms(book: Opened, sound: str) -> int | None:
    from mutagen import File, MutagenError

    try:
        with book.archive.open(sound) as stream:
            known = File(stream)
    except (KeyError, MutagenError):
        return None
    return None if known is None or known.info is None else round(known.info.length * 1000)


def _stated(where: str, stated: Sequence[str], length_ms: int) -> Iterator[Problem]:
    if len(stated) != 1 or abs(milliseconds(stated[0]) - length_ms) > _STATED_MS:
        found = ", ".join(stated) or "nothing"
        yield Problem("media-duration", where, f"media:duration says {found}; the clips add up to {length_ms} ms.")


def _named(book: Opened) -> Iterator[Problem]:
    for name in ("media:active-class", "media:narrator"):
        if not any(book.values(name)):
            yield Problem("overlay-metadata", book.package_path, f"{name} is missing.")


def _heard(path: str, root: Any, clips: Sequence[_Clip]) -> Iterator[Problem]:
    """Every sentence is spoken, and so is every other word on the page, but for what is named in NOT_SPOKEN."""
    heard = {clip.element for clip in clips if clip.element is not None}
    for element in elements(root):
        name = element.get("id") or ""
        wanted = local_name(element) in {"span", "img"} and is_sentence(name) and not _passed_over(element)
        if wanted and element not in heard and not _word_by_word(element, heard):
            yield Problem(
                "unspoken",
                f"{path}#{name}",
                f"This sentence is not in the overlay: {_short(words(element) or element.get('alt') or '')}",
            )
    for text in _unheard(root.find(f"{XHTML}body"), heard):
        yield Problem("unspoken", path, f"Nobody speaks this: {_short(text)}")


def _sentence_of(element: Any) -> Any:
    """Return the sentence that a word stands in; what is no word is itself."""
    if not is_word(element.get("id")):
        return element
    return next((above for above in element.iterancestors() if is_sentence(above.get("id"))), element)


def _word_by_word(sentence: Any, heard: set[Any]) -> bool:
    """Tell whether every word of a sentence is heard by itself, and nothing but marks stands between them."""
    own = [element for element in elements(sentence) if is_word(element.get("id"))]
    between = "".join(_outside(sentence, {*own, *heard}))
    return bool(own) and heard.issuperset(own) and not any(map(str.isalnum, between))


def _outside(element: Any, apart: set[Any]) -> Iterator[str]:
    """Yield the text of an element that is in none of those apart."""
    if element in apart or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _outside(child, apart)
        yield child.tail or ""


def _unheard(element: Any, heard: set[Any]) -> Iterator[str]:
    """Give each run of text that stands outside the spoken elements, sentences apart."""
    if not isinstance(element.tag, str) or element in heard:
        return
    if _passed_over(element) or is_sentence(element.get("id")):
        return
    if element.get("hidden") is not None:
        return
    texts = [said(element) if local_name(element) == "img" else element.text, *(child.tail for child in element)]
    yield from (text.strip() for text in texts if text and text.strip())
    for child in element:
        yield from _unheard(child, heard)


def _silent_pages(book: Opened) -> Iterator[Problem]:
    for item in book.spine:
        body = book.pages[item.path].find(f"{XHTML}body")
        if not item.overlay and item != book.nav and words(body) and _shown_letters(body) > _named_letters(body):
            yield Problem("unspoken", item.path, "Other pages are spoken, but this one is not.")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
