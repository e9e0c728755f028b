"""A ZIM file: the web copy as Kiwix reads it on telephones and servers without a network, found by its words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from publish.model import About, File
from publish.writing import web_copy
from publish.writing.cover import hue
from publish.writing.icon import drawn
from publish.writing.package import modified, rights
from publish.writing.tags import iso639_2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Archiver, Encode, Publication

_TITLE, _DESCRIPTION = 30, 80
"""Letters at most (https://wiki.openzim.org/wiki/Metadata)."""


class _Zim:
    """A writer that says of itself what it uses."""

    uses: Final = "archiver"

    def __call__(self, publication: Publication, encode: Encode) -> Iterator[File]:
        """Give `NAME.zim`."""
        assert publication.archiver
        inside = tuple(web_copy.inside(publication, encode))
        content = partial(_archived, publication.archiver, inside, about(publication))
        yield File(f"{publication.name}.zim", "application/x-zim", content)


def about(publication: Publication) -> About:
    """Return what a ZIM file says of a publication."""
    book = publication.book
    known = book.metadata
    titles = tuple(dict.fromkeys(edition.title for edition in book.editions))
    facts = {
        "Name": f"enface.{publication.name}",
        "Title": _shortened(titles[0], _TITLE),
        "Description": _shortened(" · ".join(titles), _DESCRIPTION),
        "Creator": ", ".join(known.authors) or known.site or "?",
        "Publisher": "Enface",
        "Date": f"{modified(book):%Y-%m-%d}",
        "Language": ",".join(dict.fromkeys(iso639_2(edition.language) for edition in book.editions)),
        "License": "; ".join(rights(book)),
        "Source": known.url,
        # What a reader's list asks: that it can be searched, and has no script that a server must run.
        "Tags": "_ftindex:yes;_sw:no",
    }
    return About(
        main=web_copy.PAGE,
        title=" · ".join(titles),
        words=" ".join(s.text for e in book.editions for p in e.paragraphs for s in p.sentences),
        language=iso639_2(book.editions[0].language),
        facts={name: value for name, value in facts.items() if value},
        picture=partial(drawn, hue(titles[0])),
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _archived(archiver: Archiver, inside: tuple[File, ...], said: About, out: BinaryIO) -> None:
    archiver(out, inside, said)


write: Final = _Zim()
