"""What a person decides against the rules: which lines are the article, which paragraphs are twins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.editing import decided, overrides
from publish.errors import ConfigError, OutputError
from publish.outside import beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publish.config import Order
    from publish.console import Tell
    from publish.editing.overrides import Override
    from publish.model import Bead, Book, Document, Source


@dataclass(frozen=True, slots=True)
class _Kept:
    """The overrides of one source."""

    path: Path
    start: int
    """Lines of other sources before it."""
    document: Document
    earlier: tuple[Override, ...]
    """As the file beside the source has them, as far as their lines have not changed."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines overruled, now and earlier, counted on from one source to the next."""

    keep: frozenset[int]
    drop: frozenset[int]
    ordered: Mapping[str, frozenset[int]]
    """Those that the order itself names, by `keep` and `drop`."""
    kept: tuple[_Kept, ...] = ()


def lines(order: Order, sources: Sequence[Source], documents: Sequence[Document], tell: Tell) -> Lines:
    """Return the lines that were overruled, by this order or by the file beside a source; the order's word counts.

    Raises:
        ConfigError: such a file cannot be read, or a line is of a source that was not given.
    """
    kept = () if order.sample else tuple(_kept(sources, documents, tell))
    if len(sources) > 1:
        tell.stage(_counted(sources, documents))
    ordered = {
        "keep": order.keep | _counted_on(order.keep_in, "--keep", sources, documents),
        "drop": order.drop | _counted_on(order.drop_in, "--drop", sources, documents),
    }
    found = {verdict: set(numbers) for verdict, numbers in ordered.items()}
    said = ordered["keep"] | ordered["drop"]
    for one in kept:
        followed = [each for each in one.earlier if each.line + one.start not in said]
        for each in followed:
            found[each.verdict].add(each.line + one.start)
        if followed:
            tell.stage(f"Followed {one.path.name}: {_listed(followed)}")
    return Lines(frozenset(found["keep"]), frozenset(found["drop"]), ordered, kept)


def _counted(sources: Sequence[Source], documents: Sequence[Document]) -> str:
    """`Counted on, en.txt is lines 1-7, es.txt is lines 8-14; --keep and --drop take es.txt:1 too`."""
    starts = overrides.starts(documents)
    ends = (start + _last(document) for start, document in zip(starts, documents, strict=True))
    spans = zip(sources, starts, ends, strict=True)
    named = ", ".join(f"{source.name} is lines {start + 1}-{end}" for source, start, end in spans)
    return f"Counted on, {named}; --keep and --drop take {sources[-1].name}:1 too"


def _last(document: Document) -> int:
    return document.blocks[-1].last_line if document.blocks else 0


def _counted_on(
    named: Mapping[str, frozenset[int]], option: str, sources: Sequence[Source], documents: Sequence[Document]
) -> frozenset[int]:
    """Return lines that were named by their source as they are counted over all sources.

    Raises:
        ConfigError: there is no such source, or two of that name, or it has not so many lines.
    """
    found: set[int] = set()
    for name, numbers in named.items():
        fitting = [place for place, source in enumerate(sources) if name == source.origin]
        fitting = fitting or [place for place, source in enumerate(sources) if name == source.name]
        hint = f"There are: {', '.join(source.origin for source in sources)}."
        if len(fitting) != 1:
            msg = f"There are two sources called {name}" if fitting else f"There is no source called {name}"
            raise ConfigError(msg, where=option, hint=hint)
        start, document = overrides.starts(documents)[fitting[0]], documents[fitting[0]]
        if max(numbers) > _last(document):
            msg = f"{name} has no line {max(numbers)}"
            raise ConfigError(msg, where=option, hint=f"Its last one with words on it is {_last(document)}.")
        found.update(start + number for number in numbers)
    return frozenset(found)


def _kept(sources: Sequence[Source], documents: Sequence[Document], tell: Tell) -> list[_Kept]:
    found = []
    for source, document, start in zip(sources, documents, overrides.starts(documents), strict=True):
        path = beside.place(source.origin, "overrides.toml")
        if path is None:
            continue
        standing, void = overrides.standing(overrides.read(beside.text_or_nothing(path), str(path)), document)
        for each in void:
            tell.warn(f"{path.name}: line {each.line} has changed since; “{each.verdict} {each.line}” is void")
        found.append(_Kept(path, start, document, standing))
    return found


def remember(order: Order, found: Lines, tell: Tell) -> None:
    """Write what this command's --keep and --drop said beside each source; that it cannot be is only a warning."""
    for one in found.kept:
        said = {
            option: [n - one.start for n in numbers if n > one.start]
            for option, numbers in found.ordered.items()
            if option in order.said
        }
        last = _last(one.document)
        own = {option: [n for n in numbers if n <= last] for option, numbers in said.items()}
        later = overrides.made(one.document, **own)
        everything = overrides.merged(one.earlier, later)
        if everything == one.earlier:
            continue
        try:
            beside.saved(one.path, overrides.as_toml(everything, one.document.metadata.origin), "application/toml")
        except OutputError as error:
            tell.warn(f"{error}; what was overruled is not kept for next time")
        else:
            tell.stage(f"Wrote {one.path} for next time: {_listed(everything)}")


def pairs(order: Order, book: Book, tell: Tell) -> tuple[Bead, ...]:
    """Return the paragraph beads that a person decided: of --alignment, else of the file beside the first source.

    Raises:
        ConfigError: the file cannot be read, or does not fit the article; names its line.
    """
    beside_it = next((path for source in order.sources if (path := beside.alignment(source))), None)
    path = order.alignment or (None if order.sample else beside_it)
    if path is None:
        return ()
    tsv = beside.text(path)
    if len(book.editions) < 2:
        msg = "There is nothing to pair: the article is in one language"
        raise ConfigError(msg, where=str(path), hint="Take it away, or name the languages with --language.")
    found = decided.beads(tsv, book.editions, str(path))
    tell.stage(f"Followed {path.name}: {len(found)} pairs of paragraphs decided by hand")
    return found


def _listed(found: tuple[Override, ...] | list[Override]) -> str:
    return ", ".join(f"{each.verdict} {each.line}" for each in found)
