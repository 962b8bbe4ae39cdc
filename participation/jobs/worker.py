"""Do a job: take it in hand, say how far it is, and note what came of it, in words its owner can read."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import Busy, DomainError
from participation.jobs import actions

log = logging.getLogger(__name__)
SAY_EVERY = 1.0  # seconds between two reports


class Stopping(Exception):
    """The worker has to end: the job is begun anew by the next one."""


class Asked(NamedTuple):
    """What a job is about."""

    number: int
    person_id: int
    given: Mapping[str, Any]


class Made(NamedTuple):
    """What came of a job: numbers and refusals for its page, and a file if it makes one."""

    result: Mapping[str, Any]
    file_name: str = ""
    content: bytes = b""


@dataclass
class Progress:
    """Told after each piece, which must have been committed: to say how far a job is ends the transaction."""

    number: int
    stopping: Callable[[], bool]
    said_at: float = field(default=0.0)

    def __call__(self, session: Session, done: int, whole: int) -> None:
        """Say that `done` of the `whole` are done; raise `Stopping` where the worker has to end."""
        if self.stopping():
            raise Stopping
        if time.monotonic() - self.said_at < SAY_EVERY:
            return
        self.said_at = time.monotonic()
        begin_write(session)
        actions.report(session, self.number, done, whole, clock.now())
        session.commit()


Work = Callable[[Session, Asked, Progress], Made]


@dataclass
class Runner:
    """Knows how each kind of job is done."""

    kinds: Mapping[str, Work]
    stopping: Callable[[], bool] = lambda: False

    def run(self, session: Session, number: int) -> bool:
        """Do one job; tell whether it was there to be done."""
        begin_write(session)
        job = actions.take(session, number, clock.now())
        if job is None:
            session.rollback()
            return False
        asked, work, tries = Asked(job.id, job.person_id, job.given), self.kinds.get(job.kind), job.tries
        session.commit()
        if work is None or tries > actions.MOST_TRIES:
            self._fail(session, number, "interrupted" if work else "fault")
        else:
            self._try(session, asked, work)
        return True

    def _try(self, session: Session, asked: Asked, work: Work) -> None:
        try:
            self._keep(session, asked.number, work(session, asked, Progress(asked.number, self.stopping)))
        except Stopping:
            begin_write(session)
            actions.give_back(session, asked.number)
            session.commit()
        except (OperationalError, Busy):
            log.warning("The database is busy or away; job %s is begun anew.", asked.number)
            session.rollback()  # and its turn lapses
        except DomainError:
            log.warning("Job %s was refused", asked.number, exc_info=True)
            self._fail(session, asked.number, "refused")
        except Exception:
            log.exception("Job %s could not be done", asked.number)
            self._fail(session, asked.number, "fault")

    def _keep(self, session: Session, number: int, made: Made) -> None:
        begin_write(session)
        if made.file_name:
            actions.keep_file(session, number, made.file_name, made.content)
        actions.end(session, number, clock.now(), made.result)
        session.commit()

    def _fail(self, session: Session, number: int, why: str) -> None:
        begin_write(session)
        actions.fail(session, number, clock.now(), why)
        session.commit()
