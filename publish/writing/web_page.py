"""The offline web copy's page: the text, its sound and a player, all in one file of HTML that asks for nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from publish import __version__
from publish.markup import Markup, element, joined, parse_xml
from publish.phrases import autonym, interface, language_name, say
from publish.writing.cover import titles_of
from publish.writing.language_tags import foreign, phrase_tags, said_in
from publish.writing.scripts import direction, turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Option = tuple[str, str, Mapping[str, str | None]]
    """Of a list: its value, its words and what else is said of it."""

    from publish.model import Book, Edition
    from publish.writing.leaves import Leaf
    from publish.writing.passages import Passages

MARK: Final = b'<meta name="generator" content="Enface '
"""In the head of each page, whichever version made it: `publish check` knows it by that."""
CUES: Final = "cues"
"""The id of the player's table."""
SPEEDS: Final = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2")
_SIZES: Final = ("100", "125", "150", "200")
_COLOURS: Final = {"": "system", "light": "light", "dark": "dark", "contrast": "contrast"}
_MINUTES: Final = (5, 10, 20, 30, 60)
# `file:`, because to some browsers a page from disk is no origin of its own; no server's page may load from there.
_OWN: Final = "'self' file: data:"
_SPARED: Final = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)


def web_page(
    book: Book, text: Passages, cues: str, sounds: Mapping[str, str], *, fonts: str = "", icon: str, installable: bool
) -> str:
    """Return the page; a browser that obeys it asks for nothing but what lies beside it or stands in it.

    Args:
        book: whose it is.
        text: all that is read.
        cues: the player's table.
        sounds: the address of each language's sound; none where nothing is heard.
        fonts: rules of a style sheet that bring fonts along.
        icon: its address.
        installable: whether a service worker lies beside it.
    """
    lead = book.editions[0].language
    sheets = map(_own, ("style/book.css", "style/layouts.css", "player/player.css"))
    style = fonts + "".join(sheets).replace("\n", "")
    script = _own("player/player.js")
    head = element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(style, script)}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "generator", "content": f"Enface {__version__}"}),
        element("title", {}, " · ".join(titles_of(book))),
        element("link", {"rel": "icon", "href": icon}),
        element("style", {}, style),
    )
    body = element("body", {"class": "facing"}, *_body(book, text, sounds), _table(cues), element("script", {}, script))
    marks = {"data-installable": "" if installable else None}
    root = element("html", {"lang": lead, "dir": direction(lead), **marks}, head, body)
    return as_html(root, text.sections)


def _own(name: str) -> str:
    """Return a style sheet or a script without comments and indents: they are ours to read, not a telephone's."""
    return _SPARED.sub("", files("publish.writing").joinpath(name).read_text("utf-8"))


def _policy(style: str, script: str) -> str:
    """Return a content security policy: nothing from elsewhere, no script and no style but our own."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            f"img-src {_OWN}",
            f"media-src {_OWN}",
            f"font-src {_OWN}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _table(cues: str) -> Markup:
    return element("script", {"type": "application/json", "id": CUES}, cues)


def _body(book: Book, text: Passages, sounds: Mapping[str, str]) -> Iterator[Markup]:
    lead = book.editions[0].language
    own = phrase_tags(lead, lead)
    words = interface(lead)
    yield element("a", {"class": "skip", "href": "#text", **own}, words["to_text"])
    yield element("header", {}, *_opening(book, text.chapters, sounds))
    yield _player(book, sounds)
    # The articles of an anthology have the headings that come next.
    title = element("h1", {}, book.editions[0].title) if text.chapters[0].part else Markup()
    yield element("main", {"id": "text", "tabindex": "-1"}, title)


def _opening(book: Book, chapters: Sequence[Leaf], sounds: Mapping[str, str]) -> Iterator[Markup]:
    """Yield what stands before the text: the browser's own players, how ours is used, and the contents."""
    lead = book.editions[0].language
    for language, address in sounds.items():
        name = say(language, "narration_in", language=language_name(language, language))
        label = element("figcaption", foreign(said_in(language), lead), name)
        audio = {"id": f"sound-{language}", "controls": "", "preload": "none", "src": address}
        yield element("figure", {"class": "sound"}, label, element("audio", audio))
    if sounds:
        linked = len(book.editions) > 1 and chapters[0].design.links == "paragraph"
        keys = ["hint", *(["hint_twin"] if linked else [])]
        hints = (joined(" ", element("span", {"data-say": key}, interface(lead)[key])) for key in keys)
        yield element("p", {"class": "hint", "hidden": "", **phrase_tags(lead, lead)}, *hints)
    if len(chapters) > 1:
        sides = [_contents(edition, lead) for edition in book.editions]
        name = element("summary", phrase_tags(lead, lead), say(lead, "contents"))
        rows = element("div", {"class": "row"}, *sides)
        yield element("nav", {"aria-label": say(lead, "contents")}, element("details", {}, name, rows))


