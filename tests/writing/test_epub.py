from __future__ import annotations

import io
import tracemalloc
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from publish.completeness import check_epub
from publish.errors import OutputError
from publish.markup import parse_xml
from publish.model import Book, Metadata
from publish.writing.formats.epub import write
from publish.writing.proof import problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publish.model import Edition, Encode, Publication

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


def test_the_book_holds_a_page_an_overlay_and_a_sound_for_each_section(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    names = zipfile.ZipFile(bound(bilingual)).namelist()
    sections = ["en-c1", "es-c1", "en-colophon", "es-colophon"]
    assert names == [
        "mimetype",
        "META-INF/container.xml",
        "EPUB/content.opf",
        "EPUB/cover.jpg",
        "EPUB/cover.xhtml",
        *(f"EPUB/{name}" for s in sections for name in (f"{s}.xhtml", f"{s}.smil", f"audio/{s}.mp3")),
        "EPUB/nav.xhtml",
        "EPUB/style/book.css",
        "EPUB/toc.ncx",
    ]


def test_mimetype_is_first_and_stored_sound_and_picture_are_stored_text_is_deflated(
    bilingual: Book, bound: Callable[..., Any]
) -> None:
    entries = zipfile.ZipFile(bound(bilingual)).infolist()
    stored = [e.filename for e in entries if e.compress_type == zipfile.ZIP_STORED]
    assert stored[:2] == ["mimetype", "EPUB/cover.jpg"]
    assert {name.rpartition(".")[2] for name in stored[2:]} == {"mp3"}
    assert not any(e.extra for e in entries)


def test_no_entry_has_a_date_or_a_stray_permission(bilingual: Book, bound: Callable[..., Any]) -> None:
    entries = zipfile.ZipFile(bound(bilingual)).infolist()
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {e.external_attr >> 16 for e in entries} == {0o100644}


def test_the_same_book_gives_the_same_bytes(bilingual: Book, bound: Callable[..., Any]) -> None:
    assert bound(bilingual).getvalue() == bound(bilingual).getvalue()


def test_the_sound_in_the_book_is_the_sound_that_was_encoded(
    bilingual: Book, published: Callable[..., Publication], encode: Encode, bound: Callable[..., Any]
) -> None:
    publication = published(bilingual)
    narration = publication.narrations[1]
    sound = b"".join(encode(narration, narration.tracks[:1]).chunks())
    assert zipfile.ZipFile(bound(bilingual)).read("EPUB/audio/es-c1.mp3") == sound


def test_nothing_of_the_article_is_lost_on_the_way(bilingual: Book, bound: Callable[..., Any]) -> None:
    check_epub(bilingual, bound(bilingual), spoken=("en", "es"))


def test_each_contents_entry_is_in_its_own_language(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = parse_xml(zipfile.ZipFile(bound(bilingual)).read("EPUB/nav.xhtml"))
    toc = next(nav for nav in root.iter(f"{X}nav") if nav.get(f"{OPS}type") == "toc")
    entries = [(a.get("href"), a.text, a.get("lang")) for a in toc.iter(f"{X}a")]
    assert entries[:4] == [
        ("en-c1.xhtml", "A Path and a River (English)", None),
        ("en-c1.xhtml#en-p4", "The second winter", None),
        ("es-c1.xhtml", "Un sendero y un río (Español)", "es"),
        ("es-c1.xhtml#es-p3", "El segundo invierno", "es"),
    ]
    assert [href for href, *_ in entries[4:]] == ["en-colophon.xhtml", "es-colophon.xhtml"]


def test_landmarks_lead_to_the_start_of_each_language(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = parse_xml(zipfile.ZipFile(bound(bilingual)).read("EPUB/nav.xhtml"))
    marks = next(nav for nav in root.iter(f"{X}nav") if nav.get(f"{OPS}type") == "landmarks")
    starts = [a.get("href") for a in marks.iter(f"{X}a") if a.get(f"{OPS}type") == "bodymatter"]
    assert starts == ["en-c1.xhtml", "es-c1.xhtml"]


def test_the_covers_words_are_both_titles(bilingual: Book, bound: Callable[..., Any]) -> None:
    root = parse_xml(zipfile.ZipFile(bound(bilingual)).read("EPUB/cover.xhtml"))
    assert next(root.iter(f"{X}img")).get("alt") == "Cover: A Path and a River · Un sendero y un río"


def test_a_book_without_sound_or_cover_is_plain_and_sound(bilingual: Book, bound: Callable[..., Any]) -> None:
    epub = bound(bilingual, spoken=False, cover=b"")
    names = zipfile.ZipFile(epub).namelist()
    assert not [n for n in names if n.endswith((".mp3", ".smil", ".jpg", "cover.xhtml"))]
    assert b"media-overlay" not in zipfile.ZipFile(epub).read("EPUB/style/book.css")
    assert problems(epub) == ()


def test_a_bilingual_talking_book_passes_its_own_proof(bilingual: Book, bound: Callable[..., Any]) -> None:
    assert problems(bound(bilingual)) == ()


@pytest.mark.parametrize(
    "languages", [("en",), ("ar", "en"), ("zh",), ("en", "es", "pt"), ("pt-PT", "pt-BR"), ("qu", "es")]
)
def test_any_languages_in_any_number_pass_the_proof(
    languages: tuple[str, ...],
    make_edition: Callable[..., Edition],
    make_beads: Callable[..., Any],
    bound: Callable[..., Any],
) -> None:
    editions = tuple(make_edition(code, [("title", f"In {code}"), ("paragraph", "One.|Two.")]) for code in languages)
    pairs = [((1,), (1,)), ((2,), (2,))]
    order = [(a, b) for n, a in enumerate(languages) for b in languages[n + 1 :]]
    beads = sum((make_beads(a, b, pairs) for a, b in order), ())
    assert problems(bound(Book(Metadata(), editions, beads))) == ()


def test_an_article_in_chapters_lists_them_below_its_title(
    make_edition: Callable[..., Edition], bound: Callable[..., Any]
) -> None:
    whole = make_edition("en", [("title", "Whole"), ("paragraph", "One.")])
    second = make_edition("en", [("heading", "Second part", 2), ("paragraph", "Two.")]).sections[0]
    renamed = replace(
        second,
        id="en-c2",
        title="Second part",
        paragraphs=tuple(
            replace(p, id=f"en-p{n}", sentences=(replace(p.sentences[0], id=f"en-p{n}-s1"),))
            for n, p in enumerate(second.paragraphs, 3)
        ),
    )
    epub = bound(Book(Metadata(), (replace(whole, sections=(*whole.sections, renamed)),)))
    assert problems(epub) == ()
    root = parse_xml(zipfile.ZipFile(epub).read("EPUB/nav.xhtml"))
    below = [a.text for li in root.iter(f"{X}li") for ol in li.iter(f"{X}ol") for a in ol.iter(f"{X}a")]
    assert below == ["Second part"]


def test_a_sentence_without_sound_stops_the_build_and_is_named(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    publication = published(bilingual)
    spoken = publication.narrations[0]
    deaf = replace(spoken.tracks[0], cues=spoken.tracks[0].cues[:-1])
    short = replace(spoken, tracks=(deaf, *spoken.tracks[1:]))
    with pytest.raises(OutputError, match="en-p10-s1"):
        list(write(replace(publication, narrations=(short, publication.narrations[1])), encode))


@dataclass
class Long:
    """An hour of sound, never whole in memory."""

    suffix: str = ".mp3"
    media_type: str = "audio/mpeg"
    size: int = 32 << 20
    duration_ms: int = 3_600_000
    loudness_lufs: float = -19.0
    true_peak_dbtp: float = -1.0

    def chunks(self) -> Iterator[bytes]:
        for _ in range(self.size >> 16):
            yield bytes(1 << 16)


def test_sound_flows_through_and_is_never_held(
    bilingual: Book, published: Callable[..., Publication], tmp_path: Any
) -> None:
    (file,) = write(published(bilingual), lambda *_: Long())
    assert callable(file.content)
    tracemalloc.start()
    with (tmp_path / "long.epub").open("wb") as out:
        file.content(out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "long.epub").stat().st_size > 4 * (32 << 20)
    assert peak < 4 << 20


def test_a_file_of_the_book_can_be_written_where_nothing_was_read(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    (file,) = write(published(bilingual), encode)
    assert (file.path, file.media_type) == ("path.epub", "application/epub+zip")
    first, second = io.BytesIO(), io.BytesIO()
    assert callable(file.content)
    file.content(first)
    file.content(second)
    assert first.getvalue() == second.getvalue()
