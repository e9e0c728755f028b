"""Keys and signatures, as minisign has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publish.errors import ConfigError, OutputError
from publish.outside import minisign

if TYPE_CHECKING:
    from pathlib import Path

# Made by minisign 0.11: `minisign -G -W`, then `printf 'the ferry\n' > f; minisign -S -s key -m f -t river`.
PUBLIC = """untrusted comment: minisign public key 9329F26567BE973E
RWQ+l75nZfIpk+q6YrWcZp/i/SPEgGkAPK2Cj3uHb6nMUcVhd7lROLIn
"""
SIGNATURE = b"""untrusted comment: signature from minisign secret key
RUQ+l75nZfIpk2AFdag7W9LsmxE4enhutdPXeLCsyaksBFiuf0Bl1NH4zWEn6STus8Sd5vX5XScDde3PNg7sL2OitGWvzyL1VQM=
trusted comment: river
hF3yjZg81UMoXjxe+Kzb5KswrdVQ2MmDI/pTjvtQiF9LjOWu4BH/pMHZBkzktVDZvnrHdb+yqw8z0xKywO+fAw==
"""


def test_a_signature_that_minisign_made_is_understood(tmp_path: Path) -> None:
    (tmp_path / "m.pub").write_text(PUBLIC)
    key = minisign.public_key(tmp_path / "m.pub")
    assert minisign.wrong(b"the ferry\n", SIGNATURE, key) == ""
    assert minisign.wrong(b"the fairy\n", SIGNATURE, key) == "The signature is not of this file"
    assert minisign.wrong(b"the ferry\n", SIGNATURE.replace(b"river", b"rover"), key) != ""


def test_a_key_under_a_password_signs_only_with_it(tmp_path: Path) -> None:
    secret = tmp_path / "ana.key"
    # minisign asks for a gigabyte a guess; this is libsodium's least.
    public = minisign.new(secret, password="la campana", operations=1 << 15, memory=1 << 24)
    with pytest.raises(ConfigError, match="password is another"):
        minisign.secret_key(secret, lambda: "the bell")
    key = minisign.secret_key(secret, lambda: "la campana")
    signature = minisign.signed(b"sums", key, "Enface pack: river")
    assert minisign.wrong(b"sums", signature, minisign.public_key(public)) == ""
    assert signature == minisign.signed(b"sums", key, "Enface pack: river")


def test_another_persons_key_says_whose_signature_it_is(tmp_path: Path) -> None:
    for name in ("ana", "bo"):
        minisign.new(tmp_path / f"{name}.key")
    signature = minisign.signed(b"sums", minisign.secret_key(tmp_path / "ana.key", str), "river")
    wrong = minisign.wrong(b"sums", signature, minisign.public_key(tmp_path / "bo.pub"))
    assert wrong == f"It was signed with another key, {minisign.signer(signature)}"


def test_a_key_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    secret = tmp_path / "ana.key"
    minisign.new(secret)
    assert secret.stat().st_mode & 0o077 == 0
    with pytest.raises(OutputError, match="There is a file of this name"):
        minisign.new(secret)


def test_a_secret_key_is_not_named_as_what_is_given_out(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="name of its own"):
        minisign.new(tmp_path / "ana.pub")
    (tmp_path / "bo.pub").touch()
    with pytest.raises(OutputError, match="file of this name"):
        minisign.new(tmp_path / "bo.key")
    assert [path.name for path in tmp_path.iterdir()] == ["bo.pub"]


@pytest.mark.parametrize("text", ["", "untrusted comment: x\n", "a\n!!!\n", "a\nAAAA\n"])
def test_a_file_that_is_no_key_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_text(text)
    with pytest.raises(ConfigError, match="no secret key"):
        minisign.secret_key(tmp_path / "k", str)
    with pytest.raises(ConfigError, match="no public key"):
        minisign.public_key(tmp_path / "k")
