"""The licence of everything that comes with a plain install, from the metadata of what is installed here.

python tests/bench/licences.py                 # the table of docs/licences.md
python tests/bench/licences.py --check         # exit 1 where one is not known to go with AGPL-3.0-or-later
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

# https://www.gnu.org/licenses/license-list.html: each may be part of a work under AGPL-3.0-or-later.
COMPATIBLE = ("MIT", "BSD", "Apache", "ISC", "PSF", "MPL", "Mozilla", "LGPL", "GNU", "GPL", "Zlib", "CC0")
# What the metadata do not say, as their licence files and sources do.
BY_HAND = {
    "py-nanotts": "Apache-2.0 (its LICENSE.md, SVOX Pico too)",
    "espeakng-loader": "MIT (its repository); the espeak-ng in it is GPL-3.0-or-later",
}
# Looked at by a person; docs/licences.md says what was found.
ODD = {"regex"}


def needed() -> dict[str, list[str]]:
    """Return every package of a plain install, by name, with what asks for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, list[str]] = {}
    waiting = [(line, "enface", ("",)) for line in project["dependencies"]]
    while waiting:
        line, asker, extras = waiting.pop(0)
        requirement = Requirement(line)
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(requirement.name)
        askers = found.setdefault(name, [])
        if asker not in askers:
            askers.append(asker)
        if len(askers) > 1 and not requirement.extras:
            continue
        try:
            waiting += [(more, name, ("", *requirement.extras)) for more in distribution(name).requires or ()]
        except PackageNotFoundError:
            continue
    return found


def licence(name: str) -> str:
    """Return what a package says of its licence; empty where it says nothing."""
    told = distribution(name).metadata
    classified = [row.rpartition(" :: ")[2] for row in told.get_all("Classifier") or () if row.startswith("License")]
    classified = [row for row in classified if row != "OSI Approved"]
    written = told.get("License-Expression") or "; ".join(classified) or (told.get("License") or "").strip()
    return written.partition("\n")[0] or BY_HAND.get(name, "")


def fits(name: str, text: str) -> bool:
    """Whether one of the licences to choose from is compatible in all its parts, or a person looked at it."""
    choices = text.replace(";", " AND ").split(" OR ")
    parts = ([part.strip() for part in choice.split(" AND ")] for choice in choices)
    return name in ODD or any(all(any(known in part for known in COMPATIBLE) for part in choice) for choice in parts)


def rows() -> list[tuple[str, str, str, str]]:
    """Return name, version, licence and askers of each package that is installed."""
    found = []
    for name, askers in sorted(needed().items()):
        try:
            version = distribution(name).version
        except PackageNotFoundError:
            continue
        found.append((name, version, licence(name), ", ".join(askers)))
    return found


def main() -> int:
    print("| package | version | licence | asked for by |\n| --- | --- | --- | --- |")
    for row in rows():
        print(f"| {' | '.join(row)} |")
    odd = [name for name, _, text, _ in rows() if not fits(name, text)]
    if odd:
        print(f"Not known to go with AGPL-3.0-or-later: {', '.join(odd)}", file=sys.stderr)
    return int(bool(odd) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
