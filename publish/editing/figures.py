"""Twins of figures: the same picture in two editions, or the pictures in order where both have as many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from publish.editing.order import beads_in_order
from publish.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Edition, Paragraph

_SAME, _LIKELY = 1.0, 0.6
"""How sure a pair is: one picture in two languages; two pictures at the same place of as many."""

_Couple = tuple["Paragraph | None", "Paragraph | None"]


def without(edition: Edition) -> Edition:
    """Return an edition without its figures: their words say nothing of which paragraphs are twins."""
    sections = (
        replace(section, paragraphs=tuple(p for p in section.paragraphs if p.kind != "figure"))
        for section in edition.sections
    )
    return replace(edition, sections=tuple(sections))


def with_figures(found: Iterable[Bead], left: Edition, right: Edition) -> list[Bead]:
    """Return the beads of two editions with those of their figures among them, each level in the order of the left."""
    pairs = _paired(_figures(left), _figures(right))
    if not pairs:
        return list(found)
    languages = (left.language, right.language)
    beads = [*found, *(bead for pair in pairs for bead in _beads(pair, languages))]
    paragraphs = [p for edition in (left, right) for p in edition.paragraphs]
    names = [*(p.id for p in paragraphs), *(s.id for p in paragraphs for s in p.sentences)]
    place = {name: at for at, name in enumerate(names)}
    by_level = ([bead for bead in beads if bead.level == level] for level in ("paragraph", "sentence"))
    return [bead for own in by_level for bead in beads_in_order(own, place)]


def _figures(edition: Edition) -> list[Paragraph]:
    return [paragraph for paragraph in edition.paragraphs if paragraph.kind == "figure"]


def _paired(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> list[_Couple]:
    """Pair figures: those of the same picture, each with the first that is free; then the rest, if as many."""
    free = list(right)
    found: list[_Couple] = []
    rest: list[Paragraph] = []
    for figure in left:
        same = next((other for other in free if other.picture == figure.picture), None)
        if same is None:
            rest.append(figure)
        else:
            free.remove(same)
            found.append((figure, same))
    if len(rest) == len(free):
        return [*found, *zip(rest, free, strict=True)]
    return [*found, *((figure, None) for figure in rest), *((None, figure) for figure in free)]


def _beads(pair: _Couple, languages: tuple[str, str]) -> Iterator[Bead]:
    ours, theirs = pair
    same = ours is not None and theirs is not None and ours.picture == theirs.picture
    sure = _SAME if same else _LIKELY
    levels: tuple[Literal["paragraph", "sentence"], ...] = ("paragraph", "sentence")
    for level in levels:
        sides = [
            () if figure is None else (figure.id if level == "paragraph" else figure.sentences[0].id,)
            for figure in (ours, theirs)
        ]
        yield Bead(languages, sides[0], sides[1], level=level, confidence=sure)
