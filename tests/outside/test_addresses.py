"""Which numbers are the public internet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.errors import SourceError
from publish.outside.addresses import parsed, public, shown


@pytest.mark.parametrize(
    "numeric", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_what_anybody_can_reach_is_public(numeric: str) -> None:
    assert public(numeric)


@pytest.mark.parametrize(
    "numeric",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "::127.0.0.1",
        "2001:0:a00:1::",
    ],
)
def test_what_only_some_can_reach_is_not(numeric: str) -> None:
    assert not public(numeric)


# The first one waits for httpx to be imported.
@settings(deadline=None)
@given(
    st.text(max_size=40), st.sampled_from(["", "http://", "https://", "http://example.org:", "http://[", "http://a@"])
)
def test_any_letters_are_an_address_or_refused(text: str, start: str) -> None:
    try:
        url = parsed(start + text)
    except SourceError as refusal:
        where = refusal.where
    else:
        assert (url.scheme in {"http", "https"}, bool(url.host), url.userinfo) == (True, True, b"")
        where = shown(url)
    assert (where.isprintable(), len(where) <= 200) == (True, True)


@pytest.mark.parametrize("text", ["http://ann:secret@a b/", "http://ann:secret@example.org/", "ftp://ann:secret@a/"])
def test_a_password_is_never_said_again(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        parsed(text)
    assert "secret" not in f"{caught.value} {caught.value.hint}"
