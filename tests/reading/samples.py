"""Small files of every kind that can go in, made by hand: what tests read and what the fuzzer spoils."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
OPF = "http://www.idpf.org/2007/opf"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def markdown() -> bytes:
    return b"""---
title: "The Boat"
author:
  - Ana Roe
  - Bo Li
date: 2026-03-01
lang: en
---

# The Boat

It lends *books* to **people** who [ask](https://example.org/a).[^1]
Always.^[On Thursdays.]

> A river is a road
> that nobody paves.

- oars
  - of *ash*
- rope

| Year | Boats |
| ---- | ----- |
| 2017 | one |

[^1]: And to dogs.

<div lang="es">

El barco presta libros.

</div>

Every quay has a <span lang="fr">bon mot</span>.
"""


STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="My quote"/><w:basedOn w:val="Zitat"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style></w:styles>"""


def paragraph(words: str, style: str = "", more: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{more}</w:pPr>{words}</w:p>"


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def docx(body: str | None = None) -> bytes:
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    cells = "".join(f"<w:tc>{paragraph(run(words))}</w:tc>" for words in ("2017", "one"))
    body = body or "".join((
        paragraph(run("The Boat"), "Titel"),
        paragraph(run("Contents line 3"), "Verzeichnis1"),
        paragraph(run("Its hull"), "berschrift1"),
        paragraph(
            run("It lends ") + run("books", "<w:i/>") + run(" to those who ")
            + f'<w:hyperlink r:id="rId9">{run("ask")}</w:hyperlink>' + run(".")
            + '<w:r><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del>'
            + run("Hidden.", "<w:vanish/>") + run(" Every quay has a ") + run("bon mot", '<w:lang w:val="fr-FR"/>')
            + run(".", '<w:lang w:val="en-GB"/>')
        ),
        paragraph(run("We go where the water is."), "Eigen"),
        paragraph(run("oars"), more=item.format(0)),
        paragraph(run("of ash"), more=item.format(1)),
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        paragraph(run("El barco presta libros.", '<w:lang w:val="es-ES"/>')),
    ))  # fmt: skip
    note = paragraph(run("And to dogs."))
    return zipped({
        "_rels/.rels": f'<R xmlns="x"><Relationship Type="{TYPE}" Target="word/document.xml"/></R>',
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator">{paragraph("")}</w:footnote>'
        f'<w:footnote w:id="2">{note}</w:footnote></w:footnotes>',
        "word/_rels/document.xml.rels": '<R xmlns="x"><Relationship Id="rId9" Target="https://example.org/a"/></R>',
        "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Microsoft Word - x.doc</dc:title>"
        "<dc:creator>Ana Roe;Bo Li</dc:creator></c>",
    })  # fmt: skip


def odt() -> bytes:
    names = " ".join(
        f'xmlns:{short}="{ODF}:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"),
                            ("fo", "xsl-fo-compatible"), ("meta", "meta"))
    )  # fmt: skip
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    french = '<style:text-properties fo:language="fr" fo:country="FR"/>'
    spanish = '<style:text-properties fo:language="es" fo:country="ES"/>'
    content = f"""<office:document-content {names}><office:automatic-styles>
<style:style style:name="T1" style:family="text">{french}</style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="P1" style:family="paragraph">{spanish}</style:style>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Quotations"/>
</office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:deletion><text:p>Gone.</text:p></text:deletion></text:tracked-changes>
<text:table-of-content><text:index-body><text:p>Its hull 3</text:p></text:index-body></text:table-of-content>
<text:p text:style-name="Title">The Boat</text:p>
<text:h text:outline-level="2">Its hull</text:h>
<text:p>It lends <text:span text:style-name="T2">books</text:span> to those who
<text:a xlink:href="https://example.org/a">ask</text:a>.<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>And to dogs.</text:p></text:note-body></text:note> Every<text:s/>quay has a
<text:span text:style-name="T1">bon mot</text:span>.</text:p>
<text:p text:style-name="P2">We go where the water is.</text:p>
<text:list><text:list-item><text:p>oars</text:p>
<text:list><text:list-item><text:p>of ash</text:p></text:list-item></text:list>
</text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>2017</text:p></table:table-cell>
<table:table-cell><text:p>one</text:p></table:table-cell></table:table-row></table:table>
<text:p text:style-name="P1">El barco presta libros.</text:p>
</office:text></office:body></office:document-content>"""
    default = '<style:text-properties fo:language="en" fo:country="GB"/>'
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {names}><office:styles>"
        f'<style:default-style style:family="paragraph">{default}</style:default-style>'
        "</office:styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {names}><office:meta><dc:title>Boat</dc:title>"
        "<meta:initial-creator>Ana Roe</meta:initial-creator></office:meta></office:document-meta>",
    })  # fmt: skip


def rtf() -> bytes:
    return rb"""{\rtf1\ansi\ansicpg1252\deflang2057{\fonttbl{\f0 Times;}{\f1\fcharset204 Arial;}}
{\stylesheet{\s0 Normal;}{\s1 Title;}{\s2 heading 1;}{\s3 Quote;}}{\info{\title Boat}{\author Ana Roe}}
{\header Page head\par}\pard\s1\b The Boat\b0\par
\pard\s2 Its hull\par
\pard It lends {\i books} to those who {\field{\*\fldinst HYPERLINK "https://example.org/a"}{\fldrslt ask}}.
{\footnote \pard And to dogs.}
 Every caf\'e9 on the quay \u8212? has a {\lang1036 bon mot}.{\v Hidden.}{\deleted Gone.}\par
\pard\s3 We go where the water is.\par
\pard{\listtext\bullet\tab}\ls1 oars\par
\pard\ls1\ilvl1 of ash\par
\pard\trowd 2017\cell one\cell\row
\pard{\lang3082 El barco presta libros.}\par
\pard{\f1 \'cf\'f0\'e8\'e2\'e5\'f2.}\par}"""


