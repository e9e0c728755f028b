from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.markup import XML_LANG, parse_xml
from publish.model import Book, Edition, Metadata, Paragraph, Section, Sentence, Span
from publish.writing.leaves import leaves
from publish.writing.links import address
from publish.writing.pages import page
from publish.writing.paragraph_numbers import code_of
from publish.writing.scripts import direction
from publish.writing.twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

X = "{http://www.w3.org/1999/xhtml}"


def shown(book: Book, which: int = 0) -> Any:
    """The first chapter's page, parsed."""
    pages = leaves(book)
    (leaf,) = (leaf for leaf in pages if leaf.id == book.editions[which].sections[0].id)
    return parse_xml(page(leaf, twins(book, pages)))


def by_id(root: Any, name: str) -> Any:
    return next(e for e in root.iter() if e.get("id") == name)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def of_spans(*spans: Span, language: str = "en", kind: Any = "paragraph") -> Any:
    """The one sentence of a page, parsed."""
    title = Paragraph(f"{language}-p1", "title", (Sentence(f"{language}-p1-s1", (Span("Title"),)),), 1, 1)
    body = Paragraph(f"{language}-p2", kind, (Sentence(f"{language}-p2-s1", spans),), 2, 2)
    edition = Edition(language, "Title", (Section(f"{language}-c1", "Title", (title, body)),))
    return by_id(shown(Book(Metadata(), (edition,))), f"{language}-p2-s1")


def inner(element: Any) -> str:
    from lxml import etree

    whole = etree.tostring(element, encoding="unicode").replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    return whole.replace(' xmlns:epub="http://www.idpf.org/2007/ops"', "").partition(">")[2].rpartition("</span>")[0]


def test_every_block_and_every_sentence_stands_under_its_id_with_its_words(bilingual: Book) -> None:
    for which, edition in enumerate(bilingual.editions):
        root = shown(bilingual, which)
        for paragraph in edition.paragraphs:
            block = by_id(root, paragraph.id)
            for sentence in paragraph.sentences:
                span = by_id(root, sentence.id)
                assert text_of(span) == sentence.text
                assert block in span.iterancestors()


def test_the_title_is_the_one_h1_and_headings_follow_without_a_gap(bilingual: Book) -> None:
    tags = [e.tag.removeprefix(X) for e in shown(bilingual).iter() if e.tag.removeprefix(X)[:1] == "h"]
    assert [t for t in tags if t[1:].isdigit()] == ["h1", "h2"]


def test_a_heading_of_level_five_after_the_title_becomes_an_h2(make_edition: Callable[..., Edition]) -> None:
    rows = [("title", "T"), ("heading", "Deep", 5), ("heading", "Deeper", 6), ("heading", "Up", 1)]
    root = shown(Book(Metadata(), (make_edition("en", rows),)))
    assert [by_id(root, f"en-p{n}").tag for n in (1, 2, 3, 4)] == [X + "h1", X + "h2", X + "h3", X + "h2"]


def test_a_page_without_a_heading_gets_its_sections_title(make_edition: Callable[..., Edition]) -> None:
    edition = make_edition("en", [("paragraph", "Words.")])
    root = shown(Book(Metadata(), (edition,)))
    assert root.findtext(f".//{X}h1") == "Words."


def test_a_standfirst_is_the_articles_abstract(bilingual: Book) -> None:
    block = by_id(shown(bilingual), "en-p2")
    assert (block.tag, block.get("class"), block.get("role")) == (X + "p", "standfirst", "doc-abstract")


def test_a_quotation_is_a_blockquote_and_a_deeper_item_a_list_within_its_item(bilingual: Book) -> None:
    root = shown(bilingual)
    assert by_id(root, "en-p6").getparent().tag == X + "blockquote"
    assert by_id(root, "en-p8").getparent().getparent() is by_id(root, "en-p7")
    assert by_id(root, "en-p9").getparent().get("id") == "en-p7-list"


def test_a_twins_mark_is_a_link_in_words_outside_the_sentences(bilingual: Book) -> None:
    (mark,) = by_id(shown(bilingual), "en-p3").iter(f"{X}a")
    assert mark.get("href") == "es-c1.xhtml#es-p2"
    assert mark.get("hreflang") == "es"
    assert mark.get("aria-label") == "Paragraph 1 in Spanish (es)"
    assert mark.text == "es"
    assert not any((a.get("id") or "").endswith("-s1") for a in mark.iterancestors())