def _contents(edition: Edition, lead: str) -> Markup:
    links = (
        element("li", {}, element("a", {"href": f"#{section.paragraphs[0].id}"}, section.title or edition.title))
        for section in edition.sections
    )
    side = {"class": "side", "lang": edition.language, **turned(edition.language, lead)}
    return element("div", side, element("ol", {}, *links))


def _player(book: Book, sounds: Mapping[str, str]) -> Markup:
    """Return the player, hidden until a script is there to work it."""
    lead = book.editions[0].language
    words = interface(lead)
    several = len(book.editions) > 1
    keys = ["back", "play", "forward", *(["twin"] if len(sounds) > 1 else [])] if sounds else []
    buttons = [element("button", {"type": "button", "id": key, "data-say": key}, words[key]) for key in keys]
    fields = [_choice("speed", words, [(speed, f"{speed}×", {}) for speed in SPEEDS], "1")] if sounds else []
    if several:
        named = [(e.language, autonym(e.language), foreign(e.language, lead)) for e in book.editions]
        fields.append(_choice("shown", words, [("", words["together"], {"data-say": "together"}), *named]))
    inner = [*buttons, *fields, _settings(words, heard=bool(sounds))]
    said = element("p", {"id": "said", "role": "status"})
    attributes = {"id": "player", "hidden": "", "aria-label": words["player"], **phrase_tags(lead, lead)}
    return element("section", attributes, said, element("div", {"class": "keys"}, *inner))


def _settings(words: Mapping[str, str], *, heard: bool) -> Markup:
    place = {"type": "range", "id": "place", "min": "0", "max": "0", "value": "0"}
    sizes: list[Option] = [(size, f"{size} %", {}) for size in _SIZES]
    colours = [(value, words[key], {"data-say": key}) for value, key in _COLOURS.items()]
    times = [(str(n), words["minutes"].format(n=n), {"data-minutes": str(n)}) for n in _MINUTES]
    fields = [
        _choice("size", words, sizes),
        _choice("colours", words, colours),
        _field("spacing", words, element("input", {"type": "checkbox", "id": "spacing"})),
    ]
    if heard:
        fields.insert(0, _field("place", words, element("input", place)))
        fields.append(_choice("sleep", words, [("", words["off"], {"data-say": "off"}), *times]))
    name = element("summary", {"data-say": "settings"}, words["settings"])
    return element("details", {"id": "settings"}, name, element("div", {"class": "fields"}, *fields))


def _choice(key: str, words: Mapping[str, str], options: Sequence[Option], chosen: str = "") -> Markup:
    inner = (
        element("option", {"value": value, **more, "selected": "" if value == chosen and chosen else None}, text)
        for value, text, more in options
    )
    return _field(key, words, element("select", {"id": key}, *inner))


def _field(key: str, words: Mapping[str, str], control: Markup) -> Markup:
    return element("label", {"class": f"field {key}"}, element("span", {"data-say": key}, words[key]), control)


def as_html(root: Markup, sections: Sequence[Any]) -> str:
    """Return a page, its text put in its place, as HTML: the one step from markup that is XML."""
    from lxml import etree

    whole = parse_xml(root.encode())
    for one in whole.iter():
        one.attrib.pop("{http://www.w3.org/XML/1998/namespace}lang", None)
    (main,) = whole.iter("main")
    main.extend(sections)
    etree.cleanup_namespaces(whole)
    written = etree.tostring(whole, method="html", encoding="unicode")
    return f"<!DOCTYPE html>\n{written}\n"
