"""A mail server as a process of its own, with moods: it refuses for now, is slow, hangs up, and hangs up after taking.

`python -m tests.notifications.mail_server <port> <file>`; each number it takes is a line of the file, written to the
disk before it says so. A number it has is taken again and noted as a repeat: that is what a Message-ID is for.
"""

import asyncio
import os
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notifications.scene import parsed

MOODS = ("takes", "refuses", "takes", "slow", "hangs up", "takes", "hangs up late", "takes")


class Moody:
    """Goes through its moods, a mail each."""

    def __init__(self, book: Path) -> None:
        self.book, self.asked, self.known = book, 0, set[str]()

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # theirs
        mood = MOODS[self.asked % len(MOODS)]
        self.asked += 1
        if mood == "refuses":
            return "451 Not now"
        if mood == "slow":
            await asyncio.sleep(0.2)
        if mood == "hangs up":
            hang_up(server)
            return "421 Gone"
        assert isinstance(envelope.content, bytes)
        self.take(str(parsed(envelope.content)["Message-ID"]))
        if mood == "hangs up late":
            hang_up(server)
        return "250 OK"

    def take(self, number: str) -> None:
        word = "again" if number in self.known else "taken"
        self.known.add(number)
        with self.book.open("a") as book:
            book.write(f"{word} {number}\n")
            book.flush()
            os.fsync(book.fileno())


def hang_up(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()  # type: ignore[attr-defined]  # a transport of a connection has it


def main(port: int, book: Path) -> None:
    controller = Controller(Moody(book), hostname="127.0.0.1", port=port)
    controller.start()
    book.touch()
    asyncio.new_event_loop().run_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
