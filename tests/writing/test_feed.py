"""What a feed says of an episode, and how items are found, moved and put among others."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from showroom import SHOW

from publish.errors import OutputError
from publish.writing import feed
from publish.writing.feed_items import Item, grown, items
from publish.writing.formats.feed import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Book, Edition, Encode, Publication

PODCAST = "{https://podcastindex.org/namespace/1.0}"
COMMONS = "https://creativecommons.org"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def test_a_long_beginning_is_cut_between_words_and_where_there_are_none_anywhere(
    bilingual: Book, published: Callable[..., Publication], encode: Encode, make_edition: Callable[..., Edition]
) -> None:
    for language, text, ends in (("en", "word " * 200, "word …"), ("ja", "雨" * 700, "雨 …")):
        edition = make_edition(language, [("title", "Rain"), ("paragraph", text.strip())])
        book = replace(bilingual, editions=(edition,), beads=())
        made = {file.path: file.content for file in write(published(book), encode)}
        lead = (item(made, language).findtext("description") or "").split("\n\n")[0]
        assert 590 < len(lead) <= 602
        assert lead.endswith(ends)


@pytest.fixture
def files(bilingual: Book, published: Callable[..., Publication], encode: Encode) -> dict[str, bytes]:
    return {file.path: file.content for file in write(published(bilingual), encode) if isinstance(file.content, bytes)}


def item(files: dict[str, bytes], language: str):
    (found,) = etree.fromstring(files[f"item.{language}.xml"]).iter("item")
    return found


def test_an_episode_says_what_it_is(files: dict[str, bytes]) -> None:
    found = item(files, "es")
    said = {tag: found.findtext(tag) for tag in ("title", "link", "pubDate", f"{ITUNES}author", f"{ITUNES}duration")}
    assert list(said.values()) == [
        "Un sendero y un río",
        "https://example.org/path",
        "Fri, 01 May 2026 12:00:00 GMT",
        "Ana Roe",
        "3",
    ]
    assert found.findtext("description") == (
        "El sendero empieza en el mercado. Nadie sabe quién lo puso.\n\n"
        "Narrado por A test tone, una voz sintética.\n\nhttps://example.org/path"
    )
    assert found.findtext("guid") == "urn:uuid:d244d173-3130-5c1a-ad75-6a9a7b6f1287"
    assert found.find("guid").get("isPermaLink") == "false"
    people = [(person.get("role"), person.text) for person in found.iter(f"{PODCAST}person")]
    assert people == [("author", "Ana Roe"), ("narrator", "A test tone")]
    assert found.findtext(f"{PODCAST}license") == "cc0-1.0"
    assert found.find(f"{PODCAST}contentLink").get("href") == "./path.epub"


def test_its_own_language_comes_first_in_all_four_forms_then_the_other(files: dict[str, bytes]) -> None:
    named = [(each.get("language"), each.get("url")) for each in item(files, "es").iter(f"{PODCAST}transcript")]
    assert named == [
        ("es", "./audio/path.es.vtt"),
        ("es", "./transcripts/path.es.es.srt"),
        ("es", "./transcripts/path.es.es.html"),
        ("es", "./transcripts/path.es.es.json"),
        ("en", "./transcripts/path.es.en.vtt"),
        ("en", "./transcripts/path.es.en.srt"),
        ("en", "./transcripts/path.es.en.html"),
        ("en", "./transcripts/path.es.en.json"),
    ]
    assert {url[2:] for _, url in named[1:]} <= files.keys()


def test_chapters_are_those_of_the_sound(files: dict[str, bytes]) -> None:
    chapters = json.loads(files["chapters/path.en.json"])
    assert chapters["version"] == "1.2.0"
    assert [(row["startTime"], row["title"]) for row in chapters["chapters"]] == [
        (0.0, "A Path and a River"),
        (1.2, "The second winter"),
    ]


def test_a_book_without_sound_is_no_episode(
    bilingual: Book, published: Callable[..., Publication], encode: Encode
) -> None:
    with pytest.raises(OutputError, match="this book has no sound"):
        list(write(published(bilingual, spoken=False), encode))


def test_a_feed_links_to_its_sisters_and_says_whose_it_is() -> None:
    channels = [feed.Channel(language, "artwork.jpg") for language in ("", "en", "es")]
    show = replace(SHOW, email="ana@example.org", licence="CC-BY-4.0", copyright="Ana Roe")
    root = etree.fromstring((feed.head(show, channels[2], channels[:2]) + feed.CLOSING).encode())
    links = [
        (link.get("rel"), link.get("hreflang"), link.get("href")) for link in root.iter("{*}link") if link.get("rel")
    ]
    assert links == [
        ("self", None, "https://example.org/podcast/feed.es.xml"),
        ("alternate", None, "https://example.org/podcast/feed.xml"),
        ("alternate", "en", "https://example.org/podcast/feed.en.xml"),
    ]
    assert root.findtext("channel/title") == "Radio del pueblo"
    assert root.findtext(f"channel/{PODCAST}guid") == "e295516c-58dc-54c7-8650-cd36cf440880"
    assert root.findtext(f"channel/{ITUNES}owner/{ITUNES}email") == "ana@example.org"
    assert root.find(f"channel/{PODCAST}locked").get("owner") == "ana@example.org"
    assert [e.get("text") for e in root.iter(f"{ITUNES}category")] == ["Education", "Language Learning"]


@pytest.mark.parametrize(
    ("said", "url", "expected"),
    [
        ("CC-BY-4.0", "", ("cc-by-4.0", None)),
        ("CC BY-SA 4.0", "", ("cc-by-sa-4.0", None)),
        (f"{COMMONS}/licenses/by-nc/4.0/", "", ("cc-by-nc-4.0", f"{COMMONS}/licenses/by-nc/4.0/")),
        (f"{COMMONS}/publicdomain/zero/1.0/", "", ("cc0-1.0", f"{COMMONS}/publicdomain/zero/1.0/")),
        ("https://example.org/terms", "", ("example.org", "https://example.org/terms")),
        ("Ours", "https://example.org/terms", ("Ours", "https://example.org/terms")),
    ],
)
def test_a_licence_is_called_as_the_namespace_calls_it(said: str, url: str, expected: tuple[str, str | None]) -> None:
    content = feed.head(replace(SHOW, licence=said, licence_url=url), feed.Channel("en", "a.jpg"), ()) + feed.CLOSING
    found = etree.fromstring(content.encode()).find(f"channel/{PODCAST}license")
    assert (found.text, found.get("url")) == expected


def test_nobody_s_address_is_told_unless_they_say_it() -> None:
    assert "@" not in feed.head(SHOW, feed.Channel("en", "artwork.jpg"), ())


@pytest.mark.parametrize(
    ("title", "language", "languages", "expected"),
    [
        ({"en": "Rain", "es": "Lluvia"}, "es", ["en", "es"], "Lluvia"),
        ({"en": "Rain", "es": "Lluvia"}, "", ["en", "es"], "Rain / Lluvia"),
        ({"en": "Rain"}, "en", ["en", "es"], "Rain"),
        ({"en": "Rain"}, "es", ["en", "es"], "Rain (Español)"),
        ({"en": "Rain"}, "", ["en", "es"], "Rain (English, Español)"),
        ({"en": "Rain"}, "", ["en"], "Rain"),
    ],
)
def test_every_feed_of_a_show_has_a_title_by_which_it_is_known(title, language, languages, expected) -> None:
    assert feed.titled(replace(SHOW, title=title), language, languages) == expected


def lines(content: str) -> list[bytes]:
    return content.encode().splitlines(keepends=True)


def an_item(name: str, day: int, text: str = "") -> str:
    return (
        f'<item>\n<guid isPermaLink="false">{name}</guid>\n<pubDate>Fri, {day:02} May 2026 12:00:00 GMT</pubDate>\n'
        f"<description>{text}</description>\n<dc:language>en</dc:language>\n"
        f'<enclosure url="https://a.example/episodes/{name}-00000000/a.mp3" length="1"/>\n</item>\n'
    )


def test_an_address_in_the_words_of_an_article_does_not_move() -> None:
    text = 'See &lt;a href="https://a.example/episodes/"&gt; and\nurl="https://a.example/x"'
    moved = Item(an_item("rain", 1, text).encode()).moved("https://a.example/", "https://b.example/").content.decode()
    assert text in moved
    assert 'enclosure url="https://b.example/episodes/rain-00000000/a.mp3"' in moved


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 28)), unique_by=lambda each: each[0], max_size=6))
def test_a_feed_is_the_same_in_whatever_order_it_grew(episodes: list[tuple[str, int]]) -> None:
    def grow(order: list[tuple[str, int]]) -> bytes:
        made = b""
        for name, day in order:
            old = list(items(io.BytesIO(made)))
            kept = {each.place for each in old}
            made = b"".join(grown("HEAD\n", old, [Item(an_item(name, day).encode())], kept))
        return made

    assert grow(episodes) == grow(sorted(episodes))
