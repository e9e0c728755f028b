"""The index of an M4B file, made anew: what it is, its chapters, its words in time.

An encoder gives `ftyp`, `moov`, `mdat`: a moov without a title or a chapter. The one that takes its place has the tags
that iTunes reads, the chapters twice (a text track, as Apple's players and most others want them, and Nero's list), and
every sentence in a track of timed text. Sound is passed on as it comes.

Boxes: ISO/IEC 14496-12; timed text: 3GPP TS 26.245; chapter tracks: QuickTime File Format Specification.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from publish.errors import OutputError
from publish.writing.tags import iso639_2, thinned
from publish.writing.vorbis import legal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Encoded
    from publish.writing.tags import Chapter, Tag

    _Text = tuple[bytes, Sequence[tuple[bytes, int]]]
    """A text track: its kind, and each of its samples with how many milliseconds it stands."""

_AUDIOBOOK = b"\x02"
"""What `stik` says that a file is."""

_BINARY, _UTF8, _JPEG, _INTEGER = 0, 1, 13, 21
"""Kinds of values in a tag."""

_SECOND = 1000
"""Of the text tracks' own time."""

_MOST_TITLE_BYTES = 255
_TRACK_IN_MOVIE = 2
"""Not shown unless a player asks for it."""

_UNITY = b"".join(n.to_bytes(4) for n in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))
_FONT = b"Sans-Serif"
_SENTENCES_LOOK = (
    # In the middle, at the foot; no background, no box of its own; the first font, 16 pixels, white (TS 26.245, 5.16).
    bytes(4) + b"\1\xff" + bytes(4) + bytes(8) + bytes(4) + b"\0\1\0\x10" + b"\xff" * 4,
    b"ftab",
    b"\0\1\0\1" + bytes((len(_FONT),)) + _FONT,
)
# Chapters are never drawn: what FFmpeg writes there, and every player takes.
_CHAPTERS_LOOK = (b"\0\0\0\1" + bytes(18) + b"\0\1" + bytes(6), b"ftab", b"\0\1\0\1\0")

_IN_UTF8 = b"\0\0\0\x0cencd\0\0\1\0"
"""Said after the title of each chapter, for QuickTime, whose text need not be."""


def tagged(tag: Tag, encoded: Encoded) -> Iterator[bytes]:
    """Yield an M4B file with its tag, a little at a time. Only the index is held: a quarter of a MB for an hour.

    Raises:
        OutputError: what was encoded does not begin as an MP4 file with its index first.
    """
    chunks = encoded.chunks()
    opening, moov, rest = _split(chunks)
    texts = _texts(tag)
    # Its length does not depend on the places that it names.
    longer = len(_index(moov, tag, texts, shift=0, end=0)) - len(moov)
    yield opening
    yield _index(moov, tag, texts, shift=longer, end=encoded.size + longer)
    yield rest
    yield from chunks
    words = b"".join(sample for _, samples in texts for sample, _ in samples)
    yield _box(b"mdat", words)


def _split(chunks: Iterator[bytes]) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the index, the index, and what was read beyond it."""
    held = b""
    begin = 0
    for chunk in chunks:
        held += chunk
        while len(held) >= begin + 8:
            size, kind = int.from_bytes(held[begin : begin + 4]), held[begin + 4 : begin + 8]
            if kind == b"mdat":
                break
            if kind == b"moov" and len(held) >= begin + size:
                return held[:begin], held[begin : begin + size], held[begin + size :]
            if kind == b"moov" or len(held) < begin + size:
                break
            begin += max(size, 8)
    msg = "The encoded sound has no index before its first sample"
    raise OutputError(msg, hint="This is a fault of Enface: please report it.")


def _index(moov: bytes, tag: Tag, texts: Sequence[_Text], *, shift: int, end: int) -> bytes:
    """Return the new `moov`: sound stands so much further on, and the words at the end of what was encoded."""
    parts = dict(_children(moov[8:]))
    header = parts[b"mvhd"]
    numbers = range(2, 2 + len(texts))
    tracks = [_sound(parts[b"trak"], tag.language, shift=shift, chapters=bool(tag.chapters))]
    place = end + 8
    for number, (kind, samples) in zip(numbers, texts, strict=True):
        tracks.append(_text_track(number, kind, samples, language=tag.language, movie=header, place=place))
        place += sum(len(sample) for sample, _ in samples)
    # The last field of mvhd: the number that the next track would have.
    header = header[:-4] + (2 + len(texts)).to_bytes(4)
    return _box(b"moov", _box(b"mvhd", header), *tracks, _box(b"udta", _about(tag), _nero(tag.chapters)))


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return (8 + len(content)).to_bytes(4) + kind + content


def _children(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    while content:
        size = int.from_bytes(content[:4])
        yield content[4:8], content[8:size]
        content = content[size:]


def _sound(track: bytes, language: str, *, shift: int, chapters: bool) -> bytes:
    """Return the sound's own track: its samples moved, its language said, its chapters named."""
    moved = []
    for kind, content in _children(track):
        moved.append(_box(kind, _moved(kind, content, language, shift)))
        if kind == b"tkhd" and chapters:
            moved.append(_box(b"tref", _box(b"chap", (2).to_bytes(4))))
    return _box(b"trak", *moved)


def _moved(kind: bytes, content: bytes, language: str, shift: int) -> bytes:
    if kind in {b"mdia", b"minf", b"stbl"}:
        return b"".join(_box(name, _moved(name, inner, language, shift)) for name, inner in _children(content))
    if kind == b"mdhd":
        at = 32 if content[0] else 20
        return content[:at] + _packed(language) + content[at + 2 :]
    if kind in {b"stco", b"co64"}:
        width = 4 if kind == b"stco" else 8
        places = (int.from_bytes(content[at : at + width]) for at in range(8, len(content), width))
        return content[:8] + b"".join((place + shift).to_bytes(width) for place in places)
    return content


