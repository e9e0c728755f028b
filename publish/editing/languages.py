"""The language of each paragraph, decided together."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from publish.editing.detectors import forget
from publish.editing.language_tables import possible, primary, scripts, tables, weight
from publish.editing.markers import marker
from publish.editing.telling import FLOOR, forget_texts, likelihoods
from publish.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["forget", "forget_texts", "marker", "tell"]

# Chosen on mixed documents of 40 languages (blocks, interleaved, alternating, single); each may be
# doubled or halved for less than a point of paragraph accuracy.
LANGUAGE_COST = 6.0
"""What one more language must gain over all texts before the document is said to hold it."""
GAIN_PER_LETTER = 0.15
GAIN_PER_LETTER_BY_SCRIPT = 0.5
"""A short text can speak for one more language by so much at most; in a script other than Latin, by more."""
SWITCH_COST = 0.5
HEADING_COST = 1.0
"""What a switch costs besides, right after a short line: a heading leads its own text."""
HEAD_MOST = 6.0
HEAD_TIMES = 6.0
"""What a switch costs besides within a head of short lines (title, byline, date) and right after it: so many times
what a switch costs in this document over SWITCH_COST, at most HEAD_MOST. Nothing where languages take turns."""
HEAD_LETTERS = 30
"""A line of so many letters is as likely a short sentence of a text before."""
HEADING_LETTERS = 50
DOUBT_LETTERS = 6.0
"""A text of so many letters is believed 1 - 1/e."""
DECLARED = 4.0
"""How much weaker every other language gets where the source itself names one."""
HINTED = 2.0
"""By how much all other languages get weaker, in all texts together, where a page names one for the whole of itself.
Less than one more language costs: a page in other languages than it says is told by its words."""
MOST_LANGUAGES = 6
PRIOR_STEPS = 5.0
"""How many steps SWITCH_COST is worth against what the document shows."""
ROUNDS = 2

_NUMERAL = re.compile(r"\b[ivxlcdm]+\b|[\W\d_]+", re.IGNORECASE)


def tell(
    texts: Sequence[str],
    *,
    wanted: tuple[str, ...] = (),
    declared: Sequence[str | None] = (),
    hint: str = "",
) -> tuple[str, ...]:
    """Return one BCP 47 language for each text, decided together.

    `wanted` names the only languages there are. `declared` gives what the source says of that very
    text (a `lang` attribute, a marker line): it outweighs statistics, not script, and where it
    covers every text it is simply believed. `hint` is what the source says of itself as a whole: it settles
    a doubt, no more. A text without letters goes with its neighbours.

    Raises:
        LanguageError: no text says anything about its language, or a wanted language is unknown.
    """
    wanted = _understood(wanted)
    letters = [weight(text) for text in texts]
    if len(wanted) == 1 or (wanted and not any(letters)):
        return wanted[:1] * len(texts)
    if not any(letters):
        msg = "No language can be told: the text holds no words"
        raise LanguageError(msg, hint="Name it with --language.")
    said = [_said(texts[i], declared[i] if i < len(declared) else None) for i in range(len(texts))]
    if not wanted and all(code or not length for code, length in zip(said, letters, strict=True)):
        return _handed_on(said)
    languages = tuple(dict.fromkeys(map(primary, wanted))) or _candidates(texts, said)
    table = _with_declared(_hinted(likelihoods(texts, languages), languages, hint), languages, said)
    chosen = list(range(len(languages))) if wanted else _chosen(table, [_most(text) for text in texts])
    path = _path(table[:, chosen], texts, letters)
    tags = {primary(tag): tag for tag in reversed(wanted)}
    names = [languages[column] for column in chosen]
    return tuple(tags.get(names[place], names[place]) for place in path)


def _understood(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wanted tags in their usual form.

    Raises:
        LanguageError: one is no language, or one that cannot be told from another.
    """
    known = tables().known
    for tag in wanted:
        code = primary(tag)
        if code in known or (len(wanted) == 1 and _has_a_name(code)):
            continue
        msg = f"{tag} is not a language we know" if not _has_a_name(code) else f"{tag} cannot be told from others"
        hint = f"There are: {', '.join(sorted(known))}."
        raise LanguageError(msg, where="--language", hint=hint)
    return tuple(dict.fromkeys(map(_usual, wanted)))


