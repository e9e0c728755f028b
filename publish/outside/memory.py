"""Sounds that were spoken once, kept in a folder."""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path

from publish.errors import ConfigError, OutputError

_HEADER = struct.Struct("<4sIQI")
"""Mark, bytes of the key, bytes of the value, CRC-32 of both."""

_MARK = b"ENF1"
_ENTRY = ".pcm"

MOST_BYTES = 2_000_000_000
"""Seventeen hours of speech at 16 kHz: some ninety articles."""


def place() -> Path:
    """Return where sounds are kept unless a person says otherwise: ENFACE_MEMORY, or the user's cache folder."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("ENFACE_MEMORY")
    return Path(chosen) if chosen else user_cache_path("enface", appauthor=False) / "speech"


@contextmanager
def kept(where: str = "") -> Iterator[MutableMapping[str, bytes]]:
    """Give the memory at a folder or an fsspec URL, or at its usual `place`; a folder is trimmed at the end.

    Raises:
        ConfigError: fsspec does not know such a URL, or is not installed.
    """
    if "://" in where:
        yield _mapper(where)
        return
    folder = Folder(Path(where).expanduser() if where else place())
    yield folder
    folder.trim()


@contextmanager
def forgotten() -> Iterator[MutableMapping[str, bytes]]:
    """Give a memory that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="enface.") as folder:
        yield Folder(Path(folder))


def _mapper(url: str) -> MutableMapping[str, bytes]:
    try:
        import fsspec
    except ImportError as error:
        msg = "A memory at an address needs fsspec, which is not installed"
        raise ConfigError(msg, where=f"--memory {url}", hint='Run: pip install "enface[memory]"') from error
    try:
        mapper: MutableMapping[str, bytes] = fsspec.get_mapper(url, create=True)
    except (ValueError, ImportError, OSError) as error:
        msg = f"There is no memory: {error}"
        raise ConfigError(msg, where=f"--memory {url}", hint="For example: file:///shared/speech") from error
    return mapper


class Folder(MutableMapping[str, bytes]):
    """A mapping on disk, one file an entry, safe for several processes at once.

    An entry is whole or absent: one that was cut, changed or damaged is as if it had never been.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __getitem__(self, key: str) -> bytes:
        file = self._file(key)
        try:
            content = file.read_bytes()
            # What was used last is kept longest: `trim` goes by this time.
            os.utime(file)
        except OSError:
            raise KeyError(key) from None
        kept, value = _unpacked(content)
        if kept != key:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        """Keep it.

        Raises:
            OutputError: the folder cannot be written, or the disk is full.
        """
        file = self._file(key)
        name = key.encode()
        checksum = zlib.crc32(value, zlib.crc32(name))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_HEADER.pack(_MARK, len(name), len(value), checksum))
                    stream.write(name)
                    stream.write(value)
                Path(part).replace(file)
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise
        except OSError as error:
            msg = f"Spoken sentences cannot be kept here: {error.strerror}"
            hint = "Make room, or choose another folder with --memory."
            raise OutputError(msg, where=str(self.path), hint=hint) from error

    def __delitem__(self, key: str) -> None:
        try:
            self._file(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        for file in sorted(self.path.glob(f"*/*{_ENTRY}")):
            try:
                key, _ = _unpacked(file.read_bytes())
            except OSError:
                continue
            if key is not None:
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def trim(self, most_bytes: int = MOST_BYTES) -> None:
        """Take away what was not used for longest, until there is no more than so many bytes."""
        kept = []
        for file in self.path.glob(f"*/*{_ENTRY}"):
            with suppress(OSError):
                seen = file.stat()
                kept.append((seen.st_mtime_ns, seen.st_size, file))
        over = sum(size for _, size, _ in kept) - most_bytes
        for _, size, file in sorted(kept):
            if over <= 0:
                break
            file.unlink(missing_ok=True)
            over -= size

    def _file(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.path / name[:2] / (name[2:] + _ENTRY)


def _unpacked(content: bytes) -> tuple[str | None, bytes]:
    """Return key and value; no key where the entry is not whole."""
    if len(content) < _HEADER.size:
        return None, b""
    mark, key_size, value_size, checksum = _HEADER.unpack_from(content)
    body = memoryview(content)[_HEADER.size :]
    if mark != _MARK or len(body) != key_size + value_size or zlib.crc32(body) != checksum:
        return None, b""
    return bytes(body[:key_size]).decode(), bytes(body[key_size:])
