"""Can a listener skip a note, and leave a list or a table early?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from publish.markup import local_name
from publish.writing.overlay import ESCAPABLE, SKIPPABLE
from publish.writing.proof_book import OPS, SMIL, Opened, Problem, by_id, elements, joined_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TYPE: Final = f"{OPS}type"


def sequences(book: Opened) -> Iterator[Problem]:
    """Each sequence of an overlay is a part of its page, holds what stands there, and says what it is."""
    for page, overlay in book.spoken:
        root = book.overlays[overlay.path]
        ids = by_id(book.pages[page.path])
        for seq in root.iter(f"{SMIL}seq"):
            yield from _nested(seq, overlay.path, page.path, ids)
        yield from _named(root, book.pages[page.path], page.path, ids)


def _nested(seq: Any, overlay: str, page: str, ids: Mapping[str, Any]) -> Iterator[Problem]:
    path, _, name = (seq.get(f"{OPS}textref") or "").partition("#")
    if joined_path(overlay, path) != page or name not in ids:
        yield Problem(
            "overlay-structure", f"{overlay}#{seq.get('id') or ''}", "This sequence leads to no part of its page."
        )
        return
    for text in seq.iter(f"{SMIL}text"):
        heard = ids.get(_target(text))
        if heard is not None and heard is not ids[name] and ids[name] not in heard.iterancestors():
            yield Problem(
                "overlay-structure",
                f"{page}#{_target(text)}",
                f"This is heard as a part of {name}, but does not stand in it.",
            )


def _named(root: Any, shown: Any, page: str, ids: Mapping[str, Any]) -> Iterator[Problem]:
    """What a listener may want to skip, or to leave early, says in the overlay what it is."""
    kinds = {_target(e): e.get(_TYPE) or "" for e in root.iter(f"{SMIL}seq", f"{SMIL}par")}
    heard = {ids[_target(text)] for text in root.iter(f"{SMIL}text") if _target(text) in ids}
    around = {above for element in heard for above in (element, *element.iterancestors())}
    for element in elements(shown):
        wanted = _wanted(element)
        if wanted and element in around and not set(wanted) & set(kinds.get(element.get("id") or "", "").split()):
            where = f"{page}#{element.get('id') or ''}"
            yield Problem(
                "overlay-structure", where, f"The sound does not name this as what it is: {' '.join(wanted)}."
            )


def _wanted(element: Any) -> tuple[str, ...]:
    skipped = [kind for kind in (element.get(_TYPE) or "").split() if kind in SKIPPABLE]
    left = ESCAPABLE.get(local_name(element))
    return tuple(skipped) or ((left,) if left else ())


def _target(element: Any) -> str:
    """Return the id on the page that a `seq`, a `par` or a `text` leads to."""
    if local_name(element) == "par":
        text = element.find(f"{SMIL}text")
        return "" if text is None else _target(text)
    return str(element.get(f"{OPS}textref") or element.get("src") or "").partition("#")[2]
