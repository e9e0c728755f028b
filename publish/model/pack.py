"""What is in a pack: articles to be carried on a card or sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

ItemKind: TypeAlias = Literal["book", "light", "sound", "transcript", "text", "code"]
"""A talking book, the book without sound, a narration, its transcript, the words alone, the QR code of the source."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of an article in a pack."""

    path: str
    """From the pack's folder, with forward slashes."""
    kind: ItemKind
    language: str = ""  # BCP 47; empty for what is in all of them


@dataclass(frozen=True, slots=True)
class Packed:
    """One article of a pack."""

    name: str
    """Of its folder."""
    titles: Mapping[str, str]
    """By language, the one that leads first."""
    items: tuple[Item, ...]
    facts: Mapping[str, Any]
    """What its colophon says of source, voices and licences."""
