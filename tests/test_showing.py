"""A show that grows, is published again, moves, and is killed on the way."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from showroom import SHOW, episode, grown

from publish import showing
from publish.errors import ConfigError, OutputError

GUID = "{https://podcastindex.org/namespace/1.0}guid"


def titles(feed: Path) -> list[str]:
    return [item.findtext("title") or "" for item in etree.parse(feed).getroot().iter("item")]


def guids(feed: Path) -> list[str]:
    return [item.findtext("guid") or "" for item in etree.parse(feed).getroot().iter("item")]


def unheard(folder: Path) -> list[str]:
    """Name every sound of every feed that is not there, or not as long as the feed says."""
    wrong = []
    for feed in folder.glob("feed*.xml"):
        for sound in etree.parse(feed).getroot().iter("enclosure"):
            path = folder / sound.get("url", "").removeprefix(SHOW.base_url)
            if not path.is_file() or path.stat().st_size != int(sound.get("length", "0")):
                wrong.append(f"{feed.name}: {path}")
    return wrong


def test_each_language_has_its_feed_and_one_has_them_all(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001"))
    assert titles(tmp_path / "feed.en.xml") == ["rain in en"]
    assert titles(tmp_path / "feed.es.xml") == ["rain in es"]
    assert titles(tmp_path / "feed.xml") == ["rain in en", "rain in es"]


def test_the_newest_episode_is_the_first_in_whatever_order_they_were_made(tmp_path: Path) -> None:
    made = {}
    for folder, order in ((tmp_path / "a", (1, 2, 3)), (tmp_path / "b", (3, 1, 2))):
        for day in order:
            grown(folder, episode(folder, f"day{day}", "00000001", day=day, languages="en"))
        made[folder.name] = (folder / "feed.en.xml").read_bytes()
    assert titles(tmp_path / "a" / "feed.en.xml") == ["day3 in en", "day2 in en", "day1 in en"]
    assert made["a"] == made["b"]


def test_one_more_episode_leaves_every_other_byte_as_it_was(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "old", "00000001", day=1))
    grown(tmp_path, episode(tmp_path, "young", "00000001", day=3))
    before = (tmp_path / "feed.xml").read_text()
    grown(tmp_path, episode(tmp_path, "middle", "00000001", day=2))
    after = (tmp_path / "feed.xml").read_text()
    assert re.sub(r"<item>\n<title>middle.*?</item>\n", "", after, flags=re.DOTALL) == before


def test_an_article_published_again_takes_the_place_of_its_episode_and_keeps_its_guid(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001", sound=b"first"))
    first = guids(tmp_path / "feed.xml")
    again = episode(tmp_path, "rain", "00000002", sound=b"the second")
    item = tmp_path / "episodes" / again / "item.en.xml"
    item.write_text(item.read_text().replace("urn:rain:en", "urn:another"))
    grown(tmp_path, again)
    assert guids(tmp_path / "feed.xml") == first == ["urn:rain:en", "urn:rain:es"]
    assert 'length="10"' in (tmp_path / "feed.en.xml").read_text()
    assert [path.name for path in (tmp_path / "episodes").iterdir()] == ["rain-00000002"]


def test_an_article_under_another_title_is_the_same_episode(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001"))
    again = episode(tmp_path, "drizzle", "00000002")
    for item in (tmp_path / "episodes" / again).glob("item.*.xml"):
        item.write_text(item.read_text().replace("urn:drizzle:", "urn:rain:"))
    grown(tmp_path, again)
    assert titles(tmp_path / "feed.xml") == ["drizzle in en", "drizzle in es"]


def test_what_a_person_laid_beside_an_episode_stays(tmp_path: Path) -> None:
    first = tmp_path / "episodes" / episode(tmp_path, "rain", "00000001")
    grown(tmp_path)
    (first / "notes.txt").write_text("mine")
    grown(tmp_path, episode(tmp_path, "rain", "00000002"))
    assert [path.name for path in first.rglob("*")] == ["notes.txt"]
    grown(tmp_path)
    assert titles(tmp_path / "feed.en.xml") == ["rain in en"]


def test_a_language_that_an_article_has_no_more_leaves_its_feed(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001"))
    grown(tmp_path, episode(tmp_path, "rain", "00000002", languages="en"))
    assert titles(tmp_path / "feed.es.xml") == []
    assert unheard(tmp_path) == []


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    own = episode(tmp_path, "rain", "00000001")
    grown(tmp_path, own)
    before = (tmp_path / "feed.xml").stat().st_mtime_ns
    assert [feed.changed for feed in grown(tmp_path, own)] == [False, False, False]
    assert (tmp_path / "feed.xml").stat().st_mtime_ns == before


def test_a_show_that_moves_changes_every_address_and_no_guid(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001"))
    before = (tmp_path / "feed.es.xml").read_text()
    grown(tmp_path, show=replace(SHOW, base_url="https://radio.example/", link="https://radio.example/"))
    after = (tmp_path / "feed.es.xml").read_text()
    assert after == before.replace("https://example.org/podcast/", "https://radio.example/")


def test_a_feed_that_is_lost_is_written_again(tmp_path: Path) -> None:
    for day in (1, 2):
        grown(tmp_path, episode(tmp_path, f"day{day}", "00000001", day=day))
    for name in ("feed.xml", "feed.es.xml"):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).unlink()
        grown(tmp_path)
        assert (tmp_path / name).read_bytes() == before


def test_an_episode_whose_folder_a_person_took_away_leaves_the_feeds(tmp_path: Path) -> None:
    for day in (1, 2):
        grown(tmp_path, episode(tmp_path, f"day{day}", "00000001", day=day, languages="en"))
    (tmp_path / "episodes" / "day1-00000001").rename(tmp_path / "kept")
    grown(tmp_path)
    assert titles(tmp_path / "feed.xml") == ["day2 in en"]


def test_a_new_language_is_told_to_the_other_feeds(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001", languages="en"))
    grown(tmp_path, episode(tmp_path, "snow", "00000001", languages="de"))
    said = (tmp_path / "feed.en.xml").read_text()
    assert 'hreflang="de" href="https://example.org/podcast/feed.de.xml" title="Village Radio (Deutsch)"/>' in said


@pytest.mark.parametrize("step", range(1, 15))
def test_a_run_that_is_killed_anywhere_leaves_a_show_that_plays_and_the_next_one_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001", sound=b"first"))
    grown(tmp_path, episode(tmp_path, "snow", "00000001", day=2))
    again = episode(tmp_path, "rain", "00000002", sound=b"the second")
    steps = 0

    def counted(call):
        def counting(*args, **named):
            nonlocal steps
            steps += 1
            if steps == step:
                raise KeyboardInterrupt
            return call(*args, **named)

        return counting

    with monkeypatch.context() as patched:
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "rmdir")):
            patched.setattr(owner, name, counted(getattr(owner, name)))
        try:
            grown(tmp_path, again)
        except KeyboardInterrupt:
            steps = -1
    # Three feeds, each written, put in its place and settled there; then the old folder goes, a file at a time.
    assert steps == -1
    assert unheard(tmp_path) == []
    assert len(titles(tmp_path / "feed.xml")) == 4
    assert len(titles(tmp_path / "feed.en.xml")) == 2
    grown(tmp_path, episode(tmp_path, "hail", "00000001", day=3))
    assert unheard(tmp_path) == []
    assert titles(tmp_path / "feed.en.xml") == ["hail in en", "snow in en", "rain in en"]
    assert titles(tmp_path / "feed.es.xml") == ["hail in es", "snow in es", "rain in es"]
    assert len(list((tmp_path / "episodes").glob("[!.]*"))) == 3


def test_a_feed_of_another_hand_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss><channel><title>Mine</title>\n</channel></rss>\n")
    with pytest.raises(OutputError, match="no feed that Enface wrote"):
        grown(tmp_path, episode(tmp_path, "rain", "00000001"))
    assert "Mine" in (tmp_path / "feed.xml").read_text()


def test_another_sound_is_an_alternative_and_the_mp3_stays_the_first(tmp_path: Path) -> None:
    own = episode(tmp_path, "rain", "00000001", languages="en")
    colophon = tmp_path / "episodes" / own / "colophon.json"
    opus = '{"path": "audio/rain.en.opus", "media_type": "audio/ogg", "size": 7}, {"path": "audio/rain.en.mp3"'
    colophon.write_text(re.sub(r'\{\s*"path": "audio/rain.en.mp3"', opus, colophon.read_text()))
    grown(tmp_path, own)
    (item,) = etree.parse(tmp_path / "feed.en.xml").getroot().iter("item")
    other = item.find("{*}alternateEnclosure")
    assert item.find("enclosure").get("type") == "audio/mpeg"
    assert dict(other.attrib) == {"type": "audio/ogg", "length": "7", "lang": "en"}
    assert other[0].get("uri") == f"https://example.org/podcast/episodes/{own}/audio/rain.en.opus"


def test_sound_that_not_every_app_plays_is_refused(tmp_path: Path) -> None:
    own = episode(tmp_path, "rain", "00000001")
    colophon = tmp_path / "episodes" / own / "colophon.json"
    colophon.write_text(colophon.read_text().replace("audio/mpeg", "audio/ogg"))
    with pytest.raises(ConfigError, match="nothing that every podcast app plays"):
        grown(tmp_path, own)


def test_an_episode_that_no_app_plays_does_not_keep_others_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left = episode(tmp_path, "fog", "00000001", languages="en")
    colophon = tmp_path / "episodes" / left / "colophon.json"
    colophon.write_text(colophon.read_text().replace("audio/mpeg", "audio/ogg"))
    grown(tmp_path, episode(tmp_path, "rain", "00000001", languages="en"))
    assert titles(tmp_path / "feed.xml") == ["rain in en"]
    assert "nothing that every podcast app plays" in caplog.text


def test_a_copy_of_a_feed_that_somebody_keeps_is_left_alone(tmp_path: Path) -> None:
    grown(tmp_path, episode(tmp_path, "rain", "00000001", languages="en"))
    copy = shutil.copy(tmp_path / "feed.en.xml", tmp_path / "feed.old.xml")
    before = copy.read_bytes()
    grown(tmp_path, episode(tmp_path, "fog", "00000001", languages="en"))
    assert copy.read_bytes() == before
    assert b"old" not in (tmp_path / "feed.xml").read_bytes()


def test_artwork_that_is_not_there_is_said_before_anything_is_spoken(tmp_path: Path) -> None:
    filled = 'title = "Rain"\ndescription = "Rain."\nauthor = "Ana"\nlanguage = "en"\ncategory = "News"\n'
    (tmp_path / "show.toml").write_text(filled + 'base_url = "https://example.org/"\nartwork = "missing.jpg"\n')
    with pytest.raises(ConfigError, match=r"show.toml: artwork: There is no picture called missing.jpg"):
        showing.show_of(tmp_path)


def test_artwork_is_drawn_once_for_each_language_and_anew_for_another_title(tmp_path: Path) -> None:
    drawn = replace(SHOW, artwork={})
    grown(tmp_path, episode(tmp_path, "rain", "00000001", languages="en"), drawn)
    first = sorted(path.name for path in tmp_path.glob("artwork*.jpg"))
    grown(tmp_path, show=drawn)
    assert sorted(path.name for path in tmp_path.glob("artwork*.jpg")) == first
    assert len(first) == 2
    grown(tmp_path, show=replace(drawn, title={"en": "River Radio"}))
    assert not set(first) & {path.name for path in tmp_path.glob("artwork*.jpg")}


def test_a_show_is_begun_with_settings_that_say_what_is_missing(tmp_path: Path) -> None:
    assert showing.begun(tmp_path / "pod") == tmp_path / "pod" / "show.toml"
    with pytest.raises(ConfigError, match="It does not say: title, description, author, category, base_url"):
        showing.show_of(tmp_path / "pod")
    assert showing.begun(tmp_path / "pod") is None
