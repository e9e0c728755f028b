"""A podcast: what it says of itself, in each of its languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Show:
    """What `show.toml` says; everything in it is public."""

    language: str
    """BCP 47: the one that leads, and that a text is in where its language is not said."""
    title: Mapping[str, str]
    """By language; the leading one is there."""
    description: Mapping[str, str]
    """As the title."""
    author: str
    category: tuple[str, ...]
    """As Apple calls it, the wider one first: `("Education", "Language Learning")`."""
    base_url: str
    """Where the folder will be found, with its last slash: `https://example.org/podcast/`."""
    link: str
    """The show's own page."""
    email: str = ""
    """The owner's; empty where nobody is to know it."""
    explicit: bool = False
    locked: bool = True
    """Whether other platforms may not import the feed."""
    licence: str = ""
    """An SPDX name, `CC-BY-4.0`, or the show's own word for it."""
    licence_url: str = ""
    copyright: str = ""
    artwork: Mapping[str, str] = field(default_factory=dict)
    """By language, a picture in the folder; drawn where there is none."""
