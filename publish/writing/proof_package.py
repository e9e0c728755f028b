"""Is the container sound, and is what the package says true?"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Final

from publish.markup import XML_LANG, parse_xml
from publish.writing.overlay import TEXT_ONLY
from publish.writing.proof_book import DC, OPS, XHTML, Item, Opened, Problem, elements, words

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFORMS: Final = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[012] Level A{1,3}")
_URN = re.compile(r"(urn:|https?://|doi:)")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# Schema.org's vocabulary for accessible works, as far as a book of ours could use it. No validator reads the values.
_MODES: Final = frozenset({"textual", "auditory", "visual", "tactile"})
_FEATURES: Final = frozenset(
    {
        "alternativeText",
        "ARIA",
        "displayTransformability",
        "index",
        "longDescription",
        "none",
        "pageBreakMarkers",
        "pageNavigation",
        "readingOrder",
        "rubyAnnotations",
        "structuralNavigation",
        "synchronizedAudioText",
        "tableOfContents",
        "transcript",
        "ttsMarkup",
        "unlocked",
    }
)
_HAZARDS: Final = frozenset(
    {
        "none",
        "unknown",
        "flashing",
        "noFlashingHazard",
        "motionSimulation",
        "noMotionSimulationHazard",
        "sound",
        "noSoundHazard",
        "unknownFlashingHazard",
        "unknownMotionSimulationHazard",
        "unknownSoundHazard",
    }
)
_VOCABULARY: Final = {
    "schema:accessMode": _MODES,
    "schema:accessibilityFeature": _FEATURES,
    "schema:accessibilityHazard": _HAZARDS,
}
_ENCRYPTION: Final = "META-INF/encryption.xml"
_OBFUSCATION: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_NEEDED: Final = (
    *_VOCABULARY,
    "schema:accessModeSufficient",
    "schema:accessibilitySummary",
)


def container(book: Opened) -> Iterator[Problem]:
    """The zip: mimetype first and bare; every file listed, every listed file there."""
    first = book.archive.infolist()[0]
    bare = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and not first.extra
    if not bare or book.archive.read("mimetype") != b"application/epub+zip":
        yield Problem("mimetype", "mimetype", "The first entry is not a bare, stored mimetype of an EPUB.")
    there = Counter(book.archive.namelist())
    for name, count in there.items():
        if count > 1:
            yield Problem("zip-entry", name, "The zip holds this file more than once.")
    yield from _locks(book)
    listed = {item.path for item in book.items}
    for path in sorted(listed - set(there)):
        yield Problem("manifest", path, "The manifest lists a file that is not in the book.")
    for path in sorted(set(there) - listed - {"mimetype", book.package_path}):
        if not path.startswith("META-INF/"):
            yield Problem("manifest", path, "A file of the book is not in the manifest.")


def _locks(book: Opened) -> Iterator[Problem]:
    """What locks a book away keeps reading software out too; obfuscated fonts lock nothing (EPUB 3.3, 4.4)."""
    names = book.archive.namelist()
    methods: list[str] = []
    if _ENCRYPTION in names:
        root = parse_xml(book.archive.read(_ENCRYPTION))
        methods = [method.get("Algorithm") or "" for method in root.iter("{*}EncryptionMethod")]
    if "META-INF/rights.xml" in names or not _OBFUSCATION.issuperset(methods):
        yield Problem("locked", "META-INF", "The book is under a lock that keeps reading software out.")


def package(book: Opened) -> Iterator[Problem]:
    """Who the book is: identifier, dates, title, languages, and the same identifier for older readers."""
    where = book.package_path
    if not book.package.get(XML_LANG):
        yield Problem("package-language", where, "The package does not say its own language.")
    modified = book.values("dcterms:modified")
    if len(modified) != 1 or not _UTC.fullmatch(modified[0]):
        yield Problem("modified", where, "There must be one dcterms:modified, in UTC.")
    name = book.package.get("unique-identifier")
    uid = next((e.text or "" for e in book.package.iter(f"{DC}identifier") if e.get("id") == name), "")
    if not _URN.match(uid):
        yield Problem("identifier", where, f"The identifier is no URN or URL: {uid!r}.")
    if not any((e.text or "").strip() for e in book.package.iter(f"{DC}title")):
        yield Problem("title", where, "The package gives no title.")
    yield from _languages(book)
    yield from _ncx(book, uid)


def _languages(book: Opened) -> Iterator[Problem]:
    pages = {root.get("lang") for root in book.pages.values()}
    for language in book.languages:
        if language not in pages:
            yield Problem("language", book.package_path, f"The package declares {language}, but no page is in it.")
    for language in sorted(filter(None, pages - set(book.languages))):
        yield Problem("language", book.package_path, f"A page is in {language}, which the package does not declare.")


def _ncx(book: Opened, uid: str) -> Iterator[Problem]:
    for item in book.items:
        if item.media_type == "application/x-dtbncx+xml" and item.path in book.archive.namelist():
            root = parse_xml(book.archive.read(item.path))
            stated = [m.get("content") for m in root.iter("{*}meta") if m.get("name") == "dtb:uid"]
            if stated != [uid]:
                yield Problem("identifier", item.path, "The NCX has another identifier than the package.")


def access(book: Opened) -> Iterator[Problem]:
    """What the book says it gives to whom: complete, in the vocabulary's words, and true for this file."""
    where = book.package_path
    for name in _NEEDED:
        values = book.values(name)
        if not values:
            yield Problem("access-metadata", where, f"{name} is missing.")
        for value, count in Counter(values).items():
            if count > 1:
                yield Problem("access-metadata", where, f"{name} says {value!r} twice.")
            if value not in _VOCABULARY.get(name, {value}):
                yield Problem("access-metadata", where, f"{name} has no value {value!r}.")
    for value in book.values("schema:accessModeSufficient"):
        if not set(value.split(",")) <= set(book.values("schema:accessMode")):
            yield Problem("access-metadata", where, f"accessModeSufficient {value!r} is not in accessMode.")
    yield from _claims(book)
    yield from _conformance(book)


