"""What decides the bytes of a book, as one name: the book that is there is known by it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from publish import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from publish.config import Order
    from publish.model import Book, Font, Method


def of(
    order: Order,
    book: Book,
    cast: Mapping[str, Any],
    *,
    fonts: tuple[Font, ...] = (),
    lessons: tuple[Method, ...] = (),
    tools: Mapping[str, str] | None = None,
) -> str:
    """Return the SHA-256 of everything that decides the bytes of the book.

    Args:
        order: of which the writers, the design, the reviewer and the form of the web copy count.
        book: as it was edited.
        cast: who speaks, and by which version of which engine.
        fonts: those that go into it.
        lessons: how those beside it go.
        tools: what writers use that is not ours, and its version.
    """
    facts = {
        "enface": __version__,
        "to": order.to,
        "design": order.design,
        "forms": order.forms,
        "chapter_forms": order.chapter_forms,
        "pauses": order.pauses,
        "reviewed_by": order.reviewed_by,
        "single_file": order.single_file,
        "braille_page": order.braille_page,
        "book": book,
        "cast": cast,
        "fonts": fonts,
        "tools": tools or {},
        "lessons": [(method.languages, method.pause, sorted(method.speed.items()), method.alone) for method in lessons],
    }
    name = hashlib.sha256()
    # A piece at a time: written out whole, a long book would stand in memory twice more.
    for piece in json.JSONEncoder(sort_keys=True, default=_plain).iterencode(facts):
        name.update(piece.encode())
    return name.hexdigest()


def _plain(value: Any) -> Any:
    """Return what JSON has no word for as what it has: an object as its fields, bytes by name, all else as text."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return {field.name: getattr(value, field.name) for field in fields(value)} if is_dataclass(value) else str(value)
