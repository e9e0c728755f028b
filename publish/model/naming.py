"""Names by which a person tells two pictures apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, MutableMapping


def unlike(name: str, taken: Container[str], counted: MutableMapping[str, int]) -> str:
    """Return a name that is not taken: `lamp.jpg`, `lamp-2.jpg`.

    `counted` keeps how far each name has been counted on: thousands of one name are not tried again for each.
    """
    stem, dot, suffix = name.rpartition(".")
    found = name
    while found in taken:
        number = counted[name] = counted.get(name, 1) + 1
        found = f"{stem}-{number}{dot}{suffix}" if stem else f"{name}-{number}"
    return found
