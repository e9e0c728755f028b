"""Pictures brought from beside a file and from the web, into a book."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from misbehaving import Site, page, redirect, serving
from PIL import Image

from publish import picturing, pipeline
from publish.config import order
from publish.console import Kept
from publish.model import Document, Metadata, Picture, Source
from publish.outside.web import Limits, fetch_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Book

ARTICLE = """# The lamp on the quay

The quay was dark for years, and all who walked there at night knew each of its stones by heart.

![A lamp with a white globe]({href})

The first lamp was put up in the spring, and nobody in the town asked who had paid for it.
"""
QUICK = Limits(total_s=2.0, silent_s=1.0, largest_bytes=100_000)


def jpeg(width: int = 60) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 60), "navy").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "article" / "img").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "article")
    return tmp_path / "article"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def read(text: str, **options: object) -> tuple[Book, list[str]]:
    Path("lamp.md").write_text(text, "utf-8")
    told = Kept()
    return pipeline.inspect(order({"sources": ("lamp.md",), "languages": ["en"], **options}), told), [
        line for _, line in told.told
    ]


def test_a_picture_beside_its_file_is_in_the_book(folder: Path) -> None:
    (folder / "img" / "lamp.jpg").write_bytes(jpeg(2000))
    book, _ = read(ARTICLE.format(href="img/lamp.jpg"))
    assert [(p.name, p.shown, p.width) for p in book.pictures] == [("lamp.jpg", True, 1600)]


@pytest.mark.parametrize("href", ["../secret.jpg", "img/../../secret.jpg", "img/link.jpg", "/etc/hostname"])
def test_nothing_outside_its_folder_is_read(folder: Path, href: str, caplog: pytest.LogCaptureFixture) -> None:
    (folder.parent / "secret.jpg").write_bytes(jpeg())
    (folder / "img" / "link.jpg").symlink_to(folder.parent / "secret.jpg")
    with caplog.at_level(logging.WARNING):
        book, _ = read(ARTICLE.format(href=href))
    assert [p.refused for p in book.pictures] == ["It is not in the folder of its source."]
    assert "is not in the book: It is not in the folder of its source." in caplog.text
    assert "A lamp with a white globe" in [p.text for p in book.editions[0].paragraphs]


def test_a_picture_that_is_not_there_is_a_warning(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read(ARTICLE.format(href="img/gone.jpg"))
    assert "The picture gone.jpg is not in the book: There is no such file beside its source." in caplog.text
    assert folder.is_dir()


def test_what_its_file_holds_broken_is_not_looked_for_beside_the_file(folder: Path) -> None:
    (folder / "img" / "lamp.jpg").write_bytes(jpeg())
    broken = Picture("lamp.jpg", "img/lamp.jpg", refused="It cannot be taken from its file: it is broken.")
    source = Source("lamp.docx", ".docx", b"", str(folder / "lamp.docx"))
    assert picturing.brought(Document(Metadata(), (), (broken,)), source).pictures == (broken,)


def test_a_picture_of_the_web_is_not_fetched_unless_asked_for(folder: Path, site: Site) -> None:
    site.pages["/lamp.jpg"] = page(jpeg(), kind="image/jpeg")
    book, lines = read(ARTICLE.format(href=f"{site.url}/lamp.jpg"), allow_local=True)
    assert [p.refused for p in book.pictures] == ["It was not fetched: --images does that."]
    assert any("1 picture was not fetched; --images does that" in line for line in lines)
    assert site.paths == []
    assert folder.is_dir()


def test_asked_for_it_is_fetched(folder: Path, site: Site) -> None:
    site.pages["/lamp.jpg"] = page(jpeg(), kind="image/jpeg")
    book, lines = read(ARTICLE.format(href=f"{site.url}/lamp.jpg"), allow_local=True, images=True)
    assert [(p.name, p.shown) for p in book.pictures] == [("lamp.jpg", True)]
    assert "Fetched 1 of 1 picture" in lines
    assert folder.is_dir()


def test_each_picture_that_cannot_be_had_says_why_and_keeps_no_other_from_coming(site: Site) -> None:
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /private/", kind="text/plain")
    site.pages["/lamp.jpg"] = page(b"jpeg", kind="image/jpeg")
    site.pages["/odd.jpg"] = page(b"jpeg", kind="application/octet-stream")
    site.pages["/large.jpg"] = page(bytes(200_000), kind="image/jpeg")
    site.pages["/moved.jpg"] = redirect("/lamp.jpg")
    names = ("gone", "private/a", "large", "moved", "odd", "lamp")
    found = fetch_pictures((f"{site.url}/{name}.jpg" for name in names), allow_local=True, limits=QUICK)
    assert list(found.values()) == [
        "There is no such page (404).",
        "The site asks programs not to fetch this page (robots.txt).",
        "It is larger than 0.1 MB.", b"jpeg", b"jpeg", b"jpeg",
    ]  # fmt: skip


def test_an_address_of_this_network_is_no_picture(site: Site) -> None:
    site.pages["/lamp.jpg"] = page(jpeg(), kind="image/jpeg")
    (reason,) = fetch_pictures([f"{site.url}/lamp.jpg"], limits=QUICK).values()
    assert isinstance(reason, str)
    assert site.paths == []


def test_what_a_person_wrote_is_in_the_book_and_a_slip_is_said(folder: Path) -> None:
    (folder / "img" / "lamp.jpg").write_bytes(jpeg())
    (folder / "alt.toml").write_text('["lamp.jpg"]\nen = "A lamp, lit"\nfr = "Une lampe"\n["lmap.jpg"]\nen = "x"\n')
    book, lines = read(ARTICLE.format(href="img/lamp.jpg"), alt="alt.toml")
    assert "A lamp, lit" in [p.text for p in book.editions[0].paragraphs]
    assert lines[1:3] == ["alt.toml: there is no picture called lmap.jpg", "alt.toml: there is no edition in fr"]


def test_each_of_two_articles_shows_its_own_lamp_with_its_own_words(folder: Path) -> None:
    for name, width in (("quay", 60), ("mole", 80)):
        (folder / name).mkdir()
        (folder / name / "lamp.jpg").write_bytes(jpeg(width))
        (folder / name / "lamp.md").write_text(ARTICLE.format(href="lamp.jpg").replace("quay", name))
    (folder / "alt.toml").write_text('["lamp.jpg"]\nen = "A red lamp"\n["lamp-2.jpg"]\nen = "A blue lamp"\n')
    sources = ("quay/lamp.md", "mole/lamp.md")
    wanted = {"sources": sources, "anthology": "Lamps", "languages": ["en"], "alt": "alt.toml"}
    book = pipeline.inspect(order(wanted), Kept())
    told = [(p.picture, p.text) for p in book.editions[0].paragraphs if p.picture]
    assert told == [("lamp.jpg", "A red lamp"), ("lamp-2.jpg", "A blue lamp")]
    assert [(p.name, p.width) for p in book.pictures] == [("lamp.jpg", 60), ("lamp-2.jpg", 80)]


def test_a_book_with_a_picture_is_whole_says_what_is_in_it_and_comes_out_the_same(folder: Path) -> None:
    (folder / "img" / "lamp.jpg").write_bytes(jpeg())
    (folder / "lamp.md").write_text(ARTICLE.format(href="img/lamp.jpg"))
    wanted = {"sources": ("lamp.md",), "languages": ["en"], "to": ["light"], "workers": 1}
    made = [pipeline.make(order({**wanted, "out": folder / name}), Kept()) for name in "ab"]
    assert made[0].artifacts == made[1].artifacts
    facts = json.loads((made[0].folder / "colophon.json").read_text("utf-8"))
    assert [(p["name"], p["texts"]) for p in facts["pictures"]] == [
        ("lamp.jpg", {"en": "A lamp with a white globe"}),
    ]  # fmt: skip
    (book,) = made[0].folder.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        assert b"[Picture: A lamp with a white globe]" in archive.read("EPUB/en-c1.xhtml")