def page(body: str, language: str = "en") -> str:
    names = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f'<html {names} lang="{language}"><head><title>No</title></head><body>{body}</body></html>'


def epub(pages: Mapping[str, str] | None = None) -> bytes:
    pages = pages or {
        "nav.xhtml": page('<nav epub:type="toc"><h1>Contents</h1><ol><li>The Boat</li></ol></nav>'),
        "b.xhtml": page(
            '<h1>The Boat</h1><p>It lends <em>books</em> to those who <a href="https://example.org/a">ask</a>.'
            '<a epub:type="noteref" href="#n">1</a> Every quay has a <i lang="fr">bon mot</i>.'
            '<span epub:type="pagebreak">7</span></p><blockquote><p>We go where the water is.</p></blockquote>'
            "<ul><li>oars<ul><li>of ash</li></ul></li></ul><table><tr><td>2017</td><td>one</td></tr></table>"
            '<figure><img src="x.jpg" alt=""/><figcaption>The quay</figcaption></figure>'
            '<aside epub:type="footnote" id="n"><p>1 And to dogs.</p></aside>'
        ),
        "a.xhtml": page("<p>El barco presta libros.</p>", "es"),
    }
    kinds = {name: ' properties="nav"' if "nav" in name else "" for name in pages}
    items = "".join(
        f'<item id="{n}" href="{name}" media-type="application/xhtml+xml"{kind}/>'
        for n, (name, kind) in enumerate(kinds.items())
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n, _ in enumerate(pages))
    package = f"""<package xmlns="{OPF}" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The Boat</dc:title><dc:creator id="c">Ana Roe</dc:creator><dc:creator id="d">Bo Li</dc:creator>
<meta refines="#d" property="role">trl</meta><dc:language>en</dc:language><dc:language>es</dc:language>
<dc:date>2026-03-01T10:00:00Z</dc:date><dc:rights>CC0 1.0</dc:rights><dc:publisher>The Quay</dc:publisher>
</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"""
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="x"><rootfile full-path="OPS/p.opf"/></container>',
        "OPS/p.opf": package,
        **{f"OPS/{name}": content for name, content in pages.items()},
    })  # fmt: skip


def pdf(pages: tuple[tuple[str, ...], ...] | None = None) -> bytes:
    """A PDF of lines in one font, written by hand (ISO 32000-1, 7.5)."""
    pages = pages or (
        ("The Quay, 1",
         "The boat lends books to every village on the river, and in ex-", "change it takes old ones home.",
         "It is never late."),
        ("The Quay, 2",
         "On Thursdays the well-known boat lies at the quay, and every well-", "known reader comes with a"),
        ("The Quay, 3", "basket full of books that somebody else wants to read next week.", "3"),
    )  # fmt: skip
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for n, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        drawn = " ".join(f"({line}) Tj T*" for line in lines)
        drawn = f"BT /F1 12 Tf 50 700 Td 14 TL {drawn} ET"
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF".encode()


def text() -> bytes:
    return b"""# The Boat

It lends *books* to those who [ask](https://example.org/a).*

> We go.

- oars

* And to dogs.
"""


def html() -> bytes:
    return b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The Boat - The Quay</title>
<meta property="og:title" content="The Boat"><link rel="alternate" hreflang="es" href="/es/boat">
<script type="application/ld+json">{"@type": "Article", "headline": "The Boat", "author": {"name": "Ana Roe"}}</script>
<style>p { color: red }</style></head><body><nav><ul>
<li><a href="/">Home</a></li><li><a href="/b">Boats</a></li></ul></nav>
<article class="post"><h1>The Boat</h1><p class="byline">By Ana Roe</p>
<p>It lends <em>books</em> to people who <a href="https://example.org/a">ask</a>, and to dogs.<br>Always.</p>
<blockquote><p lang="es">El barco presta libros a quien los pide.</p></blockquote>
<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2017</td><td>one</td></tr></table>
<figure><img src="b.png" alt="A boat"><figcaption>The boat at the quay.</figcaption></figure>
<pre>oars
rope</pre></article><aside>Share this</aside><footer>&copy; 2026 The Quay</footer></body></html>"""


def feed() -> bytes:
    return b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Quay</title><link>https://example.org/</link><language>en</language>
<item><title>The Boat</title><link>https://example.org/boat</link><guid>boat</guid><dc:creator>Ana Roe</dc:creator>
<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><description>It lends books.</description>
<content:encoded><![CDATA[<p>It lends <em>books</em> to people who ask.</p><p lang="es">El barco presta libros.</p>]]>
</content:encoded></item>
</channel></rss>"""


ALL = {
    "html": html, "rss": feed,
    "txt": text, "md": markdown, "docx": docx, "odt": odt, "rtf": rtf, "epub": epub, "pdf": pdf,
}  # fmt: skip
