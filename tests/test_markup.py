from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import SourceError
from publish.markup import Markup, document, element, escaped, joined, parse_xml

# What XML can carry unchanged; a carriage return becomes a line feed on the way back in.
LEGAL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r￾￿").filter(lambda c: c in "\t\n" or c >= " ")
)


def test_text_is_escaped_and_markup_is_not_escaped_again() -> None:
    assert element("p", {"id": "a"}, "1 < 2 & 3 ", element("b", {}, "“so”")) == (
        '<p id="a">1 &lt; 2 &amp; 3 <b>“so”</b></p>'
    )


def test_an_attribute_that_is_none_is_left_out_and_a_quote_in_one_is_escaped() -> None:
    assert element("a", {"lang": None, "title": 'the "end"'}) == '<a title="the &quot;end&quot;"/>'


def test_what_xml_cannot_carry_is_replaced_and_not_dropped() -> None:
    assert escaped("a\x00b\x0bc\ud800d") == "a\ufffdb\ufffdc\ufffdd"


def test_parts_are_joined_with_their_text_escaped() -> None:
    assert joined(Markup("<i/>"), " & ", "x") == "<i/> &amp; x"


@given(LEGAL, LEGAL)
def test_what_goes_in_comes_back(text: str, more: str) -> None:
    root = parse_xml(document(element("p", {}, text, element("b", {}, more))))
    assert (root.text or "") == text
    assert "".join(root.itertext()) == text + more


def test_no_entity_is_expanded() -> None:
    xml = b'<!DOCTYPE p [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/hostname">]><p>x&a;&b;</p>'
    assert "boom" not in "".join(parse_xml(xml).itertext())
    assert parse_xml(xml).text == "x"


def test_broken_xml_is_an_error_that_names_the_line() -> None:
    with pytest.raises(SourceError, match="line 2"):
        parse_xml(b"<p>\n<b></p>")
