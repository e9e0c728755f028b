"""ZIM files, through libzim: what Kiwix and its kin read without a network.

The same content gives the same bytes: libzim draws a random name for the file, and Xapian one for each of its indexes;
those are drawn from the content instead, and the checksum at the end is made anew (https://wiki.openzim.org/wiki/ZIM_file_format).
"""

from __future__ import annotations

import hashlib
import mmap
import os
import re
import shutil
import struct
import sys
import tempfile
import uuid
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.errors import ToolError
from publish.model import Archived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.model import About, Archiver, File

PACKAGE: Final = "libzim"
_EXTRA: Final = 'Run: pip install "enface[zim]"'
_NAME: Final = slice(8, 24)
"""Where the file's own name stands in its header."""
_CHECKSUM_AT: Final = 72
_INDEX: Final = re.compile(rb"\x0f\x0dXapian Glass..", re.DOTALL)
"""What an index begins with; 16 bytes that name it follow."""
_INDEX_NAME: Final = 16
_PICTURE: Final = 48
"""Pixels of its sign's side."""


def tool() -> Archiver:
    """Return what archives here.

    Raises:
        ToolError: it is not here.
    """
    version()
    return _archive


def version() -> str:
    """Return the version of libzim, which decides what is written.

    Raises:
        ToolError: it is not here.
    """
    try:
        return version_of(PACKAGE)
    except PackageNotFoundError as error:
        msg = "A ZIM file needs the package libzim, which is not installed"
        raise ToolError(msg, hint=_EXTRA) from error


def opened(path: Path) -> Archived:
    """Return what is in a ZIM file, all of it in memory.

    Raises:
        ToolError: libzim is not here.
    """
    version()
    from libzim.reader import Archive

    try:
        archive = Archive(path)
        if not archive.check():
            return _broken("It is damaged: its checksum is not that of its content")
        facts = {key: bytes(archive.get_metadata(key)) for key in archive.metadata_keys}
        entries: dict[str, tuple[str, bytes]] = {}
        for number in range(archive.all_entry_count):
            entry = archive._get_entry_by_id(number)  # noqa: SLF001  (the only way to all of them)
            if not entry.is_redirect and entry.path not in facts:
                item = entry.get_item()
                entries[entry.path] = item.mimetype, bytes(item.content)
        main = archive.main_entry.get_item().path if archive.has_main_entry else ""
        return Archived(main, facts, entries, found=lambda words: _found(archive, words))
    except RuntimeError as error:
        return _broken(f"It is no ZIM file that can be read: {error}")


def _broken(why: str) -> Archived:
    return Archived("", {}, {}, found=lambda _: (), broken=why)


def _found(archive: Any, words: str) -> tuple[str, ...]:
    """Return the paths of the pages in which these words stand."""
    from libzim.search import Query, Searcher

    search = Searcher(archive).search(Query().set_query(words))
    return tuple(search.getResults(0, search.getEstimatedMatches()))


def _archive(out: BinaryIO, files: Iterable[File], about: About) -> None:
    """Write a ZIM file, of which nothing but a page's words is held in memory."""
    version()
    from libzim.writer import Creator

    with tempfile.TemporaryDirectory(prefix="enface.") as folder:
        # Beside each other: libzim reads a file when it comes to it, and wants it to be there.
        path, kept = Path(folder, "book.zim"), Path(folder, "kept")
        kept.mkdir()
        creator = Creator(path)
        # One worker: two would put what they pack in the order in which they end.
        creator.config_indexing(True, about.language).config_nbworkers(1).config_verbose(False)  # noqa: FBT003  (its own signatures)
        creator.set_mainpath(about.main)
        with _silent(), creator:
            for number, file in enumerate(files):
                creator.add_item(_item(file, about, kept / str(number)))
            for name, value in about.facts.items():
                creator.add_metadata(name, value)
            creator.add_illustration(_PICTURE, about.picture(_PICTURE))
        _settle(path)
        with path.open("rb") as stream:
            shutil.copyfileobj(stream, out)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep off standard output, where events may be read, what libzim 3.5 says there whatever it is told."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _item(file: File, about: About, place: Path) -> Any:
    """Return a file as libzim takes it: it asks each thing by a method of its own."""
    from libzim.writer import FileProvider, Hint, IndexData, Item, StringProvider

    is_page = file.path == about.main
    title, words = (about.title, about.words) if is_page else ("", "")

    def provider(_: Any) -> Any:
        if isinstance(file.content, bytes):
            return StringProvider(file.content)
        with place.open("wb") as stream:
            file.content(stream)
        return FileProvider(place)

    indexed = type(
        "Words",
        (IndexData,),
        {
            "has_indexdata": lambda _: is_page,
            "get_title": lambda _: title,
            "get_content": lambda _: words,
            "get_keywords": lambda _: "",
            "get_wordcount": lambda _: len(words.split()),
        },
    )
    item = type(
        "Entry",
        (Item,),
        {
            "get_path": lambda _: file.path,
            "get_title": lambda _: title,
            "get_mimetype": lambda _: file.media_type,
            "get_contentprovider": provider,
            "get_hints": lambda _: {Hint.FRONT_ARTICLE: is_page},
            "get_indexdata": lambda _: indexed(),
        },
    )
    return item()


def _settle(path: Path) -> None:
    """Name a file and its indexes by their content."""
    with path.open("r+b") as stream, mmap.mmap(stream.fileno(), 0) as content:
        (checksum,) = struct.unpack_from("<Q", content, _CHECKSUM_AT)
        named = [_NAME, *(slice(m.end(), m.end() + _INDEX_NAME) for m in _INDEX.finditer(content))]
        for place in named:
            content[place] = bytes(place.stop - place.start)
        own = _digest(content, checksum, hashlib.sha256()).hex()
        for number, place in enumerate(named):
            content[place] = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:enface:zim:{own}:{number}").bytes
        # MD5 is what the format wants.
        content[checksum:] = _digest(content, checksum, hashlib.md5(usedforsecurity=False))


def _digest(content: mmap.mmap, end: int, of: Any) -> bytes:
    for begin in range(0, end, 1 << 20):
        of.update(content[begin : min(begin + (1 << 20), end)])
    return bytes(of.digest())
