"""The ONIX message: what it says is what the book's package says, in the schema's order."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from publish.markup import parse_xml
from publish.model import Metadata
from publish.writing.formats.onix import message, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Encode, Publication

NAME = "{http://ns.editeur.org/onix/3.0/reference}"


def told(publication: Publication) -> Any:
    return parse_xml(message(publication)).find(f"{NAME}Product/{NAME}DescriptiveDetail")


def all_of(root: Any, path: str) -> list[str]:
    return [e.text for e in root.findall("/".join(f"{NAME}{step}" for step in path.split("/")))]


def details(root: Any) -> dict[str, list[str]]:
    """The accessibility details (list 196), with what is said of each."""
    features = root.findall(f"{NAME}ProductFormFeature[{NAME}ProductFormFeatureType='09']")
    return {f[1].text: [description.text for description in f[2:]] for f in features}


def test_it_stands_beside_the_book(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> None:
    (file,) = write(published(bilingual), encode)
    assert (file.path, file.media_type) == ("path.onix.xml", "application/xml")


def test_a_spoken_book_says_what_it_is(bilingual: Book, published: Callable[..., Publication]) -> None:
    root = told(published(bilingual))
    assert list(dict.fromkeys(e.tag.removeprefix(NAME) for e in root)) == [
        "ProductComposition",
        "ProductForm",
        "ProductFormDetail",
        "ProductFormFeature",
        "PrimaryContentType",
        "ProductContentType",
        "EpubTechnicalProtection",
        "EpubLicense",
        "TitleDetail",
        "Contributor",
        "Language",
    ]
    assert all_of(root, "ProductFormDetail") == ["E101", "E200", "A305"]
    assert all_of(root, "EpubLicense/EpubLicenseName") == ["CC0-1.0"]
    assert all_of(root, "TitleDetail/TitleElement/TitleText") == ["A Path and a River", "Un sendero y un río"]
    assert all_of(root, "TitleDetail/TitleType") == ["01", "06"]
    assert all_of(root, "Contributor/ContributorRole") == ["A01", "E07", "E07"]
    assert all_of(root, "Contributor/PersonName") == ["Ana Roe"]
    assert all_of(root, "Contributor/UnnamedPersons") == ["07", "07"]
    assert all_of(root, "Language/LanguageRole") == ["01", "01", "08", "08"]
    assert all_of(root, "Language/LanguageCode") == ["eng", "spa", "eng", "spa"]


def test_its_accessibility_is_what_the_package_states(bilingual: Book, published: Callable[..., Publication]) -> None:
    found = details(told(published(bilingual)))
    assert list(found) == ["00", "11", "13", "14", "20", "22", "29", "30", "32", "36", "41", "51", "52"]
    english, spanish = found["00"]
    assert "no person has reviewed this book" in english
    assert "oración" in spanish


def test_a_silent_book_claims_no_sound(bilingual: Book, published: Callable[..., Publication]) -> None:
    root = told(published(replace(bilingual, metadata=Metadata()), spoken=False, cover=b""))
    assert list(details(root)) == ["00", "11", "13", "22", "29", "30", "32", "36", "41", "52"]
    assert all_of(root, "ProductFormDetail") == ["E101", "E200"]
    assert root.find(f"{NAME}NoContributor") is not None
    assert root.find(f"{NAME}EpubLicense") is None


def test_conformance_is_claimed_where_a_person_vouches_for_it(
    bilingual: Book, published: Callable[..., Publication]
) -> None:
    found = details(told(replace(published(bilingual), reviewed_by="Bo Ek")))
    assert {"04", "82", "85"} <= set(found)
    assert found["90"] == ["Bo Ek"]


def test_a_language_has_its_bibliographic_code(bilingual: Book, published: Callable[..., Publication]) -> None:
    german = replace(bilingual.editions[0], language="de-AT")
    unknown = replace(bilingual.editions[1], language="qqqq")
    root = told(published(replace(bilingual, editions=(german, unknown), beads=()), spoken=False))
    assert all_of(root, "Language/LanguageCode") == ["ger", "und"]


@pytest.mark.parametrize("spoken", [True, False])
def test_it_is_valid_by_the_schema(bilingual: Book, published: Callable[..., Publication], *, spoken: bool) -> None:
    pytest.importorskip("onixcheck")
    schema = files("onixcheck") / "schema" / "xsd3.0" / "ONIX_BookProduct_3.0_reference.xsd"
    reviewed = replace(published(bilingual, spoken=spoken), reviewed_by="Bo Ek")
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(message(reviewed)))
