"""What each writer makes of a publication, held to what it was given."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from publish import completeness, registry
from publish.errors import ConfigError, OutputError, ToolError
from publish.fitting import PACK
from publish.model import Encode, File, Publication

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType
    from typing import BinaryIO

    from publish.model import Artifact
    from publish.outside.shelf import Shelf

log = logging.getLogger(__name__)

Writer: TypeAlias = Callable[[Publication, Encode], Iterable[File]]


_PACKED: Final = ("epub", "light", "text", "audio")
"""The writers whose files fill a pack; that is no part of `all`, for it is those files once more."""
EVERY: Final = "all"
"""The word for every writer; one that belongs to a show only where a show is named."""


def named(names: Iterable[str], *, show: bool) -> tuple[str, ...]:
    """Return the writers' names that an order means, each once.

    `all` is every one that nothing keeps from working here; `pack` those that fill it.
    """
    names = tuple(names)
    meant: dict[str, tuple[str, ...]] = {PACK: _PACKED}
    if EVERY in names:
        meant[EVERY] = tuple(n for n in registry.names("writers") if _able(n) and (show or not _serial(n)))
    return tuple(dict.fromkeys(each for name in names for each in meant.get(name, (name,))))


def _able(name: str) -> bool:
    """Whether all that a writer uses is here; what is not is said in a line."""
    missing = lacking(name)
    if missing:
        log.warning("--to all leaves out %s. %s", name, missing)
    return not missing


def lacking(name: str) -> str:
    """Return what a writer needs or uses, and lacks here; empty where it lacks nothing."""
    missing = registry.missing("writers", name)
    if missing:
        return missing[0].upper() + missing[1:]
    try:
        _tools(registry.load("writers", name))
    except ToolError as error:
        return f"{error.what}. {error.hint}"
    return ""


def versions(writers: Mapping[str, Writer]) -> dict[str, str]:
    """Return the version of what each writer uses that is not ours: it decides what is written."""
    return {name: tool.version() for name, writer in writers.items() if (tool := _tool(writer))}


def _tools(writer: Writer) -> dict[str, Any]:
    """Return what a writer uses that is not ours, by the name of its field in a publication.

    Raises:
        ToolError: it is not here.
    """
    tool = _tool(writer)
    return {writer.uses: tool.tool()} if tool else {}  # type: ignore[attr-defined]  # it said so of itself


def _tool(writer: Writer) -> ModuleType | None:
    from publish.outside import liblouis, weasyprint, zim

    tools: dict[str, ModuleType] = {"braille": liblouis, "printer": weasyprint, "archiver": zim}
    return tools.get(getattr(writer, "uses", ""))


def _serial(name: str) -> bool:
    return bool(getattr(registry.load("writers", name), "serial", False))


def writers(names: Iterable[str]) -> dict[str, Writer]:
    """Return the writers of these names.

    Raises:
        ConfigError: there is none of a name, or it is of no use without another.
        ToolError: a package that one needs, or what it uses, is not here.
    """
    found = {name: registry.load("writers", name) for name in names}
    for name, writer in found.items():
        if missing := registry.missing("writers", name):
            msg = f"It cannot be made here: {missing}"
            raise ToolError(msg, where=f"--to {name}", hint="Install that, or leave it out.")
        # What is not here is said before anything is made.
        _tools(writer)
    _check_company(found)
    return found


def silent(writer: Writer) -> bool:
    """Whether a writer wants a book without sound, whatever else is made: it says so of itself."""
    return bool(getattr(writer, "silent", False))


def _last(writer: Writer) -> bool:
    return bool(getattr(writer, "last", False))


def printed(publication: Publication, writers: Mapping[str, Writer], encode: Encode, shelf: Shelf) -> None:
    """Let each writer write, and hold each to what it was given; one that comes last is told what the others made.

    Raises:
        OutputError: something is not there, or cannot be saved.
    """
    made: list[Artifact] = []
    for name, write in sorted(writers.items(), key=lambda each: _last(each[1])):
        own = _silenced(publication) if silent(write) else publication
        own = replace(own, made=tuple(made) if _last(write) else (), **_tools(write))
        for file in write(own, encode):
            made.append(shelf.save(file))
            _check(name, file.path, own, shelf)


def _check_company(writers: Mapping[str, Writer]) -> None:
    """A writer that describes another one's file, or what others made, is of no use without that."""
    if writers and all(map(_last, writers.values())):
        msg = "It catalogues what is made, and nothing else is asked for"
        name = next(iter(writers))
        raise ConfigError(msg, where=f"--to {name}", hint=f"Ask for both: --to epub,{name}")
    for name, writer in writers.items():
        described = getattr(writer, "describes", name)
        if described not in writers:
            msg = f"It describes the {described}, which is not asked for"
            raise ConfigError(msg, where=f"--to {name}", hint=f"Ask for both: --to {described},{name}")


def _silenced(publication: Publication) -> Publication:
    """Return a publication as it is without its sound and fonts; its colophon does not claim any."""
    from publish.editing.colophon import with_colophons

    book = with_colophons(publication.book, {}, design=publication.design)
    return replace(publication, book=book, narrations=(), fonts=(), lessons=(), lexicons={})


def _check(writer: str, path: str, publication: Publication, shelf: Shelf) -> None:
    """Look into what was saved: every sentence must be there."""
    if path.endswith(".epub"):
        with shelf.opened(path) as epub:
            completeness.check_epub(publication.book, epub, spoken=[n.language for n in publication.narrations])
            if publication.reviewed_by:
                _vouch(path, epub)
    elif writer == "web" and path.endswith(".html"):
        with shelf.opened(path) as page:
            completeness.check_web(publication.book, page, publication.narrations)
    elif path.endswith(".learn.vtt"):
        (lesson,) = (each for each in publication.lessons if path.endswith(f".{each.method.name}.learn.vtt"))
        with shelf.opened(path) as vtt:
            completeness.check_lesson_captions(lesson, vtt.read().decode())
    elif path.endswith(".vtt"):
        language = path.removesuffix(".vtt").rpartition(".")[2]
        edition = next((e for e in publication.book.editions if e.language == language), None)
        if edition is None:
            msg = f"The writer {writer} made a transcript in a language that the book is not in: {language}"
            raise OutputError(msg, where=path)
        with shelf.opened(path) as vtt:
            completeness.check_captions(edition, vtt.read().decode())


def _vouch(path: str, epub: BinaryIO) -> None:
    """A person's name stands under a claim only where the machine's part of it holds."""
    from publish.writing.proof import problems
    from publish.writing.standards import verdicts

    epub.seek(0)
    failed = [verdict for verdict in verdicts(epub, problems(epub)) if verdict.outcome == "failed"]
    if failed:
        msg = f"Conformance cannot be claimed: {failed[0].standard}, {failed[0].rule}: {failed[0].detail}"
        raise OutputError(msg, where=path, hint="Make it without --reviewed-by, and please report it.")
