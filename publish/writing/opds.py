"""A catalogue of finished publications for reading apps: OPDS 1.2 (Atom) and OPDS 2.0 (JSON), the same in both.

https://specs.opds.io/opds-1.2, https://drafts.opds.io/opds-2.0. What a publication gives to whom stands in schema.org's
words, in Atom as elements of its namespace, in JSON as Readium's `accessibility`.
"""

from __future__ import annotations

import io
import json
import uuid
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from publish.markup import document, element
from publish.model import File
from publish.writing.cover import hue
from publish.writing.icon import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publish.markup import Markup
    from publish.writing.works import Copy, Entry, Work

ATOM: Final = "opds.xml"
JSON: Final = "opds.json"
# No publication's folder has a dot in its name.
PICTURES: Final = "opds.covers"
ATOM_TYPE: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON_TYPE: Final = "application/opds+json"
OPEN_ACCESS: Final = "http://opds-spec.org/acquisition/open-access"
_IMAGE: Final = "http://opds-spec.org/image"
_JPEG: Final = "image/jpeg"
_HTML: Final = "text/html"
_NAMESPACES: Final = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:opds": "http://opds-spec.org/2010/catalog",
    "xmlns:schema": "http://schema.org/",
}
_CATALOGUE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:enface:catalogue")
_COVER: Final = (1600, 2560)
_SMALL: Final = (250, 400)
"""Pixels of the picture in a list."""
# Readium's words, where they are not schema.org's.
_READIUM: Final = {"accessibilityFeature": "feature", "accessibilityHazard": "hazard"}


def feeds(entries: Sequence[Entry], *, title: str, base_url: str = "") -> Iterator[File]:
    """Give the catalogue in both forms.

    Args:
        entries: what is in it; at least one.
        title: of the catalogue.
        base_url: where its folder will be found; addresses are relative to the catalogue where it is empty.
    """
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    yield File(ATOM, ATOM_TYPE, _atom(entries, title, base))
    text = json.dumps(_json(entries, title, base), ensure_ascii=False, indent=1)
    yield File(JSON, JSON_TYPE, f"{text}\n".encode())


def pictures(name: str, cover: bytes) -> Iterator[File]:
    """Give a cover, a JPEG, for a catalogue to show, and a small one for its list."""
    from PIL import Image

    yield File(_picture(name), _JPEG, cover)
    with Image.open(io.BytesIO(cover)) as whole:
        # Decoded at a fraction of its size, which is all that is needed of it.
        whole.draft("RGB", _SMALL)
        small = whole.resize(_SMALL)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85, optimize=True)
    yield File(_thumbnail(name), _JPEG, out.getvalue())


