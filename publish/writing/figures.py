"""Pictures of an article as figures of a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publish.markup import Markup, element, joined
from publish.phrases import as_said
from publish.writing.overlay import TEXT_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from publish.model import Book, Paragraph, Picture

    Attributes = Mapping[str, str | None]

UNDESCRIBED: Final = "undescribed"
"""The class of a picture of which nobody wrote what it shows; `publish check` looks for it."""
_SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that the book shows."""

    id: str
    """`picture-1`."""
    path: str
    """In the EPUB, beside its pages: `images/picture-1.jpg`."""
    picture: Picture


def shown(book: Book) -> dict[str, Shown]:
    """Return the pictures that a book shows, by name."""
    there = (picture for picture in book.pictures if picture.shown)
    named = ((f"picture-{number}", picture) for number, picture in enumerate(there, 1))
    return {
        picture.name: Shown(name, f"images/{name}.{_SUFFIXES[picture.media_type]}", picture) for name, picture in named
    }


def captioned(paragraphs: Iterable[Paragraph], alike: Callable[[Paragraph], object]) -> Iterator[list[Paragraph]]:
    """Yield neighbours that are alike; a picture, or a caption that has one for decoration, with its captions."""
    figure: list[Paragraph] = []
    for _, run in groupby(paragraphs, key=alike):
        for place, group in enumerate(_parted(list(run))):
            first = group[0]
            if figure and first.kind == "caption" and not first.decorations and not place:
                yield [*figure, *group]
                figure = []
                continue
            if figure:
                yield figure
            figure = group if first.kind == "figure" else []
            if not figure:
                yield group
    if figure:
        yield figure


def _parted(alike: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield each figure by itself, and the others in runs that end where a decoration stands; a list does not."""
    group: list[Paragraph] = []
    for paragraph in alike:
        begins = paragraph.kind == "figure" or (paragraph.decorations and paragraph.kind != "item")
        if begins and group:
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


class Figures:
    """The pictures of one page."""

    def __init__(self, pictures: Mapping[str, Shown], *, once: bool, text_only: frozenset[str]) -> None:
        """Begin.

        Args:
            pictures: those that the book shows, by name.
            once: whether several languages stand close together: each picture is then shown in the first.
            text_only: languages that nobody speaks.
        """
        self._text_only = text_only
        self._shown = pictures
        self._once = once
        self._first: dict[str, str] = {}
        """By picture, the language in which the page shows it first."""

    def figure(
        self,
        group: Sequence[Paragraph],
        language: str,
        classed: Callable[[Paragraph], Attributes],
        inside: Callable[[Paragraph], Markup],
    ) -> Markup:
        """Return a picture with the captions that follow it, as one figure.

        Args:
            group: the figure, if it has words of its own, then its captions.
            language: of all of them.
            classed: gives the attributes of a block beside its id.
            inside: gives what stands in a caption.
        """
        own = [paragraph for paragraph in group if paragraph.kind == "figure"]
        captions = group[len(own) :]
        tags = classed(group[0]) if own else {}
        shown = [self._described(paragraph, language) for paragraph in own]
        decorations = [self.decorations(paragraph, language) for paragraph in group]
        said = [element("p", {"id": p.id, **classed(p)}, inside(p)) for p in captions]
        name = own[0].id if own else f"{group[0].id}-figure"
        caption = element("figcaption", {}, *said) if said else Markup()
        return element("figure", {"id": name, **tags}, *decorations, *shown, caption)

    def decorations(self, paragraph: Paragraph, language: str) -> Markup:
        """Return the pictures without words that stand before a block in this language."""
        fresh = (name for name in paragraph.decorations if not self._again(name, language))
        return joined(*(self._image(name, {"alt": "", "role": "presentation"}) for name in fresh))

    def _again(self, name: str, language: str) -> bool:
        """Whether a picture is shown beside this in another language already."""
        return self._once and self._first.setdefault(name, language) != language

    def _described(self, paragraph: Paragraph, language: str) -> Markup:
        """Return a picture under the id of its words, or, where it cannot be shown (again), its words."""
        (sentence,) = paragraph.sentences
        unheard = TEXT_ONLY if language in self._text_only else None
        if self._again(paragraph.picture, language) or paragraph.picture not in self._shown:
            (said,) = as_said(paragraph, language)
            return element("p", {}, element("span", {"id": sentence.id, "class": unheard}, f"[{said.text}]"))
        kinds = filter(None, (UNDESCRIBED if paragraph.undescribed else "", unheard))
        return self._image(
            paragraph.picture, {"id": sentence.id, "class": " ".join(kinds) or None, "alt": sentence.text}
        )

    def _image(self, name: str, attributes: Attributes) -> Markup:
        if name not in self._shown:
            return Markup()
        picture = self._shown[name].picture
        size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
        return element("img", {"src": self._shown[name].path, **attributes, **size})
