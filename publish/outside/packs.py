"""Packs on disk: put together of finished books, the same bytes each time, and read again."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.errors import OutputError, SourceError
from publish.outside import books, finished, swapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import IO

SUMS: Final = "SHA256SUMS"
SIGNED_BY: Final = "SIGNED-BY.pub"
"""The public key of who signed it. It finds accidents to the signature; whose key it is, it cannot say of itself."""
_SIGNATURE: Final = f"{SUMS}.minisig"
_OWN: Final = (SUMS, _SIGNATURE, SIGNED_BY)
_MOST_OWN: Final = 1 << 24
"""Bytes of one of these: they are read whole."""
ZIP: Final = ".zip"
# The first date that a zip can hold says nothing about when it was made.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_CHUNK: Final = 1 << 20
_ENTRY, _END = 30 + 46, 22
"""Bytes of a zip for each entry beside its name, which stands there twice, and for the whole (APPNOTE 4.3)."""
_LARGE, _LARGE_ENTRY, _LARGE_END = 2_000_000_000, 20 + 28, 56 + 20
"""From here on `zipfile` may write 64-bit numbers: so many bytes more, at most, for each entry and the whole."""
_MOST_TIMES: Final = 200
"""Nothing of a pack can be packed so tight: whoever sends a few bytes that unfold to gigabytes wants us to be busy."""
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error)
"""All that `zipfile` says of a zip that is not whole."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A book's folder, as `publish make` left it."""

    folder: Path
    facts: Mapping[str, Any]
    """Its colophon."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a pack that was made, as it lies there."""

    digests: Mapping[str, str]
    """The sha256 of each file by its path from the pack's folder; empty where it cannot be read."""
    sums: bytes | None
    signature: bytes | None
    key: bytes | None = None
    """The public key that came with it."""
    broken: str = ""
    """What is wrong with the zip itself, if it is one."""


def found(paths: Sequence[Path]) -> tuple[Finished, ...]:
    """Return every finished book in these folders and their folders, each once, in the order given.

    Raises:
        SourceError: a folder holds none.
    """
    own: dict[Path, Finished] = {}
    for path in paths:
        here = [Finished(folder, facts) for folder, facts, _ in finished.finished(path)] if path.is_dir() else []
        if not here:
            msg = "There is no finished book here"
            raise SourceError(msg, where=str(path), hint="Name a folder that `publish make --to pack` wrote.")
        for book in here:
            own.setdefault(book.folder.resolve(), book)
    return tuple(own.values())


def there(folder: Path, name: str) -> bool:
    """Whether a file of this name lies in a folder."""
    return (folder / name).is_file()


def size(content: bytes | Path) -> int:
    """Return how many bytes a file of a pack has."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def digest(content: bytes | Path) -> str:
    """Return the sha256 of a file of a pack."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def zipped_size(sizes: Mapping[str, int], root: str) -> int:
    """Return how many bytes the zip of files of these sizes has; the folder has fewer."""
    whole = _END + sum(_ENTRY + 2 * len(f"{root}/{name}".encode()) + size for name, size in sizes.items())
    return whole if whole < _LARGE else whole + _LARGE_END + _LARGE_ENTRY * len(sizes)


