"""The pictures of a word processor's document (DOCX), with what is said of them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from publish.reading.images import Image, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.reading.archives import Archive

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


class Pictures:
    """Where a document keeps its pictures."""

    def __init__(self, archive: Archive, folder: str, base: str) -> None:
        self._archive = archive
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        links = archive.xml(path) if path in archive else ()
        self._targets = {
            link.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            for link in links
            if str(link.get("Type")).endswith("/image") and link.get("TargetMode") != "External"
        }

    def images(self, drawing: Any) -> Iterator[Image]:
        """Yield the pictures that are kept in the document; those in a text box come with its words."""
        said = next(drawing.iter("{*}docPr"), None)
        alt = _alternative(said) if said is not None else None
        for element in drawing.iter("{*}blip", "{*}imagedata"):
            if next(element.iterancestors("{*}txbxContent", "{*}drawing", "{*}pict"), None) is not drawing:
                continue
            path = self._targets.get(element.get(f"{_R}embed") or element.get(f"{_R}id") or "", "")
            if path:
                shape = element.getparent().get("alt") if said is None else None
                yield Image(path, alt if said is not None else worded(shape)).brought(self._archive.held(path))


def _alternative(said: Any) -> str | None:
    """Return what was typed as the alternative text; empty where a person ticked that it is decoration."""
    if any(mark.get("val") in {"1", "true"} for mark in said.iter(_DECORATIVE)):
        return ""
    return worded(said.get("descr"), said.get("title"))
