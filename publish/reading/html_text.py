"""The bytes of a page as characters: what it declares, unless the bytes say better."""

from __future__ import annotations

import codecs
import re

from publish.errors import SourceError
from publish.reading.decode import decoded

_HEAD = 4096
"""Bytes in which a declaration is looked for (HTML asks for the first 1,024)."""
_DECLARED = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding=["']([\w.-]{2,40})""",
    re.IGNORECASE,
)
# What browsers take a label for (WHATWG Encoding): the larger set of characters.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
_WRONG = 0.005
"""Share of characters that make no sense up to which a declaration is believed."""


def page(content: bytes, name: str, sent: str = "") -> str:
    """Return the characters of a page; `sent` is the encoding that its server names.

    A byte order mark decides, then valid UTF-8, then what the server says, then what the page declares,
    then what its bytes look like. Many servers say Latin-1 of everything: there the page is asked first.

    Raises:
        SourceError: there is nothing, or it is not text.
    """
    if content[:5] == b"%PDF-" or content[:2] == b"PK":
        return decoded(content, name)  # says what it is instead
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" not in content:
        try:
            return content.decode("utf-8-sig") if content.strip() else decoded(content, name)
        except UnicodeDecodeError:
            pass
        named = (_known(sent), _declared(content))
        for told in filter(None, reversed(named) if named[0] == "cp1252" else named):
            text = content.decode(told, errors="replace")
            if text.count("\ufffd") <= _WRONG * len(text):
                return text
    try:
        return decoded(content, name)
    except SourceError:
        # A stray NUL in a page of ASCII is dirt, as every browser has it.
        if not 0 < content.count(b"\0") <= _WRONG * len(content):
            raise
        return page(content.replace(b"\0", b""), name, sent)


def _declared(content: bytes) -> str:
    match = _DECLARED.search(content[:_HEAD])
    return _known((match[1] or match[2]).decode("ascii", "replace")) if match else ""


def _known(label: str) -> str:
    """Return the encoding that browsers take a label for; empty where it is none that UTF-8 does not rule out."""
    try:
        found = codecs.lookup(label)
    except (LookupError, UnicodeError, ValueError):
        return ""
    # `codecs` knows coders that give no text: rot13, base64.
    is_text = getattr(found, "_is_text_encoding", True) and not found.name.startswith(("utf-", "idna", "punycode"))
    return _WIDER.get(found.name, found.name) if is_text else ""
