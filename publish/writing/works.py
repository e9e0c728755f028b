"""A finished publication as a catalogue tells of it; `colophon.json` keeps it for catalogues to come."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from publish.errors import SourceError
from publish.phrases import autonym
from publish.writing.package import access, identifier, modified, rights, summaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publish.model import Artifact, Publication

KEY: Final = "work"
"""What it is called in a colophon."""
# The order is that of a list of copies: what gives most comes first.
_KINDS: Final[Mapping[str, str]] = {
    ".epub": "EPUB", ".lpf": "LPF", ".m4b": "M4B", ".mp3": "MP3", ".opus": "Opus", ".flac": "FLAC", ".html": "HTML",
    ".pdf": "PDF", ".brf": "BRF", ".md": "Markdown", ".txt": "Text", ".zim": "ZIM",
}  # fmt: skip
_RANK: Final = tuple(_KINDS)
_PARTS: Final = frozenset({"web", "daisy"})
"""Folders of files that are nothing by themselves."""
_PAGE: Final = "web/index.html"
_WORDS: Final = ("name", "identifier", "publisher", "published", "updated", "source")
_LISTS: Final = ("authors", "rights")
_BY_NAME: Final = ("titles", "access", "summaries")


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of a publication, whatever it is copied as."""

    name: str
    """Base name of its files."""
    identifier: str
    titles: Mapping[str, str]
    """By language; the first leads."""
    authors: Sequence[str]
    publisher: str
    published: str
    """As its source has it; empty where it does not say."""
    updated: str
    """RFC 3339."""
    source: str
    rights: Sequence[str]
    access: Mapping[str, Sequence[str]]
    """What it gives to whom, by the words of schema.org, and `conformsTo` and `certifiedBy` where a person vouches."""
    summaries: Mapping[str, str]
    """The same in words, by language."""
    cover: bool

    @property
    def title(self) -> str:
        """Its titles, each once, as one line."""
        return " · ".join(dict.fromkeys(self.titles.values()))


@dataclass(frozen=True, slots=True)
class Copy:
    """One file in which a work can be had."""

    href: str
    """From the catalogue, as an address has it."""
    media_type: str
    size: int
    """Bytes."""
    title: str
    """What it is, in words that need no translation: `MP3 · Español`."""
    language: str
    """Of a copy in one language alone; else empty."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in a catalogue."""

    work: Work
    copies: tuple[Copy, ...]
    page: str
    """The address of its web copy; empty where there is none."""
    picture: str
    """The base name of its pictures in the catalogue's folder: two folders may hold works of one name."""


def work(publication: Publication) -> Work:
    """Return what a catalogue says of a publication, with the account of its access that its EPUB gives."""
    book = publication.book
    known = book.metadata
    given: dict[str, list[str]] = {}
    for value, attributes in access(publication):
        name = attributes["property"].partition(":")[2]
        if name and name != "accessibilitySummary":
            given.setdefault(name, []).append(value)
    return Work(
        name=publication.name,
        identifier=identifier(publication),
        titles={edition.language: edition.title for edition in book.editions},
        authors=known.authors,
        publisher=known.site,
        published=known.published,
        updated=f"{modified(book):%Y-%m-%dT%H:%M:%SZ}",
        source=known.url or known.origin,
        rights=rights(book),
        access=given,
        summaries=summaries(publication),
        cover=bool(publication.cover),
    )


def told(publication: Publication) -> dict[str, Any]:
    """Return what colophon.json says of the work."""
    return {KEY: asdict(work(publication))}


def kept(colophon: Mapping[str, Any], where: str) -> Work:
    """Return the work that a colophon tells of.

    Raises:
        SourceError: it tells of none, as those of earlier versions.
    """
    try:
        found = Work(**colophon[KEY])
    except (KeyError, TypeError):
        found = None
    if not found or not found.titles or not _is_sound(found):
        msg = "It does not say what a catalogue needs to know"
        raise SourceError(msg, where=where, hint="Make it again with --force.")
    return found


def _is_sound(found: Work) -> bool:
    """Whether every field is of its kind: a colophon is a file, and a person may have written in it."""
    words = [getattr(found, each) for each in _WORDS]
    tables: list[Any] = [getattr(found, each) for each in _BY_NAME]
    if not all(isinstance(table, dict) for table in tables):
        return False
    lists: list[Any] = [*(getattr(found, each) for each in _LISTS), *found.access.values()]
    if not all(isinstance(each, list) for each in lists):
        return False
    words += [*found.titles.values(), *found.summaries.values(), *(word for each in lists for word in each)]
    return all(isinstance(word, str) for word in words)


def entry(known: Work, made: Iterable[Artifact], folder: str = "") -> Entry:
    """Return a work's entry in a catalogue.

    Args:
        known: the work.
        made: its files, by their paths in its folder.
        folder: where that is, seen from the catalogue; empty where they stand side by side.
    """
    made = tuple(made)
    at = f"{quote(folder)}/" if folder else ""
    found = [(_RANK.index(_kind(a)), a.path, _copy(a, known, at)) for a in made if _is_copy(a)]
    page = f"{at}{_PAGE}" if any(artifact.path == _PAGE for artifact in made) else ""
    picture = folder.replace("/", ".") or known.name
    return Entry(known, tuple(copy for *_, copy in sorted(found, key=lambda each: each[:2])), page, picture)


def _kind(artifact: Artifact) -> str:
    return PurePosixPath(artifact.path).suffix


def _is_copy(artifact: Artifact) -> bool:
    """Whether a file is something by itself: no part of a folder, and no chapter of a narration."""
    folders = PurePosixPath(artifact.path).parts[:-1]
    return _kind(artifact) in _KINDS and len(folders) < 2 and _PARTS.isdisjoint(folders)


def _copy(artifact: Artifact, known: Work, at: str) -> Copy:
    suffix = _kind(artifact)
    # NAME.epub, NAME.text.epub, NAME.es.mp3.
    which = PurePosixPath(artifact.path).name.removesuffix(suffix).removeprefix(known.name).lstrip(".")
    language = which if which in known.titles else ""
    words = [_KINDS[suffix], *([autonym(language) if language else which] if which else [])]
    return Copy(f"{at}{quote(artifact.path)}", artifact.media_type, artifact.size, " · ".join(words), language)