def test_two_blocks_against_one_lead_there_and_back(bilingual: Book) -> None:
    def targets(which: int, name: str) -> list[str]:
        return [a.get("href") for a in by_id(shown(bilingual, which), name).iter(f"{X}a")]

    assert targets(0, "en-p1") == ["es-c1.xhtml#es-p1"]
    assert targets(0, "en-p2") == ["es-c1.xhtml#es-p1"]
    assert targets(1, "es-p1") == ["en-c1.xhtml#en-p1", "en-c1.xhtml#en-p2"]


def test_every_link_to_a_translation_has_its_way_back(bilingual: Book) -> None:
    links = twins(bilingual, leaves(bilingual)).links
    pairs = {(name, place.id) for name, places in links.items() for place in places}
    assert pairs
    assert pairs == {(right, left) for left, right in pairs}


def test_a_paragraph_without_a_twin_says_so_in_its_own_language(bilingual: Book) -> None:
    (note,) = (e for e in by_id(shown(bilingual), "en-p5").iter() if e.get("role") == "note")
    assert note.text == "This paragraph has no translation into Spanish."


def test_an_untranslated_heading_says_so_below_and_not_within(
    make_edition: Callable[..., Edition], make_beads: Callable[..., Any]
) -> None:
    left = make_edition("en", [("title", "T"), ("heading", "Alone", 2), ("paragraph", "P.")])
    right = make_edition("es", [("title", "T"), ("paragraph", "P.")])
    book = Book(Metadata(), (left, right), make_beads("en", "es", [((1,), (1,)), ((2,), ()), ((3,), (2,))]))
    heading = by_id(shown(book), "en-p2")
    assert text_of(heading) == "Alone"
    assert text_of(heading.getnext()).strip() == "This title has no translation into Spanish."


def test_a_chapter_without_any_translation_says_so_once(
    make_edition: Callable[..., Edition], make_beads: Callable[..., Any]
) -> None:
    left = make_edition("en", [("title", "T"), ("paragraph", "One."), ("paragraph", "Two.")])
    right = make_edition("es", [("title", "U")])
    pairs = [((1,), ()), ((2,), ()), ((3,), ()), ((), (1,))]
    book = Book(Metadata(), (left, right), make_beads("en", "es", pairs))
    notes = [e.text for e in shown(book).iter() if e.get("role") == "note"]
    assert notes == ["This chapter has no translation into Spanish."]


def test_with_three_languages_a_block_has_one_mark_for_each_other_language(
    make_edition: Callable[..., Edition], make_beads: Callable[..., Any]
) -> None:
    editions = tuple(make_edition(code, [("title", code), ("paragraph", "P.")]) for code in ("en", "es", "pt"))
    pairs = [((1,), (1,)), ((2,), (2,))]
    beads = sum((make_beads(a, b, pairs) for a, b in (("en", "es"), ("en", "pt"), ("es", "pt"))), ())
    book = Book(Metadata(), editions, beads)
    assert [a.text for a in by_id(shown(book, 1), "es-p2").iter(f"{X}a")] == ["en", "pt"]


def test_one_language_has_no_marks_and_no_notes(make_edition: Callable[..., Edition]) -> None:
    root = shown(Book(Metadata(), (make_edition("en", [("title", "T"), ("paragraph", "P.")]),)))
    assert not list(root.iter(f"{X}a"))
    assert [e for e in root.iter() if e.get("role") == "note"] == []


def test_chapters_are_linked_at_their_tops_even_where_the_titles_are_not_paired(
    make_edition: Callable[..., Edition], make_beads: Callable[..., Any]
) -> None:
    left = make_edition("en", [("title", "T"), ("paragraph", "P.")])
    right = make_edition("es", [("title", "U"), ("paragraph", "Q.")])
    book = Book(Metadata(), (left, right), make_beads("en", "es", [((1,), ()), ((2,), (2,)), ((), (1,))]))
    (mark,) = by_id(shown(book), "en-p1").iter(f"{X}a")
    assert mark.get("href") == "es-c1.xhtml#es-p1"
    assert mark.get("aria-label") == "This chapter in Spanish (es)"


def test_colophons_are_linked_at_their_tops_alone(bilingual: Book) -> None:
    pages = leaves(bilingual)
    assert [leaf.id for leaf in pages] == ["en-c1", "es-c1", "en-colophon", "es-colophon"]
    root = parse_xml(page(pages[2], twins(bilingual, pages)))
    (mark,) = root.iter(f"{X}a")
    assert mark.get("href") == "es-colophon.xhtml#es-colophon-p1"
    assert mark.get("aria-label") == "This chapter in Spanish (es)"


