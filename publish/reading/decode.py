"""Bytes as clean text: characters, line ends and white space, never words."""

from __future__ import annotations

import codecs
import re
import unicodedata

from publish.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP container (DOCX, EPUB, ODT)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WAV, WebP, AVI)"),
    (b"ID3", "an MP3"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, XLS)"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format", "a database"),
    (b"\x7fELF", "a program"),
)
# A stray control character (a form feed, Word's vertical tab) is dirt; many are not text.
_CONTROLS_TOLERATED = 0.02
_STRAY_CONTROLS = 3
LARGEST_BYTES = 20_000_000
LARGEST_LEGACY_BYTES = 5_000_000
_SAMPLE = 64 * 1024
"""Bytes enough to tell an encoding."""

_LINE_END = re.compile(r"\r\n|\r|\n")
# Separators that no editor counts as a line of its own.
_SOFT_BREAK = re.compile("[\u2028\u2029\x85\x0b\x0c]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u180e\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_DIRECTION_MARK = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Arabic, Indic and Sinhala scripts, Myanmar, Khmer, Mongolian; dingbats, emoji and their parts.
_JOINS = "\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe0f\u2190-\u2bff\U0001f000-\U0001faff"
_IDLE_JOINER = re.compile(f"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
# French sets a no-break space inside « » and before ; : ! ? and metric writing one inside numbers and before a unit
# sign. There the author meant it, whatever the language; everywhere else it is what a web page left behind.
_LEFT_BEHIND = re.compile("(?<![«‹\\d])[\u00a0\u202f](?![;:!?»›%‰€])|(?<=\\d)[\u00a0\u202f](?![\\d;:!?»›%‰€])")
_WIDE = re.compile("[\u2000-\u2006\u2008-\u200a\u205f]")


def decoded(content: bytes, name: str, declared: str = "") -> str:
    """Return the characters that these bytes stand for, line ends as they were.

    UTF-8 is tried first and strictly, then UTF-16 by its mark or its NULs, then what was declared, then
    Windows-1252 where its letters make sense, then what charset-normalizer finds.

    Raises:
        SourceError: there is nothing, or it is not text.
    """
    if not content[:LARGEST_BYTES].strip(b" \t\r\n\x0b\x0c"):
        msg = "There is nothing in it" if not content else "There is only white space in it"
        raise SourceError(msg, where=name, hint="Paste or save the article's text there.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            msg = f"This is {what}, not text"
            raise SourceError(msg, where=name, hint="Open it, copy the article's text and give that.")
    if len(content) > LARGEST_BYTES:
        msg = f"It is larger than {LARGEST_BYTES // 1_000_000} MB"
        raise SourceError(msg, where=name, hint="Give one article, as text.")
    text = _characters(content, name, declared)
    controls = len(_UNPRINTABLE.findall(text))
    if controls > _STRAY_CONTROLS and controls > _CONTROLS_TOLERATED * len(text):
        raise _binary(name)
    return text


def _characters(content: bytes, name: str, declared: str) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, name)
    if b"\0" in content:
        return _wide(content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        _check_legacy(content, name)
        mended = _mended(content)
    if mended is not None:
        return mended
    if declared and _holds(content, declared):
        return content.decode(declared)
    return _guessed(content, name)


def _guessed(content: bytes, name: str) -> str:
    western = content.decode("cp1252", errors="replace")
    return western if _plausible(western) else _strict(content, _detected(content, name), name)


def _holds(content: bytes, declared: str) -> bool:
    """Whether a declared encoding may be believed: who says Latin-1 and sends the C1 controls means Windows-1252."""
    try:
        text = content.decode(declared)
    except (UnicodeError, LookupError):
        return False
    return not any("\x80" <= c <= "\x9f" and c != "\x85" for c in text)


def _check_legacy(content: bytes, name: str) -> None:
    """Refuse to guess the encoding of more than any article: each guess looks at every letter."""
    if len(content) > LARGEST_LEGACY_BYTES:
        msg = f"It is not UTF-8, and larger than {LARGEST_LEGACY_BYTES // 1_000_000} MB"
        raise SourceError(msg, where=name, hint="Save it again as UTF-8.")


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        msg = f"It is not {encoding.upper()} throughout: byte {error.start} makes no sense"
        raise SourceError(msg, where=name, hint="Save it again as UTF-8.") from error


def _binary(name: str) -> SourceError:
    return SourceError("This is not text", where=name, hint="Give the article as plain text, best in UTF-8.")


def _wide(content: bytes, name: str) -> str:
    """UTF-16 without its mark: the NULs of spaces and line ends stand on one side."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if len(content) % 2 or min(even, odd) * 4 > max(even, odd):
        raise _binary(name)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(name) from error
    sense = sum(c.isalnum() or c.isspace() for c in text)
    if "\0" in text or sense * 2 < len(text):
        raise _binary(name)
    return text


def _mended(content: bytes) -> str | None:
    """UTF-8 with a few strayed Windows-1252 bytes (two pastes in one file), or None where UTF-8 is no likely guess."""
    pieces: list[str] = []
    rest, strays = content, 0
    while rest:
        try:
            pieces.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            pieces.append(rest[: error.start].decode("utf-8"))
            pieces.append(rest[error.start : error.end].decode("cp1252", errors="replace"))
            strays += error.end - error.start
            rest = rest[error.end :]
            if strays > _STRAYS:
                return None
    text = "".join(pieces)
    genuine = sum(c > "\x7f" for c in text) - strays
    return text if genuine > 2 * strays else None


_STRAYS = 50
_WESTERN = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŸŠšŽž")
_WESTERN_MARKS = set("\u00a0\u00ad¡¿«»‹›“”‘’„‚–—…•·°ºª§©®™€£¢¥×±²³½¼¾†‡%´`¨¶")


def _plausible(text: str) -> bool:
    """Whether a Windows-1252 reading is a Western language: its letters, in words that are mostly ASCII."""
    letters = sum(c.isalpha() for c in text)
    high = [c for c in text if c > "\x7f"]
    if any(c not in _WESTERN and c not in _WESTERN_MARKS for c in high):
        return False
    if re.search("[a-zà-ÿ][¹³¿¶¼¾£¥×±º°ª][a-zà-ÿ]|[a-z][À-ß][a-z]", text):
        return False
    return sum(c in _WESTERN for c in high) <= 0.3 * letters


def _detected(content: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        raise _binary(name)
    return best.encoding


def lines(text: str) -> tuple[str, ...]:
    """Return the lines as an editor counts them, each tidied: NFC, plain spaces, no invisible marks.

    Tabs stay, for a tab may be a column. The no-break spaces of French punctuation and of
    numbers stay too; joiners stay where a script or an emoji needs them.
    """
    return tuple(clean(line).rstrip() for line in _LINE_END.split(text))


def clean(line: str) -> str:
    """Return a run of text tidied as `lines` does; white space at its ends stays."""
    if line.isascii():
        return _UNPRINTABLE.sub("", _SOFT_BREAK.sub(" ", line))
    line = _SOFT_BREAK.sub(" ", line)
    line = _INVISIBLE.sub("", _UNPRINTABLE.sub("", line))
    if not _RIGHT_TO_LEFT.search(line):
        line = _DIRECTION_MARK.sub("", line)
    line = _LEFT_BEHIND.sub(" ", _WIDE.sub(" ", line))
    return unicodedata.normalize("NFC", _IDLE_JOINER.sub("", line))
