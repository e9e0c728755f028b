"""The feed's own check: a sound feed passes every rule, and each fault is found by its rule."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

import pytest
from PIL import Image
from showroom import CHAPTERS, SHOW

from publish.errors import SourceError
from publish.writing import feed
from publish.writing.proof_feed import verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

ITEM = """<item>
<title>Rain</title>
<guid isPermaLink="false">urn:rain</guid>
<pubDate>Fri, 01 May 2026 12:00:00 GMT</pubDate>
<description>It rains.</description>
<itunes:duration>12</itunes:duration>
<podcast:transcript url="https://example.org/podcast/rain%20.vtt" type="text/vtt" language="en"/>
<podcast:chapters url="https://example.org/podcast/rain.json" type="application/json+chapters"/>
<enclosure url="https://example.org/podcast/rain.mp3" type="audio/mpeg" length="5"/>
</item>
"""
FEED = feed.head(SHOW, feed.Channel("en", "artwork.jpg"), ()) + ITEM + feed.CLOSING


def picture(side: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, kind)
    return out.getvalue()


FILES = {"artwork.jpg": picture(1400), "rain .vtt": b"WEBVTT\n", "rain.json": CHAPTERS, "rain.mp3": b"sound"}


def looking(files: dict[str, bytes]) -> Callable[[str], BinaryIO | None]:
    return lambda path: io.BytesIO(files[path]) if path in files else None


def failed(content: str, files: dict[str, bytes]) -> dict[str, str]:
    found, problems = verdicts(content.encode(), looking(files))
    bad = {verdict.rule: verdict.detail for verdict in found if verdict.outcome == "failed"}
    assert bad.keys() == {problem.rule for problem in problems}
    return bad


def test_a_sound_feed_passes_every_rule() -> None:
    found, problems = verdicts(FEED.encode(), looking(FILES))
    assert problems == ()
    assert {verdict.outcome for verdict in found} == {"passed", "needs a person"}
    assert len(found) == 13


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<itunes:author>Ana Roe</itunes:author>", "", "channel"),
        ("itunes:category", "itunes:other", "channel"),
        ('rel="self"', 'rel="other"', "identity"),
        ("<podcast:guid>3462b237-094f-5", "<podcast:guid>3462b237-094f-4", "identity"),
        ("https://example.org/podcast/rain.mp3", "rain.mp3", "addresses"),
        ("https://example.org/podcast/rain.mp3", "http://example.org/podcast/rain.mp3", "addresses"),
        ("<itunes:duration>12</itunes:duration>", "", "episodes"),
        (ITEM, "", "episodes"),
        (ITEM, ITEM * 2, "guids"),
        ("Fri, 01 May", "Thu, 01 May", "dates"),
        ("Fri, 01 May 2026 12:00:00 GMT", "2026-05-01", "dates"),
        ('length="5"', 'length="6"', "enclosures"),
        ("audio/mpeg", "audio/ogg", "enclosures"),
        ("rain.mp3", "snow.mp3", "files"),
        ("rain%20.vtt", "%2e%2e/rain.vtt", "files"),
        ('type="text/vtt"', 'type="text/html"', "transcripts"),
        ("<itunes:duration>12<", "<itunes:duration>9<", "chapters"),
        ("<description>It rains.", f"<description>{'It rains. ' * 401}", "descriptions"),
    ],
)
def test_a_fault_is_found_by_its_rule(old: str, new: str, rule: str) -> None:
    assert old in FEED
    assert rule in failed(FEED.replace(old, new), FILES)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("artwork.jpg", picture(1399), "artwork"),
        ("artwork.jpg", picture(3001), "artwork"),
        ("artwork.jpg", picture(1400, "RGBA"), "artwork"),
        ("artwork.jpg", picture(1400, kind="BMP"), "artwork"),
        ("artwork.jpg", b"no picture", "artwork"),
        ("rain.json", b"{}", "chapters"),
        ("rain.json", b'{"chapters": [{"startTime": 2}, {"startTime": 1}]}', "chapters"),
        ("rain.mp3", b"", "files"),
    ],
)
def test_a_bad_file_is_found_by_its_rule(name: str, content: bytes, rule: str) -> None:
    assert rule in failed(FEED, {**FILES, name: content})


@pytest.mark.parametrize("content", ["<feed/>", "<rss/>", "not XML"])
def test_what_is_no_feed_is_refused(content: str) -> None:
    with pytest.raises(SourceError):
        verdicts(content.encode(), looking({}))
