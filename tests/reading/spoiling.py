"""Ways to spoil a source: random bytes, mutations, and inputs made to hurt."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

LINE_BYTES = 50_000_000
_DEEP = 100_000
_TOKENS = {
    "html": [
        b"<p>",
        b"<b>",
        b"<div>",
        b"</div>",
        b"<table><tr><td>",
        b"<br>",
        b'<a href="/x">',
        b"<!--",
        b"<script>",
        b"<!DOCTYPE x [",
        b"&amp",
        b"<ul><li>",
        b"a=b ",
        b'" ',
        b"<h2>x</h2>",
        b"<svg>",
    ],
    "rss": [b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<p>", b"&lt;b&gt;", b"<guid>x</guid>", b"<!--", b"<title/>"],
    "docx": [b"<w:p>", b"</w:p>", b"<w:tbl><w:tr><w:tc>", b'<w:ilvl w:val="-9"/>', b'<w:numId w:val="x"/>', b"<w:r/>"],
    "odt": [b"<text:p>", b"<text:list><text:list-item>", b"<text:note/>", b'text:outline-level="x"', b"<text:s/>"],
    "epub": [b"<p>", b"<ul><li>", b"<table><tr><td>", b"&nbsp;", b'lang="!"', b"<itemref/>", b"<!--", b"</body>"],
    "rtf": [b"{", b"}", b"\\u-1 ", b"\\u55357?", b"\\uc9", b"\\bin99999 ", b"\\footnote ", b"\\'", b"\\par", b"\\s99 "],
    "md": [
        b"[",
        b"](",
        b"*",
        b"**_",
        b"`",
        b"> ",
        b"- ",
        b"[^1]",
        b"[^1]: ",
        b"^[",
        b"|-|",
        b"<div>",
        b"---\n",
        b"&#0;",
    ],
    "txt": [b"*", b"[a](", b"_", b"`", b"\t", b"> ", b"- ", b"\x00", b"\xff", b"\xc3", b"1. ", b"\r"],
    "pdf": [b"<<", b">>", b"[", b"0 R", b"endobj", b"stream\n", b"/Kids", b"-1", b"99999999999", b"Tj", b"/Type /Page"],
}


def zipped(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoiled(sample: bytes, suffix: str, random: Random) -> bytes:
    """Return random bytes now and then, else the sample with some changes, inside its container too."""
    way = random.random()
    if way < 0.15:
        return random.randbytes(int(2 ** random.uniform(0, 14)))
    if way < 0.7 and sample.startswith(b"PK"):
        parts = unzipped(sample)
        name = random.choice(sorted(parts))
        well = random.random() < 0.6 and parts[name].startswith(b"<")
        parts[name] = (rearranged if well else mutated)(parts[name], suffix, random)
        return zipped(parts)
    return mutated(sample, suffix, random)


def rearranged(xml: bytes, _suffix: str, random: Random) -> bytes:
    """Return XML that is still well-formed, its elements moved, doubled, renamed or emptied."""
    from lxml import etree

    root = etree.fromstring(xml)
    for _ in range(random.choice((1, 2, 4, 16))):
        found = list(root.iter())
        one, other = random.choice(found), random.choice(found)
        way = random.randrange(4)
        if way == 0:
            other.append(copy.deepcopy(one) if len(found) < 2000 else etree.Element("x"))
        elif way == 1:
            one.tag = other.tag
        elif way == 2 and one is not root:
            one.getparent().remove(one)
        else:
            one.attrib.update(
                {key: random.choice(("", "-1", "9" * 30, "x", value)) for key, value in one.attrib.items()}
            )
    return etree.tostring(root)


def mutated(content: bytes, suffix: str, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        place = random.randrange(len(content) + 1)
        end = min(len(content), place + int(2 ** random.uniform(0, 10)))
        piece = content[place:end]
        token = random.choice(_TOKENS[suffix])
        change = random.choice((
            lambda t=token: t * int(2 ** random.uniform(0, 12)),
            lambda t=token: t,
            lambda: b"",
            lambda p=piece: p * random.randrange(2, 40),
            lambda p=piece: random.randbytes(len(p)),
            lambda p=piece: p[::-1],
            lambda p=piece: bytes(b ^ (1 << random.randrange(8)) for b in p),
        ))  # fmt: skip
        content = content[:place] + change() + content[end:]
    return content[: random.randrange(len(content) + 1)] if random.random() < 0.1 else content


def hard(suffix: str, sample: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give inputs made to hurt a reader, each by its name, made only when asked for."""
    yield "50 MB in one line", lambda: b"word " * (LINE_BYTES // 5)
    yield "19 MB in one line", lambda: b"word " * 3_800_000
    yield "19 MB of letters without a blank", lambda: b"a" * 19_000_000
    yield "19 MB of short lines", lambda: b"A line.\n" * 2_375_000
    for token in _TOKENS[suffix]:
        name = token.decode("latin-1").strip()
        yield f"19 MB of {name!r}", lambda t=token: t * (19_000_000 // len(t))
        yield f"{_DEEP} of {name!r}", lambda t=token: t * _DEEP
        yield f"900 kB of lines of {name!r} and a word", lambda t=token: (t + b" word\n") * (900_000 // (len(t) + 6))
    if suffix in {"rtf", "pdf", "md", "html", "rss"}:
        yield from _inside_text(suffix, sample)
    if sample.startswith(b"PK"):
        for part in _parts(suffix):
            yield from _inside(part, unzipped(sample))


def _inside_text(suffix: str, sample: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    half = len(sample) // 2
    for token in _TOKENS[suffix]:
        name = token.decode("latin-1").strip()
        yield f"{_DEEP} of {name!r} in the middle", lambda t=token: sample[:half] + t * _DEEP + sample[half:]
    yield "19 MB of letters in the middle", lambda: sample[:half] + b"a" * 19_000_000 + sample[half:]


def _parts(suffix: str) -> list[str]:
    return {
        "docx": ["word/document.xml", "word/styles.xml"],
        "odt": ["content.xml", "meta.xml"],
        "epub": ["OPS/b.xhtml", "OPS/p.opf"],
    }[suffix]


def _inside(part: str, parts: dict[str, bytes]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    whole = parts[part]
    root = whole[: whole.index(b">") + 1]
    name = root[1:].split()[0].decode()
    close = f"</{name}>".encode()
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    bodies = {
        "a bomb of one letter": lambda: root + b"a" * 80_000_000 + close,
        "a bomb of blanks under the limit": lambda: root + b" " * 19_000_000 + close,
        "a bomb of tags": lambda: root + b"<p>a</p>" * 2_400_000 + close,
        "tags up to the limit": lambda: root + whole[len(root) : whole.rindex(b"</")] * (390_000 // whole.count(b"<"))
        + close,
        "attributes up to the limit": lambda: root + b"<p " + b" ".join(b'a%d=""' % n for n in range(590_000)) + b"/>"
        + close,
        "deep tags": lambda: root + b"<p>" * _DEEP + close,
        "deep tags, closed": lambda: root + b"<div>" * 250 + b"a" + b"</div>" * 250 + close,
        "deeper tags, closed": lambda: root + b"<div>" * 5000 + b"a" + b"</div>" * 5000 + close,
        "an entity bomb": lambda: b"<!DOCTYPE x [" + entities + b"]>" + root + b"&e11;" + close,
        "an outer entity": lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + root + b"&e;" + close,
        "nothing": lambda: b"",
        "one long word": lambda: whole.replace(b"It lends ", b"a" * 15_000_000),
        "one long paragraph": lambda: whole.replace(b"It lends ", b"a word " * 2_000_000),
    }  # fmt: skip
    for what, made in bodies.items():
        yield f"{what} in {part}", lambda m=made: zipped({**parts, part: m()})
        # Stored, no ratio gives it away.
        yield f"{what} in {part}, stored", lambda m=made: zipped({**parts, part: m()}, zipfile.ZIP_STORED)
