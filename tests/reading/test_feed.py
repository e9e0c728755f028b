"""Feeds: which entry, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import registry
from publish.errors import SourceError
from publish.model import Source
from publish.reading.entries import Entry, chosen, entries
from publish.reading.formats.feed import read

RSS = b"""
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Hill News</title><language>en-GB</language><link>https://example.org/</link>
<copyright>All ours</copyright>
<!-- made by hand -->
<item><title>Rain &amp;amp; wind</title><guid isPermaLink="false">rain-1</guid><link>/rain</link>
<dc:creator>Ann Hill</dc:creator><dc:creator>Bob Dale</dc:creator><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
<description>It rains.</description>
<content:encoded><![CDATA[<p>It rains in the <em>hills</em>.</p><p>The river rises.</p>]]></content:encoded></item>
<item><title>Sun</title><guid>https://example.org/sun</guid><author>sun@example.org (Cy Field)</author>
<description>First part.

Second part &lt; third.</description></item>
</channel></rss>
"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>Cerros</title>
<author><name>Ana</name></author>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>
<entry><id>tag:example.org,2026:1</id><title type="html">Lluvia &lt;b&gt;fuerte&lt;/b&gt;</title>
<link rel="enclosure" href="/a.mp3"/><link href="/lluvia"/><published>2026-03-02T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Llueve en los cerros.</p></div></content></entry>
<entry><id>2</id><title>Sol</title><updated>2026-03-03</updated><summary>Hace sol.</summary></entry>
</feed>"""

needs_pages = pytest.mark.skipif("html" not in registry.names("readers"), reason="the reader of pages is not here")


def test_an_entry_of_rss() -> None:
    rain, _ = entries(RSS, "https://example.org/feed.xml")
    assert rain == Entry(
        identity="rain-1",
        title="Rain & wind",
        link="https://example.org/rain",
        html="<p>It rains in the <em>hills</em>.</p><p>The river rises.</p>",
        whole=True,
        authors=("Ann Hill", "Bob Dale"),
        published="2026-03-02",
        language="en-GB",
        licence="",
        site="Hill News",
    )


def test_a_plain_description_is_paragraphs() -> None:
    _, sun = entries(RSS)
    assert (sun.html, sun.whole) == ("<p>First part.</p><p>Second part &lt; third.</p>", False)
    assert (sun.authors, sun.link) == (("Cy Field",), "https://example.org/sun")


def test_an_entry_of_atom() -> None:
    rain, sun = entries(ATOM, "https://example.org/atom.xml")
    assert (rain.identity, rain.title, rain.link) == (
        "tag:example.org,2026:1",
        "Lluvia fuerte",
        "https://example.org/lluvia",
    )
    assert "<p>Llueve en los cerros.</p>" in rain.html
    assert (rain.authors, rain.published, rain.language) == (("Ana",), "2026-03-02", "es")
    assert rain.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert (sun.html, sun.whole, sun.published) == ("<p>Hace sol.</p>", False, "2026-03-03")


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("rain-1", "Rain & wind"),
        ("https://example.org/sun", "Sun"),
        ("https%3A%2F%2Fexample.org%2Fsun", "Sun"),
        ("2", "Sun"),
    ],
)
def test_an_entry_is_chosen_by_id_link_or_place(wanted: str, title: str) -> None:
    assert chosen(entries(RSS), wanted, "feed.xml").title == title


def test_an_id_goes_before_a_place() -> None:
    assert chosen(entries(ATOM), "2", "feed.xml").title == "Sol"


@pytest.mark.parametrize(
    ("wanted", "said"), [("", "This is a feed of 2 entries"), ("gone", "There is no entry gone"), ("3", "no entry 3")]
)
def test_which_entry_must_be_said(wanted: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        chosen(entries(RSS), wanted, "feed.xml")
    assert "rain-1 (Rain & wind); https://example.org/sun (Sun)" in caught.value.hint


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b"<rss><channel/></rss>", "There is no entry in this feed"),
        (b"<html/>", "This is XML, but no feed: it begins with html"),
        (b"<rss>", "Not well-formed XML"),
        (b"", "Not well-formed XML"),
        (b"<rss><channel><item/></channel></rss>", "There is nothing in the entry"),
        (b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><rss>&z;</rss>', "There is no entry"),
    ],
)
def test_what_is_no_feed_is_refused(xml: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(Source("feed.xml", ".xml", xml, "feed.xml"))
    assert caught.value.where == "feed.xml"
    assert caught.value.hint


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_a_feed_or_refused(content: bytes) -> None:
    for xml in (content, b"<rss><channel><item><description>" + content + b"</description></item></channel></rss>"):
        try:
            found = entries(xml)
        except SourceError:
            continue
        assert len(found) <= 1


@needs_pages
def test_an_entry_is_read_as_the_page_it_would_be() -> None:
    origin = "https://example.org/feed.xml#rain-1"
    document = read(Source("feed.xml", ".rss", RSS, origin, date(2026, 3, 3)))
    assert [block.text for block in document.blocks][-2:] == ["It rains in the hills.", "The river rises."]
    said = document.metadata
    assert (said.title, said.authors, said.published) == ("Rain & wind", ("Ann Hill", "Bob Dale"), "2026-03-02")
    assert (said.url, said.origin, said.site) == ("https://example.org/rain", "https://example.org/rain", "Hill News")
    assert said.retrieved == date(2026, 3, 3)


def test_a_day_in_a_year_of_twenty_digits_is_no_day() -> None:
    feed = RSS.replace(b"2026", b"20260000000000000000")
    assert feed != RSS
    assert entries(feed, "https://example.org/feed.xml")[0].published == ""
