"""What every test may ask for, and what none may do."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest

from publish.model import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: what was made becomes what is expected, once a person has read it."""
    parser.addoption("--accept", action="store_true", help="write the golden pages anew")


def pytest_configure() -> None:
    """Hear Ctrl-C, and let what is started hear it: a shell hands its background jobs down that it is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loopback only: a test that leaves the machine fails and says where it wanted to go."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            msg = f"a test wanted to reach {address}"
            raise RuntimeError(msg)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    return


@pytest.fixture
def tone() -> Voice:
    """A voice that beeps: one short tone a word, the same on every machine."""
    return Voice(name="tone", engine="tone", language="mul", says="A test tone", tier="test", licence="CC0-1.0")
