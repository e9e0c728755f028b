"""What shops and libraries are told of the EPUB: one product in ONIX for Books 3.0, with its accessibility.

Codes are those of EDItEUR's lists, issue 75; how they answer to the book's own metadata is the W3C's crosswalk
(https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-crosswalk-20240906/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publish import __version__
from publish.markup import XML_LANG, document, element
from publish.model import File
from publish.writing.package import CONFORMANCE, access, identifier, modified
from publish.writing.tags import iso639_2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.markup import Markup
    from publish.model import Encode, Narration, Publication

_NAMESPACES: Final = {"xmlns": "http://ns.editeur.org/onix/3.0/reference", "release": "3.0"}
_URN, _EPUB, _REFLOWABLE, _SYNCHRONIZED, _EPUB_3_3 = "22", "E101", "E200", "A305", "101F"
_TEXT, _AUDIOBOOK = "10", "01"
_OF_TEXT, _OF_AUDIO = "01", "08"
_AUTHOR, _READER = "A01", "E07"
_DETAIL, _HAZARD, _VERSION = "09", "12", "15"
_SUMMARY, _CERTIFIED_BY = "00", "90"
# List 196, by property and value of the package's metadata.
_CODES: Final = {
    ("schema:accessibilityFeature", "alternativeText"): ("14",),
    ("schema:accessibilityFeature", "displayTransformability"): ("36",),
    ("schema:accessibilityFeature", "pageNavigation"): ("41",),
    ("schema:accessibilityFeature", "readingOrder"): ("13",),
    ("schema:accessibilityFeature", "structuralNavigation"): ("29",),
    ("schema:accessibilityFeature", "synchronizedAudioText"): ("20",),
    ("schema:accessibilityFeature", "tableOfContents"): ("11",),
    ("schema:accessibilityFeature", "ttsMarkup"): ("21",),
    ("schema:accessModeSufficient", "auditory"): ("51",),
    ("schema:accessModeSufficient", "textual"): ("52",),
    ("dcterms:conformsTo", CONFORMANCE): ("04", "82", "85"),
}
# Each page and each run in another language is tagged; sections have roles; there are landmarks.
_ALWAYS: Final = ("22", "30", "32")
# List 19, by the voice's gender.
_SYNTHETIC: Final = {"male": "05", "female": "06", "": "07"}
# List 74 takes the bibliographic codes of ISO 639-2, where they differ from the terminological ones.
_BIBLIOGRAPHIC: Final = {
    "sqi": "alb", "hye": "arm", "eus": "baq", "mya": "bur", "zho": "chi", "ces": "cze", "nld": "dut",
    "fra": "fre", "kat": "geo", "deu": "ger", "ell": "gre", "isl": "ice", "mkd": "mac", "mri": "mao",
    "msa": "may", "fas": "per", "ron": "rum", "slk": "slo", "bod": "tib", "cym": "wel", "XXX": "und",
}  # fmt: skip


class _Onix:
    """A writer that says of itself whose file it describes."""

    describes: Final = "epub"

    def __call__(self, publication: Publication, _: Encode) -> Iterator[File]:
        """Give `NAME.onix.xml`, which describes `NAME.epub`; nothing is encoded for it."""
        yield File(f"{publication.name}.onix.xml", "application/xml", message(publication))


write: Final = _Onix()


def message(publication: Publication) -> bytes:
    """Return a message of one product: only what is so in this book, its accessibility as its package states it."""
    day = f"{modified(publication.book):%Y%m%d}"
    sender = element("Sender", {}, element("SenderName", {}, f"Enface {__version__}"))
    name = identifier(publication)
    product = element(
        "Product",
        {},
        element("RecordReference", {}, name),
        element("NotificationType", {}, "03"),
        element("ProductIdentifier", {}, element("ProductIDType", {}, _URN), element("IDValue", {}, name)),
        element("DescriptiveDetail", {}, *_details(publication)),
    )
    header = element("Header", {}, sender, element("SentDateTime", {}, day))
    return document(element("ONIXMessage", _NAMESPACES, header, product))


def _details(publication: Publication) -> Iterator[Markup]:
    """Yield what the product is, in the order of the schema."""
    spoken = bool(publication.narrations)
    yield element("ProductComposition", {}, "00")
    yield element("ProductForm", {}, "ED")
    for code in (_EPUB, _REFLOWABLE, *([_SYNCHRONIZED] if spoken else [])):
        yield element("ProductFormDetail", {}, code)
    yield from _features(publication)
    yield element("PrimaryContentType", {}, _TEXT)
    if spoken:
        yield element("ProductContentType", {}, _AUDIOBOOK)
    yield element("EpubTechnicalProtection", {}, "00")
    if publication.book.metadata.licence:
        licence = element("EpubLicenseName", {}, publication.book.metadata.licence)
        yield element("EpubLicense", {}, licence)
    yield from _titles(publication)
    yield from _contributors(publication)
    for role, tongues in (
        (_OF_TEXT, [edition.language for edition in publication.book.editions]),
        (_OF_AUDIO, [narration.language for narration in publication.narrations]),
    ):
        for code in dict.fromkeys(map(_three_letters, tongues)):
            yield element("Language", {}, element("LanguageRole", {}, role), element("LanguageCode", {}, code))


def _features(publication: Publication) -> Iterator[Markup]:
    """Yield the version, and the accessibility: what the package states, in the codes of list 196."""
    yield _feature(_VERSION, _EPUB_3_3)
    codes = set(_ALWAYS)
    summaries: list[Markup] = []
    certified = ""
    for value, attributes in access(publication):
        stated = attributes["property"]
        codes.update(_CODES.get((stated, value), ()))
        if stated == "schema:accessibilitySummary":
            language = {"language": _three_letters(attributes[XML_LANG])}
            summaries.append(element("ProductFormFeatureDescription", language, value))
        elif stated == "a11y:certifiedBy":
            certified = value
        elif stated == "schema:accessibilityHazard" and value == "none":
            yield _feature(_HAZARD, "00")
    yield _feature(_DETAIL, _SUMMARY, *summaries)
    for code in sorted(codes):
        yield _feature(_DETAIL, code)
    if certified:
        yield _feature(_DETAIL, _CERTIFIED_BY, element("ProductFormFeatureDescription", {}, certified))


def _feature(kind: str, value: str, *descriptions: Markup) -> Markup:
    named = element("ProductFormFeatureType", {}, kind), element("ProductFormFeatureValue", {}, value)
    return element("ProductFormFeature", {}, *named, *descriptions)


def _titles(publication: Publication) -> Iterator[Markup]:
    """Yield the title, then the others it has in other languages."""
    lead = publication.book.editions[0].title
    for edition in publication.book.editions:
        leads = edition is publication.book.editions[0]
        if leads or edition.title != lead:
            text = element("TitleText", {"language": _three_letters(edition.language)}, edition.title)
            whole = element("TitleElement", {}, element("TitleElementLevel", {}, "01"), text)
            yield element("TitleDetail", {}, element("TitleType", {}, "01" if leads else "06"), whole)


def _contributors(publication: Publication) -> Iterator[Markup]:
    named = [(_AUTHOR, element("PersonName", {}, author)) for author in publication.book.metadata.authors]
    named += [(_READER, _reader(narration)) for narration in publication.narrations]
    for number, (role, who) in enumerate(named, 1):
        yield element(
            "Contributor", {}, element("SequenceNumber", {}, str(number)), element("ContributorRole", {}, role), who
        )
    if not named:
        yield element("NoContributor")


def _reader(narration: Narration) -> Markup:
    voice = narration.voice
    if not voice.synthetic:
        return element("PersonName", {}, voice.called)
    return element("UnnamedPersons", {}, _SYNTHETIC[voice.gender])


def _three_letters(language: str) -> str:
    code = iso639_2(language)
    return _BIBLIOGRAPHIC.get(code, code)