@contextmanager
def workroom() -> Iterator[Path]:
    """Give a folder for what is encoded on the way; it goes with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="enface.") as work:
        yield Path(work)


def saved(out: Path, contents: Mapping[str, bytes | Path]) -> tuple[Path, int]:
    """Write a pack's folder, and its zip beside it; return where that is and how many bytes it has.

    Nothing is packed together: what is heavy is so already, and so the zip has the same bytes by every library.

    Raises:
        OutputError: something that is no pack has the name, or it cannot be written; an earlier pack is as it was.
    """
    target = out.with_name(out.name + ZIP)
    try:
        refuse_taken(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as run:
            new, packed = Path(run) / "pack", Path(run) / "pack.zip"
            new.mkdir(mode=0o755)
            for name, content in contents.items():
                place = new / name
                place.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, bytes):
                    place.write_bytes(content)
                else:
                    shutil.copyfile(content, place)
            with packed.open("w+b") as stream:
                sizes = {name: (new / name).stat().st_size for name in sorted(contents)}
                _zip(stream, sizes, lambda name: (new / name).open("rb"), out.name)
            swapping.swap(new, out, aside=Path(run) / "old")
            packed.replace(target)
    except OSError as error:
        msg = f"The pack cannot be written: {error.strerror or error}"
        raise OutputError(msg, where=str(out), hint="Choose another place with --out.") from error
    return target, target.stat().st_size


def contents(path: Path) -> Contents:
    """Return what is in a pack, of its folder or its zip.

    Raises:
        SourceError: there is no such pack, or it cannot be read.
    """
    if path.is_dir():
        return _of_folder(path)
    if not path.is_file():
        msg = "There is no such file or folder"
        raise SourceError(msg, where=str(path), hint="Name a pack: its folder, or its .zip.")
    with books.opened(path) as stream:
        return _of_zip(stream)


def refuse_taken(out: Path) -> None:
    """Refuse a place where something lies that is no earlier pack, in the folder's stead or in its zip's.

    Raises:
        OutputError: it is so, or the place has no name to give the zip.
    """
    if out.name in {"", ".."}:
        msg = "A pack needs a name"
        raise OutputError(msg, where=str(out), hint="Name a folder for it: --out library")
    target = out.with_name(out.name + ZIP)
    try:
        strange = (
            out.is_symlink() or out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / SUMS).is_file())
        )
        taken = out if strange else target
        if strange or (os.path.lexists(target) and not _is_packs(target)):
            msg = "The pack's place is taken by something else"
            raise OutputError(msg, where=str(taken), hint="Move it away, or choose another place with --out.")
    except OSError as error:
        msg = f"The pack cannot be written: {error.strerror or error}"
        raise OutputError(msg, where=str(out), hint="Choose another place with --out.") from error


def _is_packs(zipped: Path) -> bool:
    """Whether a file is the zip of some pack."""
    if zipped.is_symlink() or not zipped.is_file():
        return False
    try:
        with zipfile.ZipFile(zipped) as found:
            return any(name.partition("/")[2] == SUMS for name in found.namelist())
    except _BROKEN:
        return False


def _zip(out: BinaryIO | _Likeness, sizes: Mapping[str, int], opened: Callable[[str], IO[bytes]], root: str) -> None:
    """Write files, whose sizes in bytes are told, in their order."""
    with zipfile.ZipFile(out, "w") as made:
        for name, size in sizes.items():
            entry = zipfile.ZipInfo(f"{root}/{name}", _NO_DATE)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            entry.file_size = size
            with opened(name) as content, made.open(entry, "w") as stream:
                shutil.copyfileobj(content, stream, _CHUNK)


def _of_folder(folder: Path) -> Contents:
    files = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    digests = {path.relative_to(folder).as_posix(): _digest_of(path) for path in files}
    own = {name: (folder / name).read_bytes() for name in _OWN if digests.get(name)}
    return Contents(digests, own.get(SUMS), own.get(_SIGNATURE), own.get(SIGNED_BY))


def _digest_of(path: Path) -> str:
    # A link is no file of ours, wherever it leads; a pipe would be waited for without end.
    try:
        return digest(path) if path.is_file() and not path.is_symlink() else ""
    except OSError:
        return ""


def _of_zip(stream: BinaryIO) -> Contents:
    """Read a zip, and make it once more of what is in it: where the two differ, someone has touched the zip itself."""
    digests: dict[str, str] = {}
    own: dict[str, bytes] = {}
    broken = ""
    try:
        with zipfile.ZipFile(stream) as found:
            # Another program has entries for folders too.
            entries = [entry for entry in found.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _MOST_TIMES * stream.seek(0, os.SEEK_END):
                msg = "more than a zip of its size can hold"
                raise zipfile.BadZipFile(msg)
            root = entries[0].filename.partition("/")[0] if entries else ""
            for entry in entries:
                name = entry.filename.removeprefix(f"{root}/")
                try:
                    digests[name] = "" if name in digests else _digest_in(found, entry)
                    if digests[name] and name in _OWN and entry.file_size <= _MOST_OWN:
                        own[name] = found.read(entry)
                except _BROKEN:
                    digests[name] = ""
            if all(digests.values()) and not _is_as_made(stream, found, root):
                broken = "It is not as it was made: something beside its files differs"
    except _BROKEN as error:
        broken = f"It cannot be opened: {error}"
    if SUMS not in own and not all(digests.values()):
        broken = broken or f"It has no {SUMS} that can be read: it is damaged, or no pack"
    return Contents(digests, own.get(SUMS), own.get(_SIGNATURE), own.get(SIGNED_BY), broken)


def _digest_in(found: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    if entry.file_size > _MOST_TIMES * max(entry.compress_size, 1):
        raise zipfile.BadZipFile(entry.filename)
    with found.open(entry) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads, and needs no more


def _is_as_made(stream: BinaryIO, found: zipfile.ZipFile, root: str) -> bool:
    entries = found.infolist()
    if any(e.compress_type != zipfile.ZIP_STORED or not e.filename.startswith(f"{root}/") for e in entries):
        return False
    sizes = {entry.filename.removeprefix(f"{root}/"): entry.file_size for entry in entries}
    again = _Likeness(stream)
    _zip(again, dict(sorted(sizes.items())), lambda name: found.open(f"{root}/{name}"), root)
    return again.is_like


class _Likeness(io.RawIOBase):
    """A file that is written nowhere: each piece is compared with what another one has in its place.

    `zipfile` writes what stands before an entry twice, the second time with its checksum: that one counts.
    """

    def __init__(self, other: BinaryIO) -> None:
        self._other = other
        self._at = self._end = 0
        self._unlike: set[int] = set()

    @property
    def is_like(self) -> bool:
        return not self._unlike and self._end == self._other.seek(0, os.SEEK_END)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        assert whence == os.SEEK_SET
        self._at = offset
        return offset

    def write(self, data: Any) -> int:
        self._other.seek(self._at)
        (self._unlike.discard if self._other.read(len(data)) == bytes(data) else self._unlike.add)(self._at)
        self._at += len(data)
        self._end = max(self._end, self._at)
        return len(data)
