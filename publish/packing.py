"""Finished books put together as a pack that fits, and a pack that came from somewhere checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from publish import fitting
from publish.errors import OutputError, SourceError
from publish.model import AudioFormat, Item, Packed, unlike
from publish.outside import lean, minisign, packs
from publish.outside.shelf import damaged
from publish.outside.slug import slug
from publish.phrases import counted
from publish.writing import pack as writing
from publish.writing.proof_book import Problem
from publish.writing.proof_pack import SIGNATURE, differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from publish.console import Tell
    from publish.fitting import Rung
    from publish.model import ItemKind
    from publish.outside.minisign import SecretKey
    from publish.outside.packs import Finished

    Contents = dict[str, bytes | Path]

_LEAST: Final = 0.75
"""Of a variable bit rate, what is surely needed: who asks for less room than that need not be tried."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was made."""

    folder: Path
    zip: Path
    files: int
    size: int
    """Bytes of the zip; the folder has fewer."""
    given_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of a pack that came from somewhere."""

    files: int
    problems: tuple[Problem, ...]
    signed_by: str
    """The id of the key that its signature names, verified or not; empty where it has none."""
    judged: bool
    """Whether a key looked at the signature: the one that was asked for, else the one that came with the pack."""


def pack(folders: Sequence[Path], out: Path, tell: Tell, *, limit: int = 0, key: SecretKey | None = None) -> Pack:
    """Put finished books together in a folder and a zip; with a limit, in as many bytes as that and no more.

    Args:
        folders: of books, or of folders of books.
        out: the pack's folder; the zip lies beside it.
        tell: whom to tell.
        limit: bytes; 0 for none.
        key: what signs it, if anything does.

    Raises:
        SourceError: there is no finished book.
        OutputError: it does not fit whatever is given up, or cannot be written.
    """
    packs.refuse_taken(out)
    books = packs.found(folders)
    for book in books:
        for name in (name for _, gone in damaged(book.folder) for name in gone):
            tell.warn(f"{book.folder / name} is not as it was made")
    with packs.workroom() as work:
        press = _Press(books, work, tell)
        smallest = 0
        rungs = [rung for rung in (fitting.LADDER if limit else fitting.LADDER[:1]) if press.allows(rung)]
        for rung in rungs:
            # The last is tried whatever it needs: what says that nothing fits says how much would.
            if limit and rung is not rungs[-1] and press.least(rung) > limit:
                continue
            contents = press.contents(rung, out.name, key)
            needed = packs.zipped_size({name: packs.size(each) for name, each in contents.items()}, out.name)
            if limit and needed > limit:
                smallest = min(smallest or needed, needed)
                continue
            zipped, size = packs.saved(out, contents)
            return Pack(out, zipped, len(contents), size, fitting.given_up(rung))
    msg = f"It cannot be made to fit into {limit:,} bytes"
    hint = f"The least that they take is {smallest:,} bytes: ask for that, or pack fewer articles at a time."
    if not press.allows(fitting.LADDER[-1]):
        hint += " With the book without sound they take less: make them again with --to pack."
    raise OutputError(msg, where="--fit", hint=hint)


def verify(path: Path, key: Path | None = None) -> Verified:
    """Return what in a pack is not as it was made; with a public key, also whether its owner signed it.

    Raises:
        SourceError: there is no pack.
        ConfigError: the key is none.
        ToolError: the package that knows signatures is not here.
    """
    found = packs.contents(path)
    if found.sums is None and not found.broken:
        msg = "This is no pack: it has no SHA256SUMS"
        raise SourceError(msg, where=str(path), hint="Name the folder, or the .zip, that `publish pack` wrote.")
    problems = [Problem("pack-zip", path.name, found.broken)] if found.broken else []
    if found.sums is not None or not found.broken:
        problems += differences(found.sums, found.digests)
    public = minisign.public_key(key) if key else minisign.enclosed(found.key or b"")
    if public and found.sums is not None:
        problems += _unsigned(found.sums, found.signature, public)
    signer = minisign.signer(found.signature) if found.signature else ""
    if found.signature is not None and not signer:
        problems.append(Problem("pack-signature", SIGNATURE, "It is no signature"))
    return Verified(len(found.digests), tuple(dict.fromkeys(problems)), signer, judged=public is not None)


def _unsigned(sums: bytes, signature: bytes | None, public: minisign.PublicKey) -> Iterator[Problem]:
    if signature is None:
        yield Problem("pack-signature", SIGNATURE, "It is gone, or the pack was never signed")
    elif wrong := minisign.wrong(sums, signature, public):
        yield Problem("pack-signature", SIGNATURE, wrong)
        if wrong == minisign.OF_ANOTHER:
            # Which of the two was touched, nobody can tell.
            yield Problem("pack-sums", writing.SUMS, "It is not what was signed, or its signature is not")


class _Press:
    """Makes the files of a pack, nothing twice."""

    def __init__(self, books: Sequence[Finished], work: Path, tell: Tell) -> None:
        self._books = books
        self._work = work
        self._tell = tell
        self._step = ""
        self._begun = self._due = 0
        self._made: dict[tuple[Path, str, int], Path] = {}
        self._names = _names(books)

    def allows(self, rung: Rung) -> bool:
        """Whether something stands in for what this leaves out: a book without sound for the talking one."""
        lights = (packs.there(book.folder, f"{_stem(book)}.text.epub") for book in self._books)
        return rung.book_kbps is not None or all(lights)

    def least(self, rung: Rung) -> int:
        """Return how many bytes a pack takes at least, before anything is encoded."""
        return sum(self._least_of(book, rung) for book in self._books)

    def contents(self, rung: Rung, root: str, key: SecretKey | None) -> Contents:
        """Return every file of a pack, by its path."""
        self._step = f"Packing, way {fitting.LADDER.index(rung) + 1} of {len(fitting.LADDER)}"
        self._begun, self._due = 0, sum(self._heavy(book, rung) for book in self._books)
        found: Contents = {}
        articles = []
        for name, book in zip(self._names, self._books, strict=True):
            items = dict(self._items(book, name, rung))
            articles.append(Packed(name, book.facts["titles"], tuple(items), book.facts))
            found |= {item.path: content for item, content in items.items()}
        given_up = fitting.given_up(rung)
        for file in writing.own_files(articles, lesser=bool(given_up), given_up=given_up):
            assert isinstance(file.content, bytes)
            found[file.path] = file.content
        if key:
            found[packs.SIGNED_BY] = minisign.public_of(key)
        sums = writing.sums({path: packs.digest(content) for path, content in found.items()})
        found[writing.SUMS] = sums
        if key:
            comment = f"{minisign.OURS}{root}, {counted(len(articles), 'article')}"
            found[SIGNATURE] = minisign.signed(sums, key, comment)
        return found

    def _items(self, book: Finished, name: str, rung: Rung) -> Iterator[tuple[Item, bytes | Path]]:
        stem = _stem(book)
        whole, light = (book.folder / f"{stem}{end}" for end in (".epub", ".text.epub"))
        if packs.there(book.folder, whole.name) and rung.book_kbps is not None:
            yield Item(f"{name}/{name}.epub", "book"), self._lean(whole, "book", rung.book_kbps)
        if packs.there(book.folder, light.name):
            yield Item(f"{name}/{name}-text.epub", "light"), light
        for number, language in enumerate(book.facts["titles"]):
            if rung.heard == "all" or (rung.heard == "first" and not number):
                yield from self._heard(book, name, language, rung)
            if packs.there(book.folder, f"text/{stem}.{language}.txt"):
                text = book.folder / f"text/{stem}.{language}.txt"
                yield Item(f"{name}/{name}-{language}.txt", "text", language), text
        if code := writing.code(str(book.facts.get("source", {}).get("url") or "")):
            yield Item(f"{name}/{name}-source.svg", "code"), code

    def _heard(self, book: Finished, name: str, language: str, rung: Rung) -> Iterator[tuple[Item, Path]]:
        sound = _sound(book, language)
        if sound is None:
            return
        lean_sound = self._lean(sound, rung.sound, rung.kbps)
        kinds: tuple[tuple[ItemKind, Path], ...] = (("sound", lean_sound), ("transcript", sound.with_suffix(".vtt")))
        for kind, path in kinds:
            if packs.there(path.parent, path.name):
                yield Item(f"{name}/{name}-{language}{path.suffix}", kind, language), path

    def _heavy(self, book: Finished, rung: Rung) -> int:
        """Return how many files of a book are encoded."""
        languages = {"all": len(book.facts["titles"]), "first": 1, "none": 0}[rung.heard]
        return bool(rung.book_kbps) + (languages if rung.sound else 0)

    def _lean(self, source: Path, kind: str, kbps: int) -> Path:
        """Return a file made smaller, or itself where that would not make it smaller."""
        if not (kind and kbps):
            return source
        key = source, kind, kbps
        self._tell.progress(self._step, self._begun, self._due)
        self._begun += 1
        if key not in self._made:
            suffix = ".epub" if kind == "book" else f".{kind}"
            target = self._work / f"{len(self._made)}{suffix}"
            if kind == "book":
                lean.book(source, target, kbps)
            else:
                lean.sound(source, target, "opus" if kind == "opus" else "mp3", kbps)
            self._made[key] = min(source, target, key=packs.size)
        return self._made[key]

    def _least_of(self, book: Finished, rung: Rung) -> int:
        seconds: Mapping[str, int] = book.facts.get("seconds_of_speech", {})
        stem = _stem(book)
        needed = 0.0
        if rung.book_kbps == 0 and packs.there(book.folder, f"{stem}.epub"):
            needed += packs.size(book.folder / f"{stem}.epub")
        elif rung.book_kbps:
            needed += _LEAST * rung.book_kbps * 125 * sum(seconds.values())
        for number, language in enumerate(book.facts["titles"]):
            sound = _sound(book, language)
            if sound and (rung.heard == "all" or (rung.heard == "first" and not number)):
                own = packs.size(sound)
                needed += min(own, _LEAST * rung.kbps * 125 * seconds.get(language, 0)) if rung.sound else own
        return int(needed)


def _names(books: Sequence[Finished]) -> tuple[str, ...]:
    """Return each book's name in the pack, of letters that every card keeps, whatever its folder is called by now."""
    taken: dict[str, str] = {}
    counted_on: dict[str, int] = {}
    for book in books:
        name = unlike(slug(book.folder.resolve().name), taken, counted_on)
        taken[name] = name
    return tuple(taken)


def _stem(book: Finished) -> str:
    """Return what the files of a book are called."""
    paths: list[Any] = [row.get("path", "") for row in book.facts["artifacts"]]
    books = [path for path in paths if path.endswith(".epub") and "/" not in path]
    if not books:
        msg = "There is no EPUB in this book's folder"
        raise SourceError(msg, where=str(book.folder), hint="Make it again with --to pack.")
    return str(min(books, key=len)).removesuffix(".epub").removesuffix(".text")


def _sound(book: Finished, language: str) -> Path | None:
    """Return the narration in a language, in the first form there is."""
    names = (f"audio/{_stem(book)}.{language}.{kind}" for kind in get_args(AudioFormat))
    return next((book.folder / name for name in names if packs.there(book.folder, name)), None)
