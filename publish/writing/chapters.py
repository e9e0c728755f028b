"""The places in a narration that a listener can jump to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.writing.tags import MOST_CHAPTERS, Chapter

if TYPE_CHECKING:
    from publish.model import Edition, Paragraph, Section
    from publish.writing.timeline import Moment

_PART, _SECTION, _HEADING = range(3)
"""How deep in an anthology a chapter begins."""


def chapters(edition: Edition, timeline: tuple[tuple[Section, tuple[Moment, ...]], ...]) -> tuple[Chapter, ...]:
    """Return a chapter for each section, and one for each heading within; the first begins at 0, and they touch.

    Of an anthology with more than a tag can hold, one for each article, and what of the rest there is room for.
    """
    places: list[tuple[int, str, int]] = []
    part = -1
    in_parts = any(section.part for section, _ in timeline)
    for section, heard in timeline:
        begins = {moment.sentence.id: moment.begin_ms for moment in heard}
        opening = section.sentences[0].id
        places.append((begins[opening], section.title or edition.title, _PART if section.part != part else _SECTION))
        headings = (p for p in section.paragraphs if p.kind == "heading" and p.sentences[0].id != opening)
        places += [(begins[p.sentences[0].id], _title(p), _HEADING) for p in headings]
        part = section.part
    depth = next((d for d in (_HEADING, _SECTION) if sum(at <= d for _, _, at in places) <= MOST_CHAPTERS), _PART)
    kept = [(begin, title) for begin, title, at in places if at <= depth or not in_parts]
    end = timeline[-1][1][-1].end_ms
    ends = [begin for begin, _ in kept[1:]] + [end]
    return tuple(Chapter(title, begin, end) for (begin, title), end in zip(kept, ends, strict=True))


def _title(heading: Paragraph) -> str:
    return " ".join(heading.text.split())