def _packed(language: str) -> bytes:
    """Return ISO 639-2 as three times five bits; `und` where there is no code."""
    code = iso639_2(language).lower()
    a, b, c = ((ord(letter) - 0x60) & 31 for letter in ("und" if code == "xxx" else code))
    return (a << 10 | b << 5 | c).to_bytes(2)


def _texts(tag: Tag) -> tuple[_Text, ...]:
    chapters = [(_sample(c.title) + _IN_UTF8, c.end_ms - c.begin_ms) for c in thinned(tag.chapters)]
    sentences = [(_sample(m.sentence.text), m.end_ms - m.begin_ms) for m in tag.moments]
    return tuple((kind, own) for kind, own in ((b"text", chapters), (b"sbtl", sentences)) if own)


def _sample(text: str) -> bytes:
    words = legal(text).encode()[:0xFFFF].decode("utf-8", "ignore").encode()
    return len(words).to_bytes(2) + words


def _text_track(
    number: int, kind: bytes, samples: Sequence[tuple[bytes, int]], *, language: str, movie: bytes, place: int
) -> bytes:
    """Return a track of text whose samples stand one behind the other from `place` on."""
    total_ms = sum(length for _, length in samples)
    # Movie time, as mvhd has it: version 1 counts in 64 bits.
    duration = movie[24:32] if movie[0] else bytes(4) + movie[16:20]
    header = b"\1\0\0" + bytes((_TRACK_IN_MOVIE,)) + bytes(16) + number.to_bytes(4) + bytes(4) + duration
    header += bytes(16) + _UNITY + bytes(8)
    media = bytes(12) + _SECOND.to_bytes(4) + total_ms.to_bytes(4) + _packed(language) + bytes(2)
    name, (look, *fonts) = (b"text", _CHAPTERS_LOOK) if kind == b"text" else (b"tx3g", _SENTENCES_LOOK)
    entry = _box(name, bytes(6) + b"\0\1", look, _box(*fonts))
    places = accumulate((len(sample) for sample, _ in samples[:-1]), initial=place)
    table = _box(
        b"stbl",
        _table(b"stsd", [entry]),
        _table(b"stts", [(1).to_bytes(4) + length.to_bytes(4) for _, length in samples]),
        _table(b"stsc", [(1).to_bytes(4) * 3]),
        _box(b"stsz", bytes(8), len(samples).to_bytes(4), *(len(sample).to_bytes(4) for sample, _ in samples)),
        _table(b"co64", [at.to_bytes(8) for at in places]),
    )
    sources = _box(b"dinf", _table(b"dref", [_box(b"url ", b"\0\0\0\1")]))
    return _box(
        b"trak",
        _box(b"tkhd", header),
        _box(
            b"mdia",
            _box(b"mdhd", media),
            _box(b"hdlr", bytes(8), kind, bytes(13)),
            _box(b"minf", _text_header(kind), sources, table),
        ),
    )


def _text_header(kind: bytes) -> bytes:
    if kind != b"text":
        return _box(b"nmhd", bytes(4))
    return _box(b"gmhd", _box(b"gmin", bytes(4), b"\0\x40", b"\x80\0" * 3, bytes(4)), _box(b"text", _UNITY))


def _table(kind: bytes, rows: Sequence[bytes]) -> bytes:
    return _box(kind, bytes(4), len(rows).to_bytes(4), *rows)


def _nero(chapters: Sequence[Chapter]) -> bytes:
    some = thinned(tuple(chapters))
    rows = []
    for chapter in some:
        title = legal(chapter.title).encode()[:_MOST_TITLE_BYTES].decode("utf-8", "ignore").encode()
        rows.append((chapter.begin_ms * 10_000).to_bytes(8) + bytes((len(title),)) + title)
    return _box(b"chpl", b"\1\0\0\0", bytes(4), bytes((len(rows),)), *rows) if rows else b""


def _about(tag: Tag) -> bytes:
    said = (
        (b"\xa9nam", tag.title),
        (b"\xa9alb", tag.album),
        (b"\xa9ART", tag.artist),
        (b"\xa9gen", "Speech"),
        (b"\xa9day", tag.year),
        (b"\xa9cmt", tag.comment),
        (b"cprt", tag.licence),
        (b"\xa9lyr", "\n".join(moment.sentence.text for moment in tag.moments)),
    )
    items = [_item(name, _UTF8, legal(text).encode()) for name, text in said if text]
    items.append(_item(b"stik", _INTEGER, _AUDIOBOOK))
    if tag.number:
        items.append(_item(b"trkn", _BINARY, bytes(2) + tag.number.to_bytes(2) + tag.total.to_bytes(2) + bytes(2)))
    if tag.cover:
        items.append(_item(b"covr", _JPEG, tag.cover))
    own = (("LANGUAGE", tag.language), ("WEBSITE", tag.url))
    items += [_free(name, text) for name, text in own if text]
    handler = _box(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    return _box(b"meta", bytes(4), handler, _box(b"ilst", *items))


def _item(name: bytes, kind: int, value: bytes) -> bytes:
    return _box(name, _box(b"data", kind.to_bytes(4), bytes(4), value))


def _free(name: str, text: str) -> bytes:
    """A field that Apple has no name for, as iTunes and MusicBrainz Picard write it."""
    mean, named = _box(b"mean", bytes(4), b"com.apple.iTunes"), _box(b"name", bytes(4), name.encode())
    return _box(b"----", mean, named, _box(b"data", _UTF8.to_bytes(4), bytes(4), legal(text).encode()))
