"""Lines that a person overruled, kept for the next time together with what stood on them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, cast

from publish.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Document

_SHOWN = 60
_HEAD = """\
# Lines of {name} that a person overruled with --keep or --drop. Enface wrote this and follows it;
# take a line's entry out to undo it. An entry is void once its line has changed.
"""


@dataclass(frozen=True, slots=True, order=True)
class Override:
    """One line, overruled."""

    line: int
    """Counted from 1, in its own source."""
    verdict: Literal["keep", "drop"]
    sha256: str
    """Of what stood on the line, without regard to white space."""
    text: str = ""
    """How it began, for the person who reads the file."""


def made(document: Document, *, keep: Iterable[int] = (), drop: Iterable[int] = ()) -> tuple[Override, ...]:
    """Return an override for each of these lines that has words on it; `keep` wins."""
    verdicts: dict[int, Literal["keep", "drop"]] = {**dict.fromkeys(drop, "drop"), **dict.fromkeys(keep, "keep")}
    texts = _texts(document)
    found = (Override(n, verdicts[n], _hash(texts[n]), _beginning(texts[n])) for n in verdicts if n in texts)
    return tuple(sorted(found))


def standing(overrides: Iterable[Override], document: Document) -> tuple[tuple[Override, ...], tuple[Override, ...]]:
    """Return those whose line is as it was, and those whose line has changed or gone."""
    texts = _texts(document)
    kept: list[Override] = []
    void: list[Override] = []
    for override in overrides:
        same = override.line in texts and _hash(texts[override.line]) == override.sha256
        (kept if same else void).append(override)
    return tuple(kept), tuple(void)


def merged(earlier: Iterable[Override], later: Iterable[Override]) -> tuple[Override, ...]:
    """Return both, by line; the later word on a line counts."""
    return tuple(sorted({override.line: override for override in (*earlier, *later)}.values()))


def starts(documents: Sequence[Document]) -> tuple[int, ...]:
    """Return how many lines come before each document, where their lines are counted on."""
    found, past = [], 0
    for document in documents:
        found.append(past)
        past += document.blocks[-1].last_line if document.blocks else 0
    return tuple(found)


def as_toml(overrides: Iterable[Override], name: str) -> str:
    """Return the file that `read` reads; `name` is the source's."""
    entries = (
        f'\n[[line]]\nnumber = {override.line}\nverdict = "{override.verdict}"\n'
        f"text = {quoted(override.text)}\nsha256 = {quoted(override.sha256)}\n"
        for override in overrides
    )
    # TOML lets no control character into a comment.
    printable = "".join(character for character in name if character.isprintable())
    return _HEAD.format(name=printable) + "".join(entries)


def read(toml: str, where: str) -> tuple[Override, ...]:
    """Return the overrides that a file holds.

    Raises:
        ConfigError: it is not such a file; names the entry.
    """
    hint = "Mend it, or take it away and overrule the lines again with --keep and --drop."
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        msg = f"This is not TOML: {error}"
        raise ConfigError(msg, where=where, hint=hint) from error
    rows = table.get("line", [])
    if set(table) - {"line"} or not isinstance(rows, list):
        msg = "Only [[line]] entries belong here"
        raise ConfigError(msg, where=where, hint=hint)
    found = []
    for at, row in enumerate(rows, 1):
        if not _sound(row):
            msg = "An entry has a number from 1, a verdict (keep or drop) and the sha256 of its line"
            raise ConfigError(msg, where=f"{where}, entry {at}", hint=hint)
        verdict = cast("Literal['keep', 'drop']", row["verdict"])
        found.append(Override(row["number"], verdict, row["sha256"], str(row.get("text", ""))))
    return merged((), found)


def _sound(row: object) -> bool:
    if not isinstance(row, dict) or row.get("verdict") not in ("keep", "drop"):
        return False
    number = row.get("number")
    counts = isinstance(number, int) and not isinstance(number, bool) and number >= 1
    return counts and isinstance(row.get("sha256"), str)


def _texts(document: Document) -> dict[int, str]:
    """What stands on each line; several blocks may share one."""
    found: dict[int, list[str]] = {}
    for block in document.blocks:
        for line in range(block.first_line, block.last_line + 1):
            found.setdefault(line, []).append(block.text or block.picture)
    return {line: "\n".join(texts) for line, texts in found.items()}


def _hash(text: str) -> str:
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