def _claims(book: Opened) -> Iterator[Problem]:
    where = book.package_path
    features = book.values("schema:accessibilityFeature")
    modes = book.values("schema:accessMode")
    ways = book.values("schema:accessModeSufficient")
    spoken = bool(book.spoken)
    pairs = (
        (
            "synchronizedAudioText is claimed, or not, against the overlays.",
            spoken == ("synchronizedAudioText" in features),
        ),
        ("There is sound, but accessMode has no auditory.", not spoken or "auditory" in modes),
        ("accessMode has auditory, but there is no sound.", spoken or "auditory" not in modes),
        (
            "auditory alone is called sufficient, but a page with text has no sound.",
            "auditory" not in ways or _all_spoken(book),
        ),
    )
    for what, holds in pairs:
        if not holds:
            yield Problem("access-claim", where, what)


def _all_spoken(book: Opened) -> bool:
    pages = (item for item in book.spine if item != book.nav)
    return all((item.overlay and not _text_only(book, item)) or not _body_text(book, item.path) for item in pages)


def _text_only(book: Opened, item: Item) -> bool:
    return any(TEXT_ONLY in (element.get("class") or "").split() for element in elements(book.pages[item.path]))


def _body_text(book: Opened, path: str) -> str:
    root = book.pages.get(path)
    body = root.find(f"{XHTML}body") if root is not None else None
    return words(body) if body is not None else ""


def _conformance(book: Opened) -> Iterator[Problem]:
    claims = book.values("dcterms:conformsTo")
    for claim in claims:
        if not CONFORMS.fullmatch(claim):
            yield Problem("conforms-to", book.package_path, f"dcterms:conformsTo {claim!r} is not the literal form.")
    if claims and not any(meta.property == "a11y:certifiedBy" for meta in book.metas):
        yield Problem("conforms-to", book.package_path, "Conformance is claimed, but nobody certifies it.")


def navigation(book: Opened) -> Iterator[Problem]:
    """The contents list: there, with landmarks, leading to every page with a text."""
    if book.nav is None:
        yield Problem("navigation", book.package_path, "There is no navigation document.")
        return
    where = book.nav.path
    root = book.pages[where]
    lists = {nav.get(f"{OPS}type"): nav for nav in root.iter(f"{XHTML}nav")}
    for kind in ("toc", "landmarks"):
        if kind not in lists:
            yield Problem("navigation", where, f"There is no {kind}.")
    if "page-list" in lists and not (book.values("pageBreakSource") or book.values("source-of")):
        yield Problem("navigation", where, "There is a page list, but no pageBreakSource.")
    if "toc" in lists:
        led = {a.get("href", "").partition("#")[0] for a in lists["toc"].iter(f"{XHTML}a")}
        for item in book.spine:
            name = item.path.rpartition("/")[2]
            if item != book.nav and _body_text(book, item.path) and name not in led:
                yield Problem("navigation", item.path, "The contents list does not lead to this page.")
