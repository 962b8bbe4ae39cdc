"""Mail servers on this machine that behave as badly as a test wants."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifications.scene import parsed


class Box:
    """Takes mails, and refuses the addresses it is told to refuse."""

    def __init__(self, refused: dict[str, str]) -> None:
        self.refused = refused
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # theirs
        assert isinstance(envelope.content, bytes)
        assert len(envelope.rcpt_tos) == 1
        self.mails.append(parsed(envelope.content))
        return "250 OK"

    def to(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.mails)


@contextmanager
def server(**refused: str) -> Iterator[tuple[str, Box]]:
    """Run a server; `refused` are names at example.be with what they are answered."""
    box = Box({f"{name}@example.be": answer for name, answer in refused.items()})
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}", box
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[str]:
    """Listen, accept, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    held.append(listening.accept()[0])

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ended.set()
            with suppress(OSError):
                socket.create_connection(listening.getsockname()[:2], timeout=1).close()
            thread.join(2)
            for connection in held:
                connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
