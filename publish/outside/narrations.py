"""Narrations that were made: found with their transcripts, and cut into clips."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from publish.errors import SourceError
from publish.model import AudioFormat, Sound
from publish.outside.encoders import decoded, rate_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Recording(NamedTuple):
    """One narration as it lies there."""

    sound: Path
    language: str
    captions: str
    """Its transcript, WebVTT."""


def recordings(path: Path) -> tuple[Recording, ...]:
    """Return every narration of a folder, or of a book's, and of its folders, that has a transcript, sorted.

    A lesson is none: it is in two languages, and all that is heard in it is heard in theirs.

    Raises:
        SourceError: there is none, or a transcript cannot be read.
    """
    folder = path.parent if path.is_file() else path
    # What an unfinished run left is no narration.
    seen = [(text, text.relative_to(folder).parts) for text in sorted(folder.rglob("*.vtt"))]
    # Nor is a lesson, in two languages.
    seen = [(text, parts) for text, parts in seen if not text.stem.endswith(".learn")]
    texts = [text for text, parts in seen if not any(part.startswith(".") for part in parts)]
    # Of a narration in several forms one is enough.
    sounds = ([path.with_suffix(f".{kind}") for kind in get_args(AudioFormat)] for path in texts)
    heard = (next((sound for sound in several if sound.is_file()), None) for several in sounds)
    pairs = [(sound, text) for sound, text in zip(heard, texts, strict=True) if sound]
    if not pairs:
        msg = "There is no narration with its transcript here"
        raise SourceError(msg, where=str(path), hint="Name the folder that `publish make` wrote.")
    try:
        return tuple(Recording(a, a.stem.rpartition(".")[2], b.read_text("utf-8")) for a, b in pairs)
    except (OSError, UnicodeDecodeError) as error:
        msg = f"A transcript cannot be read: {error}"
        raise SourceError(msg, where=str(path), hint="Make it again with --force.") from error


def clips(sound: Path, times: Iterable[tuple[int, int]]) -> Iterator[Sound]:
    """Yield the sound between each begin and end, in milliseconds; they must not go back in time.

    No more than one clip and a second or two beside it are held.

    Raises:
        ToolError: it cannot be decoded.
    """
    rate_hz = rate_of(sound)
    chunks = decoded(sound)
    held, offset = bytearray(), 0
    for begin_ms, end_ms in times:
        begin, end = (2 * (at * rate_hz // 1000) for at in (begin_ms, end_ms))
        while offset + len(held) < end and (chunk := next(chunks, None)):
            held += chunk
        del held[: max(0, begin - offset)]
        offset = max(offset, begin)
        yield Sound(rate_hz, bytes(held[: end - offset]))
