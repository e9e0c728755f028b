"""A DAISY 2.02 talking book per language, full text and full audio: for the players of those who cannot see.

(https://daisy.org/activities/standards/daisy/daisy-2/daisy-format-2-02-specification/)
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from publish import __version__
from publish.markup import document, element
from publish.model import File
from publish.writing import heard_text
from publish.writing.captions import clock
from publish.writing.package import identifier, modified, rights
from publish.writing.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from publish.markup import Markup
    from publish.model import Edition, Encode, Encoded, Narration, Paragraph, Publication
    from publish.writing.stretches import Stretch
    from publish.writing.timeline import Moment

_SMIL: Final = '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
_XHTML: Final = "application/xhtml+xml"
_SMIL_TYPE: Final = "application/smil+xml"


def write(publication: Publication, encode: Encode) -> Iterator[File]:
    """Yield `daisy/LANG/` for each narration: `ncc.html`, the text, and sound and SMIL for each section.

    Raises:
        OutputError: the sound does not follow the text; names the sentence.
    """
    for edition, narration in publication.spoken:
        folder = f"daisy/{edition.language}"
        parts = tuple(stretches(edition, narration, encode))
        for stretch in parts:
            yield File(f"{folder}/{stretch.sound}", stretch.encoded.media_type, partial(_pour, stretch.encoded))
        for name, media_type, content in _documents(publication, edition, narration, parts):
            yield File(f"{folder}/{name}", media_type, content)


def _pour(encoded: Encoded, out: BinaryIO) -> None:
    out.writelines(encoded.chunks())


def _documents(
    publication: Publication, edition: Edition, narration: Narration, parts: Sequence[Stretch]
) -> list[tuple[str, str, bytes]]:
    """Return every file but the sound: name, media type, bytes."""
    title = edition.title
    book = {"dc:format": "Daisy 2.02", "dc:identifier": f"{identifier(publication)}-{edition.language}"}
    files: list[tuple[str, str, bytes]] = []
    elapsed = 0
    for stretch in parts:
        files.append((f"{stretch.name}.smil", _SMIL_TYPE, _smil(stretch, {**book, "dc:title": title}, elapsed)))
        elapsed += stretch.track.duration_ms
    listed = {**book, "dc:title": title, "ncc:generator": _generator(), "ncc:timeInThisSmil": clock(elapsed)}
    refs = (
        element("ref", {"title": s.section.title or title, "src": f"{s.name}.smil", "id": f"r-{s.name}"}) for s in parts
    )
    files.append(("master.smil", _SMIL_TYPE, _presentation(listed, *refs)))
    places = {m.sentence.id: f"{s.name}.smil#{m.sentence.id}" for s in parts for m in s.heard}
    paragraphs = tuple(p for stretch in parts for p in stretch.section.paragraphs)
    files.append(("text.html", _XHTML, heard_text.text(edition, paragraphs, places)))
    facts = {
        **book,
        **_facts(publication, edition, narration),
        "ncc:totalTime": clock(elapsed).partition(".")[0],
        "ncc:files": str(len(files) + len(parts) + 1),
    }
    others = sum(stretch.encoded.size for stretch in parts) + sum(len(content) for _, _, content in files)
    # Its own size is in it: made once without, it is known to the kilobyte.
    own = len(_ncc(edition, paragraphs, places, facts))
    ncc = _ncc(edition, paragraphs, places, {**facts, "ncc:kByteSize": str(-(-(others + own) // 1024))})
    return [("ncc.html", _XHTML, ncc), *files]


def _facts(publication: Publication, edition: Edition, narration: Narration) -> dict[str, str]:
    known = publication.book.metadata
    day = f"{modified(publication.book):%Y-%m-%d}"
    none = {f"ncc:{name}": "0" for name in ("pageFront", "pageNormal", "pageSpecial", "maxPageNormal")}
    return {
        "dc:title": edition.title,
        "dc:creator": ", ".join(known.authors) or known.site or "—",
        "dc:date": day,
        "dc:language": edition.language,
        "dc:publisher": known.site or "Enface",
        "dc:rights": "; ".join(rights(replace(publication.book, editions=(edition,)))),
        "dc:source": known.url or known.origin,
        "ncc:charset": "utf-8",
        "ncc:generator": _generator(),
        "ncc:multimediaType": "audioFullText",
        "ncc:narrator": narration.voice.called,
        "ncc:producedDate": day,
        "ncc:setInfo": "1 of 1",
        "ncc:sourceDate": known.published,
        **none,
    }


def _generator() -> str:
    return f"Enface {__version__}"


def _ncc(
    edition: Edition, paragraphs: Sequence[Paragraph], places: Mapping[str, str], facts: Mapping[str, str]
) -> bytes:
    """Return the Navigation Control Center: the book's facts, and its headings with where they are heard."""
    found = list(heard_text.headings(paragraphs))
    if not found or found[0][0] is not paragraphs[0] or edition.sections[0].part:
        # It begins with its title, whether the text does or, as that of an anthology, does not.
        found.insert(0, (paragraphs[0], 1))
    entries = [
        element(
            f"h{level}",
            {"id": f"n-{paragraph.id}" if number else "n-title", "class": None if number else "title"},
            element("a", {"href": places[paragraph.sentences[0].id]}, paragraph.text if number else edition.title),
        )
        for number, (paragraph, level) in enumerate(found)
    ]
    counted = {"ncc:tocItems": str(len(found)), "ncc:depth": str(max(level for _, level in found))}
    head = (element("title", {}, edition.title), *_metas({**facts, **counted}))
    return heard_text.page(edition.language, head, *entries)


def _smil(stretch: Stretch, book: Mapping[str, str], elapsed_ms: int) -> bytes:
    facts = {
        **book,
        "title": stretch.section.title or book["dc:title"],
        "ncc:generator": _generator(),
        "ncc:totalElapsedTime": clock(elapsed_ms),
        "ncc:timeInThisSmil": clock(stretch.track.duration_ms),
    }
    clips = (_clip(moment, stretch.sound) for moment in stretch.heard)
    return _presentation(facts, element("seq", {"dur": f"{_seconds(stretch.track.duration_ms)}s"}, *clips))


def _clip(moment: Moment, sound: str) -> Markup:
    sentence = moment.sentence.id
    shown = element("text", {"src": f"text.html#{sentence}", "id": f"t-{sentence}"})
    times = {"clip-begin": f"npt={_seconds(moment.begin_ms)}s", "clip-end": f"npt={_seconds(moment.end_ms)}s"}
    audio = element("audio", {"src": sound, **times, "id": f"a-{sentence}"})
    return element("par", {"endsync": "last", "id": sentence}, shown, element("seq", {}, audio))


def _presentation(facts: Mapping[str, str], *body: Markup) -> bytes:
    region = element("layout", {}, element("region", {"id": "txtView"}))
    return document(element("smil", {}, element("head", {}, *_metas(facts), region), element("body", {}, *body)), _SMIL)


def _metas(facts: Mapping[str, str]) -> Iterator[Markup]:
    schemes = {"dc:date": "yyyy-mm-dd", "dc:language": "ISO 639", "ncc:totalTime": "hh:mm:ss"}
    for name, content in facts.items():
        if content:
            yield element("meta", {"name": name, "content": content, "scheme": schemes.get(name)})


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
