"""Keeps the tests on this machine: Python's sockets reach the loopback and Unix sockets, nothing else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

HOSTS = {"localhost", "::1", b"localhost", "", None}


class OutsideWorldError(RuntimeError):
    """A test, or what it tests, asked for a host beyond this machine."""


@contextmanager
def only() -> Iterator[None]:
    """Refuse every other address while the block runs; what C libraries open by themselves is not seen."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401  # what socket takes
        _require_near(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401  # what socket takes
        _require_near(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401  # what socket takes
        _require_near(socket.AF_INET, (host,))
        return look_up(host, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _require_near(family: int, address: Any) -> None:  # noqa: ANN401  # what socket takes
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return
    host = address[0]
    if host not in HOSTS and not str(host).startswith("127."):
        raise OutsideWorldError(host)