@pytest.mark.parametrize(
    ("spans", "markup"),
    [
        ((Span("plain"),), "plain"),
        ((Span("a ", ("emphasis",)), Span("b", ("strong", "emphasis"))), "<em>a </em><strong><em>b</em></strong>"),
        ((Span("x < y", ("code",)),), "<code>x &lt; y</code>"),
        (
            (Span("see "), Span("this", href="https://example.org/a b?c=d&e"), Span(" now")),
            'see <a href="https://example.org/a%20b?c=d&amp;e">this</a> now',
        ),
        ((Span("no", href="javascript:alert(1)"), Span(" way", href="other.html")), "no way"),
        (
            (Span("one ", href="https://example.org/"), Span("link", ("strong",), href="https://example.org/")),
            '<a href="https://example.org/">one <strong>link</strong></a>',
        ),
        ((Span("el "), Span("gremio", language="es")), 'el <span lang="es" xml:lang="es">gremio</span>'),
        ((Span("بيت", language="ar"),), '<span lang="ar" xml:lang="ar" dir="rtl">بيت</span>'),
    ],
)
def test_a_run_keeps_its_style_its_link_and_its_language(spans: Sequence[Span], markup: str) -> None:
    assert inner(of_spans(*spans)) == markup


def test_a_page_says_its_language_twice_and_its_direction() -> None:
    root = of_spans(Span("בית"), language="he").getroottree().getroot()
    assert (root.get("lang"), root.get(XML_LANG), root.get("dir")) == ("he", "he", "rtl")


def test_a_left_to_right_page_says_so_too_for_a_book_that_leads_the_other_way() -> None:
    assert of_spans(Span("Kites")).getroottree().getroot().get("dir") == "ltr"


def test_our_own_words_are_tagged_where_we_lack_the_pages_language(
    make_edition: Callable[..., Edition], make_beads: Callable[..., Any]
) -> None:
    left, right = make_edition("qu", [("title", "T")]), make_edition("es", [("title", "U")])
    book = Book(Metadata(), (left, right), make_beads("qu", "es", [((1,), (1,))]))
    (mark,) = by_id(shown(book), "qu-p1").iter(f"{X}a")
    assert mark.get("aria-label") == "Title in Spanish (es)"
    assert mark.get("lang") == "en"


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        (" http://example.org/é ", "http://example.org/%C3%A9"),
        ("https://", ""),
        ("#note", ""),
        ("../up.html", ""),
        ("file:///etc/hosts", ""),
        ("data:text/html,x", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_link_is_kept_where_a_book_can_follow_it(href: str, kept: str) -> None:
    assert address(href) == kept


def test_a_mark_shows_the_whole_tag_only_where_two_editions_share_a_language() -> None:
    assert code_of("pt-BR", ("en", "pt-BR")) == "pt"
    assert code_of("pt-BR", ("pt-PT", "pt-BR")) == "pt-BR"


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("ar", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr"), ("fa-IR", "rtl"), ("zh-Hant-TW", "ltr")],
)
def test_a_script_runs_its_way(language: str, way: str) -> None:
    assert direction(language) == way


def test_white_space_stands_between_sentences_and_not_within(bilingual: Book) -> None:
    block = by_id(shown(bilingual), "en-p3")
    assert by_id(block, "en-p3-s1").tail == " "
    assert not by_id(block, "en-p3-s2").tail


def test_the_same_book_gives_the_same_page(bilingual: Book) -> None:
    pages = leaves(bilingual)
    first = page(pages[0], twins(bilingual, pages))
    again = replace(bilingual, beads=tuple(bilingual.beads))
    assert page(leaves(again)[0], twins(again, leaves(again))) == first


def test_a_pair_of_which_we_are_unsure_is_not_linked_and_says_so(bilingual: Book) -> None:
    doubted = tuple(replace(b, confidence=0.49) if b.left == ("en-p6",) else b for b in bilingual.beads)
    book = replace(bilingual, beads=doubted)
    quote = by_id(shown(book), "en-p6")
    assert text_of(quote).endswith("No certain match for this in Spanish was found.")
    assert quote.findall(".//{*}a") == []
    assert by_id(shown(book, 1), "es-p4").findall(".//{*}a") == []
    assert by_id(shown(bilingual), "en-p6").findall(".//{*}a") != []
