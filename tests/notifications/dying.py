"""Workers that are killed at one chosen step, each a process of its own.

`python -m tests.notifications.dying` reads lines `<step> <minutes from now>`; for each it forks a worker, which dies by
SIGKILL when it comes to that step, and answers `killed <place>` or `lived`. Steps are commits, and lines said to and
heard from the mail server, so that every place of a send is one of them. Forked, a worker starts in no time.
"""

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from participation import clock
from participation.app import create_app
from participation.extensions import db
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from participation.settings import Settings
from tests.system.processes import OWN

ROUNDS = 30
SAID = ("mail", "rcpt", "data")  # what names nobody and is said once a mail
# Every place in the sending of one mail. The answer to `data` is waited for twice: go on, and taken.
PLACES = {
    f"{when} {what}"
    for when in ("before", "after")
    for what in ("commit", *SAID, *(f"answer to {said}" for said in SAID), "answer to the text")
}


class Steps:
    """Counts, and kills its own process when the count is reached."""

    def __init__(self, last: int, answer: int) -> None:
        self.left, self._answer, self._said = last, answer, ""

    def around(self, owner: type, name: str) -> None:
        """Take a step before and after each call."""
        act: Callable[..., Any] = getattr(owner, name)

        def stepping(*given: object, **named: object) -> object:
            place = self._place(name, *given[1:])
            self._step(f"before {place}")
            done = act(*given, **named)
            self._step(f"after {place}")
            return done

        setattr(owner, name, stepping)

    def _place(self, name: str, *given: object) -> str:
        if name == "commit":
            return name
        if name == "putcmd":
            self._said = str(given[0]).lower()
            return self._said
        place = f"answer to {self._said}"
        if self._said == "data":
            self._said = "the text"
        return place

    def _step(self, place: str) -> None:
        self.left -= 1
        if self.left == 0:
            os.write(self._answer, place.encode())
            os.kill(os.getpid(), signal.SIGKILL)


def work(steps: Steps, minutes: int) -> None:
    """Be a worker for some rounds, or until the chosen step."""
    settings = Settings.from_env()
    with create_app(settings).app_context():
        steps.around(Session, "commit")
        steps.around(smtplib.SMTP, "putcmd")
        steps.around(smtplib.SMTP, "getreply")
        worker = Worker(transport_for(settings.mail_url, settings.mail_from, settings.data_dir))
        for number in range(ROUNDS):
            with clock.stopped_at(clock.now() + timedelta(minutes=minutes, seconds=31 * number)):
                worker.round(db.session())


def main() -> None:
    for line in sys.stdin:
        last, minutes = map(int, line.split())
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work(Steps(last, writing), minutes)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            place = pipe.read()
        how = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGKILL
        sys.stdout.write(f"killed {place}\n" if killed else "lived\n" if how == 0 else "failed\n")
        sys.stdout.flush()


@contextmanager
def workers(log: Path, **env: str) -> Iterator[Callable[[int, int], str]]:
    """Let workers be started one after the other; each call returns where one was killed, or an empty string."""
    clean = {key: value for key, value in os.environ.items() if key not in OWN}
    command = [sys.executable, "-m", "tests.notifications.dying"]
    with (
        log.open("ab") as noise,
        subprocess.Popen(  # noqa: S603  # ourselves
            command, env={**clean, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise, text=True
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        said, heard = process.stdin, process.stdout

        def one(last: int, minutes: int) -> str:
            said.write(f"{last} {minutes}\n")
            said.flush()
            how, _space, place = heard.readline().strip().partition(" ")
            assert how in {"killed", "lived"}, log.read_text()[-2000:]
            return place

        yield one
        said.close()


if __name__ == "__main__":
    main()
