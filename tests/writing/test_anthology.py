"""Three articles bound into one book, in each layout; the last is in English alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_epub, check_web
from publish.design import Design
from publish.editing.anthology import beads, bound
from publish.editing.colophon import with_colophons
from publish.editing.labels import with_labels
from publish.errors import OutputError
from publish.markup import parse_html, parse_xml
from publish.model import Book, Edition, Metadata, Removal, Section
from publish.writing import receipt, receipt_html
from publish.writing.chapters import chapters
from publish.writing.cover import cover
from publish.writing.formats.web import write as write_web
from publish.writing.leaves import leaves
from publish.writing.proof import problems
from publish.writing.timeline import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Encode, Publication

X = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
ARTICLES: list[tuple[str, dict[str, list[list[Any]]]]] = [
    (
        "ferry.txt",
        {
            "en": [
                [("title", "The ferry"), ("paragraph", "It crosses twice a day.|Nobody pays.")],
                [("heading", "The bell", 2), ("paragraph", "It was cast from coins.")],
            ],
            "es": [
                [("title", "El transbordador"), ("paragraph", "Cruza dos veces al día.|Nadie paga.")],
                [("heading", "La campana", 2), ("paragraph", "Se fundió con monedas.")],
            ],
        },
    ),
    (
        "clocks.txt",
        {
            "en": [[("title", "The clocks"), ("paragraph", "Each tells another hour.")]],
            "es": [[("title", "Los relojes"), ("paragraph", "Cada uno da otra hora.")]],
        },
    ),
    ("baker.txt", {"en": [[("title", "The baker"), ("paragraph", "She read all night.")]]}),
]


@pytest.fixture
def anthology(make_edition: Callable[..., Edition]) -> Book:
    """Paired by hand: what stands at the same place in both languages says the same."""

    def article(name: str, languages: dict[str, list[list[Any]]], licence: str) -> Book:
        editions = []
        for language, sections in languages.items():
            rows = [row for section in sections for row in section]
            whole = make_edition(language, rows).sections[0].paragraphs
            ends = [sum(map(len, sections[:n])) for n in range(len(sections) + 1)]
            made = tuple(
                Section(f"{language}-c{n}", sections[n - 1][0][1], whole[ends[n - 1] : ends[n]])
                for n in range(1, len(sections) + 1)
            )
            editions.append(Edition(language, rows[0][1], made))
        removals = (Removal(9, 9, "Share", "call-to-action", "It asks to share."),)
        return Book(Metadata(origin=name, sha256=name, licence=licence), tuple(editions), removals=removals)

    parts = [article(name, told, licence) for (name, told), licence in zip(ARTICLES, ("CC0-1.0", "", ""), strict=True)]
    whole = bound(parts, "Short Walks")
    return with_labels(with_colophons(replace(whole, beads=beads(whole.editions, None)), {}))


def part_of(epub: io.BytesIO, name: str) -> Any:
    with zipfile.ZipFile(epub) as archive:
        return parse_xml(archive.read(f"EPUB/{name}"))


def outline(listed: Any) -> list[Any]:
    return [
        [item.find(f"{X}a").get("href"), "".join(item.find(f"{X}a").itertext()), *outline(item.find(f"{X}ol"))]
        for item in (listed if listed is not None else ())
    ]


@pytest.mark.parametrize(
    "design",
    [Design(), Design("interleaved"), Design("interleaved", "sentence"), Design("facing"), Design("reveal")],
    ids=lambda design: f"{design.layout} {design.grain}",
)
def test_an_anthology_is_whole_and_sound_in_each_layout(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO], design: Design
) -> None:
    book = with_labels(anthology, design.layout)
    epub = finished(published(book, design=design))
    check_epub(book, epub, spoken=("en", "es"))
    epub.seek(0)
    assert problems(epub) == ()


def test_the_web_copy_of_an_anthology_has_its_title_above_those_of_its_articles(
    anthology: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    page = next(file.content for file in write_web(published(anthology), encode))
    assert isinstance(page, bytes)
    root = parse_html(page.decode())
    assert ["".join(e.itertext()) for e in root.iter("h1")] == ["Short Walks"]
    titles = [e.find("span").text for e in root.iter("h2", "h3") if e.find("span") is not None]
    assert titles[:5] == ["The ferry", "The bell", "La campana", "The clocks", "The baker"]
    assert [e.find("span").text for e in root.iterfind(".//p[@class='subtitle lower']")] == [
        "El transbordador",
        "Los relojes",
    ]
    contents = root.find(".//nav")
    assert [
        (side.get("lang"), [a.text for a in side.iter("a")]) for side in contents.iter("div") if side.get("lang")
    ] == [
        ("en", ["The ferry", "The bell", "The clocks", "The baker"]),
        ("es", ["El transbordador", "La campana", "Los relojes"]),
    ]
    check_web(anthology, io.BytesIO(page), published(anthology).narrations)


def test_the_contents_hold_each_article_below_its_language_and_its_chapters_below_it(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    nav = part_of(finished(published(anthology)), "nav.xhtml")
    assert outline(nav.find(f".//{X}nav/{X}ol")) == [
        [
            "en-c1.xhtml",
            "English",
            ["en-c1.xhtml", "The ferry", ["en-c2.xhtml", "The bell"]],
            ["en-c3.xhtml", "The clocks"],
            ["en-c4.xhtml", "The baker"],
        ],
        [
            "es-c1.xhtml",
            "Español",
            ["es-c1.xhtml", "El transbordador", ["es-c2.xhtml", "La campana"]],
            ["es-c3.xhtml", "Los relojes"],
        ],
        ["en-colophon.xhtml", "About this book"],
        ["es-colophon.xhtml", "Acerca de este libro"],
    ]


def test_where_pages_are_shared_the_contents_name_each_article_in_both_languages(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    publication = replace(published(with_labels(anthology, "facing")), design=Design("facing"))
    nav = part_of(finished(publication), "nav.xhtml")
    assert outline(nav.find(f".//{X}nav/{X}ol"))[:3] == [
        [
            "c1.xhtml",
            "The ferry (English)",
            ["c1.xhtml#es-p1", "El transbordador (Español)"],
            ["c2.xhtml", "The bell", ["c2.xhtml#es-p3", "La campana"]],
        ],
        ["c3.xhtml", "The clocks", ["c3.xhtml#es-p5", "Los relojes"]],
        ["c4.xhtml", "The baker"],
    ]


def test_articles_that_share_no_language_are_listed_below_theirs_in_every_layout(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    english, spanish = anthology.editions
    parted = replace(
        anthology,
        editions=(
            replace(english, sections=tuple(s for s in english.sections if s.part == 3)),
            replace(spanish, sections=tuple(s for s in spanish.sections if s.part == 1)),
        ),
    )
    book = with_labels(replace(parted, beads=beads(parted.editions, None)), "facing")
    epub = finished(published(book, design=Design("facing")))
    check_epub(book, epub, spoken=("en", "es"))
    epub.seek(0)
    assert problems(epub) == ()


def test_a_spoken_anthology_in_one_language_says_its_own_title_in_the_contents(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    book = with_labels(replace(anthology, editions=anthology.editions[:1], beads=()))
    epub = finished(published(book))
    check_epub(book, epub, spoken=("en", "es"))
    epub.seek(0)
    assert problems(epub) == ()
    assert outline(part_of(epub, "nav.xhtml").find(f".//{X}nav/{X}ol"))[0][:2] == ["en-c1.xhtml", "Short Walks"]


def test_an_entry_of_the_contents_list_that_nobody_says_stops_the_build_and_is_named(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    alone = replace(anthology, editions=anthology.editions[:1], beads=())
    with pytest.raises(OutputError, match="Short Walks"):
        finished(published(alone))


def test_a_part_begins_where_an_article_begins_and_its_overlay_says_so(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    epub = finished(published(anthology))
    kinds = {
        name: [section.get(EPUB_TYPE) for section in part_of(epub, f"{name}.xhtml").iter(f"{X}section")]
        for name in ("en-c1", "en-c2", "en-c3", "en-colophon")
    }
    assert kinds == {
        "en-c1": ["part", "chapter"],
        "en-c2": ["chapter"],
        "en-c3": ["part", "chapter"],
        "en-colophon": ["colophon"],
    }
    first = next(part_of(epub, "en-c1.smil").iter("{*}seq"))
    assert (first.get(EPUB_TYPE), first.get("{http://www.idpf.org/2007/ops}textref")) == (
        "part",
        "en-c1.xhtml#en-c1-part",
    )


@pytest.mark.parametrize("layout", ["chapters", "interleaved", "facing", "reveal"])
def test_an_article_in_one_language_has_a_page_of_its_own_and_says_so_once(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO], layout: Any
) -> None:
    publication = replace(published(with_labels(anthology, layout)), design=Design(layout))
    (leaf,) = [leaf for leaf in leaves(anthology, publication.design) if leaf.title == "The baker"]
    text = "".join(part_of(finished(publication), leaf.page).find(f"{X}body").itertext())
    assert text.split("\u00a0")[0].strip().startswith("The baker")
    assert text.count("This chapter has no translation into Spanish.") == 1
    assert text.count("no translation") == 1


def test_the_package_names_every_source_and_whose_licence_is_whose(
    anthology: Book, published: Callable[..., Publication], finished: Callable[..., io.BytesIO]
) -> None:
    package = part_of(finished(published(anthology)), "content.opf")
    said = {
        name: [e.text for e in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")]
        for name in ("title", "source", "rights")
    }
    none = "No licence was stated, so all rights stay with its author and its publisher."
    assert said == {
        "title": ["Short Walks"],
        "source": ["ferry.txt", "clocks.txt", "baker.txt"],
        "rights": ["The ferry: CC0-1.0", f"The clocks: {none}", f"The baker: {none}"],
    }


def test_the_colophon_tells_of_each_article_under_its_title(anthology: Book) -> None:
    spanish = anthology.editions[1].colophon
    assert spanish is not None
    told = [(p.kind, p.text) for p in spanish.paragraphs]
    assert told[told.index(("heading", "El transbordador")) :] == [
        ("heading", "El transbordador"),
        ("paragraph", "Este libro se hizo a partir de ferry.txt."),
        ("paragraph", "Se publica con esta licencia: CC0-1.0."),
        ("heading", "Los relojes"),
        ("paragraph", "Este libro se hizo a partir de clocks.txt."),
        told[-1],
        ("heading", "The baker"),
        ("paragraph", "Este artículo no está en español."),
        ("paragraph", "Este libro se hizo a partir de baker.txt."),
        told[-1],
    ]
    assert [p.sentences[0].spans[0].language for p in spanish.paragraphs if p.text == "The baker"] == ["en"]


def test_the_cover_has_the_title_once(anthology: Book) -> None:
    alone = replace(anthology, editions=anthology.editions[:1])
    assert cover(anthology) == cover(alone)


def test_the_receipt_says_of_which_article_a_line_is(anthology: Book) -> None:
    lines = list(receipt.as_lines(anthology))
    assert "  clocks.txt:9, call-to-action: Share" in lines
    assert "clocks.txt:9, call-to-action" in receipt_html.page(anthology).decode()
    facts = receipt.as_json(anthology)
    assert [row["part"] for row in facts["removed"]] == [1, 2, 3]
    assert [(part["part"], part["origin"], part["titles"]) for part in facts["parts"]] == [
        (1, "ferry.txt", {"en": "The ferry", "es": "El transbordador"}),
        (2, "clocks.txt", {"en": "The clocks", "es": "Los relojes"}),
        (3, "baker.txt", {"en": "The baker"}),
    ]
    assert receipt.colophon(anthology, (), versions={})["parts"] == facts["parts"]


def test_what_stands_on_no_line_is_told_so_in_both_receipts(anthology: Book) -> None:
    book = replace(anthology, removals=(Removal(0, 0, "Share", "call-to-action", "It asks to share.", part=1),))
    assert "  on no line of the source, call-to-action: Share" in receipt.as_lines(book)
    assert "on no line of the source, call-to-action" in receipt_html.page(book).decode()


def test_a_narration_has_a_chapter_for_each_article_and_what_of_the_rest_a_tag_can_hold(anthology: Book) -> None:
    english = anthology.editions[0]

    def timed(sections: tuple[Section, ...]) -> tuple[tuple[Section, tuple[Moment, ...]], ...]:
        count = 0
        timeline = []
        for section in sections:
            heard = tuple(Moment(s, 10 * (count + n), 10 * (count + n + 1)) for n, s in enumerate(section.sentences))
            count += len(heard)
            timeline.append((section, heard))
        return tuple(timeline)

    assert [c.title for c in chapters(english, timed(english.sections))] == [
        "The ferry",
        "The bell",
        "The clocks",
        "The baker",
    ]
    many = tuple(replace(english.sections[n % 2], part=n // 2 + 1) for n in range(400))
    assert [c.title for c in chapters(english, timed(many))] == ["The ferry"] * 200
