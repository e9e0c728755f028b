"""Safe markup in, escaped XML out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from publish.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_DEEPEST = 256
"""Elements within elements; libxml2 stops there too."""
_MOST_ATTRIBUTES = 5_000
"""Of one tag: libxml2 compares each with all before it."""
# In a script, `<` is a sign like any other.
_LONG_TAG = re.compile(
    r"<script\b.*?(?:</script|\Z)|<style\b.*?(?:</style|\Z)|<!--.*?(?:-->|\Z)"
    rf"|(<[a-z][^<>]{{{2 * _MOST_ATTRIBUTES},}})",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_BODY = frozenset({
    "article", "aside", "details", "dialog", "figure", "footer", "header", "hgroup", "main", "nav", "search", "section",
})  # fmt: skip
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_NAMES = re.compile(r"[^\s/=]+")
_CUT_SHORT = frozenset({"ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR", "ERR_NO_MEMORY"})
"""What libxml2 calls it when it reads no further."""
_NOTHING: Mapping[str, str | None] = {}


class Markup(str):
    """Finished XML: what `element` gives, and what it does not escape again."""

    __slots__ = ()


def local_name(node: Any) -> str:
    """Return the name of an element (lxml) without its namespace, as it is written; empty for a comment."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def html_name(node: Any) -> str:
    """Return the name of an element (lxml) without its namespace, in lower case as HTML has it."""
    return local_name(node).lower()


def escaped(text: str) -> Markup:
    """Return text as XML; what XML 1.0 cannot carry (NUL, a lone surrogate) becomes U+FFFD."""
    if isinstance(text, Markup):
        return text
    legal = _ILLEGAL.sub(_REPLACEMENT, text)
    return Markup(legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def element(tag: str, attributes: Mapping[str, str | None] = _NOTHING, *children: str) -> Markup:
    """Return one element; plain text in it is escaped, an attribute that is None is left out."""
    given = "".join(
        f' {name}="{escaped(value).replace(chr(34), "&quot;")}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = [text for text in map(escaped, children) if text]
    # Joined at once: of a long page, each copy on the way would be as long.
    return Markup("".join((f"<{tag}{given}>", *inner, f"</{tag}>")) if inner else f"<{tag}{given}/>")


def joined(*parts: str) -> Markup:
    """Return parts as one run of XML, text escaped."""
    return Markup("".join(map(escaped, parts)))


def document(root: Markup, doctype: str = "") -> bytes:
    """Return a whole XML file, UTF-8."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}{root}\n'.encode()


def shown(element: Any) -> str:
    """Return the words of an element of a page (lxml), a reading in brackets after what it is set above."""
    if element.find(".//{*}rt") is None:
        return "".join(element.itertext())
    texts = element.xpath(".//text()")
    return "".join(f"({text})" if text.getparent().tag.endswith("rt") and not text.is_tail else text for text in texts)


def parse_xml(xml: bytes) -> Any:
    """Return the root element: no entity is expanded, no DTD loaded, the network never asked.

    Raises:
        SourceError: it is not well-formed; says on which line.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        msg = f"Not well-formed XML: {error}"
        raise SourceError(msg) from error


def parse_html(page: str) -> Any:
    """Return the root element of a page, however broken: no entity of its own, the network never asked.

    Raises:
        SourceError: there is no element in it, or it is nested deeper than any page is, or a tag has
            more attributes than any tag has.
    """
    from lxml import etree
    from lxml import html as pages

    long = (match[1] for match in _LONG_TAG.finditer(page) if match[1]) if _may_hold_long_tag(page) else ()
    if any(len(_NAMES.findall(_VALUE.sub("", tag))) > _MOST_ATTRIBUTES for tag in long):
        msg = f"A tag of the page has over {_MOST_ATTRIBUTES:,} attributes"
        raise SourceError(msg)
    parser = pages.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=False)
    # One class for all of them: the table of classes by tag is asked in Python each time that an element is looked at.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=pages.HtmlElement))
    try:
        root = etree.fromstring(_ILLEGAL.sub(_REPLACEMENT, page.replace("\0", "")).encode(), parser)
    except etree.XMLSyntaxError as error:
        msg = f"Not a page that can be read: {error}"
        raise SourceError(msg) from error
    if root is None:
        msg = "There is nothing in the page"
        raise SourceError(msg)
    if any(entry.type_name in _CUT_SHORT for entry in parser.error_log) or _too_deep(root):
        msg = f"The page is nested deeper than {_DEEPEST} elements, or holds a text of over 10 MB"
        raise SourceError(msg)
    _open_body(root)
    return root


def _open_body(root: Any) -> None:
    """Move into the body what begins it: libxml2 leaves what came with HTML 5 in a head that nobody closed."""
    head, body = root.find("head"), root.find("body")
    first = next((each for each in head if each.tag in _OPENS_BODY), None) if head is not None else None
    if first is None:
        return
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    moved = [first, *first.itersiblings()]
    moved[-1].tail = "".join(filter(None, (moved[-1].tail, body.text))) or None
    body.text = None
    body[:0] = moved


def _may_hold_long_tag(page: str) -> bool:
    """Whether anything could be a tag too long, without a look at what is script; a split is much the fastest."""
    least = 2 * _MOST_ATTRIBUTES
    return any(len(piece) > least and piece.find(">", 0, least) < 0 for piece in page.split("<"))


def _too_deep(root: Any) -> bool:
    """Whether recursion over this tree could run out of stack; walks once, without recursion."""
    depth = 0
    from lxml import etree

    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