def plain(title: str) -> bytes:
    """Return a cover, a JPEG, for what carries none: both forms want a picture of everything (OPDS 2.0, its schema)."""
    from PIL import Image

    whole = Image.new("RGB", _COVER, hue(title))
    with Image.open(io.BytesIO(drawn(hue(title), _COVER[0]))) as sign:
        whole.paste(sign.convert("RGB"), (0, (_COVER[1] - _COVER[0]) // 2))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _picture(name: str) -> str:
    return f"{PICTURES}/{name}.jpg"


def _thumbnail(name: str) -> str:
    return f"{PICTURES}/{name}.small.jpg"


def _updated(entries: Sequence[Entry]) -> str:
    return max(entry.work.updated for entry in entries)


def _atom(entries: Sequence[Entry], title: str, base: str) -> bytes:
    own = [
        element("id", {}, uuid.uuid5(_CATALOGUE, title).urn),
        element("title", {}, title),
        element("updated", {}, _updated(entries)),
        element("author", {}, element("name", {}, "Enface")),
        *(element("link", {"rel": rel, "href": base + ATOM, "type": ATOM_TYPE}) for rel in ("self", "start")),
        element("link", {"rel": "alternate", "href": base + JSON, "type": JSON_TYPE}),
    ]
    listed = (element("entry", {}, *_entry(entry, base)) for entry in entries)
    return document(element("feed", _NAMESPACES, *own, *listed))


def _entry(entry: Entry, base: str) -> Iterator[Markup]:
    work = entry.work
    yield element("title", {}, work.title)
    yield element("id", {}, work.identifier)
    yield element("updated", {}, work.updated)
    yield from (element("author", {}, element("name", {}, author)) for author in work.authors)
    yield from (element("dcterms:language", {}, language) for language in work.titles)
    known = {"publisher": work.publisher, "issued": work.published, "source": work.source}
    yield from (element(f"dcterms:{name}", {}, value) for name, value in known.items() if value)
    yield element("rights", {}, "; ".join(work.rights))
    yield element("summary", {"type": "text"}, "\n".join(work.summaries.values()))
    for name, values in work.access.items():
        prefix = "dcterms" if name == "conformsTo" else "schema"
        yield from (element(f"{prefix}:{name}", {}, value) for value in values if name != "certifiedBy")
    for language, words in work.summaries.items():
        yield element("schema:accessibilitySummary", {"xml:lang": language}, words)
    if work.cover:
        for rel, path in ((_IMAGE, _picture(entry.picture)), (f"{_IMAGE}/thumbnail", _thumbnail(entry.picture))):
            yield element("link", {"rel": rel, "href": base + quote(path), "type": _JPEG})
    if entry.page:
        yield element("link", {"rel": "alternate", "href": base + entry.page, "type": _HTML})
    for copy in entry.copies:
        told = {"hreflang": copy.language, "title": copy.title, "length": str(copy.size)}
        said = {name: value for name, value in told.items() if value}
        yield element("link", {"rel": OPEN_ACCESS, **_where(copy, base), **said})


def _where(copy: Copy, base: str) -> dict[str, str]:
    return {"href": base + copy.href, "type": copy.media_type}


def _json(entries: Sequence[Entry], title: str, base: str) -> dict[str, Any]:
    return {
        "metadata": {"title": title, "modified": _updated(entries), "numberOfItems": len(entries)},
        "links": [
            {"rel": "self", "href": base + JSON, "type": JSON_TYPE},
            {"rel": "alternate", "href": base + ATOM, "type": ATOM_TYPE},
        ],
        "publications": [_publication(entry, base) for entry in entries],
    }


def _publication(entry: Entry, base: str) -> dict[str, Any]:
    work = entry.work
    facts = {
        "@type": "http://schema.org/Book",
        "identifier": work.identifier,
        "title": dict(work.titles) if len(set(work.titles.values())) > 1 else next(iter(work.titles.values())),
        "author": list(work.authors),
        "publisher": work.publisher,
        "language": list(work.titles),
        "published": work.published,
        "modified": work.updated,
        "description": "\n".join(work.summaries.values()),
        "accessibility": _accessibility(work),
    }
    links: list[dict[str, Any]] = [
        {
            "rel": OPEN_ACCESS,
            **_where(copy, base),
            "title": copy.title,
            "size": copy.size,
            **({"language": copy.language} if copy.language else {}),
        }
        for copy in entry.copies
    ]
    links += [{"rel": "alternate", "href": base + entry.page, "type": _HTML}] if entry.page else []
    sizes = {_picture(entry.picture): _COVER, _thumbnail(entry.picture): _SMALL} if work.cover else {}
    shown = [{"href": base + quote(p), "type": _JPEG, "width": width, "height": h} for p, (width, h) in sizes.items()]
    found = {"metadata": {name: value for name, value in facts.items() if value}, "links": links}
    return {**found, "images": shown} if shown else found


def _accessibility(work: Work) -> Mapping[str, Any]:
    """Return what it gives to whom as Readium's manifests have it."""
    found: dict[str, Any] = {_READIUM.get(name, name): list(values) for name, values in work.access.items()}
    found["accessModeSufficient"] = [way.split(",") for way in found.get("accessModeSufficient", ())]
    if vouched := found.pop("certifiedBy", None):
        found["certification"] = {"certifiedBy": ", ".join(vouched)}
    return {**found, "summary": "\n".join(work.summaries.values())}
