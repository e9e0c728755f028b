"""Signatures of files, as minisign writes and reads them (https://jedisct1.github.io/minisign/)."""

from __future__ import annotations

import hashlib
import os
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from publish.errors import ConfigError, OutputError, ToolError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS: Final = "Enface pack: "
"""How the comment begins that is vouched for, of a signature that we made."""
OF_ANOTHER: Final = "The signature is not of this file"
VARIABLE: Final = "ENFACE_KEY_PASSWORD"
"""The variable of the environment that says a key's password where nobody can be asked."""
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_ED25519, _PREHASHED, _SCRYPT, _PLAIN, _BLAKE2B = b"Ed", b"ED", b"Sc", b"\0\0", b"B2"
_SECRET: Final = struct.Struct("<2s2s2s32sQQ104s")
_PUBLIC: Final = struct.Struct("<2s8s32s")
_SIGNATURE: Final = struct.Struct("<2s8s64s")
# What minisign itself takes, libsodium's `SENSITIVE`: a gigabyte of memory and a few seconds for each guess.
_OPERATIONS, _MEMORY = 1 << 25, 1 << 30


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What signs."""

    id: bytes
    seed: bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What tells whose a signature is."""

    id: bytes
    point: bytes


def password_given() -> str:
    """Return the password that the environment says; empty where it says none."""
    return os.environ.get(VARIABLE, "")


def shown(key_id: bytes) -> str:
    """Return a key's id as minisign shows it: the number, little-endian, in hexadecimal."""
    return f"{int.from_bytes(key_id, 'little'):016X}"


def new(path: Path, *, password: str = "", operations: int = _OPERATIONS, memory: int = _MEMORY) -> Path:
    """Write a new secret key, for its owner's eyes alone, and its public key beside it; return where that is.

    Args:
        path: of the secret key; the public one takes its name with `.pub`.
        password: under which it is kept; empty for none.
        operations: libsodium's `opslimit`, how long a guess at the password takes.
        memory: libsodium's `memlimit`, how many bytes it takes.

    Raises:
        OutputError: a file of either name is there, it cannot be written, or the name is a public key's.
        ToolError: the package that knows Ed25519 is not installed.
    """
    if not path.name or path.suffix.lower() == ".pub":
        msg = "A secret key needs a name of its own"
        raise OutputError(msg, where=str(path), hint="For example ana.key: its public one is ana.pub, beside it.")
    public = path.with_suffix(".pub")
    if os.path.lexists(public):
        raise _taken(public)
    seed, key_id, salt = os.urandom(32), os.urandom(8), os.urandom(32)
    point = _point(seed)
    content = key_id + seed + point
    content += _checksum(content)
    kind = _SCRYPT if password else _PLAIN
    if password:
        content = _masked(content, _stretched(password, salt, operations, memory))
    else:
        salt, operations, memory = bytes(32), 0, 0
    secret = _SECRET.pack(_ED25519, kind, _BLAKE2B, salt, operations, memory, content)
    protection = "encrypted" if password else "not encrypted: whoever has it can sign"
    _written(path, f"{_UNTRUSTED}Enface secret key {shown(key_id)}, {protection}\n{_text(secret)}\n", mode=0o600)
    _written(public, _public(PublicKey(key_id, point)), mode=0o644)
    return public


def secret_key(path: Path, password: Callable[[], str]) -> SecretKey:
    """Return the key in a file; `password` is asked only where it is kept under one.

    Raises:
        ConfigError: it is no secret key, or the password is another.
        ToolError: the package that knows Ed25519 is not installed.
    """
    try:
        algorithm, kind, check, salt, operations, memory, content = _SECRET.unpack(_second_line(path))
    except struct.error as error:
        raise _no_key(path, "secret") from error
    if (
        algorithm != _ED25519
        or check != _BLAKE2B
        or kind not in {_SCRYPT, _PLAIN}
        or memory > _MEMORY
        or operations > _OPERATIONS
    ):
        # No key file may make us ask for more than minisign does.
        raise _no_key(path, "secret")
    if kind == _SCRYPT:
        content = _masked(content, _stretched(password(), salt, operations, memory))
    # Of a key without a password, minisign writes no sum.
    sums = {_checksum(content[:72]), *([bytes(32)] if kind == _PLAIN else [])}
    if content[72:] not in sums or _point(content[8:40]) != content[40:72]:
        msg = "The password is another" if kind == _SCRYPT else "The key is damaged"
        raise ConfigError(msg, where=str(path))
    return SecretKey(content[:8], content[8:40])


def public_key(path: Path) -> PublicKey:
    """Return the key in a file that minisign or `publish keys new` wrote.

    Raises:
        ConfigError: it is no public key.
    """
    try:
        algorithm, key_id, point = _PUBLIC.unpack(_second_line(path))
    except struct.error as error:
        raise _no_key(path, "public") from error
    if algorithm != _ED25519:
        raise _no_key(path, "public")
    return PublicKey(key_id, point)


def enclosed(content: bytes) -> PublicKey | None:
    """Return the key in a file's content; None where it is none, or where no package here knows Ed25519."""
    from importlib.util import find_spec

    try:
        algorithm, key_id, point = _PUBLIC.unpack(b64decode(content.splitlines()[1], validate=True))
    except (ValueError, IndexError, struct.error):
        return None
    return PublicKey(key_id, point) if algorithm == _ED25519 and find_spec("cryptography") else None


