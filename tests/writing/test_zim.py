"""What a ZIM file says of itself, and the rules that look into one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.model import Archived, Book, Edition, Metadata, Publication
from publish.writing.formats.zim import about
from publish.writing.proof_zim import problems

FACTS = dict.fromkeys(
    ("Name", "Title", "Description", "Creator", "Publisher", "Date", "Language", "Illustration_48x48@1"), b"Rain"
)
PAGE = b'<!DOCTYPE html><title>Rain</title><audio src="audio/rain%20x.mp3"></audio><a href="#top">Up</a>'
WHOLE = Archived(
    "index.html",
    FACTS,
    {"index.html": ("text/html", PAGE), "audio/rain x.mp3": ("audio/mpeg", b"")},
    found=lambda words: ("index.html",) if words == "Rain" else (),
)


def test_what_it_says_is_as_long_as_a_list_may_show() -> None:
    titles = ("The Boat That Lends Books to Every Village", "El barco que presta libros a todos los pueblos del lago")
    editions = tuple(Edition(language, title, ()) for language, title in zip(("en", "es-MX"), titles, strict=True))
    book = Book(Metadata(authors=("Ana Roe", "Luz Paz")), editions)
    said = about(Publication("the-boat", book, (), b"")).facts
    assert said["Title"] == "The Boat That Lends Books to…"
    assert len(said["Description"]) <= 80
    assert (said["Creator"], said["Language"]) == ("Ana Roe, Luz Paz", "eng,spa")
    assert said["Name"] == "enface.the-boat"


def test_a_whole_one_has_nothing_wrong() -> None:
    assert problems(WHOLE) == ()


@pytest.mark.parametrize(
    ("archived", "rule", "where"),
    [
        (replace(WHOLE, facts={**FACTS, "Date": b""}), "zim-metadata", "Date"),
        (replace(WHOLE, broken="It is damaged."), "zim-broken", ""),
        (replace(WHOLE, main="start.html"), "zim-main", "start.html"),
        (replace(WHOLE, entries={"index.html": ("text/html", PAGE)}), "zim-link", "index.html"),
        (replace(WHOLE, found=lambda _: ()), "zim-search", "index.html"),
    ],
)
def test_what_is_missing_is_named(archived: Archived, rule: str, where: str) -> None:
    (problem,) = problems(archived)
    assert (problem.rule, problem.where) == (rule, where)
