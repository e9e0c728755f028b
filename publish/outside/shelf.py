"""Books on disk: each whole, or not there at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from publish.errors import OutputError
from publish.model import Artifact
from publish.outside import swapping
from publish.outside.locks import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from publish.model import File

COLOPHON = "colophon.json"

_MEND = "This is a fault of the writer: a path is relative to the book's folder, with forward slashes, and its own."
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PARTIAL, _LOCK = ".partial", ".lock"


class Shelf:
    """Builds one book beside its place, then puts it there in one step.

    Everything of a run stands in `OUT/.NAME.XXXX.partial/`, held by a lock: `book/` becomes `OUT/NAME/`, `work/` is
    for files that the making needs. A run that was killed leaves these; the next run takes them away.

        with Shelf(out, "rain") as shelf:
            for file in files:
                shelf.save(file)
            shelf.publish({"key": key, "source": ...})

    Leaving without `publish` leaves the earlier book as it was.
    """

    def __init__(self, out: Path, name: str) -> None:
        self.folder = out / name
        self._out = out
        self._name = name
        self._run = out / f".{name}.{secrets.token_hex(4)}{_PARTIAL}"
        self._lock = Lock(self._run.with_suffix(_LOCK))
        self._saved: list[Artifact] = []

    def __enter__(self) -> Self:
        """Make the place ready.

        Raises:
            OutputError: the folder cannot be written, or something that is no book of ours has the name.
        """
        with _explained(self._out):
            self._out.mkdir(parents=True, exist_ok=True)
            self._refuse_strangers()
            self._recover()
            self._lock.take()
            try:
                (self._run / "book").mkdir(parents=True)
                self.work.mkdir()
            except OSError:
                self._leave()
                raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leave()

    @property
    def work(self) -> Path:
        """A folder for files that only the making needs; gone afterwards."""
        return self._run / "work"

    def earlier(self) -> Mapping[str, Any]:
        """Return the colophon of the book that is there; empty where there is none, or it is not whole."""
        return colophon(self.folder)

    def unchanged(self, key: str) -> tuple[Artifact, ...]:
        """Return the artifacts of the book that is there if it was made with this key and none was touched since."""
        seen = self.earlier()
        artifacts = artifacts_of(seen)
        if seen.get("key") != key or not all(_is_intact(self.folder, artifact) for artifact in artifacts):
            return ()
        return artifacts

    def save(self, file: File) -> Artifact:
        """Write a file into the new book.

        Raises:
            OutputError: its path leaves the book or is taken, or it cannot be written.
        """
        path = _own(file.path)
        if any(artifact.path == str(path) for artifact in self._saved):
            msg = "A writer gave this file twice"
            raise OutputError(msg, where=file.path, hint=_MEND)
        target = self._run / "book" / path
        with _explained(self.folder / path):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x+b") as stream:
                if isinstance(file.content, bytes):
                    stream.write(file.content)
                else:
                    file.content(stream)
                stream.flush()
                os.fsync(stream.fileno())
            # Read again: a writer may have gone back to fill in a size.
            artifact = Artifact(str(path), file.media_type, target.stat().st_size, _sha256(target))
        self._saved.append(artifact)
        return artifact

    def opened(self, path: str) -> BinaryIO:
        """Open a file that was saved, to look into it before the book is published."""
        return (self._run / "book" / path).open("rb")

    def publish(self, facts: Mapping[str, object]) -> tuple[Artifact, ...]:
        """Write the colophon, then put the new book in its place; what a person laid beside the old one comes along.

        Raises:
            OutputError: it cannot be written; the earlier book is as it was.
        """
        artifacts = [
            {"path": a.path, "media_type": a.media_type, "size": a.size, "sha256": a.sha256} for a in self._saved
        ]
        text = json.dumps({**facts, "artifacts": artifacts}, ensure_ascii=False, indent=2) + "\n"
        book = self._run / "book"
        with _explained(self.folder):
            with (book / COLOPHON).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            self._refuse_strangers()
            self._bring_along()
            for folder in (book, *(path for path in book.rglob("*") if path.is_dir() and not path.is_symlink())):
                swapping.settle(folder)
            swapping.swap(book, self.folder, aside=self._run / "old")
            swapping.settle(self._out)
        return tuple(self._saved)

    def _refuse_strangers(self) -> None:
        """Refuse to replace what we did not make."""
        taken = self.folder
        hint = "Move it away, or choose another folder with --out."
        if taken.is_symlink():
            msg = "The book's place is taken by a link"
        elif taken.exists() and not taken.is_dir():
            msg = "The book's place is taken by a file"
        elif taken.is_dir() and any(taken.iterdir()) and not colophon(taken):
            msg = "The book's place is taken by a folder that holds no book of ours"
        else:
            return
        raise OutputError(msg, where=str(taken), hint=hint)

    def _bring_along(self) -> None:
        """Copy the person's own files out of the old book into the new."""
        ours = {artifact.path for artifact in artifacts_of(self.earlier())} | {COLOPHON}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder)
            target = self._run / "book" / name
            if name.as_posix() in ours or os.path.lexists(target) or (path.is_dir() and not path.is_symlink()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            # A second run may swap at this moment: what is gone from here is there.
            with suppress(FileNotFoundError):
                shutil.copy2(path, target, follow_symlinks=False)

    def _recover(self) -> None:
        """Take away what runs that died have left; a living one holds its lock."""
        left = (path for end in (_PARTIAL, _LOCK) for path in self._out.glob(f".{self._name}.*{end}"))
        for run in sorted({path.with_suffix(_PARTIAL) for path in left}):
            lock = Lock(run.with_suffix(_LOCK))
            try:
                if not lock.try_take():
                    continue
            except PermissionError:
                # Another person's, in a folder that we share.
                continue
            old = run / "old"
            if old.is_dir() and not os.path.lexists(self.folder):
                old.rename(self.folder)
            shutil.rmtree(run, ignore_errors=True)
            lock.release()

    def _leave(self) -> None:
        shutil.rmtree(self._run, ignore_errors=True)
        self._lock.release()


def _own(path: str) -> PurePosixPath:
    """Refuse a path that leaves the book, is the book, or means another place on another system."""
    own = PurePosixPath(path)
    if own.is_absolute() or not own.parts or ".." in own.parts or {"\\", ":"} & set(path) or str(own) == COLOPHON:
        msg = "A writer gave a path that is not its own"
        raise OutputError(msg, where=path, hint=_MEND)
    return own


def colophon(folder: Path) -> Mapping[str, Any]:
    """Return what a book's folder says of itself; empty where it is no book of ours."""
    try:
        seen = json.loads((folder / COLOPHON).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) and isinstance(seen.get("artifacts"), list) else {}


def damaged(folder: Path) -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """Return each of our books in a folder and its folders, with its files that are gone or were changed since."""
    books = sorted(path.parent for path in folder.rglob(COLOPHON))
    return tuple((b, tuple(a.path for a in artifacts_of(colophon(b)) if not _is_intact(b, a))) for b in books)


def artifacts_of(seen: Mapping[str, Any]) -> tuple[Artifact, ...]:
    """Return the files that a colophon lists; none where it does not say what each is."""
    try:
        rows = [
            (str(row["path"]), str(row["media_type"]), int(row["size"]), str(row["sha256"]))
            for row in seen["artifacts"]
        ]
    except (KeyError, TypeError, ValueError):
        return ()
    return tuple(Artifact(*row) for row in rows)


def _is_intact(folder: Path, artifact: Artifact) -> bool:
    path = folder / artifact.path
    try:
        return path.stat().st_size == artifact.size and _sha256(path) == artifact.sha256
    except OSError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _explained(where: Path) -> Iterator[None]:
    """Say what the system's errors mean here."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            what, hint = (
                "The disk is full",
                "Make room, or choose another folder with --out. The earlier book is intact.",
            )
        elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
            what, hint = "This folder may not be written", "Choose another with --out."
        elif isinstance(error, FileExistsError | NotADirectoryError):
            what, hint = "A file stands where a folder must be", "Move it away, or choose another folder with --out."
        else:
            what, hint = f"It cannot be written: {error.strerror}", "Choose another folder with --out."
        raise OutputError(what, where=str(where), hint=hint) from error
