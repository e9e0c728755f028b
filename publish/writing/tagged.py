"""Sound with its tag, wherever its format has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.writing import mp4
from publish.writing.tags import id3
from publish.writing.vorbis import add

if TYPE_CHECKING:
    from typing import BinaryIO

    from publish.model import AudioFormat, Encoded
    from publish.writing.tags import Tag


@dataclass(frozen=True, slots=True)
class Tagged:
    """Encoded sound with its tag, written a little at a time."""

    tag: Tag
    encoded: Encoded
    format: AudioFormat

    def __call__(self, out: BinaryIO) -> None:
        """Write both."""
        if self.format == "m4b":
            out.writelines(mp4.tagged(self.tag, self.encoded))
            return
        if self.format == "mp3":
            out.write(id3(self.tag))
        out.writelines(self.encoded.chunks())
        if self.format != "mp3":
            add(self.tag, out, self.format)
