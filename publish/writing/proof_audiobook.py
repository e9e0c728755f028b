"""What is wrong with an audiobook: every file that its manifests name is there, and the text follows the sound."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from publish.errors import SourceError
from publish.markup import parse_xml
from publish.writing.proof_book import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_W3C: Final = "publication.json"
_READIUM: Final = "manifest.json"


def problems(stream: BinaryIO) -> tuple[Problem, ...]:
    """Return what is wrong with a package, file by file."""
    try:
        with zipfile.ZipFile(stream) as package:
            return tuple(_within(package))
    except (zipfile.BadZipFile, json.JSONDecodeError, UnicodeDecodeError, SourceError) as error:
        return (Problem("lpf-broken", "", f"It cannot be read: {error}"),)
    except (KeyError, TypeError, AttributeError) as error:
        return (Problem("lpf-manifest", "", f"It does not say, or not as it should: {error}"),)


def _within(package: zipfile.ZipFile) -> Iterator[Problem]:
    names = set(package.namelist())
    w3c, readium = (json.loads(package.read(name)) for name in (_W3C, _READIUM))
    named = {_W3C: [*_urls(w3c, "url")], _READIUM: [*_urls(readium, "href")]}
    for manifest, targets in named.items():
        for target in targets:
            if target.partition("#")[0] not in names:
                yield Problem("lpf-link", manifest, f"It names {target}, which is not there")
    order = [link["url"] for link in w3c["readingOrder"]]
    if order != [link["href"] for link in readium["readingOrder"]]:
        yield Problem("lpf-order", _READIUM, f"What is heard is not what {_W3C} says")
    ids: dict[str, set[str]] = {}
    for link in w3c["readingOrder"]:
        sync = link["alternate"][0]["url"]
        if sync in names:
            yield from _synced(package, sync, link["url"], ids)


def _urls(value: Any, key: str) -> Iterator[str]:
    """Yield every address within the package."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key and isinstance(inner, str) and "://" not in inner:
                yield inner
            yield from _urls(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _urls(inner, key)


def _synced(package: zipfile.ZipFile, sync: str, sound: str, ids: dict[str, set[str]]) -> Iterator[Problem]:
    last = ""
    for pair in json.loads(package.read(sync))["narration"]:
        page, _, name = pair["text"].partition("#")
        if page not in ids:
            ids[page] = {e.get("id") for e in parse_xml(package.read(page)).iter("{*}*")}
        if name not in ids[page]:
            yield Problem("lpf-sync", sync, f"It leads to {pair['text']}: there is no such place")
        file, _, times = pair["audio"].partition("#t=")
        begin, _, end = times.partition(",")
        if file != sound or begin != (last or begin) or not float(begin) < float(end):
            yield Problem("lpf-sync", sync, f"{name} does not follow the clip before it")
        last = end
