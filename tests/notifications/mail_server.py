"""A mail server as a process of its own, with moods: it refuses, is slow, drops the connection, dies.

`python -m tests.notifications.mail_server <port> <file> [<mood> ...]`: goes through its moods, a mail each, and begins
again; with moods given it has each of them once, and takes everything afterwards. Each number it takes is a line of the
file, written to the disk before it says so. A number it has is taken again and noted as a repeat: that is what a
Message-ID is for.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from itertools import chain, cycle, repeat
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.system.processes import running, until

MOODS = ("takes", "refuses", "takes", "slow", "hangs up", "takes", "hangs up late", "takes")
ALL_MOODS = ("refuses", "slow", "drops half-way", "hangs up", "hangs up late", "dies half-way", "dies", "dies late")


class Moody:
    """Answers as its mood of the moment is."""

    def __init__(self, book: Path, moods: Iterator[str]) -> None:
        self.book, self._moods = book, moods
        self.known = {line.split()[1] for line in book.read_text().splitlines()}
        self.mood = ""

    async def handle_RCPT(  # noqa: N802  # theirs
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.mood = next(self._moods)  # of this mail
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # theirs
        if self.mood == "refuses":
            return "451 Not now"
        if self.mood == "slow":
            await asyncio.sleep(0.2)
        if self.mood == "hangs up":
            hang_up(server)
            return "421 Gone"
        if self.mood == "dies":
            die()
        assert isinstance(envelope.content, bytes)
        self.take(str(BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]))
        if self.mood == "hangs up late":
            hang_up(server)
        if self.mood == "dies late":
            die()
        return "250 OK"

    def take(self, number: str) -> None:
        word = "again" if number in self.known else "taken"
        self.known.add(number)
        with self.book.open("a") as book:
            book.write(f"{word} {number}\n")
            book.flush()
            os.fsync(book.fileno())


class HalfWay(SMTP):
    """May be gone once it has asked for the text, and has not yet heard all of it."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # theirs
        mood = self.event_handler.mood
        if not mood.endswith("half-way"):
            await super().smtp_DATA(arg)
            return
        await self.push("354 Go on")
        await self._reader.readline()
        if mood.startswith("dies"):
            die()
        hang_up(self)


class Post(Controller):
    """Runs that kind of server."""

    def factory(self) -> SMTP:
        return HalfWay(self.handler)


def hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()  # type: ignore[attr-defined]  # a transport of a connection has it


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(port: int, book: Path, *moods: str) -> None:
    book.touch()
    controller = Post(
        Moody(book, chain(moods, repeat("takes")) if moods else cycle(MOODS)), hostname="127.0.0.1", port=port
    )
    controller.start()
    book.with_suffix(".open").touch()
    asyncio.new_event_loop().run_forever()


@contextmanager
def open_for_mail(port: int, book: Path, *moods: str) -> Iterator[None]:
    """Run the server until the block ends, unless it has died before."""
    is_open = book.with_suffix(".open")
    is_open.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.notifications.mail_server", str(port), str(book), *moods]
    with running(command, book.with_suffix(".log")):
        until(is_open.exists, "no mail server")
        yield


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
