"""How a book is laid out: the one thing about it that is its reader's taste."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Layout: TypeAlias = Literal["chapters", "interleaved", "facing", "reveal"]
"""How the languages of a book stand to each other on its pages."""
Grain: TypeAlias = Literal["paragraph", "sentence"]
Links: TypeAlias = Literal["none", "paragraph", "sentence"]
Sync: TypeAlias = Literal["sentence", "word"]


@dataclass(frozen=True, slots=True)
class Design:
    """How a book is laid out; its ids are the same in every layout."""

    layout: Layout = "chapters"
    """`chapters`: each language by itself; `interleaved`: in turns; `facing`: side by side; `reveal`: behind a word."""
    grain: Grain = "paragraph"
    """What takes turns in `interleaved`."""
    links: Links = "paragraph"
    """What leads to its twin."""
    link_list: bool = False
    """Whether the article's links are listed, with their addresses, at the end of each edition."""
    sync: Sync = "sentence"
    """What is lit while it is heard; a sentence too where nobody knows when each of its words is."""
