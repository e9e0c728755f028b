"""A sentence in its clauses, by its marks."""

from __future__ import annotations

import re

from publish.editing.cues import UNSPACED

_CUT = re.compile(r"""(?<=[.;:!?…,–—؛،؟።፤)\]»”’"'])\s|(?<=[。！？；：，、」])(?=[^」』）”])|\s(?=[(\[–—«“„])""")
_SHORTEST = 25
"""Letters; what is shorter belongs to its neighbour. Of a script without spaces, one counts for three."""


def clauses(text: str) -> list[str]:
    """Return a text in pieces that end at a mark, none so short that it hardly says anything; at least one."""
    ends = [match.end() for match in _CUT.finditer(text)]
    found: list[str] = []
    waiting = ""
    for first, last in zip([0, *ends], [*ends, len(text)], strict=True):
        waiting += text[first:last]
        if _size(waiting.strip()) >= _SHORTEST:
            found.append(waiting)
            waiting = ""
    found[-1:] = ["".join([*found[-1:], waiting])]
    return [clause.strip() for clause in found]


def _size(text: str) -> int:
    return len(text) + 2 * len(UNSPACED.findall(text))
