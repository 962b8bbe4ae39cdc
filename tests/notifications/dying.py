"""A worker that is killed at one chosen step: `python -m tests.notifications.dying <step> <minutes from now>`.

Steps are commits, and lines said to and heard from the mail server, so that every place of a send is one of them.
"""

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from participation import clock
from participation.app import create_app
from participation.extensions import db
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from participation.settings import Settings
from tests.notifications.scene import NEVER

ROUNDS = 30


class Steps:
    """Counts, and kills its own process when the count is reached."""

    def __init__(self, last: int) -> None:
        self.left = last

    def around(self, owner: type, name: str) -> None:
        """Take a step before and after each call."""
        act: Callable[..., Any] = getattr(owner, name)

        def stepping(*given: object, **named: object) -> object:
            self.step()
            done = act(*given, **named)
            self.step()
            return done

        setattr(owner, name, stepping)

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main(last: int, minutes: int) -> None:
    settings = Settings.from_env()
    with create_app(settings).app_context():
        steps = Steps(last)
        steps.around(Session, "commit")
        steps.around(smtplib.SMTP, "putcmd")
        steps.around(smtplib.SMTP, "getreply")
        worker = Worker(transport_for(settings.mail_url, settings.mail_from, settings.data_dir), reminded_at=NEVER)
        for number in range(ROUNDS):
            with clock.stopped_at(clock.now() + timedelta(minutes=minutes, seconds=31 * number)):
                worker.round(db.session())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