def public_of(key: SecretKey) -> bytes:
    """Return what a file of its public key holds.

    Raises:
        ToolError: the package that knows Ed25519 is not installed.
    """
    return _public(PublicKey(key.id, _point(key.seed))).encode()


def _public(key: PublicKey) -> str:
    return f"{_UNTRUSTED}minisign public key {shown(key.id)}\n{_text(_PUBLIC.pack(_ED25519, key.id, key.point))}\n"


def signed(content: bytes, key: SecretKey, comment: str) -> bytes:
    """Return the signature of a file's content, the same for the same content; the comment is vouched for too.

    Raises:
        ToolError: the package that knows Ed25519 is not installed.
    """
    private = _ed25519().Ed25519PrivateKey.from_private_bytes(key.seed)
    signature = private.sign(hashlib.blake2b(content).digest())
    whole = private.sign(signature + comment.encode())
    lines = (
        _first_line(key.id),
        _text(_SIGNATURE.pack(_PREHASHED, key.id, signature)),
        f"{_TRUSTED}{comment}",
        _text(whole),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def wrong(content: bytes, signature: bytes, key: PublicKey) -> str:
    """Return what is wrong with the signature of a file's content; empty where this key made it.

    Raises:
        ToolError: the package that knows Ed25519 is not installed.
    """
    try:
        first, encoded, trusted, last, end = signature.decode().split("\n")
        algorithm, key_id, own = _SIGNATURE.unpack(b64decode(encoded, validate=True))
        whole = b64decode(last, validate=True)
    except (ValueError, struct.error):
        return "It is no signature"
    canonical = encoded == _text(_SIGNATURE.pack(algorithm, key_id, own)) and last == _text(whole)
    framed = first.startswith(_UNTRUSTED) and trusted.startswith(_TRUSTED) and not end
    if not (canonical and framed) or algorithm not in {_PREHASHED, _ED25519}:
        return "It is no signature"
    if trusted.startswith(_TRUSTED + OURS) and first != _first_line(key_id):
        return "Its first line is not as it was made"
    if key_id != key.id:
        return f"It was signed with another key, {shown(key_id)}"
    message = hashlib.blake2b(content).digest() if algorithm == _PREHASHED else content
    comment = trusted.removeprefix(_TRUSTED).encode()
    good = _verified(own, message, key) and _verified(whole, own + comment, key)
    return "" if good else OF_ANOTHER


def signer(signature: bytes) -> str:
    """Return the id of the key that a signature names; empty where it names none."""
    try:
        _, key_id, _ = _SIGNATURE.unpack(b64decode(signature.split(b"\n")[1], validate=True))
    except (ValueError, IndexError, struct.error):
        return ""
    return shown(key_id)


def _first_line(key_id: bytes) -> str:
    """Return what no signature covers: of one that we made it is known all the same."""
    return f"{_UNTRUSTED}signature from Enface, key {shown(key_id)}"


def _verified(signature: bytes, message: bytes, key: PublicKey) -> bool:
    module = _ed25519()
    from cryptography.exceptions import InvalidSignature

    try:
        module.Ed25519PublicKey.from_public_bytes(key.point).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _point(seed: bytes) -> bytes:
    return bytes(_ed25519().Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        msg = "Signatures need a package that is not here: cryptography"
        raise ToolError(msg, hint='Run: pip install "enface[sign]"') from error
    return ed25519


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(_ED25519 + content, digest_size=32).digest()


def _masked(content: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(content, stream, strict=True))


def _stretched(password: str, salt: bytes, operations: int, memory: int) -> bytes:
    """Return 104 bytes of scrypt, its numbers chosen as libsodium's `pickparams` chooses them."""
    operations = max(operations, 32768)
    few = operations < memory // 32
    most = operations // 32 if few else memory // 1024
    log2 = max(1, (most // 2).bit_length())
    parallel = 1 if few else min(operations // 4 >> log2, 0x3FFFFFFF) // 8
    room = 128 * 8 * ((1 << log2) + parallel + 2) + (1 << 20)
    return hashlib.scrypt(password.encode(), salt=salt, n=1 << log2, r=8, p=max(1, parallel), maxmem=room, dklen=104)


def _second_line(path: Path) -> bytes:
    try:
        lines = path.read_text("utf-8").splitlines()
        return b64decode(lines[1], validate=True)
    except OSError as error:
        msg = f"The key cannot be read: {error.strerror}"
        raise ConfigError(msg, where=str(path), hint="`publish keys new FILE` makes one.") from error
    except (ValueError, IndexError):
        return b""


def _no_key(path: Path, kind: str) -> ConfigError:
    msg = f"This is no {kind} key"
    return ConfigError(msg, where=str(path), hint="`publish keys new FILE` makes both; so does `minisign -G`.")


def _taken(path: Path) -> OutputError:
    msg = "There is a file of this name"
    return OutputError(msg, where=str(path), hint="A lost key cannot be made again: choose another name.")


def _written(path: Path, text: str, *, mode: int) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        msg = f"The key cannot be written: {error.strerror}"
        raise OutputError(msg, where=str(path)) from error


def _text(content: bytes) -> str:
    return b64encode(content).decode()
