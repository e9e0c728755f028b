"""What lies beside a source: its pictures, and what a person decided about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from publish.errors import ConfigError, OutputError, SourceError
from publish.outside.books import saved as saved_whole

if TYPE_CHECKING:
    from publish.model import Artifact


def place(source: str, ending: str) -> Path | None:
    """Return where a file of that ending lies beside a source: `rain.overrides.toml`; None where it is no file."""
    path = Path(source)
    try:
        return path.with_name(f"{path.stem}.{ending}") if path.is_file() else None
    except (OSError, ValueError):
        return None


def alignment(source: str) -> Path | None:
    """Return the edited alignment beside a source, `NAME.alignment.tsv` or else `alignment.tsv`, if there is one."""
    own = place(source, "alignment.tsv")
    found = (path for path in (own, own and own.with_name("alignment.tsv")) if path and path.is_file())
    return next(found, None)


def picture(source: str, href: str, largest_bytes: int) -> bytes:
    """Return a picture that a file names by an address relative to its own; nothing outside its folder is read.

    Raises:
        SourceError: it is elsewhere, not there, or too large; or the source is no file.
    """
    try:
        parts = urlsplit(href)
        folder = Path(source).parent.resolve()
        path = (folder / unquote(parts.path)).resolve()
        if not Path(source).is_file():
            msg = "It lies beside no file"
            raise SourceError(msg, where=href)
        if parts.scheme or parts.netloc or not path.is_relative_to(folder):
            msg = "It is not in the folder of its source"
            raise SourceError(msg, where=href)
        if path.stat().st_size > largest_bytes:
            msg = f"It is larger than {largest_bytes // 1_000_000} MB"
            raise SourceError(msg, where=href)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        msg = "There is no such file beside its source"
        raise SourceError(msg, where=href) from error


def text(path: Path) -> str:
    """Return what a file says.

    Raises:
        ConfigError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        msg = f"It cannot be read: {error.strerror}"
        raise ConfigError(msg, where=str(path), hint="Check its name and who may read it.") from error
    except UnicodeDecodeError as error:
        msg = "It is not UTF-8"
        raise ConfigError(msg, where=str(path), hint="Save it again as UTF-8 text.") from error


def text_or_nothing(path: Path) -> str:
    """Return what a file says; nothing where there is none.

    Raises:
        ConfigError: it is there and cannot be read.
    """
    return text(path) if path.is_file() else ""


def saved(path: Path, content: str | bytes, media_type: str) -> Artifact:
    """Save a file whole or not at all.

    Raises:
        OutputError: it cannot be written there.
    """
    as_bytes = content.encode("utf-8") if isinstance(content, str) else content
    try:
        return saved_whole(path, media_type, lambda part: part.write_bytes(as_bytes))
    except OutputError as error:
        raise OutputError(error.what, where=error.where, hint="Choose another place.") from error