def _usual(tag: str) -> str:
    """Return a tag as it is usually written (BCP 47, 2.1.1): `pt_br` is `pt-BR`."""
    code, *rest = tag.replace("_", "-").split("-")
    case = {2: str.upper, 4: str.title}
    return "-".join((code.lower(), *(case.get(len(part), str.lower)(part) for part in rest)))


def _has_a_name(code: str) -> bool:
    from babel import Locale

    return code in Locale("en").languages


def _said(text: str, declared: str | None) -> str | None:
    """Return what the source says this text is in, unless its script says no or we know no such language."""
    code = declared or marker(text)
    if code is None or primary(code) not in tables().known:
        return None
    could = possible(text)
    return primary(code) if declared is None or could is None or primary(code) in could else None


def _handed_on(said: Sequence[str | None]) -> tuple[str, ...]:
    """Return what is said, each gap filled from the text before it, or from the first that says something."""
    last = next(code for code in said if code)
    told = []
    for code in said:
        last = code or last
        told.append(last)
    return tuple(told)


def _candidates(texts: Sequence[str], said: Sequence[str | None]) -> tuple[str, ...]:
    """Return every language that some text could be in, commonest first."""
    could = {text: possible(text) for text in texts}
    found = frozenset[str]().union(*(codes for codes in could.values() if codes))
    if tables().written_in["Kana"] not in could.values():
        # Han characters and not one kana in all the document: Chinese, and no need to ask.
        found -= tables().written_in["Kana"]
    found |= {code for code in said if code}
    return tuple(code for code in tables().known if code in found)


def _hinted(table: NDArray[np.float32], languages: tuple[str, ...], hint: str) -> NDArray[np.float32]:
    """Return the table with what is said of the source as a whole, shared out among its texts."""
    import numpy as np

    code = primary(hint) if hint else ""
    if code not in languages:
        return table
    told = table.copy()
    told[:, languages.index(code)] += HINTED / len(told)
    told -= told.max(axis=1, keepdims=True)
    return np.maximum(told, np.float32(FLOOR))


def _with_declared(
    table: NDArray[np.float32], languages: tuple[str, ...], said: Sequence[str | None]
) -> NDArray[np.float32]:
    import numpy as np

    told = table.copy()
    for i, code in enumerate(said):
        if code in languages:
            told[i, languages.index(code)] += DECLARED
            told[i] -= told[i].max()
    return np.maximum(told, np.float32(FLOOR))


def _most(text: str) -> float:
    """Return the most that this text can gain for one more language."""
    found = scripts(text)
    latin = found["Latin"]
    return latin * GAIN_PER_LETTER + (sum(found.values()) - latin) * GAIN_PER_LETTER_BY_SCRIPT


def _chosen(table: NDArray[np.float32], limits: Sequence[float]) -> list[int]:
    """Return the columns of the languages that the document holds: the best, then each that gains enough."""
    import numpy as np

    most = np.array(limits, dtype=np.float32)
    cost = min(LANGUAGE_COST, 2 + np.count_nonzero(most) / 2)

    def gain(better: NDArray[np.float32], best: NDArray[np.float32]) -> float:
        return float(np.minimum(np.maximum(better - best, 0), most).sum())

    chosen = [int(table.sum(axis=0).argmax())]
    tried: set[frozenset[int]] = set()
    # Two that stand in for each other could take turns for ever: the same choice is not made twice.
    while len(chosen) < MOST_LANGUAGES and frozenset(chosen) not in tried:
        tried.add(frozenset(chosen))
        best = table[:, chosen].max(axis=1)
        gains = np.minimum(np.maximum(table - best[:, None], 0), most[:, None]).sum(axis=0)
        if gains.max() <= cost:
            break
        chosen.append(int(gains.argmax()))
        # The first choice may have stood in for two that have come since.
        for column in tuple(chosen):
            rest = [other for other in chosen if other != column]
            if rest and gain(table[:, chosen].max(axis=1), table[:, rest].max(axis=1)) <= cost:
                chosen = rest
    return chosen


def _template(text: str) -> str:
    """Return a heading without its numbers: `Chapter 2.` and `Chapter XII` are both `chapter`."""
    return _NUMERAL.sub(" ", text.lower()).strip()


def _path(table: NDArray[np.float32], texts: Sequence[str], letters: Sequence[int]) -> list[int]:
    """Return the column of each text, by forward and backward sums over the whole document.

    Short lines are believed less; lines that differ in their number only (`Chapter 2`) are decided
    with a view to each other's neighbours.
    """
    import numpy as np

    size = table.shape[1]
    if size == 1:
        return [0] * len(table)
    doubt = np.maximum(np.exp(-np.array(letters) / DOUBT_LETTERS), 1e-4)[:, None]
    own = np.exp(table.astype(np.float64))
    own = own / own.sum(axis=1, keepdims=True) * (1 - doubt) + doubt / size
    templates = {i: _template(text) for i, text in enumerate(texts) if letters[i] < HEADING_LETTERS}
    often = Counter(templates.values())
    alike = {name: place for place, name in enumerate(name for name, times in often.items() if times > 1)}
    groups = [(i, alike[name]) for i, name in templates.items() if name in alike]
    belief = _smoothed(own, letters, SWITCH_COST)
    for _ in range(ROUNDS):
        pooled = np.zeros((len(alike), size))
        for i, group in groups:
            pooled[group] += belief[i]
        given = own.copy()
        for i, group in groups:
            others = pooled[group] - belief[i] + 0.5
            given[i] *= others / others.sum()
        belief = _smoothed(given, letters, _switch_cost(belief))
    return [int(place) for place in belief.argmax(axis=1)]


def _switch_cost(belief: NDArray[np.float64]) -> float:
    """Return what a switch costs in this document: little or less than nothing where languages take turns."""
    import numpy as np

    stays = float((belief[1:] * belief[:-1]).sum())
    switches = len(belief) - 1 - stays
    share = np.exp(-SWITCH_COST) / (1 + np.exp(-SWITCH_COST))
    switched = (switches + PRIOR_STEPS * share) / (len(belief) - 1 + PRIOR_STEPS)
    return float(np.log((1 - switched) / switched))


def _smoothed(own: NDArray[np.float64], letters: Sequence[int], switch: float) -> NDArray[np.float64]:
    """Return each text's belief in each language, its neighbours counted in."""
    import numpy as np

    count, size = own.shape
    head = min(HEAD_MOST, HEAD_TIMES * max(0.0, switch - SWITCH_COST))
    extras = (0.0, HEADING_COST, head, max(HEADING_COST, head))
    steps = [_step(size, switch + extra) for extra in extras]
    led = _led(letters)
    rows, total = list(own), np.add.reduce
    forward = rows[:1]
    for row, step in zip(rows[1:], led[1:], strict=True):
        here = (forward[-1] @ steps[step]) * row
        here /= total(here)
        forward.append(here)
    behind = np.ones(size)
    belief = np.array(forward)
    for i in range(count - 2, -1, -1):
        behind = steps[led[i + 1]] @ (rows[i + 1] * behind)
        behind /= total(behind)
        belief[i] *= behind
    belief[:-1] /= belief[:-1].sum(axis=1, keepdims=True)
    return belief


def _led(letters: Sequence[int]) -> list[int]:
    """Return how each text is led by the one before it.

    0 not at all, 1 as a heading's text, 2 as a line of a head, 3 as the text below a head of several lines.
    """
    led = [0]
    for a, b in pairwise(letters):
        within = led[-1] == 2
        if a >= HEADING_LETTERS:
            led.append(0)
        elif b >= HEADING_LETTERS:
            led.append(3 if within else 1 if b > a * 1.5 else 0)
        else:
            led.append(2 if a < HEAD_LETTERS else int(b > a * 1.5))
    return led


def _step(size: int, cost: float) -> NDArray[np.float64]:
    import numpy as np

    step = np.full((size, size), np.exp(-cost) / (size - 1))
    np.fill_diagonal(step, 1.0)
    return step
